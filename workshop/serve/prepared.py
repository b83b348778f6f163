"""Pages whose cells have been run before anybody opens them.

A participant's kernel is told nothing of its visitor (the browser asks the server itself), so a page that was made
ready in advance is as good as one that is made now, and is there at once.
"""

import asyncio
import logging
from collections import defaultdict, deque
from dataclasses import dataclass

from nbformat import NotebookNode

from workshop.serve.kernels import PageKernels
from workshop.serve.notebooks import Page

log = logging.getLogger("workshop")

#: How many of each page are kept ready: enough for people who come one by one, and for the first of a crowd.
READY_EACH = 2
#: How many pages run at the same moment; those of a crowd that wait are ready sooner than if all ran at once.
AT_ONCE = 4
BREATH_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Prepared:
    """A kernel that has run a page's cells, and what they gave: outputs by cell, None for a cell that failed."""

    kernel_id: str
    outputs: tuple[tuple[int, list[NotebookNode] | None], ...]


class PreparedPages:
    """Keeps a few of each page ready, made while no visitor is waiting for one."""

    def __init__(
        self, kernels: PageKernels, environment: dict[str, str], ready_each: int = READY_EACH
    ) -> None:
        self._kernels, self.environment, self._ready_each = kernels, environment, ready_each
        self._ready: defaultdict[Page, deque[Prepared]] = defaultdict(deque)
        self._tasks: dict[Page, asyncio.Task] = {}
        self._visitors = 0
        self.turn = asyncio.Semaphore(AT_ONCE)

    async def take(self, page: Page, visitor: str) -> Prepared | None:
        """Return a page that is ready for this visitor, or None, and see to it that there will be another."""
        found = None
        while self._ready[page] and found is None:
            prepared = self._ready[page].popleft()
            if await self._kernels.is_running(prepared.kernel_id):
                await self._kernels.page_served(prepared.kernel_id, visitor)
                found = prepared
        self.keep_ready(page)
        return found

    def keep_ready(self, page: Page) -> None:
        """Make as many of this page ready as are wanted, in the background."""
        if self._ready_each and page not in self._tasks:
            self._tasks[page] = asyncio.ensure_future(self._prepare(page))
            self._tasks[page].add_done_callback(lambda _: self._tasks.pop(page, None))

    async def _prepare(self, page: Page) -> None:
        await self._forget_older(page)
        while len(self._ready[page]) < self._ready_each and self._kernels.has_room:
            while self._visitors:
                await asyncio.sleep(BREATH_SECONDS)
            kernel_id = ""
            try:
                async with self.turn:
                    kernel_id = await self._kernels.start_for_page(self.environment, served=False)
                    outputs = [made async for made in page.run(self._kernels.get_kernel(kernel_id))]
                self._ready[page].append(Prepared(kernel_id, tuple(outputs)))
            except Exception:
                # A visitor will meet the same trouble, and be told; there is nobody here to tell.
                log.exception("The page %s could not be made ready.", page.path.name)
                await self._kernels.end(kernel_id)
                return

    async def _forget_older(self, page: Page) -> None:
        """End what was made ready of the same notebook before its file was changed."""
        for other in [other for other in self._ready if other.path == page.path and other is not page]:
            for prepared in self._ready.pop(other):
                await self._kernels.end(prepared.kernel_id)

    def __enter__(self) -> None:
        """Note that a visitor waits for a page that is made now: what is made in advance waits its turn."""
        self._visitors += 1

    def __exit__(self, *_: object) -> None:
        """Note that the visitor has it."""
        self._visitors -= 1
