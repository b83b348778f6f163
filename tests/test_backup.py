"""Records are kept in one sealed file, come back from it into either kind of database, and are moved between them."""

import gzip
import json
import os
import stat
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.databases import Database, FileDatabase, ServerDatabase
from tests.postgres import Postgres
from tests.stored import SESSION, entry, response, sentence
from tests.test_store_upgrade import VERSION_1, make_older
from workshop import backup, sealed
from workshop.alone import alone_in
from workshop.backup import BackupError, read_backup, restore_backup, save_backup
from workshop.cli import main
from workshop.demo import fill_with_demo
from workshop.sealed import seal
from workshop.settings import sqlite_url
from workshop.store import (
    NotEmpty,
    Store,
    StoreTooNew,
    StoreUnavailable,
    TableCopy,
    copies,
    fill,
    open_store,
    schema,
)
from workshop.store.engine import make_engine
from workshop.toolkit import load_toolkit

WORDS = "four plain words here"
TREE = "A room \N{EVERGREEN TREE} \u0645\u0631\u062d\u0628\u0627 = 1+1"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a guess at a passphrase cost little here; what it costs people is looked at once."""
    monkeypatch.setattr(sealed.seal, "__kwdefaults__", {"work": 4})


@pytest.fixture
def full(store: Store) -> Store:
    """A store with a bit of everything."""
    fill_with_demo(store, load_toolkit())
    store.save_response(response(text=TREE))
    store.save_response(response("b", "I can drive."), private=True)
    gone = store.save_entry(entry(notes=TREE))
    store.remove_entry(SESSION, gone.id, gone.version)
    return store


def everything(url: str) -> dict[str, TableCopy]:
    with open_store(url) as store:
        return store.copy_out().tables


# A backup and back


@pytest.mark.both_databases
def test_what_comes_back_from_a_backup_is_what_was_there(
    full: Store, database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "meeting.age"
    kept = save_backup(full, file, WORDS)
    assert kept.count() > 50
    back = database.another(1)
    assert restore_backup(back.url, file, WORDS) == kept
    assert everything(back.url) == full.copy_out().tables
    with open_store(back.url) as restored:
        assert restored.latest_session() == full.latest_session()
        assert restored.responses(["a" * 64])["a" * 64].text == TREE
        assert restored.responses(["b" * 64], private=True)["b" * 64].text == "I can drive."
        assert restored.revision() > full.revision()  # open pages look anew
        restored.save_response(response("c"))
    assert back.shape() == database.shape()


def test_a_backup_of_a_file_comes_back_into_a_server_and_the_other_way_round(
    full: Store, postgres: Postgres, tmp_path: Path
) -> None:
    server, file = ServerDatabase(postgres), FileDatabase(tmp_path / "back")
    save_backup(full, tmp_path / "one.age", WORDS)
    restore_backup(server.url, tmp_path / "one.age", WORDS)
    with open_store(server.url) as store:
        save_backup(store, tmp_path / "two.age", WORDS)
    restore_backup(file.url, tmp_path / "two.age", WORDS)
    assert everything(file.url) == everything(server.url) == full.copy_out().tables


@pytest.mark.both_databases
def test_a_backup_that_is_made_while_people_write_is_of_one_moment(
    store: Store, database: Database, tmp_path: Path
) -> None:
    done = threading.Event()

    def write() -> None:
        with open_store(database.url) as other:
            for number in range(400):
                other.save_response(response(f"{number:064d}", f"{number}"))
                other.save_response(response(f"{number:064d}", f"{number}"), private=True)
                if done.is_set():
                    return

    store.save_response(response())
    writer = threading.Thread(target=write)
    writer.start()
    copies = [save_backup(store, tmp_path / f"{number}.age", WORDS) for number in range(5)]
    done.set()
    writer.join()
    for copy in copies:
        public, private = (len(copy.tables[name].rows) - 1 for name in ("responses", "private_responses"))
        assert public - (private + 1) in (0, 1)  # never a later one without those before
    assert copies[-1].count() > copies[0].count()


def test_a_backup_of_an_older_version_comes_back_and_is_brought_up_to_date(tmp_path: Path) -> None:
    old = make_older(FileDatabase(tmp_path / "old"), 1)
    for statement in VERSION_1.split(";\n"):
        if statement.startswith("INSERT") and "INTO numbers" not in statement:
            old.run(statement)
    seal_as_it_is(old, tmp_path / "old.age")
    back, new = FileDatabase(tmp_path / "back"), FileDatabase(tmp_path / "new")
    copy = restore_backup(back.url, tmp_path / "old.age", WORDS)
    assert copy.version == 1
    with open_store(back.url) as store:
        assert store.latest_session().title == "First meeting"
        assert {one.name for _, one in store.community_changes(SESSION).entries.values()} >= {"Library"}
    open_store(new.url).close()
    assert back.shape() == new.shape()


def seal_as_it_is(database: Database, file: Path) -> None:
    """Make the backup that an older workshop would have made of its tables."""
    with make_engine(database.url).connect() as connection:
        file.write_bytes(seal(backup._pack(copies._copy_out(connection)), WORDS))


# What can't be taken, in a sentence each


def test_a_wrong_passphrase_a_damaged_file_and_another_file_are_told_apart(
    full: Store, tmp_path: Path
) -> None:
    file, url = tmp_path / "meeting.age", sqlite_url(tmp_path / "back")
    save_backup(full, file, WORDS)
    cut, other = tmp_path / "cut.age", tmp_path / "minutes.txt"
    cut.write_bytes(file.read_bytes()[:-1])
    other.write_text("Minutes of the last meeting", encoding="utf-8")
    for path, words, says in (
        (file, WORDS + "!", "not the passphrase"),
        (cut, WORDS, "damaged"),
        (other, WORDS, "no backup"),
        (tmp_path / "nothing", WORDS, "No such file"),
        (tmp_path, WORDS, "can't be read"),
    ):
        with pytest.raises(BackupError) as told:
            restore_backup(url, path, words)
        assert says in sentence(told.value)
    assert not (tmp_path / "back").exists()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        gzip.compress(b"[]"),
        gzip.compress(b'{"format": "another"}'),
        gzip.compress(
            json.dumps({"format": backup.FORMAT, "version": 3, "revision": 1, "tables": []}).encode()
        ),
        gzip.compress(
            json.dumps(
                {
                    "format": backup.FORMAT,
                    "version": 3,
                    "revision": 1,
                    "tables": {"steps": {"columns": [], "rows": [[1]], "sha256": "0"}},
                }
            ).encode()
        ),
    ],
)
def test_sealed_bytes_that_hold_no_records_are_called_no_backup(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "strange.age").write_bytes(seal(data, WORDS))
    with pytest.raises(BackupError, match="no backup"):
        read_backup(tmp_path / "strange.age", WORDS)


@pytest.mark.both_databases
def test_records_that_are_there_already_stay_as_they_are(
    full: Store, database: Database, tmp_path: Path
) -> None:
    save_backup(full, tmp_path / "meeting.age", WORDS)
    before = full.copy_out()
    with pytest.raises(NotEmpty) as told:
        restore_backup(database.url, tmp_path / "meeting.age", WORDS)
    assert "Nothing was changed" in sentence(told.value)
    assert full.copy_out() == before


@pytest.mark.both_databases
def test_a_copy_that_a_newer_workshop_made_or_that_has_other_columns_changes_nothing(
    full: Store, database: Database
) -> None:
    copy, target = full.copy_out(), database.another(1)
    with pytest.raises(StoreTooNew) as told:
        fill(target.url, replace(copy, version=schema.SCHEMA_VERSION + 1))
    assert "newer Get Organized" in sentence(told.value)
    strange = copy.tables | {"steps": TableCopy(("session_id", "surprise"), ())}
    with pytest.raises(StoreUnavailable):
        fill(target.url, replace(copy, tables=strange))
    assert target.tables() == {}


def test_a_backup_overwrites_no_file_and_leaves_none_when_it_fails(
    full: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "there.age").write_text("mine", encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    for file, words, says in (
        (tmp_path / "there.age", WORDS, "overwrites nothing"),
        (tmp_path / "new.age", "short", "12 letters"),
        (tmp_path / "no folder" / "new.age", WORDS, "can't be written"),
    ):
        with pytest.raises(BackupError, match=says) as told:
            save_backup(full, file, words)
        sentence(told.value)
    monkeypatch.setattr(backup, "_unpack", lambda _: "something else")
    with pytest.raises(BackupError, match="did not give back"):
        save_backup(full, tmp_path / "new.age", WORDS)
    assert sorted(tmp_path.iterdir()) == before


def test_a_backup_can_be_read_by_its_owner_alone_and_shows_no_word(full: Store, tmp_path: Path) -> None:
    file = tmp_path / "meeting.age"
    save_backup(full, file, WORDS)
    assert b"drive" not in file.read_bytes()
    assert os.name == "nt" or stat.S_IMODE(file.stat().st_mode) == 0o600


# As it is typed


def typed(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def words(tmp_path: Path) -> Path:
    """A file with the passphrase."""
    file = tmp_path / "passphrase.txt"
    file.write_text(f"{WORDS}\n", encoding="utf-8")
    return file


def test_records_are_kept_and_put_back_by_two_commands(full: Store, tmp_path: Path, words: Path) -> None:
    count = f"{full.copy_out().count():,} records"
    file = tmp_path / "meeting.age"
    done = typed("backup", file, "--data", tmp_path, "--passphrase-file", words)
    assert (done.exit_code, count in done.output) == (0, True)
    assert "private words" in done.output
    done = typed("restore", file, "--data", tmp_path / "back", "--passphrase-file", words)
    assert (done.exit_code, count in done.output) == (0, True)
    assert everything(sqlite_url(tmp_path / "back")) == full.copy_out().tables
    done = typed("restore", file, "--data", tmp_path / "back", "--passphrase-file", words)
    assert done.exit_code == 1
    assert "nothing was changed" in done.output
    done = typed("restore", file, "--data", tmp_path / "third")
    assert done.exit_code == 1
    assert "--passphrase-file" in done.output


def test_a_folder_without_records_is_told_instead_of_kept(tmp_path: Path, words: Path) -> None:
    done = typed("backup", tmp_path / "x.age", "--data", tmp_path / "empty", "--passphrase-file", words)
    assert done.exit_code == 1
    assert "no records" in done.output
    assert not (tmp_path / "x.age").exists()


def test_records_are_moved_from_a_file_to_a_server_with_the_same_checksums(
    full: Store, tmp_path: Path, postgres: Postgres
) -> None:
    target, copy = ServerDatabase(postgres), full.copy_out()
    done = typed("move", "--data", tmp_path, "--to", target.url)
    assert done.exit_code == 0, done.output
    assert f"{copy.count():,} records are there" in done.output
    assert everything(target.url) == copy.tables == full.copy_out().tables
    for name, table in copy.tables.items():
        if table.rows:
            assert table.checksum()[:12] in next(
                line for line in done.output.splitlines() if f" {name} " in line
            )
    again = typed("move", "--data", tmp_path, "--to", target.url)
    assert again.exit_code == 1
    assert "nothing was changed" in again.output


def test_records_of_a_workshop_that_is_open_are_not_moved(full: Store, tmp_path: Path) -> None:
    with alone_in(tmp_path):
        done = typed("move", "--data", tmp_path, "--to", sqlite_url(tmp_path / "there"))
    assert done.exit_code == 1
    assert "is open already" in done.output


def test_a_guess_at_a_passphrase_costs_as_much_as_it_should(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert seal(b"", WORDS).splitlines()[1].endswith(b" 17")
