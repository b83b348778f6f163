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

    def another(self, number: int) -> "Database":
        """Return one more of its kind that is new and empty."""

    def everything(self) -> bytes:
        """Return all bytes that are kept on disk in tables, or may yet get there."""

    def run(self, statement: str) -> list[tuple[Any, ...]]:
        """Run one statement that no store knows of, and return what it finds."""

    def tables(self) -> dict[str, dict[str, str]]:
        """Return every table, with the type of each column."""

    def shape(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return all that the database itself knows of each table, but the order of columns and their defaults."""

    def somebody_reads(self) -> contextlib.AbstractContextManager[None]:
        """Keep looking at the answers as they are now."""


class FileDatabase:
    """SQLite, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.url = folder, sqlite_url(folder)

    def another(self, number: int) -> "FileDatabase":
        return FileDatabase(self.folder / f"{number}")

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

    def shape(self) -> dict[str, list[tuple[Any, ...]]]:
        found: dict[str, list[tuple[Any, ...]]] = {}
        for name in self.tables():
            columns = [(*row[1:4], row[5]) for row in self.run(f"PRAGMA table_info({name})")]
            indexes = [
                (unique, origin, *(column for _, _, column in self.run(f"PRAGMA index_info('{index}')")))
                for _, index, unique, origin, _ in self.run(f"PRAGMA index_list({name})")
            ]
            rowid = self.run(f"SELECT sql LIKE '%WITHOUT ROWID%' FROM sqlite_schema WHERE name = '{name}'")
            found[name] = sorted([*columns, *indexes, *rowid], key=str)
        return found

    @contextlib.contextmanager
    def somebody_reads(self) -> Iterator[None]:
        """Keep looking at the answers as they are now."""
        with contextlib.closing(sqlite3.connect(self.folder / "workshop.db")) as raw:
            raw.execute("BEGIN")
            raw.execute("SELECT * FROM responses").fetchall()
            yield


class ServerDatabase:
    """PostgreSQL."""

    def __init__(self, postgres: Postgres, name: str = "workshop") -> None:
        self.postgres, self.name, self.url = postgres, name, postgres.new_database(name)

    def another(self, number: int) -> "ServerDatabase":
        return ServerDatabase(self.postgres, f"{self.name}-{number}")

    def everything(self) -> bytes:
        return self.postgres.tables_on_disk(self.name)

    def run(self, statement: str) -> list[tuple[Any, ...]]:
        with self.postgres.raw(self.name) as raw:
            found = raw.execute(statement)
            return found.fetchall() if found.description else []

    def tables(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        columns = "SELECT table_name, column_name, data_type FROM information_schema.columns"
        for table, column, kind in self.run(f"{columns} WHERE table_schema = 'public'"):
            found.setdefault(table, {})[column] = kind
        return found

    def shape(self) -> dict[str, list[tuple[Any, ...]]]:
        columns = (
            "column_name, data_type, character_maximum_length, is_nullable FROM information_schema.columns"
        )
        indexes = "indexname, indexdef FROM pg_indexes"
        return {
            name: sorted(
                [
                    *self.run(f"SELECT {columns} WHERE table_schema = 'public' AND table_name = '{name}'"),
                    *self.run(f"SELECT {indexes} WHERE schemaname = 'public' AND tablename = '{name}'"),
                ],
                key=str,
            )
            for name in self.tables()
        }

    @contextlib.contextmanager
    def somebody_reads(self) -> Iterator[None]:
        """Keep looking at the answers as they are now."""
        with self.postgres.raw(self.name) as raw, raw.transaction():
            raw.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            raw.execute("SELECT * FROM responses").fetchall()
            yield
