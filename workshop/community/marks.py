"""What the meeting says of a community group itself, rather than of anybody in it."""

from workshop.refusal import Refused
from workshop.store import GroupMark, Store
from workshop.toolkit import Toolkit

#: Never a person in a row: here the mark alone says whether there are safe, paid, supported ways to take part.
LIVED_EXPERIENCE = "lived-experience"
_MARKS = ("", "not-here")
_LIVED_EXPERIENCE_MARKS = ("yes", "working", "not-yet")


def save_mark(store: Store, toolkit: Toolkit, mark: GroupMark) -> GroupMark:
    """Keep what the meeting says of a community group and return it.

    Raises
    ------
    Refused
        When there is no such group, or this can't be said of it.
    Conflict
        When somebody else changed it since ``mark.version``.
    """
    if mark.group not in {group.key for group in toolkit.groups}:
        raise Refused("There is no such group.", "group")
    if mark.group == LIVED_EXPERIENCE:
        if mark.mark not in _LIVED_EXPERIENCE_MARKS:
            raise Refused("Choose “Yes”, “Working on it” or “Not yet”.", "mark")
    elif mark.mark not in _MARKS:
        raise Refused("A group can be marked “Not in our town”, or not at all.", "mark")
    return store.save_mark(mark)
