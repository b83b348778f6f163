"""Files that a browser may keep for ever: their addresses change with their content, and they travel compressed."""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent / "static"
SCRIPT_TYPE = "text/javascript"
#: A line of a script that is for the next engineer and not for phones: they are a sixth of what would be sent.
COMMENT = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Asset:
    """Some content, as it is and compressed, with the mark that its address carries."""

    mark: str
    content_type: str
    plain: bytes
    compressed: bytes


def make_asset(content: bytes, content_type: str) -> Asset:
    """Return content made ready for sending."""
    mark = hashlib.sha256(content).hexdigest()[:12]
    # No time of its making goes in: the same content is the same bytes.
    return Asset(mark, content_type, content, gzip.compress(content, 9, mtime=0))


@cache
def static_asset(name: str) -> Asset:
    """Return one of our own files, read and compressed once.

    Raises
    ------
    FileNotFoundError
        When there is none of this name.
    """
    path = (STATIC / name).resolve()
    if not path.is_relative_to(STATIC) or not path.is_file():
        raise FileNotFoundError(name)
    return make_asset(path.read_bytes(), mimetypes.guess_type(name)[0] or "application/octet-stream")


def without_comments(script: str) -> str:
    """Return a script without the lines that only say something about it."""
    return COMMENT.sub("", script)


def static_address(base_url: str, name: str) -> str:
    """Return the address of one of our own files; what the front end loads beside itself shares its mark."""
    folder = name.rpartition("/")[0]
    mark = _folder_mark(folder) if folder else static_asset(name).mark
    return f"{base_url}static/{mark}/{name}"


@cache
def _folder_mark(folder: str) -> str:
    names = sorted(path.name for path in (STATIC / folder).iterdir())
    marks = "".join(static_asset(f"{folder}/{name}").mark for name in names)
    return hashlib.sha256(marks.encode()).hexdigest()[:12]


class PutAside:
    """Scripts and styles of widgets, taken out of the pages that need them so that each travels once."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        self._assets: dict[str, Asset] = {}

    def address(self, text: str, content_type: str) -> str:
        """Keep a text and return the address at which it is found from now on; a script without its comments."""
        sent = without_comments(text) if content_type == SCRIPT_TYPE else text
        asset = make_asset(sent.encode(), content_type)
        self._assets[asset.mark] = asset
        return f"{self._base_url}workshop/assets/{asset.mark}"

    def find(self, mark: str) -> Asset:
        """Return what was kept.

        Raises
        ------
        FileNotFoundError
            When there is nothing with this mark.
        """
        try:
            return self._assets[mark]
        except KeyError:
            raise FileNotFoundError(mark) from None
