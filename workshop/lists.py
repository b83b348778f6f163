"""The two lists that a group keeps for itself: its agreement, and what it wants to learn."""

from dataclasses import replace

from workshop.origins import refuse_strange_origin
from workshop.privacy import clean_line
from workshop.refusal import Refused, refuse_longer, refuse_strange_id
from workshop.store import ListItem, Store

KINDS = ("agreement", "learning")
LONGEST = 300


def save_item(store: Store, item: ListItem) -> ListItem:
    """Add a line to a list or change one, and return it as it is kept.

    Raises
    ------
    Refused
        When it can't stand there.
    Conflict
        When somebody else changed it since ``item.version``.
    NotFound
        When somebody else removed it.
    Full
        When the lists have as many lines as they may.
    """
    return store.save_list_item(checked_item(item))


def checked_item(item: ListItem) -> ListItem:
    """Return a line with its text made clean.

    Raises
    ------
    Refused
        When it can't stand on a list.
    """
    refuse_strange_id(item.id)
    if item.kind not in KINDS:
        raise Refused("There is no such list.", "kind")
    text = refuse_longer(clean_line(item.text), LONGEST, "text", "A line")
    if not text or not item.id:
        raise Refused("Write the line.", "text")
    refuse_strange_origin(item.origin)
    return replace(item, text=text)
