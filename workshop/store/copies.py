"""The records of a store as plain values: to be kept elsewhere, or put into another store of either kind.

A copy holds the tables of the version that it was taken from. It is put back into tables of that same version, and
these are brought up to today's like any older records.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Date, MetaData, Table, insert, select

from workshop.store import schema
from workshop.store.engine import make_engine
from workshop.store.errors import NotEmpty, StoreTooNew, StoreUnavailable, plain_errors
from workshop.store.numbers import set_number
from workshop.store.transactions import Transactions
from workshop.store.upgrade import found_version, make_tables, tell_all, upgrade

#: Older versions had these.
_FORMER = ("resources",)
TOO_NEW = "These records were written by a newer Get Organized. Update this one, then try again."


@dataclass(frozen=True, slots=True)
class TableCopy:
    """One table: its columns by name, and its rows by their keys, so that nothing tells the order of writing."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def checksum(self) -> str:
        """Return a number that is another one for any other content."""
        said = json.dumps([self.columns, self.rows], ensure_ascii=True, separators=(",", ":"))
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Copy:
    """All records of a store at one moment."""

    version: int
    revision: int
    tables: dict[str, TableCopy]

    def count(self) -> int:
        """Return how many records these are."""
        return sum(len(table.rows) for table in self.tables.values())


class CopiedRecords(Transactions):
    """Copying all records out, while others go on writing."""

    def copy_out(self) -> Copy:
        """Return all records, as of one moment."""
        with self._reading() as connection:
            return _copy_out(connection)


def fill(url: str, copy: Copy) -> None:
    """Put a copy into a database that holds no records yet; it is read again, and compared, before it stays.

    Raises
    ------
    NotEmpty
        When there are records already.
    StoreTooNew
        When a newer workshop made the copy, or the tables that are there.
    StoreUnavailable
        When the database can't be written, or does not give back what was written.
    """
    if copy.version > schema.SCHEMA_VERSION:
        raise StoreTooNew(TOO_NEW)
    engine = make_engine(url)
    try:
        with (
            plain_errors(),
            engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            _clear(connection)
            make_tables(connection, copy.version)
            _put_in(connection, copy)
            if _copy_out(connection).tables != copy.tables:
                raise StoreUnavailable("The database did not give back what was written. Nothing was kept.")
            if copy.version < schema.SCHEMA_VERSION:
                upgrade(connection, copy.version)
    finally:
        engine.dispose()


def _clear(connection: Connection) -> None:
    """Remove our tables, if there is nothing in them."""
    found = found_version(connection)
    if found is None:
        return
    if found > schema.SCHEMA_VERSION:
        raise StoreTooNew(TOO_NEW)
    there = _reflect(connection, (*schema.metadata.tables, *_FORMER))
    for table in there.sorted_tables:
        if table.name != "numbers" and connection.execute(select(table).limit(1)).first():
            raise NotEmpty("There are records there already. Nothing was changed.")
    there.drop_all(connection)


def _reflect(connection: Connection, names: tuple[str, ...]) -> MetaData:
    """Return the tables with these names as they are in the database, without those that are not there."""
    found = MetaData()
    found.reflect(connection, only=lambda name, _: name in names)
    return found


def _copy_out(connection: Connection) -> Copy:
    numbers = dict(connection.execute(select(schema.numbers)).all())
    there = _reflect(connection, (*schema.metadata.tables, *_FORMER))
    tables = {
        name: _copy_table(connection, table) for name, table in there.tables.items() if name != "numbers"
    }
    return Copy(numbers["schema"], numbers["revision"], tables)


def _copy_table(connection: Connection, table: Table) -> TableCopy:
    columns = sorted(table.c, key=lambda column: column.name)
    keys = [number for number, column in enumerate(columns) if column.primary_key]
    rows = (
        tuple(value.isoformat() if isinstance(value, date) else value for value in row)
        for row in connection.execute(select(*columns))
    )
    # Sorted here, since databases sort letters in ways of their own.
    by_key = sorted(rows, key=lambda row: [row[key] for key in keys])
    return TableCopy(tuple(column.name for column in columns), tuple(by_key))


def _put_in(connection: Connection, copy: Copy) -> None:
    there = _reflect(connection, tuple(copy.tables))
    for name, table in copy.tables.items():
        if name not in there.tables or set(table.columns) != set(there.tables[name].c.keys()):
            raise StoreUnavailable("These records are not those of any Get Organized that this one knows.")
        days = {column.name for column in there.tables[name].c if isinstance(column.type, Date)}
        rows = [
            {
                column: date.fromisoformat(value) if column in days else value
                for column, value in zip(table.columns, row, strict=True)
            }
            for row in table.rows
        ]
        if rows:
            connection.execute(insert(there.tables[name]), rows)
    # Open pages that saw the store from before this copy are told to look anew.
    set_number(connection, "revision", copy.revision)
    tell_all(connection)
