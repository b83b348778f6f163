"""Cohorts in the store: their names, and what recognizes their keys."""

from sqlalchemy import ColumnElement, Row, delete, func, insert, select, true, update

from workshop.store import schema
from workshop.store.errors import NotEmpty, NotFound
from workshop.store.records import Cohort
from workshop.store.rows import as_record, one_row, refuse_more, save_version
from workshop.store.sessions import SessionRecords

MOST_COHORTS = 500


class CohortRecords(SessionRecords):
    """The cohorts that meet in this workshop, each with its own sessions."""

    def cohorts(self) -> list[Cohort]:
        """Return every cohort, by name."""
        table = schema.cohorts
        with self._reading() as connection:
            rows = connection.execute(select(table)).all()
        return sorted(
            (as_record(Cohort, row) for row in rows),
            key=lambda one: (one.name.casefold(), one.id),
        )

    def cohort(self, cohort_id: str) -> Cohort:
        """Return a cohort.

        Raises
        ------
        NotFound
            When there is none with this id.
        """
        return as_record(Cohort, self._cohort_where(schema.cohorts.c.id == cohort_id))

    def cohort_with_key(self, key_mark: str) -> Cohort:
        """Return the cohort whose key has this mark.

        Raises
        ------
        NotFound
            When none has.
        """
        return as_record(Cohort, self._cohort_where(schema.cohorts.c.key_mark == key_mark))

    def key_mark(self, cohort_id: str) -> str:
        """Return what recognizes a cohort's key as it is now.

        Raises
        ------
        NotFound
            When there is no such cohort.
        """
        return self._cohort_where(schema.cohorts.c.id == cohort_id).key_mark

    def _cohort_where(self, condition: ColumnElement[bool]) -> Row:
        with self._reading() as connection:
            row = one_row(connection, schema.cohorts, condition)
        if row is None:
            raise NotFound("There is no such cohort.")
        return row

    def add_cohort(self, cohort_id: str, name: str, key_mark: str) -> Cohort:
        """Add a cohort and return it; a message that arrives twice adds it once.

        Raises
        ------
        Full
            When there are as many as there may be.
        """
        table = schema.cohorts
        with self._changing() as connection:
            if one_row(connection, table, table.c.id == cohort_id) is None:
                refuse_more(connection, table, true(), MOST_COHORTS)
                values = {"id": cohort_id, "name": name, "key_mark": key_mark, "version": 1}
                connection.execute(insert(table).values(**values))
        return self.cohort(cohort_id)

    def save_cohort(self, cohort: Cohort) -> Cohort:
        """Give a cohort another name, if nobody did since ``cohort.version``.

        Raises
        ------
        Conflict
            When somebody did.
        NotFound
            When it was removed.
        """
        this = schema.cohorts.c.id == cohort.id
        with self._changing() as connection:
            if one_row(connection, schema.cohorts, this) is None:
                raise NotFound("Someone else removed this cohort in the meantime.")
            return save_version(connection, schema.cohorts, this, cohort)

    def change_key(self, cohort_id: str, key_mark: str) -> None:
        """Put another key in the place of a cohort's own; whoever came in by the old one is out.

        Raises
        ------
        NotFound
            When there is no such cohort.
        """
        table = schema.cohorts
        with self._changing() as connection:
            done = connection.execute(update(table).where(table.c.id == cohort_id).values(key_mark=key_mark))
            if not done.rowcount:
                raise NotFound("There is no such cohort.")

    def remove_cohort(self, cohort_id: str) -> None:
        """Remove a cohort, once none of its sessions is there any more, with the agendas that it kept.

        Raises
        ------
        NotEmpty
            When a session of it is there.
        """
        sessions = schema.sessions
        with self._changing() as connection:
            if connection.scalar(select(func.count()).where(sessions.c.cohort_id == cohort_id)):
                raise NotEmpty("This cohort still has meetings.")
            for table, column in ((schema.agenda_templates, "cohort_id"), (schema.cohorts, "id")):
                connection.execute(delete(table).where(table.c[column] == cohort_id))
