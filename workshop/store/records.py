"""What the store hands out: plain values that can be read anywhere and changed nowhere."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar


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
class Entry:
    """A person, organisation, committee or resource on the community map; ``version`` grows with every change.

    ``asks`` is who will contact them. ``influence`` and ``interest`` are 0 where nothing was said.
    """

    id: str
    session_id: str
    name: str
    kind: str
    groups: tuple[str, ...] = ()
    status: str = "not-yet"
    asks: str = ""
    contact: str = ""
    web: str = ""
    for_whom: str = ""
    offers: str = ""
    tie: int = 0
    influence: int = 0
    interest: int = 0
    listed: bool = False
    notes: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Action:
    """A line of the plan; ``version`` grows with every change.

    ``means`` are the resources that it needs, ``tell`` is who should know of it, and ``origin`` says what it grew
    from: ``gap:GROUP``, ``step:KEY``, ``prompt:KEY`` or nothing.
    """

    id: str
    session_id: str
    what: str
    who: str = ""
    by_when: str = ""
    means: str = ""
    tell: str = ""
    status: str = "to-do"
    origin: str = ""
    letter: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class GroupMark:
    """What the meeting says of a community group itself; ``version`` grows with every change."""

    session_id: str
    group: str
    mark: str = ""
    version: int = 0


#: What everyone in a session reads and changes, each under an id of its own.
Shared = TypeVar("Shared", Entry, Action)


@dataclass(frozen=True, slots=True)
class CommunityChanges:
    """What changed on the map and in the plan after a revision, all as of one moment.

    ``entries`` and ``actions`` hold None for one that was removed. ``latest`` is the revision of the last change
    of these records, ``revision`` that of the whole store. ``told_apart`` are pairs of entries that people said
    are not the same.
    """

    revision: int
    latest: int
    entries: dict[str, tuple[int, Entry | None]]
    actions: dict[str, tuple[int, Action | None]]
    marks: dict[str, GroupMark]
    told_apart: frozenset[tuple[str, str]]
