"""The participants' server: the seven sections, joining, and the messages of their widgets."""

import asyncio
import json
import logging
from typing import Any

from tornado.web import RequestHandler
from traitlets import Type

from workshop.messages import Messages
from workshop.paths import NOTEBOOKS
from workshop.privacy import SEAT_KEY
from workshop.serve.access import SESSION_COOKIE, JoinedIdentity, JoinHandler, LeaveHandler, joined_session
from workshop.serve.app import WorkshopVoila
from workshop.serve.handlers import WorkshopHandler
from workshop.serve.health import HealthHandler
from workshop.serve.limits import Allowance
from workshop.serve.pages import PageHandler, find_page
from workshop.serve.prepared import READY_EACH, PreparedPages
from workshop.serve.warm import can_fork, start_warming
from workshop.store import NotFound, Store, StoreError
from workshop.toolkit import load_toolkit

log = logging.getLogger("workshop")

#: The longest message in bytes: the longest response in the widest script, and room to spare.
MESSAGE_BYTES = 64 * 1024
#: A page of nine answers that comes back from sleep sends a few dozen messages at once; nobody types faster.
SEAT_MESSAGES = Allowance(at_once=120, seconds_each=0.1)
#: A whole hall may share one address.
ADDRESS_MESSAGES = Allowance(at_once=1500, seconds_each=0.01)


class ParticipantServer(WorkshopVoila):
    """Serves the hall."""

    identity_provider_class = Type(JoinedIdentity, config=True)

    def __init__(self, *, store: Store, session_id: str, **options: Any) -> None:
        super().__init__(**options)
        self.store = store
        self.messages = Messages(store, load_toolkit(), session_id)
        self._forgotten = 0

    def may_enter(self, handler: RequestHandler) -> bool:
        """Return whether a browser has joined a session."""
        return bool(joined_session(handler))

    def workshop_handlers(self) -> list:
        """Return the addresses of the hall."""
        base = self.base_url
        notebooks = [section.notebook for section in self.messages.toolkit.sections]
        first_page = f"{base}voila/render/{notebooks[0]}"
        names = "|".join(name.replace(".", r"\.") for name in notebooks)
        # Their browsers ask this server; their kernels never see the store.
        environment = {
            "WORKSHOP_SERVED_BY": "participants",
            "WORKSHOP_DATA": "",
            "WORKSHOP_DATABASE_URL": "",
        }
        prepared = PreparedPages(self.kernel_manager, environment, READY_EACH if self.warm else 0)
        self._prepared = prepared
        page = {"notebooks": NOTEBOOKS, "page_config": self.page_config, "prepared": prepared}
        return [
            (base, FrontDoor, {"first_page": first_page}),
            (rf"{base}join(?:/([^/]*))?", JoinHandler, {"store": self.store, "first_page": first_page}),
            (rf"{base}leave", LeaveHandler, {"cookie": SESSION_COOKIE}),
            (rf"{base}healthz", HealthHandler, {"store": self.store}),
            (rf"{base}workshop/messages", MessagesHandler, {"server": self}),
            (rf"{base}voila/render/({names})", ParticipantPageHandler, page),
        ]

    def make_ready(self) -> None:
        """Begin, once people can come in, with what makes their pages quick."""
        if self.warm and can_fork():
            start_warming()
        for section in self.messages.toolkit.sections:
            page = find_page(NOTEBOOKS / section.notebook, self.base_url, self.page_config)
            if page.places:
                self._prepared.keep_ready(page)

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

    async def get(self, name: str) -> None:
        """Send the page, or lead to the form that asks for the code."""
        if joined_session(self):
            await super().get(name)
        else:
            self.redirect(f"{self.base_url}join")


class MessagesHandler(WorkshopHandler):
    """Answers the messages of widgets; works whether or not their kernels live."""

    def initialize(self, server: ParticipantServer) -> None:
        """Take the server whose store is asked."""
        self.server = server

    async def post(self) -> None:
        """Answer one message."""
        session_id = joined_session(self)
        if not session_id:
            self._refuse(401, "This phone has left the workshop. Join again with the code on the wall.")
            return
        if not self._is_ours():
            self._refuse(403, "This did not come from a page of the workshop.")
            return
        if len(self.request.body) > MESSAGE_BYTES:
            self._refuse(413, "That is too long to be taken. Nothing is lost: make it shorter.")
            return
        try:
            message = json.loads(self.request.body)
        except (ValueError, RecursionError):
            message = None
        if not isinstance(message, dict):
            self._refuse(400, "This page sent something that the workshop can't read. Open it anew.")
            return
        if not self._may_ask(message):
            self._refuse(429, "That was a lot at once. It will be tried again.")
            return
        try:
            self.finish(await asyncio.to_thread(self._answer, session_id, message))
        except NotFound:
            self._refuse(401, "This session is no longer here. Join again with the code on the wall.")
        except StoreError as trouble:
            log.warning("%s", trouble)
            self._refuse(503, f"{trouble} It will be tried again.")
        await self.server.live.look()

    def _answer(self, session_id: str, message: dict) -> dict:
        messages = self.server.messages
        if session_id != messages.session_id:
            self.server.store.session(session_id)
            messages = Messages(self.server.store, messages.toolkit, session_id)
        return messages.answer(message)

    def _is_ours(self) -> bool:
        """Return whether a page of this server sent this: another site can't send JSON or fake an origin."""
        kind = self.request.headers.get("Content-Type", "").partition(";")[0].strip()
        return kind == "application/json" and self.is_from_our_page()

    def _may_ask(self, message: dict) -> bool:
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

    def _refuse(self, status: int, sentence: str) -> None:
        self.set_status(status)
        self.finish({"refused": sentence, "join": f"{self.base_url}join"})
