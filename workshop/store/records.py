"""What the store hands out: plain values that can be read anywhere and changed nowhere."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

#: In place of a cohort's id: the workshop's own meetings, which need no cohort.
HOME = ""


@dataclass(frozen=True, slots=True)
class Cohort:
    """The same people over several meetings; ``version`` grows with every change."""

    id: str
    name: str
    version: int = 0


@dataclass(frozen=True, slots=True)
class Session:
    """One meeting, with the code that lets phones in.

    ``kind`` is ``meeting`` or ``practice``. ``ended`` is empty while it goes on, and then says what was kept:
    ``all`` or ``summary``. ``cohort_id`` is whose meeting it is, and ``number`` counts the meetings of that cohort.
    """

    id: str
    join_code: str
    title: str
    held_on: date
    number: int
    kind: str = "meeting"
    ended: str = ""
    cohort_id: str = HOME


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

    ``asks`` is who will contact them. ``influence`` and ``interest`` are 0 where nothing was said. ``origin`` says
    what it grew from: ``theme:ID``, ``card:ID`` or nothing.
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
    origin: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Action:
    """A line of the plan; ``version`` grows with every change.

    ``means`` are the resources that it needs, ``tell`` is who should know of it, and ``origin`` says what it grew
    from: ``gap:GROUP``, ``step:KEY``, ``prompt:KEY``, ``theme:ID``, ``card:ID`` or nothing. ``why`` is what people
    said when they met again and it was not done.
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
    why: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class GroupMark:
    """What the meeting says of a community group itself; ``version`` grows with every change."""

    session_id: str
    group: str
    mark: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class CommunityChanges:
    """What changed on the map and in the plan after a revision, all as of one moment.

    ``entries`` and ``actions`` hold None for one that was removed. ``latest`` is the revision of the last change
    of these records, ``revision`` that of the whole session. ``told_apart`` are pairs of entries that people said
    are not the same.
    """

    revision: int
    latest: int
    entries: dict[str, tuple[int, Entry | None]]
    actions: dict[str, tuple[int, Action | None]]
    marks: dict[str, GroupMark]
    told_apart: frozenset[tuple[str, str]]


# The facilitator's hand


@dataclass(frozen=True, slots=True)
class AgendaStep:
    """A part of the meeting: how long, how people do it, the section and the prompts that go with it."""

    id: str
    session_id: str
    place: int
    title: str
    method: str = ""
    minutes: int = 0
    section: str = ""
    prompts: tuple[str, ...] = ()
    status: str = "to-come"
    version: int = 0


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the room is: the step and the section, and the clock.

    ``clock_ends`` is in seconds since 1970 while the clock runs; ``clock_left`` is in seconds while it rests.
    """

    session_id: str
    step: str = ""
    section: str = ""
    clock_ends: float = 0.0
    clock_left: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True)
class PromptStage:
    """Whether people can write under a prompt, by which day, and whether the room sees what was approved."""

    session_id: str
    prompt: str
    open: bool = True
    revealed: bool = False
    due: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Judged:
    """A response with what was decided of its present words: ``waiting``, ``approved``, ``hidden``, ``attention``.

    ``theme`` is the id of the theme that it was put under, or empty. ``changed`` says that earlier words were
    decided of, and that their writer has changed them since.
    """

    response: Response
    verdict: str = "waiting"
    theme: str = ""
    changed: bool = False


@dataclass(frozen=True, slots=True)
class LoggedDecision:
    """A line of the log of decisions: about an answer to a prompt, and never about which one."""

    number: int
    prompt: str
    verdict: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    """A cluster of responses to one prompt, under a title that people gave it."""

    id: str
    session_id: str
    prompt: str
    title: str
    version: int = 0


@dataclass(frozen=True, slots=True)
class Vote:
    """A dot vote; ``state`` is ``open`` or ``closed``, ``dots`` is how many each seat has."""

    id: str
    session_id: str
    prompt: str
    question: str
    dots: int = 3
    state: str = "open"
    version: int = 0


@dataclass(frozen=True, slots=True)
class VoteOption:
    """What people can put dots on, and, once the vote is closed, how many it has."""

    option: str
    title: str
    dots: int = 0


@dataclass(frozen=True, slots=True)
class ListItem:
    """A line of a list that the group keeps: ``kind`` is ``agreement`` or ``learning``."""

    id: str
    session_id: str
    kind: str
    text: str
    origin: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a seat says of a meeting: ``kind`` is ``up`` or ``down``."""

    handle: str
    session_id: str
    kind: str
    text: str
    seq: int


#: What everyone in a session reads and changes, each under an id of its own.
Shared = TypeVar("Shared", Entry, Action, AgendaStep, Theme, Vote, ListItem)
