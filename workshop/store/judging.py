"""The hold queue in the store: responses with what was decided of them, and the log of decisions."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, func, insert, select

from workshop.store import schema
from workshop.store.errors import Conflict, NotFound
from workshop.store.records import Judged, LoggedDecision, Response
from workshop.store.rows import as_record, one_row
from workshop.store.transactions import Transactions


class JudgedResponses(Transactions):
    """What people wrote, as the facilitator sees it before the room does."""

    def judged(self, session_id: str, prompts: Iterable[str]) -> list[Judged]:
        """Return what was written under these prompts, with what was decided of it; in no order of writing."""
        table, decisions, cards = schema.responses, schema.decisions, schema.theme_cards
        written = (table.c.session_id == session_id) & (table.c.state == "written")
        query = (
            select(table, decisions.c.verdict, decisions.c.seq.label("judged_seq"), cards.c.theme)
            .select_from(
                table.outerjoin(decisions, decisions.c.handle == table.c.handle).outerjoin(
                    cards, cards.c.handle == table.c.handle
                )
            )
            .where(written & table.c.prompt.in_(list(prompts)))
            .order_by(table.c.handle)
        )
        with self._reading() as connection:
            rows = connection.execute(query).all()
        return [
            Judged(
                as_record(Response, row),
                row.verdict if row.verdict and row.judged_seq == row.seq else "waiting",
                row.theme or "",
                changed=bool(row.verdict) and row.judged_seq != row.seq,
            )
            for row in rows
        ]

    def revealed(self, session_id: str, prompts: Iterable[str]) -> list[Judged]:
        """Return what the room may see of these prompts: revealed, and approved in the words that stand there now.

        It is one look at the store, so that nothing is shown that was never both at one moment.
        """
        table, decisions, cards = schema.responses, schema.decisions, schema.theme_cards
        stages = schema.prompt_stages
        approved = (decisions.c.seq == table.c.seq) & (decisions.c.verdict == "approved")
        of_prompt = (stages.c.session_id == table.c.session_id) & (stages.c.prompt == table.c.prompt)
        query = (
            select(table, cards.c.theme)
            .join(decisions, (decisions.c.handle == table.c.handle) & approved)
            .join(stages, of_prompt & stages.c.revealed)
            .outerjoin(cards, cards.c.handle == table.c.handle)
            .where((table.c.session_id == session_id) & (table.c.state == "written"))
            .where(table.c.prompt.in_(list(prompts)))
            .order_by(table.c.handle)
        )
        with self._reading() as connection:
            rows = connection.execute(query).all()
        return [Judged(as_record(Response, row), "approved", row.theme or "") for row in rows]

    def decide(self, session_id: str, handle: str, seq: int, verdict: str, reason: str = "") -> str:
        """Keep what was decided of a response's words, and return what had been decided of them before.

        Raises
        ------
        NotFound
            When its writer took it back.
        Conflict
            When its writer changed the words since; the new ones come with it.
        """
        table = schema.decisions
        responses = schema.responses
        with self._changing(session_id) as connection:
            this = (responses.c.session_id == session_id) & (responses.c.handle == handle)
            found = one_row(connection, responses, this)
            if found is None or found.state != "written":
                raise NotFound("The person who wrote this took it back.")
            if found.seq != seq:
                raise Conflict(Response(**found._mapping))
            row = one_row(connection, table, table.c.handle == handle)
            before = row.verdict if row and row.seq == seq else "waiting"
            if before == verdict:
                return before
            connection.execute(delete(table).where(table.c.handle == handle))
            if verdict != "waiting":
                values = {"handle": handle, "session_id": session_id, "prompt": found.prompt}
                connection.execute(insert(table).values(**values, seq=seq, verdict=verdict))
            _log(connection, session_id, found.prompt, verdict, reason)
            return before

    def decisions(self, session_id: str) -> list[LoggedDecision]:
        """Return what was decided in a session, one after the other."""
        table = schema.decision_log
        with self._reading() as connection:
            rows = connection.execute(
                select(table).where(table.c.session_id == session_id).order_by(table.c.number)
            ).all()
        return [LoggedDecision(row.number, row.prompt, row.verdict, row.reason) for row in rows]

    def private_responses(self, session_id: str, prompt: str) -> list[str]:
        """Return the words that people wrote under a private prompt; in no order of writing."""
        table = schema.private_responses
        written = (table.c.session_id == session_id) & (table.c.prompt == prompt)
        with self._reading() as connection:
            return list(
                connection.scalars(
                    select(table.c.text)
                    .where(written & (table.c.state == "written"))
                    .order_by(table.c.handle)
                )
            )


def _log(connection: Connection, session_id: str, prompt: str, verdict: str, reason: str) -> None:
    table = schema.decision_log
    last = connection.scalar(select(func.max(table.c.number)).where(table.c.session_id == session_id)) or 0
    values = {"session_id": session_id, "number": last + 1, "prompt": prompt}
    connection.execute(insert(table).values(**values, verdict=verdict, reason=reason))
