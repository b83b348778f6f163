"""The check-in at each meeting: a few statements on a scale, and one thing up and one thing down.

A seat's levels are kept apart from each other, so nobody can put together what one person said. What is shown of
them is hidden while it is about few people (``LEAST_PEOPLE``, after the guideline in section 3.5 of the field notes).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from workshop.datafile import DataFile
from workshop.paths import DATA
from workshop.privacy import clean_text, handle
from workshop.refusal import Refused, refuse_longer
from workshop.store import Feedback, Store

#: Fewer people than these are never counted in public: a group of eleven is the smallest that hides one.
LEAST_PEOPLE = 11
LONGEST = 400
KINDS = ("up", "down")


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement that people place themselves on."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class CheckIn:
    """The statements, and the words for the levels from the lowest to the highest."""

    statements: tuple[Statement, ...]
    levels: tuple[str, ...]


@lru_cache(maxsize=4)
def load_check_in(folder: Path = DATA) -> CheckIn:
    """Return the check-in that the data folder holds.

    Raises
    ------
    ToolkitError
        When its file is missing or broken.
    """
    file = DataFile(folder / "check-in.toml")
    levels = file.tables.get("levels")
    if not isinstance(levels, list) or not all(isinstance(word, str) for word in levels):
        raise file.wrong("check-in", "", "levels", "must be a list of texts")
    return CheckIn(tuple(file.rows("statement", Statement)), tuple(levels))


def read_levels(store: Store, session_id: str, seat: str) -> dict[str, int]:
    """Return where a seat has placed itself, by statement."""
    return store.levels(_level_handle(seat, session_id, one.key) for one in load_check_in().statements)


def save_level(store: Store, session_id: str, seat: str, statement: str, level: int) -> None:
    """Keep where a seat places itself, from 1 up; 0 takes it back.

    Raises
    ------
    Refused
        When there is no such statement or level.
    """
    check_in = load_check_in()
    if statement not in {one.key for one in check_in.statements}:
        raise Refused("There is no such statement.", "statement")
    if level not in range(len(check_in.levels) + 1):
        raise Refused("There is no such level.", "level")
    store.save_level(session_id, _level_handle(seat, session_id, statement), statement, level)


def read_feedback(store: Store, session_id: str, seat: str) -> dict[str, Feedback]:
    """Return a seat's own cards by kind; one that it has not written is empty."""
    handles = {kind: _card_handle(seat, session_id, kind) for kind in KINDS}
    found = store.feedback(handles.values())
    return {kind: found.get(kind) or Feedback(handles[kind], session_id, kind, "", 0) for kind in KINDS}


def save_feedback(store: Store, session_id: str, seat: str, kind: str, text: str, seq: int) -> Feedback:
    """Keep what a seat says of the meeting, and return it as it is kept.

    Raises
    ------
    Refused
        When it can't be kept.
    Conflict
        When another page of the same seat has said something else since.
    """
    if kind not in KINDS:
        raise Refused("There is no such card.", "about")
    text = refuse_longer(clean_text(text), LONGEST, "text", "A card")
    return store.save_feedback(Feedback(_card_handle(seat, session_id, kind), session_id, kind, text, seq))


def average(counts: Mapping[int, int]) -> float | None:
    """Return the average level to one decimal, or None while it is about too few people."""
    people = sum(counts.values())
    if people < LEAST_PEOPLE:
        return None
    return round(sum(level * count for level, count in counts.items()) / people, 1)


def _level_handle(seat: str, session_id: str, statement: str) -> str:
    return handle(seat, session_id, f"check-in:{statement}")


def _card_handle(seat: str, session_id: str, kind: str) -> str:
    return handle(seat, session_id, f"feedback:{kind}")
