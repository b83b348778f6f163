"""The workshop says whether it works, outlives power cuts with every word, and leaves nothing running behind."""

import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.server import Server
from tests.test_serve_access import CONSOLE, FIRST_PAGE, SEAT, Visitor, below, processes, token_of
from workshop.settings import sqlite_url
from workshop.store import open_store

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="needs Linux's list of processes"
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A workshop that starts each page's process when it is opened, so that a test can tell whose it is."""
    server = Server(tmp_path_factory.mktemp("cold") / "data", "--no-warm")
    try:
        yield server.start()
    finally:
        server.stop()


def soon(holds: Callable[[], object], seconds: float = 15) -> bool:
    """Return whether something comes true before a deadline that is far longer than it should take."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def still_there(pids: set[int]) -> set[int]:
    return pids & processes().keys()


def kernels(pids: dict[int, str]) -> set[int]:
    return {pid for pid, command in pids.items() if "ipykernel" in command or "forkserver" in command}


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A workshop that a test may end as it likes."""
    server = Server(tmp_path_factory.mktemp("own") / "data").start()
    try:
        yield server
    finally:
        server.kill()
        server.stop()


@pytest.fixture
def own(ours: Server) -> Server:
    """The same workshop, started again if a test has ended it."""
    return ours if still_there({ours.info["pid"]}) else ours.start_again()


def open_pages(server: Server) -> dict[int, str]:
    """Open a page in the hall and one in the facilitator's room, and return every process that now runs."""
    Visitor(server.url).join(server).get(FIRST_PAGE)
    room = Visitor(server.facilitator_url)
    room.get(f"/?token={token_of(server)}")
    assert room.get(CONSOLE).status == 200
    running = below(server.info["pid"])
    assert kernels(running)
    assert any("serve.facilitator" in command for command in running.values())
    return running


# What it says of itself


def test_a_workshop_that_works_says_so_to_anyone_who_asks(served: Server) -> None:
    answer = Visitor(served.url).get("/healthz")
    assert answer.status == 200
    assert answer.json == {"store": "works", "kernels": "work"}


def test_asking_often_whether_it_works_starts_nothing_more(served: Server) -> None:
    visitor = Visitor(served.url)
    assert visitor.get("/healthz").status == 200
    before = set(served.kernel_pids())
    for _ in range(20):
        assert visitor.get("/healthz").status == 200
        assert set(served.kernel_pids()) <= before


def test_the_ready_file_says_all_that_a_program_needs_and_what_it_says_is_true(served: Server) -> None:
    assert served.info.keys() == {"url", "join_url", "join_code", "facilitator_url", "pid"}
    assert served.info["pid"] in processes()
    assert served.join_url == f"{served.url}join/{served.join_code}"
    assert Visitor(served.url).get(urlsplit(served.join_url).path).location == FIRST_PAGE
    door = urlsplit(served.facilitator_url)
    assert Visitor(served.facilitator_url).get(f"{door.path}?{door.query}").status == 302
    assert urlsplit(served.url).port != door.port


def test_the_terminal_shows_what_the_ready_file_says(own: Server) -> None:
    said = own.said()
    assert own.join_url in said
    assert own.facilitator_url in said
    assert f"{own.join_code[:3]} {own.join_code[3:]}" in said


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such permissions")
def test_secrets_are_readable_by_their_owner_alone(served: Server) -> None:
    files = [path for path in served.data.rglob("*") if path.is_file()]
    assert {"cookies", "facilitator-token", "workshop.db"} <= {path.name for path in files}
    assert {path.name: path.stat().st_mode & 0o077 for path in files if path.stat().st_mode & 0o077} == {}


# The end, in order and out of order


def test_a_workshop_that_is_told_to_stop_ends_with_status_0_and_leaves_nothing_running(own: Server) -> None:
    running = set(open_pages(own))
    os.kill(own.info["pid"], signal.SIGTERM)
    assert soon(lambda: not still_there({own.info["pid"], *running}))
    assert own.stop() == 0
    assert "Traceback" not in own.said()


def test_a_workshop_that_is_killed_leaves_no_process_alive_for_long(own: Server) -> None:
    running = set(open_pages(own))
    own.kill()
    assert soon(lambda: not still_there(running)), {pid: processes()[pid] for pid in still_there(running)}


def test_words_and_joined_phones_outlive_a_power_cut(own: Server) -> None:
    visitor = Visitor(own.url).join(own)
    token, code = token_of(own), own.join_code
    for seq in range(1, 30):
        assert visitor.save(f"version {seq}", seq).json["saved"] is True
    own.kill()
    with open_store(sqlite_url(own.data)) as store:
        assert store.response_counts(store.latest_session().id)["start"] == 1
    own.start_again()
    assert visitor.read() == {"state": "written", "text": "version 29", "seq": 29}
    assert (token_of(own), own.join_code) == (token, code)


def test_a_facilitators_room_that_broke_down_opens_again_at_the_same_address(own: Server) -> None:
    (room,) = (pid for pid, command in below(own.info["pid"]).items() if "serve.facilitator" in command)
    os.kill(room, signal.SIGKILL)

    def open_again() -> bool:
        try:
            return Visitor(own.facilitator_url).get(f"/?token={token_of(own)}").status == 302
        except (ConnectionError, HTTPException):  # while nobody listens, a computer may answer itself
            return False

    assert soon(open_again, seconds=30)
    assert Visitor(own.url).join(own).save("words").status == 200


def test_the_servers_log_tells_nothing_of_who_came_and_what_they_wrote(own: Server) -> None:
    visitor = Visitor(own.url, "127.0.0.2").join(own)
    visitor.save("xylophone")
    visitor.save("late xylophone", 1)
    visitor.get("/nothing/marmalade")
    visitor.type_code("MARMALADE")
    visitor.ask("POST", "/workshop/messages", "{", Content_Type="application/json")
    visitor.ask("POST", "/workshop/messages", "[" * 10_000, Content_Type="application/json")
    said = own.said()
    assert own.join_url in said
    assert not re.search(rf"xylophone|marmalade|127\.0\.0\.2|{SEAT}", said, re.IGNORECASE)
