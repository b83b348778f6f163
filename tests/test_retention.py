"""Keep or burn: what is past its day is gone, from the files too; what is not stays; what is out of reach is said."""

import asyncio
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.server import Server
from tests.stored import everything_on_disk
from tests.test_cli import sentence, workshop
from workshop.publish.review import agreed_publication
from workshop.retention import Days, Purged, due, kept_for, purge, purge_at_start
from workshop.serve import participants
from workshop.session import begin_session
from workshop.settings import sqlite_url
from workshop.store import Choice, Response, Session, Store, open_store
from workshop.written import Written, note, what_was_written

DAYS = Days()
WORDS = b"Put the help line numbers in every washroom"


@pytest.fixture
def session(town: Store) -> Session:
    return town.latest_session()


def after(session: Session, days: int) -> date:
    return session.held_on + timedelta(days)


def test_the_days_are_those_of_the_data_file() -> None:
    assert kept_for() == Days(answers=30, practice=7, drafts=90)


def test_on_the_last_day_everything_is_there_and_it_is_said_what_comes(
    town: Store, session: Session, tmp_path: Path
) -> None:
    before = town.record_counts(session.id)
    purged = purge(town, tmp_path / "records", after(session, 30), DAYS)
    assert town.record_counts(session.id) == before
    assert not purged.gone
    assert purged.soon == [f"The answers of “{session.title}” are removed after {after(session, 30)}."]


def test_a_day_later_no_word_of_an_answer_is_in_any_byte_and_the_summary_stays(
    town: Store, session: Session, tmp_path: Path
) -> None:
    assert WORDS in everything_on_disk(tmp_path / "records")
    purged = purge(town, tmp_path / "records", after(session, 31), DAYS)
    assert purged.gone["answers to the questions"] > 30
    assert purged.gone["private offers (question 7)"] > 2
    assert purged.swept
    on_disk = everything_on_disk(tmp_path / "records")
    for words in (WORDS, b"zzq-impact-words", b"zzq-offer-words", b"The travelling clinic comes"):
        assert words not in on_disk
    counts = town.record_counts(session.id)
    assert counts["entries"] > 15
    assert counts["responses"] == counts["dots"] == counts["seats"] == counts["quoted"] == 0
    publication = agreed_publication(town, session.id)
    assert publication.of("words") == []
    assert publication.of("vote")[0]["shown"]["The help lines in every washroom"] == 36
    again = purge(town, tmp_path / "records", after(session, 32), DAYS)
    assert not again.gone


def test_a_meeting_of_which_all_is_kept_is_left_alone(town: Store, session: Session, tmp_path: Path) -> None:
    town.end_session(session.id, "all")
    assert not purge(town, tmp_path / "records", after(session, 400), DAYS).gone
    assert town.record_counts(session.id)["responses"] > 30


def test_a_practice_is_gone_as_a_whole(store: Store, tmp_path: Path) -> None:
    practice = store.add_session("Practice", "CCCDDD", date(2027, 3, 31), kind="practice")
    assert not purge(store, tmp_path, after(practice, 7), DAYS).gone
    assert purge(store, tmp_path, after(practice, 8), DAYS).gone["practice meetings"] == 1
    assert store.sessions() == []


def test_drafts_of_what_nobody_agreed_on_are_gone(store: Store, tmp_path: Path) -> None:
    meeting = store.add_session("Meeting", "CCCDDD", date(2027, 3, 31))
    store.save_choice(Choice(meeting.id, "about", "reword", {"title": "Draft"}))
    assert not purge(store, tmp_path, after(meeting, 90), DAYS).gone
    assert purge(store, tmp_path, after(meeting, 91), DAYS).gone["decisions about what to publish"] == 1
    assert b"Draft" not in everything_on_disk(tmp_path)


# A start, when the clock may be wrong


@pytest.fixture
def opened(town: Store, session: Session, tmp_path: Path) -> Callable[[int], Purged]:
    """Open the workshop, so many days after the meeting by the computer's clock."""
    return lambda days: purge_at_start(town, tmp_path / "records", after(session, days), DAYS)


def test_a_workshop_that_opens_now_and_then_removes_answers_on_time(opened: Callable[[int], Purged]) -> None:
    assert not any(opened(days).gone for days in (0, 7, 20, 30, 30))
    assert opened(31).gone


def test_a_clock_that_jumps_ahead_removes_nothing_of_the_meeting_that_goes_on(
    town: Store, session: Session, opened: Callable[[int], Purged]
) -> None:
    before = town.record_counts(session.id)
    for days in (0, 365, 365, 0, 365, 1, 0, 40_000, 40_000, 1):
        assert not opened(days).gone
    assert town.record_counts(session.id) == before
    (line,) = opened(365).at_the_start()
    assert "if this computer's clock is wrong, set it" in line
    assert str(after(session, 365)) in line


def test_after_a_long_pause_answers_go_on_the_second_day_that_the_workshop_opens(
    opened: Callable[[int], Purged],
) -> None:
    assert not any(opened(days).gone for days in (0, 200, 200))
    assert opened(201).gone


def test_a_meeting_that_began_by_a_clock_from_1970_has_its_day_once_the_clock_is_right(
    store: Store, tmp_path: Path
) -> None:
    wrong, right = date(1970, 1, 1), date(2027, 3, 31)
    meeting = begin_session(store, "Meeting", wrong)
    store.save_response(Response("a" * 64, meeting.id, "impact", "written", "words", 1))
    (line,) = purge_at_start(store, tmp_path, wrong, DAYS).at_the_start()
    assert "Set this computer's clock: it says 1970-01-01." in line
    for today in (right, right, right + timedelta(1), right + timedelta(30)):
        assert not purge_at_start(store, tmp_path, today, DAYS).gone
    assert store.session(meeting.id).held_on == right
    assert purge_at_start(store, tmp_path, right + timedelta(31), DAYS).gone


# Outside the records


def test_backups_that_hold_such_answers_go_and_what_is_out_of_reach_is_said(
    town: Store, session: Session, tmp_path: Path
) -> None:
    data = tmp_path / "records"
    for name in ("here", "late"):
        (tmp_path / name).write_text("sealed", encoding="utf-8")
    (tmp_path / "pages").mkdir()
    last = due(town, DAYS)
    assert last == after(session, 30).isoformat()
    note(data, Written("backup", str(tmp_path / "here"), last))
    note(data, Written("archive", str(tmp_path / "moved"), last))
    note(data, Written("backup", str(tmp_path / "late"), after(session, 60).isoformat()))
    note(data, Written("pages", str(tmp_path / "pages")))
    at_start = purge(town, data, after(session, 31), DAYS)
    assert (tmp_path / "here").exists()
    assert f"The backup {tmp_path / 'here'} holds answers past their day." in at_start.unreached
    purged = purge(town, data, after(session, 31), DAYS, files=True)
    assert purged.files == [f"The backup {tmp_path / 'here'}"]
    assert not (tmp_path / "here").exists()
    assert (tmp_path / "late").exists()
    assert f"The published pages in {tmp_path / 'pages'} stay as they are" in purged.unreached[0]
    assert [written.path for written in what_was_written(data)] == [
        str(tmp_path / "late"),
        str(tmp_path / "pages"),
    ]


def test_what_was_written_is_remembered_once_and_a_broken_list_is_an_empty_one(tmp_path: Path) -> None:
    for until in ("2027-01-01", "2027-02-02"):
        note(tmp_path, Written("backup", "there", until))
    assert what_was_written(tmp_path) == [Written("backup", "there", "2027-02-02")]
    (tmp_path / "written.json").write_text("[1", encoding="utf-8")
    assert what_was_written(tmp_path) == []


# The commands


def test_the_command_says_what_is_gone_and_what_is_out_of_reach(planted_town: Path, tmp_path: Path) -> None:
    shutil.copytree(planted_town, tmp_path / "town")
    data = ("--data", tmp_path / "town")
    assert workshop("export", tmp_path / "all.zip", *data).returncode == 0
    nothing = workshop("purge", *data)
    assert nothing.returncode == 0
    assert "Nothing is past its day." in nothing.stdout
    with open_store(sqlite_url(tmp_path / "town")) as store:
        session = store.latest_session()
    old = Written("archive", str(tmp_path / "all.zip"), after(session, -1).isoformat())
    note(tmp_path / "town", old)
    done = workshop("purge", *data, "--answers", "0")
    assert "The archive" in done.stdout
    assert not (tmp_path / "all.zip").exists()
    assert "copies that anybody made" in done.stdout


def test_a_folder_without_records_can_be_purged(tmp_path: Path) -> None:
    assert "Nothing is past its day." in workshop("purge", "--data", tmp_path).stdout
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "can't be" in sentence(workshop("purge", "--data", tmp_path / "file" / "x"))


def test_every_start_of_the_workshop_removes_what_is_past_its_day(tmp_path: Path) -> None:
    old = date.today() - timedelta(31)
    with open_store(sqlite_url(tmp_path / "data")) as store:
        session = store.add_session("Last month", "CCCDDD", old)
        store.save_response(Response("a" * 64, session.id, "start", "written", "zzq-last-month", 1))
    server = Server(tmp_path / "data")
    try:
        server.start()
        assert "Past their day, and removed: 1 answer to the questions." in server.said()
    finally:
        server.stop()
    assert b"zzq-last-month" not in everything_on_disk(tmp_path / "data")


def test_a_server_that_stays_open_removes_what_has_passed_its_day(
    town: Store, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Today(date):
        @classmethod
        def today(cls) -> date:
            return after(session, 31)

    town.note_opened(after(session, 30))
    monkeypatch.setattr(participants, "date", Today)
    open_all_along = SimpleNamespace(store=town, data=tmp_path)
    asyncio.run(participants.ParticipantServer.remove_what_is_past(open_all_along))
    assert town.record_counts(session.id)["responses"] == 0
