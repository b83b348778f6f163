"""A rehearsal: a session of its own, in which made-up people answer so that a facilitator can practise.

What they say is in ``data/practice.toml``. How they come in, as phones do, is ``workshop.serve.practice``.
"""

import random
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from workshop.paths import DATA
from workshop.refusal import Refused
from workshop.session import begin_session
from workshop.store import Session, Store

FEWEST_SEATS, MOST_SEATS = 5, 30
#: How many of ten have something to say to a question.
TALKATIVE = 7


class Players(Protocol):
    """What lets made-up people into a rehearsal, and sends them home."""

    def start(self, code: str, seats: int) -> None:
        """Let so many of them in by a join code."""

    def stop(self) -> None:
        """Send all of them home."""

    def seats(self) -> int:
        """Return how many of them are there."""


@dataclass(frozen=True, slots=True)
class Careful:
    """An answer that should not go on the wall, and why."""

    prompt: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Script:
    """What made-up people can say."""

    answers: dict[str, tuple[str, ...]]
    careful: tuple[Careful, ...]
    entries: tuple[dict[str, Any], ...]


@lru_cache(maxsize=4)
def load_script(folder: Path = DATA) -> Script:
    """Return what made-up people can say."""
    read = tomllib.loads((folder / "practice.toml").read_text(encoding="utf-8"))
    return Script(
        answers={prompt: tuple(texts) for prompt, texts in read["answers"].items()},
        careful=tuple(Careful(**row) for row in read["careful"]),
        entries=tuple(read["entries"]),
    )


@dataclass(frozen=True, slots=True)
class Part:
    """What one made-up person will say, by prompt (an empty text is a pass), and puts on the map."""

    answers: dict[str, str]
    entries: tuple[dict[str, Any], ...] = ()


def parts(script: Script, seats: int, chance: random.Random) -> list[Part]:
    """Return what each of so many made-up people will say: no text twice, and each careful one by somebody."""
    told: list[dict[str, str]] = [{} for _ in range(seats)]
    for prompt, texts in script.answers.items():
        careful = [one.text for one in script.careful if one.prompt == prompt]
        talking = [seat for seat in range(seats) if chance.randrange(10) < TALKATIVE]
        talking = talking if len(talking) >= len(careful) else list(range(seats))
        chance.shuffle(talking)
        words = careful + chance.sample(texts, len(texts))
        for seat, text in zip(talking, words, strict=False):
            told[seat][prompt] = text
        for seat in talking[len(words) :]:
            told[seat][prompt] = ""
    # The map gets its entries from the first who come, one each.
    return [Part(answers, script.entries[seat : seat + 1]) for seat, answers in enumerate(told)]


def dots_for(options: Sequence[str], dots: int, chance: random.Random) -> dict[str, int]:
    """Return where a made-up person puts its dots: anywhere, and a little more often on what stands first."""
    weights = [len(options) + 3 - place for place in range(len(options))]
    placed = chance.choices(options, weights, k=dots)
    return {option: placed.count(option) for option in options if option in placed}


def begin_rehearsal(store: Store, players: Players | None, now: Session, seats: int) -> Session:
    """Begin a rehearsal, or let made-up people into the one that goes on; return its session.

    Raises
    ------
    Refused
        When there can't be so many of them, or nothing is served into which they could come.
    NotFound
        When another meeting has begun in the meantime.
    """
    if not FEWEST_SEATS <= seats <= MOST_SEATS:
        raise Refused(f"Choose from {FEWEST_SEATS} to {MOST_SEATS} made-up people.", "seats")
    if players is None:
        raise Refused("A rehearsal needs the workshop itself: open it with “make workshop”.")
    if now.kind != "practice":
        now = begin_session(store, "Rehearsal", date.today(), kind="practice", only_if=now)
    if not players.seats():
        players.start(now.join_code, seats)
    return now
