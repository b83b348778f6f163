"""Answering the messages of one session's pages."""

import copy
import threading
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Self

from workshop.messages import answers, check_ins, community, plan, room, room_view
from workshop.messages.fields import Message, read_text
from workshop.messages.room_view import Views
from workshop.messages.shown import shown
from workshop.messages.snapshot import Snapshots
from workshop.refusal import Refused
from workshop.responses import Closed
from workshop.store import Conflict, Full, NotFound, NotTaken, Store
from workshop.toolkit import Toolkit


class Messages:
    """Answers the messages of one session's pages, from as many threads as there are."""

    #: What answers each kind of message: these are all that a participant's page may ask.
    answers: ClassVar[Mapping[str, Callable[[Any, Message], Message]]] = {
        **answers.ANSWERS,
        **community.ANSWERS,
        **plan.ANSWERS,
        **room.ANSWERS,
        **check_ins.ANSWERS,
    }

    def __init__(self, store: Store, toolkit: Toolkit, session_id: str) -> None:
        self.store, self.toolkit = store, toolkit
        self._lock = threading.Lock()
        self.move_to(session_id)

    def move_to(self, session_id: str) -> None:
        """Answer for another session from now on; a message that is being answered stays with its own."""
        with self._lock:
            self._take_up(session_id)

    def _take_up(self, session_id: str) -> None:
        store, toolkit = self.store, self.toolkit
        self.session_id = session_id
        self.snapshots = Snapshots(store, toolkit, session_id)
        self.room = self._view(lambda: room_view.room(store, toolkit, session_id))
        self.last_time = self._view(lambda: room_view.last_time(store, session_id))

    def _view(self, make: Callable[[], Message]) -> Views:
        """Return what hands out a view of the session as it is taken up now."""
        store, session_id = self.store, self.session_id
        return Views(lambda: store.session_revision(session_id), make)

    def as_now(self) -> Self:
        """Return what answers one message: another thread may move on to another session meanwhile."""
        with self._lock:
            return copy.copy(self)

    def revision(self) -> int:
        """Return a number that grows with every change that a page may want to show."""
        return self.store.session_revision(self.session_id)

    def shown(self, record: object) -> Message:
        """Return what a page is told of a record."""
        return shown(self.toolkit, record)

    def answer(self, message: Message) -> Message:
        """Return the reply to a message.

        One that can't be taken is answered ``{"refused": sentence, "field": name}``, and with ``"gone": True``
        where somebody has removed what it is about.

        Raises
        ------
        StoreUnavailable
            When the store can't be reached, and the same message may be sent again later.
        """
        try:
            kind = read_text(message, "kind")
            if kind not in self.answers:
                raise Refused("This page asks for something that the workshop does not know. Open it anew.")
            return self._answer(kind, message)
        except Conflict as conflict:
            return {"newer": conflict.newer and self.shown(conflict.newer)}
        except (Closed, NotTaken) as closed:
            return {"refused": str(closed), "field": "", "closed": True}
        except Refused as refusal:
            return {"refused": str(refusal), "field": refusal.field}
        except NotFound as missing:
            return {"refused": str(missing), "field": "", "gone": True}
        except Full as full:
            return {"refused": str(full), "field": ""}

    def _answer(self, kind: str, message: Message) -> Message:
        return self.answers[kind](self.as_now(), message)
