"""Keeping open pages live: each hears within a second of every change, and when its kernel is gone."""

import asyncio
import json
import logging
import time
from collections.abc import Callable
from typing import Protocol
from urllib.parse import urlsplit

from tornado.web import HTTPError, RequestHandler
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from workshop.messages import Messages
from workshop.serve.kernels import PageKernels
from workshop.store import NotFound, Store, StoreError

log = logging.getLogger("workshop")

#: Seconds between two times that pages are told of what changed. While a whole room writes, each save would otherwise
#: cost as much as there are pages open.
BETWEEN = 0.2


class Rooms(Protocol):
    """What a server knows of its rooms: each page is in one, and hears of that one alone."""

    store: Store

    def room_of(self, handler: RequestHandler) -> str | None:
        """Return the room that a browser may be in, or None for one that may not enter."""

    def messages_of(self, room: str) -> Messages:
        """Return what answers for a room."""


class Live:
    """Tells every open page of a server what changed in its room, whichever process changed it."""

    def __init__(self, rooms: Rooms, kernels: PageKernels) -> None:
        self.sockets: set[LiveHandler] = set()
        self.kernels = kernels
        self._rooms = rooms
        self.revision: int | None = None
        #: What the open pages of a room were told last: its session, and the revision of that.
        self._told: dict[str, tuple[str, int]] = {}
        self._told_at = float("-inf")
        self._soon: asyncio.Task | None = None
        self._looking = asyncio.Lock()

    async def look_soon(self) -> None:
        """Look now, or as soon as the pages may be told again; one look is enough for all that changes until then."""
        left = self._told_at + BETWEEN - time.monotonic()
        if left <= 0 and not self._looking.locked():
            await self.look()
        elif self._soon is None:
            self._soon = asyncio.ensure_future(self._look_after(max(left, 0)))

    async def _look_after(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self._soon = None  # what changes from here on is not seen by this look
        await self.look()

    async def look(self) -> None:
        """Look whether the store has changed, and tell the open pages if it has; one look at a time."""
        async with self._looking:
            await self._look()

    async def _look(self) -> None:
        try:
            revision = await asyncio.to_thread(self._rooms.store.revision)
            if revision == self.revision:
                return
            rooms = {socket.room for socket in self.sockets}
            self._told = {room: told for room, told in self._told.items() if room in rooms}
            news = await asyncio.to_thread(self._news, rooms, self.revision)
        except StoreError as trouble:
            log.warning("%s", trouble)
            return
        self.revision, self._told_at = revision, time.monotonic()
        for room, (told, mark) in news.items():
            self._told[room] = told
            for socket in list(self.sockets):
                if socket.room == room:
                    socket.tell(revision=told[1], room=mark)

    def _news(self, rooms: set[str], since: int | None) -> dict[str, tuple[tuple[str, int], str]]:
        """Return what is to be told to the rooms in which something changed: what it is, and the mark of the room."""
        changed = None if since is None else self._rooms.store.changed_sessions(since)
        news = {}
        for room in rooms:
            before = self._told.get(room, ("", 0))
            if changed is not None and before[0] and before[0] not in changed:
                continue
            try:
                messages = self._rooms.messages_of(room)
                news[room] = (messages.session_id, messages.revision()), messages.room.now().mark
            except NotFound:
                news[room] = (before[0] or room, before[1]), ""  # destroyed, and no other has begun yet
            except StoreError:
                raise
            except Exception as error:
                # What is wrong with one room keeps no news from the others.
                log.error("A room can't be looked at.", exc_info=error)
        return news

    async def welcome(self, socket: "LiveHandler") -> None:
        """Tell a page how far its room is: it may have missed something before."""
        if socket.room not in self._told:
            try:
                news = await asyncio.to_thread(self._news, {socket.room}, None)
            except StoreError as trouble:
                log.warning("%s", trouble)
                return
            if socket.room not in news:
                return
            self._told.setdefault(socket.room, news[socket.room][0])
        socket.tell(revision=self._told[socket.room][1])

    def put_out(self, spare: Callable[["LiveHandler"], bool]) -> None:
        """Stop telling the pages of every browser that is not spared; who may listen still comes back."""
        for socket in list(self.sockets):
            if not spare(socket):
                socket.close()

    async def check_pages(self) -> None:
        """Tell the pages whose kernels are gone, and end the kernels whose pages are."""
        for socket in list(self.sockets):
            await socket.check_page()
        await self.kernels.end_abandoned()


class LiveHandler(WebSocketHandler):
    """One open page. Its browser says which kernel the page has; it hears ``revision`` and ``page: gone``."""

    def initialize(self, live: Live, room_of: Callable[[RequestHandler], str | None]) -> None:
        """Take the server's list of open pages, and which room a browser may hear of."""
        self.live, self.room_of = live, room_of
        self.page = self.room = ""

    async def prepare(self) -> None:
        """Refuse browsers that have not come in."""
        room = await asyncio.to_thread(self.room_of, self)
        if room is None:
            raise HTTPError(403)
        self.room = room

    def check_origin(self, origin: str) -> bool:
        """Refuse the pages of other sites."""
        return urlsplit(origin).netloc == self.request.host

    def open(self) -> None:
        """Begin to tell this page what changes."""
        self.live.sockets.add(self)
        self._welcome = asyncio.ensure_future(self.live.welcome(self))

    async def on_message(self, message: str | bytes) -> None:
        """Hear which kernel belongs to the page, and say whether it is there."""
        try:
            page = json.loads(message)["page"]
        except (ValueError, TypeError, KeyError, RecursionError):
            return
        if isinstance(page, str) and page != self.page and len(page) < 80:
            self._leave_page()
            self.page = page
            self.live.kernels.page_opened(page)
        if not await self.check_page():
            self.tell(heard=True)

    async def check_page(self) -> bool:
        """Tell the page if its kernel is gone, and return whether it is."""
        gone = bool(self.page) and not await self.live.kernels.is_running(self.page)
        if gone:
            self.tell(page="gone", why=self.live.kernels.reason(self.page))
        return gone

    def on_close(self) -> None:
        """Stop telling this page."""
        self.live.sockets.discard(self)
        self._leave_page()

    def _leave_page(self) -> None:
        if self.page:
            self.live.kernels.page_closed(self.page)

    def tell(self, **news: object) -> None:
        """Send news to the page; one that has just closed does not need them."""
        try:
            task = asyncio.ensure_future(self.write_message(json.dumps(news)))
            task.add_done_callback(lambda done: done.cancelled() or done.exception())
        except WebSocketClosedError:
            pass
