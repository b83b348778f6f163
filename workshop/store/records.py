"""What the store hands out: plain values that can be read anywhere and changed nowhere."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Session:
    """One meeting, with the code that lets phones in."""

    id: str
    join_code: str
    title: str
    held_on: date
    number: int


@dataclass(frozen=True, slots=True)
class Response:
    """What one seat says to one prompt: ``written`` with words, ``passed`` or ``withdrawn`` without."""

    handle: str
    session_id: str
    prompt: str
    state: str
    text: str
    seq: int
    from_table: bool = False


@dataclass(frozen=True, slots=True)
class StepRecord:
    """How far the group is with one of the toolkit's steps; ``version`` grows with every change."""

    session_id: str
    step: str
    status: str = "not-yet"
    who: str = ""
    by_when: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Resource:
    """A local resource that the group knows of; ``version`` grows with every change."""

    id: str
    session_id: str
    name: str
    kind: str
    for_whom: str = ""
    help: str = ""
    contact: str = ""
    link: str = ""
    version: int = 0
