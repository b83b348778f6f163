"""What tests share: a store, a served workshop, and a phone and a desk that look at it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser import QUIET, find_chromium
from tests.databases import Database, FileDatabase, ServerDatabase
from tests.haproxy import find_haproxy
from tests.hub import find_hub
from tests.nginx import find_nginx
from tests.postgres import Postgres, find_postgres
from tests.published import agree_to_all, planted
from tests.server import Server
from workshop.settings import sqlite_url
from workshop.store import Store, open_store
from workshop.toolkit import load_toolkit

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
_postgres = find_postgres()
_haproxy = find_haproxy()
_hub = find_hub()
_nginx = find_nginx()
_left_out = pytest.StashKey[dict[str, list[str]]]()


# Tests that need a browser where there is none, or a PostgreSQL


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--on",
        choices=["sqlite", "postgresql"],
        default="sqlite",
        help="Where the store of a test is that does not say so itself.",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_left_out] = {}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what is promised of the store on both kinds of database."""
    both = metafunc.definition.get_closest_marker("both_databases")
    if both and "database" in metafunc.fixturenames:
        metafunc.parametrize("database", ["sqlite", "postgresql"], indirect=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that asks for a browser or for PostgreSQL, so that nobody needs to remember to."""
    for item in items:
        names = getattr(item, "fixturenames", ())
        if "chromium" in names:
            item.add_marker(pytest.mark.browser)
        if "postgres" in names or _parameter(item, "database") == "postgresql":
            item.add_marker(pytest.mark.postgres)


def _parameter(item: pytest.Item, name: str) -> object:
    return item.callspec.params.get(name) if hasattr(item, "callspec") else None


def pytest_runtest_setup(item: pytest.Item) -> None:
    if _chromium is None and item.get_closest_marker("browser"):
        _leave_out(item, "Chromium or Chrome")
    if _postgres is None and item.get_closest_marker("postgres"):
        _leave_out(item, "PostgreSQL")
    if _haproxy is None and item.get_closest_marker("haproxy"):
        _leave_out(item, "HAProxy")
    if _nginx is None and item.get_closest_marker("nginx"):
        _leave_out(item, "nginx")
    if _hub is None and item.get_closest_marker("hub"):
        _leave_out(item, "JupyterHub")


def _leave_out(item: pytest.Item, what: str) -> None:
    if IN_CI:
        pytest.fail(f"There is no {what} here, and CI needs one.", pytrace=False)
    item.config.stash[_left_out].setdefault(what, []).append(item.name)
    pytest.skip(f"no {what} here")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for what, names in config.stash[_left_out].items():
        terminalreporter.write_line(f"No {what} here: left out {len(names)} tests: {', '.join(names)}.")


# The store and the server


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL of our own, started for the first test that asks and gone after the last."""
    assert _postgres is not None
    server = Postgres(_postgres)
    try:
        yield server.start()
    finally:
        server.remove()


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """A new, empty database: of the kind that ``--on`` names, or with the mark ``both_databases`` each in turn."""
    if getattr(request, "param", request.config.getoption("--on")) == "postgresql":
        return ServerDatabase(request.getfixturevalue("postgres"))
    return FileDatabase(tmp_path)


@pytest.fixture
def store(database: Database) -> Iterator[Store]:
    """A new, empty store."""
    with open_store(database.url) as opened:
        yield opened


@pytest.fixture(scope="session")
def planted_town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The records of the made-up town, full of what must not leave; what can be published is agreed on."""
    folder = tmp_path_factory.mktemp("planted")
    with open_store(sqlite_url(folder)) as opened:
        agree_to_all(opened, load_toolkit(), planted(opened, load_toolkit()).id)
    return folder


@pytest.fixture
def town(planted_town: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of these records, for one test."""
    (tmp_path / "records").mkdir()
    shutil.copy(planted_town / "workshop.db", tmp_path / "records")
    with open_store(sqlite_url(tmp_path / "records")) as opened:
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
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A workshop whose room is moved by tests: each of them begins a meeting of its own (``tests.halls``)."""
    server = Server(tmp_path_factory.mktemp("hall") / "data")
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
