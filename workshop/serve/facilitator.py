"""The facilitator's server: a process and a port of its own, opened with a token.

The participants' server starts it (``python -m workshop.serve.facilitator``), hears on its standard output when it
is open or why it is not, and ends it by closing its standard input.
"""

import hmac
import json
import os
import signal
import sys
import threading
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click
from tornado.web import HTTPError, RequestHandler
from traitlets import Type

from workshop.messages import FacilitatorMessages
from workshop.paths import NOTEBOOKS
from workshop.publish.publication import Publication
from workshop.publish.review import read_draft
from workshop.serve.access import (
    FACILITATOR_COOKIE,
    FacilitatorIdentity,
    LeaveHandler,
    enter_with_token,
    is_facilitator,
    let_in,
)
from workshop.serve.addresses import AddressInUse, bind
from workshop.serve.app import LIVE_SECONDS, MEGABYTE, WorkshopVoila
from workshop.serve.hall import Hall, prometheus, read
from workshop.serve.handlers import WorkshopHandler
from workshop.serve.messages import MessagesHandler
from workshop.serve.pages import PageHandler, visitor_of
from workshop.serve.players import PlayersProcess
from workshop.serve.prepared import PreparedPages
from workshop.serve.published import NAMES, PAGE_NAMES, Site, SiteHandler
from workshop.serve.secrets import Token
from workshop.serve.shared import SharedPages
from workshop.serve.ways import Way
from workshop.session import current_session
from workshop.settings import settings
from workshop.store import StoreError, open_store
from workshop.toolkit import load_toolkit

FOLDER = NOTEBOOKS / "facilitator"
#: A spreadsheet travels inside a message, a third longer than it is.
MESSAGE_BYTES = 3 * MEGABYTE


class FacilitatorServer(WorkshopVoila):
    """Serves the people who hold the workshop."""

    identity_provider_class = Type(FacilitatorIdentity, config=True)

    def __init__(self, *, messages: FacilitatorMessages, **options: Any) -> None:
        super().__init__(**options)
        self.messages = messages
        self.hall = Hall()
        self.facilitator_token = Token(self.data, "facilitator-token")
        self._shown = self.facilitator_token.value

    def init_settings(self) -> dict:
        """Add the token to the settings of the workshop's servers."""
        return super().init_settings() | {"facilitator_token": self.facilitator_token}

    def work(self) -> tuple:
        """Return what is done from time to time, a look at the door among it."""
        return (*super().work(), (LIVE_SECONDS, self.look_at_the_door))

    async def look_at_the_door(self) -> None:
        """Put every browser out if the token was changed, as the command line may do."""
        if self.facilitator_token.value != self._shown:
            await self.put_out()

    async def put_out(self, visitor: str = "") -> None:
        """Close the pages of every browser that has shown an older token, but those of one visitor."""
        self._shown = self.facilitator_token.value
        self.live.put_out(lambda page: bool(visitor) and visitor_of(page) == visitor)
        await self.kernel_manager.end_all_but_those_of(visitor)

    def may_enter(self, handler: RequestHandler) -> bool:
        """Return whether a browser has shown the token."""
        return is_facilitator(handler)

    def workshop_handlers(self) -> list:
        """Return the facilitator's addresses."""
        base = self.base_url
        environment = {
            "WORKSHOP_SERVED_BY": "facilitator",
            "WORKSHOP_DATA": str(self.data),
            "WORKSHOP_DATABASE_URL": settings().database_url,
        }
        page = {
            "notebooks": NOTEBOOKS,
            "front_end": self.front_end,
            "prepared": PreparedPages(self.kernel_manager, environment, ready_each=0),
            "shared": None if self.lab else SharedPages(self.kernel_manager, environment, self.put_aside),
        }
        names = "|".join(path.name.replace(".", r"\.") for path in sorted(FOLDER.glob("*.ipynb")))
        preview = {"site": Site(self._chosen), "may_enter": is_facilitator}
        return [
            (base, FacilitatorDoor),
            (rf"{base}leave", LeaveHandler, {"cookie": FACILITATOR_COOKIE}),
            (rf"{base}workshop/messages", FacilitatorMessagesHandler, {"server": self}),
            (rf"{base}workshop/address", AddressHandler, {"server": self}),
            (rf"{base}workshop/hall", HallHandler, {"server": self}),
            (rf"{base}metrics", MetricsHandler, {"server": self}),
            (rf"{base}preview/({PAGE_NAMES})\.html", SiteHandler, preview | {"form": "{}.html"}),
            (rf"{base}preview/files/({NAMES})", SiteHandler, preview | {"form": "files/{}"}),
            (rf"{base}voila/render/(facilitator/(?:{names}))", FacilitatorPageHandler, page),
        ]

    def _chosen(self) -> tuple[object, Publication]:
        """Return what would go out now, as a stranger would see it."""
        messages = self.messages
        draft, _ = read_draft(messages.store, messages.toolkit, messages.session_id)
        last = messages.store.agreed(messages.session_id)
        number = last.number + 1 if last else 1
        return (draft.mark, date.today()), Publication(date.today(), number, draft.items)


class FacilitatorDoor(WorkshopHandler):
    """Takes the token of the address that the terminal printed, and leads to the console."""

    def get(self) -> None:
        """Lead on, or say that the token is missing (403)."""
        if enter_with_token(self):
            return
        if is_facilitator(self):
            self.redirect(f"{self.base_url}voila/render/facilitator/console.ipynb")
        else:
            self.send_error(403)


class FacilitatorPageHandler(PageHandler):
    """A facilitator's notebook, for browsers that have shown the token."""

    async def get(self, name: str) -> None:
        """Send the page, or say that the token is missing (403) before any kernel is started."""
        if enter_with_token(self):
            return
        if is_facilitator(self):
            await super().get(name)
        else:
            self.send_error(403)


class FacilitatorMessagesHandler(MessagesHandler):
    """Answers the messages of browsers that have shown the token."""

    message_bytes = MESSAGE_BYTES
    left = "This browser is no longer let in. Open the address that the terminal printed."
    join = ""

    def session_of_browser(self) -> str:
        """Return the session that is held, for a facilitator."""
        return self.server.messages.session_id if is_facilitator(self) else ""

    def messages_of(self, session_id: str) -> FacilitatorMessages:
        """Return what answers a facilitator."""
        return self.server.messages


class AddressHandler(WorkshopHandler):
    """Changes the facilitator's address; the browser that asks for it stays in, and every other one is out."""

    def initialize(self, server: FacilitatorServer) -> None:
        """Take the server whose address it is."""
        self.server = server

    async def post(self) -> None:
        """Change the token, and say the new address."""
        if not is_facilitator(self) or not self.is_from_our_page():
            raise HTTPError(403)
        try:
            token = self.server.facilitator_token.change()
        except OSError:
            self.set_status(503)
            self.finish(
                {"refused": "The address could not be changed: the folder of the records can't be written."}
            )
            return
        let_in(self)
        await self.server.put_out(visitor_of(self))
        self.finish(
            {"address": f"{self.request.protocol}://{self.request.host}{self.base_url}?token={token}"}
        )


class HallHandler(WorkshopHandler):
    """How the hall is doing, for the console."""

    def initialize(self, server: FacilitatorServer) -> None:
        """Take the server that hears of the hall."""
        self.server = server

    def prepare(self) -> None:
        """Refuse whoever is no facilitator: a browser shows its cookie, another program the token itself."""
        shown = self.request.headers.get("Authorization", "").removeprefix("Bearer ")
        token = self.settings["facilitator_token"].value
        if not is_facilitator(self) and not hmac.compare_digest(shown.encode(), token.encode()):
            raise HTTPError(403)

    def get(self) -> None:
        """Send the numbers as JSON."""
        self.finish(asdict(self.server.hall))


class MetricsHandler(HallHandler):
    """``/metrics``: the same for a program that watches servers."""

    def get(self) -> None:
        """Send the numbers in the text format of Prometheus."""
        self.set_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        self.finish(prometheus(self.server.hall))


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
        session = current_session(store)  # not the one of the start: this process may be started again later
    except (AddressInUse, StoreError) as trouble:
        _tell(trouble=str(trouble))
        sys.exit(1)
    players = PlayersProcess(own_base)
    server = FacilitatorServer(
        messages=FacilitatorMessages(store, load_toolkit(), session.id, join_base, players),
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
        players.stop()


def _tell(**news: object) -> None:
    print(json.dumps(news), flush=True)


def _listen_to_parent(server: FacilitatorServer) -> None:
    """Keep what the participants' server tells of the hall, and stop with it."""
    for line in sys.stdin:
        server.hall = read(line)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
