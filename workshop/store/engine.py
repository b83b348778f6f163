"""Opening a database so that a commit is on disk and a deleted word is gone; what it holds is the store's."""

import errno
import os
import sqlite3
import time
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.pool import QueuePool

from workshop.store import schema
from workshop.store.errors import StoreUnavailable
from workshop.store.postgres import forget_traces_in_tables, make_server_engine

#: Seconds to wait for another process to finish its write before giving up.
BUSY_SECONDS = 30
#: Seconds to wait for others before tidying up is put off: it is done again soon.
TIDY_SECONDS = 2


def make_engine(url: str, *, read_only: bool = False) -> Engine:
    """Return an engine for a database address; a read-only one makes and changes nothing.

    Raises
    ------
    StoreUnavailable
        When the address is not one, or the folder of an SQLite file can't be made or written.
    """
    if not url.startswith("sqlite:"):
        return make_server_engine(url, BUSY_SECONDS, read_only=read_only)
    # What follows is the name of a file as it is: a folder may have any sign in its name.
    file = url.partition("://")[2].removeprefix("/")
    address = URL.create("sqlite", database=file or None)
    if read_only:
        return _make_reading_engine(Path(file))
    if file:
        _make_private_file(Path(file))
    # Nothing that a person wrote may reach a log by way of an error's text.
    engine = create_engine(address, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def _make_reading_engine(path: Path) -> Engine:
    if not path.is_file():
        raise StoreUnavailable(
            f"There are no records in {path.parent}. Choose another folder with --data FOLDER."
        )

    def connect() -> sqlite3.Connection:
        opened = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS, check_same_thread=False
        )
        opened.isolation_level = None
        opened.execute("PRAGMA query_only=ON")
        return opened

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, hide_parameters=True)
    event.listen(engine, "begin", _begin)
    return engine


def _make_private_file(path: Path) -> None:
    """Make the database file readable by its owner alone, before SQLite would make it readable by all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise StoreUnavailable(
                f"The disk is full: no room for the workshop's records in {path.parent}."
            ) from None
        raise StoreUnavailable(
            f"The folder {path.parent} can't be written, and the workshop keeps its records there. "
            "Choose another with --data FOLDER."
        ) from None


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy's begin event below decides when a transaction starts
    cursor = connection.cursor()
    _use_write_ahead_log(cursor)
    cursor.execute("PRAGMA synchronous=FULL")  # "saved" is said after the words are on disk
    cursor.execute("PRAGMA secure_delete=ON")  # deleted text is overwritten, not only unlinked
    cursor.execute("PRAGMA temp_store=MEMORY")  # no text of ours in a temporary folder
    cursor.close()


def _use_write_ahead_log(cursor: sqlite3.Cursor) -> None:
    """Switch to the log, with which readers never wait for a writer.

    In a new file that others open at the same moment, SQLite does not wait for its turn to switch: we do.
    """
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def _begin(connection: Connection) -> None:
    # A writer takes its lock at once: one that starts as a reader can't be made to wait for its turn.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def forget_traces(engine: Engine) -> None:
    """Make the database hold what its tables hold, and nothing that they held before."""
    if engine.dialect.name == "sqlite":
        _forget_traces_in_file(engine)
    else:
        forget_traces_in_tables(engine, schema.metadata, schema.numbers, TIDY_SECONDS)


def _forget_traces_in_file(engine: Engine) -> None:
    """Write an SQLite file anew.

    Overwritten text can stay in the write-ahead log, and in the gaps that are left when a page of the file is
    rearranged. ``VACUUM`` writes every page anew; the log is then folded into the file and emptied.
    """
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        raw.execute(f"PRAGMA busy_timeout = {TIDY_SECONDS * 1000}")
        try:
            raw.execute("VACUUM")
            (busy, *_) = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if busy:
                raise sqlite3.OperationalError("locked: somebody is still reading what the log holds")
        finally:
            raw.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
