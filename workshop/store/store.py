"""The store: every record of a workshop, kept in one transaction a change, on SQLite or PostgreSQL."""

import secrets
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from sqlalchemy import ColumnElement, func, insert, select, update

from workshop.store import schema
from workshop.store.community import CommunityRecords
from workshop.store.errors import Conflict, NotFound
from workshop.store.plan import PlanRecords
from workshop.store.records import Response, Session, StepRecord
from workshop.store.rows import one_row, refuse_more, response_table, save_version

#: Responses to one prompt in one session: a large hall many times over, and an end for who floods it.
MOST_RESPONSES = 5000


def open_store(url: str) -> "Store":
    """Open the store at a database address and make its tables if it is new.

    Raises
    ------
    StoreUnavailable
        When the database can't be opened or written.
    StoreTooNew
        When a newer workshop wrote it.
    """
    return Store(url)


class Store(CommunityRecords, PlanRecords):
    """All records of one workshop; close it, or use it in a ``with`` statement."""

    # Sessions

    def add_session(self, title: str, join_code: str, held_on: date) -> Session:
        """Add a session and return it."""
        with self._changing() as connection:
            number = 1 + (connection.scalar(select(func.max(schema.sessions.c.number))) or 0)
            session = Session(secrets.token_hex(16), join_code, title, held_on, number)
            connection.execute(insert(schema.sessions).values(**asdict(session)))
        return session

    def latest_session(self) -> Session | None:
        """Return the session that was added last, or None in a new store."""
        with self._reading() as connection:
            row = connection.execute(
                select(schema.sessions).order_by(schema.sessions.c.number.desc()).limit(1)
            ).one_or_none()
        return row and Session(**row._mapping)

    def session(self, session_id: str) -> Session:
        """Return a session.

        Raises
        ------
        NotFound
            When there is none with this id.
        """
        return self._session_where(schema.sessions.c.id == session_id)

    def session_with_code(self, join_code: str) -> Session:
        """Return the session that a join code opens.

        Raises
        ------
        NotFound
            When the code opens none.
        """
        return self._session_where(schema.sessions.c.join_code == join_code)

    def _session_where(self, condition: ColumnElement[bool]) -> Session:
        with self._reading() as connection:
            row = connection.execute(select(schema.sessions).where(condition)).one_or_none()
        if row is None:
            raise NotFound("There is no such session.")
        return Session(**row._mapping)

    # Responses

    def responses(self, handles: Iterable[str], *, private: bool = False) -> dict[str, Response]:
        """Return the responses kept under these handles, by handle."""
        table = response_table(private)
        with self._reading() as connection:
            rows = connection.execute(select(table).where(table.c.handle.in_(list(handles)))).all()
        return {row.handle: Response(**row._mapping) for row in rows}

    def save_response(self, response: Response, *, private: bool = False) -> Response:
        """Keep a response, in place of the one its seat gave to this prompt before.

        A message that arrives twice changes nothing the second time.

        Raises
        ------
        Conflict
            When a response with the same or a later ``seq`` and other words is already kept.
        Full
            When the prompt has as many responses as it may.
        """
        table = response_table(private)
        with self._changing() as connection:
            kept = one_row(connection, table, table.c.handle == response.handle)
            if kept is None:
                of_prompt = (table.c.session_id == response.session_id) & (table.c.prompt == response.prompt)
                refuse_more(connection, table, of_prompt, MOST_RESPONSES)
                connection.execute(insert(table).values(**asdict(response)))
                return response
            kept = Response(**kept._mapping)
            if kept.seq >= response.seq:
                if (kept.state, kept.text) == (response.state, response.text):
                    return kept
                raise Conflict(kept)
            connection.execute(
                update(table).where(table.c.handle == response.handle).values(**asdict(response))
            )
        return response

    def response_counts(self, session_id: str) -> dict[str, int]:
        """Return how many seats have written something, by prompt."""
        counts: dict[str, int] = {}
        with self._reading() as connection:
            for table in (schema.responses, schema.private_responses):
                rows = connection.execute(
                    select(table.c.prompt, func.count())
                    .where(table.c.session_id == session_id, table.c.state == "written")
                    .group_by(table.c.prompt)
                )
                counts.update((prompt, count) for prompt, count in rows)
        return counts

    # The steps of the How section

    def steps(self, session_id: str) -> dict[str, StepRecord]:
        """Return the steps that somebody has marked, by step."""
        table = schema.steps
        with self._reading() as connection:
            rows = connection.execute(select(table).where(table.c.session_id == session_id)).all()
        return {row.step: StepRecord(**row._mapping) for row in rows}

    def save_step(self, record: StepRecord) -> StepRecord:
        """Keep what is said of a step, if nobody changed it since version ``record.version``.

        Raises
        ------
        Conflict
            When somebody did.
        """
        table = schema.steps
        this = (table.c.session_id == record.session_id) & (table.c.step == record.step)
        with self._changing() as connection:
            return save_version(connection, table, this, record)
