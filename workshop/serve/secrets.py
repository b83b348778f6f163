"""The secrets of an installation's servers, made once and readable by their owner alone.

Servers that stand for one (behind a proxy, on one database) make the same ones from WORKSHOP_SECRET.
"""

import hashlib
import hmac
import os
import re
import secrets
import tempfile
from pathlib import Path

from workshop.settings import settings

#: What openssl rand -hex 16 gives, or six words chosen by dice.
SHORTEST_SHARED = 32
_SECRET = re.compile(r"[0-9a-f]{48}")


def kept_secret(data: Path, name: str) -> str:
    """Return the secret of this name from the data folder; make it, 192 random bits, if it is not there yet.

    Where the environment has a secret for several servers, it is made from that one, and nothing is kept. A file
    that holds anything else, such as one that a full disk left empty, is made anew.

    Raises
    ------
    OSError
        When the folder can't be written.
    """
    if shared := settings().secret:
        return hmac.new(shared.encode(), name.encode(), hashlib.sha256).hexdigest()[:48]
    path = data / "secrets" / name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    while not (path.exists() and _SECRET.fullmatch(path.read_text())):
        write_private(path, secrets.token_hex(24))
    return path.read_text()


def changed_secret(data: Path, name: str) -> str:
    """Put a new secret in the place of the one that is kept, and return it.

    Raises
    ------
    OSError
        When the folder can't be written.
    """
    path = data / "secrets" / name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_private(path, secrets.token_hex(24))
    return path.read_text()


class Token:
    """A secret that may be changed while a server runs: what is asked of it is always the one that is kept now."""

    def __init__(self, data: Path, name: str) -> None:
        self._data, self._name = data, name
        self._mark: tuple[int, int] | None = None
        self._value = ""

    @property
    def value(self) -> str:
        """The secret as it is kept now.

        Raises
        ------
        OSError
            When it could never be read.
        """
        try:
            mark = self._mark_of_file()
            if mark is None or mark != self._mark:
                self._value, self._mark = kept_secret(self._data, self._name), self._mark_of_file()
        except OSError:
            if not self._value:
                raise
            # It can't be read just now: the one from before holds.
        return self._value

    def change(self) -> str:
        """Put a new one in its place, and return it.

        Raises
        ------
        OSError
            When the folder can't be written.
        """
        changed_secret(self._data, self._name)
        self._mark = None
        return self.value

    def _mark_of_file(self) -> tuple[int, int] | None:
        path = self._data / "secrets" / self._name
        found = path.stat() if path.exists() else None
        return found and (found.st_mtime_ns, found.st_ino)


def write_private(path: Path, text: str) -> None:
    """Write a file that its owner alone can read: whole, or not at all.

    Raises
    ------
    OSError
        When it can't be written.
    """
    with tempfile.NamedTemporaryFile(
        "w", dir=path.parent, prefix=".", delete=False, encoding="utf-8"
    ) as part:
        try:
            part.write(text)
            part.flush()
            os.fsync(part.fileno())
            Path(part.name).replace(path)
        except OSError:
            Path(part.name).unlink()
            raise
