"""Seats in the store: how many have come in, and never who."""

from sqlalchemy import delete, func, insert, select

from workshop.store import schema
from workshop.store.agenda import has_ended
from workshop.store.homework import of_session
from workshop.store.rows import one_row, refuse_more
from workshop.store.transactions import Transactions

#: A large hall many times over, and an end for who floods it.
MOST_SEATS = 5000


class SeatRecords(Transactions):
    """The seats of a session, each found by a handle that no response has."""

    def take_seat(self, session_id: str, handle: str, *, from_table: bool) -> None:
        """Note that a seat has come in; one that is there already is not counted twice, nor after the end.

        After the end those count that come in for what was left open for next time.

        Raises
        ------
        Full
            When there are as many seats as there may be.
        """
        table = schema.seats
        with self._reading() as connection:
            known = one_row(connection, table, table.c.handle == handle)
        if known is not None and known.from_table == from_table:
            return
        with self._changing(session_id) as connection:
            if has_ended(connection, session_id) and not of_session(connection, session_id)[0]:
                return
            connection.execute(delete(table).where(table.c.handle == handle))
            refuse_more(connection, table, table.c.session_id == session_id, MOST_SEATS)
            values = {"handle": handle, "session_id": session_id, "from_table": from_table}
            connection.execute(insert(table).values(**values))

    def seat_counts(self, session_id: str) -> tuple[int, int]:
        """Return how many seats have come in, and how many of them are tables."""
        table = schema.seats
        with self._reading() as connection:
            rows = connection.execute(
                select(table.c.from_table, func.count())
                .where(table.c.session_id == session_id)
                .group_by(table.c.from_table)
            ).all()
        counts = {bool(from_table): count for from_table, count in rows}
        return sum(counts.values()), counts.get(True, 0)
