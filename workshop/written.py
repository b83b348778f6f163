"""What the workshop has written outside its records: folders and files that a purge has to tell of."""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

NAME = "written.json"


@dataclass(frozen=True, slots=True)
class Written:
    """A folder or a file: ``kind`` is ``backup``, ``archive`` or ``pages``; ``until`` is the day its answers are due.

    Pages hold nothing that has to go, so they are due on no day.
    """

    kind: str
    path: str
    until: str = ""


def what_was_written(data: Path) -> list[Written]:
    """Return what was written, as far as this folder of records remembers."""
    try:
        return [Written(**row) for row in json.loads((data / NAME).read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        return []


def note(data: Path, written: Written) -> None:
    """Remember what was written; where that can't be, a purge will not know of it."""
    others = [one for one in what_was_written(data) if (one.kind, one.path) != (written.kind, written.path)]
    _keep(data, [*others, written])


def forget(data: Path, gone: Iterable[Written]) -> None:
    """Remember no more of what is gone."""
    left = set(gone)
    _keep(data, [one for one in what_was_written(data) if one not in left])


def _keep(data: Path, all_of_it: list[Written]) -> None:
    with suppress(OSError):
        path = data / NAME
        path.touch(mode=0o600)
        path.write_text(json.dumps([asdict(one) for one in all_of_it], indent=1), encoding="utf-8")
