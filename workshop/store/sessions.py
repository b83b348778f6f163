"""Sessions in the store: how one begins with what the last one left, and how one is ended or destroyed."""

import secrets
from collections.abc import Callable
from dataclasses import asdict
from datetime import date

from sqlalchemy import ColumnElement, Connection, Table, delete, func, insert, select, update

from workshop.store import publishing_schema, schema
from workshop.store.errors import NotFound, NotTaken
from workshop.store.homework import hand_over
from workshop.store.publishing import forget_answers
from workshop.store.records import HOME, Session
from workshop.store.rows import GROWN, one_row, there
from workshop.store.transactions import Transactions
from workshop.store.votes import count_dots

#: What people wrote themselves, and every trace of a seat: gone when only a summary is kept.
OF_SEATS = (
    schema.responses,
    schema.private_responses,
    schema.decisions,
    schema.decision_log,
    schema.theme_cards,
    schema.seats,
    schema.dots,
    schema.ballots,
    schema.check_ins,
    schema.feedback,
    publishing_schema.quoted,
    publishing_schema.agreements,
)
#: The names of these tables.
OF_PEOPLE = frozenset(table.name for table in OF_SEATS)
#: What the group made together: the summary.
OF_GROUP = (
    schema.steps,
    schema.entries,
    schema.actions,
    schema.group_marks,
    schema.told_apart,
    schema.agenda_steps,
    schema.stages,
    schema.prompt_stages,
    schema.themes,
    schema.votes,
    schema.vote_options,
    schema.list_items,
    publishing_schema.choices,
    publishing_schema.agreed,
)


class SessionRecords(Transactions):
    """The meetings of a cohort, one after the other."""

    def add_session(
        self,
        title: str,
        join_code: str,
        held_on: date,
        *,
        kind: str = "meeting",
        after: str = "",
        only_if: str = "",
        origin_of: Callable[[str], str] | None = None,
    ) -> Session:
        """Add a session and return it.

        With ``after``, the id of an earlier one, it begins with the map, the plan, the steps and the lists as
        they stand there, and with the answers to what was left open for it; what was done or dropped stays
        behind. With ``only_if`` it begins only while the session with that id is the latest one: two facilitators
        may begin at once.

        Raises
        ------
        NotFound
            When another one has begun since, or it is gone.
        """
        with self._changing() as connection:
            latest = self._latest(connection)
            if only_if and (latest is None or latest.id != only_if):
                raise NotFound("Another meeting has begun in the meantime. Look at it first.")
            number = latest.number + 1 if latest else 1
            session = self._begin(connection, join_code, title, held_on, number, kind)
            if after:
                handed = hand_over(connection, after, session.id)
                spare = frozenset(origin_of(handle) for handle in handed) if origin_of else frozenset()
                _carry_over(connection, after, session.id, self._revision(connection), spare)
        return session

    def first_session(self, title: str, join_code: str, held_on: date) -> Session:
        """Add the first session, or return the latest one where another server was quicker."""
        with self._changing() as connection:
            found = self._latest(connection)
            return found or self._begin(connection, join_code, title, held_on, 1, "meeting")

    def _begin(
        self, connection: Connection, join_code: str, title: str, held_on: date, number: int, kind: str
    ) -> Session:
        session = Session(
            secrets.token_hex(16), join_code, title, held_on, number, kind, cohort_id=self._cohort or HOME
        )
        connection.execute(insert(schema.sessions).values(**asdict(session)))
        return session

    def sessions(self) -> list[Session]:
        """Return every session, the first one first."""
        table = schema.sessions
        with self._reading() as connection:
            rows = connection.execute(
                select(table).where(self._own()).order_by(table.c.cohort_id, table.c.number)
            )
            return [Session(**row._mapping) for row in rows]

    def _latest(self, connection: Connection) -> Session | None:
        table = schema.sessions
        row = connection.execute(
            select(table).where(self._own()).order_by(table.c.number.desc()).limit(1)
        ).first()
        return row and Session(**row._mapping)

    def change_session(self, session_id: str, *, title: str) -> None:
        """Give a session another title.

        Raises
        ------
        NotFound
            When there is none with this id.
        """
        table = schema.sessions
        with self._changing() as connection:
            this = (table.c.id == session_id) & self._own()
            done = connection.execute(update(table).where(this).values(title=title))
            if not done.rowcount:
                raise NotFound("There is no such session.")

    def latest_session(self) -> Session | None:
        """Return the session that was added last, or None in a new store."""
        with self._reading() as connection:
            return self._latest(connection)

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
            row = connection.execute(select(schema.sessions).where(condition & self._own())).one_or_none()
        if row is None:
            raise NotFound("There is no such session.")
        return Session(**row._mapping)

    # How one ends

    def record_counts(self, session_id: str) -> dict[str, int]:
        """Return how many records a session has, by the name of their table."""
        with self._reading() as connection:
            return _counts(connection, (*OF_SEATS, *OF_GROUP), session_id)

    def end_session(self, session_id: str, keep: str) -> dict[str, int]:
        """End a session and return how many records are gone, by the name of their table.

        ``keep`` is ``all``; ``summary``, which leaves nothing that people wrote themselves, and no link to it; or
        nothing, which leaves no record of the session at all.

        Raises
        ------
        NotFound
            When there is no such session.
        NotTaken
            When no more than a summary is left of it, and more is to be kept.
        """
        table = schema.sessions
        gone = {"all": (), "summary": OF_SEATS}.get(keep, (*OF_SEATS, *OF_GROUP))
        with self._changing(session_id, for_all=True) as connection:
            row = one_row(connection, table, table.c.id == session_id)
            if row is None:
                raise NotFound("There is no such session.")
            if row.ended == "summary" and keep == "all":
                raise NotTaken("ended")
            counts = _counts(connection, gone, session_id)
            if keep == "summary":
                count_dots(connection, session_id)
                of_session = schema.votes.c.session_id == session_id
                connection.execute(update(schema.votes).where(of_session).values(state="closed"))
                forget_answers(connection, session_id)
                _cut_links(connection, session_id, "card:")
            for each in gone:
                connection.execute(delete(each).where(each.c.session_id == session_id))
            if keep:
                connection.execute(update(table).where(table.c.id == session_id).values(ended=keep))
            else:
                connection.execute(delete(table).where(table.c.id == session_id))
                connection.execute(insert(schema.destroyed).values(session_id=session_id))
                revisions = schema.session_revisions
                connection.execute(delete(revisions).where(revisions.c.session_id == session_id))
        return counts

    def reopen_session(self, session_id: str) -> None:
        """Go on with a session that has ended with everything kept.

        Raises
        ------
        NotTaken
            When it has not ended, or not so.
        """
        table = schema.sessions
        with self._changing(session_id, for_all=True) as connection:
            ended = (table.c.id == session_id) & (table.c.ended == "all")
            if not connection.execute(update(table).where(ended).values(ended="")).rowcount:
                raise NotTaken("ended")

    def forget_choices(self, session_id: str) -> int:
        """Forget what was decided of publishing where nothing was agreed on, and return how many decisions."""
        table, agreed = publishing_schema.choices, publishing_schema.agreed
        with self._changing(session_id) as connection:
            if connection.scalar(select(func.count()).where(agreed.c.session_id == session_id)):
                return 0
            return connection.execute(delete(table).where(table.c.session_id == session_id)).rowcount


def _carry_over(connection: Connection, before: str, after: str, changed: int, spare: frozenset[str]) -> None:
    """Copy what a session goes on with from the one before it; records keep their ids.

    What they grew from stays behind, where it is a theme or an answer: nothing of the earlier session is tied to
    what is said in a later one. An answer that goes along is to ``spare``.
    """
    stands: list[tuple[Table, ColumnElement[bool]]] = [
        (table, there(table, before)) for table in (schema.entries, schema.list_items)
    ]
    stands.append(
        (schema.actions, there(schema.actions, before) & schema.actions.c.status.in_(("to-do", "doing")))
    )
    stands += [
        (table, table.c.session_id == before)
        for table in (schema.steps, schema.group_marks, schema.told_apart)
    ]
    for table, condition in stands:
        rows = [dict(row._mapping) for row in connection.execute(select(table).where(condition))]
        anew = {"session_id": after} | ({"changed": changed} if "changed" in table.c else {})
        if rows:
            connection.execute(insert(table), [row | anew for row in rows])
    _cut_links(connection, after, "card:", "theme:", spare=spare)


def _cut_links(
    connection: Connection, session_id: str, *kinds: str, spare: frozenset[str] = frozenset()
) -> None:
    """Forget what the records of a session grew from, where that is of one of these kinds and is not spared."""
    for table, _ in GROWN:
        for kind in kinds:
            linked = (table.c.session_id == session_id) & table.c.origin.startswith(kind)
            linked &= table.c.origin.not_in(spare)
            connection.execute(update(table).where(linked).values(origin=""))


def _counts(connection: Connection, tables: tuple[Table, ...], session_id: str) -> dict[str, int]:
    counts = {}
    for table in tables:
        here = table.c.session_id == session_id
        if "gone" in table.c:
            here &= ~table.c.gone
        if table in (schema.responses, schema.private_responses):
            here &= table.c.state == "written"
        counts[table.name] = connection.scalar(select(func.count()).select_from(table).where(here)) or 0
    return counts
