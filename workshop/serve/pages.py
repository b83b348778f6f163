"""Sending a notebook to a browser: its prose at once, its widgets as the visitor's own process makes them."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

from nbformat import NotebookNode
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError

from workshop.serve.handlers import WorkshopHandler
from workshop.serve.kernels import PageKernels, RoomFull
from workshop.serve.notebooks import Page, script_json
from workshop.serve.prepared import PreparedPages

log = logging.getLogger("workshop")

START_SECONDS = 60

ROOM_FULL = (
    '<p class="trouble" role="alert" data-again>The room is full just now. You can read everything, and the help '
    'lines work. This page tries again in a minute. <a href="">Try now</a></p>'
)
TROUBLE = (
    '<p class="trouble" role="alert">This part could not be opened. You can read on, and the help lines work. '
    '<a href="">Load the page again</a></p>'
)


_pages: dict[Path, tuple[int, Page]] = {}


def find_page(path: Path, base_url: str, page_config: dict) -> Page:
    """Return a notebook's page; it is made anew when the file has changed."""
    changed = path.stat().st_mtime_ns
    if path not in _pages or _pages[path][0] != changed:
        _pages[path] = (changed, Page(path, base_url, page_config))
    return _pages[path][1]


class PageHandler(WorkshopHandler):
    """Serves the notebooks of one folder under Voila's address, ``/voila/render/NAME.ipynb``."""

    def initialize(self, notebooks: Path, page_config: dict, prepared: PreparedPages) -> None:
        """Take what the server knows: where its notebooks are, and which pages are ready."""
        self.notebooks, self.page_config, self.prepared = notebooks, page_config, prepared

    async def get(self, name: str) -> None:
        """Send the page."""
        path = self.notebooks / name
        if not path.is_file():
            raise HTTPError(404)
        page = find_page(path, self.base_url, self.page_config)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.kernel_id, empty = "", set(page.places)
        try:
            self.write(page.start)
            await self.flush()
            if page.places:
                async for index, outputs in self._outputs(page):
                    self.write(_fill(index, TROUBLE if outputs is None else _scripts(outputs)))
                    empty.discard(index)
                self.write(page.end(self.kernel_id))
        except RoomFull:
            log.warning(
                "There are as many open pages as this computer can bear; one more got its text alone."
            )
            self.write("".join(_fill(index, ROOM_FULL) for index in sorted(empty)))
        except StreamClosedError:
            await self.kernels.end(self.kernel_id)  # the visitor has left
            return
        except Exception:
            # Whatever it is, the page with its prose, help lines and exit is already there: finish it in words.
            log.exception("The widgets of %s could not be made.", name)
            await self.kernels.end(self.kernel_id)
            self.write("".join(_fill(index, TROUBLE) for index in sorted(empty)))
        self.write("</body>\n</html>\n")

    async def _outputs(self, page: Page) -> AsyncIterator[tuple[int, list[NotebookNode] | None]]:
        """Give the outputs of a page that is ready; without one, run its cells now and send each as it is made."""
        ready = await self.prepared.take(page)
        if ready:
            self._name_kernel(ready.kernel_id)
            for index, outputs in ready.outputs:
                yield index, outputs
            return
        with self.prepared:
            async with self.prepared.turn:
                starting = self.kernels.start_for_page(self.prepared.environment)
                self._name_kernel(await asyncio.wait_for(starting, START_SECONDS))
                async with aclosing(page.run(self.kernels.get_kernel(self.kernel_id))) as made:
                    async for index, outputs in made:
                        yield index, outputs
                        await self.flush()

    def _name_kernel(self, kernel_id: str) -> None:
        """Let the page know its kernel: from here on it can end it, and learn that it is gone."""
        self.kernel_id = kernel_id
        self.write(f"<script>workshopPage({script_json(kernel_id)})</script>\n")

    @property
    def kernels(self) -> PageKernels:
        """The kernels of this server."""
        return self.settings["kernel_manager"]


def _fill(index: int, markup: str) -> str:
    """Return what puts a cell's outputs, or words for a failure, into their place on the page."""
    return f'<template data-fill="{index}">{markup}</template><script>workshopFill({index})</script>\n'


def _scripts(outputs: list[NotebookNode]) -> str:
    """Return outputs as the front end that draws them expects to find them."""
    return "".join(
        '<script type="application/vnd.voila.cell-output+json">'
        f"{script_json(output | {'trusted': True})}</script>"
        for output in outputs
    )
