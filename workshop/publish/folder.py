"""Writing what two people agreed on into a folder that any browser opens from a memory stick, and any host serves."""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workshop.publish.diff import Changes, changes
from workshop.publish.files import FILES, make_files
from workshop.publish.publication import Publication, read
from workshop.publish.review import agreed_publication, read_draft, still_open
from workshop.publish.run import run_notebooks
from workshop.publish.site import MOST_BYTES, PAGES, Link, page
from workshop.refusal import Refused
from workshop.store import Store
from workshop.toolkit import Toolkit

#: The publication itself, for programs; it also says that a folder is one of ours.
OWN = "publication.json"
NOTHING_AGREED = (
    "Nothing has been agreed on yet. Open the review from the facilitator's console: "
    "two people look through it there."
)


@dataclass(frozen=True, slots=True)
class Written:
    """What was published: the files, what changed in the folder, and what was taken out since it was agreed."""

    publication: Publication
    names: tuple[str, ...]
    changes: Changes
    withdrawn: Changes


def publish(store: Store, toolkit: Toolkit, session_id: str, folder: Path) -> Written:
    """Write what was agreed, without what was taken back since, into a folder that is empty or one of ours.

    Raises
    ------
    Refused
        When nothing was agreed, or the folder holds something else or can't be written; it is unchanged then.
    """
    publication, withdrawn = what_may_go_out(store, toolkit, session_id)
    before = _what_is_in(folder)
    made = build(publication)
    _write(folder, made)
    return Written(publication, tuple(made), changes(before, publication), withdrawn)


def agreed_session(store: Store) -> str:
    """Return the session of which something was agreed last.

    Raises
    ------
    Refused
        When nothing was.
    """
    for session in reversed(store.sessions()):
        if store.agreed(session.id):
            return session.id
    raise Refused(NOTHING_AGREED)


def what_may_go_out(store: Store, toolkit: Toolkit, session_id: str) -> tuple[Publication, Changes]:
    """Return what was agreed, without what was taken back since, and what that was.

    Raises
    ------
    Refused
        When nothing was agreed.
    """
    agreed = agreed_publication(store, session_id)
    if agreed is None:
        raise Refused(NOTHING_AGREED)
    publication = still_open(agreed, read_draft(store, toolkit, session_id)[0])
    return publication, changes(agreed, publication)


def build(publication: Publication, *, ending: str = ".html", files_at: str = "files/") -> dict[str, bytes]:
    """Return every file of the folder, by its name there.

    ``ending`` is how the addresses of pages end, and ``files_at`` is where the files are, as seen from a page.

    Raises
    ------
    Refused
        When a page can't be made, or would be larger than a slow phone bears.
    """
    outputs, files = run_notebooks(publication), make_files(publication)
    links = [
        Link(name, title, files_at + name, kind) for name, (title, kind) in FILES.items() if name in files
    ]
    made = {}
    for name in PAGES:
        text = page(
            name, publication, outputs, ending=ending, files=links if name in ("index", "action-plan") else ()
        )
        made[f"{name}.html"] = text.encode()
        if len(made[f"{name}.html"]) > MOST_BYTES:
            raise Refused(
                f"The page “{name}” would have {len(text) // 1000:,} kB, and slow phones bear {MOST_BYTES // 1000}. "
                "Leave some of it out."
            )
    made |= {f"files/{name}": data for name, data in files.items()}
    made[OWN] = (publication.as_json() + "\n").encode()
    return made


def _what_is_in(folder: Path) -> Publication | None:
    """Return the publication that stands in a folder, or None for one that is empty or not there.

    Raises
    ------
    Refused
        When something else is in it, so that nothing of anybody is overwritten.
    """
    try:
        if not folder.exists() or not any(folder.iterdir()):
            return None
        return read((folder / OWN).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Refused(
            f"The folder {folder} has other files in it. Choose an empty one with --to FOLDER."
        ) from None
    except (OSError, ValueError):
        raise Refused(
            f"The folder {folder} can't be read as an earlier publication. Choose an empty one with --to FOLDER."
        ) from None


def _write(folder: Path, made: Mapping[str, bytes]) -> None:
    ours = {OWN, *(f"{name}.html" for name in PAGES), *(f"files/{name}" for name in FILES)}
    try:
        for name, data in made.items():
            _write_whole(folder / name, data)
        for name in ours - made.keys():
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        reason = (error.strerror or "it can't be written").lower()
        raise Refused(f"The folder {folder} can't be written: {reason}.") from None


def _write_whole(path: Path, data: bytes) -> None:
    """Write a file whole, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, half = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(half).chmod(0o644)
        Path(half).replace(path)
    except OSError:
        Path(half).unlink(missing_ok=True)
        raise
