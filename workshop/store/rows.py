"""What several kinds of record need of their tables, inside a transaction that the store has opened."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields, replace
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Table, func, insert, select, update

from workshop.store import schema
from workshop.store.errors import Conflict, Full, NotFound
from workshop.store.publishing_records import Choice
from workshop.store.records import (
    Action,
    Cohort,
    Entry,
    GroupMark,
    ListItem,
    PromptStage,
    Shared,
    Stage,
    StepRecord,
)

Record = TypeVar("Record")
Versioned = TypeVar("Versioned", StepRecord, GroupMark, Stage, PromptStage, Choice, Cohort)

#: Rows for each record that may be there: removed ones keep their ids, and they too must end somewhere.
MOST_GONE = 4


def response_table(private: bool) -> Table:
    """Return the table of responses, or the one for what people offer of themselves."""
    return schema.private_responses if private else schema.responses


def one_row(connection: Connection, table: Table, condition: ColumnElement[bool]) -> Row | None:
    """Return the one row for which the condition holds, or None."""
    return connection.execute(select(table).where(condition)).one_or_none()


def as_record(kind: type[Record], row: Row) -> Record:
    """Return a row as a record, without what only the store needs of it."""
    found = row._mapping
    return kind(**{field.name: found[field.name] for field in fields(kind)})


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
    connection: Connection, table: Table, this: ColumnElement[bool], record: Versioned, **more: int
) -> Versioned:
    """Insert or update a versioned record; its version must be the one that is kept (0 for a new one).

    A message that arrives twice changes nothing the second time.

    Raises
    ------
    Conflict
        When somebody changed it since.
    NotFound
        When somebody removed it.
    """
    row = one_row(connection, table, this)
    values = asdict(record) | {"version": record.version + 1}
    if row is None:
        if record.version:
            raise NotFound("Someone else removed this in the meantime.")
        connection.execute(insert(table).values(**values, **more))
    else:
        kept = as_record(type(record), row)
        if _says_the_same(kept, record):
            return kept
        if kept.version != record.version:
            raise Conflict(kept)
        connection.execute(update(table).where(this).values(**values, **more))
    return type(record)(**values)


# Records that everyone in a session shares


def this_one(table: Table, session_id: str, record_id: str) -> ColumnElement[bool]:
    """Return the condition that finds one shared record."""
    return (table.c.session_id == session_id) & (table.c.id == record_id)


def there(table: Table, session_id: str) -> ColumnElement[bool]:
    """Return the condition that finds the shared records of a session which nobody removed."""
    return (table.c.session_id == session_id) & ~table.c.gone


def save_shared(connection: Connection, table: Table, record: Shared, changed: int, most: int) -> Shared:
    """Add a shared record (version 0) or change one; its version must be the one that is kept.

    A message that arrives twice changes nothing the second time. One that was removed can be put back with
    version 0. Versions go on counting then, so that nobody who still shows it overwrites what was put back.

    Raises
    ------
    Conflict
        When somebody changed it since.
    NotFound
        When somebody removed it.
    Full
        When there are as many as there may be.
    """
    row = one_row(connection, table, this_one(table, record.session_id, record.id))
    if row is not None and not row.gone:
        kept = as_record(type(record), row)
        if _says_the_same(kept, record):
            return kept
        if kept.version != record.version:
            raise Conflict(kept)
    elif record.version:
        raise NotFound("Someone else removed this in the meantime.")
    else:
        refuse_more(connection, table, there(table, record.session_id), most)
        refuse_more(connection, table, table.c.session_id == record.session_id, most * MOST_GONE)
    return write_shared(connection, table, row, record, changed)


def write_shared(
    connection: Connection, table: Table, row: Row | None, record: Shared, changed: int
) -> Shared:
    """Write a shared record in the place of a row that was read before in the same transaction, or anew."""
    record = replace(record, version=(row.version if row else 0) + 1)
    values = asdict(record) | {"changed": changed, "gone": False, "merged_into": ""}
    if row is None:
        connection.execute(insert(table).values(**values))
    else:
        this = this_one(table, record.session_id, record.id)
        connection.execute(update(table).where(this).values(**values))
    return record


def write_all(
    connection: Connection, table: Table, rows: Mapping[str, Row], records: Iterable[Shared], changed: int
) -> None:
    """Write many shared records, in the place of the rows with their ids where there are any."""
    fresh = []
    for record in records:
        if record.id in rows:
            write_shared(connection, table, rows[record.id], record, changed)
        else:
            more = {"version": 1, "changed": changed, "gone": False, "merged_into": ""}
            fresh.append(asdict(record) | more)
    if fresh:
        connection.execute(insert(table), fresh)


def remove_version(
    connection: Connection, table: Table, kind: type[Shared], name: tuple[str, str, int], changed: int
) -> None:
    """Remove a shared record by its session, id and version; one that is gone already stays gone.

    Raises
    ------
    Conflict
        When somebody changed it since that version.
    """
    session_id, record_id, version = name
    row = one_row(connection, table, this_one(table, session_id, record_id))
    if row is None or row.gone:
        return
    kept = as_record(kind, row)
    if kept.version != version:
        raise Conflict(kept)
    remove_shared(connection, table, kept, changed)


def remove_shared(
    connection: Connection, table: Table, kept: Shared, changed: int, merged_into: str = ""
) -> None:
    """Leave nothing of a shared record but its id, and that it is gone."""
    nothing = {column.name: column.type.python_type() for column in table.c if not column.primary_key}
    left = {"version": kept.version + 1, "changed": changed, "gone": True, "merged_into": merged_into}
    this = this_one(table, kept.session_id, kept.id)
    connection.execute(update(table).where(this).values(**nothing | left))


#: What can grow from a response or a theme, each with the record that it is handed out as.
GROWN = ((schema.entries, Entry), (schema.actions, Action), (schema.list_items, ListItem))


def add_once(
    connection: Connection, table: Table, record: Shared, same: ColumnElement[bool], changed: int, most: int
) -> Shared:
    """Add a shared record unless one that is the ``same`` stands there already; return the one that stands.

    Raises
    ------
    Full
        When there are as many as there may be.
    """
    row = connection.execute(select(table).where(same).order_by(table.c.id)).first()
    if row is not None:
        return as_record(type(record), row)
    return save_shared(connection, table, record, changed, most)


def forget_grown(connection: Connection, origin: str, changed: int) -> set[str]:
    """Remove what grew from an origin, where nobody has changed it since, and return the sessions it stood in."""
    sessions = set()
    for table, kind in GROWN if origin else ():
        untouched = ~table.c.gone & (table.c.origin == origin) & (table.c.version == 1)
        for row in connection.execute(select(table).where(untouched)).all():
            remove_shared(connection, table, as_record(kind, row), changed)
            sessions.add(row.session_id)
    return sessions


def _says_the_same(kept: object, sent: object) -> bool:
    return replace(kept, version=sent.version) == sent
