"""The facilitator's server: a process and a port of its own, opened with a token.

The participants' server starts it (``python -m workshop.serve.facilitator``), hears on its standard output when it
is open or why it is not, and ends it by closing its standard input.
"""

import asyncio
import hmac
import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

import click
from tornado.web import HTTPError, RequestHandler
from traitlets import Type

from workshop.messages import FacilitatorMessages, cohorts
from workshop.paths import NOTEBOOKS
from workshop.serve.access import (
    DESK_COOKIES,
    FacilitatorIdentity,
    LeaveHandler,
    cohort_of,
    enter_with_token,
    is_facilitator,
    is_trainer,
)
from workshop.serve.addresses import AddressInUse, bind
from workshop.serve.app import CHECK_SECONDS, LIVE_SECONDS, MEGABYTE, WorkshopVoila
from workshop.serve.desks import Desks
from workshop.serve.doors import AddressHandler, CohortHandler, FacilitatorDoor
from workshop.serve.hall import Hall, prometheus, read
from workshop.serve.handlers import WorkshopHandler
from workshop.serve.messages import MessagesHandler
from workshop.serve.pages import PageHandler, visitor_of
from workshop.serve.prepared import PreparedPages
from workshop.serve.published import NAMES, PAGE_NAMES, SiteHandler
from workshop.serve.secrets import Token
from workshop.serve.shared import SharedPages
from workshop.serve.ways import Way
from workshop.settings import settings
from workshop.store import HOME, StoreError, open_store
from workshop.toolkit import load_toolkit

FOLDER = NOTEBOOKS / "facilitator"
#: What only the holder of the workshop's own token opens.
TRAINERS_PAGE = "cohorts.ipynb"
TRAINERS = frozenset(cohorts.ANSWERS)
#: A spreadsheet travels inside a message, a third longer than it is.
MESSAGE_BYTES = 3 * MEGABYTE


class FacilitatorServer(WorkshopVoila):
    """Serves the people who hold the workshop."""

    identity_provider_class = Type(FacilitatorIdentity, config=True)

    def __init__(self, *, join_base: str, own_base: str, **options: Any) -> None:
        super().__init__(**options)
        self.desks = Desks(self.store, load_toolkit(), join_base, own_base)
        self.hall = Hall()
        self.facilitator_token = Token(self.data, "facilitator-token")
        self._shown = self.facilitator_token.value

    def init_settings(self) -> dict:
        """Add the token to the settings of the workshop's servers."""
        return super().init_settings() | {"facilitator_token": self.facilitator_token}

    def work(self) -> tuple:
        """Return what is done from time to time, a look at the door among it."""
        return (
            *super().work(),
            (LIVE_SECONDS, self.look_at_the_door),
            (CHECK_SECONDS, self.put_out_strangers),
        )

    async def look_at_the_door(self) -> None:
        """Put every browser out that shows an older token, if it was changed, as the command line may do."""
        if self.facilitator_token.value != self._shown:
            await self.put_out()

    async def put_out(self, visitor: str = "") -> None:
        """Close the pages of every browser that may not enter any more, but those of one visitor."""
        self._shown = self.facilitator_token.value
        await self.put_out_strangers(visitor)
        await self.kernel_manager.end_all_but_those_of(visitor)

    async def put_out_strangers(self, visitor: str = "") -> None:
        """Stop telling the pages of browsers whose token or key is no longer the one."""
        pages = list(self.live.sockets)
        strangers = {page for page in pages if await asyncio.to_thread(_is_stranger, page)}
        self.live.put_out(
            lambda page: page not in strangers or (bool(visitor) and visitor_of(page) == visitor)
        )

    def room_of(self, handler: RequestHandler) -> str | None:
        """Return the cohort whose console a browser may open, or None."""
        return cohort_of(handler)

    def messages_of(self, room: str) -> FacilitatorMessages:
        """Return what answers the facilitators of a cohort, for the meeting that it holds now."""
        messages = self.desks.of(room).messages
        messages.follow()
        return messages

    def workshop_handlers(self) -> list:
        """Return the facilitator's addresses."""
        base = self.base_url
        # Their browsers ask this server; their kernels never see the store.
        environment = {
            "WORKSHOP_SERVED_BY": "facilitator",
            "WORKSHOP_DATA": "",
            "WORKSHOP_DATABASE_URL": "",
        }
        page = {
            "notebooks": NOTEBOOKS,
            "front_end": self.front_end,
            "prepared": PreparedPages(self.kernel_manager, environment, ready_each=0),
            "shared": None if self.lab else SharedPages(self.kernel_manager, environment, self.put_aside),
        }
        names = "|".join(path.name.replace(".", r"\.") for path in sorted(FOLDER.glob("*.ipynb")))
        return [
            (base, FacilitatorDoor),
            (rf"{base}leave", LeaveHandler, {"cookies": DESK_COOKIES}),
            (rf"{base}workshop/messages", FacilitatorMessagesHandler, {"server": self}),
            (rf"{base}workshop/address", AddressHandler, {"server": self}),
            (rf"{base}workshop/cohort", CohortHandler, {"server": self}),
            (rf"{base}workshop/hall", HallHandler, {"server": self}),
            (rf"{base}metrics", MetricsHandler, {"server": self}),
            (
                rf"{base}preview/({PAGE_NAMES})\.html",
                PreviewHandler,
                {"desks": self.desks, "form": "{}.html"},
            ),
            (rf"{base}preview/files/({NAMES})", PreviewHandler, {"desks": self.desks, "form": "files/{}"}),
            (rf"{base}voila/render/(facilitator/(?:{names}))", FacilitatorPageHandler, page),
        ]


class FacilitatorPageHandler(PageHandler):
    """A facilitator's notebook, for browsers that have shown the token."""

    async def get(self, name: str) -> None:
        """Send the page, or say that the token is missing (403) before any kernel is started."""
        if enter_with_token(self):
            return
        has_key = await asyncio.to_thread(is_facilitator, self)
        if has_key and (is_trainer(self) or not name.endswith(TRAINERS_PAGE)):
            await super().get(name)
        else:
            self.send_error(403)


class FacilitatorMessagesHandler(MessagesHandler):
    """Answers the messages of browsers that have shown the token."""

    message_bytes = MESSAGE_BYTES
    left = "This browser is no longer let in. Open the address of your console again, or ask for the new one."
    moved = "Another page of this browser has gone to another cohort. Open this page anew."
    gone = "This cohort was removed."
    join = ""

    def answer(self, room: str, message: dict) -> dict:
        """Return the reply of the cohort's desk; what is about all cohorts is answered to a trainer alone."""
        about_all = self.is_of_no_room(message)
        return super().answer(HOME if about_all else room, message | {"trainer": is_trainer(self)})

    def is_of_no_room(self, message: dict) -> bool:
        """Return whether a trainer asks about all cohorts."""
        kind = message.get("kind")
        return isinstance(kind, str) and kind in TRAINERS and is_trainer(self)


class PreviewHandler(SiteHandler):
    """Shows a cohort's facilitators what would be published now."""

    def initialize(self, desks: Desks, form: str) -> None:
        """Take the desks, each with a preview of its own."""
        self.desks = desks
        super().initialize(None, form, is_facilitator)

    async def prepare(self) -> None:
        """Find the preview of the cohort that this browser may see."""
        cohort_id = await asyncio.to_thread(cohort_of, self)
        if cohort_id is None:
            raise HTTPError(403)
        self.site = (await asyncio.to_thread(self.desks.of, cohort_id)).preview


class HallHandler(WorkshopHandler):
    """How the hall is doing, for the console."""

    def initialize(self, server: FacilitatorServer) -> None:
        """Take the server that hears of the hall."""
        self.server = server

    def shows_token(self) -> bool:
        """Return whether a program shows the workshop's own token itself."""
        shown = self.request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(shown.encode(), self.settings["facilitator_token"].value.encode())

    async def get(self) -> None:
        """Send the numbers as JSON; to the holder of a cohort's key, only how many pages the cohort has open."""
        if self.shows_token():
            self.finish(self.server.hall.shown())
            return
        try:
            cohort_id = await asyncio.to_thread(cohort_of, self)
            if cohort_id is None:
                raise HTTPError(403)
            own = await asyncio.to_thread(self.server.store.of_cohort(cohort_id).sessions)
        except StoreError:
            raise HTTPError(503) from None
        hall = self.server.hall
        pages = hall.pages_of({session.id for session in own})
        self.finish((hall.shown() if is_trainer(self) else {}) | {"pages_open": pages})


class MetricsHandler(HallHandler):
    """``/metrics``: the same for a program that watches servers."""

    def get(self) -> None:
        """Send the numbers in the text format of Prometheus, to a trainer or to a program with the token."""
        if not is_trainer(self) and not self.shows_token():
            raise HTTPError(403)
        self.set_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        self.finish(prometheus(self.server.hall))


def _is_stranger(page: RequestHandler) -> bool:
    try:
        return cohort_of(page) is None
    except HTTPError:
        return False  # the records can't be asked just now


@click.command()
@click.option("--host", required=True)
@click.option("--port", type=int, required=True)
@click.option("--join-base", required=True)
@click.option("--own-base", required=True)
@click.option("--template", required=True)
@click.option("--certificate", type=Path)
@click.option("--key", type=Path)
@click.option("--proxies", default="")
def main(
    host: str,
    port: int,
    join_base: str,
    own_base: str,
    template: str,
    certificate: Path | None,
    key: Path | None,
    proxies: str,
) -> None:
    """Serve the facilitator's notebooks until standard input is closed."""
    here = settings()
    try:
        sockets, port = bind(host, port)
        store = open_store(here.database_url)
    except (AddressInUse, StoreError) as trouble:
        _tell(trouble=str(trouble))
        sys.exit(1)
    server = FacilitatorServer(
        store=store,
        join_base=join_base,
        own_base=own_base,
        data=Path(here.data),
        sockets=sockets,
        when_open=lambda: _tell(port=port),
        lab=template == "lab",
        way=Way(certificate, key, tuple(filter(None, proxies.split(",")))),
        warm=False,  # two or three pages, opened one at a time
    )
    threading.Thread(target=_listen_to_parent, args=(server,), daemon=True).start()
    try:
        server.run()
    finally:
        server.desks.close()


def _tell(**news: object) -> None:
    print(json.dumps(news), flush=True)


def _listen_to_parent(server: FacilitatorServer) -> None:
    """Keep what the participants' server tells of the hall, and stop with it."""
    for line in sys.stdin:
        server.hall = read(line)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
