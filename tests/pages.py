"""How a test finds its way on a served page: opening one, finding a question, waiting until words are saved."""

import contextlib
import time

from playwright.sync_api import Error, Locator, Page, expect

from tests.server import Server
from workshop.toolkit import load_toolkit

SECTIONS = [section.notebook for section in load_toolkit().sections]
REFLECTING = "06-reflecting.ipynb"
ALL_READY = "document.readyState === 'complete' && !document.querySelector('.place:not([data-ready])')"


def join(page: Page, served: Server) -> Page:
    """Go in as the QR code does."""
    page.goto(served.join_url, wait_until="commit")
    page.wait_for_url("**/01-goal.ipynb")
    return page


def open_section(page: Page, served: Server, notebook: str) -> Page:
    """Open a section of a workshop that this browser has joined, and wait for its widgets."""
    page.goto(address(served, notebook))
    wait_until(page, ALL_READY, timeout=30_000)
    return page


def wait_until(page: Page, holds: str, *, timeout: float = 15_000, every: float = 50) -> None:
    """Wait until an expression is true in a page, also over a reload; times are in milliseconds.

    Playwright's own way lets the page compile code again and again, which pages of the workshop may not do.
    """
    deadline = time.monotonic() + timeout / 1000
    while time.monotonic() < deadline:
        with contextlib.suppress(Error):  # the page was just left
            if page.evaluate(holds):
                return
        page.wait_for_timeout(every)
    raise AssertionError(f"This did not come true in {timeout / 1000:g} seconds: {holds}")


def address(served: Server, notebook: str) -> str:
    return f"{served.url}voila/render/{notebook}"


def question(page: Page, words: str) -> Locator:
    """Return the reflection widget that asks this."""
    return page.locator(".go-reflection", has_text=words)


def box(page: Page, words: str) -> Locator:
    """Return the text box of a question."""
    return question(page, words).get_by_role("textbox")


def write(page: Page, words: str, text: str) -> Locator:
    """Write an answer and wait until the page says that it is saved."""
    widget = question(page, words)
    widget.get_by_role("textbox").fill(text)
    widget.get_by_role("textbox").blur()
    expect_saved(widget)
    return widget


def expect_saved(widget: Locator) -> None:
    expect(widget.get_by_role("status")).to_contain_text("Saved. You can change it")
