"""The store: every record of a workshop, kept in one transaction a change, on SQLite or PostgreSQL."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, replace

from sqlalchemy import Connection, delete, func, insert, select, update

from workshop.store import schema
from workshop.store.agenda import AgendaRecords, taking
from workshop.store.check_ins import CheckInRecords
from workshop.store.cohorts import CohortRecords
from workshop.store.community import CommunityRecords
from workshop.store.copies import CopiedRecords
from workshop.store.days import DayRecords
from workshop.store.errors import Conflict, NotTaken
from workshop.store.homework import HomeworkRecords
from workshop.store.judging import JudgedResponses
from workshop.store.plan import PlanRecords
from workshop.store.publishing import PublishingRecords, forget_quoted
from workshop.store.records import Response, StepRecord
from workshop.store.rows import forget_grown, one_row, refuse_more, response_table, save_version
from workshop.store.seats import SeatRecords
from workshop.store.themes import ThemeRecords
from workshop.store.votes import VoteRecords

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


def read_store(url: str) -> "Store":
    """Open a store that is there already, without being able to change anything in it.

    Raises
    ------
    StoreUnavailable
        When there is none, or it can't be read.
    StoreTooNew
        When a newer workshop wrote it.
    """
    return Store(url, read_only=True)


class Store(
    CohortRecords,
    AgendaRecords,
    HomeworkRecords,
    SeatRecords,
    JudgedResponses,
    ThemeRecords,
    VoteRecords,
    CheckInRecords,
    CommunityRecords,
    PlanRecords,
    CopiedRecords,
    PublishingRecords,
    DayRecords,
):
    """All records of one workshop; close it, or use it in a ``with`` statement."""

    # Responses

    def responses(self, handles: Iterable[str], *, private: bool = False) -> dict[str, Response]:
        """Return the responses kept under these handles, by handle."""
        table = response_table(private)
        with self._reading() as connection:
            rows = connection.execute(select(table).where(table.c.handle.in_(list(handles)))).all()
        return {row.handle: Response(**row._mapping) for row in rows}

    def save_response(
        self, response: Response, *, private: bool = False, refuse: Collection[str] = (), origin: str = ""
    ) -> Response:
        """Keep a response, in place of the one its seat gave to this prompt before.

        A message that arrives twice changes nothing the second time. With words that are taken back goes what was
        decided of them, and what grew from them and was changed by nobody since.

        Parameters
        ----------
        refuse
            When it is not taken: while its prompt is ``closed``, or once its session has ``ended``.
        origin
            What a record says of itself that grew from this response.

        Raises
        ------
        NotTaken
            When it is not taken.
        Conflict
            When a response with the same or a later ``seq`` and other words is already kept.
        Full
            When the prompt has as many responses as it may.
        """
        table = response_table(private)
        with self._changing(response.session_id) as connection:
            taken = taking(connection, response.session_id, response.prompt)
            if taken in refuse:
                raise NotTaken(taken)
            kept = one_row(connection, table, table.c.handle == response.handle)
            if response.state != "written":
                _forget_words(connection, response.handle)
                revision = self._revision(connection)
                for touched in forget_grown(connection, origin, revision) - {response.session_id}:
                    self._note_change(connection, touched, revision)
            if kept is None and taken == "ended" and not response.text:
                return response  # there is nothing to take back, and no seat leaves a trace any more
            if kept is None:
                of_prompt = (table.c.session_id == response.session_id) & (table.c.prompt == response.prompt)
                refuse_more(connection, table, of_prompt, MOST_RESPONSES)
                connection.execute(insert(table).values(**asdict(response)))
                return response
            kept = Response(**kept._mapping)
            # One that has gone along to the next session stays there, from wherever it is taken back.
            if kept.session_id != response.session_id:
                self._note_change(connection, kept.session_id, self._revision(connection))
            response = replace(response, session_id=kept.session_id)
            if kept.seq >= response.seq:
                if (kept.state, kept.text) == (response.state, response.text):
                    return kept
                raise Conflict(kept)
            connection.execute(
                update(table).where(table.c.handle == response.handle).values(**asdict(response))
            )
            if (kept.state, kept.text) != (response.state, response.text):
                forget_quoted(connection, response.handle)
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
        with self._changing(record.session_id) as connection:
            return save_version(connection, table, this, record)


def _forget_words(connection: Connection, handle: str) -> None:
    """Forget what people made of a response's words."""
    for table in (schema.decisions, schema.theme_cards):
        connection.execute(delete(table).where(table.c.handle == handle))
