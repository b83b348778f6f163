"""The room on everybody's pages: what it does now, its votes, and how it goes on from last time.

What may be shown is for ``workshop.messages.room_view``.
"""

import traitlets as tl

from widgets.wired import Answering, Wired, esm
from workshop.toolkit import Toolkit

#: The section whose page has the votes.
VOTES_IN = "reflecting"


class Room(Wired):
    """The step, the clock, and where the room is: ``page.room()``."""

    live = True
    _esm = esm("marked_feed", "room_feed", "clock", "follow", "room")

    section = tl.Unicode().tag(sync=True)
    sections = tl.List(tl.Dict()).tag(sync=True)
    votes_at = tl.Unicode().tag(sync=True)
    questions = tl.List(tl.Dict()).tag(sync=True)


class Votes(Wired):
    """The votes of the meeting, with this seat's dots: ``page.votes()``."""

    live = True
    _esm = esm("marked_feed", "room_feed", "vote_card", "votes")


class LastTime(Wired):
    """What the meeting before this one set out to do: ``page.last_time()``."""

    live = True
    _esm = esm("marked_feed", "room_feed", "actions", "last_time")


def make_room(section: str, toolkit: Toolkit, messages: Answering | None = None) -> Room:
    """Return the bar of a section's page."""
    sections = [
        {"key": one.key, "number": one.number, "title": one.title, "notebook": one.notebook}
        for one in toolkit.sections
    ]
    votes_at = toolkit.section(VOTES_IN).notebook
    questions = [{"key": prompt.key, "number": prompt.number} for prompt in toolkit.prompts]
    return Room(messages=messages, section=section, sections=sections, votes_at=votes_at, questions=questions)
