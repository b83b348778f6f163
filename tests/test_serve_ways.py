"""Browsers reach the workshop in the clear, encrypted, or through a proxy; each way keeps what it promises."""

import asyncio
import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream
from tornado.web import Application

from tests.certificates import make_certificate
from tests.pages import ALL_READY, join, open_section, wait_until
from tests.server import Server, free_ports
from tests.test_cli import sentence, serve
from tests.test_serve_access import CONSOLE, FIRST_PAGE, WRONG, Visitor, token_of
from workshop.serve.ways import NoWay, Way

SECURE = "Strict-Transport-Security"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for this computer, and its key."""
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory: pytest.TempPathFactory, certificate: tuple[Path, Path]) -> Iterator[Server]:
    """A workshop that encrypts by itself."""
    options = ("--certificate", str(certificate[0]), "--key", str(certificate[1]))
    server = Server(tmp_path_factory.mktemp("encrypted") / "data", *options)
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A workshop behind a proxy on this computer."""
    options = ("--behind-proxy", "127.0.0.1", "--behind-proxy", "192.0.2.0/24")
    options += ("--address", "https://workshop.example.org")
    server = Server(tmp_path_factory.mktemp("proxied") / "data", *options)
    try:
        yield server.start(*free_ports(2))
    finally:
        server.stop()


def through(server: Server, address: str, **more: str) -> Visitor:
    """Return a browser at this address, as the proxy tells of it."""
    return Visitor(server.own_url, X_Forwarded_For=address, X_Forwarded_Proto="https", **more)


# Encrypted by the workshop itself


def test_over_https_words_are_saved_and_cookies_never_go_in_the_clear(
    encrypted: Server, certificate: tuple[Path, Path]
) -> None:
    assert encrypted.join_url.startswith("https://")
    phone = Visitor(encrypted.url, trusts=certificate[0])
    with phone.asking("GET", f"/join/{encrypted.join_code}") as answer:
        assert answer.status == 303
        assert "; Secure" in answer.headers["Set-Cookie"]
        assert answer.headers[SECURE] == "max-age=2592000"
    assert phone.save("We could ask the library").json["seq"] == 1
    assert phone.read()["text"] == "We could ask the library"
    live = phone.socket()
    phone.save("and the school", 2)
    assert "revision" in json.loads(live.recv())
    live.close()


def test_the_facilitators_door_is_encrypted_too(encrypted: Server, certificate: tuple[Path, Path]) -> None:
    assert encrypted.facilitator_url.startswith("https://")
    room = Visitor(encrypted.facilitator_url, trusts=certificate[0])
    with room.asking("GET", f"/?token={token_of(encrypted)}") as answer:
        assert "; Secure" in answer.headers["Set-Cookie"]
    assert room.get(CONSOLE).status == 200


def test_who_speaks_in_the_clear_to_an_encrypted_workshop_gets_nothing(encrypted: Server) -> None:
    with pytest.raises(OSError, match=r".*"):
        Visitor(encrypted.url.replace("https", "http")).get("/join")


def test_in_the_clear_nothing_is_said_of_https(served: Server) -> None:
    with Visitor(served.url).asking("GET", f"/join/{served.join_code}") as answer:
        assert SECURE not in answer.headers
        assert "Secure" not in answer.headers["Set-Cookie"]


def test_a_certificate_that_is_renewed_is_used_without_a_restart_and_a_bad_one_is_not(tmp_path: Path) -> None:
    way = Way(*make_certificate(tmp_path))
    context = way.encryption()
    old = way.certificate.read_bytes()
    make_certificate(tmp_path)
    assert way.certificate.read_bytes() != old
    way.read_again()
    assert way.encryption() is context
    way.certificate.write_bytes(old)
    with pytest.raises(NoWay, match="do not belong together"):
        way.read_again()


def test_what_can_not_be_used_to_encrypt_is_told_in_a_sentence(
    tmp_path: Path, certificate: tuple[Path, Path]
) -> None:
    (own, key), (_, other_key) = certificate, make_certificate(tmp_path, "other")
    (tmp_path / "text").write_text("Minutes", encoding="utf-8")
    for way, says in (
        (Way(own, other_key), "do not belong together"),
        (Way(tmp_path / "text", key), "or are none"),
        (Way(tmp_path / "nothing", key), "can't be read"),
        (Way(proxies=("proxy.example.org",)), "in numbers"),
        (Way(proxies=("10.0.0.9/8",)), "in numbers"),
        (Way(address="workshop.example.org"), "whole address"),
    ):
        with pytest.raises(NoWay, match=says) as told:
            way.check()
        assert str(told.value).endswith(".")
    assert "--certificate and --key" in sentence(serve(tmp_path / "data", "--certificate", own))


# Through a proxy


def test_people_open_the_address_of_the_proxy(proxied: Server) -> None:
    assert proxied.join_url == f"https://workshop.example.org/join/{proxied.join_code}"


def test_behind_a_proxy_that_encrypts_cookies_never_go_in_the_clear(proxied: Server) -> None:
    with through(proxied, "203.0.113.1").asking("GET", f"/join/{proxied.join_code}") as answer:
        assert "; Secure" in answer.headers["Set-Cookie"]
        assert SECURE in answer.headers


def test_who_guesses_codes_behind_a_proxy_waits_alone(proxied: Server) -> None:
    guesser, other = through(proxied, "203.0.113.2"), through(proxied, "203.0.113.3")
    statuses = [guesser.type_code(WRONG).status for _ in range(11)]
    assert statuses == [404] * 10 + [429]
    assert other.type_code(proxied.join_code).status == 303


def test_a_browser_behind_a_proxy_can_not_say_that_it_is_somewhere_else(proxied: Server) -> None:
    said = [f"198.51.100.{number}, 203.0.113.4" for number in range(11)]
    statuses = [
        through(proxied, before, X_Real_IP=before.partition(",")[0]).type_code(WRONG).status
        for before in said
    ]
    assert statuses == [404] * 10 + [429]


def test_behind_two_proxies_people_are_where_the_outer_one_says(proxied: Server) -> None:
    said = [f"198.51.100.{number}, 203.0.113.5, 192.0.2.77" for number in range(11)]
    assert [through(proxied, where).type_code(WRONG).status for where in said] == [404] * 10 + [429]
    assert through(proxied, "203.0.113.6, 192.0.2.77").type_code(WRONG).status == 404


def test_without_a_proxy_nobody_is_believed_who_says_where_they_are(served: Server) -> None:
    phone = Visitor(served.url, X_Forwarded_For="203.0.113.9", X_Forwarded_Proto="https")
    with phone.asking("GET", f"/join/{served.join_code}") as answer:
        assert "Secure" not in answer.headers["Set-Cookie"]


def test_whoever_comes_past_the_proxy_is_not_answered() -> None:
    server = Way(proxies=("10.0.0.9", "10.7.0.0/16")).server(Application())
    for caller, answered in (
        ("127.0.0.1", True),
        ("::1", True),
        ("10.0.0.9", True),
        ("::ffff:10.0.0.9", True),
        ("10.7.3.2", True),
        ("10.0.0.8", False),
        ("10.8.0.1", False),
        ("::ffff:10.0.0.8", False),
        ("2001:db8::1", False),
    ):
        assert asyncio.run(is_answered(server, caller)) is answered


async def is_answered(server: HTTPServer, caller: str) -> bool:
    ours, theirs = socket.socketpair()
    stream = IOStream(ours)
    try:
        server.handle_stream(stream, (caller, 5000))
        return not stream.closed()
    finally:
        stream.close()
        theirs.close()


# What a page's scripts may do


def test_our_own_front_end_compiles_no_code_and_voilas_does(served: Server, lab_served: Server) -> None:
    policies = [
        Visitor(server.url).join(server).get(FIRST_PAGE).headers["Content-Security-Policy"]
        for server in (served, lab_served)
    ]
    assert ["'unsafe-eval'" in policy for policy in policies] == [False, True]


def test_no_page_does_what_its_policy_forbids(phone: Page, desk: Page, served: Server) -> None:
    broken = []
    for page in (phone, desk):
        page.expose_function("told", lambda what: broken.append(what))
        page.add_init_script(
            "addEventListener('securitypolicyviolation', (e) => told(`${e.violatedDirective} ${e.blockedURI}`))"
        )
    join(phone, served)
    for notebook in ("03-who.ipynb", "06-reflecting.ipynb", "07-next-steps.ipynb"):
        open_section(phone, served, notebook)
    desk.goto(served.facilitator_url)
    wait_until(desk, ALL_READY, timeout=30_000)
    assert broken == []
    desk.evaluate("setTimeout(() => eval('1'))")  # as a page would, and not as Playwright may
    desk.wait_for_timeout(300)
    assert broken == ["script-src eval"]
