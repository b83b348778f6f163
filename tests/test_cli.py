"""What people type does what it says, or says in one sentence why not; 0 is done, 1 is a failure, 2 a mistyped line."""

import os
import re
import shlex
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from tests.server import WORKSHOP, Server
from workshop.cli import main
from workshop.facts import STALE_MONTHS, stale_facts
from workshop.settings import sqlite_url
from workshop.store import open_store
from workshop.toolkit import load_toolkit

Done = subprocess.CompletedProcess[str]
COMMANDS = sorted(main.commands)


def workshop(*arguments: object, seconds: float = 30, **variables: str) -> Done:
    """Type a command and return what it printed; one that should have ended fails the test."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WORKSHOP_")}
    environment |= variables
    command = [str(WORKSHOP), *map(str, arguments)]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=seconds,
        env=environment,
        check=False,
        encoding="utf-8",
    )


def sentence(done: Done, status: int = 1) -> str:
    """Return the one line in which a command says why it can't be done."""
    assert "Traceback" not in done.stderr + done.stdout
    assert done.returncode == status
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("workshop: ")
    assert lines[0].endswith(".")
    return lines[0]


def serve(data: Path, *options: object) -> Done:
    fixed = ("--no-browser", "--host", "127.0.0.1", "--data", data)
    ports = () if "--port" in options else ("--port", 0)
    return workshop("serve", *fixed, *ports, *options, seconds=15)


@pytest.fixture
def taken() -> Iterator[int]:
    """A port at which another program listens."""
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        yield other.getsockname()[1]


# Help


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example_that_names_it(command: str) -> None:
    done = workshop(command, "--help")
    assert done.returncode == 0
    assert re.search(rf"Example:\s+workshop {command}", done.stdout)


def test_the_command_alone_lists_every_command() -> None:
    done = workshop("--help")
    assert done.returncode == 0
    assert {"serve", "demo", "check-facts"} <= set(COMMANDS)
    assert all(re.search(rf"^  {command}\b", done.stdout, re.MULTILINE) for command in COMMANDS)


@pytest.mark.parametrize(
    "typed", [["sevre"], ["serve", "--prot", "1"], ["serve", "--port", "many"], ["demo", "two", "folders"]]
)
def test_a_mistyped_line_ends_with_status_2_and_no_traceback(typed: list[str]) -> None:
    done = workshop(*typed)
    assert done.returncode == 2
    assert "Error: " in done.stderr
    assert "Traceback" not in done.stderr


# The made-up community


def test_demo_fills_an_empty_folder_and_says_how_to_open_it(tmp_path: Path) -> None:
    folder = tmp_path / "our practice"
    done = workshop("demo", "--data", folder)
    assert (done.returncode, done.stderr) == (0, "")
    with open_store(sqlite_url(folder)) as store:
        assert sum(store.response_counts(store.latest_session().id).values()) > 9
    (line,) = (line for line in done.stdout.splitlines() if "workshop serve" in line)
    assert shlex.split(line.partition(": ")[2]) == ["workshop", "serve", "--data", str(folder)]


def test_demo_leaves_a_folder_that_has_a_workshop_in_it_as_it_is(tmp_path: Path) -> None:
    def found() -> tuple:
        with open_store(sqlite_url(tmp_path)) as store:
            session = store.latest_session()
            counts = store.response_counts(session.id)
            return session, store.revision(), counts, store.community_changes(session.id)

    assert workshop("demo", "--data", tmp_path).returncode == 0
    before = found()
    assert "--data FOLDER" in sentence(workshop("demo", "--data", tmp_path))
    assert found() == before


def test_demo_says_in_a_sentence_that_a_folder_can_not_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "can't be written" in sentence(workshop("demo", "--data", tmp_path / "file" / "data"))


# Facts


def test_check_facts_counts_every_fact_and_ends_with_1_only_when_one_is_too_old() -> None:
    toolkit = load_toolkit()
    stale = stale_facts(toolkit, date.today(), STALE_MONTHS)
    done = workshop("check-facts", "--no-links")
    assert done.returncode == (1 if stale else 0)
    assert f"{len(toolkit.facts)} facts, {len(stale)} too old" in done.stdout


# A workshop that can't be opened


def test_a_port_in_use_is_told_with_what_to_do(tmp_path: Path, taken: int) -> None:
    said = sentence(serve(tmp_path, "--port", taken))
    assert f"Port {taken} is in use" in said
    assert "--port" in said


def test_the_facilitators_port_in_use_is_told_with_its_own_option_and_nothing_is_called_ready(
    tmp_path: Path, taken: int
) -> None:
    ready = tmp_path / "ready.json"
    said = sentence(serve(tmp_path / "data", "--facilitator-port", taken, "--ready-file", ready))
    assert f"Port {taken} is in use" in said
    assert "--facilitator-port" in said
    assert not ready.exists()


def test_an_address_of_another_computer_is_told_in_a_sentence(tmp_path: Path) -> None:
    done = workshop("serve", "--no-browser", "--host", "192.0.2.1", "--port", 0, "--data", tmp_path)
    assert "can't listen at 192.0.2.1" in sentence(done)


def test_a_file_where_the_folder_should_be_is_told_as_a_mistyped_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = serve(tmp_path / "file")
    assert done.returncode == 2
    assert "is a file" in done.stderr


def test_a_folder_that_can_not_be_made_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "--data FOLDER" in sentence(serve(tmp_path / "file" / "data"))


def test_records_that_are_no_database_are_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "workshop.db").write_text("Minutes of the last meeting\n" * 100, encoding="utf-8")
    assert "damaged" in sentence(serve(tmp_path))


def test_secrets_that_can_not_be_kept_are_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "secrets").write_text("")
    sentence(serve(tmp_path))


def test_a_ready_file_that_can_not_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    sentence(serve(tmp_path, "--ready-file", tmp_path / "no such folder" / "ready.json"))


def test_a_second_workshop_in_the_same_folder_is_told_and_the_first_goes_on(tmp_path: Path) -> None:
    first = Server(tmp_path / "data").start()
    try:
        assert "is open already" in sentence(serve(tmp_path / "data", "--port", 0))
        first.kill()
        assert first.start_again().info["join_code"]
    finally:
        first.stop()
