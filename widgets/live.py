"""News of changes for widgets in JupyterLab, where no server tells the page; served pages hear it from the server."""

import asyncio
import logging
import weakref
from collections.abc import Callable
from typing import Any

INTERVAL = 1.0

logger = logging.getLogger(__name__)


def watch(revision: Callable[[], int], widget: Any, tell: Callable[[Any, int], None]) -> Callable[[], None]:
    """Call ``tell(widget, revision)`` soon after the revision changes; return a function that stops it.

    It ends by itself with the widget. Without a running event loop (in a script, or in a test) nothing is watched.
    """
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return lambda: None
    task = loop.create_task(_watch(revision, weakref.ref(widget), tell))
    return task.cancel


async def _watch(
    revision: Callable[[], int], widget: weakref.ref[Any], tell: Callable[[Any, int], None]
) -> None:
    seen: int | None = None
    while True:
        try:
            now = revision()
            if seen not in (None, now) and (found := widget()) is not None:
                tell(found, now)
                del found
            seen = now
        except Exception as error:  # the store may be back at the next look
            logger.debug("no news of changes (%s)", type(error).__name__)
        await asyncio.sleep(INTERVAL)
        if widget() is None:
            return
