"""Meetings, for those who hold them: a rehearsal, the end of one, the next one, and the address of these pages."""

import traitlets as tl

from widgets.desk import prompt_traits
from widgets.wired import Answering, Wired, esm
from workshop.rehearsal import FEWEST_SEATS, MOST_SEATS
from workshop.toolkit import Toolkit

PARTS = ("actions", "paper", "receipt", "rehearsal", "leave_open", "ending", "next_meeting", "meetings")


class Meetings(Wired):
    """The present meeting: rehearse, end it, begin the next one: ``console.meetings()``."""

    live = True
    _esm = esm(*PARTS).replace("SEATS_FROM", str(FEWEST_SEATS)).replace("SEATS_TO", str(MOST_SEATS))

    prompts = tl.List(tl.Dict()).tag(sync=True)


class Address(Wired):
    """The address of the facilitator's pages, which can be changed: ``console.address()``."""

    _esm = esm("actions", "address")


def make_meetings(toolkit: Toolkit, messages: Answering | None = None) -> Meetings:
    """Return what can be done with meetings."""
    return Meetings(messages=messages, prompts=prompt_traits(toolkit))
