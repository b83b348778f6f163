"""What strangers may read, served: the published notebooks, without seats and without writing.

``workshop serve --read-only`` opens the records read-only, and so does nothing to them; the facilitator's server
shows the same pages as a preview of what is chosen just now.
"""

import asyncio
import mimetypes
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tornado.web import HTTPError, RequestHandler

from workshop.cohorts import store_of
from workshop.publish.files import FILES
from workshop.publish.folder import agreed_session, build, what_may_go_out
from workshop.publish.publication import Publication
from workshop.publish.site import PAGES
from workshop.refusal import Refused
from workshop.serve.addresses import AddressInUse, bind, reachable_host
from workshop.serve.app import WorkshopVoila
from workshop.serve.assets import Asset, make_asset
from workshop.serve.handlers import WorkshopHandler
from workshop.serve.ways import Way
from workshop.store import StoreError, read_store
from workshop.toolkit import load_toolkit

#: A published page loads nothing, from here or elsewhere.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
NAMES = "|".join(name.replace(".", r"\.") for name in FILES) or "(?!)"
PAGE_NAMES = "|".join(PAGES)


class Site:
    """The pages and files of a publication, made when somebody asks and kept until it is another one."""

    def __init__(self, find: Callable[[], tuple[object, Publication]], **where: str) -> None:
        self._find, self._where = find, where
        self._turn = asyncio.Lock()
        self._mark: object = None
        self._made: dict[str, Asset] = {}

    async def file(self, name: str) -> Asset:
        """Return a page or a file.

        Raises
        ------
        Refused
            When there is nothing to show, or it can't be made.
        FileNotFoundError
            When this publication has no such file.
        """
        async with self._turn:
            mark, publication = await asyncio.to_thread(self._find)
            if mark != self._mark or not self._made:
                made = await asyncio.to_thread(lambda: build(publication, **self._where))
                self._made = {name: make_asset(data, _type(name)) for name, data in made.items()}
                self._mark = mark
        if name not in self._made:
            raise FileNotFoundError(name)
        return self._made[name]


def _type(name: str) -> str:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind == "application/json" else kind


class SiteHandler(WorkshopHandler):
    """Sends a page or a file of a publication."""

    def initialize(self, site: Site, form: str, may_enter: Callable[[RequestHandler], object]) -> None:
        """Take the site, how its files are called, and who may see them."""
        self.site, self.form, self.may_enter = site, form, may_enter

    def set_default_headers(self) -> None:
        """Let the page load nothing."""
        super().set_default_headers()
        self.set_header("Content-Security-Policy", POLICY)

    async def get(self, name: str) -> None:
        """Send it, or say in a sentence why there is none."""
        if not self.may_enter(self):
            raise HTTPError(403)
        try:
            self.send(await self.site.file(self.form.format(name)))
        except FileNotFoundError:
            raise HTTPError(404) from None
        except (Refused, StoreError) as trouble:
            self.set_status(503)
            self.show(
                "sentence.html.j2",
                heading="Nothing to read yet",
                sentence=str(trouble),
                link=self.request.uri,
                link_text="Try again",
            )


class LeadOn(WorkshopHandler):
    """Leads to the first page."""

    def get(self) -> None:
        """Lead on."""
        self.redirect(f"{self.base_url}voila/render/published/{PAGES[0]}.ipynb")


class Healthy(WorkshopHandler):
    """``/healthz``: 200 while there is something to read."""

    def initialize(self, site: Site) -> None:
        """Take the site."""
        self.site = site

    async def get(self) -> None:
        """Say whether there is."""
        try:
            await self.site.file(f"{PAGES[0]}.html")
        except (Refused, StoreError, FileNotFoundError):
            self.set_status(503)
        self.finish()


class ReadOnlyServer(WorkshopVoila):
    """Serves what was agreed, to anyone who asks: no seat, no message, no kernel of a visitor, no cookie."""

    def __init__(self, **options: Any) -> None:
        super().__init__(warm=False, **options)
        self._seen: tuple[int, tuple[str, Publication]] | None = None

    def init_handlers(self) -> list:
        """Return the only addresses there are."""
        base = self.base_url
        site = Site(self._agreed, ending=".ipynb", files_at=f"{base}files/")
        everyone = {"site": site, "may_enter": lambda _: True}
        return [
            (base, LeadOn),
            (rf"{base}healthz", Healthy, {"site": site}),
            (
                rf"{base}voila/render/published/({PAGE_NAMES})\.ipynb",
                SiteHandler,
                everyone | {"form": "{}.html"},
            ),
            (rf"{base}files/({NAMES})", SiteHandler, everyone | {"form": "files/{}"}),
        ]

    def _agreed(self) -> tuple[str, Publication]:
        revision = self.store.revision()
        if self._seen is None or self._seen[0] != revision:
            session = agreed_session(self.store)
            publication, _ = what_may_go_out(self.store, load_toolkit(), session)
            self._seen = revision, (publication.as_json(), publication)
        return self._seen[1]

    def work(self) -> tuple:
        """Return what is done from time to time: nothing here."""
        return ()


def serve_read_only(
    host: str, port: int, database_url: str, cohort: str, way: Way, when_ready: Callable[[str], None]
) -> None:
    """Serve what was agreed until the process is told to stop.

    Raises
    ------
    AddressInUse
        When the port is taken.
    NoWay
        When it can't be reached as it is asked for.
    Refused
        When there is no cohort of this name.
    StoreError
        When the records can't be read.
    """
    with read_store(database_url) as store, tempfile.TemporaryDirectory(prefix="get-organized-") as folder:
        way.check()
        sockets, port = bind(host, port)
        address = way.url(reachable_host(host), port)
        server = ReadOnlyServer(
            store=store_of(store, cohort),
            data=Path(folder),
            sockets=sockets,
            way=way,
            when_open=lambda: when_ready(address),
        )
        server.run()


__all__ = ["AddressInUse", "ReadOnlyServer", "Site", "SiteHandler", "serve_read_only"]
