"""Pages that are the same for everybody: their cells are run once, and no visitor needs a process for them.

A widget whose browser side asks the server itself (``does_without_kernel``) has nothing to say to a kernel. A page
that has only such widgets is made once, with their models in it, and sent to everyone; any other page is run in a
kernel of its own for each visitor.
"""

import asyncio
import logging
from typing import Any

from workshop.serve.assets import SCRIPT_TYPE, Asset, PutAside, make_asset
from workshop.serve.front_ends import Lean
from workshop.serve.kernels import PageKernels
from workshop.serve.notebooks import END, Page, fill

log = logging.getLogger("workshop")

#: Models that only say how something looks, or show a text.
STILL = ("LayoutModel", "StyleModel", "HTMLModel")
SCRIPT, STYLE = "_esm", "_css"

Models = dict[str, dict[str, Any]]


class SharedPages:
    """Makes each page once, and remembers which pages can't be shared."""

    def __init__(self, kernels: PageKernels, environment: dict[str, str], put_aside: PutAside) -> None:
        self._kernels, self._environment, self._put_aside = kernels, environment, put_aside
        self._made: dict[Page, asyncio.Task[Asset | None]] = {}

    def ready(self, page: Page) -> Asset | None:
        """Return a page for everybody if it is there already."""
        task = self._made.get(page)
        made = task and task.done() and not task.cancelled() and not task.exception()
        return task.result() if made else None

    def may_be(self, page: Page) -> bool:
        """Return whether a page is shared, or is not made yet."""
        task = self._made.get(page)
        return not (task and task.done()) or self.ready(page) is not None

    async def find(self, page: Page) -> Asset | None:
        """Return a page for everybody, made now if need be, or None where each visitor needs one of their own.

        What could not be made is tried again the next time.
        """
        if page not in self._made:
            for older in [other for other in self._made if other.path == page.path]:
                del self._made[older]
            self._made[page] = asyncio.ensure_future(self._make(page))
        task = self._made[page]
        try:
            return await asyncio.shield(task)
        except Exception as error:
            if self._made.pop(page, None):
                log.error("The page %s could not be made: %s.", page.path.name, type(error).__name__)
            return None

    async def _make(self, page: Page) -> Asset | None:
        models: Models = {}
        kernel_id = await self._kernels.start_for_page(self._environment, served=False)
        try:
            kernel = self._kernels.get_kernel(kernel_id)
            outputs = [made async for made in page.run(kernel, models)]
        finally:
            await self._kernels.end(kernel_id)
        failed = [index for index, shown in outputs if shown is None]
        if failed or not can_be_shared(models):
            return None
        scripts, styles = self._put_aside_parts(models)
        document = (
            page.start,
            # Asked for while the front end is still being read, they are there when it wants them.
            *(f'<link rel="modulepreload" href="{script}">\n' for script in scripts),
            *(f'<link rel="stylesheet" href="{style}">\n' for style in styles),
            *(fill(index, page.front_end.shown(shown)) for index, shown in outputs),
            Lean.models(models),
            page.front_end.end(""),
            END,
        )
        return make_asset("".join(document).encode(), "text/html; charset=utf-8")

    def _put_aside_parts(self, models: Models) -> tuple[list[str], list[str]]:
        """Name scripts by their addresses in the models, take styles out, and return the addresses of both."""
        scripts: dict[str, None] = {}
        styles: dict[str, None] = {}
        for model in models.values():
            state = model["state"]
            if state.get(SCRIPT):
                state[SCRIPT] = self._put_aside.address(state[SCRIPT], SCRIPT_TYPE)
                scripts[state[SCRIPT]] = None
            if style := state.pop(STYLE, ""):
                styles[self._put_aside.address(style, "text/css")] = None
        return list(scripts), list(styles)


def can_be_shared(models: Models) -> bool:
    """Return whether nothing on a page would ever speak to its kernel."""
    return all(
        model["model_name"].endswith(STILL) or model["state"].get("does_without_kernel") is True
        for model in models.values()
    )
