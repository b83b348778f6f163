"""Where something on the map, in the plan or on a list came from: a gap, a step, a prompt, a theme or an answer."""

import re

from workshop.refusal import Refused
from workshop.toolkit import Toolkit

#: What a group made or read itself; whether it is still there is another matter.
_OF_ROOM = re.compile(r"(theme|card):[0-9a-f]{32}")


def gap(group: str) -> str:
    """Return the origin of an action that is to close the gap of a group."""
    return f"gap:{group}"


def of_theme(theme_id: str) -> str:
    """Return the origin of what grew from a theme."""
    return f"theme:{theme_id}"


def of_card(card: str) -> str:
    """Return the origin of what grew from one answer."""
    return f"card:{card}"


def refuse_strange_origin(origin: str, toolkit: Toolkit | None = None) -> str:
    """Return an origin that there can be, or an empty one; those of the toolkit only where it is given.

    Raises
    ------
    Refused
        When nothing could come from there.
    """
    if not origin or _OF_ROOM.fullmatch(origin) or (toolkit and origin in _of_toolkit(toolkit)):
        return origin
    raise Refused("There is nothing in the toolkit that this could come from.", "origin")


def _of_toolkit(toolkit: Toolkit) -> set[str]:
    return {
        *(gap(group.key) for group in toolkit.groups),
        *(f"step:{step.key}" for step in toolkit.steps),
        *(f"prompt:{prompt.key}" for prompt in toolkit.prompts),
    }
