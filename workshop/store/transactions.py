"""How the store reads and writes: one transaction a change, and one moment a look."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Self

from sqlalchemy import Connection, select, update

from workshop.store import schema
from workshop.store.engine import forget_traces, make_engine
from workshop.store.errors import NotFound, StoreTooNew, StoreUnavailable, plain_errors
from workshop.store.upgrade import found_version, make_tables, upgrade

TOO_NEW = "These records were written by a newer Get Organized. Update this one, then open them again."


class Transactions:
    """An open database with the tables of the store; what stands in them is for its subclasses."""

    def __init__(self, url: str, *, read_only: bool = False) -> None:
        self._engine = make_engine(url, read_only=read_only)
        self._changed = False
        if read_only:
            self._look()
            return
        with self._writing() as connection:
            found = found_version(connection)
            if found is None:
                make_tables(connection)
            elif found > schema.SCHEMA_VERSION:
                raise StoreTooNew(TOO_NEW)
            elif found < schema.SCHEMA_VERSION:
                self._changed = True  # what was moved is to leave no traces either
                upgrade(connection, found)

    def _look(self) -> None:
        """Make sure that the records can be read as they are.

        Raises
        ------
        StoreTooNew
            When a newer workshop wrote them.
        StoreUnavailable
            When an older one did, or they can't be read.
        """
        with self._reading() as connection:
            found = self._number(connection, "schema") or 0
        if found > schema.SCHEMA_VERSION:
            raise StoreTooNew(TOO_NEW)
        if found < schema.SCHEMA_VERSION:
            raise StoreUnavailable(
                "An older Get Organized wrote these records. Open them once with “workshop serve”, then read them."
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give up every connection, and remove what the file may still hold of changed words.

        Where others are at the file just now, the last of them to close it does that.
        """
        if self._changed:
            with suppress(StoreUnavailable):
                self.forget_traces()
        self._engine.dispose()

    def forget_traces(self) -> None:
        """Remove what the file may still hold of text that was changed or taken back."""
        with plain_errors():
            forget_traces(self._engine)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with plain_errors(), self._engine.connect() as connection:
            connection = connection.execution_options(writes=True)
            with connection.begin():
                yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """Open a transaction that sees the store as it is at one moment, whatever others write meanwhile."""
        with plain_errors(), self._engine.connect() as connection:
            if connection.dialect.name != "sqlite":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextmanager
    def _changing(self, session_id: str = "") -> Iterator[Connection]:
        """Open a transaction that every open page will hear of; it may be about a session.

        Raises
        ------
        NotFound
            When the session was destroyed: no message that was on its way brings a word of it back.
        """
        self._changed = True
        with self._writing() as connection:
            destroyed = schema.destroyed.c.session_id
            if session_id and connection.scalar(select(destroyed).where(destroyed == session_id)):
                raise NotFound("The records of this meeting were destroyed.")
            self._next_revision(connection)
            yield connection

    def _next_revision(self, connection: Connection) -> int:
        numbers = schema.numbers
        connection.execute(
            update(numbers).where(numbers.c.name == "revision").values(value=numbers.c.value + 1)
        )
        return self._revision(connection)

    def _revision(self, connection: Connection) -> int:
        return self._number(connection, "revision") or 0

    @staticmethod
    def _number(connection: Connection, name: str) -> int | None:
        return connection.scalar(select(schema.numbers.c.value).where(schema.numbers.c.name == name))

    def revision(self) -> int:
        """Return a number that grows with every change of the store."""
        with self._reading() as connection:
            return self._revision(connection)

    def check(self) -> None:
        """Make sure that a change could be written now, by one that changes nothing.

        Raises
        ------
        StoreUnavailable
            When it could not.
        """
        with self._writing() as connection:
            numbers = schema.numbers
            connection.execute(
                update(numbers).where(numbers.c.name == "schema").values(value=numbers.c.value)
            )
