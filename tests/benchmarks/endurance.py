"""Whether an evening leaves anything behind: memory and processes before and after 1,000 page views."""

import asyncio
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import servers
from tests.benchmarks.servers import PAGE, Served, family, memory
from tests.benchmarks.visitors import Browser, visit_workshop

VIEWS = 1000
AT_ONCE = 5
HEAD = ("", "views", "MB before", "MB after", "change", "processes before", "processes after")
#: What a server loads once, and the room that the visitors of a minute take, is there after so many.
FIRST = 300
#: Jupyter holds on to a connection that was closed for a minute.
SETTLE_SECONDS = 75


async def view(served: Served) -> None:
    """Open a page, answer, and leave as a browser does."""
    with Browser(served) as browser:
        await visit_workshop(served, PAGE, browser)
        for kernel in browser.kernels:
            await goodbye(browser, served, kernel)


async def goodbye(browser: Browser, served: Served, kernel: str) -> None:
    """Say that a page is left, so that its kernel can end."""
    await browser.post(f"{served.url}voila/api/shutdown/{kernel}")


async def view_many(served: Served, count: int) -> None:
    """View a page so many times, a few visitors at once."""
    turn = asyncio.Semaphore(AT_ONCE)

    async def one() -> None:
        async with turn:
            await view(served)

    await asyncio.gather(*(one() for _ in range(count)))


async def last(served: Served, views: int) -> list[str]:
    """Measure before and after so many views."""
    await view_many(served, FIRST)
    await asyncio.sleep(SETTLE_SECONDS)
    before, processes = memory(served.pid), len(family(served.pid))
    await view_many(served, views)
    await asyncio.sleep(SETTLE_SECONDS)
    after, processes_after = memory(served.pid), len(family(served.pid))
    change = f"{(after - before) / before * 100:+.1f} %"
    return [
        str(views),
        f"{before / 1e6:.0f}",
        f"{after / 1e6:.0f}",
        change,
        str(processes),
        str(processes_after),
    ]


def main(views: int = VIEWS) -> list[list[str]]:
    """Measure, and return the rows."""
    rows = []
    for name, options in (("workshop", ()), ("workshop, a kernel each", ("--template", "lab"))):
        with tempfile.TemporaryDirectory() as room, servers.workshop(Path(room), *options) as served:
            rows.append([name, *asyncio.run(last(served, views))])
            print("  ".join(rows[-1]), flush=True)
    return rows


if __name__ == "__main__":
    main(*(int(number) for number in sys.argv[1:]))
