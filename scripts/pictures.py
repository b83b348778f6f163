"""Takes the pictures of the README from the demo: `python -m scripts.pictures` (needs Chromium or Chrome)."""

import tempfile
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import QUIET, find_chromium
from tests.pages import ALL_READY, wait_until
from tests.server import Server
from workshop.agenda import begin_agenda
from workshop.cohorts import begin_cohort
from workshop.demo import fill_with_demo
from workshop.paths import ROOT
from workshop.publish.folder import agreed_session, publish
from workshop.session import current_session
from workshop.settings import sqlite_url
from workshop.steps import save_step
from workshop.store import StepRecord, open_store
from workshop.toolkit import load_toolkit

PICTURES = ROOT / "docs" / "pictures"
PHONE = {"viewport": {"width": 390, "height": 780}, "device_scale_factor": 2}
DESK = {"viewport": {"width": 1180, "height": 820}, "device_scale_factor": 1.5}
WIDE = {"viewport": {"width": 1440, "height": 900}, "device_scale_factor": 1.25}
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
            _meeting(browser, server)
            _cohorts(browser, server)
            _published(browser, server, Path(room) / "town")
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
    wait_until(page, ALL_READY, timeout=30_000)


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


def _meeting(browser: Browser, server: Server) -> None:
    """Hold the meeting up to the step in which people write, from one window, and look at the wall in another."""
    page = browser.new_context(**WIDE).new_page()
    page.goto(server.facilitator_url)
    _wait_for_widgets(page)
    with open_store(sqlite_url(server.data)) as store:
        for number in range(14):
            store.take_seat(store.latest_session().id, f"{number:064x}", from_table=number == 0)
    page.get_by_role("button", name="Begin with the two-hour agenda").click()
    page.get_by_role("button", name="Begin: Welcome").click()
    page.get_by_role("button", name="Go to: 6.").click()
    page.locator(".go-stage-now", has_text="What to learn").wait_for()
    queue = page.get_by_role("region", name="To decide")
    queue.get_by_label("Which answers to decide").select_option("start")
    while not queue.get_by_text("This is the last one").is_visible():
        words = queue.locator(".go-queue-card .go-said").inner_text()
        queue.get_by_role("button", name="Approve").click()
        queue.locator(".go-queue-card .go-said").filter(has_not_text=words).wait_for()
    wall = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
    wall.goto(server.facilitator_url)
    wall.goto(page.url.replace("console.ipynb", "wall.ipynb"))
    wall.locator(".go-wall-page", has_text="2. What").wait_for()
    start = page.locator(".go-prompt-row", has_text="3. How can we start")
    start.get_by_role("button", name="Show to the room").click()
    page.locator(".go-deeds", has_text="shown to the room").wait_for()
    page.mouse.move(0, 0)
    page.evaluate(
        "window.scrollTo(0, document.querySelector('.go-room-top').getBoundingClientRect().top + scrollY - 70)"
    )
    _keep(page, "desk-meeting")
    wall.locator(".go-wall-page", has_text="3. How").wait_for()
    _keep(wall, "desk-wall")


def _cohorts(browser: Browser, server: Server) -> None:
    """Let a cohort be halfway through its agenda, and look at all of them."""
    toolkit = load_toolkit()
    with open_store(sqlite_url(server.data)) as store:
        begin_cohort(store, "1" * 32, "Trainers of Alder Flats, spring")
        own = store.of_cohort(begin_cohort(store, "2" * 32, "Birch Bay night shift")[0].id)
        session = current_session(own).id
        begin_agenda(own, toolkit, session)
        for step in own.agenda(session)[:6]:
            own.save_agenda_step(replace(step, status="done"))
        for step in toolkit.steps[:3]:
            save_step(own, toolkit, StepRecord(session, step.key, "done"))
    page = browser.new_context(**DESK).new_page()
    page.goto(server.facilitator_url)
    page.goto(page.url.partition("voila/")[0] + "voila/render/facilitator/cohorts.ipynb")
    _wait_for_widgets(page)
    card = page.locator("[data-cohort]", has_text="Birch Bay night shift")
    card.get_by_text("Section by section").click()
    card.evaluate("card => window.scrollTo(0, card.getBoundingClientRect().top + scrollY - 60)")
    _keep(page, "desk-cohorts")


def _published(browser: Browser, server: Server, folder: Path) -> None:
    """Publish what the demo agreed on, and look at it as a stranger does."""
    with open_store(sqlite_url(server.data)) as store:
        publish(store, load_toolkit(), agreed_session(store), folder)
    page = browser.new_context(**DESK).new_page()
    page.goto((folder / "community-map.html").as_uri())
    _keep(page, "desk-published")


def _keep(page: Page, name: str) -> None:
    page.wait_for_timeout(500)  # the short fade of what has just appeared
    page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    main()
