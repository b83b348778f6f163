"""What a slow phone sees: when the text can be read and the widgets used, and what travels, in a real browser.

Chromium with its processor slowed down four times, on a link of 1.6 Mbit/s that takes 0.15 s there and back. The
workshop's pages and the same notebook on Voila as it comes. Times are in seconds from the click.
"""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from tests.benchmarks import servers
from tests.browser import QUIET, find_chromium
from tests.pages import ALL_READY, SECTIONS, wait_until

SLOWER = 4
LINK = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000}
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
HEAD = ("", "first byte", "text readable", "widgets usable", "requests", "kB")
#: Every question has its place to write, on the one page that is compared.
ANSWERABLE = "document.querySelectorAll('.go-words').length === 9"


class Meter:
    """Counts what a page asks for and is sent."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self.session.send("Network.emulateNetworkConditions", LINK)
        self.session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        self.requests = self.bytes = 0
        self.session.on("Network.loadingFinished", self._count)
        self.session.on("Network.webSocketFrameReceived", self._count_frame)

    def _count(self, event: dict) -> None:
        self.requests += 1
        self.bytes += event["encodedDataLength"]

    def _count_frame(self, event: dict) -> None:
        self.bytes += len(event["response"]["payloadData"])

    def open(self, address: str, name: str, ready: str = ALL_READY) -> list[str]:
        """Open a page, and return a row of what was measured."""
        self.requests = self.bytes = 0
        self.page.goto(address, wait_until="commit", timeout=120_000)
        wait_until(self.page, ready, every=20, timeout=120_000)
        usable = self.page.evaluate("performance.now()")
        readable = self.page.evaluate(
            "performance.getEntriesByType('paint').find(({ name }) => name === 'first-contentful-paint')?.startTime"
        )
        first = self.page.evaluate("performance.getEntriesByType('navigation')[0].responseStart")
        times = (f"{value / 1000:.2f}" for value in (first, readable, usable))
        return [name, *times, str(self.requests), f"{self.bytes / 1000:.0f}"]


def walk_workshop(browser: Browser) -> list[list[str]]:
    """Join, and walk through all sections."""
    with tempfile.TemporaryDirectory() as room, servers.workshop(Path(room)) as served:
        page = browser.new_context(**PHONE).new_page()
        meter = Meter(page)
        rows = [meter.open(served.door, f"first visit, {SECTIONS[0]}")]
        return rows + [
            meter.open(f"{served.url}voila/render/{name}", f"later, {name}") for name in SECTIONS[1:]
        ]


def walk_voila(browser: Browser) -> list[list[str]]:
    """Open the one page of Voila as it comes, twice."""
    with tempfile.TemporaryDirectory() as room, servers.stock_voila(Path(room)) as served:
        page = browser.new_context(**PHONE).new_page()
        meter = Meter(page)
        address = f"{served.url}?token={served.door}"
        return [
            meter.open(address, f"stock Voila, {visit} visit", ANSWERABLE) for visit in ("first", "second")
        ]


def main() -> list[list[str]]:
    """Measure, and return the rows."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=QUIET)
        rows = walk_workshop(browser)
        for row in rows:
            print("  ".join(row), flush=True)
        others = walk_voila(browser)
        for row in others:
            print("  ".join(row), flush=True)
        browser.close()
    return rows + others


if __name__ == "__main__":
    main()
