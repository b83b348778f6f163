"""Homework in the store: questions that stay open after a meeting, and their answers, which the next one takes over.

A question is left open for next time while its day comes after the day of its meeting. The meeting that takes it over
keeps that day, or its own if that is earlier: so each meeting knows what it was given, and what it gives.
"""

from datetime import date

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, select, update

from workshop.store import schema
from workshop.store.transactions import Transactions


class HomeworkRecords(Transactions):
    """The questions of a meeting that have a day by which answers are asked for."""

    def homework(self, session_id: str) -> tuple[dict[str, str], dict[str, str]]:
        """Return the questions left open for next time, and those that came from last time; the day of each."""
        with self._reading() as connection:
            return of_session(connection, session_id)

    def end_homework(self, session_id: str) -> None:
        """Close what a session left open for next time; its answers stay in it."""
        with self._changing(session_id) as connection:
            for prompt in of_session(connection, session_id)[0]:
                _close(connection, session_id, prompt)


def of_session(connection: Connection, session_id: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the questions that a session leaves open for next time, and those that it was given; the day of each."""
    table, sessions = schema.prompt_stages, schema.sessions
    query = (
        select(table.c.prompt, table.c.due, sessions.c.held_on, sessions.c.ended)
        .join(sessions, sessions.c.id == table.c.session_id)
        .where((table.c.session_id == session_id) & (table.c.due != ""))
        .order_by(table.c.prompt)
    )
    left, given = {}, {}
    for row in connection.execute(query):
        if not is_later(row.due, row.held_on):
            given[row.prompt] = row.due
        elif row.ended != "summary":
            left[row.prompt] = row.due
    return left, given


def is_later(due: str, held_on: date) -> bool:
    """Return whether a day comes after that of a meeting."""
    return due > held_on.isoformat()


def hand_over(connection: Connection, before: str, after: str) -> list[str]:
    """Let a session take over what the one before it left open, with every answer and what was decided of it.

    Returns the handles of the answers. An answer keeps its handle, by which its writer finds it. Themes stay behind.
    """
    handles: list[str] = []
    left, _ = of_session(connection, before)
    held_on = connection.scalar(select(schema.sessions.c.held_on).where(schema.sessions.c.id == after))
    for prompt, due in left.items():
        for table in (schema.responses, schema.private_responses):
            handles += _hand_over_answers(connection, table, _of_prompt(table, before, prompt), after)
        _close(connection, before, prompt)
        given = {"session_id": after, "prompt": prompt, "due": min(due, held_on.isoformat())}
        connection.execute(insert(schema.prompt_stages).values(**given, open=True, revealed=False, version=1))
    return handles


def _hand_over_answers(
    connection: Connection, table: Table, these: ColumnElement[bool], after: str
) -> list[str]:
    handles = list(connection.scalars(select(table.c.handle).where(these)))
    cards, decisions = schema.theme_cards, schema.decisions
    connection.execute(delete(cards).where(cards.c.handle.in_(handles)))
    connection.execute(update(decisions).where(decisions.c.handle.in_(handles)).values(session_id=after))
    connection.execute(update(table).where(these).values(session_id=after))
    return handles


def _close(connection: Connection, session_id: str, prompt: str) -> None:
    table = schema.prompt_stages
    closed = {"open": False, "due": "", "version": table.c.version + 1}
    connection.execute(update(table).where(_of_prompt(table, session_id, prompt)).values(**closed))


def _of_prompt(table: Table, session_id: str, prompt: str) -> ColumnElement[bool]:
    return (table.c.session_id == session_id) & (table.c.prompt == prompt)
