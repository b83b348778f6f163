"""Answering the facilitator's pages, which may also bring spreadsheets in and out."""

import copy
import threading
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from workshop.messages import check_ins, console, publishing
from workshop.messages.fields import Message, read_text
from workshop.messages.messages import Messages
from workshop.messages.once import Once
from workshop.refusal import refuse_strange_id
from workshop.rehearsal import Players
from workshop.store import Store
from workshop.toolkit import Toolkit


def preview_sheet(messages: Messages, message: Message) -> Message:
    """Answer with what a spreadsheet holds, before any of it is on the map."""
    # Imported late, here and below: what reads spreadsheets is large, and few evenings need it.
    from workshop.messages.sheets import preview_sheet

    return preview_sheet(messages, message)


def import_sheet(messages: Messages, message: Message) -> Message:
    """Put the rows of a spreadsheet on the map."""
    from workshop.messages.sheets import import_sheet

    return import_sheet(messages, message)


def export_sheet(messages: Messages, message: Message) -> Message:
    """Answer with the map as a spreadsheet."""
    from workshop.messages.sheets import export_sheet

    return export_sheet(messages, message)


class FacilitatorMessages(Messages):
    """Answers the messages of the people who hold the workshop.

    ``join_base`` is the address at which phones find the workshop, and ``players`` lets made-up people in by it; the
    one is empty and the other None where nothing is served.
    """

    answers: ClassVar[Mapping[str, Callable[[Any, Message], Message]]] = {
        **Messages.answers,
        **console.ANSWERS,
        **check_ins.FACILITATORS,
        **publishing.ANSWERS,
        "preview-sheet": preview_sheet,
        "import-sheet": import_sheet,
        "export-sheet": export_sheet,
    }

    def __init__(
        self,
        store: Store,
        toolkit: Toolkit,
        session_id: str,
        join_base: str = "",
        players: Players | None = None,
    ) -> None:
        self.join_base, self.players = join_base, players
        self._once = Once()
        self._following = threading.Lock()
        super().__init__(store, toolkit, session_id)

    def _take_up(self, session_id: str) -> None:
        super()._take_up(session_id)
        here = copy.copy(self)  # what these show stays with this session
        self.console = self._view(lambda: console.wall.console(here))
        self.wall = self._view(lambda: console.wall.wall(here))

    def follow(self) -> None:
        """Go on with the session that is held now, if another one has begun since."""
        with self._following:  # or who has looked earlier would move back
            latest = self.store.latest_session()
            if latest is not None and latest.id != self.session_id:
                self.move_to(latest.id)

    def _answer(self, kind: str, message: Message) -> Message:
        here = self.as_now()
        was = here.session_id
        deed = refuse_strange_id(read_text(message, "deed"), "deed")
        reply = self._once.answer(deed, lambda: self.answers[kind](here, message))
        if here.session_id != was:
            self.move_to(here.session_id)
        return reply
