"""Measures everything and prints it: ``python -m tests.benchmarks``; with ``--keep`` it goes into the README too."""

import argparse
import platform
import re
from datetime import date

import psutil

from tests.benchmarks import community, endurance, phones, serving
from tests.benchmarks.plot import draw
from workshop.paths import ROOT

README = ROOT / "README.md"
PLOT = ROOT / "docs" / "pictures" / "bench.svg"
MARKED = re.compile(r"(<!-- measured -->\n).*(<!-- /measured -->)", re.DOTALL)


def main() -> None:
    """Measure, print, and keep what was measured if told to."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--keep", action="store_true", help="write the tables and the plot into the README")
    parser.add_argument("--crowds", type=int, nargs="+", default=serving.CROWDS, help="visitors at once")
    chosen = parser.parse_args()
    served = serving.main(tuple(chosen.crowds))
    walked = phones.main()
    mapped = community.main()
    lasted = endurance.main()
    report = "\n".join(
        (
            f"Measured on {date.today():%d %B %Y} on {machine()}.\n",
            "**A crowd that comes at the same moment** (seconds; memory and processor time for each visitor):\n",
            table(serving.HEAD, served),
            ratios(served),
            "**A slow phone** (processor four times slower, 1.6 Mbit/s; seconds from the click):\n",
            table(phones.HEAD, walked),
            "**The map with 5,000 entries** (milliseconds):\n",
            table(community.HEAD, mapped),
            f"**An evening**: what is left after {endurance.VIEWS:,} page views:\n",
            table(endurance.HEAD, lasted),
        )
    )
    print(report)
    if chosen.keep:
        draw(served, PLOT)
        text = README.read_text(encoding="utf-8")
        README.write_text(MARKED.sub(lambda found: found[1] + report + found[2], text), encoding="utf-8")


def machine() -> str:
    """Return what computer this is, in words."""
    memory = psutil.virtual_memory().total / 2**30
    return f"{psutil.cpu_count()} cores, {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}"


def table(head: tuple[str, ...], rows: list[list[str]]) -> str:
    """Return rows as a Markdown table."""
    ruled = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(row)} |\n" for row in ruled)


def ratios(rows: list[list[str]]) -> str:
    """Return how many times longer the last of a crowd waits elsewhere than at the workshop."""
    waits = {(name, count): float(wait) for name, count, _, _, wait, *_ in rows}
    others = dict.fromkeys(name for name, _ in waits if name != "workshop")
    lines = [
        f"- {name}: "
        + ", ".join(
            f"{waits[name, count] / waits['workshop', count]:.0f} times as long for {count}"
            for other, count in waits
            if other == name and ("workshop", count) in waits
        )
        for name in others
    ]
    return "\n".join(("Until the last of them has the page, against the workshop:\n", *lines, "", ""))


if __name__ == "__main__":
    main()
