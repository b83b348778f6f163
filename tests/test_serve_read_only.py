"""`workshop serve --read-only`: what was agreed, for anyone to read, and nothing that writes."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from tests.published import PLANTED
from tests.server import WORKSHOP
from tests.test_cli import sentence, workshop
from tests.test_serve_access import Answer, Visitor
from workshop.publish.site import PAGES
from workshop.settings import sqlite_url
from workshop.store import Response, StoreTooNew, StoreUnavailable, open_store, read_store
from workshop.store.schema import SCHEMA_VERSION

DAY = date(2027, 3, 31)


class ReadOnly:
    """A read-only server on this computer, with a client of its own."""

    def __init__(self, data: Path) -> None:
        self.data, ready = data, data.with_suffix(".json")
        options = ("--host", "127.0.0.1", "--port", "0", "--data", str(data), "--ready-file", str(ready))
        self._process = subprocess.Popen(
            [WORKSHOP, "serve", "--read-only", *options],
            env={name: value for name, value in os.environ.items() if not name.startswith("WORKSHOP_")},
            stdout=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 60
        while not ready.exists() and time.monotonic() < deadline and self._process.poll() is None:
            time.sleep(0.05)
        self.reader = Visitor(json.loads(ready.read_text())["url"])

    def page(self, name: str) -> Answer:
        return self.reader.ask("GET", f"/voila/render/published/{name}.ipynb")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=15)


@pytest.fixture
def reading(planted_town: Path, tmp_path: Path) -> Iterator[ReadOnly]:
    (tmp_path / "data").mkdir()
    shutil.copy(planted_town / "workshop.db", tmp_path / "data")
    server = ReadOnly(tmp_path / "data")
    yield server
    server.stop()


def test_what_was_agreed_is_there_to_read_and_nothing_can_be_written(reading: ReadOnly) -> None:
    before = hashlib.sha256((reading.data / "workshop.db").read_bytes()).hexdigest()
    ask = reading.reader.ask
    assert ask("GET", "/").location.endswith("/voila/render/published/index.ipynb")
    for name in PAGES:
        page = reading.page(name)
        assert page.status == 200
        assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "<script" not in page.text
        assert [secret for secret in PLANTED.values() if secret in page.text] == []
    assert reading.reader.cookies == {}
    for path in ("workshop/messages", "join", "workshop/live", "api/kernels", "voila/render/01-goal.ipynb"):
        assert ask("GET", f"/{path}").status == 404
    assert ask("POST", "/workshop/messages", "{}").status == 404
    assert ask("POST", "/voila/render/published/index.ipynb", "").status == 405
    assert ask("GET", "/healthz").status == 200
    assert hashlib.sha256((reading.data / "workshop.db").read_bytes()).hexdigest() == before
    assert not (reading.data / "secrets").exists()


def test_an_answer_that_is_taken_back_is_gone_from_the_next_page_that_is_read(reading: ReadOnly) -> None:
    words = "Put the help line numbers in every washroom in town."
    assert words in reading.page("what-we-heard").text
    with open_store(sqlite_url(reading.data)) as store:
        (answer,) = (
            judged.response
            for judged in store.judged(store.latest_session().id, ["start"])
            if judged.response.text == words
        )
        taken = Response(answer.handle, answer.session_id, answer.prompt, "withdrawn", "", answer.seq + 1)
        store.save_response(taken)
    assert words not in reading.page("what-we-heard").text


def test_without_records_it_says_so_and_makes_none(tmp_path: Path) -> None:
    said = sentence(workshop("serve", "--read-only", "--port", "0", "--data", tmp_path / "none"))
    assert "There are no records" in said
    assert not (tmp_path / "none").exists()


def test_a_store_that_is_read_can_not_be_changed(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="no records"):
        read_store(sqlite_url(tmp_path))
    with open_store(sqlite_url(tmp_path)) as store:
        session = store.add_session("Meeting", "CCCDDD", DAY)
    with read_store(sqlite_url(tmp_path)) as reading:
        assert reading.latest_session() == session
        with pytest.raises(StoreUnavailable, match="read-only"):
            reading.add_session("Another", "DDDCCC", DAY)


@pytest.mark.parametrize(("version", "trouble"), [(SCHEMA_VERSION + 1, StoreTooNew), (1, StoreUnavailable)])
def test_records_of_a_newer_or_an_older_workshop_are_not_read(
    tmp_path: Path, version: int, trouble: type
) -> None:
    open_store(sqlite_url(tmp_path)).close()
    with closing(sqlite3.connect(tmp_path / "workshop.db")) as other, other:
        other.execute("UPDATE numbers SET value = ? WHERE name = 'schema'", (version,))
    with pytest.raises(trouble):
        read_store(sqlite_url(tmp_path))
