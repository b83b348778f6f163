"""Acknowledged words outlast any accident, and a late message never overwrites a newer one."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from tests.databases import Database, FileDatabase
from tests.stored import SESSION, entry, kept, response
from workshop.store import Action, Conflict, GroupMark, NotFound, StepRecord, Store, open_store

pytestmark = pytest.mark.both_databases

# What was acknowledged is there

WRITER = """
import sys
from workshop.store import Response, open_store
name, count = sys.argv[2], int(sys.argv[3])
with open_store(sys.argv[1]) as store:
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(count):
        handle = f"{name}{number:063d}"
        store.save_response(Response(handle, "5" * 32, "impact", "written", f"{name} {number}", 1))
        print(handle, flush=True)
"""


@contextlib.contextmanager
def writer(url: str, name: str, count: int) -> Iterator[subprocess.Popen[str]]:
    """A process of its own that tells of each response as soon as the store has acknowledged it."""
    command = [sys.executable, "-c", WRITER, url, name, str(count)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "ready\n"
        try:
            yield process
        finally:
            process.kill()


def test_two_processes_write_200_responses_each_at_once_and_none_is_lost_or_doubled(
    database: Database,
) -> None:
    url = database.url
    with writer(url, "a", 200) as one, writer(url, "b", 200) as other:
        for process in (one, other):
            process.stdin.write("go\n")
            process.stdin.flush()
        told = [*one.stdout, *other.stdout]
        assert (one.wait(30), other.wait(30)) == (0, 0)
    handles = [line.strip() for line in told]
    assert len(set(handles)) == len(handles) == 400
    with open_store(url) as store:
        assert store.response_counts(SESSION) == {"impact": 400}
        found = store.responses(handles)
        assert {row.text for row in found.values()} == {f"{name} {n}" for name in "ab" for n in range(200)}
        assert store.revision() == 400


OPENER = """
import sys
from workshop.store import open_store
print("ready", flush=True)
for url in sys.stdin:
    with open_store(url.strip()) as store:
        print(store.revision(), flush=True)
"""


def test_processes_that_open_a_new_store_at_the_same_moment_all_find_it_open(
    database: Database,
) -> None:
    command = [sys.executable, "-c", OPENER]
    with contextlib.ExitStack() as stack:
        openers = [
            stack.enter_context(
                subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            )
            for _ in range(4)
        ]
        assert [opener.stdout.readline() for opener in openers] == ["ready\n"] * 4
        for number in range(20 if isinstance(database, FileDatabase) else 5):
            url = database.another(number).url
            for opener in openers:
                opener.stdin.write(url + "\n")
                opener.stdin.flush()
            assert [opener.stdout.readline() for opener in openers] == ["0\n"] * 4


@pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")
def test_every_word_that_was_acknowledged_before_a_power_cut_is_there_after_it(database: Database) -> None:
    url = database.url
    with writer(url, "a", 100_000) as process:
        process.stdin.write("go\n")
        process.stdin.flush()
        told = [process.stdout.readline().strip() for _ in range(60)]
        process.send_signal(signal.SIGKILL)
        told += [line.strip() for line in process.stdout if line.endswith("\n")]
        assert process.wait(10) == -signal.SIGKILL
    with open_store(url) as store:
        assert store.responses(told).keys() == set(told)


def test_a_second_store_on_the_same_records_sees_each_save_at_once(store: Store, database: Database) -> None:
    with open_store(database.url) as other:
        store.save_response(response(text="said here"))
        assert kept(other, response()).text == "said here"


# Retries, late messages and second tabs


def test_the_same_message_twice_is_one_response(store: Store) -> None:
    first = store.save_response(response())
    assert store.save_response(response()) == first == kept(store, response())
    assert store.response_counts(SESSION) == {"impact": 1}


def test_a_late_message_never_overwrites_a_newer_one_and_is_told_what_is_kept(store: Store) -> None:
    newer = store.save_response(response(text="the newer words", seq=3))
    for seq in (1, 2, 3):
        with pytest.raises(Conflict) as told:
            store.save_response(response(text="older words", seq=seq))
        assert told.value.newer == newer
    assert kept(store, newer) == newer


def test_a_late_copy_of_what_is_kept_does_not_turn_the_count_back(store: Store) -> None:
    store.save_response(response(seq=4))
    assert store.save_response(response(seq=2)).seq == 4
    assert kept(store, response()).seq == 4


def test_a_late_passing_message_is_not_taken_for_the_same_as_a_withdrawal(store: Store) -> None:
    store.save_response(response(text="", state="withdrawn", seq=2))
    with pytest.raises(Conflict):
        store.save_response(response(text="", state="passed", seq=2))


def test_a_refused_message_changes_nothing_at_all(store: Store) -> None:
    store.save_response(response(seq=2))
    before = store.revision()
    with pytest.raises(Conflict):
        store.save_response(response(text="late", seq=1))
    assert store.revision() == before


def test_the_revision_grows_with_every_change_of_every_kind(store: Store) -> None:
    seen = [store.revision()]

    def note() -> None:
        seen.append(store.revision())

    store.add_session("Meeting", "CDFGHJ", date(2027, 3, 31))
    note()
    store.save_response(response())
    note()
    store.save_response(response("b"), private=True)
    note()
    store.save_step(StepRecord(SESSION, "talk", "doing"))
    note()
    one, other = (store.save_entry(entry(number=number)) for number in (1, 2))
    note()
    store.tell_apart(SESSION, one.id, other.id)
    note()
    store.merge_entries(SESSION, (one.id, 1), (other.id, 1), lambda keep, _: keep)
    note()
    store.remove_entry(SESSION, one.id, 2)
    note()
    store.add_entries(SESSION, [entry(number=3)])
    note()
    store.save_mark(GroupMark(SESSION, "police", "not-here"))
    note()
    store.save_action(Action("a" * 32, SESSION, "Ask"))
    note()
    store.add_action_once(Action("b" * 32, SESSION, "Invite", origin="gap:police"))
    note()
    store.remove_action(SESSION, "a" * 32, 1)
    note()
    assert seen == sorted(set(seen))


# Steps that two people change at once


def test_of_two_people_who_change_a_step_at_once_the_second_is_shown_what_the_first_said(
    store: Store,
) -> None:
    first = store.save_step(StepRecord(SESSION, "talk", "doing", "Library"))
    with pytest.raises(Conflict) as told:
        store.save_step(StepRecord(SESSION, "talk", "done", "Band office"))
    assert told.value.newer == first == store.steps(SESSION)["talk"]
    assert store.save_step(replace(first, status="done")).version == first.version + 1


def test_a_step_that_is_sent_again_because_the_answer_was_lost_is_acknowledged_again(store: Store) -> None:
    first = store.save_step(StepRecord(SESSION, "talk", "doing", "Library"))
    assert store.save_step(StepRecord(SESSION, "talk", "doing", "Library")) == first


def test_one_sessions_steps_are_out_of_reach_of_another(store: Store) -> None:
    store.save_step(StepRecord(SESSION, "talk", "doing"))
    assert store.steps("6" * 32) == {}


# Sessions


def test_a_session_is_found_by_its_id_and_its_code_and_the_latest_is_the_one_that_goes_on(
    store: Store,
) -> None:
    assert store.latest_session() is None
    first = store.add_session("First meeting", "CDFGHJ", date(2027, 3, 31))
    second = store.add_session("Second meeting", "KMNPRT", date(2027, 4, 30))
    assert store.latest_session() == second
    assert store.session(first.id) == store.session_with_code("CDFGHJ") == first
    assert (first.number, second.number) == (1, 2)
    for ask in (store.session, store.session_with_code):
        with pytest.raises(NotFound):
            ask("nothing")
