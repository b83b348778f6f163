"""A workshop whose records are on a database server is the same workshop."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.postgres import Postgres
from tests.server import Server
from tests.test_serve_access import Visitor
from tests.test_serve_health import soon
from workshop.session import spoken_code
from workshop.store import open_store

SAVED = "We could ask the library \N{EVERGREEN TREE}"


@pytest.fixture(scope="module")
def address(postgres: Postgres) -> str:
    """Where a new database is."""
    return postgres.new_database("served")


@pytest.fixture(scope="module")
def on_server(postgres: Postgres, address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A workshop whose records are on a database server."""
    folder = tmp_path_factory.mktemp("server") / "data"
    server = Server(folder, WORKSHOP_DATABASE_URL=address)
    try:
        yield server.start()
    finally:
        server.stop()


def test_what_a_phone_saves_is_on_the_server_and_in_no_file(on_server: Server, address: str) -> None:
    phone = Visitor(on_server.url).join(on_server)
    assert phone.save(SAVED).json["seq"] == 1
    assert phone.read()["text"] == SAVED
    with open_store(address) as store:
        assert store.response_counts(store.latest_session().id) == {"start": 1}
    assert not (on_server.data / "workshop.db").exists()


def test_the_facilitators_console_shows_what_is_on_the_server(on_server: Server, desk: Page) -> None:
    Visitor(on_server.url).join(on_server).save(SAVED)
    desk.goto(on_server.facilitator_url)
    expect(desk.get_by_text(spoken_code(on_server.join_code)).first).to_be_visible()
    assert not (on_server.data / "workshop.db").exists()


def test_words_taken_back_are_gone_from_the_servers_tables_within_a_minute(
    on_server: Server, postgres: Postgres
) -> None:
    phone = Visitor(on_server.url).join(on_server)
    phone.save("a passing thought", 2)
    phone.say("save-response", seat="0123456789abcdef" * 2, prompt="start", state="withdrawn", text="", seq=3)
    assert soon(lambda: b"a passing thought" not in postgres.tables_on_disk("served"), seconds=60)


def test_while_the_database_is_away_a_phone_hears_so_and_its_words_are_saved_when_it_is_back(
    on_server: Server, postgres: Postgres
) -> None:
    phone = Visitor(on_server.url).join(on_server)
    postgres.stop()
    try:
        answer = phone.save("later", 5)
        assert answer.status == 503
        assert "tried again" in answer.json["refused"]
        assert phone.get("/healthz").status == 503
    finally:
        postgres.start()
    assert phone.save("later", 5).json["seq"] == 5
    assert phone.get("/healthz").status == 200
