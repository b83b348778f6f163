"""How the tables of the store are made; which ones there are is said in ``schema``."""

from sqlalchemy import Boolean, Column, Dialect, Index, Integer, MetaData, String, Table, Text, TypeDecorator

metadata = MetaData()


class Keys(TypeDecorator):
    """A tuple of the toolkit's keys, kept as one text with a space between them."""

    impl = Text
    cache_ok = True
    python_type = tuple

    def process_bind_param(self, value: tuple[str, ...] | None, _dialect: Dialect) -> str:
        """Return the text that is kept."""
        return " ".join(value or ())

    def process_result_value(self, value: str | None, _dialect: Dialect) -> tuple[str, ...]:
        """Return the keys."""
        return tuple((value or "").split())


def table(name: str, *columns: Column) -> Table:
    """Return a table that is kept in the order of its keys, so that no row says when it came."""
    return Table(name, metadata, *columns, sqlite_with_rowid=False)


def shared(name: str, *columns: Column) -> Table:
    """Return a table of records that everyone in a session reads and changes.

    A removed one keeps its id, so that open pages can be told, and nothing of its words. Where it was merged into
    another, it says which.
    """
    made = table(
        name,
        Column("session_id", String(32), primary_key=True),
        Column("id", String(32), primary_key=True),
        *columns,
        Column("version", Integer, nullable=False),
        Column("changed", Integer, nullable=False),
        Column("gone", Boolean, nullable=False),
        Column("merged_into", String(32), nullable=False),
    )
    Index(f"{name}_changed", made.c.session_id, made.c.changed)
    return made
