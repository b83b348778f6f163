"""The agenda of a meeting: its steps, how long each takes, and what opens when the room comes to one.

The shipped agenda of two hours is in ``data/agenda.toml``.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path

from workshop.datafile import DataFile
from workshop.paths import DATA
from workshop.privacy import clean_line, clean_text
from workshop.refusal import UNREADABLE, Refused, refuse_longer, refuse_strange_id
from workshop.store import AgendaStep, Conflict, PromptStage, Stage, Store
from workshop.toolkit import Toolkit

#: A step can take four hours at most.
MOST_MINUTES = 240
STATUSES = ("to-come", "done", "skipped")
#: The name under which the shipped agenda is offered beside those that a group keeps.
TWO_HOURS = "Two hours"


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step of the shipped agenda."""

    key: str
    title: str
    minutes: int
    section: str
    prompts: tuple[str, ...]
    method: str


@lru_cache(maxsize=4)
def shipped_agenda(folder: Path = DATA) -> tuple[PlannedStep, ...]:
    """Return the agenda of two hours.

    Raises
    ------
    ToolkitError
        When its file is missing or broken.
    """
    return tuple(DataFile(folder / "agenda.toml").rows("step", PlannedStep))


def fresh_steps(session_id: str, planned: Iterable[PlannedStep]) -> list[AgendaStep]:
    """Return planned steps as those of a session, in their order, each with an id of its own."""
    return [
        AgendaStep(
            secrets.token_hex(16),
            session_id,
            place,
            title=step.title,
            method=step.method,
            minutes=step.minutes,
            section=step.section,
            prompts=tuple(step.prompts),
        )
        for place, step in enumerate(planned)
    ]


def checked_step(toolkit: Toolkit, step: AgendaStep) -> AgendaStep:
    """Return a step with its texts made clean.

    Raises
    ------
    Refused
        When something in it can't stand on the agenda.
    """
    refuse_strange_id(step.id)
    title = refuse_longer(clean_line(step.title), 120, "title", "The name of a step")
    if not title:
        raise Refused("Give the step a name.", "title")
    method = refuse_longer(clean_text(step.method), 600, "method", "The text under “How”")
    if not 0 <= step.minutes <= MOST_MINUTES:
        raise Refused(f"Choose from 0 to {MOST_MINUTES} minutes.", "minutes")
    if step.section and step.section not in {section.key for section in toolkit.sections}:
        raise Refused("There is no such section.", "section")
    if not set(step.prompts) <= {prompt.key for prompt in toolkit.prompts}:
        raise Refused("There is no such question.", "prompts")
    if step.status not in STATUSES:
        raise Refused(UNREADABLE, "status")
    return replace(step, title=title, method=method, prompts=tuple(dict.fromkeys(step.prompts)))


def begin_agenda(store: Store, toolkit: Toolkit, session_id: str, name: str = TWO_HOURS) -> bool:
    """Give a session an agenda, and close the prompts that wait for their step; say whether it had none before.

    Raises
    ------
    Refused
        When no agenda has this name.
    """
    steps = fresh_steps(session_id, planned_under(store, toolkit, name))
    waiting = {key for step in steps for key in step.prompts}
    return store.set_agenda(session_id, steps, only_if_empty=True, waiting=waiting)


def mark(steps: Iterable[AgendaStep]) -> str:
    """Return a mark of what an agenda says; it is the same again once a change of it was undone."""
    said = [replace(step, place=place, version=0) for place, step in enumerate(steps)]
    return hashlib.sha256(json.dumps([asdict(step) for step in said]).encode()).hexdigest()[:16]


def use_agenda(store: Store, toolkit: Toolkit, session_id: str, name: str, seen: str) -> list[AgendaStep]:
    """Put another agenda in the place of the one that somebody saw, and return that one; the stage stays as it is.

    Raises
    ------
    Refused
        When no agenda has this name.
    Conflict
        When another facilitator has changed the agenda since its mark was ``seen``.
    """
    planned = planned_under(store, toolkit, name)
    before = _seen_agenda(store, session_id, seen)
    store.set_agenda(session_id, fresh_steps(session_id, planned), instead_of=before)
    return before


def _seen_agenda(store: Store, session_id: str, seen: str) -> list[AgendaStep]:
    steps = store.agenda(session_id)
    if mark(steps) != seen:
        raise Conflict(None)
    return steps


def restore_agenda(
    store: Store, toolkit: Toolkit, session_id: str, steps: Iterable[AgendaStep], seen: str
) -> None:
    """Put back an agenda that another one has replaced, each step as it was.

    Raises
    ------
    Refused
        When a step can't stand on the agenda.
    Conflict
        When another facilitator has changed the agenda since its mark was ``seen``.
    Full
        When there are more steps than there may be.
    """
    checked = {step.id: checked_step(toolkit, step) for step in steps}
    store.set_agenda(session_id, checked.values(), instead_of=_seen_agenda(store, session_id, seen))


def keep_agenda(store: Store, name: str, steps: Iterable[AgendaStep]) -> str:
    """Keep steps to be used again, and return the name under which that is.

    Raises
    ------
    Refused
        When the name can't be used.
    Full
        When there are as many agendas as there may be.
    """
    name = refuse_longer(clean_line(name), 60, "name", "The name of an agenda")
    if not name:
        raise Refused("Give the agenda a name.", "name")
    if name.casefold() == TWO_HOURS.casefold():
        raise Refused(
            f"“{TWO_HOURS}” is the agenda that comes with the workshop. Choose another name.", "name"
        )
    fields = ("title", "minutes", "section", "prompts", "method")
    store.save_agenda_template(
        name, json.dumps([{field: getattr(step, field) for field in fields} for step in steps])
    )
    return name


def planned_under(store: Store, toolkit: Toolkit, name: str) -> list[PlannedStep]:
    """Return the steps that are kept under a name.

    Raises
    ------
    Refused
        When none are.
    """
    if name == TWO_HOURS:
        return list(shipped_agenda())
    kept = store.agenda_templates().get(name)
    if kept is None:
        raise Refused("Someone else removed this agenda in the meantime.", "name")
    # The toolkit may have lost a section or a prompt since.
    sections = {section.key for section in toolkit.sections}
    prompts = {prompt.key for prompt in toolkit.prompts}
    return [
        PlannedStep(
            key="",
            title=step["title"],
            minutes=step["minutes"],
            section=step["section"] if step["section"] in sections else "",
            prompts=tuple(key for key in step["prompts"] if key in prompts),
            method=step["method"],
        )
        for step in json.loads(kept)
    ]


def enter_step(
    store: Store, toolkit: Toolkit, session_id: str, step_id: str, version: int, now: float, *, done: bool
) -> Stage:
    """Bring the room to a step: its section, its minutes on the clock, and its prompts open.

    Parameters
    ----------
    version
        The version of the stage that the facilitator saw.
    now
        Seconds since 1970.
    done
        Whether the step before is marked as done.

    Raises
    ------
    Refused
        When the step is not there (any more).
    Conflict
        When another facilitator has moved the room since.
    """
    step = next((step for step in store.agenda(session_id) if step.id == step_id), None)
    if step is None:
        raise Refused("Someone else removed this step in the meantime.")
    stage = store.stage(session_id)
    opening = [
        replace(kept, open=True)
        for key, kept in prompt_stages(store, toolkit, session_id).items()
        if key in step.prompts and not kept.open
    ]
    entered = replace(
        stage,
        step=step.id,
        section=step.section or stage.section,
        clock_ends=now + 60 * step.minutes if step.minutes else 0.0,
        clock_left=0,
        version=version,
    )
    statuses = {stage.step: "done"} if done else {}
    return store.enter_step(entered, opening, statuses | {step.id: "to-come"})


def prompt_stages(store: Store, toolkit: Toolkit, session_id: str) -> dict[str, PromptStage]:
    """Return whether each prompt of the toolkit is open and revealed: one that nobody touched is open."""
    kept = store.prompt_stages(session_id)
    return {
        prompt.key: kept.get(prompt.key) or PromptStage(session_id, prompt.key) for prompt in toolkit.prompts
    }
