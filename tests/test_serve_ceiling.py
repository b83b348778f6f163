"""A full room is told so: everybody can read, find help and leave, and those inside notice nothing."""

from collections.abc import Iterator

import pytest

from tests.server import Server
from tests.test_serve_access import SEAT, Visitor

REFLECTING = "/voila/render/06-reflecting.ipynb"


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
    assert "cell-output+json" in inside.get(REFLECTING).text
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
