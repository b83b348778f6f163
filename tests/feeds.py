"""What the tests of shared records say over the wire, and a page that knows what it is told and no more."""

from datetime import date

from workshop.messages import Messages
from workshop.session import begin_session
from workshop.store import Store
from workshop.toolkit import load_toolkit

TOOLKIT = load_toolkit()
LIBRARY = {
    "id": "1" * 32,
    "name": "Alder Flats Library",
    "kind": "organisation",
    "groups": ["parents", "elders"],
    "status": "at-table",
    "asks": "Library team",
    "contact": "Front desk",
    "web": "https://example.org",
    "for_whom": "Everyone",
    "offers": "A room",
    "tie": 3,
    "influence": 2,
    "interest": 1,
    "listed": True,
    "notes": "Open late.\nAsk for the key.",
    "origin": "",
    "version": 0,
}
TWIN = LIBRARY | {"id": "2" * 32, "name": "The Alder Flats Libary", "notes": "", "status": "not-yet"}
ACTION = {
    "id": "3" * 32,
    "what": "Ask for a room",
    "who": "Library team",
    "by": "2020-01-01",
    "means": "",
    "tell": "All",
    "status": "to-do",
    "origin": "step:talk",
    "letter": "",
    "why": "",
    "version": 0,
}


def begin(store: Store) -> Messages:
    """Return what answers for a new session."""
    return Messages(store, TOOLKIT, begin_session(store, "Meeting", date(2027, 3, 31)).id)


def say(messages: Messages, kind: str, **fields: object) -> dict:
    """Return the reply to a message."""
    return messages.answer({"kind": kind, **fields})


class Page:
    """What a page knows of the map and the plan, kept by what it is told and no more."""

    def __init__(self) -> None:
        self.revision, self.entries, self.actions, self.rest = 0, {}, {}, {}

    def take_in(self, reply: dict) -> None:
        """Hear what changed."""
        self.revision = reply["revision"]
        if reply.get("unchanged"):
            return
        if reply["whole"]:
            self.entries, self.actions = {}, {}
        for known, changed, gone in (
            (self.entries, reply["entries"], reply["gone_entries"]),
            (self.actions, reply["actions"], reply["gone_actions"]),
        ):
            known.update({record["id"]: record for record in changed})
            for key in gone:
                known.pop(key, None)
        self.rest = {part: reply[part] for part in ("coverage", "twins", "plan")}

    def read(self, messages: Messages) -> None:
        """Ask for what changed since the last time."""
        self.take_in(say(messages, "read-community", since=self.revision))

    def knows(self) -> tuple:
        """Return the entries, the actions, and what is worked out from them."""
        return self.entries, self.actions, self.rest


def whole(messages: Messages) -> tuple:
    """Return what a page knows that has just been opened."""
    page = Page()
    page.read(messages)
    return page.knows()
