"""Making the tables of a store, and bringing those of an older workshop up to today's.

Which version the tables are of stands in ``numbers``, for every workshop that opens them, older ones too. Alembic
keeps a table of its own for that, which is there only while it works.
"""

from sqlalchemy import Connection, inspect, text

from workshop.store import schema
from workshop.store.numbers import add_to_number, number_of, set_number

_AT_WORK = "migrations_at_work"


def found_version(connection: Connection) -> int | None:
    """Return the version of the tables that are there, or None where there are none."""
    if not inspect(connection).has_table(schema.numbers.name):
        return None
    return number_of(connection, "schema")


def make_tables(connection: Connection, version: int = schema.SCHEMA_VERSION) -> None:
    """Make the tables of a version in an empty database."""
    if version == schema.SCHEMA_VERSION:
        schema.metadata.create_all(connection)
    else:
        _migrate(connection, 0, version)
    for name, value in {"schema": version, "revision": 0}.items():
        set_number(connection, name, value)


def upgrade(connection: Connection, found: int) -> None:
    """Change the records of the version ``found`` into today's, as one change of the store."""
    tell_all(connection)
    _migrate(connection, found, schema.SCHEMA_VERSION)
    _note_version(connection)


def _note_version(connection: Connection) -> None:
    set_number(connection, "schema", schema.SCHEMA_VERSION)


def tell_all(connection: Connection) -> None:
    """Have every open page look anew, as one change of the store."""
    set_number(connection, "everywhere", add_to_number(connection, "revision"))


def _migrate(connection: Connection, found: int, version: int) -> None:
    # Imported when there is something to do: it takes a tenth of a second, and most stores are up to date.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "workshop.store:migrations")
    config.attributes |= {"connection": connection, "version_table": _AT_WORK}
    if found:
        command.stamp(config, str(found))
    command.upgrade(config, str(version))
    connection.execute(text(f"DROP TABLE {_AT_WORK}"))
