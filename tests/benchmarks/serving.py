"""How many visitors at once, and at what cost: the workshop, Voila as it comes, and Streamlit, in one run."""

import asyncio
import statistics
import sys
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import servers, visitors
from tests.benchmarks.servers import PAGE, Served, cpu_seconds, memory
from tests.benchmarks.visitors import Browser, Visit

CROWDS = (1, 10, 30, 100)
OURS = "workshop"
#: What is made ready for the next visitor while this crowd is there belongs to the cost of the crowd.
SETTLE_SECONDS = 5
HEAD = (
    "",
    "at once",
    "served",
    "page p50",
    "page p95",
    "page, all",
    "usable p95",
    "saved p50",
    "saved p95",
    "MB each",
    "CPU s each",
    "kB each",
)
Visitor = Callable[[Served, str, Browser], Awaitable[Visit]]
Way = tuple[str, Callable[[Path], AbstractContextManager[Served]], Visitor]


@dataclass(frozen=True, slots=True)
class Crowd:
    """What visitors measured who came at the same moment, and what they cost the server."""

    way: str
    count: int
    visits: list[Visit]
    memory: float
    processor: float

    @property
    def wait(self) -> float:
        """Return the seconds until the last of them had the page."""
        return max(visit.page for visit in self.visits)

    def row(self) -> list[str]:
        """Return this as a row of the table."""
        pages, saved = [visit.page for visit in self.visits], [visit.saved for visit in self.visits]
        usable = [visit.usable for visit in self.visits]
        seconds = (p50(pages), p95(pages), self.wait, p95(usable), p50(saved), p95(saved))
        return [
            self.way,
            str(self.count),
            str(len(self.visits)),
            *(f"{value:.3f}" for value in seconds),
            f"{max(0.0, self.memory) / self.count / 1e6:.1f}",  # what was freed meanwhile is no gain
            f"{self.processor / self.count:.3f}",
            f"{statistics.mean(visit.bytes_sent for visit in self.visits) / 1000:.0f}",
        ]


def ways() -> list[Way]:
    """Return what is compared: a name, how it is served, and how it is visited."""
    found: list[Way] = [
        (OURS, servers.workshop, visitors.visit_workshop),
        (
            f"{OURS}, a kernel each",
            lambda folder: servers.workshop(folder, "--template", "lab"),
            visitors.visit_workshop,
        ),
        ("stock Voila", servers.stock_voila, visitors.visit_voila),
    ]
    if servers.has_streamlit():
        return [*found, ("Streamlit", servers.streamlit, visitors.visit_streamlit)]
    print("Streamlit is not installed, and is left out.", file=sys.stderr)
    return found


async def meet(way: str, served: Served, visit: Visitor, count: int) -> Crowd:
    """Let so many visitors come at the same moment, to a server that has had one visitor before."""
    with Browser(served) as first:
        await visit(served, PAGE, first)
    await asyncio.sleep(SETTLE_SECONDS)
    memory_before, cpu_before = memory(served.pid), cpu_seconds(served.pid)
    browsers = [Browser(served) for _ in range(count)]
    came = await asyncio.gather(
        *(visit(served, PAGE, browser) for browser in browsers), return_exceptions=True
    )
    await asyncio.sleep(SETTLE_SECONDS)
    memory_after, cpu_after = memory(served.pid), cpu_seconds(served.pid)
    for browser in browsers:
        browser.leave()
    for trouble in came:
        if isinstance(trouble, BaseException):
            print(f"{way}, {count} at once: {trouble!r}", file=sys.stderr)
    visits = [visit for visit in came if isinstance(visit, Visit)]
    return Crowd(way, count, visits, memory_after - memory_before, cpu_after - cpu_before)


def p50(values: list[float]) -> float:
    """Return the middle of some values."""
    return statistics.median(values)


def p95(values: list[float]) -> float:
    """Return what 95 of 100 values stay under."""
    return sorted(values)[min(len(values) - 1, round(0.95 * len(values)))]


def against_ours(crowds: list[Crowd]) -> list[list[str]]:
    """Return how many times as much every crowd waits and costs elsewhere, and how each way grows from 10 to 100."""
    by = {(crowd.way, crowd.count): crowd for crowd in crowds}
    rows = []
    for way in dict.fromkeys(crowd.way for crowd in crowds):
        row = [way]
        for count in CROWDS:
            mine, other = by.get((OURS, count)), by.get((way, count))
            row.append(times(other.wait, mine.wait) if mine and other else "")
        mine, other = by.get((OURS, max(CROWDS))), by.get((way, max(CROWDS)))
        row.append(times(other.processor, mine.processor) if mine and other else "")
        few, many = by.get((way, 10)), by.get((way, 100))
        rows.append([*row, times(many.wait, few.wait) if few and many else ""])
    return rows


RATIOS_HEAD = (
    "",
    *(f"page for {count}" if count > 1 else "page for one" for count in CROWDS),
    f"CPU for {max(CROWDS)}",
    "page, from 10 to 100",
)


def times(one: float, other: float) -> str:
    """Return how many times as much one is as the other; against next to nothing there is no such number."""
    if other <= 0:
        return ""
    return f"{one / other:.1f} x" if one / other < 10 else f"{one / other:,.0f} x"


def main(crowds: tuple[int, ...] = CROWDS) -> list[Crowd]:
    """Compare, and return what each crowd measured; each one meets a server that has just been started."""
    measured = []
    for name, serve, visit in ways():
        for count in crowds:
            with tempfile.TemporaryDirectory() as room, serve(Path(room)) as served:
                measured.append(asyncio.run(meet(name, served, visit, count)))
            print("  ".join(measured[-1].row()), flush=True)
    return measured


if __name__ == "__main__":
    main(tuple(int(number) for number in sys.argv[1:]) or CROWDS)
