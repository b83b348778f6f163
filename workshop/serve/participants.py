"""The participants' server: the seven sections, joining, and the messages of their widgets."""

import asyncio
import logging
import threading
from collections import OrderedDict
from datetime import date
from typing import Any

from tornado.web import RequestHandler
from traitlets import Type

from workshop.messages import Messages
from workshop.paths import NOTEBOOKS
from workshop.privacy import SEAT_KEY
from workshop.retention import kept_for, purge_at_start
from workshop.serve.access import (
    GROUP_COOKIE,
    SESSION_COOKIE,
    JoinedIdentity,
    JoinHandler,
    LeaveHandler,
    joined_session,
)
from workshop.serve.app import WorkshopVoila
from workshop.serve.hall import Counter, Hall, look_around
from workshop.serve.handlers import WorkshopHandler
from workshop.serve.health import HealthHandler
from workshop.serve.limits import Allowance
from workshop.serve.messages import MessagesHandler
from workshop.serve.notebooks import Page
from workshop.serve.pages import PageHandler, find_page
from workshop.serve.prepared import READY_EACH, PreparedPages
from workshop.serve.shared import SharedPages
from workshop.serve.warm import can_fork, start_warming
from workshop.store import Store, StoreError
from workshop.toolkit import load_toolkit

log = logging.getLogger("workshop")

#: The longest message in bytes: the longest response in the widest script, and room to spare.
MESSAGE_BYTES = 64 * 1024
#: A page of nine answers that comes back from sleep sends a few dozen messages at once; nobody types faster.
SEAT_MESSAGES = Allowance(at_once=120, seconds_each=0.1)
#: A whole hall may share one address.
ADDRESS_MESSAGES = Allowance(at_once=1500, seconds_each=0.01)
PURGE_SECONDS = 3600
#: For how many sessions answers are kept at hand: those of every group that meets now, and of pages left open.
MOST_ROOMS = 200


class ParticipantServer(WorkshopVoila):
    """Serves the hall."""

    identity_provider_class = Type(JoinedIdentity, config=True)

    def __init__(self, *, store: Store, **options: Any) -> None:
        super().__init__(store=store.of_all(), **options)
        self.toolkit = load_toolkit()
        self.pages_sent = Counter()
        self._forgotten = 0
        self._turn = threading.Lock()
        self._making: list[asyncio.Task] = []
        self._rooms: OrderedDict[str, Messages] = OrderedDict()

    def room_of(self, handler: RequestHandler) -> str | None:
        """Return the session that a browser has joined, or None."""
        return joined_session(handler) or None

    def messages_of(self, room: str) -> Messages:
        """Return what answers for a session, which knows of its own cohort alone.

        Raises
        ------
        NotFound
            When it is no longer in the store.
        """
        session = self.store.session(room)
        with self._turn:
            found = self._rooms.pop(room, None)
            if found is None:
                found = Messages(self.store.of_cohort(session.cohort_id), self.toolkit, room)
            self._rooms[room] = found
            while len(self._rooms) > MOST_ROOMS:
                self._rooms.popitem(last=False)
        return found

    def workshop_handlers(self) -> list:
        """Return the addresses of the hall."""
        base = self.base_url
        notebooks = [section.notebook for section in self.toolkit.sections]
        first_page = f"{base}voila/render/{notebooks[0]}"
        names = "|".join(name.replace(".", r"\.") for name in notebooks)
        # Their browsers ask this server; their kernels never see the store.
        environment = {
            "WORKSHOP_SERVED_BY": "participants",
            "WORKSHOP_DATA": "",
            "WORKSHOP_DATABASE_URL": "",
        }
        self._prepared = PreparedPages(self.kernel_manager, environment, READY_EACH if self.warm else 0)
        self._shared = None if self.lab else SharedPages(self.kernel_manager, environment, self.put_aside)
        page = {
            "notebooks": NOTEBOOKS,
            "front_end": self.front_end,
            "prepared": self._prepared,
            "shared": self._shared,
        }
        return [
            (base, FrontDoor, {"first_page": first_page}),
            (rf"{base}join(?:/([^/]*))?", JoinHandler, {"store": self.store, "first_page": first_page}),
            (rf"{base}leave", LeaveHandler, {"cookies": (SESSION_COOKIE, GROUP_COOKIE)}),
            (rf"{base}healthz", HealthHandler, {"store": self.store}),
            (rf"{base}workshop/messages", ParticipantMessagesHandler, {"server": self}),
            (rf"{base}voila/render/({names})", ParticipantPageHandler, page | {"sent": self.pages_sent}),
        ]

    def make_ready(self) -> None:
        """Begin, once people can come in, with what makes their pages quick."""
        if self.warm and can_fork():
            start_warming()
        for section in self.toolkit.sections:
            page = find_page(NOTEBOOKS / section.notebook, self.base_url, self.front_end)
            if page.places:
                self._making.append(asyncio.ensure_future(self._make_page_ready(page)))

    async def _make_page_ready(self, page: Page) -> None:
        if self._shared is None or await self._shared.find(page) is None:
            self._prepared.keep_ready(page)

    def look_around(self) -> Hall:
        """Return how the hall is doing."""
        return look_around(self.live, self.kernel_manager, self.pages_sent)

    def work(self) -> tuple:
        """Return what is done from time to time; a server may stay open for longer than answers are kept."""
        return (*super().work(), (PURGE_SECONDS, self.remove_what_is_past))

    async def remove_what_is_past(self) -> None:
        """Remove what is past its day, as when the workshop opens."""
        try:
            purged = await asyncio.to_thread(purge_at_start, self.store, self.data, date.today(), kept_for())
        except StoreError as trouble:
            log.warning("%s", trouble)
            return
        if purged.gone:
            for line in purged.at_the_start():
                log.warning("%s", line)

    async def forget_traces(self) -> None:
        """Empty the store's log when something was changed since the last time."""
        try:
            revision = await asyncio.to_thread(self.store.revision)
            if revision != self._forgotten:
                await asyncio.to_thread(self.store.forget_traces)
                self._forgotten = revision
        except StoreError as trouble:
            log.warning("%s", trouble)


class FrontDoor(WorkshopHandler):
    """Leads to the first page, or to the form that asks for the code."""

    def initialize(self, first_page: str) -> None:
        """Take where people go first."""
        self.first_page = first_page

    def get(self) -> None:
        """Lead on."""
        self.redirect(self.first_page if joined_session(self) else f"{self.base_url}join")


class ParticipantPageHandler(PageHandler):
    """A section's page, for browsers that have joined."""

    def initialize(self, sent: Counter, **page: Any) -> None:
        """Take what counts the pages."""
        super().initialize(**page)
        self.sent = sent

    def on_finish(self) -> None:
        """Count the page."""
        if self.get_status() == 200:
            self.sent.count(self.request.request_time())

    async def get(self, name: str) -> None:
        """Send the page, or lead to the form that asks for the code."""
        if joined_session(self):
            await super().get(name)
        else:
            self.redirect(f"{self.base_url}join")


class ParticipantMessagesHandler(MessagesHandler):
    """Answers the messages of browsers that have joined."""

    message_bytes = MESSAGE_BYTES

    def may_ask(self, message: dict) -> bool:
        """Count this message for its seat and for its address, and return whether both had one left."""
        seat = message.get("seat")
        callers = {self.request.remote_ip: ADDRESS_MESSAGES}
        if isinstance(seat, str) and SEAT_KEY.fullmatch(seat):
            callers[seat] = SEAT_MESSAGES
        if any(allowance.wait(name) for name, allowance in callers.items()):
            return False
        for name, allowance in callers.items():
            allowance.spend(name)
        return True
