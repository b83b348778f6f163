"""The participants' server: the seven sections, joining, and the messages of their widgets."""

import asyncio
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
from workshop.serve.messages import MessagesHandler
from workshop.serve.pages import PageHandler, find_page
from workshop.serve.prepared import READY_EACH, PreparedPages
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
            (rf"{base}workshop/messages", ParticipantMessagesHandler, {"server": self}),
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


class ParticipantMessagesHandler(MessagesHandler):
    """Answers the messages of browsers that have joined."""

    message_bytes = MESSAGE_BYTES

    def session_of_browser(self) -> str:
        """Return the session that this browser has joined, or nothing."""
        return joined_session(self)

    def messages_of(self, session_id: str) -> Messages:
        """Return what answers for a session: the one that is held now, or an earlier one."""
        messages = self.server.messages
        if session_id == messages.session_id:
            return messages
        self.server.store.session(session_id)
        return Messages(self.server.store, messages.toolkit, session_id)

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
