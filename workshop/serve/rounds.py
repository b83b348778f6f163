"""What a server does from time to time, by a clock that never jumps.

Tornado's own way goes by the clock on the wall: set that back an hour, and nothing is done for an hour.
"""

import asyncio
import logging
from collections.abc import Callable
from inspect import isawaitable
from typing import Any

from tornado.ioloop import IOLoop

log = logging.getLogger("workshop")

_at_work: set[asyncio.Task] = set()


def every(seconds: float, work: Callable[[], Any]) -> None:
    """Do something again and again on this thread's loop, with so many seconds between the end and the next begin.

    What fails is logged, and tried again the next time.
    """
    loop = IOLoop.current().asyncio_loop

    async def once() -> None:
        try:
            done = work()
            if isawaitable(done):
                await done
        except Exception as error:
            log.error("A round of %s failed.", getattr(work, "__qualname__", work), exc_info=error)
        finally:
            loop.call_later(seconds, begin)

    def begin() -> None:
        task = loop.create_task(once())
        _at_work.add(task)  # a loop holds its tasks weakly
        task.add_done_callback(_at_work.discard)

    loop.call_later(seconds, begin)
