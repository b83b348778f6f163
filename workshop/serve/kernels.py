"""The processes behind pages: how they are started, and how they end when their page is gone."""

import logging
import os
import sys
import time
from collections import Counter
from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from traitlets.config import Config

log = logging.getLogger("workshop")

#: Seconds that a page may be out of touch before its process ends: a reload, or a walk past a thick wall.
PATIENCE = 120


def kernel_config() -> Config:
    """Return how kernels run: over IPC where there is IPC, and never restarted empty behind a page's back."""
    config = Config()
    config.KernelManager.autorestart = False
    config.KernelManager.shutdown_wait_time = 2.0
    if sys.platform != "win32":
        config.KernelManager.transport = "ipc"
    return config


class PageKernels(AsyncMappingKernelManager):
    """Starts a kernel for each page, and ends it when no browser has had the page open for two minutes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._open_pages: Counter[str] = Counter()
        self._last_open: dict[str, float] = {}

    async def start_for_page(self, environment: dict[str, str]) -> str:
        """Start a kernel with these variables on top of ours, and return its id."""
        kernel_id = await self.start_kernel(kernel_name="python3", path="", env=os.environ | environment)
        self._last_open[kernel_id] = time.monotonic()
        return kernel_id

    async def is_running(self, kernel_id: str) -> bool:
        """Return whether a page's kernel still runs."""
        return kernel_id in self and await self.get_kernel(kernel_id).is_alive()

    def page_opened(self, kernel_id: str) -> None:
        """Note that a browser has this kernel's page open."""
        if kernel_id in self:
            self._open_pages[kernel_id] += 1

    def page_closed(self, kernel_id: str) -> None:
        """Note that a browser does not have it open any more, or is out of touch."""
        self._open_pages[kernel_id] -= 1
        self._last_open[kernel_id] = time.monotonic()

    async def end_abandoned(self) -> None:
        """End the kernels whose pages have been gone for too long."""
        now = time.monotonic()
        for kernel_id in self.list_kernel_ids():
            if self._open_pages[kernel_id] <= 0 and now - self._last_open.get(kernel_id, now) > PATIENCE:
                await self.end(kernel_id)
        for kernel_id in self._last_open.keys() - set(self.list_kernel_ids()):
            del self._last_open[kernel_id]
            self._open_pages.pop(kernel_id, None)

    async def end(self, kernel_id: str) -> None:
        """End a kernel now, if it is still there."""
        try:
            if kernel_id in self:
                await self.shutdown_kernel(kernel_id, now=True)
        except (TimeoutError, KeyError, RuntimeError):
            log.warning("A page's process could not be ended in order.", exc_info=True)
