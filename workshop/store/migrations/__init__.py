"""How the tables came to be what they are: one file for each version of the schema, run in turn by Alembic.

To change the tables: change ``schema.py``, raise ``SCHEMA_VERSION``, and add ``versions/vN_words.py`` with the same
change as ``upgrade``. A file that is here is never changed: there are records that it made. A test compares what the
files make with ``schema.py``, on both kinds of database.
"""

from alembic import op
from sqlalchemy import Boolean, Column, Integer, String


def make(name: str, *columns: Column) -> None:
    """Make a table; in a file its rows lie in the order of their keys, and it has no hidden one."""
    op.create_table(name, *columns, sqlite_with_rowid=False)


def make_shared(name: str, *columns: Column) -> None:
    """Make a table of records that everyone in a session reads and changes."""
    make(
        name,
        Column("session_id", String(32), primary_key=True),
        Column("id", String(32), primary_key=True),
        *columns,
        Column("version", Integer, nullable=False),
        Column("changed", Integer, nullable=False),
        Column("gone", Boolean, nullable=False),
        Column("merged_into", String(32), nullable=False),
    )
    op.create_index(f"{name}_changed", name, ["session_id", "changed"])
