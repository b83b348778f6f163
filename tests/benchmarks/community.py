"""What the community map costs when it holds 5,000 entries: in the store, on the wire, and in a browser."""

import gzip
import json
import random
import re
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import cycle
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.benchmarks.phones import PHONE, SLOWER
from tests.browser import QUIET, find_chromium
from tests.conftest import DESK
from tests.pages import join, open_section
from tests.server import Server
from workshop.community import coverage, likely_same
from workshop.community.entries import save_entry
from workshop.messages import Messages
from workshop.session import begin_session
from workshop.settings import sqlite_url
from workshop.store import Entry, Store, open_store
from workshop.toolkit import load_toolkit

ENTRIES = 5000
HEAD = ("", "p50 ms", "p95 ms", "")
PLACES = (
    "Alder Flats",
    "Tern Lake",
    "North Shore",
    "Two Rivers",
    "Cedar Bay",
    "Mill Road",
    "Old Ferry",
    "Fern Hill",
)
SORTS = (
    "Library",
    "Clinic",
    "Youth Centre",
    "Church Kitchen",
    "School",
    "Food Bank",
    "Legion",
    "Credit Union",
)
STATUSES = ("at-table", "invited", "knows", "not-yet", "not-here")
KINDS = ("organisation", "committee", "resource", "person")


def made_up(session_id: str, count: int) -> list[Entry]:
    """Return so many entries of made-up places, the same ones each time."""
    dice = random.Random(7)
    groups = [group.key for group in load_toolkit().groups if group.key != "lived-experience"]
    return [
        Entry(
            id=f"{dice.getrandbits(128):032x}",
            session_id=session_id,
            name=f"{dice.choice(PLACES)} {dice.choice(SORTS)} {number}",
            kind=dice.choice(KINDS),
            groups=tuple(sorted(dice.sample(groups, dice.randint(0, 3)))),
            status=dice.choice(STATUSES),
            asks="Welcome group",
            contact="555-0100",
            offers="A room, and people who know many others here.",
            tie=dice.randint(0, 3),
        )
        for number in range(count)
    ]


def timed(name: str, work: Callable[[], object], times: int, note: str = "") -> list[str]:
    """Do something so many times, and return a row with its middle and its slow end in milliseconds."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    slow = sorted(took)[min(times - 1, round(0.95 * times))]
    return [name, f"{statistics.median(took):.1f}", f"{slow:.1f}", note]


def measure_store(store: Store) -> list[list[str]]:
    """Fill a store, and measure what pages ask of it."""
    toolkit = load_toolkit()
    session = begin_session(store, "5,000 entries", date.today())
    entries = made_up(session.id, ENTRIES)
    began = time.perf_counter()
    store.add_entries(session.id, entries)
    rows = [["bring in 5,000 entries", f"{(time.perf_counter() - began) * 1000:.0f}", "", "once"]]
    messages = Messages(store, toolkit, session.id)
    rows.append(
        timed("first look of the server", lambda: messages.answer({"kind": "read-community", "since": 0}), 1)
    )
    whole = messages.answer({"kind": "read-community", "since": 0})
    text = json.dumps(whole).encode()
    note = f"{len(text) / 1000:.0f} kB, {len(gzip.compress(text, 6)) / 1000:.0f} kB compressed"
    rows.append(
        timed("a page reads all", lambda: messages.answer({"kind": "read-community", "since": 0}), 20, note)
    )
    latest = whole["revision"]
    unchanged = {"kind": "read-community", "since": latest}
    rows.append(timed("a page looks, nothing new", lambda: messages.answer(unchanged), 200))
    rows.append(timed("save an entry", lambda: save_entry(store, toolkit, another(session.id)), 100))
    news = {"kind": "read-community", "since": latest}

    def change_and_read() -> None:
        save_entry(store, toolkit, another(session.id))
        messages.answer(news)

    rows.append(timed("save an entry and work out all again", change_and_read, 20))
    rows.append(timed("coverage", lambda: coverage(toolkit, entries, {}, ()), 20))
    rows.append(timed("what looks the same, all with all", lambda: likely_same(entries, set()), 3))
    return rows


def another(session_id: str) -> Entry:
    """Return an entry that nobody has saved yet."""
    (entry,) = made_up(session_id, 1)
    return replace(entry, id=secrets.token_hex(16), name=f"Fern Hill Legion {secrets.token_hex(3)}")


def measure_page(page: Page, server: Server, name: str) -> list[list[str]]:
    """Open the map, and measure what a person does there, until it is drawn."""
    join(page, server)
    began = time.perf_counter()
    open_section(page, server, "03-who.ipynb")
    page.locator(".go-entries").get_by_text(re.compile("^Page 1 of 2")).wait_for()
    rows = [[f"{name}: open the map", f"{(time.perf_counter() - began) * 1000:.0f}", "", "once"]]
    search = page.get_by_label("Find a word")
    words = iter(["library", "clinic", "river", "legion", "church", "school", "bank", "ferry", "cedar", ""])
    rows.append(timed(f"{name}: search", lambda: drawn(page, lambda: search.fill(next(words))), 10))
    orders = page.locator(".go-entries th button")
    if orders.count():
        turns = iter(range(10))
        sort = lambda: orders.nth(next(turns) % orders.count()).click()  # noqa: E731
    else:
        page.get_by_text("Filter and sort").click()
        choice = page.get_by_label("Sort by")
        values = cycle(
            choice.locator("option").evaluate_all("(options) => options.map(({ value }) => value)")
        )
        sort = lambda: choice.select_option(next(values))  # noqa: E731
    rows.append(timed(f"{name}: sort", lambda: drawn(page, sort), 10))
    following = page.get_by_role("button", name="Next", exact=True).first
    rows.append(timed(f"{name}: next page", lambda: drawn(page, following.click), 10))
    return rows


def drawn(page: Page, work: Callable[[], object]) -> None:
    """Do something, and wait until the page shows it."""
    work()
    page.evaluate("() => new Promise((shown) => requestAnimationFrame(() => setTimeout(shown)))")


def main() -> list[list[str]]:
    """Measure, and return the rows."""
    with tempfile.TemporaryDirectory() as room:
        data = Path(room) / "data"
        with open_store(sqlite_url(data)) as store:
            rows = measure_store(store)
        server = Server(data).start()
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=find_chromium(), args=QUIET)
                rows += measure_page(browser.new_context(**DESK).new_page(), server, "laptop")
                phone = browser.new_context(**PHONE).new_page()
                phone.context.new_cdp_session(phone).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
                rows += measure_page(phone, server, "slow phone")
                browser.close()
        finally:
            server.stop()
    for row in rows:
        print("  ".join(row), flush=True)
    return rows


if __name__ == "__main__":
    main()
