"""The action plan that grows from gaps, steps and answers; its rules are in ``workshop.plan``."""

import traitlets as tl

from widgets.wired import Answering, Wired, esm
from workshop.plan import LIMITS
from workshop.toolkit import Toolkit


class Plan(Wired):
    """Who does what, by when, with what, and who should know: ``page.plan()``."""

    live = True
    _esm = esm(
        "feed", "record_form", "actions", "letter", "action_card", "plan_head", "paper", "read_aloud", "plan"
    )

    groups = tl.List(tl.Dict()).tag(sync=True)
    prompts = tl.List(tl.Dict()).tag(sync=True)
    steps = tl.List(tl.Dict()).tag(sync=True)
    limits = tl.Dict().tag(sync=True)


def make_plan(toolkit: Toolkit, messages: Answering | None = None) -> Plan:
    """Return the plan, with the words for where an action may come from."""
    return Plan(
        messages=messages,
        groups=[{"key": group.key, "name": group.name} for group in toolkit.groups],
        prompts=[
            {"key": prompt.key, "number": prompt.number, "question": prompt.question}
            for prompt in toolkit.prompts
        ],
        steps=[{"key": step.key, "number": step.number, "text": step.text} for step in toolkit.steps],
        limits={field: limit for field, (limit, _) in LIMITS.items()},
    )
