"""A workshop that is one of several things at its host: everything that it has is under its path, and works there."""

import json
from collections.abc import Iterator
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, WebSocket, expect

from tests.pages import box, join, open_section, write
from tests.server import Server, free_ports
from tests.test_cli import sentence, serve
from tests.test_rehearsal import console, desk_of, until
from tests.test_serve_access import EXIT, SEAT, Visitor
from workshop.serve.ways import NoWay, Way

PREFIX = "/services/workshop/"


@pytest.fixture(scope="module")
def placed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A workshop under a path."""
    port, desk_port = free_ports(2)
    options = ("--behind-proxy", "127.0.0.1", "--address", f"http://127.0.0.1:{port}{PREFIX}")
    server = Server(tmp_path_factory.mktemp("placed") / "data", *options)
    try:
        yield server.start(port, desk_port)
    finally:
        server.stop()


def test_who_comes_in_gets_a_cookie_for_the_workshops_path_alone(placed: Server) -> None:
    assert urlsplit(placed.join_url).path == f"{PREFIX}join/{placed.join_code}"
    phone = Visitor(placed.url)
    with phone.asking("GET", f"{PREFIX}join/{placed.join_code}") as answer:
        assert answer.getheader("Location") == f"{PREFIX}voila/render/01-goal.ipynb"
        lines = answer.headers.get_all("Set-Cookie")
    paths = [cookie["path"] for line in lines for cookie in SimpleCookie(line).values()]
    assert paths == [PREFIX, PREFIX]
    saved = {
        "kind": "save-response",
        "seat": SEAT,
        "prompt": "start",
        "state": "written",
        "text": "Hi",
        "seq": 1,
    }
    message = json.dumps(saved)
    sent = {"Content_Type": "application/json", "Origin": phone.origin}
    assert phone.ask("POST", f"{PREFIX}workshop/messages", message, **sent).json["saved"]
    assert phone.ask("POST", f"{PREFIX}leave", "", Origin=phone.origin).status == 204
    assert phone.get(f"{PREFIX}voila/render/01-goal.ipynb").location == f"{PREFIX}join"


def test_outside_its_path_the_workshop_has_nothing_but_the_way_to_it(placed: Server) -> None:
    stranger = Visitor(placed.url)
    for path in ("/", "/join", "/healthz", "/workshop/messages", "/servicesXworkshop/join"):
        answer = stranger.get(path)
        assert (answer.status, f'href="{PREFIX}"' in answer.text) == (404, True)
    assert stranger.get(PREFIX).location == f"{PREFIX}join"
    assert stranger.get(f"{PREFIX}healthz").status == 200


def test_a_phone_finds_everything_under_the_path_and_the_way_out_works(phone: Page, placed: Server) -> None:
    asked, failed, sockets = [], [], []

    def note(request: Request | WebSocket) -> None:
        asked.append(request.url)

    phone.context.route(EXIT, lambda route: route.fulfill(body="Sunny.", content_type="text/html"))
    phone.context.on("request", note)
    phone.context.on(
        "response", lambda got: failed.append((got.status, got.url)) if got.status >= 400 else None
    )
    phone.on("websocket", lambda socket: (note(socket), sockets.append(socket)))
    join(phone, placed)
    open_section(phone, placed, "06-reflecting.ipynb")
    write(phone, "How can we start", "We could ask the library")
    expect(phone.get_by_role("link", name="Help lines")).to_have_attribute("href", "#help")

    # The connection for news: what another page of this browser writes is there by itself.
    assert [urlsplit(socket.url).path for socket in sockets][-1] == f"{PREFIX}workshop/live"
    other = phone.context.new_page()
    open_section(other, placed, "06-reflecting.ipynb")
    write(other, "How can we start", "and the school")
    expect(box(phone, "How can we start")).to_have_value("and the school")
    other.close()
    assert failed == []
    assert {
        urlsplit(url).path.startswith(PREFIX) for url in asked if not url.startswith(("data:", "blob:"))
    } == {True}

    with phone.expect_request(f"**{PREFIX}leave"):
        phone.locator("header a.exit").click()
    phone.wait_for_url(EXIT)
    assert phone.goto(f"{placed.url}voila/render/01-goal.ipynb").url == f"{placed.url}join"


def test_the_wall_shows_the_address_with_its_path_and_a_rehearsal_finds_it(placed: Server) -> None:
    with desk_of(placed) as desk:
        there = console(desk)
        assert there["way_in"]["address"] == placed.join_url
        assert there["way_in"]["typed"] == f"{placed.url}join"
        assert desk.say("begin-rehearsal", code=there["session"]["code"], seats=30).json == {"saved": True}
        until(lambda: console(desk)["seats"]["joined"])
        assert desk.say("end-rehearsal", code=console(desk)["session"]["code"]).status == 200


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("", "/"),
        ("https://workshop.example.org", "/"),
        ("https://example.org/services/workshop/", "/services/workshop/"),
        ("https://example.org/~alder/work-shop.2", "/~alder/work-shop.2/"),
    ],
)
def test_the_path_of_the_address_is_the_path_of_the_server(address: str, path: str) -> None:
    way = Way(address=address)
    way.check()
    assert way.base_url == path


@pytest.mark.parametrize(
    "address",
    [
        "https:///join",
        "https://example.org/?a=b",
        "https://example.org/#top",
        "https://example.org/a b",
        "https://example.org/(.*)",
        "https://example.org/a//b",
        "https://example.org/../a",
        "https://[::1/",
    ],
)
def test_an_address_that_nothing_can_be_under_is_refused_in_a_sentence(address: str) -> None:
    with pytest.raises(NoWay, match="--address"):
        Way(address=address).check()


def test_the_command_says_so_and_starts_nothing(tmp_path: object) -> None:
    assert "can't be under /a b" in sentence(serve(tmp_path / "data", "--address", "https://example.org/a b"))
