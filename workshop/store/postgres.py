"""PostgreSQL under the store: a commit is on disk, writers take turns, and a deleted word is gone from its tables.

A table of PostgreSQL has what an SQLite file of ours has not: rows lie in the order of their writing, each carries
the number of the transaction that wrote it, and an old row stays until somebody tidies up. ``forget_traces`` takes
all three away; what it can't reach, the server's own log of changes, is said in docs/hosting.md.
"""

import time

from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from workshop.store.errors import StoreUnavailable
from workshop.store.numbers import set_number

#: What providers of databases write at the start of an address, and what SQLAlchemy wants there.
NAMES = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}
#: The name of the lock that writers of one database take in turn; any number that nobody else would choose.
TURN = 0x676F_776F_726B
#: Of connections for each server: as many are kept, and as many more are opened when it is busy.
CONNECTIONS = 5
#: A database that does not answer is given up after so many seconds, and asked again with the next message.
CONNECT = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
    "application_name": "workshop",
    # Statements that the database has made ready would outlast an upgrade of its tables by another server.
    "prepare_threshold": None,
}


def make_server_engine(url: str, busy_seconds: int, *, read_only: bool = False) -> Engine:
    """Return an engine for the address of a database server; a read-only one changes nothing.

    Raises
    ------
    StoreUnavailable
        When the address is not one, or its kind of database is not PostgreSQL.
    """
    try:
        address = make_url(url)
    except ArgumentError:
        raise StoreUnavailable("WORKSHOP_DATABASE_URL is not the address of a database.") from None
    address = address.set(drivername=NAMES.get(address.drivername, address.drivername))
    if address.drivername != "postgresql+psycopg":
        raise StoreUnavailable(
            "WORKSHOP_DATABASE_URL names a kind of database that the workshop does not know: "
            "docs/hosting.md names those that it does."
        )
    engine = _engine(address)

    def take_turns(connection: Connection) -> None:
        if read_only:
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")
        elif connection.get_execution_options().get("writes", False):
            # The lock comes before the first look, so that each writer sees all that those before it wrote.
            connection.exec_driver_sql(
                f"SET LOCAL lock_timeout = '{busy_seconds}s'; SET LOCAL synchronous_commit = on; "
                f"SET LOCAL idle_in_transaction_session_timeout = '{busy_seconds}s'; "
                f"SELECT pg_advisory_xact_lock({TURN})"
            )

    event.listen(engine, "begin", take_turns)
    return engine


def _engine(address: URL) -> Engine:
    # Nothing that a person wrote may reach a log by way of an error's text.
    return create_engine(
        address,
        connect_args=CONNECT,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=CONNECTIONS,
        max_overflow=CONNECTIONS,
        pool_timeout=10,
    )


def forget_traces_in_tables(engine: Engine, metadata: MetaData, numbers: Table, patience: int) -> None:
    """Make each table hold what it holds, in the order of its keys, as if one hand had written it at one moment.

    Nothing is done when nothing was changed since the last time, whichever server did it then.

    Raises
    ------
    StoreUnavailable
        When somebody still looks at older rows.
    """
    tables = [table for table in metadata.sorted_tables if table is not numbers]
    quoted = engine.dialect.identifier_preparer.format_table
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        found = dict(connection.execute(numbers.select()).all())
        revision = found.get("revision", 0)
        if found.get("tidied") == revision:
            return
        for table in tables:
            # Every row gets the number of this one transaction.
            key = engine.dialect.identifier_preparer.format_column(next(iter(table.primary_key)))
            connection.exec_driver_sql(f"UPDATE {quoted(table)} SET {key} = {key}")  # noqa: S608 (names of ours)
        written = connection.scalar(text("SELECT pg_current_xact_id()::text::bigint"))
    _wait_for_readers(engine, written, patience)
    for table in tables:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{patience}s'")
            connection.exec_driver_sql(f"CLUSTER {quoted(table)} USING {_name_of_key(table)}")
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        set_number(connection, "tidied", revision)  # another server may have been here in the meantime


def _name_of_key(table: Table) -> str:
    return table.primary_key.name or f"{table.name}_pkey"


def _wait_for_readers(engine: Engine, written: int, patience: int) -> None:
    """Wait until nobody looks at the rows as they were before a transaction: until then they are kept for them."""
    older = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
        "AND age(backend_xmin) >= age(CAST(:written AS xid))"
    )
    deadline = time.monotonic() + patience
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while connection.scalar(older, {"written": str(written % 2**32)}):
            if time.monotonic() > deadline:
                raise StoreUnavailable(
                    "Words that were taken back can't be cleared away yet: somebody still reads the database."
                )
            time.sleep(0.1)
