"""Records of an older workshop are brought up when they are opened: nothing is lost, and nothing is done by halves."""

import contextlib
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from tests.databases import Database, FileDatabase
from tests.stored import everything_on_disk
from workshop.settings import sqlite_url
from workshop.store import Entry, NotFound, StoreUnavailable, open_store, schema, upgrade
from workshop.store.engine import make_engine

SESSION = "5" * 32
#: The tables of version 1, word for word as that version made them, and a meeting's records in them.
VERSION_1 = """
CREATE TABLE numbers (
    name VARCHAR(20) NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (name)
) WITHOUT ROWID;
CREATE TABLE sessions (
    id VARCHAR(32) NOT NULL, join_code VARCHAR(12) NOT NULL, title VARCHAR(120) NOT NULL, held_on DATE NOT NULL,
    number INTEGER NOT NULL, PRIMARY KEY (id), UNIQUE (join_code)
) WITHOUT ROWID;
CREATE TABLE responses (
    handle VARCHAR(64) NOT NULL, session_id VARCHAR(32) NOT NULL, prompt VARCHAR(40) NOT NULL,
    state VARCHAR(10) NOT NULL, text TEXT NOT NULL, seq INTEGER NOT NULL, from_table BOOLEAN NOT NULL,
    PRIMARY KEY (handle)
) WITHOUT ROWID;
CREATE TABLE private_responses (
    handle VARCHAR(64) NOT NULL, session_id VARCHAR(32) NOT NULL, prompt VARCHAR(40) NOT NULL,
    state VARCHAR(10) NOT NULL, text TEXT NOT NULL, seq INTEGER NOT NULL, from_table BOOLEAN NOT NULL,
    PRIMARY KEY (handle)
) WITHOUT ROWID;
CREATE TABLE steps (
    session_id VARCHAR(32) NOT NULL, step VARCHAR(40) NOT NULL, status VARCHAR(10) NOT NULL,
    who VARCHAR(80) NOT NULL, by_when VARCHAR(10) NOT NULL, version INTEGER NOT NULL,
    PRIMARY KEY (session_id, step)
) WITHOUT ROWID;
CREATE TABLE resources (
    id VARCHAR(32) NOT NULL, session_id VARCHAR(32) NOT NULL, name VARCHAR(120) NOT NULL,
    kind VARCHAR(20) NOT NULL, for_whom VARCHAR(160) NOT NULL, help VARCHAR(400) NOT NULL,
    contact VARCHAR(160) NOT NULL, link VARCHAR(300) NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (id)
) WITHOUT ROWID;
INSERT INTO numbers VALUES ('schema', 1), ('revision', 9);
INSERT INTO sessions VALUES ('55555555555555555555555555555555', 'CDFGHJ', 'First meeting', '2026-11-24', 1);
INSERT INTO responses VALUES
    ('handle', '55555555555555555555555555555555', 'start', 'written', 'Ask the library.', 3, 0);
INSERT INTO private_responses VALUES
    ('private', '55555555555555555555555555555555', 'offer', 'written', 'I can drive.', 1, 0);
INSERT INTO steps VALUES ('55555555555555555555555555555555', 'talk', 'doing', 'Library', '2027-03-31', 2);
INSERT INTO resources VALUES
    ('00000000000000000000000000000001', '55555555555555555555555555555555', 'Library', 'place', 'Everyone',
     'A room 🌲', '555-0110', 'https://example.org', 4),
    ('00000000000000000000000000000002', '55555555555555555555555555555555', 'Centre', 'organisation', '', '',
     '', '', 1),
    ('00000000000000000000000000000003', '55555555555555555555555555555555', 'Safe Streets', 'committee', '', '',
     '', '', 1),
    ('00000000000000000000000000000004', '55555555555555555555555555555555', 'Nurse', 'service', '', '', '', '', 1),
    ('00000000000000000000000000000005', '66666666666666666666666666666666', 'Guide', 'toolkit', '', '', '', '', 1);
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A folder with the records of version 1."""
    with contextlib.closing(sqlite3.connect(tmp_path / "workshop.db")) as raw:
        raw.execute("PRAGMA journal_mode=WAL")
        raw.executescript(VERSION_1)
        raw.commit()
    return tmp_path


def names(folder: Path) -> set[str]:
    with contextlib.closing(sqlite3.connect(folder / "workshop.db")) as raw:
        return {name for (name,) in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}


def test_local_resources_become_entries_of_the_map_with_all_their_words(old: Path) -> None:
    with open_store(sqlite_url(old)) as store:
        found = {key: one for key, (_, one) in store.community_changes(SESSION).entries.items()}
        assert {one.name: one.kind for one in found.values()} == {
            "Library": "resource",
            "Centre": "organisation",
            "Safe Streets": "committee",
            "Nurse": "resource",
        }
        assert found[f"{1:032x}"] == Entry(
            f"{1:032x}",
            SESSION,
            "Library",
            "resource",
            contact="555-0110",
            web="https://example.org",
            for_whom="Everyone",
            offers="A room 🌲",
            version=4,
        )
        (guide,) = store.community_changes("6" * 32).entries.values()
        assert guide[1].kind == "resource"


def test_everything_else_is_as_it_was(old: Path) -> None:
    with open_store(sqlite_url(old)) as store:
        assert store.latest_session().title == "First meeting"
        assert store.responses(["handle"])["handle"].text == "Ask the library."
        assert store.responses(["private"], private=True)["private"].text == "I can drive."
        assert store.steps(SESSION)["talk"].who == "Library"


def test_open_pages_hear_of_the_entries_that_were_resources(old: Path) -> None:
    with open_store(sqlite_url(old)) as store:
        assert store.revision() == 10
        assert store.community_changes(SESSION, since=9).entries.keys() == {f"{n:032x}" for n in range(1, 5)}


def test_what_was_brought_up_can_be_changed_and_is_not_brought_up_again(old: Path) -> None:
    with open_store(sqlite_url(old)) as store:
        store.remove_entry(SESSION, f"{1:032x}", 4)
    for _ in range(2):
        with open_store(sqlite_url(old)) as store:
            assert store.community_changes(SESSION).entries[f"{1:032x}"][1] is None
            assert store.revision() == 11
    assert "resources" not in names(old)
    assert b"A room" not in everything_on_disk(old)


def test_two_that_open_old_records_at_the_same_time_bring_them_up_once(old: Path) -> None:
    with open_store(sqlite_url(old)) as one, open_store(sqlite_url(old)) as other:
        assert one.community_changes(SESSION) == other.community_changes(SESSION)
        assert one.revision() == 10


def test_what_can_not_be_brought_up_stays_as_it_was(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail_at_the_end(_connection: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(upgrade, "_note_version", fail_at_the_end)
    with pytest.raises(StoreUnavailable, match="full"):
        open_store(sqlite_url(old))
    with contextlib.closing(sqlite3.connect(old / "workshop.db")) as raw:
        assert raw.execute("SELECT count(*) FROM resources").fetchone() == (5,)
        assert raw.execute("SELECT value FROM numbers WHERE name = 'schema'").fetchone() == (1,)
    assert names(old) == {"numbers", "sessions", "responses", "private_responses", "steps", "resources"}
    monkeypatch.undo()
    with open_store(sqlite_url(old)) as store:
        assert len(store.community_changes(SESSION).entries) == 4


def test_records_that_are_new_have_no_table_of_version_1(tmp_path: Path) -> None:
    with open_store(sqlite_url(tmp_path)) as store, pytest.raises(NotFound):
        store.session("nothing")
    assert "resources" not in names(tmp_path)
    assert "entries" in names(tmp_path)


# What the migrations make is what the workshop works with

OLDER = range(1, schema.SCHEMA_VERSION)


def make_older(database: Database, version: int) -> Database:
    """Let a database have the tables of an older version, as its migrations make them."""
    with make_engine(database.url).begin() as connection:
        upgrade.make_tables(connection, version)
    return database


@pytest.mark.both_databases
@pytest.mark.parametrize("version", OLDER)
def test_tables_of_every_older_version_become_exactly_those_of_a_new_store(
    database: Database, version: int
) -> None:
    new, old = database.another(1), make_older(database.another(2), version)
    for each in (new, old):
        open_store(each.url).close()
    assert old.shape() == new.shape()
    with make_engine(old.url).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []
    assert old.run("SELECT value FROM numbers WHERE name = 'schema'") == [(schema.SCHEMA_VERSION,)]


def test_the_first_migration_makes_what_version_1_made(old: Path, tmp_path: Path) -> None:
    assert make_older(FileDatabase(tmp_path / "made"), 1).shape() == FileDatabase(old).shape()


def test_there_is_one_migration_for_each_version() -> None:
    files = Path(upgrade.__file__).parent.glob("migrations/versions/v*.py")
    assert sorted(int(file.name[1:].partition("_")[0]) for file in files) == [*OLDER, schema.SCHEMA_VERSION]
