"""A paper: headings, paragraphs, lists and tables, which a word processor and a printer get in their own form."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``level`` is 1 or 2 below the title."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; ``quiet`` is said beside the matter."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """A list."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with heads; ``widths`` say how wide its columns are to each other."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


Part = Heading | Text | Points | Grid


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on paper, with the help lines that stand at the foot of every sheet."""

    title: str
    day: date
    foot: str
    parts: Sequence[Part] = field(default_factory=tuple)
