"""Words that were taken back are gone from the files, and no row tells who wrote or when."""

import contextlib
import random
import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.stored import SESSION, entry, everything_on_disk, response
from workshop.session import begin_session
from workshop.settings import sqlite_url
from workshop.store import Action, Response, Store, StoreUnavailable, open_store

# Words that were taken back


@pytest.mark.parametrize("private", [False, True])
@pytest.mark.parametrize("length", [1, 400])
def test_a_word_that_was_taken_back_is_nowhere_in_the_database_files(
    store: Store, tmp_path: Path, length: int, private: bool
) -> None:
    for name in "bcdef":
        store.save_response(response(name, f"neighbour {name} " * length), private=private)
    store.save_response(response(text="xylophone " * length), private=private)
    store.save_response(response(text="marmalade " * length, seq=2), private=private)
    assert b"marmalade" in everything_on_disk(tmp_path)
    store.save_response(response(text="", state="withdrawn", seq=3), private=private)
    store.forget_traces()
    assert b"xylophone" not in everything_on_disk(tmp_path)
    assert b"marmalade" not in everything_on_disk(tmp_path)
    assert b"neighbour f" in everything_on_disk(tmp_path)


def test_an_entry_and_an_action_that_were_removed_leave_no_word_in_the_database_files(
    store: Store, tmp_path: Path
) -> None:
    words = "xylophone"
    texts = ("name", "asks", "contact", "web", "for_whom", "offers", "notes")
    mine = store.save_entry(entry(**dict.fromkeys(texts, words), groups=(words,), tie=3))
    fields = dict.fromkeys(("what", "who", "means", "tell", "letter"), words)
    action = store.save_action(Action("a" * 32, SESSION, origin="gap:police", **fields))
    assert words.encode() in everything_on_disk(tmp_path)
    store.remove_entry(SESSION, mine.id, mine.version)
    store.remove_action(SESSION, action.id, action.version)
    store.forget_traces()
    assert words.encode() not in everything_on_disk(tmp_path)


def test_an_entry_that_was_merged_into_another_leaves_no_word_of_its_own(
    store: Store, tmp_path: Path
) -> None:
    keep, other = store.save_entry(entry()), store.save_entry(entry("xylophone", 2, groups=("xylophone",)))
    store.merge_entries(SESSION, (keep.id, 1), (other.id, 1), lambda keep, _: keep)
    store.forget_traces()
    assert b"xylophone" not in everything_on_disk(tmp_path)


def test_closing_the_store_leaves_nothing_of_words_that_were_changed(tmp_path: Path) -> None:
    with open_store(sqlite_url(tmp_path)) as store:
        store.save_response(response(text="xylophone"))
        store.save_response(response(text="other words", seq=2))
    assert b"xylophone" not in everything_on_disk(tmp_path)


@pytest.mark.parametrize("seed", [121, 123, 139])
def test_a_long_evening_of_changed_and_withdrawn_words_leaves_none_of_them_behind(
    store: Store, tmp_path: Path, seed: int
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
    raw = everything_on_disk(tmp_path)
    assert all(words.text.split()[0].encode() in raw for words in live.values())
    assert [word for word in sorted(gone) if word.encode() in raw] == []


# What the file says of people: nothing


def tables(folder: Path) -> dict[str, dict[str, str]]:
    """Every table that SQLite finds in the file, with the type of each column."""
    with contextlib.closing(sqlite3.connect(folder / "workshop.db")) as raw:
        names = [name for (name,) in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {name: {row[1]: row[2] for row in raw.execute(f"PRAGMA table_info({name})")} for name in names}


def test_a_response_is_kept_with_its_handle_and_words_and_nothing_of_its_writer(
    store: Store, tmp_path: Path
) -> None:
    known = {"handle", "session_id", "prompt", "state", "text", "seq", "from_table"}
    found = tables(tmp_path)
    assert found["responses"].keys() == found["private_responses"].keys() == known


def test_no_table_keeps_a_time_of_day(store: Store, tmp_path: Path) -> None:
    types = {kind for columns in tables(tmp_path).values() for kind in columns.values()}
    assert types
    assert not [kind for kind in types if "TIME" in kind.upper()]


def test_no_table_has_a_hidden_order_of_rows(store: Store, tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / "workshop.db")) as raw:
        found = tables(tmp_path)
        assert found
        for name in found:
            with pytest.raises(sqlite3.OperationalError, match="no such column"):
                raw.execute(f"SELECT rowid FROM {name}")


def test_the_file_is_the_same_whoever_answered_first(tmp_path: Path) -> None:
    rows = []
    for folder, names in (("one", "abc"), ("other", "cab")):
        with open_store(sqlite_url(tmp_path / folder)) as store:
            for name in names:
                store.save_response(response(name))
        with contextlib.closing(sqlite3.connect(tmp_path / folder / "workshop.db")) as raw:
            rows.append(raw.execute("SELECT * FROM responses").fetchall())
    assert len(rows[0]) == 3
    assert rows[0] == rows[1]


def test_words_that_somebody_still_reads_are_not_said_to_be_gone(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    with open_store(url) as store:
        session = begin_session(store, "Reading", date(2027, 1, 5))
        reader = sqlite3.connect(tmp_path / "workshop.db")
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM responses").fetchall()
        store.save_response(Response("a" * 64, session.id, "start", "written", "a passing thought", 1))
        store.save_response(Response("a" * 64, session.id, "start", "withdrawn", "", 2))
        with pytest.raises(StoreUnavailable):
            store.forget_traces()
        reader.close()
        store.forget_traces()
    assert all(b"a passing thought" not in path.read_bytes() for path in tmp_path.iterdir())
