"""The same notebooks in JupyterLab, where a widget talks to the store through its own kernel."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.pages import box, expect_saved, question
from workshop.agenda import begin_agenda, enter_step
from workshop.paths import NOTEBOOKS
from workshop.settings import sqlite_url
from workshop.store import open_store
from workshop.toolkit import load_toolkit

START = "How can we start"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """JupyterLab on the notebooks, and the folder where their words are kept."""
    room = tmp_path_factory.mktemp("lab")
    url = f"http://127.0.0.1:{free_port()}"
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": url.rpartition(":")[2],
        "ServerApp.root_dir": shutil.copytree(NOTEBOOKS, room / "notebooks"),
        "ServerApp.open_browser": False,
        "ServerApp.allow_root": True,
        "IdentityProvider.token": "",
        "LabApp.news_url": None,
        "LabApp.expose_app_in_browser": True,
        "LabApp.user_settings_dir": room / "settings",
        "LabApp.workspaces_dir": room / "workspaces",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *(f"--{name}={value}" for name, value in options.items())],
        env=os.environ | {"WORKSHOP_DATA": str(room / "data"), "JUPYTER_DATA_DIR": str(room / "jupyter")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"{url}/api", time.monotonic() + 60)
        yield url, room / "data"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(url: str, deadline: float) -> None:
    while True:
        try:
            urlopen(url, timeout=2).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def open_and_run(page: Page, url: str, notebook: str) -> None:
    # Each notebook has a workspace of its own, so that none is opened beside it.
    page.goto(f"{url}/lab/workspaces/{notebook[:2]}/tree/{notebook}?reset")
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    page.evaluate("() => void jupyterapp.commands.execute('notebook:run-all-cells')")


def test_words_are_saved_and_found_again_in_jupyterlab(desk: Page, lab: tuple[str, Path]) -> None:
    url, data = lab
    desk.set_default_timeout(60_000)
    open_and_run(desk, url, "06-reflecting.ipynb")
    box(desk, START).fill("Ask the school first.")
    box(desk, START).blur()
    expect_saved(question(desk, START))
    with open_store(sqlite_url(data)) as store:
        assert store.response_counts(store.latest_session().id) == {"start": 1}
    open_and_run(desk, url, "06-reflecting.ipynb")
    expect(box(desk, START)).to_have_value("Ask the school first.", timeout=60_000)

    # The notebook follows the room as well.
    with open_store(sqlite_url(data)) as store:
        session = store.latest_session().id
        begin_agenda(store, load_toolkit(), session)
        step = store.agenda(session)[0]
        enter_step(
            store, load_toolkit(), session, step.id, store.stage(session).version, time.time(), done=False
        )
    expect(question(desk, START)).to_contain_text("This question is closed just now.", timeout=60_000)
    expect(desk.locator(".go-room")).to_contain_text("The room is at 1 · Goal.")


@pytest.mark.parametrize(
    ("notebook", "widget"),
    [
        ("01-goal.ipynb", ".go-contacts"),
        ("04-how.ipynb", ".go-steps"),
        ("05-what.ipynb", ".go-directory"),
        ("facilitator/console.ipynb", ".go-room-top"),
        ("facilitator/wall.ipynb", ".go-wall-big"),
    ],
)
def test_every_kind_of_widget_opens_in_jupyterlab(
    desk: Page, lab: tuple[str, Path], notebook: str, widget: str
) -> None:
    open_and_run(desk, lab[0], notebook)
    expect(desk.locator(widget).first).to_be_visible(timeout=60_000)
