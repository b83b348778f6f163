"""What several kinds of record need of their tables, inside a transaction that the store has opened."""

from dataclasses import asdict
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Table, func, insert, select, update

from workshop.store import schema
from workshop.store.errors import Conflict, Full, NotFound
from workshop.store.records import Resource, StepRecord

Versioned = TypeVar("Versioned", StepRecord, Resource)


def response_table(private: bool) -> Table:
    """Return the table of responses, or the one for what people offer of themselves."""
    return schema.private_responses if private else schema.responses


def one_row(connection: Connection, table: Table, condition: ColumnElement[bool]) -> Row | None:
    """Return the one row for which the condition holds, or None."""
    return connection.execute(select(table).where(condition)).one_or_none()


def refuse_more(connection: Connection, table: Table, condition: ColumnElement[bool], most: int) -> None:
    """Make sure that there is room for one more row of these.

    Raises
    ------
    Full
        When there are as many as there may be.
    """
    if connection.scalar(select(func.count()).select_from(table).where(condition)) >= most:
        raise Full("This workshop can't hold more of these. Please tell the facilitator.")


def save_version(
    connection: Connection, table: Table, this: ColumnElement[bool], record: Versioned
) -> Versioned:
    """Insert or update a versioned record; its version must be the one that is kept (0 for a new one).

    Raises
    ------
    Conflict
        When somebody changed it since.
    NotFound
        When somebody removed it.
    """
    kept = one_row(connection, table, this)
    values = asdict(record) | {"version": record.version + 1}
    if kept is None and record.version:
        raise NotFound("Someone else removed this in the meantime.")
    if kept is None:
        connection.execute(insert(table).values(**values))
    else:
        kept = type(record)(**kept._mapping)
        if kept.version != record.version:
            raise Conflict(kept)
        connection.execute(update(table).where(this).values(**values))
    return type(record)(**values)
