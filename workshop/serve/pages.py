"""Sending a notebook to a browser: its prose at once, its widgets as the visitor's own process makes them."""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

from nbformat import NotebookNode
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError, RequestHandler

from workshop.serve.code import code_mark
from workshop.serve.front_ends import FrontEnd, script_json
from workshop.serve.handlers import WorkshopHandler
from workshop.serve.kernels import PageKernels, RoomFull
from workshop.serve.notebooks import END, Page, fill
from workshop.serve.prepared import PreparedPages
from workshop.serve.shared import SharedPages

log = logging.getLogger("workshop")

START_SECONDS = 60
VISITOR_COOKIE = "workshop-visitor"

ROOM_FULL = (
    '<p class="trouble" role="alert" data-again>The room is full just now. You can read everything, and the help '
    'lines work. This page tries again in a minute. <a href="">Try now</a></p>'
)
TROUBLE = (
    '<p class="trouble" role="alert">This part could not be opened. You can read on, and the help lines work. '
    '<a href="">Load the page again</a></p>'
)


_pages: dict[Path, tuple[tuple[int, int], Page]] = {}


def find_page(path: Path, base_url: str, front_end: FrontEnd) -> Page:
    """Return a notebook's page; it is made anew when the file has changed, or the code of the widgets."""
    changed = (path.stat().st_mtime_ns, code_mark())
    if path not in _pages or _pages[path][0] != changed:
        _pages[path] = (changed, Page(path, base_url, front_end))
    return _pages[path][1]


def visitor_of(handler: RequestHandler) -> str:
    """Return the name that a browser carries by which its kernels are counted, or an empty text."""
    return (handler.get_signed_cookie(VISITOR_COOKIE) or b"").decode()


class PageHandler(WorkshopHandler):
    """Serves the notebooks of one folder under Voila's address, ``/voila/render/NAME.ipynb``.

    A page that is the same for everybody is sent whole; another one is sent as it is made, prose first.
    """

    def initialize(
        self, notebooks: Path, front_end: FrontEnd, prepared: PreparedPages, shared: SharedPages | None = None
    ) -> None:
        """Take what the server knows: where its notebooks are, what draws them, and which pages are ready."""
        self.notebooks, self.front_end, self.prepared, self.shared = notebooks, front_end, prepared, shared

    visitor = ""

    async def get(self, name: str) -> None:
        """Send the page."""
        path = self.notebooks / name
        if not path.is_file():
            raise HTTPError(404)
        page = find_page(path, self.base_url, self.front_end)
        if self.shared and (ready := self.shared.ready(page)):
            self.send(ready)
            return
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.kernel_id, empty = "", set(page.places)
        if page.places and not (self.shared and self.shared.may_be(page)):
            self._name_visitor()
        try:
            self.write(page.start)
            await self.flush()
            shared = await self.shared.find(page) if self.shared and page.places else None
            if shared:
                self.finish(shared.plain[len(page.start.encode()) :])
                return
            if page.places:
                async for index, outputs in self._outputs(page):
                    self.write(fill(index, TROUBLE if outputs is None else self.front_end.shown(outputs)))
                    empty.discard(index)
                self.write(self.front_end.end(self.kernel_id))
        except RoomFull:
            log.warning(
                "There are as many open pages as this computer can bear; one more got its text alone."
            )
            self.write("".join(fill(index, ROOM_FULL) for index in sorted(empty)))
        except StreamClosedError:
            await self.kernels.end(self.kernel_id)  # the visitor has left
            return
        except Exception:
            # Whatever it is, the page with its prose, help lines and exit is already there: finish it in words.
            log.exception("The widgets of %s could not be made.", name)
            await self.kernels.end(self.kernel_id)
            self.write("".join(fill(index, TROUBLE) for index in sorted(empty)))
        self.write(END)

    async def _outputs(self, page: Page) -> AsyncIterator[tuple[int, list[NotebookNode] | None]]:
        """Give the outputs of a page that is ready; without one, run its cells now and send each as it is made."""
        ready = await self.prepared.take(page, self.visitor)
        if ready:
            self._name_kernel(ready.kernel_id)
            for index, outputs in ready.outputs:
                yield index, outputs
            return
        with self.prepared:
            async with self.prepared.turn:
                starting = self.kernels.start_for_page(self.prepared.environment, visitor=self.visitor)
                self._name_kernel(await asyncio.wait_for(starting, START_SECONDS))
                async with aclosing(page.run(self.kernels.get_kernel(self.kernel_id))) as made:
                    async for index, outputs in made:
                        yield index, outputs
                        await self.flush()

    def _name_kernel(self, kernel_id: str) -> None:
        """Let the page know its kernel: from here on it can end it, and learn that it is gone."""
        self.kernel_id = kernel_id
        self.write(f"<script>workshopPage({script_json(kernel_id)})</script>\n")

    def _name_visitor(self) -> None:
        """Let this browser carry a name until it is closed, by which the kernels that it has are counted.

        Only pages that have a kernel do this; the name is kept nowhere but with those kernels, in memory.
        """
        carried = visitor_of(self)
        self.visitor = carried or secrets.token_hex(8)
        if not carried:
            self.set_signed_cookie(
                VISITOR_COOKIE,
                self.visitor,
                expires_days=None,
                path=self.base_url,
                httponly=True,
                samesite="Lax",
                secure=self.request.protocol == "https",
            )

    @property
    def kernels(self) -> PageKernels:
        """The kernels of this server."""
        return self.settings["kernel_manager"]
