"""Whether the workshop works: its store can be written, and a kernel can be started."""

import asyncio
import logging
import time
from dataclasses import dataclass

from tornado.web import RequestHandler

from workshop.serve.kernels import PageKernels
from workshop.store import Store, StoreError

log = logging.getLogger("workshop")

#: For how many seconds one trial start of a kernel speaks for all: anybody may ask, and a start costs something.
TRIAL_SECONDS = 60
TRIAL_LIMIT = 30


@dataclass
class _Trial:
    works: bool = False
    at: float = float("-inf")


class HealthHandler(RequestHandler):
    """``/healthz``: 200 when store and kernels work, 503 with the reason when not."""

    _trial = _Trial()
    _lock = asyncio.Lock()

    def initialize(self, store: Store) -> None:
        """Take the store to look at."""
        self.store = store

    async def get(self) -> None:
        """Look, and say."""
        try:
            await asyncio.to_thread(self.store.check)
            store = "works"
        except StoreError as trouble:
            store = str(trouble)
        kernels = "work" if await self._kernels_work() else "A page's process could not be started."
        self.set_status(200 if (store, kernels) == ("works", "work") else 503)
        self.finish({"store": store, "kernels": kernels})

    async def _kernels_work(self) -> bool:
        trial = self._trial
        async with self._lock:
            if time.monotonic() - trial.at > TRIAL_SECONDS:
                trial.works = await _starts(self.settings["kernel_manager"])
                trial.at = time.monotonic()
        return trial.works


async def _starts(kernels: PageKernels) -> bool:
    """Start a kernel, wait until it answers, and end it."""
    kernel_id = ""
    try:
        kernel_id = await kernels.start_for_page({})
        client = kernels.get_kernel(kernel_id).client()
        client.start_channels()
        try:
            await client.wait_for_ready(timeout=TRIAL_LIMIT)
        finally:
            client.stop_channels()
    except (OSError, RuntimeError) as error:
        log.error("A trial start of a page's process failed: %s", error)
        return False
    finally:
        await kernels.end(kernel_id)
    return True
