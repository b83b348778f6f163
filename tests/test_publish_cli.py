"""`workshop publish` works right after `workshop demo`, and says in one sentence why it can't."""

from pathlib import Path

from tests.published import agree_to_all, planted
from tests.test_cli import sentence, workshop
from workshop.session import begin_session, current_session
from workshop.settings import sqlite_url
from workshop.store import open_store
from workshop.toolkit import load_toolkit


def test_the_made_up_town_is_published_in_two_commands(tmp_path: Path) -> None:
    assert workshop("demo", "--data", tmp_path / "town").returncode == 0
    done = workshop("publish", "--data", tmp_path / "town", "--to", tmp_path / "out", seconds=60)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "New: Listed: Alder Flats Library" in done.stdout
    assert "Publication 1 is in" in done.stdout
    assert "Alder Flats Library" in (tmp_path / "out" / "community-map.html").read_text(encoding="utf-8")
    again = workshop("publish", "--data", tmp_path / "town", "--to", tmp_path / "out", seconds=60)
    assert "What changed since the last time:\n  Nothing." in again.stdout


def test_without_an_agreement_there_is_nothing_to_publish(tmp_path: Path) -> None:
    with open_store(sqlite_url(tmp_path)) as store:
        begin_session(store, "Our meeting", current_session(store).held_on)
    said = sentence(workshop("publish", "--data", tmp_path, "--to", tmp_path / "out"))
    assert "Nothing has been agreed on yet." in said
    assert not (tmp_path / "out").exists()


def test_a_cohort_is_published_by_its_name_and_the_workshops_own_meetings_without_one(tmp_path: Path) -> None:
    with open_store(sqlite_url(tmp_path / "town")) as store:
        own = store.of_cohort(store.add_cohort("1" * 32, "Birch Bay", "mark of its key").id)
        agree_to_all(own, load_toolkit(), planted(own, load_toolkit()).id)
    command = ("publish", "--data", tmp_path / "town", "--to", tmp_path / "out")
    assert "Nothing has been agreed on yet." in sentence(workshop(*command))
    assert "There are: “Birch Bay”." in sentence(workshop(*command, "--cohort", "Cedar"))
    done = workshop(*command, "--cohort", "birch bay", seconds=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Publication 2 is in" in done.stdout


def test_a_folder_that_can_not_be_written_is_said(tmp_path: Path) -> None:
    workshop("demo", "--data", tmp_path / "town")
    (tmp_path / "file").write_text("", encoding="utf-8")
    said = sentence(
        workshop("publish", "--data", tmp_path / "town", "--to", tmp_path / "file" / "out", seconds=60)
    )
    assert "can't be" in said
