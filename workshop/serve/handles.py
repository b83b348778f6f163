"""Open files and connections: a hall has more of them than a computer gives a program that does not ask."""

import sys
from contextlib import suppress

if sys.platform != "win32":
    import resource

#: Enough for several hundred phones, each with a handful of connections, and for the kernels of their pages.
WANTED = 8192


def allow_many() -> None:
    """Ask for as many open files as a full hall needs, or for as many as this computer lets us have."""
    if sys.platform == "win32":
        return
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if allowed != resource.RLIM_INFINITY and allowed < WANTED:
        wanted = WANTED if most == resource.RLIM_INFINITY else min(WANTED, most)
        with suppress(ValueError, OSError):  # what it says we may have is not always what it gives
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def allowed() -> int:
    """Return how many files and connections this process may have open at once."""
    if sys.platform == "win32":
        return WANTED
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return WANTED if soft == resource.RLIM_INFINITY else soft
