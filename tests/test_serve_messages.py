"""Every message over the network is answered in the vocabulary or in a sentence, whoever sends whatever."""

import json
import secrets
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
import websocket

from tests.server import Server
from tests.test_serve_access import SEAT, Answer, Visitor
from workshop.serve.live import BETWEEN

JSON = "application/json"
MESSAGES = "/workshop/messages"
READ = json.dumps({"kind": "read-responses", "seat": SEAT})


@pytest.fixture
def participant(served: Server) -> Visitor:
    return Visitor(served.url).join(served)


@pytest.fixture
def seat() -> str:
    """The key of a phone that nobody else has."""
    return secrets.token_hex(16)


def post(visitor: Visitor, body: bytes | str, **headers: str) -> Answer:
    return visitor.ask("POST", MESSAGES, body, **({"Content_Type": JSON} | headers))


def refused(answer: Answer, status: int) -> str:
    """Return the sentence in which a message is refused."""
    assert answer.status == status
    assert answer.headers["Content-Type"].startswith(JSON)
    assert answer.json["refused"].endswith(".")
    return answer.json["refused"]


# What a widget asks and hears


def test_a_saved_answer_is_read_again_by_the_same_seat_from_any_page(
    served: Server, participant: Visitor, seat: str
) -> None:
    kept = {"state": "written", "text": "Ask the library. 🌲 مرحبا", "seq": 1}
    answer = participant.save(kept["text"], seat=seat)
    assert answer.headers["Content-Type"].startswith(JSON)
    assert answer.json == {"saved": True, **kept}
    assert Visitor(served.url).join(served).read(seat=seat) == kept


def test_another_tab_that_comes_late_is_told_the_newer_words(participant: Visitor, seat: str) -> None:
    participant.save("newer", 2, seat=seat)
    assert participant.save("late", 2, seat=seat).json == {
        "newer": {"state": "written", "text": "newer", "seq": 2}
    }


def test_another_phone_reads_nothing_of_these_words(served: Server, participant: Visitor, seat: str) -> None:
    participant.save("xylophone", seat=seat)
    neighbour = Visitor(served.url).join(served)
    for kind in ("read-responses", "read-overview", "read-steps", "read-community"):
        answer = neighbour.say(kind, seat=secrets.token_hex(16))
        assert answer.status == 200
        assert "xylophone" not in answer.text
        assert seat not in answer.text


def test_an_answer_that_is_too_long_is_refused_with_the_numbers_and_the_page_may_go_on(
    participant: Visitor, seat: str
) -> None:
    said = refused(participant.save("x" * 2001, seat=seat), 200)
    assert "2,000" in said
    assert "2,001" in said
    assert participant.read(seat=seat)["state"] == "none"


def test_the_longest_answer_in_the_widest_script_is_taken(participant: Visitor, seat: str) -> None:
    text = "\U0001f332" * 2000
    assert participant.save(text, seat=seat).json["saved"] is True
    assert participant.read(seat=seat)["text"] == text


def test_hostile_text_comes_back_as_the_text_it_is(participant: Visitor, seat: str) -> None:
    hostile = (
        "</script><script>alert(1)</script><img src=x onerror=alert(1)> {{7*7}} '; DROP TABLE responses; --"
    )
    assert participant.save(hostile, seat=seat).json["text"] == hostile
    assert participant.read(seat=seat)["text"] == hostile


# What does not come from a page of the workshop


@pytest.mark.parametrize(
    "origin", ["http://elsewhere.example", "https://{host}.elsewhere.example", "null", "", "http://localhost"]
)
def test_a_message_from_another_sites_page_is_refused(participant: Visitor, origin: str) -> None:
    refused(post(participant, READ, Origin=origin.format(host=participant.host)), 403)


FORM = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + READ + "\r\n--x--\r\n"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/plain", READ),
        ("application/x-www-form-urlencoded", READ),
        ("multipart/form-data; boundary=x", FORM),
        ("application/jsonp", READ),
        ("", READ),
    ],
)
def test_a_message_that_another_sites_form_could_send_is_refused(
    participant: Visitor, kind: str, body: str
) -> None:
    refused(post(participant, body, Content_Type=kind), 403)


def test_our_own_pages_and_programs_without_an_origin_are_heard(participant: Visitor) -> None:
    for headers in ({}, {"Origin": participant.origin}, {"Content_Type": "application/json; charset=utf-8"}):
        assert post(participant, READ, **headers).status == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_messages_are_posted_and_nothing_else(participant: Visitor, method: str) -> None:
    assert participant.ask(method, MESSAGES).status == 405


# What can't be read


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"5",
        b'"read-steps"',
        b"\xff\xfe\x00",
        b"\x00",
        b"NaN",
        b"9" * 6000,
        b"kind=read-steps",
    ],
)
def test_what_is_no_message_is_refused_in_a_sentence(participant: Visitor, body: bytes) -> None:
    refused(post(participant, body), 400)


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_a_message_nested_without_end_is_refused_in_a_sentence(participant: Visitor, opening: str) -> None:
    refused(post(participant, opening * 10_000), 400)


@pytest.mark.parametrize(
    "message",
    [
        {"kind": "remove-entry", "id": "\ud800", "version": 0},
        {"kind": "save-action", "action": {"what": "\ud800", "tell": ["\ud800"]}},
        {"kind": "save-response", "seat": SEAT, "prompt": "\ud800"},
        {"kind": "save-step", "key": "talk", "status": "done", "by": "\ud800", "version": 0},
        {"kind": "read-responses", "seat": {"a": "b"}},
        {"kind": "read-responses", "seat": [["\ud800"]]},
        {"kind": None},
    ],
)
def test_half_a_character_or_a_wrong_type_anywhere_is_no_trouble(participant: Visitor, message: dict) -> None:
    answer = post(participant, json.dumps(message))
    assert answer.status == 200
    assert answer.json.keys() & {"refused", "removed"}


@pytest.mark.parametrize("size", [64 * 1024 + 1, 65_000 * 2, 1_000_000])
def test_a_message_longer_than_any_answer_is_refused_in_a_sentence_and_keeps_nothing(
    participant: Visitor, seat: str, size: int
) -> None:
    save = {
        "kind": "save-response",
        "seat": seat,
        "prompt": "start",
        "state": "written",
        "text": "",
        "seq": 1,
    }
    body = json.dumps(save).replace('"text": ""', '"text": "words"').ljust(size)
    assert "too long" in refused(post(participant, body), 413)
    assert participant.read(seat=seat)["state"] == "none"


def test_a_page_that_sends_without_end_is_asked_to_wait_and_no_other_phone_is(
    participant: Visitor, seat: str
) -> None:
    answers = (participant.say("read-responses", seat=seat) for _ in range(2000))
    slowed = next(answer for answer in answers if answer.status != 200)
    assert "tried again" in refused(slowed, 429)
    assert participant.say("read-responses", seat=secrets.token_hex(16)).status == 200


# Staying live


@pytest.fixture
def wall(participant: Visitor) -> Iterator[websocket.WebSocket]:
    """Another page of the workshop that hears of changes."""
    with closing(participant.socket()) as opened:
        opened.send(json.dumps({"page": ""}))
        yield opened


def hear(page: websocket.WebSocket, wanted: str) -> object:
    """Return the next news of a kind; the socket gives up by itself when there are none."""
    while True:
        news = json.loads(page.recv())
        if wanted in news:
            return news[wanted]


def test_a_change_by_one_phone_reaches_another_phones_page(
    served: Server, wall: websocket.WebSocket, seat: str
) -> None:
    neighbour = Visitor(served.url).join(served)
    neighbour.save("first", 1, seat=seat)
    before = hear(wall, "revision")
    neighbour.save("second", 2, seat=seat)
    while (now := hear(wall, "revision")) == before:
        pass
    assert now > before


def test_while_a_room_writes_a_page_is_told_a_few_times_a_second_and_of_the_last_change(
    participant: Visitor, wall: websocket.WebSocket, seat: str
) -> None:
    hear(wall, "revision")
    began = time.monotonic()
    for number in range(1, 41):
        participant.save(f"word {number}", number, seat=seat)
    wrote = time.monotonic() - began
    last = participant.say("read-community", since=0).json["revision"]
    told = 1
    while hear(wall, "revision") < last:
        told += 1
    assert told <= wrote / BETWEEN + 3
    assert time.monotonic() - began < wrote + 1


def test_a_page_that_comes_back_hears_at_once_where_things_stand(
    served: Server, wall: websocket.WebSocket, seat: str
) -> None:
    neighbour = Visitor(served.url).join(served)
    neighbour.save("while you were away", 1, seat=seat)
    now = hear(wall, "revision")
    with closing(neighbour.socket()) as back:
        assert hear(back, "revision") >= now


def test_news_tell_that_something_changed_and_nothing_of_what(
    participant: Visitor, wall: websocket.WebSocket, seat: str
) -> None:
    participant.save("xylophone", seat=seat)
    while "revision" not in (news := json.loads(wall.recv())):
        pass
    assert news.keys() == {"revision"}


def test_a_page_whose_process_is_unknown_hears_that_it_is_gone(wall: websocket.WebSocket) -> None:
    wall.send(json.dumps({"page": "00000000-0000-0000-0000-000000000000"}))
    assert hear(wall, "page") == "gone"


@pytest.mark.parametrize("said", ["", "{", "[]", "5", "null", '{"page": 5}', '{"page": null}', "[" * 100_000])
def test_a_page_that_says_something_strange_is_still_told_of_changes(
    participant: Visitor, wall: websocket.WebSocket, seat: str, said: str
) -> None:
    wall.send(said)
    wall.send(json.dumps({"page": "unknown"}))
    assert hear(wall, "page") == "gone"
    participant.save("words", seat=seat)
    assert hear(wall, "revision")


def test_another_sites_page_hears_nothing(participant: Visitor) -> None:
    with pytest.raises(websocket.WebSocketBadStatusException) as told:
        participant.socket(origin="http://elsewhere.example")
    assert told.value.status_code == 403


def test_who_has_not_joined_hears_nothing(served: Server) -> None:
    with pytest.raises(websocket.WebSocketBadStatusException) as told:
        Visitor(served.url).socket()
    assert told.value.status_code in (401, 403)
