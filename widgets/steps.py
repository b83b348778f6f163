"""The seven steps as the group's checklist; its rules are in ``workshop.steps``."""

import traitlets as tl

from widgets.wired import Answering, Wired, esm
from workshop.steps import WHO_LIMIT
from workshop.toolkit import Toolkit


class Steps(Wired):
    """How far the group is, who does it, and by when: ``page.steps()``."""

    live = True
    _esm = esm("feed", "actions", "step_plan", "steps")

    steps = tl.List(tl.Dict()).tag(sync=True)
    who_limit = tl.Int(WHO_LIMIT).tag(sync=True)


def make_steps(toolkit: Toolkit, messages: Answering | None = None) -> Steps:
    """Return the checklist of the toolkit's steps."""
    steps = [
        {"key": step.key, "number": step.number, "text": step.text, "hint": step.hint}
        for step in toolkit.steps
    ]
    return Steps(messages=messages, steps=steps)
