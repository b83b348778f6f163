"""Bringing the records of an older workshop up to today's tables, within the transaction that opens them."""

from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, insert, inspect, select, update
from sqlalchemy.schema import CreateColumn

from workshop.store import schema

#: What version 1 called a local resource.
_resources = Table(
    "resources",
    MetaData(),
    Column("id", String(32), primary_key=True),
    Column("session_id", String(32)),
    Column("name", String(120)),
    Column("kind", String(20)),
    Column("for_whom", String(160)),
    Column("help", String(400)),
    Column("contact", String(160)),
    Column("link", String(300)),
    Column("version", Integer),
)


def upgrade(connection: Connection, found: int, changed: int) -> None:
    """Change records of the version ``found`` into today's; ``changed`` is the revision of this change."""
    if found < 3:
        _add_columns(connection)
    if found < 2:
        _move_resources(connection, changed)
    numbers = schema.numbers
    connection.execute(update(numbers).where(numbers.c.name == "schema").values(value=schema.SCHEMA_VERSION))


def _add_columns(connection: Connection) -> None:
    """Give the tables of version 2 the columns that came with version 3; new tables are there already."""
    for column in (schema.sessions.c.kind, schema.sessions.c.ended, schema.entries.c.origin):
        there = {found["name"] for found in inspect(connection).get_columns(column.table.name)}
        if column.name not in there:
            made = CreateColumn(column).compile(dialect=connection.dialect)
            connection.exec_driver_sql(f'ALTER TABLE "{column.table.name}" ADD COLUMN {made}')


def _move_resources(connection: Connection, changed: int) -> None:
    """Put the local resources of version 1 on the community map, each under its own id."""
    for row in connection.execute(select(_resources)).all():
        connection.execute(
            insert(schema.entries).values(
                id=row.id,
                session_id=row.session_id,
                name=row.name,
                kind=row.kind if row.kind in ("organisation", "committee") else "resource",
                groups=(),
                status="not-yet",
                asks="",
                contact=row.contact,
                web=row.link,
                for_whom=row.for_whom,
                offers=row.help,
                tie=0,
                influence=0,
                interest=0,
                listed=False,
                notes="",
                origin="",
                version=row.version,
                changed=changed,
                gone=False,
                merged_into="",
            )
        )
    _resources.drop(connection)
