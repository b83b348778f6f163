"""What the store hands out of what may be published, and of what two people agreed on."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Choice:
    """What a facilitator decided of one item that may be published; ``version`` grows with every change.

    ``words`` are the group's own words in its place, by field, ``seen`` is the mark of what it said when somebody
    looked, ``consent`` that those it is about agreed, and ``looked`` that what the detectors found is no harm.
    """

    session_id: str
    item: str
    choice: str
    words: dict[str, str]
    consent: bool = False
    looked: bool = False
    seen: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Agreement:
    """That somebody agreed to publish exactly what has this mark; ``desk`` tells browsers apart, not people."""

    session_id: str
    mark: str
    desk: str
    initials: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """What two people agreed to publish, as JSON; answers stand apart in ``quoted``, by their handles."""

    session_id: str
    number: int
    day: date
    mark: str
    content: str
    quoted: dict[str, str]
