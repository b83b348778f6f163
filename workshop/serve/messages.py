"""Answering the messages of widgets over the web, whether or not their kernels live."""

import asyncio
import hashlib
import json
import logging
from typing import Protocol

from tornado.web import RequestHandler

from workshop.messages import Messages
from workshop.serve.handlers import WorkshopHandler
from workshop.serve.live import Live
from workshop.store import NotFound, StoreError

log = logging.getLogger("workshop")


#: With each answer a page is told a mark of the room that it came from, and it says the mark with what it asks next:
#: another page of the same browser may have gone to another room.
ROOM = "X-Workshop-Room"


class Answers(Protocol):
    """What this handler needs of a server."""

    live: Live

    def room_of(self, handler: RequestHandler) -> str | None:
        """Return the name of the room that a browser is in, or None where it has not come in."""

    def messages_of(self, room: str) -> Messages:
        """Return what answers the pages of a room."""


class MessagesHandler(WorkshopHandler):
    """Answers one message a request; each server says who may ask, and how much."""

    #: The longest message in bytes.
    message_bytes: int
    #: What a browser hears that may not ask (any more), and where it can come in again.
    left = "This phone has left the workshop. Join again with the code on the wall."
    join = "join"
    moved = "Another page of this browser has gone to another meeting. Open this page anew."
    gone = "This session is no longer here. Join again with the code on the wall."

    def initialize(self, server: Answers) -> None:
        """Take the server whose store is asked."""
        self.server = server

    def is_of_no_room(self, message: dict) -> bool:
        """Return whether a message means the same whichever room this browser is in."""
        return False

    def may_ask(self, message: dict) -> bool:
        """Return whether this may be asked now; a message too many is tried again later."""
        return True

    async def post(self) -> None:
        """Answer one message."""
        room = await asyncio.to_thread(self.server.room_of, self)
        if room is None:
            self._refuse(401, self.left)
            return
        if not self._is_ours():
            self._refuse(403, "This did not come from a page of the workshop.")
            return
        if len(self.request.body) > self.message_bytes:
            self._refuse(413, "That is too long to be taken. Nothing is lost: make it shorter.")
            return
        try:
            message = json.loads(self.request.body)
        except (ValueError, RecursionError):
            message = None
        if not isinstance(message, dict):
            self._refuse(400, "This page sent something that the workshop can't read. Open it anew.")
            return
        mark = mark_of_room(room)
        self.set_header(ROOM, mark)
        if self.request.headers.get(ROOM, mark) != mark and not self.is_of_no_room(message):
            self._refuse(409, self.moved)
            return
        if not self.may_ask(message):
            self._refuse(429, "That was a lot at once. It will be tried again.")
            return
        try:
            self.finish(await asyncio.to_thread(self.answer, room, message))
        except NotFound:
            self._refuse(401, self.gone)
        except StoreError as trouble:
            log.warning("%s", trouble)
            self._refuse(503, f"{trouble} It will be tried again.")
        await self.server.live.look_soon()

    def answer(self, room: str, message: dict) -> dict:
        """Return the reply to a message; it may take a while.

        Raises
        ------
        NotFound
            When the room is no longer in the store.
        """
        return self.server.messages_of(room).answer(message)

    def _is_ours(self) -> bool:
        """Return whether a page of this server sent this: another site can't send JSON or fake an origin."""
        kind = self.request.headers.get("Content-Type", "").partition(";")[0].strip()
        return kind == "application/json" and self.is_from_our_page()

    def _refuse(self, status: int, sentence: str) -> None:
        self.set_status(status)
        self.finish({"refused": sentence, "join": f"{self.base_url}{self.join}"})


def mark_of_room(room: str) -> str:
    """Return a mark that tells one room from another, and from which nobody finds its name."""
    return hashlib.sha256(f"room\n{room}".encode()).hexdigest()[:16]
