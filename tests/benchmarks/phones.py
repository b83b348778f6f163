"""What a slow phone sees: when the text can be read and the widgets used, and what travels, in a real browser.

Chromium with its processor slowed down four times, on a link of 1.6 Mbit/s that takes 0.15 s there and back. The
workshop's pages, and one page on Voila as it comes and on Streamlit. Each walk is made by a browser that has been
nowhere before; the table has the middle one of three. Times are in seconds: until the first byte and until the
widgets can be used from the click, until the text can be read from the first byte, and until "Saved" from leaving the
field.
"""

import re
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from tests.benchmarks import servers
from tests.benchmarks.servers import PAGE, PROMPT, Served
from tests.browser import QUIET, find_chromium
from tests.pages import ALL_READY, SECTIONS, wait_until
from workshop.toolkit import load_toolkit

SLOWER = 4
WALKS = 3
LINK = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000}
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
HEAD = ("", "first byte", "text, after it", "widgets usable", "saved", "requests", "kB")
#: Every question has its place to write, on the one page that is compared.
ANSWERABLE = "document.querySelectorAll('.go-words').length === 9"
STREAMLIT_ANSWERABLE = "document.querySelectorAll('textarea').length === 9"
#: Notes the frame in which the page's title stands on the screen; a page that only spins has none.
READABLE = """(() => {
    const look = () => {
        const title = document.querySelector("h1");
        if (title?.innerText && title.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
            requestAnimationFrame(() => { window.readableAt = performance.now(); });
        else requestAnimationFrame(look);
    };
    look();
})()"""
Row = tuple[str, list[float | None]]


class Meter:
    """Counts what a page asks for and is sent."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.add_init_script(READABLE)
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self.session.send("Network.emulateNetworkConditions", LINK)
        self.session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        self.requests = self.bytes = 0
        self.clicked = self.first_byte = 0.0
        self.kept: set[str] = set()
        self.session.on("Network.requestWillBeSent", self._note_click)
        self.session.on("Network.responseReceived", self._note_first_byte)
        self.session.on("Network.requestServedFromCache", lambda event: self.kept.add(event["requestId"]))
        self.session.on("Network.loadingFinished", self._count)
        self.session.on("Network.webSocketFrameReceived", self._count_frame)

    def _note_click(self, event: dict) -> None:
        if event["type"] == "Document" and "redirectResponse" not in event:
            self.clicked = event["timestamp"]

    def _note_first_byte(self, event: dict) -> None:
        # The page's own clock does not count the link that is slowed down here; this one does.
        if event["type"] == "Document":
            self.first_byte = event["timestamp"]

    def _count(self, event: dict) -> None:
        self.requests += event["requestId"] not in self.kept
        self.bytes += event["encodedDataLength"]

    def _count_frame(self, event: dict) -> None:
        self.bytes += len(event["response"]["payloadData"])

    def open(self, address: str, name: str, ready: str = ALL_READY) -> Row:
        """Open a page, and return a row of what was measured."""
        self.requests = self.bytes = 0
        self.page.goto(address, wait_until="commit", timeout=120_000)
        wait_until(self.page, ready, every=20, timeout=120_000)
        usable = self.page.evaluate("performance.now()")
        wait_until(self.page, "window.readableAt > 0", every=20)
        readable = self.page.evaluate("window.readableAt")
        first = self.first_byte - self.clicked
        times = (first, readable / 1000 - first, usable / 1000)
        return name, [*times, None, self.requests, self.bytes / 1000]

    def save(self, row: Row, field: str, words: str) -> Row:
        """Write into a field, leave it, and add to a row how long it took until the page said that it is saved."""
        box = self.page.locator(field)
        box.fill("words")
        began = time.perf_counter()
        box.blur()
        self.page.get_by_text(re.compile(words)).first.wait_for(timeout=60_000)
        row[1][3] = time.perf_counter() - began
        return row


def walk_workshop(meter: Meter, served: Served) -> list[Row]:
    """Join, and walk through all sections."""
    rows = [meter.open(served.door, f"first visit, {SECTIONS[0]}")]
    for name in SECTIONS[1:]:
        rows.append(meter.open(f"{served.url}voila/render/{name}", f"later, {name}"))
        if name == PAGE:
            meter.save(rows[-1], FIELD, "^Saved")
    return rows


def walk_voila(meter: Meter, served: Served) -> list[Row]:
    """Open the one page of Voila as it comes, twice."""
    address = f"{served.url}?token={served.door}"
    rows = [meter.open(address, f"stock Voila, {visit} visit", ANSWERABLE) for visit in ("first", "second")]
    meter.save(rows[-1], FIELD, "^Saved")
    return rows


def walk_streamlit(meter: Meter, served: Served) -> list[Row]:
    """Open the one page of Streamlit, twice."""
    visits = ("first", "second")
    rows = [meter.open(served.url, f"Streamlit, {visit} visit", STREAMLIT_ANSWERABLE) for visit in visits]
    meter.save(rows[-1], "textarea >> nth=2", "^Saved")
    return rows


#: The place for the answer that is saved, by the question that stands over it.
FIELD = f".go-reflection:has-text({load_toolkit().prompt(PROMPT).question!r}) .go-words"


def middle(walks: list[list[Row]]) -> list[list[str]]:
    """Return the middle of what several walks measured, as rows of the table."""
    rows = []
    for same in zip(*walks, strict=True):
        values = [
            statistics.median(cells) if None not in cells else None
            for cells in zip(*(row[1] for row in same), strict=True)
        ]
        *times, requests, size = values
        shown = ("" if value is None else f"{value:.2f}" for value in times)
        rows.append([same[0][0], *shown, f"{requests:.0f}", f"{size:.0f}"])
    return rows


def walk(
    browser: Browser,
    serve: Callable[[Path], AbstractContextManager[Served]],
    way: Callable[[Meter, Served], list[Row]],
) -> list[list[str]]:
    """Walk the same way several times, and return the middle as rows of the table."""
    walks = []
    with tempfile.TemporaryDirectory() as room, serve(Path(room)) as served:
        for _ in range(WALKS):
            context = browser.new_context(**PHONE)
            walks.append(way(Meter(context.new_page()), served))
            context.close()
    rows = middle(walks)
    for row in rows:
        print("  ".join(row), flush=True)
    return rows


def main() -> list[list[str]]:
    """Measure, and return the rows."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=QUIET)
        rows = walk(browser, servers.workshop, walk_workshop)
        rows += walk(browser, servers.stock_voila, walk_voila)
        if servers.has_streamlit():
            rows += walk(browser, servers.streamlit, walk_streamlit)
        browser.close()
    return rows


if __name__ == "__main__":
    main()
