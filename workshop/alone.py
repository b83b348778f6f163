"""One workshop to a folder: two at once would put two addresses on the wall for one and the same room."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout


class AlreadyOpen(Exception):
    """Another workshop serves these records; the text says what to do."""


@contextmanager
def alone_in(data: Path) -> Iterator[None]:
    """Hold a folder for this process, for as long as it lasts; one that is killed gives it up.

    Raises
    ------
    AlreadyOpen
        When another process holds the folder.
    """
    lock = FileLock(data / "secrets" / "open", timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        raise AlreadyOpen(
            f"The workshop in {data} is open already. Stop that one, or choose another folder with --data FOLDER."
        ) from None
    try:
        yield
    finally:
        lock.release()
