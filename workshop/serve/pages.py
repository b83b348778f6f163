"""Sending a notebook to a browser: its prose at once, its widgets as the visitor's own process makes them."""

import asyncio
import logging
from functools import lru_cache
from pathlib import Path

from nbformat import NotebookNode
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError

from workshop.serve.handlers import WorkshopHandler
from workshop.serve.kernels import PageKernels
from workshop.serve.notebooks import Page, script_json

log = logging.getLogger("workshop")

START_SECONDS = 60

TROUBLE = (
    '<p class="trouble" role="alert">This part could not be opened. You can read on, and the help lines work. '
    '<a href="">Load the page again</a></p>'
)


@lru_cache(maxsize=32)
def _page(path: Path, _changed: int, base_url: str, front_end: str) -> Page:
    return Page(path, base_url, front_end)


class PageHandler(WorkshopHandler):
    """Serves the notebooks of one folder under Voila's address, ``/voila/render/NAME.ipynb``."""

    def initialize(self, notebooks: Path, page_config: dict, environment: dict[str, str]) -> None:
        """Take what the server knows: where its notebooks are and what its kernels are told."""
        self.notebooks, self.page_config, self.environment = notebooks, page_config, environment

    async def get(self, name: str) -> None:
        """Send the page."""
        path = self.notebooks / name
        if not path.is_file():
            raise HTTPError(404)
        front_end = f"{self.page_config['fullStaticUrl']}/voila.js"
        page = _page(path, path.stat().st_mtime_ns, self.base_url, front_end)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        kernel_id = ""
        try:
            self.write(page.start)
            await self.flush()
            kernel_id = await asyncio.wait_for(self._start_kernel(), START_SECONDS)
            # Known from here on: the page can end its kernel, and learn that it is gone.
            self.write(f"<script>workshopPage({script_json(kernel_id)})</script>\n")
            async for index, outputs in page.run(self.kernels.get_kernel(kernel_id)):
                self.write(_fill(index, outputs))
                await self.flush()
            config = self.page_config | {"kernelId": kernel_id}
            self.write(
                f'<script id="jupyter-config-data" type="application/json">{script_json(config)}</script>\n'
            )
            self.write(f'<script src="{front_end}"></script>\n</body>\n</html>\n')
        except StreamClosedError:
            await self.kernels.end(kernel_id)  # the visitor has left
        except Exception:
            # Whatever it is, the page with its prose, help lines and exit is already there: finish it in words.
            log.exception("The widgets of %s could not be made.", name)
            await self.kernels.end(kernel_id)
            self.write("".join(_fill(index, None) for index in page.places))
            self.write("</body>\n</html>\n")

    async def _start_kernel(self) -> str:
        return await self.kernels.start_for_page(self.environment)

    @property
    def kernels(self) -> PageKernels:
        """The kernels of this server."""
        return self.settings["kernel_manager"]


def _fill(index: int, outputs: list[NotebookNode] | None) -> str:
    """Return what puts a cell's outputs, or words for a failure, into their place on the page."""
    if outputs is None:
        return f'<template data-fill="{index}">{TROUBLE}</template><script>workshopFill({index})</script>\n'
    scripts = "".join(
        '<script type="application/vnd.voila.cell-output+json">'
        f"{script_json(output | {'trusted': True})}</script>"
        for output in outputs
    )
    return f'<template data-fill="{index}">{scripts}</template><script>workshopFill({index})</script>\n'
