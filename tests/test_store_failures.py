"""When the store can't be opened or written, one sentence says so; nobody else can read its files."""

import contextlib
import os
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from traceback import format_exception

import psycopg
import pytest

from tests.databases import ServerDatabase
from tests.postgres import Postgres
from tests.stored import SESSION, everything_on_disk, kept, response, sentence
from workshop.settings import sqlite_url
from workshop.store import (
    Conflict,
    StepRecord,
    Store,
    StoreError,
    StoreTooNew,
    StoreUnavailable,
    engine,
    open_store,
)
from workshop.store.postgres import TURN

posix_only = pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such permissions")


# Who can read the files


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
    """Let SQLite find a disk with room for some pages more than an empty store has."""
    set_up = engine._set_up_sqlite

    def set_up_small(connection: sqlite3.Connection, record: object) -> None:
        set_up(connection, record)
        connection.execute("PRAGMA max_page_count = 60")

    monkeypatch.setattr(engine, "_set_up_sqlite", set_up_small)


@pytest.mark.usefixtures("small_disk")
def test_a_full_disk_is_told_in_a_sentence_and_what_was_saved_stays(tmp_path: Path) -> None:
    with open_store(sqlite_url(tmp_path)) as store:
        saved = []

        def save_a_lot() -> None:
            for number in range(200):
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
    "url",
    [
        "",
        "our computer",
        "nodatabase://here/there",
        "mysql://here/there",
        "postgresql+psycopg://127.0.0.1:9/workshop",
    ],
)
def test_an_address_where_no_database_can_be_opened_is_told_in_a_sentence(url: str) -> None:
    with pytest.raises(StoreError) as told:
        open_store(url)
    sentence(told.value)


# The same on a database server


def test_the_records_of_a_newer_workshop_on_a_server_are_refused_and_left_as_they_are(
    postgres: Postgres,
) -> None:
    database = ServerDatabase(postgres)
    with open_store(database.url) as store:
        store.save_response(response())
    database.run("UPDATE numbers SET value = value + 1 WHERE name = 'schema'")
    with pytest.raises(StoreTooNew) as told:
        open_store(database.url)
    assert "newer Get Organized" in sentence(told.value)
    assert database.run("SELECT text FROM responses") == [("words",)]


def test_what_people_wrote_is_in_no_error_text_of_a_server(postgres: Postgres) -> None:
    database, word = ServerDatabase(postgres), "".join(("xylo", "phone"))
    with open_store(database.url) as store:
        database.run("ALTER TABLE responses ADD COLUMN more text NOT NULL")
        with pytest.raises(StoreUnavailable) as told:
            store.save_response(response(text=word))
        with pytest.raises(psycopg.Error, match=word):  # which is what the driver says
            database.run(f"INSERT INTO responses VALUES ('a', 'b', 'c', 'd', '{word}', 1, false)")
    errors = [told.value, told.value.__cause__]
    assert "NotNullViolation" in str(errors[1])
    assert not [error for error in errors if word in str(error) + "".join(format_exception(error))]


def test_a_database_that_is_not_there_is_told_in_a_sentence(postgres: Postgres) -> None:
    url = ServerDatabase(postgres).url.replace("workshop@/workshop", "workshop@/elsewhere")
    with pytest.raises(StoreUnavailable) as told:
        open_store(url)
    assert "not there" in sentence(told.value)


def test_a_server_that_lets_the_workshop_read_only_is_told_in_a_sentence(postgres: Postgres) -> None:
    database = ServerDatabase(postgres)
    with open_store(database.url) as store:
        database.run("ALTER DATABASE workshop SET default_transaction_read_only = on")
        store.close()
        with pytest.raises(StoreUnavailable, match="read-only"):
            store.save_response(response())


def test_an_address_as_providers_write_it_opens_the_same_records(postgres: Postgres) -> None:
    url = ServerDatabase(postgres).url
    with open_store(url) as store, open_store(url.replace("postgresql+psycopg:", "postgres:")) as other:
        store.save_response(response())
        assert kept(other, response()).text == "words"


def test_a_server_that_went_away_is_told_in_a_sentence_and_is_used_again_when_it_is_back(
    postgres: Postgres,
) -> None:
    database = ServerDatabase(postgres)
    with open_store(database.url) as store:
        store.save_response(response())
        postgres.stop()
        try:
            for work in (store.revision, lambda: store.save_response(response("b"))):
                with pytest.raises(StoreUnavailable) as told:
                    work()
                sentence(told.value)
        finally:
            postgres.start()
        store.save_response(response("c"))
        assert store.response_counts(SESSION) == {"impact": 2}


def test_records_that_another_program_holds_for_long_are_told_to_be_busy(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 1)
    database = ServerDatabase(postgres)
    with open_store(database.url) as store, postgres.raw("workshop") as other, other.transaction():
        other.execute(f"SELECT pg_advisory_xact_lock({TURN})")
        with pytest.raises(StoreUnavailable, match="busy") as told:
            store.save_response(response())
        sentence(told.value)


def test_two_writers_on_a_server_take_turns_and_each_sees_what_the_other_wrote(postgres: Postgres) -> None:
    database = ServerDatabase(postgres)
    with open_store(database.url) as one, open_store(database.url) as other:

        def count_up(store: Store, name: str) -> int:
            saved = 0
            for _ in range(40):
                record = store.steps(SESSION).get("talk", StepRecord(SESSION, "talk"))
                with contextlib.suppress(Conflict):
                    store.save_step(replace(record, who=f"{name} {record.version}"))
                    saved += 1
            return saved

        with ThreadPoolExecutor() as pool:
            saved = list(pool.map(count_up, (one, other), ("one", "other")))
        assert one.steps(SESSION)["talk"].version == sum(saved) >= 40
