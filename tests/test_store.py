"""Acknowledged words outlast any accident, words that were taken back are gone, and no row tells who or when."""

import contextlib
import os
import random
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from workshop.session import begin_session
from workshop.settings import sqlite_url
from workshop.store import (
    Conflict,
    NotFound,
    Resource,
    Response,
    StepRecord,
    Store,
    StoreError,
    StoreTooNew,
    StoreUnavailable,
    engine,
    open_store,
)

SESSION = "5" * 32
posix_only = pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such permissions")


def response(name: str = "a", text: str = "words", seq: int = 1, state: str = "written") -> Response:
    return Response(name * 64 if len(name) == 1 else name, SESSION, "impact", state, text, seq)


def kept(store: Store, of: Response) -> Response:
    return store.responses([of.handle])[of.handle]


def everything_on_disk(folder: Path) -> bytes:
    files = [path for path in sorted(folder.iterdir()) if path.name.startswith("workshop.db")]
    assert files
    return b"".join(path.read_bytes() for path in files)


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


def test_two_processes_write_200_responses_each_at_once_and_none_is_lost_or_doubled(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
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


def test_processes_that_open_a_new_store_at_the_same_moment_all_find_it_open(tmp_path: Path) -> None:
    command = [sys.executable, "-c", OPENER]
    with contextlib.ExitStack() as stack:
        openers = [
            stack.enter_context(
                subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            )
            for _ in range(4)
        ]
        assert [opener.stdout.readline() for opener in openers] == ["ready\n"] * 4
        for number in range(20):
            for opener in openers:
                opener.stdin.write(sqlite_url(tmp_path / f"{number}") + "\n")
                opener.stdin.flush()
            assert [opener.stdout.readline() for opener in openers] == ["0\n"] * 4


@pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")
def test_every_word_that_was_acknowledged_before_a_power_cut_is_there_after_it(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    with writer(url, "a", 100_000) as process:
        process.stdin.write("go\n")
        process.stdin.flush()
        told = [process.stdout.readline().strip() for _ in range(60)]
        process.send_signal(signal.SIGKILL)
        told += [line.strip() for line in process.stdout if line.endswith("\n")]
        assert process.wait(10) == -signal.SIGKILL
    with open_store(url) as store:
        assert store.responses(told).keys() == set(told)


def test_a_second_store_on_the_same_file_sees_each_save_at_once(store: Store, tmp_path: Path) -> None:
    with open_store(sqlite_url(tmp_path)) as other:
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
    store.save_resource(Resource("r", SESSION, "Library", "place"))
    note()
    store.remove_resource(SESSION, "r", 1)
    note()
    assert seen == sorted(set(seen))


# Steps and resources that two people change at once


def test_of_two_people_who_change_a_step_at_once_the_second_is_shown_what_the_first_said(
    store: Store,
) -> None:
    first = store.save_step(StepRecord(SESSION, "talk", "doing", "Library"))
    with pytest.raises(Conflict) as told:
        store.save_step(StepRecord(SESSION, "talk", "done", "Band office"))
    assert told.value.newer == first == store.steps(SESSION)["talk"]
    assert store.save_step(replace(first, status="done")).version == first.version + 1


def test_a_resource_changed_by_someone_else_is_neither_overwritten_nor_removed(store: Store) -> None:
    first = store.save_resource(Resource("r", SESSION, "Library", "place"))
    second = store.save_resource(replace(first, name="Town library"))
    for change in (
        lambda: store.save_resource(replace(first, name="Old name")),
        lambda: store.remove_resource(SESSION, "r", first.version),
    ):
        with pytest.raises(Conflict) as told:
            change()
        assert told.value.newer == second
    assert store.resources(SESSION) == [second]


def test_a_resource_that_was_removed_does_not_come_back_by_a_late_change(store: Store) -> None:
    first = store.save_resource(Resource("r", SESSION, "Library", "place"))
    store.remove_resource(SESSION, "r", first.version)
    store.remove_resource(SESSION, "r", first.version)  # a retry is no error
    with pytest.raises(NotFound):
        store.save_resource(replace(first, name="Again"))
    assert store.resources(SESSION) == []


def test_one_sessions_resources_and_steps_are_out_of_reach_of_another(store: Store) -> None:
    mine = store.save_resource(Resource("r", SESSION, "Library", "place"))
    store.save_step(StepRecord(SESSION, "talk", "doing"))
    store.remove_resource("6" * 32, "r", mine.version)
    assert store.resources("6" * 32) == []
    assert store.steps("6" * 32) == {}
    assert store.resources(SESSION) == [mine]


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


def test_a_resource_that_was_removed_is_nowhere_in_the_database_files(store: Store, tmp_path: Path) -> None:
    mine = store.save_resource(Resource("r", SESSION, "Xylophone club", "place"))
    store.remove_resource(SESSION, "r", mine.version)
    store.forget_traces()
    assert b"Xylophone" not in everything_on_disk(tmp_path)


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


@posix_only
def test_only_the_owner_of_the_computer_account_can_read_the_files(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with open_store(sqlite_url(tmp_path)) as store:
            store.save_response(response())
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    finally:
        os.umask(before)
    assert "workshop.db-wal" in modes
    assert set(modes.values()) == {0o600}


# When it can't be opened or written: one sentence


def sentence(error: Exception) -> str:
    """Return what a failure says, if that is one or two sentences without the words of a database."""
    said = str(error)
    assert said[0].isupper() or said[0] == "“"
    assert said.endswith(".")
    assert "\n" not in said
    assert not [word for word in ("sqlite", "sql", "errno", "traceback") if word in said.lower()]
    return said


def test_the_records_of_a_newer_workshop_are_refused_and_left_as_they_are(tmp_path: Path) -> None:
    with open_store(sqlite_url(tmp_path)) as store:
        store.save_response(response())
    with contextlib.closing(sqlite3.connect(tmp_path / "workshop.db")) as raw:
        raw.execute("UPDATE numbers SET value = value + 1 WHERE name = 'schema'")
        raw.commit()
    before = everything_on_disk(tmp_path)
    with pytest.raises(StoreTooNew) as told:
        open_store(sqlite_url(tmp_path))
    assert "newer Get Organized" in sentence(told.value)
    assert everything_on_disk(tmp_path).startswith(before[:100])
    with contextlib.closing(sqlite3.connect(tmp_path / "workshop.db")) as raw:
        assert raw.execute("SELECT count(*) FROM responses").fetchone() == (1,)


def test_a_file_that_is_no_database_is_called_damaged_and_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "workshop.db"
    file.write_text("Minutes of the last meeting\n" * 100, encoding="utf-8")
    with pytest.raises(StoreUnavailable) as told:
        open_store(sqlite_url(tmp_path))
    assert "damaged" in sentence(told.value)
    assert file.read_text(encoding="utf-8") == "Minutes of the last meeting\n" * 100


def test_a_file_where_the_folder_should_be_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(StoreUnavailable) as told:
        open_store(sqlite_url(tmp_path / "data"))
    assert "--data FOLDER" in sentence(told.value)


@contextlib.contextmanager
def an_ordinary_user() -> Iterator[None]:
    """Let root, whom no permission stops, be nobody for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody on this computer may enter."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@posix_only
def test_a_folder_that_may_not_be_written_is_told_in_a_sentence(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    with an_ordinary_user(), pytest.raises(StoreUnavailable) as told:
        open_store(sqlite_url(open_folder))
    assert str(open_folder) in sentence(told.value)
    assert list(open_folder.iterdir()) == []
    open_folder.chmod(0o755)


@posix_only
def test_records_that_may_only_be_read_are_told_in_a_sentence(open_folder: Path) -> None:
    with open_store(sqlite_url(open_folder)):
        pass
    (open_folder / "workshop.db").chmod(0o444)
    open_folder.chmod(0o555)
    with an_ordinary_user(), pytest.raises(StoreUnavailable) as told:
        open_store(sqlite_url(open_folder))
    assert "can't be written" in sentence(told.value)
    open_folder.chmod(0o755)


@pytest.fixture
def small_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let SQLite find a disk with room for sixteen pages."""
    set_up = engine._set_up_sqlite

    def set_up_small(connection: sqlite3.Connection, record: object) -> None:
        set_up(connection, record)
        connection.execute("PRAGMA max_page_count = 16")

    monkeypatch.setattr(engine, "_set_up_sqlite", set_up_small)


@pytest.mark.usefixtures("small_disk")
def test_a_full_disk_is_told_in_a_sentence_and_what_was_saved_stays(tmp_path: Path) -> None:
    with open_store(sqlite_url(tmp_path)) as store:
        saved = []

        def save_a_lot() -> None:
            for number in range(100):
                saved.append(store.save_response(response(f"{number:064d}", "long words " * 180)))

        with pytest.raises(StoreUnavailable) as told:
            save_a_lot()
        assert "disk" in sentence(told.value)
        assert "full" in sentence(told.value)
        assert saved
        assert store.responses(row.handle for row in saved) == {row.handle: row for row in saved}


@contextlib.contextmanager
def no_file_may_grow() -> Iterator[None]:
    """Let the disk take nothing more, as far as this process is concerned."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@posix_only
def test_traces_that_can_not_be_removed_just_now_are_told_in_a_sentence(tmp_path: Path) -> None:
    with open_store(sqlite_url(tmp_path)) as store:
        for number in range(40):
            store.save_response(response(f"{number:064d}", "long words " * 180))
        with no_file_may_grow(), pytest.raises(StoreUnavailable) as told:
            store.forget_traces()
        sentence(told.value)
        assert store.response_counts(SESSION) == {"impact": 40}


def test_what_people_wrote_is_in_no_error_text(tmp_path: Path) -> None:
    with open_store(sqlite_url(tmp_path)) as store:
        with contextlib.closing(sqlite3.connect(tmp_path / "workshop.db")) as raw:
            raw.execute("DROP TABLE responses")
        with pytest.raises(StoreUnavailable) as told:
            store.save_response(response(text="xylophone"))
    assert "xylophone" not in sentence(told.value)
    assert "xylophone" not in str(told.value.__cause__)


@pytest.mark.parametrize(
    "url", ["", "our computer", "nodatabase://here/there", "postgresql+psycopg://127.0.0.1:9/workshop"]
)
def test_an_address_where_no_database_can_be_opened_is_told_in_a_sentence(url: str) -> None:
    with pytest.raises(StoreError) as told:
        open_store(url)
    sentence(told.value)


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
