"""How the hall is doing, in numbers: pages open, processes, memory, the slowest page; never who."""

import collections
import json
import time
from collections import deque
from collections.abc import Set
from dataclasses import asdict, dataclass, field

import psutil
from prometheus_client import CollectorRegistry, Gauge, generate_latest

from workshop.serve.kernels import PageKernels
from workshop.serve.live import Live
from workshop.serve.watch import own_bytes

#: For how long a slow page is remembered, in seconds.
WINDOW = 300


@dataclass(frozen=True, slots=True)
class Hall:
    """The participants' server at one moment. Memory is in bytes, times are in seconds."""

    pages_open: int = 0
    kernels: int = 0
    most_kernels: int = 0
    kernel_bytes: int = 0
    server_bytes: int = 0
    free_bytes: int = 0
    slowest_page_seconds: float = 0.0
    pages_sent: int = 0
    #: How many of the open pages are of each session.
    pages: dict[str, int] = field(default_factory=dict)

    def shown(self) -> dict[str, int | float]:
        """Return the numbers by their names, those of single sessions left out."""
        told = asdict(self)
        del told["pages"]
        return told

    def pages_of(self, sessions: Set[str]) -> int:
        """Return how many pages of some sessions are open."""
        return sum(count for session, count in self.pages.items() if session in sessions)

    def line(self) -> str:
        """Return the numbers in one line, for the facilitator's process to ``read``."""
        return json.dumps(asdict(self))


#: What each number is, for a person who reads ``/metrics``.
HELP = {
    "pages_open": "Pages that are open on phones now",
    "kernels": "Processes behind pages",
    "most_kernels": "Processes behind pages that there may be",
    "kernel_bytes": "Memory of those processes that they share with nobody",
    "server_bytes": "Memory of the participants' server",
    "free_bytes": "Memory of this computer that is free",
    "slowest_page_seconds": "The longest that a page took to be sent in the last five minutes",
    "pages_sent": "Pages sent since the server started",
}


@dataclass
class Counter:
    """Counts the pages that a server sends, and how long each took."""

    sent: int = 0
    _took: deque[tuple[float, float]] = field(default_factory=deque)

    def count(self, seconds: float) -> None:
        """Count a page that took so long."""
        self.sent += 1
        self._took.append((time.monotonic(), seconds))
        self._forget()

    def slowest(self) -> float:
        """Return the seconds of the slowest page of the last five minutes."""
        self._forget()
        return max((seconds for _, seconds in self._took), default=0.0)

    def _forget(self) -> None:
        while self._took and time.monotonic() - self._took[0][0] > WINDOW:
            self._took.popleft()


def look_around(live: Live, kernels: PageKernels, pages: Counter) -> Hall:
    """Return how the hall is doing now."""
    return Hall(
        pages_open=len(live.sockets),
        kernels=len(kernels),
        most_kernels=kernels.most,
        kernel_bytes=sum(_bytes_of(kernels, kernel_id) for kernel_id in kernels.list_kernel_ids()),
        server_bytes=psutil.Process().memory_info().rss,
        free_bytes=psutil.virtual_memory().available,
        slowest_page_seconds=round(pages.slowest(), 3),
        pages_sent=pages.sent,
        pages=dict(collections.Counter(socket.room for socket in live.sockets)),
    )


def _bytes_of(kernels: PageKernels, kernel_id: str) -> int:
    try:
        return own_bytes(psutil.Process(kernels.get_kernel(kernel_id).provisioner.pid))
    except (psutil.Error, AttributeError, TypeError, KeyError):
        return 0


def read(line: str) -> Hall:
    """Return the numbers of such a line."""
    return Hall(**json.loads(line))


def prometheus(hall: Hall) -> bytes:
    """Return the numbers in the text format of Prometheus."""
    registry = CollectorRegistry()
    for name, value in hall.shown().items():
        Gauge(f"workshop_{name}", HELP[name], registry=registry).set(value)
    return generate_latest(registry)
