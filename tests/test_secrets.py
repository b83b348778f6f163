"""What lets the facilitator in is made well, kept for its owner alone, and never empty."""

import os
import stat
from pathlib import Path

import pytest

from tests.server import Server
from tests.test_serve_access import CONSOLE, Visitor
from workshop.serve.secrets import Token, changed_secret, kept_secret


def test_a_secret_is_made_once_and_kept(tmp_path: Path) -> None:
    made = kept_secret(tmp_path, "token")
    assert len(made) == 48
    assert kept_secret(tmp_path, "token") == made
    assert kept_secret(tmp_path, "other") != made


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps other kinds of permissions")
def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    kept_secret(tmp_path, "token")
    assert stat.S_IMODE((tmp_path / "secrets" / "token").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700


@pytest.mark.parametrize("left", ["", "abc", "0" * 47 + "\n"])
def test_what_a_full_disk_left_is_no_secret(tmp_path: Path, left: str) -> None:
    kept_secret(tmp_path, "token")
    (tmp_path / "secrets" / "token").write_text(left)
    assert len(kept_secret(tmp_path, "token")) == 48


def test_an_empty_token_opens_nothing(tmp_path: Path) -> None:
    secrets = tmp_path / "data" / "secrets"
    secrets.mkdir(parents=True)
    (secrets / "facilitator-token").touch()
    server = Server(tmp_path / "data").start()
    try:
        stranger = Visitor(server.facilitator_url)
        assert stranger.get("/?token=").status == 403
        assert stranger.get(CONSOLE).status == 403
    finally:
        server.stop()


def test_a_token_that_another_process_changes_is_known_at_once(tmp_path: Path) -> None:
    token = Token(tmp_path, "token")
    before = token.value
    assert token.value == before == kept_secret(tmp_path, "token")
    changed = changed_secret(tmp_path, "token")
    assert token.value == changed != before
    assert token.change() == kept_secret(tmp_path, "token") != changed


def test_a_token_that_is_gone_is_made_anew_and_never_empty(tmp_path: Path) -> None:
    token = Token(tmp_path, "token")
    before = token.value
    (tmp_path / "secrets" / "token").unlink()
    assert len(token.value) == len(before)
    assert token.value != before
