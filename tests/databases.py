"""The two kinds of database that a store is promised to work on, each new and empty."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from tests.postgres import Postgres
from tests.stored import everything_on_disk
from workshop.settings import sqlite_url


class Database(Protocol):
    """A database that one test has for itself."""

    url: str

    def another(self, number: int) -> str:
        """Return the address of one more that is new and empty."""

    def everything(self) -> bytes:
        """Return all bytes that are kept on disk in tables, or may yet get there."""

    def run(self, statement: str) -> list[tuple[Any, ...]]:
        """Run one statement that no store knows of, and return what it finds."""

    def tables(self) -> dict[str, dict[str, str]]:
        """Return every table, with the type of each column."""

    def somebody_reads(self) -> contextlib.AbstractContextManager[None]:
        """Keep looking at the answers as they are now."""


class FileDatabase:
    """SQLite, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.url = folder, sqlite_url(folder)

    def another(self, number: int) -> str:
        return sqlite_url(self.folder / f"{number}")

    def everything(self) -> bytes:
        return everything_on_disk(self.folder)

    def run(self, statement: str) -> list[tuple[Any, ...]]:
        with contextlib.closing(sqlite3.connect(self.folder / "workshop.db")) as raw:
            rows = raw.execute(statement).fetchall()
            raw.commit()
            return rows

    def tables(self) -> dict[str, dict[str, str]]:
        names = [name for (name,) in self.run("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {name: {row[1]: row[2] for row in self.run(f"PRAGMA table_info({name})")} for name in names}

    @contextlib.contextmanager
    def somebody_reads(self) -> Iterator[None]:
        """Keep looking at the answers as they are now."""
        with contextlib.closing(sqlite3.connect(self.folder / "workshop.db")) as raw:
            raw.execute("BEGIN")
            raw.execute("SELECT * FROM responses").fetchall()
            yield


class ServerDatabase:
    """PostgreSQL."""

    def __init__(self, postgres: Postgres) -> None:
        self.postgres, self.url = postgres, postgres.new_database()

    def another(self, number: int) -> str:
        return self.postgres.new_database(f"workshop-{number}")

    def everything(self) -> bytes:
        return self.postgres.tables_on_disk("workshop")

    def run(self, statement: str) -> list[tuple[Any, ...]]:
        with self.postgres.raw("workshop") as raw:
            found = raw.execute(statement)
            return found.fetchall() if found.description else []

    def tables(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        columns = "SELECT table_name, column_name, data_type FROM information_schema.columns"
        for table, column, kind in self.run(f"{columns} WHERE table_schema = 'public'"):
            found.setdefault(table, {})[column] = kind
        return found

    @contextlib.contextmanager
    def somebody_reads(self) -> Iterator[None]:
        """Keep looking at the answers as they are now."""
        with self.postgres.raw("workshop") as raw, raw.transaction():
            raw.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            raw.execute("SELECT * FROM responses").fetchall()
            yield
