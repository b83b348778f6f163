"""Several people can hold a workshop together; their address can be changed, and nobody else gets in by any door."""

import contextlib
import json
import subprocess
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
import websocket

from tests.server import WORKSHOP, Server
from tests.test_serve_access import CONSOLE, Visitor, facilitators_kernels, kernel_of
from workshop.messages import FacilitatorMessages, Messages

SEAT = "0123456789abcdef" * 2
FACILITATORS_KINDS = sorted(FacilitatorMessages.answers.keys() - Messages.answers.keys())


def until(what: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def desk(served: Server) -> Visitor:
    """Return a browser that came in by the address that the terminal printed."""
    room = Visitor(served.facilitator_url)
    parts = urlsplit(served.facilitator_url)
    assert room.get(f"{parts.path}?{parts.query}").status == 302
    return room


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A workshop whose address may be changed; its pages have processes, which go with an older address."""
    server = Server(tmp_path_factory.mktemp("own") / "data", "--no-warm", "--template", "lab")
    try:
        yield server.start()
    finally:
        server.stop()


def hears_no_more(socket: websocket.WebSocket) -> bool:
    """Read what still comes, and return whether the server has closed then."""
    try:
        while socket.recv():
            pass
    except (websocket.WebSocketConnectionClosedException, ConnectionError):
        return True
    except websocket.WebSocketTimeoutException:
        return False
    return True


def change(room: Visitor, **headers: str) -> object:
    return room.ask("POST", "/workshop/address", "{}", Content_Type="application/json", **headers)


# Two at once


def test_two_facilitators_see_each_others_moves_and_overwrite_nothing(served: Server) -> None:
    one, other = desk(served), desk(served)
    with contextlib.closing(other.socket()) as listens:
        json.loads(listens.recv())
        stage = one.say("read-console").json["content"]["stage"]
        moved = one.say("move-section", section="why", version=stage["version"]).json["stage"]
        assert "revision" in json.loads(listens.recv())
    assert other.say("read-console").json["content"]["stage"] == moved
    late = other.say("move-section", section="who", version=stage["version"]).json
    assert late == {"newer": moved}
    assert one.say("read-console").json["content"]["stage"]["section"] == "why"


# Nobody else


@pytest.mark.parametrize("kind", FACILITATORS_KINDS)
def test_the_hall_answers_no_message_of_a_facilitator(served: Server, kind: str) -> None:
    participant = Visitor(served.url).join(served)
    answer = participant.say(
        kind, seat=SEAT, seats=9, title="x", before=served.join_code, code=served.join_code
    )
    assert answer.status == 200
    assert "does not know" in answer.json["refused"]


def test_there_are_messages_of_facilitators_to_refuse() -> None:
    assert {"decide", "end-meeting", "begin-rehearsal", "save-paper", "read-offers"} <= set(
        FACILITATORS_KINDS
    )


def test_a_participants_cookie_opens_nothing_at_the_facilitators_server(served: Server) -> None:
    participant = Visitor(served.url).join(served)
    room = Visitor(served.facilitator_url)
    kernels = facilitators_kernels(served)
    for name in ("workshop-session", "workshop-facilitator"):
        room.cookies = {name: participant.cookies["workshop-session"]}
        for path in (
            "/",
            CONSOLE,
            "/workshop/hall",
            "/metrics",
            "/api/kernels/" + "0" * 8 + "-0000" * 3 + "-" + "0" * 12,
        ):
            assert room.get(path).status in (403, 404), path
        assert room.say("read-console").status == 401
        assert (
            room.say("save-response", seat=SEAT, prompt="start", state="written", text="x", seq=1).status
            == 401
        )
        assert change(room).status == 403
        with pytest.raises(websocket.WebSocketBadStatusException):
            room.socket()
    assert facilitators_kernels(served) == kernels


def test_the_facilitators_server_sends_nobody_a_page_of_the_hall(served: Server) -> None:
    assert desk(served).get("/voila/render/01-goal.ipynb").status == 404


# The address


def test_a_new_address_puts_every_other_browser_out_at_once_and_leaves_this_one_in(own: Server) -> None:
    mine, other = desk(own), desk(own)
    page = other.get(CONSOLE)
    assert page.status == 200
    theirs = facilitators_kernels(own)
    listens = other.socket()
    json.loads(listens.recv())
    answer = change(mine, Origin=mine.origin)
    assert answer.status == 200
    address = urlsplit(answer.json["address"])

    for path in ("/", CONSOLE, "/workshop/hall", "/metrics"):
        assert other.get(path).status == 403
    assert other.say("read-console").status == 401
    until(lambda: not theirs & facilitators_kernels(own))  # nobody goes on through a page that was open
    assert other.get(f"/api/kernels/{kernel_of(page)}").status in (403, 404)
    listens.settimeout(5)
    assert hears_no_more(listens)
    with pytest.raises(websocket.WebSocketBadStatusException):
        other.socket()

    assert mine.say("read-console").status == 200
    assert (
        other.get(f"{urlsplit(own.facilitator_url).path}?{urlsplit(own.facilitator_url).query}").status == 403
    )
    assert other.get(f"{address.path}?{address.query}").status == 302
    assert other.say("read-console").status == 200
    own.info["facilitator_url"] = answer.json["address"]


def test_the_command_line_changes_the_address_while_the_workshop_is_open(own: Server) -> None:
    room = desk(own)
    said = subprocess.run(
        [WORKSHOP, "new-address", "--data", own.data], capture_output=True, text=True, check=True
    ).stdout
    assert room.get(CONSOLE).status == 403
    query = said.strip().splitlines()[-1]
    assert room.get(query).status == 302
    assert room.say("read-console").status == 200
    parts = urlsplit(own.facilitator_url)
    own.info["facilitator_url"] = f"{parts.scheme}://{parts.netloc}{query}"


def test_the_new_address_is_the_one_that_the_next_start_prints(own: Server) -> None:
    before = own.facilitator_url
    own.stop()
    own.start()
    assert urlsplit(own.facilitator_url).query == urlsplit(before).query


def test_another_site_can_t_change_the_address(own: Server) -> None:
    assert change(desk(own), Origin="http://elsewhere.example.org").status == 403


def test_nobody_without_the_token_can_change_the_address(own: Server) -> None:
    assert change(Visitor(own.facilitator_url)).status == 403


def test_a_folder_without_a_workshop_has_no_address_to_change(tmp_path) -> None:
    done = subprocess.run(
        [WORKSHOP, "new-address", "--data", tmp_path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "There is no workshop in" in done.stderr


def test_after_ten_wrong_tokens_the_right_one_waits_its_turn_as_well(own: Server) -> None:
    guesser = Visitor(own.facilitator_url, "127.0.0.4")
    parts = urlsplit(own.facilitator_url)
    assert [guesser.get(f"/?token=wrong{number}").status for number in range(10)] == [403] * 10
    assert guesser.get(f"/?{parts.query}").status == 429
    assert guesser.cookies == {}
    assert guesser.get(f"{CONSOLE}?{parts.query}").status == 429
    assert desk(own).say("read-console").status == 200  # from another address
