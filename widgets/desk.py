"""The meeting on one screen: the agenda, the present step, and what needs a decision."""

from typing import Any

import traitlets as tl

from widgets.guide import OPENING, POLICY, WHAT_IF, shown
from widgets.wired import FACILITATOR_STYLES, Answering, Wired, css, esm
from workshop.agenda import MOST_MINUTES
from workshop.check_ins import LEAST_PEOPLE
from workshop.toolkit import Toolkit

PARTS = (
    "feed",
    "focus",
    "record_form",
    "actions",
    "marked_feed",
    "deeds",
    "paper",
    "desk_kit",
    "desk_clock",
    "square",
)
OWN = (
    *("desk_before", "desk_last_time", "desk_agenda", "desk_step_form"),
    *("desk_stage", "desk_prompts", "desk_homework"),
)
DECIDING = ("desk_card", "desk_queue", "desk_log")


class Desk(Wired):
    """What a facilitator needs while people are there: ``console.desk()``."""

    live = True
    _esm = esm(*PARTS, *OWN, *DECIDING, "desk")
    _css = css(FACILITATOR_STYLES)

    sections = tl.List(tl.Dict()).tag(sync=True)
    prompts = tl.List(tl.Dict()).tag(sync=True)
    opening = tl.List(tl.Dict()).tag(sync=True)
    policy = tl.List(tl.Dict()).tag(sync=True)
    what_if = tl.List(tl.Dict()).tag(sync=True)
    most_minutes = tl.Int(MOST_MINUTES).tag(sync=True)
    least_counted = tl.Int(LEAST_PEOPLE).tag(sync=True)


def make_desk(toolkit: Toolkit, messages: Answering | None = None) -> Desk:
    """Return the screen from which a meeting is held."""
    return Desk(
        messages=messages,
        sections=[
            {"key": section.key, "number": section.number, "title": section.title}
            for section in toolkit.sections
        ],
        prompts=prompt_traits(toolkit),
        opening=shown(OPENING, toolkit),
        policy=shown(POLICY, toolkit),
        what_if=shown(WHAT_IF, toolkit),
    )


def prompt_traits(toolkit: Toolkit) -> list[dict[str, Any]]:
    """Return what a facilitator's page needs to know of the prompts."""
    return [
        {
            "key": prompt.key,
            "number": prompt.number,
            "question": prompt.question,
            "shown": prompt.sensitivity != "never",
            "private": prompt.private,
        }
        for prompt in toolkit.prompts
    ]
