"""Measures everything and prints it: ``python -m tests.benchmarks``; with ``--keep`` it goes into the README too.

With ``--sizing`` it measures what a seat costs, by which docs/hosting.md sizes servers, and nothing else.
"""

import argparse
import platform
import re
from contextlib import suppress
from datetime import date
from importlib.metadata import PackageNotFoundError, version

import psutil

from tests.benchmarks import community, endurance, phones, serving, sizing
from workshop.paths import ROOT

README = ROOT / "README.md"
PLOT = ROOT / "docs" / "pictures" / "bench.svg"
MARKED = re.compile(r"(<!-- measured -->\n).*(<!-- /measured -->)", re.DOTALL)


def main() -> None:
    """Measure, print, and keep what was measured if told to."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--keep", action="store_true", help="write the tables and the plot into the README")
    parser.add_argument("--crowds", type=int, nargs="+", default=serving.CROWDS, help="visitors at once")
    parser.add_argument(
        "--sizing", action="store_true", help="only what a seat costs a server and its database"
    )
    chosen = parser.parse_args()
    if chosen.sizing:
        busy = others_busy()
        print(f"Measured on {machine()}{disturbed([busy])}.\n\n{table(sizing.HEAD, sizing.main())}")
        return
    busy = [others_busy()]
    served = serving.main(tuple(chosen.crowds))
    busy.append(others_busy())
    walked = phones.main()
    busy.append(others_busy())
    mapped = community.main()
    lasted = endurance.main()
    report = "\n".join(
        (
            f"Measured on {date.today():%d %B %Y} on {machine()}{disturbed(busy)}.\n",
            "**A crowd that comes at the same moment** (seconds; memory and processor time for each visitor; what came "
            "of the page and its connections, without scripts and styles):\n",
            table(serving.HEAD, [crowd.row() for crowd in served]),
            "The same, as multiples of the workshop's own figures, and how each grows with the crowd:\n",
            table(serving.RATIOS_HEAD, serving.against_ours(served)),
            f"**A slow phone** (processor {phones.SLOWER} times slower, 1.6 Mbit/s; seconds; the middle of "
            f"{phones.WALKS} walks; later pages find the scripts that came with an earlier one):\n",
            table(phones.HEAD, walked),
            f"**The map with {community.ENTRIES:,} entries** (milliseconds):\n",
            table(community.HEAD, mapped),
            f"**An evening**: what is left after {endurance.VIEWS:,} page views:\n",
            table(endurance.HEAD, lasted),
        )
    )
    print(report)
    if chosen.keep:
        # Imported late: only who keeps a picture needs what draws it.
        from tests.benchmarks.plot import draw

        draw(served, PLOT)
        text = README.read_text(encoding="utf-8")
        README.write_text(MARKED.sub(lambda found: found[1] + report + found[2], text), encoding="utf-8")


def machine() -> str:
    """Return what computer this is and what was compared, in words."""
    memory = psutil.virtual_memory().total / 2**30
    versions = [f"Python {platform.python_version()}"]
    for name in ("voila", "streamlit"):
        with suppress(PackageNotFoundError):
            versions.append(f"{name.title()} {version(name)}")
    return f"{psutil.cpu_count()} cores, {memory:.0f} GB, {platform.system()}, {', '.join(versions)}"


def others_busy() -> float:
    """Return how much of the processor other work takes, in percent, while nothing is measured."""
    return psutil.cpu_percent(interval=5)


def disturbed(busy: list[float]) -> str:
    """Return in words that the computer did other work too, if it did."""
    return f"; other work took up to {max(busy):.0f} % of its processor" if max(busy) >= 5 else ""


def table(head: tuple[str, ...], rows: list[list[str]]) -> str:
    """Return rows as a Markdown table."""
    ruled = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(row)} |\n" for row in ruled)


if __name__ == "__main__":
    main()
