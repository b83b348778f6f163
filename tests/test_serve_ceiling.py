"""A full room is told so: everybody can read, find help and leave, and those inside notice nothing."""

import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.pages import REFLECTING as NOTEBOOK
from tests.pages import address, box, join
from tests.server import Server
from tests.test_serve_access import SEAT, Visitor, kernel_of

REFLECTING = f"/voila/render/{NOTEBOOK}"


@pytest.fixture(scope="module")
def small_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(
        tmp_path_factory.mktemp("small") / "data", "--no-warm", "--template", "lab", "--most-pages", "1"
    )
    try:
        yield server.start()
    finally:
        server.stop()


def test_who_comes_when_the_room_is_full_gets_the_text_and_the_way_out(small_room: Server) -> None:
    inside, outside = Visitor(small_room.url).join(small_room), Visitor(small_room.url).join(small_room)
    mine = inside.get(REFLECTING)
    assert "cell-output+json" in mine.text
    late = inside.get(REFLECTING), outside.get(REFLECTING)
    for page in late:
        text = page.text
        assert page.status == 200
        assert "The room is full just now." in text
        assert "Who else needs to be involved?" in text
        assert "1-800-563-0808" in text
        assert "Exit this page" in text
        assert "cell-output+json" not in text
    assert inside.say("read-responses", seat=SEAT).status == 200
    assert inside.ask("POST", f"/voila/api/shutdown/{kernel_of(mine)}").status == 204


@pytest.mark.browser
def test_a_page_that_found_the_room_full_opens_by_itself_once_there_is_room(
    phone: Page, small_room: Server
) -> None:
    inside = Visitor(small_room.url).join(small_room)
    kernel = kernel_of(inside.get(REFLECTING))
    phone.clock.install()
    join(phone, small_room)
    phone.goto(address(small_room, NOTEBOOK))
    expect(phone.get_by_role("alert").first).to_contain_text("This page tries again in a minute.")
    assert inside.ask("POST", f"/voila/api/shutdown/{kernel}").status == 204
    phone.clock.fast_forward(80_000)
    expect(box(phone, "How can we start")).to_be_visible(timeout=30_000)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_hall_of_phones_fits_on_a_computer_that_gives_a_program_few_connections(tmp_path: Path) -> None:
    import resource

    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    server = Server(tmp_path / "data", "--no-warm")
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, most))  # as macOS does
    try:
        server.start()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))
    try:
        with ExitStack() as held:
            address = urlsplit(server.url)
            for _ in range(300):
                held.enter_context(socket.create_connection((address.hostname, address.port), timeout=5))
            assert Visitor(server.url).join(server).get(REFLECTING).status == 200
    finally:
        server.stop()
