"""A page that has a process of its own (``--template lab``) has one to itself, for as long as it is there."""

import json
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from tests.server import Server
from tests.test_serve_access import FIRST_PAGE, Visitor, kernel_of
from tests.test_serve_health import soon, still_there
from workshop.serve.kernels import MOST_EACH

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="needs Linux's list of processes"
)


def test_the_process_behind_a_page_ends_when_the_page_says_goodbye(lab_served: Server) -> None:
    visitor = Visitor(lab_served.url).join(lab_served)
    before = set(lab_served.kernel_pids())
    kernel = kernel_of(visitor.get(FIRST_PAGE))
    started = set(lab_served.kernel_pids()) - before
    assert len(started) == 1
    assert visitor.get(f"/api/kernels/{kernel}").status == 200
    assert visitor.ask("POST", f"/voila/api/shutdown/{kernel}").status == 204
    assert soon(lambda: not still_there(started))
    assert visitor.get(f"/api/kernels/{kernel}").status == 404


def test_a_page_that_is_left_before_it_is_there_leaves_no_process_behind(lab_served: Server) -> None:
    visitor = Visitor(lab_served.url).join(lab_served)
    before = set(lab_served.kernel_pids())
    with visitor.asking("GET", "/voila/render/06-reflecting.ipynb") as page:
        page.read1()
        assert soon(lambda: set(lab_served.kernel_pids()) - before)
        started = set(lab_served.kernel_pids()) - before
    assert soon(lambda: not still_there(started))


def test_an_open_page_hears_that_its_process_has_died_and_a_healthy_one_does_not(lab_served: Server) -> None:
    visitor = Visitor(lab_served.url).join(lab_served)
    before = set(lab_served.kernel_pids())
    kernel = kernel_of(visitor.get(FIRST_PAGE))
    with closing(visitor.socket()) as page:
        page.send(json.dumps({"page": kernel}))
        while "heard" not in (news := json.loads(page.recv())):
            assert news.get("page") != "gone"
        for pid in set(lab_served.kernel_pids()) - before:
            os.kill(pid, signal.SIGKILL)
        while json.loads(page.recv()).get("page") != "gone":
            pass
    assert visitor.ask("POST", f"/voila/api/shutdown/{kernel}").status in (204, 404, 500)


def test_two_pages_of_one_phone_have_a_process_each(lab_served: Server) -> None:
    visitor = Visitor(lab_served.url).join(lab_served)
    one, other = (kernel_of(visitor.get(FIRST_PAGE)) for _ in range(2))
    assert one != other
    assert visitor.ask("POST", f"/voila/api/shutdown/{one}").status == 204
    assert visitor.get(f"/api/kernels/{other}").status == 200
    assert visitor.ask("POST", f"/voila/api/shutdown/{other}").status == 204


def test_one_visitor_has_a_few_processes_and_the_oldest_goes_first(lab_served: Server) -> None:
    visitor, other = (
        Visitor(lab_served.url).join(lab_served),
        Visitor(lab_served.url).join(lab_served),
    )
    of_other = kernel_of(other.get(FIRST_PAGE))
    opened = [
        kernel_of(visitor.get(FIRST_PAGE))
    ]  # the oldest; which of the others comes first does not matter
    with ThreadPoolExecutor(MOST_EACH) as at_once:
        opened += at_once.map(lambda _: kernel_of(visitor.get(FIRST_PAGE)), range(MOST_EACH - 1))
    opened.append(kernel_of(visitor.get(FIRST_PAGE)))
    assert [visitor.get(f"/api/kernels/{kernel}").status for kernel in opened] == [404] + [200] * MOST_EACH
    assert other.get(f"/api/kernels/{of_other}").status == 200
    for kernel in (*opened[1:], of_other):
        visitor.ask("POST", f"/voila/api/shutdown/{kernel}")
