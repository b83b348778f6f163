"""What the room does now: the clock, the section it is on, and which prompts are open or revealed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from workshop.agenda import MOST_MINUTES, STATUSES, prompt_stages
from workshop.homework import refuse_other_day
from workshop.refusal import UNREADABLE, Refused
from workshop.store import PromptStage, Stage, Store
from workshop.toolkit import Toolkit

#: What can be done with the clock.
CLOCK = ("start", "rest", "add", "stop")


def move_section(store: Store, toolkit: Toolkit, session_id: str, section: str, version: int) -> Stage:
    """Say that the room is on a section now.

    Raises
    ------
    Refused
        When there is no such section.
    Conflict
        When another facilitator has moved the room since that version.
    """
    if section not in {known.key for known in toolkit.sections}:
        raise Refused("There is no such section.", "section")
    return store.save_stage(replace(store.stage(session_id), section=section, version=version))


def seconds_left(stage: Stage, now: float) -> int:
    """Return the seconds on the clock: below 0 where the time is over, and 0 where no clock is set."""
    return round(stage.clock_ends - now) if stage.clock_ends else stage.clock_left


def set_clock(store: Store, session_id: str, change: str, seconds: int, version: int, now: float) -> Stage:
    """Start the clock with some seconds or with what is left on it, let it rest, add seconds to it, or stop it.

    Raises
    ------
    Refused
        When this can't be done with a clock.
    Conflict
        When another facilitator has changed it since that version.
    """
    if change not in CLOCK or abs(seconds) > 60 * MOST_MINUTES:
        raise Refused("That can't be done with the clock.", "change")
    stage = store.stage(session_id)
    left = max(seconds_left(stage, now), 0)
    more = min(max(left + seconds, 0), 60 * MOST_MINUTES)
    match change:
        case "start":
            stage = replace(stage, clock_ends=now + max(seconds or left, 0), clock_left=0)
        case "rest":
            stage = replace(stage, clock_ends=0.0, clock_left=left)
        case "add" if stage.clock_ends:
            stage = replace(stage, clock_ends=now + more)
        case "add":
            stage = replace(stage, clock_left=more)
        case _:
            stage = replace(stage, clock_ends=0.0, clock_left=0)
    return store.save_stage(replace(stage, version=version))


def set_prompt(store: Store, toolkit: Toolkit, stage: PromptStage) -> PromptStage:
    """Open or close a prompt, for next time if a day is given, and reveal or hide what was approved of its answers.

    Raises
    ------
    Refused
        When there is no such prompt, its answers are never shown (section 5.2 of the field notes: what a
        person says of themselves stays with them), or the day can't be used.
    Conflict
        When another facilitator has changed it since.
    """
    found = {prompt.key: prompt for prompt in toolkit.prompts}.get(stage.prompt)
    if found is None:
        raise Refused("There is no such question.", "prompt")
    if stage.revealed and found.sensitivity == "never":
        raise Refused(f"The answers to question {found.number} are never shown to the room.", "revealed")
    kept = prompt_stages(store, toolkit, stage.session_id)[stage.prompt]
    due = stage.due
    if due != kept.due:  # a day that was set earlier may be over by now
        due = refuse_other_day(store.session(stage.session_id), due, date.today())
    return store.save_prompt_stage(replace(stage, due=due))


# The way back


@dataclass(frozen=True, slots=True)
class Moment:
    """Where the room is at one moment: its stage, its prompts, and how its steps stand."""

    stage: Stage
    prompts: Mapping[str, PromptStage]
    statuses: Mapping[str, str]


def moment(store: Store, toolkit: Toolkit, session_id: str) -> Moment:
    """Return where the room is now."""
    statuses = {step.id: step.status for step in store.agenda(session_id)}
    return Moment(store.stage(session_id), prompt_stages(store, toolkit, session_id), statuses)


def restore(store: Store, toolkit: Toolkit, session_id: str, before: Moment, now: float) -> Stage:
    """Bring the room back to where it was before a move.

    The versions in ``before`` are those that the move has left; prompts and steps that it did not touch are not
    in it. What is revealed, and what is left open for next time, stays as it is.

    Raises
    ------
    Refused
        When that is nowhere.
    Conflict
        When another facilitator has moved the room since.
    """
    stage = before.stage
    if stage.step and stage.step not in {step.id for step in store.agenda(session_id)}:
        raise Refused("Someone else removed this step in the meantime.")
    if stage.section and stage.section not in {known.key for known in toolkit.sections}:
        raise Refused("There is no such section.", "section")
    longest = 60 * MOST_MINUTES
    if stage.clock_left > longest or stage.clock_ends > now + longest:
        raise Refused("That can't be done with the clock.", "stage")
    if not before.prompts.keys() <= {prompt.key for prompt in toolkit.prompts}:
        raise Refused("There is no such question.", "prompts")
    if not set(before.statuses.values()) <= set(STATUSES):
        raise Refused(UNREADABLE, "steps")
    present = prompt_stages(store, toolkit, session_id)
    prompts = [
        replace(was, revealed=present[key].revealed, due=present[key].due)
        for key, was in before.prompts.items()
    ]
    return store.enter_step(stage, prompts, before.statuses)
