"""Facts go stale in words, links are asked with a short limit, and a missing network is no error."""

import socket
import threading
import time
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from workshop.facts import (
    LinkAnswer,
    ask_link,
    check_links,
    is_offline,
    stale_facts,
    unconfirmed_facts,
)
from workshop.toolkit import load_toolkit

CHECKED = date(2026, 11, 23)


@pytest.fixture
def toolkit():
    return load_toolkit()


@pytest.fixture
def link(toolkit):
    return toolkit.fact("gov-bc")


class Site(BaseHTTPRequestHandler):
    def do_HEAD(self):
        self.answer()

    def do_GET(self):
        self.answer()

    def answer(self):
        if self.path == "/slow":
            time.sleep(1.5)
        code = {"/gone": 410, "/moved": 301, "/no-head": 405 if self.command == "HEAD" else 200}.get(
            self.path, 200
        )
        self.send_response(code)
        if code == 301:
            self.send_header("Location", "/here")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def site(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("today", "months", "stale"),
    [
        (CHECKED, 6, False),
        (date(2027, 5, 23), 6, False),
        (date(2027, 5, 24), 6, True),
        (date(2026, 12, 23), 1, False),
        (date(2026, 12, 24), 1, True),
        (date(2027, 11, 23), 12, False),
        (date(2027, 11, 24), 12, True),
    ],
)
def test_a_fact_is_stale_after_so_many_months(link, today, months, stale):
    assert replace(link, last_checked=CHECKED).is_stale(today, months) is stale


def test_the_end_of_a_long_month_counts_too(link):
    checked = replace(link, last_checked=date(2026, 8, 31))
    assert not checked.is_stale(date(2027, 2, 28))
    assert checked.is_stale(date(2027, 3, 1))


def test_every_fact_is_stale_one_day(toolkit):
    assert stale_facts(toolkit, CHECKED) == []
    findings = stale_facts(toolkit, date(2030, 1, 1))
    assert [finding.fact for finding in findings] == list(toolkit.facts)
    assert "2026-11-23, more than 6 months ago" in findings[0].problem


def test_what_was_never_confirmed_is_listed(toolkit):
    found = {finding.fact.key: finding.problem for finding in unconfirmed_facts(toolkit)}
    assert found["child-protection"] == "not confirmed"
    assert found["pssg-exploitation"] == "probably gone"
    assert not {"emergency", "victimlink", "hotline"} & set(found)


@pytest.mark.parametrize(
    ("path", "works", "says"),
    [
        ("/", True, "works"),
        ("/gone", False, "answers 410 Gone"),
        ("/moved", True, "works, and leads to {site}/here"),
        ("/no-head", True, "works"),
    ],
)
def test_a_link_says_how_it_is(link, site, path, works, says):
    answer = ask_link(replace(link, value=site + path))
    assert (answer.reached, answer.works, answer.says) == (True, works, says.format(site=site))


def test_a_slow_link_is_not_waited_for(link, site):
    start = time.perf_counter()
    answer = ask_link(replace(link, value=site + "/slow"), time_limit=0.2)
    assert time.perf_counter() - start < 1.2
    assert (answer.reached, answer.says) == (False, "does not answer (no reply in time)")


def test_what_is_no_web_page_is_not_opened(link):
    answer = ask_link(replace(link, value="file:///etc/hostname"))
    assert not answer.works
    assert "not the address of a web page" in answer.says


def test_no_network_is_an_answer_not_an_error(toolkit, monkeypatch):
    def nowhere(*_, **__):
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    answers = check_links(toolkit)
    assert is_offline(answers)
    assert [answer.fact.kind for answer in answers] == ["link"] * len(answers)
    assert {answer.works for answer in answers} == {False}
    assert "name resolution" in answers[0].says


def test_one_page_that_answers_means_there_is_a_network(toolkit):
    def ask(fact):
        return LinkAnswer(fact, fact.key == "gov-bc", False, "answers 404")

    assert not is_offline(check_links(toolkit, ask=ask))
