"""What the environment says is read when it is needed, an empty value says nothing, and records go where it says."""

import os
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from workshop.paths import DATA
from workshop.settings import Settings, settings, sqlite_url
from workshop.store import open_store

NAMES = ("DATA", "DATABASE_URL", "SERVED_BY", "SESSION")


@pytest.fixture(autouse=True)
def silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the environment say nothing of the workshop."""
    for name in NAMES:
        monkeypatch.delenv(f"WORKSHOP_{name}", raising=False)


def test_an_environment_that_says_nothing_means_the_data_folder_of_this_copy() -> None:
    assert settings() == Settings(data=DATA, database_url=sqlite_url(DATA))
    assert settings().served is False


def test_an_empty_value_says_nothing_too(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.setenv(f"WORKSHOP_{name}", "")
    assert settings() == Settings(data=DATA, database_url=sqlite_url(DATA))


def test_a_folder_in_the_environment_holds_the_database(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WORKSHOP_DATA", str(tmp_path))
    assert settings().data == tmp_path
    assert settings().database_url == sqlite_url(tmp_path)


def test_a_folder_on_the_command_line_comes_before_the_one_in_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WORKSHOP_DATA", str(tmp_path / "environment"))
    assert settings(tmp_path / "typed").data == tmp_path / "typed"
    assert settings(tmp_path / "typed").database_url == sqlite_url(tmp_path / "typed")


def test_an_address_of_a_database_comes_before_the_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WORKSHOP_DATABASE_URL", "sqlite://")
    assert settings(tmp_path).database_url == "sqlite://"
    assert settings(tmp_path).data == tmp_path


def test_a_relative_folder_and_a_home_folder_become_whole_addresses(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    assert settings(Path("practice")).data == tmp_path / "practice"
    assert settings(Path("~/practice")).data == tmp_path / "home" / "practice"


def test_a_process_that_is_told_later_whom_it_serves_knows_it_from_then_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert settings().served is False
    monkeypatch.setenv("WORKSHOP_SERVED_BY", "participants")
    assert settings().served is True
    monkeypatch.setenv("WORKSHOP_SERVED_BY", "facilitator")
    assert settings().served is False


def test_the_session_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKSHOP_SESSION", "5" * 32)
    assert settings().session_id == "5" * 32


def test_settings_stay_what_they_were_read_as() -> None:
    with pytest.raises(FrozenInstanceError):
        settings().data = Path("elsewhere")


@pytest.mark.skipif(os.name == "nt", reason="Windows takes fewer names")
@pytest.mark.parametrize(
    "name", ["plain", "with space", "añó", "100%", "a%20b", "a#b", "a&b=c", "what?", "a:b@c"]
)
def test_records_are_kept_in_the_very_folder_that_was_named(tmp_path: Path, name: str) -> None:
    with open_store(sqlite_url(tmp_path / name)):
        assert (tmp_path / name / "workshop.db").is_file()
    assert [found.name for found in tmp_path.iterdir()] == [name]
