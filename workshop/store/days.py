"""On which days the records were opened, the last two of them: what shows that a clock has jumped.

Days of the workshop, as those of its meetings are; of what people do, no day is kept.
"""

from datetime import date

from sqlalchemy import update

from workshop.store import schema
from workshop.store.numbers import number_of, set_number
from workshop.store.transactions import Transactions

_LAST, _BEFORE = "opened", "opened-before"


class DayRecords(Transactions):
    """The days of the records themselves."""

    def note_opened(self, today: date) -> date | None:
        """Note that the records are opened today, and return the last day before on which they were, if that is known.

        After a day that is still to come, which a wrong clock has noted, today counts.
        """
        with self._writing() as connection:
            last, before = (number_of(connection, name) for name in (_LAST, _BEFORE))
            now = today.toordinal()
            if last != now:
                if last is not None:
                    before = min(last, now) if before is None or last < now else min(before, now)
                    set_number(connection, _BEFORE, before)
                set_number(connection, _LAST, now)
        return None if before is None else date.fromordinal(before)

    def move_days(self, before: date, today: date) -> None:
        """Give today's day to every meeting with one before a certain day."""
        held_on = schema.sessions.c.held_on
        with self._changing() as connection:
            connection.execute(update(schema.sessions).where(held_on < before).values(held_on=today))
