"""The agenda in the store, and what the room does now: its step, its clock, and which prompts are open."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from workshop.store import schema
from workshop.store.errors import Conflict, Full, NotFound
from workshop.store.homework import is_later
from workshop.store.records import AgendaStep, PromptStage, Stage
from workshop.store.rows import (
    as_record,
    one_row,
    refuse_more,
    remove_version,
    save_shared,
    save_version,
    there,
    write_all,
)
from workshop.store.transactions import Transactions

#: Far more than an evening has, and an end for who floods it.
MOST_STEPS = 60
MOST_TEMPLATES = 50


class AgendaRecords(Transactions):
    """Steps of the meeting, and the stage on which they are played."""

    def agenda(self, session_id: str) -> list[AgendaStep]:
        """Return the steps of a session's agenda, in their order."""
        with self._reading() as connection:
            return _agenda(connection, session_id)

    def set_agenda(
        self,
        session_id: str,
        steps: Iterable[AgendaStep],
        *,
        only_if_empty: bool = False,
        instead_of: list[AgendaStep] | None = None,
        waiting: Iterable[str] = (),
    ) -> bool:
        """Give a session these steps in place of those it has, and return whether it was done.

        With ``only_if_empty`` a session that has an agenda keeps it: two facilitators may begin at once. The
        prompts that are ``waiting`` for their step are closed in the same moment. With ``instead_of`` it is done
        while the session has these very steps.

        Raises
        ------
        Full
            When there are more steps than there may be.
        Conflict
            When somebody has changed the agenda.
        """
        table, steps = schema.agenda_steps, list(steps)
        if len(steps) > MOST_STEPS:
            raise Full(f"An agenda can have {MOST_STEPS} steps at most.")
        with self._changing(session_id) as connection:
            changed = self._revision(connection)
            kept = _agenda(connection, session_id)
            if only_if_empty and kept:
                return False
            if instead_of is not None and kept != instead_of:
                raise Conflict(None)
            # Other agendas come and go: their steps are not kept as removed ones, which would fill the session.
            connection.execute(delete(table).where(table.c.session_id == session_id))
            write_all(
                connection, table, {}, [replace(step, session_id=session_id) for step in steps], changed
            )
            for prompt in waiting:
                _close(connection, session_id, prompt)
            return True

    def save_agenda_step(self, step: AgendaStep) -> AgendaStep:
        """Add a step (version 0) or change one.

        Raises
        ------
        Conflict
            When somebody else changed it since ``step.version``.
        NotFound
            When somebody else removed it.
        Full
            When the agenda has as many steps as it may.
        """
        with self._changing(step.session_id) as connection:
            return save_shared(connection, schema.agenda_steps, step, self._revision(connection), MOST_STEPS)

    def insert_agenda_step(self, step: AgendaStep, after: str) -> AgendaStep:
        """Add a step right after another one.

        Raises
        ------
        NotFound
            When the other one is not there.
        Full
            When the agenda has as many steps as it may.
        """
        table = schema.agenda_steps
        with self._changing(step.session_id) as connection:
            changed, steps = self._revision(connection), _agenda(connection, step.session_id)
            if (known := next((other for other in steps if other.id == step.id), None)) is not None:
                return known
            position = next((n for n, other in enumerate(steps) if other.id == after), None)
            if position is None:
                raise NotFound("Someone else removed this step in the meantime.")
            for place, other in enumerate(steps):
                moved = place + (place > position)
                if other.place != moved:
                    save_shared(connection, table, replace(other, place=moved), changed, MOST_STEPS)
            new = replace(step, place=position + 1, version=0)
            return save_shared(connection, table, new, changed, MOST_STEPS)

    def remove_agenda_step(self, session_id: str, step_id: str, version: int) -> None:
        """Remove a step if nobody changed it since this version; one that is gone already stays gone.

        Raises
        ------
        Conflict
            When somebody changed it.
        """
        name = (session_id, step_id, version)
        with self._changing(session_id) as connection:
            remove_version(connection, schema.agenda_steps, AgendaStep, name, self._revision(connection))

    # Templates

    def agenda_templates(self) -> dict[str, str]:
        """Return the agendas that were kept to be used again, by name, as the text that was kept."""
        table = schema.agenda_templates
        with self._reading() as connection:
            rows = connection.execute(
                select(table).where(table.c.cohort_id == self._cohort).order_by(table.c.name)
            )
            return {row.name: row.steps for row in rows}

    def save_agenda_template(self, name: str, steps: str) -> None:
        """Keep an agenda under a name, in place of the one that had it.

        Raises
        ------
        Full
            When there are as many as there may be.
        """
        table = schema.agenda_templates
        own = table.c.cohort_id == self._cohort
        with self._changing() as connection:
            connection.execute(delete(table).where(own & (table.c.name == name)))
            refuse_more(connection, table, own, MOST_TEMPLATES)
            connection.execute(insert(table).values(cohort_id=self._cohort, name=name, steps=steps))

    def remove_agenda_template(self, name: str) -> None:
        """Forget an agenda that was kept."""
        table = schema.agenda_templates
        with self._changing() as connection:
            this = (table.c.cohort_id == self._cohort) & (table.c.name == name)
            connection.execute(delete(table).where(this))

    # The stage

    def stage(self, session_id: str) -> Stage:
        """Return where a session is; one that has not begun is nowhere."""
        with self._reading() as connection:
            return _stage(connection, session_id)

    def save_stage(self, stage: Stage) -> Stage:
        """Change where a session is, if nobody did since ``stage.version``.

        Raises
        ------
        Conflict
            When somebody did.
        """
        table = schema.stages
        with self._changing(stage.session_id) as connection:
            return save_version(connection, table, table.c.session_id == stage.session_id, stage)

    def prompt_stages(self, session_id: str) -> dict[str, PromptStage]:
        """Return the prompts that somebody opened, closed or revealed, by prompt."""
        table = schema.prompt_stages
        with self._reading() as connection:
            rows = connection.execute(select(table).where(table.c.session_id == session_id)).all()
        return {row.prompt: as_record(PromptStage, row) for row in rows}

    def takes_answers(self, session_id: str, prompt: str) -> str:
        """Return whether people can write under a prompt now: ``open``, ``closed``, or ``ended`` for all of them."""
        with self._reading() as connection:
            return taking(connection, session_id, prompt)

    def save_prompt_stage(self, stage: PromptStage) -> PromptStage:
        """Open, close, reveal or hide a prompt, if nobody did since ``stage.version``.

        Raises
        ------
        Conflict
            When somebody did.
        """
        this = _this_prompt(stage.session_id, stage.prompt)
        with self._changing(stage.session_id) as connection:
            return save_version(connection, schema.prompt_stages, this, stage)

    def enter_step(self, stage: Stage, prompts: Iterable[PromptStage], statuses: Mapping[str, str]) -> Stage:
        """Go to a step: its stage, the prompts that change with it, and how steps stand, by id; all or none.

        Raises
        ------
        Conflict
            When somebody changed one of these since the versions given.
        """
        table, steps = schema.stages, schema.agenda_steps
        with self._changing(stage.session_id) as connection:
            kept = save_version(connection, table, table.c.session_id == stage.session_id, stage)
            changed = self._revision(connection)
            for prompt in prompts:
                this = _this_prompt(prompt.session_id, prompt.prompt)
                save_version(connection, schema.prompt_stages, this, prompt)
            for step in _agenda(connection, stage.session_id):
                status = statuses.get(step.id, step.status)
                if status != step.status:
                    save_shared(connection, steps, replace(step, status=status), changed, MOST_STEPS)
            return kept


def has_ended(connection: Connection, session_id: str) -> bool:
    """Return whether a session is over."""
    sessions = schema.sessions
    return bool(connection.scalar(select(sessions.c.ended).where(sessions.c.id == session_id)))


def taking(connection: Connection, session_id: str, prompt: str) -> str:
    """Return whether people can write under a prompt: ``open``, ``closed``, or ``ended`` for all of them.

    After the end of a session of which everything is kept, those go on that were left open for next time.
    """
    session = one_row(connection, schema.sessions, schema.sessions.c.id == session_id)
    row = one_row(connection, schema.prompt_stages, _this_prompt(session_id, prompt))
    if session is not None and session.ended:
        stays = session.ended == "all" and row is not None and is_later(row.due, session.held_on)
        if not stays:
            return "ended"
    return "closed" if row is not None and not row.open else "open"


def _this_prompt(session_id: str, prompt: str) -> ColumnElement[bool]:
    table = schema.prompt_stages
    return (table.c.session_id == session_id) & (table.c.prompt == prompt)


def _close(connection: Connection, session_id: str, prompt: str) -> None:
    this = _this_prompt(session_id, prompt)
    row = one_row(connection, schema.prompt_stages, this)
    kept = as_record(PromptStage, row) if row else PromptStage(session_id, prompt)
    save_version(connection, schema.prompt_stages, this, replace(kept, open=False))


def _agenda(connection: Connection, session_id: str) -> list[AgendaStep]:
    table = schema.agenda_steps
    rows = connection.execute(
        select(table).where(there(table, session_id)).order_by(table.c.place, table.c.id)
    )
    return [as_record(AgendaStep, row) for row in rows]


def _stage(connection: Connection, session_id: str) -> Stage:
    row = one_row(connection, schema.stages, schema.stages.c.session_id == session_id)
    return as_record(Stage, row) if row else Stage(session_id)
