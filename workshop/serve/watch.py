"""Ending kernels that take more than their share: a loop without end, or memory without end."""

import logging
import os

import psutil

from workshop.serve.kernels import TOO_BIG, TOO_BUSY, PageKernels

log = logging.getLogger("workshop")

#: Memory that no page of ours comes near, in bytes, and seconds of work without a pause that none takes.
MOST_BYTES = 512 * 2**20
MOST_SECONDS = 30
#: The share of one core that counts as work without a pause.
BUSY = 0.8


class Watch:
    """Looks at the processes behind pages every so many seconds."""

    def __init__(
        self,
        kernels: PageKernels,
        *,
        every: float,
        most_bytes: int = MOST_BYTES,
        most_seconds: float = MOST_SECONDS,
    ) -> None:
        self._kernels, self._every = kernels, every
        self._most_bytes, self._most_seconds = most_bytes, most_seconds
        self._worked: dict[str, float] = {}
        self._busy: dict[str, float] = {}

    async def look(self) -> None:
        """End what takes too much; every other page goes on as it was."""
        for kernel_id in self._kernels.list_kernel_ids():
            reason = self._judge(kernel_id)
            if reason:
                log.warning("A page's process was ended: %s.", reason)
                await self._kernels.end(kernel_id, reason)
        for gone in self._worked.keys() - set(self._kernels.list_kernel_ids()):
            del self._worked[gone], self._busy[gone]

    def _judge(self, kernel_id: str) -> str:
        """Return why a kernel has to end, or an empty text."""
        try:
            process = psutil.Process(self._kernels.get_kernel(kernel_id).provisioner.pid)
            own = own_bytes(process)
            times = process.cpu_times()
        except (psutil.Error, AttributeError, TypeError, KeyError):
            return ""  # it is only just starting, or ending by itself
        worked = times.user + times.system
        busy = worked - self._worked.get(kernel_id, worked) > BUSY * self._every
        self._worked[kernel_id] = worked
        self._busy[kernel_id] = self._busy.get(kernel_id, 0) + self._every if busy else 0
        if own > self._most_bytes:
            return TOO_BIG
        return TOO_BUSY if self._busy[kernel_id] >= self._most_seconds else ""


def own_bytes(process: psutil.Process) -> int:
    """Return the memory of a process in bytes, less what it shares with others where the system tells that.

    Raises
    ------
    psutil.Error
        When the process is gone or not ours.
    """
    memory = process.memory_info()
    return memory.rss - getattr(memory, "shared", 0) if os.name == "posix" else memory.rss
