"""How many visitors at once, and at what cost: the workshop, Voila as it comes, and Streamlit, in one run."""

import asyncio
import statistics
import sys
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from pathlib import Path

from tests.benchmarks import servers, visitors
from tests.benchmarks.servers import PAGE, Served, cpu_seconds, memory
from tests.benchmarks.visitors import Browser, Visit

CROWDS = (1, 10, 30, 100)
HEAD = (
    "",
    "at once",
    "page p50",
    "page p95",
    "all",
    "usable p95",
    "saved p50",
    "saved p95",
    "MB each",
    "CPU s each",
    "kB",
)
Way = tuple[
    str, Callable[[Path], AbstractContextManager[Served]], Callable[..., Awaitable[tuple[Visit, Browser]]]
]


def ways() -> list[Way]:
    """Return what is compared: a name, how it is served, and how it is visited."""
    found: list[Way] = [
        ("workshop", servers.workshop, visitors.visit_workshop),
        (
            "workshop, a kernel each",
            lambda folder: servers.workshop(folder, "--template", "lab"),
            visitors.visit_workshop,
        ),
        ("stock Voila", servers.stock_voila, visitors.visit_voila),
    ]
    try:
        import streamlit  # noqa: F401
    except ImportError:
        print("Streamlit is not installed, and is left out.", file=sys.stderr)
        return found
    python = Path(sys.executable)
    return [*found, ("Streamlit", lambda folder: servers.streamlit(folder, python), visitors.visit_streamlit)]


def with_kernels(folder: Path) -> AbstractContextManager[Served]:
    """Serve the workshop so that each page has a kernel, as a page has whose widgets need one."""
    return servers.workshop(folder, "--template", "lab")


async def crowd(
    served: Served, visit: Callable[..., Awaitable[tuple[Visit, Browser]]], count: int
) -> list[str]:
    """Let so many visitors come at the same moment, and return a row of what they measured."""
    memory_before, cpu_before = memory(served.pid), cpu_seconds(served.pid)
    came = await asyncio.gather(*(visit(served, PAGE) for _ in range(count)))
    memory_after, cpu_after = memory(served.pid), cpu_seconds(served.pid)
    for _, browser in came:
        browser.leave()
    visits = [measured for measured, _ in came]
    pages, saved = [one.page for one in visits], [one.saved for one in visits]
    return [
        str(count),
        *(f"{value:.3f}" for value in (p50(pages), p95(pages), max(pages))),
        f"{p95([one.usable for one in visits]):.3f}",
        *(f"{value:.3f}" for value in (p50(saved), p95(saved))),
        f"{(memory_after - memory_before) / count / 1e6:.1f}",
        f"{(cpu_after - cpu_before) / count:.3f}",
        f"{statistics.mean(one.bytes_sent for one in visits) / 1000:.0f}",
    ]


def p50(values: list[float]) -> float:
    """Return the middle of some values."""
    return statistics.median(values)


def p95(values: list[float]) -> float:
    """Return what 95 of 100 values stay under."""
    return sorted(values)[min(len(values) - 1, round(0.95 * len(values)))]


def main(crowds: tuple[int, ...] = CROWDS) -> list[list[str]]:
    """Compare, and return the rows; each crowd meets a server that has just been started."""
    rows = []
    for name, serve, visit in ways():
        for count in crowds:
            with tempfile.TemporaryDirectory() as room, serve(Path(room)) as served:

                async def meet(
                    served: Served = served, visit: Callable = visit, count: int = count
                ) -> list[str]:
                    _, first = await visit(served, PAGE)  # it has begun, as it has when people come
                    first.leave()
                    await asyncio.sleep(5)
                    return await crowd(served, visit, count)

                rows.append([name, *asyncio.run(meet())])
                print("  ".join(rows[-1]), flush=True)
    return rows


if __name__ == "__main__":
    main(tuple(int(number) for number in sys.argv[1:]) or CROWDS)
