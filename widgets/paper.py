"""A table's paper: one form in which a scribe enters what a table wrote; its rules are those of every answer."""

import traitlets as tl

from widgets.wired import Answering, Wired, esm
from workshop.responses import HARD_LIMIT
from workshop.toolkit import Toolkit


class Paper(Wired):
    """The worksheets of tables, entered one by one: ``console.paper()``."""

    _esm = esm("actions", "words", "paper_field", "table_paper")

    prompts = tl.List(tl.Dict()).tag(sync=True)
    #: The questions that no table answers, for the sentence that says why.
    alone = tl.List(tl.Dict()).tag(sync=True)
    hard_limit = tl.Int(HARD_LIMIT).tag(sync=True)


def make_paper(toolkit: Toolkit, messages: Answering | None = None) -> Paper:
    """Return the form for what tables wrote on paper."""
    told = [
        {"key": prompt.key, "number": prompt.number, "question": prompt.question, "private": prompt.private}
        for prompt in toolkit.prompts
    ]
    return Paper(
        messages=messages,
        prompts=[prompt for prompt in told if not prompt["private"]],
        alone=[prompt for prompt in told if prompt["private"]],
    )
