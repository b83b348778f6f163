"""Before people come, one command finds what could go wrong at this computer, and says what to do about it."""

import contextlib
import socket
from collections import namedtuple
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.databases import FileDatabase, ServerDatabase
from tests.postgres import Postgres
from tests.stored import response
from tests.test_store_upgrade import make_older
from workshop.alone import alone_in
from workshop.cli import main
from workshop.serve import doctor
from workshop.serve.doctor import FIX, GOOD, LOOK, Finding
from workshop.settings import settings, sqlite_url
from workshop.store import open_store
from workshop.toolkit import load_toolkit

CHECKED = max(fact.last_checked for fact in load_toolkit().facts)
ROOM = namedtuple("ROOM", ["free"])


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with records in it."""
    with open_store(sqlite_url(tmp_path)) as store:
        store.save_response(response())
    return tmp_path


@pytest.fixture
def port() -> int:
    """A port that is free, and the one after it too."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as first:
            number = first.getsockname()[1]
            with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", number + 1)):
                return number


def found(data: Path, port: int, about: str, today: date = CHECKED, host: str = "127.0.0.1") -> Finding:
    """Return what is said of one thing, which is one sentence."""
    findings = list(doctor.examine(settings(data), host, port, port + 1, today))
    for finding in findings:
        assert finding.level in (GOOD, LOOK, FIX)
        assert finding.sentence.endswith(".")
        assert "\n" not in finding.sentence
    (finding,) = [finding for finding in findings if finding.about == about]
    return finding


@pytest.mark.parametrize(
    "about",
    ["installation", "participants' port", "facilitator's port", "disk", "database", "clock", "facts"],
)
def test_a_computer_that_is_ready_is_told_so(data: Path, port: int, about: str) -> None:
    assert found(data, port, about).level == GOOD


def test_a_package_that_is_missing_or_too_old_is_named(
    data: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        doctor.metadata, "requires", lambda _: ["click>=99", "no-such-package-of-ours", "tornado"]
    )
    finding = found(data, port, "installation")
    assert finding.level == FIX
    assert "click, no-such-package-of-ours is missing" in finding.sentence


@pytest.mark.parametrize(("after", "about"), [(0, "participants' port"), (1, "facilitator's port")])
def test_a_port_that_another_program_has_is_told_with_its_option(
    data: Path, port: int, after: int, about: str
) -> None:
    with socket.create_server(("127.0.0.1", port + after)):
        finding = found(data, port, about)
    assert finding.level == FIX
    assert ("--facilitator-port" if after else "with --port") in finding.sentence


def test_a_workshop_that_is_open_has_its_ports_by_right(data: Path, port: int) -> None:
    (data / "secrets").mkdir()
    with alone_in(data), socket.create_server(("127.0.0.1", port)):
        assert found(data, port, "participants' port").level == GOOD


def test_a_computer_that_phones_can_not_reach_is_told_to_join_the_network(data: Path, port: int) -> None:
    assert "Join the Wi-Fi" in found(data, port, "network").sentence
    assert found(data, port, "network", host="192.0.2.7").level == GOOD


@pytest.mark.parametrize(("free", "level"), [(50, FIX), (500, LOOK), (50_000, GOOD)])
def test_a_disk_and_a_memory_that_are_full_are_told_before_people_come(
    data: Path, port: int, monkeypatch: pytest.MonkeyPatch, free: int, level: str
) -> None:
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: ROOM(free * doctor.MEGABYTE))
    assert found(data, port, "disk").level == level
    memory = replace_available(2 * free * doctor.MEGABYTE)
    monkeypatch.setattr(doctor.psutil, "virtual_memory", memory)
    assert found(data, port, "memory").level == level


def replace_available(free: int) -> object:
    return lambda: namedtuple("Memory", ["available"])(free)


def test_a_clock_that_is_behind_is_told_since_no_fact_was_checked_in_the_future(
    data: Path, port: int
) -> None:
    finding = found(data, port, "clock", CHECKED - timedelta(days=1))
    assert finding.level == FIX
    assert "Set this computer's clock" in finding.sentence


def test_old_facts_are_counted(data: Path, port: int) -> None:
    finding = found(data, port, "facts", CHECKED + timedelta(days=400))
    assert finding.level == LOOK
    assert f"{len(load_toolkit().facts)} phone numbers and links" in finding.sentence


def test_records_that_are_not_there_yet_are_not_made_by_looking(tmp_path: Path, port: int) -> None:
    assert found(tmp_path / "new", port, "database").level == GOOD
    assert not (tmp_path / "new").exists()


def test_records_that_are_older_newer_or_damaged_are_told_and_left_as_they_are(
    tmp_path: Path, port: int
) -> None:
    old = make_older(FileDatabase(tmp_path / "old"), 1)
    before = old.tables()
    finding = found(tmp_path / "old", port, "database")
    assert (finding.level, "backup" in finding.sentence) == (LOOK, True)
    assert old.tables() == before
    old.run("UPDATE numbers SET value = 99 WHERE name = 'schema'")
    finding = found(tmp_path / "old", port, "database")
    assert (finding.level, "Update" in finding.sentence) == (FIX, True)
    (tmp_path / "workshop.db").write_text("Minutes of the last meeting\n" * 100, encoding="utf-8")
    finding = found(tmp_path, port, "database")
    assert (finding.level, "damaged" in finding.sentence) == (FIX, True)


@pytest.mark.skipif(not hasattr(__import__("os"), "geteuid"), reason="Windows keeps no such permissions")
def test_records_that_other_people_can_read_are_to_be_closed(data: Path, port: int) -> None:
    (data / "workshop.db").chmod(0o644)
    finding = found(data, port, "privacy")
    assert finding.level == FIX
    assert "chmod" in finding.sentence


@pytest.fixture
def on_server(postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> Iterator[ServerDatabase]:
    """A database server that the environment names."""
    database = ServerDatabase(postgres)
    monkeypatch.setenv("WORKSHOP_DATABASE_URL", database.url)
    open_store(database.url).close()
    return database


def test_a_database_server_is_asked_and_its_clock_compared(
    on_server: ServerDatabase, tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found(tmp_path, port, "database").level == GOOD
    assert found(tmp_path, port, "clock").level == GOOD
    monkeypatch.setattr(
        doctor,
        "look_at",
        lambda url, look=doctor.look_at: replace(look(url), clock=look(url).clock - timedelta(hours=1)),
    )
    findings = list(doctor.examine(settings(tmp_path), "127.0.0.1", port, port + 1, CHECKED))
    assert [finding.level for finding in findings if finding.about == "clock"] == [LOOK, GOOD]


def test_a_database_server_that_is_away_is_to_be_seen_to(
    on_server: ServerDatabase, tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKSHOP_DATABASE_URL", on_server.url.replace("/workshop?", "/elsewhere?"))
    assert found(tmp_path, port, "database").level == FIX


def test_the_command_says_one_line_each_and_its_status_says_whether_something_has_to_be_done(
    data: Path, port: int
) -> None:
    command = ["doctor", "--host", "127.0.0.1", "--port", str(port), "--data", str(data)]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == ("fix " in done.output)
    assert len(done.output.splitlines()) >= 9
    with socket.create_server(("127.0.0.1", port)):
        done = CliRunner().invoke(main, command)
    assert done.exit_code == 1
    assert f"Port {port} is in use" in done.output
