"""What the group has so far, at a glance."""

import traitlets as tl

from widgets.wired import Answering, Wired, esm
from workshop.toolkit import Toolkit


class Overview(Wired):
    """Answers, steps and resources in one look: ``page.overview()``."""

    live = True
    _esm = esm("feed", "actions", "overview")

    prompts = tl.List(tl.Dict()).tag(sync=True)
    groups = tl.List(tl.Dict()).tag(sync=True)


def make_overview(toolkit: Toolkit, messages: Answering | None = None) -> Overview:
    """Return the overview of a session."""
    prompts = [
        {"key": prompt.key, "number": prompt.number, "question": prompt.question}
        for prompt in toolkit.prompts
    ]
    groups = [{"key": group.key, "name": group.name} for group in toolkit.groups]
    return Overview(messages=messages, prompts=prompts, groups=groups)
