"""Check-ins in the store: where seats place themselves, and what they say of a meeting."""

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import delete, func, insert, select

from workshop.store import schema
from workshop.store.agenda import has_ended
from workshop.store.errors import Conflict, NotTaken
from workshop.store.records import Feedback
from workshop.store.rows import one_row, refuse_more
from workshop.store.transactions import Transactions

#: A large hall many times over, and an end for who floods it.
MOST_CHECK_INS = 20_000
MOST_FEEDBACK = 10_000


class CheckInRecords(Transactions):
    """Levels that nobody can put together again, and cards with one thing up and one thing down."""

    def levels(self, handles: Iterable[str]) -> dict[str, int]:
        """Return the levels kept under these handles, by statement."""
        table = schema.check_ins
        with self._reading() as connection:
            rows = connection.execute(select(table).where(table.c.handle.in_(list(handles)))).all()
        return {row.statement: row.level for row in rows}

    def save_level(self, session_id: str, handle: str, statement: str, level: int) -> None:
        """Keep where a seat places itself on a statement; level 0 takes it back.

        Raises
        ------
        NotTaken
            When the session has ended, and it is not taken back.
        Full
            When there are as many as there may be.
        """
        table = schema.check_ins
        with self._changing(session_id) as connection:
            if level and has_ended(connection, session_id):
                raise NotTaken("ended")
            connection.execute(delete(table).where(table.c.handle == handle))
            if level:
                refuse_more(connection, table, table.c.session_id == session_id, MOST_CHECK_INS)
                values = {"handle": handle, "session_id": session_id, "statement": statement, "level": level}
                connection.execute(insert(table).values(**values))

    def level_counts(self, session_id: str) -> dict[str, dict[int, int]]:
        """Return how many seats are on which level, by statement."""
        table = schema.check_ins
        query = select(table.c.statement, table.c.level, func.count()).where(table.c.session_id == session_id)
        counts: dict[str, dict[int, int]] = {}
        with self._reading() as connection:
            for statement, level, count in connection.execute(
                query.group_by(table.c.statement, table.c.level)
            ):
                counts.setdefault(statement, {})[level] = count
        return counts

    def feedback(self, handles: Iterable[str]) -> dict[str, Feedback]:
        """Return the cards kept under these handles, by kind."""
        table = schema.feedback
        with self._reading() as connection:
            rows = connection.execute(select(table).where(table.c.handle.in_(list(handles)))).all()
        return {row.kind: Feedback(**row._mapping) for row in rows}

    def save_feedback(self, card: Feedback) -> Feedback:
        """Keep a card in place of the one that the seat gave before; an empty one takes it back.

        Raises
        ------
        NotTaken
            When the session has ended, and it is not taken back.
        Conflict
            When a card with the same or a later ``seq`` and other words is already kept.
        Full
            When there are as many as there may be.
        """
        table = schema.feedback
        with self._changing(card.session_id) as connection:
            row = one_row(connection, table, table.c.handle == card.handle)
            if has_ended(connection, card.session_id) and (card.text or row is None):
                raise NotTaken("ended")
            if row is not None and row.seq >= card.seq:
                kept = Feedback(**row._mapping)
                if kept.text == card.text:
                    return kept
                raise Conflict(kept)
            connection.execute(delete(table).where(table.c.handle == card.handle))
            refuse_more(connection, table, table.c.session_id == card.session_id, MOST_FEEDBACK)
            connection.execute(insert(table).values(**asdict(card)))
        return card

    def all_feedback(self, session_id: str) -> dict[str, list[str]]:
        """Return what was said of a session, by kind; in no order of writing."""
        table = schema.feedback
        said: dict[str, list[str]] = {"up": [], "down": []}
        with self._reading() as connection:
            there = (table.c.session_id == session_id) & (table.c.text != "")
            for row in connection.execute(select(table).where(there).order_by(table.c.handle)):
                said[row.kind].append(row.text)
        return said
