"""What the tests of the store share: records to keep, and what is found of them in the files."""

from pathlib import Path

from workshop.store import Action, Entry, Response, Store

SESSION = "5" * 32


def response(name: str = "a", text: str = "words", seq: int = 1, state: str = "written") -> Response:
    """Return what a seat says; a name of one letter is made as long as a handle."""
    return Response(name * 64 if len(name) == 1 else name, SESSION, "impact", state, text, seq)


def kept(store: Store, of: Response) -> Response:
    """Return what the store keeps in the place of a response."""
    return store.responses([of.handle])[of.handle]


def everything_on_disk(folder: Path) -> bytes:
    """Return all bytes of the database and of the files beside it."""
    files = [path for path in sorted(folder.iterdir()) if path.name.startswith("workshop.db")]
    assert files
    return b"".join(path.read_bytes() for path in files)


def entry(name: str = "Library", number: int = 1, **fields: object) -> Entry:
    """Return an entry that is new; its id is made of a number."""
    return Entry(f"{number:032x}", SESSION, name, **{"kind": "resource"} | fields)


def the_map(store: Store, session: str = SESSION) -> dict[str, Entry]:
    """Return the entries of a session by id."""
    found = store.community_changes(session).entries
    return {key: kept for key, (_, kept) in found.items() if kept is not None}


def the_plan(store: Store, session: str = SESSION) -> dict[str, Action]:
    """Return the actions of a session by id."""
    found = store.community_changes(session).actions
    return {key: kept for key, (_, kept) in found.items() if kept is not None}


def sentence(error: Exception) -> str:
    """Return what a failure says, if that is one or two sentences without the words of a database."""
    said = str(error)
    assert said[0].isupper() or said[0] == "“"
    assert said.endswith(".")
    assert "\n" not in said
    assert not [word for word in ("sqlite", "sql", "errno", "traceback") if word in said.lower()]
    return said
