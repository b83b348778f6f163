"""Memory that a crowd took goes back to the computer when the crowd has left."""

import ctypes
import sys

#: Options of the GNU C library's ``mallopt``, and the size in bytes from which a piece of memory stands for itself.
TRIM_THRESHOLD, MMAP_THRESHOLD, ARENA_MAX = -1, -3, -8
LARGE = 128 * 1024


def give_back() -> None:
    """Let the C library return what is no longer used.

    By itself it learns from the first large message to keep room for many, in every thread, and an evening of pages
    with kernels leaves hundreds of megabytes behind. Other C libraries need no telling, and are told nothing.
    """
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        for option, value in ((MMAP_THRESHOLD, LARGE), (TRIM_THRESHOLD, LARGE), (ARENA_MAX, 2)):
            mallopt(option, value)
