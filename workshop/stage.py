"""What the room does now: the clock, the section it is on, and which prompts are open or revealed."""

from dataclasses import replace

from workshop.agenda import MOST_MINUTES
from workshop.refusal import Refused, refuse_strange_day
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
    """Open or close a prompt, until a day if one is given, and reveal or hide what was approved of its answers.

    Raises
    ------
    Refused
        When there is no such prompt, or its answers are never shown (section 5.2 of the field notes: what a
        person says of themselves stays with them).
    Conflict
        When another facilitator has changed it since.
    """
    found = {prompt.key: prompt for prompt in toolkit.prompts}.get(stage.prompt)
    if found is None:
        raise Refused("There is no such question.", "prompt")
    if stage.revealed and found.sensitivity == "never":
        raise Refused(f"The answers to question {found.number} are never shown to the room.", "revealed")
    return store.save_prompt_stage(replace(stage, due=refuse_strange_day(stage.due, "due")))
