"""The processes behind pages: how they are started, and how they end when their page is gone."""

import logging
import math
import os
import sys
import tempfile
import time
from collections import Counter, OrderedDict
from pathlib import Path
from typing import Any

import psutil
import traitlets as tl
from jupyter_client.provisioning import KernelProvisionerFactory
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.web import HTTPError
from traitlets.config import Config

from workshop.serve import handles
from workshop.serve.warm import can_fork
from workshop.settings import passed_on

log = logging.getLogger("workshop")

#: Seconds that a page may be out of touch before its process ends: a reload, or a walk past a thick wall.
PATIENCE = 120
#: Seconds that a page may take to come to life at all, on a slow phone far from the router.
FIRST_PATIENCE = 60

#: Characters that the name of the folder may have in which a server makes one for the sockets of its kernels.
SHORT = 30
#: Memory that a kernel may come to need, in bytes, and the share of what is free that kernels may have.
KERNEL_BYTES = 60 * 2**20
SHARE = 0.7
FEWEST = 8
#: Open files and connections of a kernel and its page, and the share of what is allowed that they may take.
HANDLES_EACH, SHARE_OF_HANDLES = 20, 0.75
#: Connections to kernels; ZeroMQ allows a thousand unless it is told, and each kernel takes half a dozen.
MOST_SOCKETS = 65_536
#: How many kernels one browser may have: a few tabs, and not the whole room's share.
MOST_EACH = 4
#: Why a kernel was ended before its page was gone; the page says it in words.
TOO_MANY, TOO_BIG, TOO_BUSY = "too many", "too big", "too busy"
#: How many of those reasons are remembered.
REASONS = 1000


class RoomFull(Exception):
    """There are as many kernels as this computer can bear."""


def most_kernels() -> int:
    """Return how many kernels this computer can bear, by the memory that is free now and the files it may open."""
    by_memory = psutil.virtual_memory().available * SHARE / KERNEL_BYTES
    by_handles = handles.allowed() * SHARE_OF_HANDLES / HANDLES_EACH
    return max(FEWEST, int(min(by_memory, by_handles)))


def short_folder() -> str | None:
    """Return a folder with a short name for the sockets of kernels, or None for the usual one.

    The name of such a socket may have little more than a hundred characters, and the usual folder's name takes
    half of them on macOS.
    """
    if len(tempfile.gettempdir()) <= SHORT:
        return None
    return "/tmp" if sys.platform != "win32" and os.access("/tmp", os.W_OK) else None  # noqa: S108


def kernel_config(*, warm: bool, most: int | None = None) -> Config:
    """Return how kernels run: over IPC where there is IPC, and never restarted empty behind a page's back.

    With ``warm`` they are forked from one warm process where this computer can do that. There are ``most`` of them
    at once, or as many as the free memory bears.
    """
    config = Config()
    if most is not None:
        config.PageKernels.most = most
    if warm and can_fork():
        config.KernelProvisionerFactory.default_provisioner_name = "workshop-warm"
    config.KernelManager.autorestart = False
    config.KernelManager.shutdown_wait_time = 2.0
    if sys.platform != "win32":
        config.KernelManager.transport = "ipc"
    return config


class PageKernels(AsyncMappingKernelManager):
    """Starts a kernel for each page, and ends it when no browser has had the page open for two minutes."""

    most = tl.Int(config=True, help="How many kernels may run at once.")

    @tl.default("most")
    def _default_most(self) -> int:
        return most_kernels()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # jupyter_client keeps one factory a process, made as its first manager says; this one has its own say.
        KernelProvisionerFactory.clear_instance()
        KernelProvisionerFactory.instance(parent=self)
        self.context.max_sockets = MOST_SOCKETS
        self._open_pages: Counter[str] = Counter()
        self._last_open: dict[str, float] = {}
        self._visitors: dict[str, str] = {}
        self._reasons: OrderedDict[str, str] = OrderedDict()

    @property
    def has_room(self) -> bool:
        """Whether one more page can have a kernel."""
        return len(self) < self.most

    async def start_for_page(
        self, environment: dict[str, str], *, served: bool = True, visitor: str = ""
    ) -> str:
        """Start a kernel with these variables on top of ours, and return its id.

        One that is not served yet waits for its page to be opened, for as long as that takes. It has no start-up
        files and no history of whoever owns this computer.

        Raises
        ------
        RoomFull
            When there are as many kernels as this computer can bear.
        """
        if visitor:
            await self._end_oldest_of(visitor)
        if not self.has_room:
            raise RoomFull
        kernel_id = await self.start_kernel(
            kernel_name="python3",
            path="",
            env=passed_on() | {"IPYTHONDIR": str(Path(self.connection_dir) / "ipython")} | environment,
            # It would keep the moment at which each page was opened.
            extra_arguments=["--HistoryManager.enabled=False"],
        )
        self._last_open[kernel_id] = time.monotonic() if served else math.inf
        if visitor:
            self._visitors[kernel_id] = visitor
        return kernel_id

    async def page_served(self, kernel_id: str, visitor: str = "") -> None:
        """Note that a visitor's browser is about to open this kernel's page."""
        if visitor:
            await self._end_oldest_of(visitor)
            self._visitors[kernel_id] = visitor
        self._last_open[kernel_id] = time.monotonic()

    async def _end_oldest_of(self, visitor: str) -> None:
        """Make room among the kernels of one visitor: pages that nobody has open go first, then the oldest."""
        own = [
            kernel_id for kernel_id, owner in self._visitors.items() if owner == visitor and kernel_id in self
        ]
        own.sort(key=lambda kernel_id: self._open_pages.get(kernel_id, 0) > 0)
        for kernel_id in own[: max(0, len(own) + 1 - MOST_EACH)]:
            await self.end(kernel_id, TOO_MANY)

    def reason(self, kernel_id: str) -> str:
        """Return why a kernel was ended before its time, or an empty text."""
        return self._reasons.get(kernel_id, "")

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
            seen = self._last_open.setdefault(kernel_id, now)
            patience = PATIENCE if kernel_id in self._open_pages else FIRST_PATIENCE
            if self._open_pages.get(kernel_id, 0) <= 0 and now - seen > patience:
                await self.end(kernel_id)
        for kernel_id in self._last_open.keys() - set(self.list_kernel_ids()):
            del self._last_open[kernel_id]
            self._open_pages.pop(kernel_id, None)
            self._visitors.pop(kernel_id, None)

    async def end_all_but_those_of(self, visitor: str) -> None:
        """End every kernel that is not of a page of this visitor."""
        for kernel_id in self.list_kernel_ids():
            if not visitor or self._visitors.get(kernel_id) != visitor:
                await self.end(kernel_id)

    async def end(self, kernel_id: str, reason: str = "") -> None:
        """End a kernel now, if it is still there; its page hears the reason."""
        if reason:
            self._reasons[kernel_id] = reason
            while len(self._reasons) > REASONS:
                self._reasons.popitem(last=False)
        try:
            if kernel_id in self:
                await self.shutdown_kernel(kernel_id, now=True)
        except (TimeoutError, KeyError, RuntimeError, HTTPError):
            log.warning("A page's process could not be ended in order.", exc_info=True)
