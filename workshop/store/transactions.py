"""How the store reads and writes: one transaction a change, and one moment a look."""

import copy
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Self

from sqlalchemy import ColumnElement, Connection, insert, select, true, update

from workshop.store import schema
from workshop.store.engine import forget_traces, make_engine
from workshop.store.errors import NotFound, StoreTooNew, StoreUnavailable, plain_errors
from workshop.store.numbers import add_to_number, number_of, set_number
from workshop.store.records import HOME
from workshop.store.upgrade import found_version, make_tables, upgrade

TOO_NEW = "These records were written by a newer Get Organized. Update this one, then open them again."


class Transactions:
    """An open database with the tables of the store; what stands in them is for its subclasses.

    It shows the sessions of one cohort, at first those of the workshop itself, and changes no other.
    """

    #: Whose sessions these are; None for all of them.
    _cohort: str | None = HOME

    def __init__(self, url: str, *, read_only: bool = False) -> None:
        self._engine = make_engine(url, read_only=read_only)
        self._changed = threading.Event()
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
                self._changed.set()  # what was moved is to leave no traces either
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
            found = number_of(connection, "schema") or 0
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

    def of_cohort(self, cohort_id: str) -> Self:
        """Return the same store as it is for one cohort; it shares its connections with this one."""
        return self._seen_by(cohort_id)

    def of_all(self) -> Self:
        """Return the same store with the sessions of every cohort."""
        return self._seen_by(None)

    def _seen_by(self, cohort_id: str | None) -> Self:
        seen = copy.copy(self)
        seen._cohort = cohort_id
        return seen

    def close(self) -> None:
        """Give up every connection, and remove what the file may still hold of changed words.

        Where others are at the file just now, the last of them to close it does that.
        """
        if self._changed.is_set():
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
    def _changing(self, session_id: str = "", *, for_all: bool = False) -> Iterator[Connection]:
        """Open a transaction that the open pages of a session will hear of, or of all where it is about no single one.

        ``for_all`` tells all of them of one that is.

        Raises
        ------
        NotFound
            When the session was destroyed, so that no message that was on its way brings a word of it back; or when
            it is another cohort's.
        """
        self._changed.set()
        with self._writing() as connection:
            if session_id:
                self._refuse_others(connection, session_id)
            revision = add_to_number(connection, "revision")
            if session_id:
                self._note_change(connection, session_id, revision)
            if for_all or not session_id:
                set_number(connection, "everywhere", revision)
            yield connection

    def _own(self) -> ColumnElement[bool]:
        """Return the condition of a session that may be seen."""
        return true() if self._cohort is None else schema.sessions.c.cohort_id == self._cohort

    def _refuse_others(self, connection: Connection, session_id: str) -> None:
        destroyed, sessions = schema.destroyed.c.session_id, schema.sessions
        found = connection.execute(
            select(
                select(destroyed).where(destroyed == session_id).scalar_subquery(),
                select(sessions.c.cohort_id).where(sessions.c.id == session_id).scalar_subquery(),
            )
        ).one()
        if found[0] is not None:
            raise NotFound("The records of this meeting were destroyed.")
        if self._cohort is not None and found[1] not in (None, self._cohort):
            raise NotFound("There is no such session.")

    @staticmethod
    def _note_change(connection: Connection, session_id: str, revision: int) -> None:
        """Have the pages of a session hear of the change that is being made."""
        table = schema.session_revisions
        this = table.c.session_id == session_id
        if not connection.execute(update(table).where(this).values(revision=revision)).rowcount:
            connection.execute(insert(table).values(session_id=session_id, revision=revision))

    def _revision(self, connection: Connection) -> int:
        return number_of(connection, "revision") or 0

    def revision(self) -> int:
        """Return a number that grows with every change of the store."""
        with self._reading() as connection:
            return self._revision(connection)

    def session_revision(self, session_id: str) -> int:
        """Return a number that grows with every change that the pages of a session may want to show."""
        with self._reading() as connection:
            return self._session_revision(connection, session_id)

    @staticmethod
    def _session_revision(connection: Connection, session_id: str) -> int:
        table = schema.session_revisions
        own = connection.scalar(select(table.c.revision).where(table.c.session_id == session_id))
        return max(own or 0, number_of(connection, "everywhere") or 0)

    def changed_sessions(self, since: int) -> frozenset[str] | None:
        """Return which sessions changed after a revision; None when something changed for all of them."""
        table = schema.session_revisions
        with self._reading() as connection:
            if (number_of(connection, "everywhere") or 0) > since:
                return None
            return frozenset(connection.scalars(select(table.c.session_id).where(table.c.revision > since)))

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
