"""The code that pages' processes run: when a file of it has changed, what was made of it before is made again."""

import os
import time
from collections.abc import Iterator

from workshop.paths import ROOT

FOLDERS = tuple(str(ROOT / name) for name in ("widgets", "workshop"))
KINDS = (".py", ".js", ".css")
LOOK_SECONDS = 1

_last: tuple[float, int] | None = None


def code_mark() -> int:
    """Return a number that is another one when a file has changed; it looks once a second at the most."""
    global _last
    now = time.monotonic()
    if _last is None or now - _last[0] > LOOK_SECONDS:
        _last = (now, hash(frozenset(_changes())))
    return _last[1]


def _changes() -> Iterator[tuple[str, int]]:
    folders = list(FOLDERS)
    for folder in folders:
        with os.scandir(folder) as files:
            for file in files:
                if file.is_dir():
                    folders.append(file.path)
                elif file.name.endswith(KINDS):
                    yield file.path, file.stat().st_mtime_ns
