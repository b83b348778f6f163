"""Keeping open pages live: each hears within a second of every change, and when its kernel is gone."""

import asyncio
import json
import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from tornado.web import HTTPError, RequestHandler
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from workshop.messages import Messages
from workshop.serve.kernels import PageKernels
from workshop.store import NotFound, StoreError

log = logging.getLogger("workshop")


class Live:
    """Tells every open page of a server what changed in the store, whichever process changed it."""

    def __init__(self, messages: Messages, kernels: PageKernels) -> None:
        self.sockets: set[LiveHandler] = set()
        self.kernels = kernels
        self._messages = messages
        self.revision: int | None = None

    async def look(self) -> None:
        """Look whether the store has changed, and tell the open pages if it has."""
        try:
            revision = await asyncio.to_thread(self._messages.revision)
            if revision != self.revision:
                room = await asyncio.to_thread(self._follow)
        except StoreError as trouble:
            log.warning("%s", trouble)
            return
        if revision != self.revision:
            self.revision = revision
            for socket in list(self.sockets):
                socket.tell(revision=revision, room=room)

    def _follow(self) -> str:
        """Go on with the session that is held now, and return the mark of its room."""
        self._messages.follow()
        try:
            return self._messages.room.now().mark
        except NotFound:
            return ""  # destroyed, and no other has begun yet

    def put_out(self, spare: Callable[[RequestHandler], bool]) -> None:
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

    def initialize(self, live: Live, may_listen: Callable[[RequestHandler], object]) -> None:
        """Take the server's list of open pages, and who may be on it."""
        self.live, self.may_listen = live, may_listen
        self.page = ""

    def prepare(self) -> None:
        """Refuse browsers that have not come in."""
        if not self.may_listen(self):
            raise HTTPError(403)

    def check_origin(self, origin: str) -> bool:
        """Refuse the pages of other sites."""
        return urlsplit(origin).netloc == self.request.host

    def open(self) -> None:
        """Begin to tell this page what changes; it may have missed something before."""
        self.live.sockets.add(self)
        if self.live.revision is not None:
            self.tell(revision=self.live.revision)

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
