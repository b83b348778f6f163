"""Words that were taken back are gone from the files, and no row tells who wrote or when."""

import random
import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.databases import Database, FileDatabase, ServerDatabase
from tests.postgres import Postgres
from tests.stored import SESSION, entry, response
from workshop.session import begin_session
from workshop.store import Action, Response, Store, StoreUnavailable, open_store

# Words that were taken back


@pytest.mark.both_databases
@pytest.mark.parametrize("private", [False, True])
@pytest.mark.parametrize("length", [1, 400])
def test_a_word_that_was_taken_back_is_nowhere_in_the_database_files(
    store: Store, database: Database, length: int, private: bool
) -> None:
    for name in "bcdef":
        store.save_response(response(name, f"neighbour {name} " * length), private=private)
    store.save_response(response(text="xylophone " * length), private=private)
    store.save_response(response(text="marmalade " * length, seq=2), private=private)
    assert b"marmalade" in database.everything()
    store.save_response(response(text="", state="withdrawn", seq=3), private=private)
    store.forget_traces()
    assert b"xylophone" not in database.everything()
    assert b"marmalade" not in database.everything()
    assert b"neighbour f" in database.everything()


@pytest.mark.both_databases
def test_an_entry_and_an_action_that_were_removed_leave_no_word_in_the_database_files(
    store: Store, database: Database
) -> None:
    words = "xylophone"
    texts = ("name", "asks", "contact", "web", "for_whom", "offers", "notes")
    mine = store.save_entry(entry(**dict.fromkeys(texts, words), groups=(words,), tie=3))
    fields = dict.fromkeys(("what", "who", "means", "tell", "letter", "why"), words)
    action = store.save_action(Action("a" * 32, SESSION, origin="gap:police", **fields))
    assert words.encode() in database.everything()
    store.remove_entry(SESSION, mine.id, mine.version)
    store.remove_action(SESSION, action.id, action.version)
    store.forget_traces()
    assert words.encode() not in database.everything()


@pytest.mark.both_databases
def test_an_entry_that_was_merged_into_another_leaves_no_word_of_its_own(
    store: Store, database: Database
) -> None:
    keep, other = store.save_entry(entry()), store.save_entry(entry("xylophone", 2, groups=("xylophone",)))
    store.merge_entries(SESSION, (keep.id, 1), (other.id, 1), lambda keep, _: keep)
    store.forget_traces()
    assert b"xylophone" not in database.everything()


@pytest.mark.both_databases
def test_closing_the_store_leaves_nothing_of_words_that_were_changed(database: Database) -> None:
    with open_store(database.url) as store:
        store.save_response(response(text="xylophone"))
        store.save_response(response(text="other words", seq=2))
    assert b"xylophone" not in database.everything()


@pytest.mark.both_databases
@pytest.mark.parametrize("seed", [121, 123, 139])
def test_a_long_evening_of_changed_and_withdrawn_words_leaves_none_of_them_behind(
    store: Store, database: Database, seed: int
) -> None:
    chance = random.Random(seed)
    live: dict[str, Response] = {}
    gone = set()
    for number in range(700):
        text = (f"word{number:05d} " * chance.choice([1, 3, 30, 150])).strip()
        if live and chance.random() < 0.6:
            before = live.pop(chance.choice(list(live)))
            gone.add(before.text.split()[0])
            keeps = chance.random() < 0.6
            state = "written" if keeps else "withdrawn"
            after = replace(before, seq=before.seq + 1, text=text if keeps else "", state=state)
        else:
            keeps = True
            after = response(chance.randbytes(32).hex(), text)
        store.save_response(after)
        if keeps:
            live[after.handle] = after
    store.forget_traces()
    raw = database.everything()
    assert all(words.text.split()[0].encode() in raw for words in live.values())
    assert [word for word in sorted(gone) if word.encode() in raw] == []


# What the file says of people: nothing


@pytest.mark.both_databases
def test_a_response_is_kept_with_its_handle_and_words_and_nothing_of_its_writer(
    store: Store, database: Database
) -> None:
    known = {"handle", "session_id", "prompt", "state", "text", "seq", "from_table"}
    found = database.tables()
    assert found["responses"].keys() == found["private_responses"].keys() == known


@pytest.mark.both_databases
def test_no_table_keeps_a_time_of_day(store: Store, database: Database) -> None:
    types = {kind for columns in database.tables().values() for kind in columns.values()}
    assert types
    assert not [kind for kind in types if "TIME" in kind.upper()]


@pytest.mark.both_databases
@pytest.mark.parametrize("order", ["abc", "cab", "bca"])
def test_nothing_says_who_answered_first(database: Database, order: str) -> None:
    with open_store(database.url) as store:
        for name in order:
            store.save_response(response(name))
    assert [row[0] for row in database.run("SELECT handle FROM responses")] == ["a" * 64, "b" * 64, "c" * 64]


@pytest.mark.both_databases
def test_words_that_somebody_still_reads_are_not_said_to_be_gone(database: Database) -> None:
    with open_store(database.url) as store:
        session = begin_session(store, "Reading", date(2027, 1, 5))
        with database.somebody_reads():
            store.save_response(Response("a" * 64, session.id, "start", "written", "a passing thought", 1))
            store.save_response(Response("a" * 64, session.id, "start", "withdrawn", "", 2))
            with pytest.raises(StoreUnavailable):
                store.forget_traces()
        store.forget_traces()
    assert b"a passing thought" not in database.everything()


# What each kind of database has of its own


def test_no_table_of_a_file_has_a_hidden_order_of_rows(tmp_path: Path) -> None:
    database = FileDatabase(tmp_path)
    with open_store(database.url):
        found = database.tables()
        assert found
        for name in found:
            with pytest.raises(sqlite3.OperationalError, match="no such column"):
                database.run(f"SELECT rowid FROM {name}")


def test_rows_of_a_server_lie_by_their_keys_and_seem_to_be_written_at_one_moment(postgres: Postgres) -> None:
    database = ServerDatabase(postgres)
    with open_store(database.url) as store:
        for name in "dbca":
            store.save_response(response(name))
        before = database.run("SELECT handle FROM responses ORDER BY ctid")
        assert [handle[0] for (handle,) in before] == list("dbca")
        store.forget_traces()
        rows = database.run("SELECT handle, ctid::text, xmin::text FROM responses ORDER BY ctid")
        assert [handle[0] for handle, _, _ in rows] == list("abcd")
        assert len({written for _, _, written in rows}) == 1
        assert {place for _, place, _ in rows} == {f"(0,{number})" for number in (1, 2, 3, 4)}


def test_what_was_tidied_by_one_server_is_not_tidied_again_by_the_next(postgres: Postgres) -> None:
    database = ServerDatabase(postgres)
    with open_store(database.url) as one, open_store(database.url) as other:
        one.save_response(response())
        one.forget_traces()
        place = database.run("SELECT pg_relation_filepath('responses')")
        other.forget_traces()
        assert database.run("SELECT pg_relation_filepath('responses')") == place
        other.save_response(response("b"))
        other.forget_traces()
        assert database.run("SELECT pg_relation_filepath('responses')") != place
