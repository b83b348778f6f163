"""How the workshop says no: one sentence, next to the field it is about, and nothing lost."""

import re
from datetime import date

#: A page makes the id of a new record itself, so that a message that is sent twice adds it once.
ID = re.compile(r"[0-9a-f]{32}")
UNREADABLE = "This page sent something that the workshop can't read. Open it anew."


class Refused(Exception):
    """Something that can't be taken; its text says why and what to do, and ``field`` says where."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


def refuse_longer(text: str, limit: int, field: str, name: str) -> str:
    """Return a text that is not longer than ``limit`` characters.

    Raises
    ------
    Refused
        When it is.
    """
    if len(text) > limit:
        raise Refused(
            f"{name} can have {limit:,} characters at most, and this one has {len(text):,}. "
            "Nothing is lost: make it shorter.",
            field,
        )
    return text


def refuse_strange_id(record_id: str, field: str = "id") -> str:
    """Return an id that a page may have made, or an empty one.

    Raises
    ------
    Refused
        When no page makes such an id.
    """
    if record_id and not ID.fullmatch(record_id):
        raise Refused(UNREADABLE, field)
    return record_id


def refuse_strange_day(text: str, field: str) -> str:
    """Return a day as year-month-day, or an empty text for none.

    Raises
    ------
    Refused
        When it is no day.
    """
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise Refused("Write the day as year-month-day, such as 2027-03-31.", field) from None
