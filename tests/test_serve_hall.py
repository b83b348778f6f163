"""The facilitator's key opens the numbers of the hall; nobody else's does, and no number says who."""

import time

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.server import Server
from tests.test_serve_access import FIRST_PAGE, SEAT, Visitor, token_of
from workshop.serve.hall import Counter, Hall, prometheus, read


@pytest.fixture(scope="module")
def room(served: Server) -> Visitor:
    visitor = Visitor(served.facilitator_url)
    visitor.get(f"/?token={token_of(served)}")
    return visitor


def numbers(text: str) -> dict[str, float]:
    return {
        sample.name: sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_the_numbers_follow_what_happens_in_the_hall(served: Server, room: Visitor) -> None:
    hall = Visitor(served.url).join(served)
    before = room.get("/workshop/hall").json
    page = hall.socket()
    hall.get(FIRST_PAGE)
    for _ in range(60):
        now = room.get("/workshop/hall").json
        if now["pages_open"] > before["pages_open"] and now["pages_sent"] > before["pages_sent"]:
            break
        time.sleep(0.25)
    assert now["pages_open"] == before["pages_open"] + 1
    assert now["pages_sent"] == before["pages_sent"] + 1
    assert now["server_bytes"] > 10_000_000
    assert SEAT not in str(now)
    page.close()


def test_a_program_reads_the_same_numbers_with_the_token(served: Server, room: Visitor) -> None:
    program = Visitor(served.facilitator_url)
    answer = program.ask("GET", "/metrics", Authorization=f"Bearer {token_of(served)}")
    assert answer.status == 200
    assert numbers(answer.text).keys() == {f"workshop_{name}" for name in room.get("/workshop/hall").json}


@pytest.mark.parametrize("path", ["/metrics", "/workshop/hall"])
def test_without_the_key_there_are_no_numbers(served: Server, path: str) -> None:
    stranger = Visitor(served.facilitator_url)
    assert stranger.get(path).status == 403
    assert stranger.ask("GET", path, Authorization="Bearer wrong").status == 403
    assert stranger.ask("GET", path, Authorization="").status == 403
    assert Visitor(served.url).join(served).get(path).status == 404


def test_numbers_travel_to_the_facilitators_process_and_come_out_the_same() -> None:
    hall = Hall(pages_open=3, kernels=1, slowest_page_seconds=0.25, pages_sent=9)
    assert read(hall.line()) == hall
    assert numbers(prometheus(hall).decode())["workshop_slowest_page_seconds"] == 0.25


def test_a_slow_page_is_remembered_and_quick_ones_do_not_hide_it() -> None:
    pages = Counter()
    for seconds in (0.1, 2.5, 0.2):
        pages.count(seconds)
    assert pages.slowest() == 2.5
    assert pages.sent == 3
