"""Finds the Chromium or Chrome for the browser tests; `python -m tests.browser` prints where it is."""

import os
import shutil
import sys
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request, WebSocket

#: What a browser under test may not do: ask anyone but the workshop for anything.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "~/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
)


def find_chromium() -> Path | None:
    """Return the browser that CHROMIUM names, else the first one found here, else None."""
    chosen = os.environ.get("CHROMIUM", "")
    commands = (shutil.which(command) for command in ((chosen,) if chosen else COMMANDS))
    places = () if chosen else (str(Path(place).expanduser()) for place in PLACES)
    found = (Path(place) for place in (*commands, *places) if place)
    return next((path for path in found if path.is_file()), None)


def hosts_asked(page: Page) -> set[str]:
    """Return a set that fills with every host (and port) that the page asks from now on.

    `assert hosts_asked(phone) == {served.host}` would come too early: keep the set, visit pages, then compare.
    """
    asked: set[str] = set()

    def note(request: Request | WebSocket) -> None:
        asked.update({urlsplit(request.url).netloc} - {""})

    page.context.on("request", note)
    page.on("websocket", note)
    return asked


if __name__ == "__main__":
    browser = find_chromium()
    print(browser or "There is no Chromium or Chrome here.")
    sys.exit(browser is None)
