"""Takes the pictures of the README from the demo: `python -m scripts.pictures` (needs Chromium or Chrome)."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import QUIET, find_chromium
from tests.server import Server
from workshop.demo import fill_with_demo
from workshop.paths import ROOT
from workshop.settings import sqlite_url
from workshop.store import open_store
from workshop.toolkit import load_toolkit

PICTURES = ROOT / "docs" / "pictures"
PHONE = {"viewport": {"width": 390, "height": 780}, "device_scale_factor": 2}
DESK = {"viewport": {"width": 1180, "height": 820}, "device_scale_factor": 1.5}
ANSWER = "Ask the school what they already teach, and build on that."


def main() -> None:
    """Serve the demo, walk through it, and keep what a person would see."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as room, sync_playwright() as playwright:
        data = Path(room) / "data"
        with open_store(sqlite_url(data)) as store:
            fill_with_demo(store, load_toolkit())
        server = Server(data).start()
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=QUIET)
        try:
            _goal(_open(browser, PHONE, server, "01-goal.ipynb"))
            _answer(_open(browser, PHONE, server, "06-reflecting.ipynb"))
            _steps(_open(browser, DESK, server, "04-how.ipynb"))
            _map(_open(browser, DESK, server, "03-who.ipynb"))
            _plan(_open(browser, DESK, server, "07-next-steps.ipynb"))
            _console(browser, server)
        finally:
            browser.close()
            server.stop()


def _open(browser: Browser, device: dict, server: Server, notebook: str) -> Page:
    page = browser.new_context(**device).new_page()
    page.goto(server.join_url)
    page.goto(f"{server.url}voila/render/{notebook}")
    _wait_for_widgets(page)
    return page


def _wait_for_widgets(page: Page) -> None:
    page.wait_for_function(
        "document.readyState === 'complete' && !document.querySelector('.place:not([data-ready])')",
        timeout=30_000,
    )


def _goal(page: Page) -> None:
    _keep(page, "phone-goal")


def _answer(page: Page) -> None:
    box = page.locator(".go-reflection", has_text="How can we start").get_by_role("textbox")
    box.fill(ANSWER)
    box.blur()
    page.get_by_text("Saved", exact=False).first.wait_for()
    box.evaluate("box => window.scrollTo(0, box.getBoundingClientRect().top + scrollY - 330)")
    _keep(page, "phone-answer")


def _steps(page: Page) -> None:
    page.locator(".go-steps").evaluate(
        "list => window.scrollTo(0, list.getBoundingClientRect().top + scrollY - 140)"
    )
    _keep(page, "desk-steps")


def _map(page: Page) -> None:
    tiles = page.get_by_role("heading", name="Who is here, and who is missing")
    tiles.evaluate("title => window.scrollTo(0, title.getBoundingClientRect().top + scrollY - 100)")
    _keep(page, "desk-map")


def _plan(page: Page) -> None:
    plan = page.locator(".go-plan")
    plan.evaluate("plan => window.scrollTo(0, plan.getBoundingClientRect().top + scrollY - 100)")
    _keep(page, "desk-plan")


def _console(browser: Browser, server: Server) -> None:
    page = browser.new_context(**DESK).new_page()
    page.goto(server.facilitator_url)
    _wait_for_widgets(page)
    _keep(page, "desk-console")


def _keep(page: Page, name: str) -> None:
    page.wait_for_timeout(500)  # the short fade of what has just appeared
    page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    main()
