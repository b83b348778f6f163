"""What tests share: a store, a served workshop, and a phone and a desk that look at it."""

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser import QUIET, find_chromium
from tests.server import Server
from workshop.settings import sqlite_url
from workshop.store import Store, open_store

IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
    "reduced_motion": "reduce",  # nothing is half faded in when it is looked at
}
DESK = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"}

hypothesis.settings.register_profile("workshop", deadline=None, derandomize=IN_CI)
hypothesis.settings.load_profile("workshop")

_chromium = find_chromium()
_left_out = pytest.StashKey[list[str]]()


# Browser tests where there is no browser


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_left_out] = []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that asks for a browser, so that nobody needs to remember to."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if _chromium is None and item.get_closest_marker("browser"):
        if IN_CI:
            pytest.fail("There is no Chromium or Chrome here, and CI needs one.", pytrace=False)
        item.config.stash[_left_out].append(item.name)
        pytest.skip("no Chromium or Chrome here")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    names = config.stash[_left_out]
    if names:
        terminalreporter.write_line(
            f"No Chromium or Chrome here: left out {len(names)} browser tests: {', '.join(names)}."
        )


# The store and the server


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new, empty store in a folder of its own."""
    with open_store(sqlite_url(tmp_path)) as opened:
        yield opened


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A workshop that is served to every test that asks; who kills it starts it again."""
    server = Server(tmp_path_factory.mktemp("served") / "data")
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.fixture(scope="session")
def lab_served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A workshop with Voila's own front end: each page has a process of its own, started when it is opened."""
    server = Server(tmp_path_factory.mktemp("lab") / "data", "--no-warm", "--template", "lab")
    try:
        yield server.start()
    finally:
        server.stop()


# Eyes and fingers


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Where Chromium or Chrome is."""
    assert _chromium is not None
    return _chromium


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    """A browser that asks nobody but the workshop.

    It lasts one module: while it lives, an event loop seems to run, which notebooks' kernels can't bear.
    """
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page on a small phone."""
    with _new_context(browser, PHONE) as context:
        yield context.new_page()


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    """A page on a laptop."""
    with _new_context(browser, DESK) as context:
        yield context.new_page()


def _new_context(browser: Browser, device: dict) -> BrowserContext:
    context = browser.new_context(**device)
    context.set_default_timeout(15_000)
    return context
