"""Several servers stand for one: people notice nothing of that, not even when one of them ends."""

import asyncio
import contextlib
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import websocket

from tests.faults.seats import Load, doubled_words, lost_words
from tests.haproxy import SECRET, HAProxy, two_servers
from tests.nginx import Nginx
from tests.postgres import Postgres
from tests.server import Server
from tests.test_cli import sentence, workshop
from tests.test_serve_access import FIRST_PAGE, WRONG, Visitor, token_of
from workshop.store import open_store

pytestmark = pytest.mark.haproxy

Both = tuple[list[Server], HAProxy, str]


@pytest.fixture(scope="module")
def both(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """Two servers on one new database, started at the same moment, and HAProxy in front of them."""
    folder, address = tmp_path_factory.mktemp("many"), postgres.new_database("many")
    for name in ("one", "two"):
        (folder / name).mkdir()
    servers, ports = two_servers(folder, address)
    proxy = HAProxy(folder, ports, [server.choose_ports() for server in servers])
    try:
        with ThreadPoolExecutor() as starting:
            list(starting.map(Server.start_again, servers))
        yield servers, proxy.wait(), address
    finally:
        proxy.stop()
        for server in servers:
            server.stop()


def test_servers_that_start_at_the_same_moment_hold_one_session(both: Both) -> None:
    (one, other), proxy, address = both
    assert one.join_url == other.join_url == f"{proxy.url}join/{one.join_code}"
    with open_store(address) as store:
        assert [session.join_code for session in store.sessions()] == [one.join_code]


def test_who_came_in_at_one_server_is_known_at_the_other(both: Both) -> None:
    (one, other), _, _ = both
    phone = Visitor(one.own_url).join(one)
    phone.save("said at one", seat="ab" * 16)
    elsewhere = Visitor(other.own_url)
    elsewhere.cookies = phone.cookies
    assert elsewhere.read(seat="ab" * 16)["text"] == "said at one"
    assert token_of(one) == token_of(other)
    assert not (one.data / "secrets" / "cookies").exists()
    assert not (one.data / "secrets" / "facilitator-token").exists()


def come_in(phone: Visitor, server: Server) -> None:
    """Join through a proxy, which gives its own cookie with the workshop's; all of them are for HTTPS alone."""
    with phone.asking("GET", f"/join/{server.join_code}") as answer:
        cookies = answer.headers.get_all("Set-Cookie")
    assert len(cookies) == 3
    assert all("ecure" in cookie for cookie in cookies)
    assert all("HttpOnly" in cookie for cookie in cookies if not cookie.startswith("workshop-group="))


def test_through_the_proxy_people_keep_their_server_and_are_told_apart(both: Both) -> None:
    (one, _), proxy, _ = both
    phone = Visitor(proxy.url, trusts=proxy.certificate)
    come_in(phone, one)
    kept = phone.cookies["workshop-server"]
    for number in range(1, 6):
        assert phone.save(f"{number}", number).status == 200
    assert phone.cookies["workshop-server"] == kept
    room = Visitor(proxy.desk_url, trusts=proxy.certificate)
    assert room.get(f"/?token={token_of(one)}").status == 302
    assert room.get("/voila/render/facilitator/console.ipynb").status == 200


def test_when_a_server_ends_nobody_loses_a_saved_word_and_everybody_is_back_within_5_seconds(
    both: Both,
) -> None:
    servers, proxy, address = both

    async def run() -> tuple[Load, float]:
        load = Load(proxy.url, servers[0].join_code, 12, pause=0.3, trusts=str(proxy.certificate))
        async with load:
            await load.all_have_saved(3)
            killed = time.monotonic()
            servers[0].kill()
            await asyncio.sleep(6)
        return load, killed

    with open_store(address) as store:
        before = sum(store.response_counts(store.latest_session().id).values())
        load, killed = asyncio.run(run())
        wrong = lost_words(store, load.acknowledged()) + doubled_words(
            store, load.acknowledged(), others=before
        )
    servers[0].start_again()
    assert wrong == []
    assert load.longest_wait_after(killed) < 5
    assert load.longest_silence_after(killed) < 5


@pytest.fixture
def nginx(both: Both, tmp_path: Path) -> Iterator[Nginx]:
    """nginx in front of the same servers."""
    proxy = Nginx(tmp_path, both[0])
    try:
        yield proxy.wait()
    finally:
        proxy.stop()


@pytest.mark.nginx
def test_nginx_says_where_people_are_whatever_they_say_themselves(both: Both, nginx: Nginx) -> None:
    servers, _, _ = both
    statuses = []
    for number in range(11):
        # From an address of its own: who comes from there has to wait after so many wrong codes.
        guess = Visitor(
            nginx.url, "127.0.0.77", trusts=nginx.certificate, X_Forwarded_For=f"198.51.100.{number}"
        )
        guess.cookies["workshop_server"] = "two"
        statuses.append(guess.type_code(WRONG).status)
    assert statuses == [404] * 10 + [429]
    room = Visitor(nginx.desk_url, trusts=nginx.certificate)
    assert room.get(f"/?token={token_of(servers[0])}").status == 302
    assert room.get("/voila/render/facilitator/console.ipynb").status == 200


def test_a_secret_that_is_short_is_refused_in_a_sentence(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(SECRET) >= 32
    done = workshop("serve", "--no-browser", "--port", 0, "--data", tmp_path, WORKSHOP_SECRET="short")
    assert "WORKSHOP_SECRET needs 32" in sentence(done)


@pytest.mark.nginx
def test_nginx_keeps_people_at_their_server_and_leads_them_to_the_other_when_it_ends(
    both: Both, nginx: Nginx
) -> None:
    servers, _, _ = both
    phone = Visitor(nginx.url, trusts=nginx.certificate)
    come_in(phone, servers[0])
    kept = phone.cookies["workshop_server"]
    for number in range(1, 6):
        assert phone.save(f"said {number}", number, seat="cd" * 16).status == 200
    assert phone.cookies["workshop_server"] == kept
    live = phone.socket()
    assert "revision" in json.loads(live.recv())

    servers[("one", "two").index(kept)].kill()  # and no test after this one needs it
    with contextlib.suppress(OSError, websocket.WebSocketConnectionClosedException):
        while live.recv():
            pass
    assert phone.read(seat="cd" * 16)["text"] == "said 5"
    assert {kept, phone.cookies["workshop_server"]} == {"one", "two"}
    assert phone.save("said 6", 6, seat="cd" * 16).json["saved"]
    assert phone.get(FIRST_PAGE).status == 200
    live = phone.socket()
    assert "revision" in json.loads(live.recv())
    live.close()
