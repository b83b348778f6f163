"""What every handler of the workshop shares: its headers, and errors that are sentences."""

import logging
import re
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from tornado.web import HTTPError, RequestHandler

from workshop.serve.assets import Asset, PutAside, static_asset
from workshop.serve.templating import render

log = logging.getLogger("workshop")

#: Nothing is loaded from anywhere else. Pages are sent in pieces, each with a line of script that puts it in its
#: place, and a kernel sends its widgets' modules as blobs: so scripts may do that. What people write never becomes
#: markup (tested by hostile text). Voila's own front end compiles code as well; ours does not.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline'{compiles} blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        # Some browsers do not count a web socket to the same place as 'self'.
        "connect-src 'self' ws://{host} wss://{host}",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

#: For what has an address that changes with its content.
KEEP = "public, max-age=31536000, immutable"

#: A browser that came by an encrypted way keeps to it for 30 days.
STRICT = "max-age=2592000"

HOST = re.compile(r"[\w.:\[\]-]{1,260}")

HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

SENTENCES = {
    403: ("This page is not open", "It belongs to the people who hold the workshop."),
    404: ("There is no such page", "Go back to the workshop, and take the steps from there."),
    405: ("That can't be done here", "Go back to the workshop, and take the steps from there."),
}
OTHERWISE = ("Something went wrong", "Your saved words are safe. Please try again in a moment.")


class WorkshopHandler(RequestHandler):
    """A handler whose errors are pages with one sentence, the help lines and the exit."""

    @property
    def base_url(self) -> str:
        """The address under which the whole workshop is served; ends with a slash."""
        return self.settings["base_url"]

    def set_default_headers(self) -> None:
        """Send the workshop's headers; pages are never kept by a browser that somebody else may look at."""
        for name, value in HEADERS.items():
            self.set_header(name, value)
        host = self.request.host if HOST.fullmatch(self.request.host) else "localhost"
        compiles = " 'unsafe-eval'" if self.settings.get("compiles_code") else ""
        policy = CONTENT_SECURITY_POLICY.format(host=host, compiles=compiles)
        self.set_header("Content-Security-Policy", policy)
        if self.request.protocol == "https":
            self.set_header("Strict-Transport-Security", STRICT)
        self.set_header("Cache-Control", "no-store")

    def is_from_our_page(self) -> bool:
        """Return whether a page of this server sent this, as far as a browser says where it was."""
        origin = self.request.headers.get("Origin")
        return origin is None or urlsplit(origin).netloc == self.request.host

    def show(self, template: str, **values: Any) -> None:
        """Answer with a page made from a template."""
        self.finish(render(template, self.base_url, **values))

    def send(self, asset: Asset, *, keep: bool = False) -> None:
        """Answer with what is ready, compressed where the browser can read that; with ``keep`` it may be kept."""
        self.set_header("Content-Type", asset.content_type)
        self.set_header("Vary", "Accept-Encoding")
        if keep:
            self.set_header("Cache-Control", KEEP)
        if "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
            self.finish(asset.compressed)
        else:
            self.finish(asset.plain)

    def log_exception(
        self, typ: type | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Keep what failed in our code, and nothing of who asked for what."""
        if not isinstance(value, HTTPError):
            log.error("%s failed.", type(self).__name__, exc_info=(typ, value, trace))

    def write_error(self, status_code: int, **_details: Any) -> None:
        """Say what went wrong in a sentence."""
        heading, sentence = SENTENCES.get(status_code, OTHERWISE)
        self.show(
            "sentence.html.j2",
            heading=heading,
            sentence=sentence,
            link=self.base_url,
            link_text="Back to the workshop",
        )


class Quiet:
    """Makes a handler of Jupyter's or Tornado's own fail with a number, and nothing about who asked for what."""

    def write_error(self, status_code: int, **_details: Any) -> None:
        """Answer with the number alone."""
        self.set_status(status_code)
        self.finish()

    def log_exception(self, *_: Any) -> None:
        """Keep nothing: these are addresses that are not there."""


class NothingHere(WorkshopHandler):
    """Answers every address that is none of ours."""

    def prepare(self) -> None:
        """Say that there is no such page."""
        raise HTTPError(404)


class StaticHandler(WorkshopHandler):
    """Our own files. The mark in the address is there for the browser."""

    def get(self, name: str) -> None:
        """Send the file."""
        try:
            self.send(static_asset(name), keep=True)
        except FileNotFoundError:
            raise HTTPError(404) from None


class PutAsideHandler(WorkshopHandler):
    """The scripts and styles of widgets."""

    def initialize(self, put_aside: PutAside) -> None:
        """Take what was put aside."""
        self.put_aside = put_aside

    def get(self, mark: str) -> None:
        """Send a script or a style."""
        try:
            self.send(self.put_aside.find(mark), keep=True)
        except FileNotFoundError:
            raise HTTPError(404) from None
