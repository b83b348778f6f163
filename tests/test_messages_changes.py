"""Pages that are told only what changed know all there is, in whatever order things happen."""

import contextlib
import sqlite3
import threading
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from tests.feeds import ACTION, LIBRARY, TOOLKIT, TWIN, Page, begin, say, whole
from workshop.community import Twins
from workshop.messages import Messages, snapshot
from workshop.settings import sqlite_url
from workshop.store import Store, open_store


@pytest.fixture
def messages(store: Store) -> Messages:
    return begin(store)


# What a page is told


def test_a_page_that_knows_all_is_told_that_nothing_changed(messages: Messages) -> None:
    say(messages, "save-entry", entry=LIBRARY)
    page = Page()
    page.read(messages)
    say(messages, "save-step", key="talk", status="doing", version=0)  # a change that is not of the map
    reply = say(messages, "read-community", since=page.revision)
    assert reply == {"revision": messages.revision(), "unchanged": True}
    assert reply["revision"] > page.revision


def test_a_page_is_told_only_what_changed_since(messages: Messages) -> None:
    for entry in (LIBRARY, TWIN):
        say(messages, "save-entry", entry=entry)
    page = Page()
    page.read(messages)
    say(messages, "save-action", action=ACTION)
    say(messages, "remove-entry", id=TWIN["id"], version=1)
    reply = say(messages, "read-community", since=page.revision)
    assert not reply["whole"]
    assert (reply["entries"], reply["gone_entries"], reply["gone_actions"]) == ([], [TWIN["id"]], [])
    assert [action["id"] for action in reply["actions"]] == [ACTION["id"]]


def test_a_page_that_knows_more_than_there_is_is_told_everything(messages: Messages) -> None:
    say(messages, "save-entry", entry=LIBRARY)
    reply = say(messages, "read-community", since=10_000)
    assert reply["whole"]
    assert len(reply["entries"]) == 1


def test_records_that_were_replaced_by_older_ones_are_told_anew(messages: Messages, tmp_path: Path) -> None:
    for entry in (LIBRARY, TWIN):
        say(messages, "save-entry", entry=entry)
    page = Page()
    page.read(messages)
    with contextlib.closing(sqlite3.connect(tmp_path / "workshop.db")) as raw:
        raw.execute("DELETE FROM entries WHERE id = ?", [TWIN["id"]])
        raw.execute("UPDATE numbers SET value = value - 1 WHERE name = 'revision'")
        raw.execute("UPDATE session_revisions SET revision = revision - 1")
        raw.commit()
    page.read(messages)
    assert page.entries.keys() == {LIBRARY["id"]}
    assert page.rest["twins"] == []


def test_a_day_that_passes_makes_an_action_late(messages: Messages, monkeypatch: pytest.MonkeyPatch) -> None:
    say(messages, "save-action", action=ACTION | {"by": date.today().isoformat()})
    assert say(messages, "read-community")["plan"]["late"] == []

    class Tomorrow(date):
        @classmethod
        def today(cls) -> date:
            return date.fromordinal(date.today().toordinal() + 1)

    monkeypatch.setattr(snapshot, "date", Tomorrow)
    assert say(messages, "read-community")["plan"]["late"] == [ACTION["id"]]


def test_the_map_is_worked_out_once_a_change_and_not_once_a_phone(
    messages: Messages, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []
    update = Twins.update
    monkeypatch.setattr(Twins, "update", lambda *given: calls.append(1) or update(*given))
    for number in range(3):
        say(messages, "save-entry", entry=LIBRARY | {"id": f"{number:032x}"})
        for since in (0, 0, 1, 2, 0):
            say(messages, "read-community", since=since)
    say(messages, "save-step", key="talk", status="doing", version=0)
    say(messages, "read-community")
    assert len(calls) == 3


# Any order of things

names = st.sampled_from(["Library", "Libary", "Museum"])
ids = st.sampled_from([f"{number:032x}" for number in range(3)])
deeds = st.one_of(
    st.tuples(st.just("entry"), ids, names),
    st.tuples(st.just("action"), ids, names),
    st.tuples(st.sampled_from(["no-entry", "no-action", "merge", "apart", "step"]), ids, ids),
    st.tuples(st.just("mark"), st.sampled_from(["police", "parents"]), st.sampled_from(["", "not-here"])),
)


def do(messages: Messages, deed: str, one: str, other: str) -> None:
    """Do something on a page that knows all there is."""
    entries, actions, rest = whole(messages)
    version = {"entry": entries, "action": actions, "no-entry": entries, "no-action": actions}
    known = version.get(deed, {}).get(one, {}).get("version", 0)
    if deed == "entry":
        say(messages, "save-entry", entry=LIBRARY | {"id": one, "name": other, "version": known})
    elif deed == "action":
        say(messages, "save-action", action=ACTION | {"id": one, "what": other, "version": known})
    elif deed == "merge":
        ends = [{"id": key, "version": entries.get(key, {}).get("version", 0)} for key in (one, other)]
        say(messages, "merge-entries", keep=ends[0], other=ends[1])
    elif deed == "apart":
        say(messages, "tell-apart", one=one, other=other)
    elif deed == "step":
        say(messages, "save-step", key="talk", who=one + other)
    elif deed == "mark":
        (before,) = (group for group in rest["coverage"] if group["group"] == one)
        say(messages, "mark-group", group=one, mark=other, version=before["mark_version"])
    else:
        say(messages, deed.replace("no", "remove"), id=one, version=known)


@given(evening=st.lists(st.tuples(deeds, st.sets(st.integers(0, 2))), max_size=12))
@effort(max_examples=40)
def test_pages_that_read_now_and_then_know_in_the_end_what_one_that_reads_all_knows(evening) -> None:
    with open_store("sqlite://") as store:
        messages, pages = begin(store), [Page() for _ in range(3)]
        for deed, who_reads in evening:
            do(messages, *deed)
            for number in who_reads:
                pages[number].read(messages)
                assert pages[number].knows() == whole(messages)
        # A server that has just started, and knows nothing yet, tells the same.
        fresh = Messages(store, TOOLKIT, messages.session_id)
        for page in pages:
            page.read(fresh)
            assert page.knows() == whole(messages) == whole(fresh)


def test_phones_that_read_from_many_threads_while_others_write_all_end_up_knowing_the_same(
    tmp_path: Path,
) -> None:
    with open_store(sqlite_url(tmp_path)) as store:
        messages, pages, done, failures = begin(store), [Page() for _ in range(4)], threading.Event(), []

        def run(work) -> None:
            try:
                work()
            except Exception as error:
                failures.append(error)

        def write(first: int) -> None:
            for number in range(first, first + 40):
                key = f"{number:032x}"
                say(messages, "save-entry", entry=LIBRARY | {"id": key, "name": f"Name {number}"})
                if number % 2:
                    say(messages, "remove-entry", id=key, version=1)

        def read(page: Page) -> None:
            while not done.is_set():
                page.read(messages)

        writers = [threading.Thread(target=run, args=(lambda first=n: write(first),)) for n in (0, 100)]
        readers = [threading.Thread(target=run, args=(lambda page=page: read(page),)) for page in pages]
        for thread in (*writers, *readers):
            thread.start()
        for thread in writers:
            thread.join()
        done.set()
        for thread in readers:
            thread.join()
        assert failures == []
        for page in pages:
            page.read(messages)
            assert page.knows() == whole(messages)
        assert len(pages[0].entries) == 40
