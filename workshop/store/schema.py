"""The tables of the store, and the number of the schema they make.

No table says who, from where, when, or in what order: a response is found by its handle alone, and the tables
are kept in the order of their random keys (``WITHOUT ROWID``), so the file has no hidden row order either.
"""

from sqlalchemy import Boolean, Column, Date, Integer, MetaData, String, Table, Text

SCHEMA_VERSION = 1

metadata = MetaData()


def _table(name: str, *columns: Column) -> Table:
    return Table(name, metadata, *columns, sqlite_with_rowid=False)


#: One row for each number that belongs to the store as a whole: ``schema`` and ``revision``.
numbers = _table(
    "numbers", Column("name", String(20), primary_key=True), Column("value", Integer, nullable=False)
)

sessions = _table(
    "sessions",
    Column("id", String(32), primary_key=True),
    Column("join_code", String(12), nullable=False, unique=True),
    Column("title", String(120), nullable=False),
    Column("held_on", Date, nullable=False),  # a day, never a time
    Column("number", Integer, nullable=False),  # 1 for the first session of this workshop
)


def _responses(name: str) -> Table:
    return _table(
        name,
        Column("handle", String(64), primary_key=True),  # HMAC(seat key, session, prompt)
        Column("session_id", String(32), nullable=False),
        Column("prompt", String(40), nullable=False),
        Column("state", String(10), nullable=False),  # written, passed or withdrawn
        Column("text", Text, nullable=False),
        Column("seq", Integer, nullable=False),  # the writer's own count: a late message is not a new one
        Column("from_table", Boolean, nullable=False),  # a table's shared tablet rather than one person
    )


responses = _responses("responses")
#: What people offer of themselves (prompt 7) is kept apart from everything that could ever be shown.
private_responses = _responses("private_responses")

steps = _table(
    "steps",
    Column("session_id", String(32), primary_key=True),
    Column("step", String(40), primary_key=True),
    Column("status", String(10), nullable=False),
    Column("who", String(80), nullable=False),
    Column("by_when", String(10), nullable=False),
    Column("version", Integer, nullable=False),
)

resources = _table(
    "resources",
    Column("id", String(32), primary_key=True),
    Column("session_id", String(32), nullable=False),
    Column("name", String(120), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("for_whom", String(160), nullable=False),
    Column("help", String(400), nullable=False),
    Column("contact", String(160), nullable=False),
    Column("link", String(300), nullable=False),
    Column("version", Integer, nullable=False),
)
