"""Reading the fields of a message, whatever a browser put into them."""

import re
from typing import Any

from workshop.privacy import SEAT_KEY
from workshop.refusal import UNREADABLE, Refused

Message = dict[str, Any]

RECORD_ID = re.compile(r"[0-9a-f]{32}")


def read_text(message: Message, field: str) -> str:
    """Return a text; a missing one is empty, and anything else is refused."""
    value = message.get(field, "")
    if not isinstance(value, str):
        raise Refused(UNREADABLE, field)
    return value.encode("utf-8", "replace").decode("utf-8")  # half a character is not a text


def read_id(message: Message, field: str) -> str:
    """Return the id of a record, as browsers and the store make them; anything else is refused."""
    value = read_text(message, field)
    if not RECORD_ID.fullmatch(value):
        raise Refused(UNREADABLE, field)
    return value


def read_texts(message: Message, field: str) -> tuple[str, ...]:
    """Return a list of texts; a missing one is empty, and anything else is refused."""
    value = message.get(field, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise Refused(UNREADABLE, field)
    return tuple(read_text({field: item}, field) for item in value)


def read_count(message: Message, field: str) -> int:
    """Return a number from 0 up; a missing one is 0, and anything else is refused."""
    value = message.get(field, 0)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        raise Refused(UNREADABLE, field)
    return value


def read_moment(message: Message, field: str) -> float:
    """Return a moment in seconds since 1970; a missing one is 0, and anything else is refused."""
    value = message.get(field, 0)
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < 2**40:
        raise Refused(UNREADABLE, field)
    return float(value)


def read_counts(message: Message, field: str) -> dict[str, int]:
    """Return numbers by name, at most a hundred; a missing field has none, and anything else is refused."""
    value = message.get(field, {})
    if not isinstance(value, dict) or len(value) > 100:
        raise Refused(UNREADABLE, field)
    return {read_text({field: name}, field): read_count({field: value[name]}, field) for name in value}


def read_records(message: Message, field: str) -> list[Message]:
    """Return a list of records, at most a thousand; a missing one is empty, and anything else is refused."""
    value = message.get(field, [])
    if not isinstance(value, list) or len(value) > 1000 or not all(isinstance(item, dict) for item in value):
        raise Refused(UNREADABLE, field)
    return value


def read_flag(message: Message, field: str) -> bool:
    """Return whether something is so; a missing one is not, and anything but true and false is refused."""
    value = message.get(field, False)
    if not isinstance(value, bool):
        raise Refused(UNREADABLE, field)
    return value


def read_record(message: Message, field: str) -> Message:
    """Return the fields of a record inside the message; anything else is refused."""
    value = message.get(field)
    if not isinstance(value, dict):
        raise Refused(UNREADABLE, field)
    return value


def read_seat(message: Message) -> str:
    """Return the key of the seat that asks; one that is none is refused."""
    seat = read_text(message, "seat")
    if not SEAT_KEY.fullmatch(seat):
        raise Refused("This phone has no seat in the workshop yet. Join again with the code on the wall.")
    return seat
