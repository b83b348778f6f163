"""How people are with it at this meeting, and what they wrote before; the rules are in ``workshop.check_ins``."""

from dataclasses import asdict

import ipywidgets as ipw
import traitlets as tl

from widgets.reflection import Kit
from widgets.wired import Answering, Wired, esm
from workshop.check_ins import LONGEST, load_check_in
from workshop.toolkit import Toolkit


class CheckIn(Wired):
    """A few statements to place oneself on, and one thing up and one down: ``page.check_in()``."""

    _esm = esm("kit", "catcher", "words", "check_in")

    kit = tl.Instance(Kit).tag(sync=True, **ipw.widget_serialization)
    statements = tl.List(tl.Dict()).tag(sync=True)
    levels = tl.List(tl.Unicode()).tag(sync=True)
    longest = tl.Int(LONGEST).tag(sync=True)


class Earlier(Wired):
    """What this seat wrote at earlier meetings, for its own eyes: ``page.earlier()``."""

    _esm = esm("earlier")

    prompts = tl.List(tl.Dict()).tag(sync=True)


def make_check_in(kit: Kit, messages: Answering | None = None) -> CheckIn:
    """Return the check-in of this meeting."""
    check_in = load_check_in()
    statements = [asdict(statement) for statement in check_in.statements]
    return CheckIn(messages=messages, kit=kit, statements=statements, levels=list(check_in.levels))


def make_earlier(toolkit: Toolkit, messages: Answering | None = None) -> Earlier:
    """Return what this seat wrote at earlier meetings."""
    prompts = [
        {"key": prompt.key, "number": prompt.number, "question": prompt.question}
        for prompt in toolkit.prompts
    ]
    return Earlier(messages=messages, prompts=prompts)
