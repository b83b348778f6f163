"""Made-up people come to a rehearsal as phones do; it can be deleted in one press, and real phones notice nothing."""

import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

from tests.certificates import make_certificate
from tests.seats import TOOLKIT, meeting
from tests.server import Server
from tests.test_serve_access import Visitor, below
from workshop.hold import CHILD_IN_DANGER
from workshop.messages import FacilitatorMessages
from workshop.refusal import Refused
from workshop.rehearsal import FEWEST_SEATS, MOST_SEATS, begin_rehearsal, dots_for, load_script, parts
from workshop.session import begin_session
from workshop.store import NotFound, Store

SCRIPT = load_script()
PRACTICE = "workshop.serve.practice"


def until(what: Callable[[], object], seconds: float = 40) -> object:
    """Return what comes, as soon as it does."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := what():
            return found
        time.sleep(0.2)
    raise AssertionError("It did not come.")


def has_ended(pid: int) -> bool:
    """Return whether a process is over; one that nobody has asked after yet is over as well."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


# What they say


def test_made_up_people_have_something_to_say_to_every_question() -> None:
    assert SCRIPT.answers.keys() == {prompt.key for prompt in TOOLKIT.prompts}
    assert all(len(set(texts)) == len(texts) > 5 for texts in SCRIPT.answers.values())
    groups = {group.key for group in TOOLKIT.groups}
    assert all(set(entry["groups"]) <= groups for entry in SCRIPT.entries)


def test_what_should_be_hidden_is_marked_by_its_signs_or_said_why_it_hurts() -> None:
    signs = {one.text: TOOLKIT.disclosed(one.text) for one in SCRIPT.careful}
    found = {sign for each in signs.values() for sign in each}
    assert {CHILD_IN_DANGER, "a phone number", "a name", "a personal story"} <= found
    assert all(one.why for one in SCRIPT.careful)
    # Some words that hurt carry no sign: nobody can leave the reading to a list of patterns.
    assert [text for text, each in signs.items() if not each]


def test_what_is_meant_for_the_wall_carries_no_sign() -> None:
    texts = [text for answers in SCRIPT.answers.values() for text in answers]
    assert [text for text in texts if CHILD_IN_DANGER in TOOLKIT.disclosed(text)] == []
    assert sum(bool(TOOLKIT.disclosed(text)) for text in texts) <= len(texts) / 10


@pytest.mark.parametrize("seats", range(FEWEST_SEATS, MOST_SEATS + 1, 5))
@pytest.mark.parametrize("seed", range(3))
def test_nobody_says_what_another_said_and_every_careful_text_is_said_by_somebody(
    seats: int, seed: int
) -> None:
    told = parts(SCRIPT, seats, random.Random(seed))
    assert len(told) == seats
    said = Counter(text for part in told for text in part.answers.values() if text)
    assert set(said.values()) == {1}
    assert {one.text for one in SCRIPT.careful} <= said.keys()
    assert len([entry for part in told for entry in part.entries]) == len(SCRIPT.entries)


def test_a_made_up_person_has_no_more_dots_than_anybody() -> None:
    for seed in range(50):
        placed = dots_for(["a", "b", "c"], 4, random.Random(seed))
        assert sum(placed.values()) == 4
        assert placed.keys() <= {"a", "b", "c"}


# How it begins and ends


class Pretend:
    """People who are only counted, to see what the rules ask of them."""

    def __init__(self) -> None:
        self.came: list[tuple[str, int]] = []
        self.there = 0

    def start(self, code: str, seats: int) -> None:
        self.came.append((code, seats))
        self.there = seats

    def stop(self) -> None:
        self.there = 0

    def seats(self) -> int:
        return self.there


def test_a_rehearsal_is_a_session_of_its_own_that_begins_with_nothing_real(store: Store) -> None:
    now, players = meeting(store), Pretend()
    session = begin_rehearsal(store, players, now, 12)
    assert session.kind == "practice"
    assert store.latest_session() == session
    assert players.came == [(session.join_code, 12)]
    assert begin_rehearsal(store, players, session, 20) == session  # they are there already
    players.stop()
    begin_rehearsal(store, players, session, 20)
    assert players.came[1:] == [(session.join_code, 20)]
    assert len(store.sessions()) == 2


@pytest.mark.parametrize("seats", [0, 4, 31])
def test_five_to_thirty_made_up_people_can_come(store: Store, seats: int) -> None:
    with pytest.raises(Refused) as refused:
        begin_rehearsal(store, Pretend(), meeting(store), seats)
    assert refused.value.field == "seats"


def test_a_rehearsal_needs_a_workshop_that_is_served(store: Store) -> None:
    with pytest.raises(Refused, match="make workshop"):
        begin_rehearsal(store, None, meeting(store), 12)


def test_a_facilitator_who_saw_an_older_meeting_begins_no_rehearsal(store: Store) -> None:
    first = meeting(store)
    meeting(store)
    with pytest.raises(NotFound):
        begin_rehearsal(store, Pretend(), first, 12)


def test_a_deleted_rehearsal_leaves_nothing_and_the_meeting_before_it_is_back(store: Store) -> None:
    now, players = meeting(store), Pretend()
    desk = FacilitatorMessages(store, TOOLKIT, now.id, "http://192.0.2.1/", players)
    assert desk.answer({"kind": "begin-rehearsal", "seats": 9, "code": now.join_code}) == {"saved": True}
    practice = store.latest_session()
    assert desk.session_id == practice.id
    assert (
        "Delete the rehearsal"
        in desk.answer({"kind": "begin-meeting", "title": "Next", "before": practice.join_code})["refused"]
    )
    for keep in ("all", "summary"):
        kept = {"kind": "end-meeting", "keep": keep, "code": practice.join_code}
        assert "Nothing of a rehearsal is kept" in desk.answer(kept)["refused"]
    assert "meeting has begun" in desk.answer({"kind": "end-rehearsal", "code": now.join_code})["refused"]
    reply = desk.answer({"kind": "end-rehearsal", "code": practice.join_code})
    assert (reply["ended"], reply["title"]) == ("nothing", "Rehearsal")
    assert players.there == 0
    assert store.sessions() == [now]
    assert desk.session_id == now.id
    # A press that comes twice deletes no meeting.
    assert "refused" in desk.answer({"kind": "end-rehearsal", "code": practice.join_code})
    assert "no rehearsal" in desk.answer({"kind": "end-rehearsal", "code": now.join_code})["refused"]
    assert store.sessions() == [now]


# Real connections to the real server


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A workshop that no other test needs: rehearsals move its facilitators about."""
    server = Server(tmp_path_factory.mktemp("rehearsal") / "data", "--no-warm")
    try:
        yield server.start()
    finally:
        server.stop()


@contextmanager
def desk_of(hall: Server) -> Iterator[Visitor]:
    desk = Visitor(hall.facilitator_url)
    desk.get(hall.facilitator_url.partition(desk.host)[2])
    yield desk


def console(desk: Visitor) -> dict:
    return desk.say("read-console").json["content"]


@contextmanager
def made_up(hall: Server, code: str, *more: str) -> Iterator[subprocess.Popen]:
    """Let made-up people in who are fifty times as quick as people are."""
    options = ["--base", hall.url, "--code", code, "--seats", "8", "--pace", "0.02", *more]
    process = subprocess.Popen([sys.executable, "-m", PRACTICE, *options], stdin=subprocess.PIPE)
    try:
        yield process
    finally:
        process.stdin.close()
        process.wait(timeout=10)


def test_made_up_people_join_answer_vote_and_map_and_go_home_when_the_rehearsal_is_deleted(
    hall: Server,
) -> None:
    phone = Visitor(hall.url).join(hall)
    with desk_of(hall) as desk:
        code = console(desk)["session"]["code"]
        assert desk.say("begin-rehearsal", code=code, seats=5).json == {"saved": True}
        practice = console(desk)["session"]
        assert practice["practice"]
        own = next(pid for pid, command in below(hall.info["pid"]).items() if PRACTICE in command)
        assert desk.say("read-meetings").json["rehearsal"] == {"possible": True, "seats": 5}

        with made_up(hall, practice["code"]) as people:
            until(lambda: console(desk)["seats"]["joined"] >= 8)
            answered = until(lambda: len(console(desk)["cards"]) >= 25 and console(desk))
            assert answered["prompts"]["offer"]["answered"] > 0
            assert any(card["urgent"] for card in until(lambda: console(desk)["cards"]))
            until(lambda: len(desk.say("read-community", since=0).json["entries"]) == len(SCRIPT.entries))
            options = [{"option": f"{n:032x}", "title": f"Choice {n}"} for n in range(3)]
            desk.say("open-vote", id="a" * 32, prompt="start", question="What?", dots=3, options=options)
            until(lambda: console(desk)["votes"][0]["voted"] >= 8)

            # The phone of the real meeting is where it was, and what it writes stays there.
            assert not phone.say("read-room").json["content"]["session"]["practice"]
            assert phone.save("real words").json["saved"]
            assert "real words" not in str(console(desk)["cards"])

            receipt = desk.say("end-rehearsal", code=practice["code"]).json
            assert dict(receipt["gone"])["answers to the questions"] >= 25
            assert people.wait(timeout=30) == 0
        until(lambda: has_ended(own))
        assert not console(desk)["session"]["practice"]
        assert [card["text"] for card in console(desk)["cards"]] == ["real words"]


def test_made_up_people_go_home_when_their_time_is_over(hall: Server) -> None:
    with desk_of(hall) as desk:
        code = console(desk)["session"]["code"]
        with made_up(hall, code, "--most-seconds", "2") as people:
            assert people.wait(timeout=20) == 0


def test_made_up_people_end_with_the_server_that_let_them_in(tmp_path: Path) -> None:
    server = Server(tmp_path / "data", "--no-warm").start()
    with desk_of(server) as desk:
        desk.say("begin-rehearsal", code=console(desk)["session"]["code"], seats=5)
    [own] = [pid for pid, command in below(server.info["pid"]).items() if PRACTICE in command]
    server.stop()
    until(lambda: has_ended(own))


def test_made_up_people_find_a_workshop_that_encrypts(tmp_path: Path) -> None:
    certificate, secret = make_certificate(tmp_path)
    server = Server(tmp_path / "data", "--no-warm", "--certificate", str(certificate), "--key", str(secret))
    try:
        room = Visitor(server.start().facilitator_url, trusts=certificate)
        room.get(f"/?{urlsplit(server.facilitator_url).query}")
        room.say("begin-rehearsal", code=console(room)["session"]["code"], seats=20)
        until(lambda: console(room)["seats"]["joined"])
    finally:
        server.stop()


def test_the_facilitators_server_comes_back_after_a_meeting_was_destroyed(tmp_path: Path) -> None:
    """It is started again with the meeting that is held then, not with the one that it began with."""
    server = Server(tmp_path / "data", "--no-warm").start()
    try:
        with desk_of(server) as desk:
            first = console(desk)["session"]["code"]
            assert desk.say("end-meeting", keep="nothing", code=first).json["ended"] == "nothing"
            [own] = [
                pid for pid, command in below(server.info["pid"]).items() if "serve.facilitator" in command
            ]
            psutil.Process(own).kill()

            def back() -> bool:
                try:
                    return console(desk)["session"]["code"] != first
                except (OSError, KeyError):
                    return False

            until(back)
    finally:
        server.stop()


def test_a_rehearsal_of_an_earlier_evening_is_seen_as_one_without_anybody_in_it(store: Store) -> None:
    now = begin_session(store, "Rehearsal", meeting(store).held_on, kind="practice")
    desk = FacilitatorMessages(store, TOOLKIT, now.id, "http://192.0.2.1/", Pretend())
    told = desk.answer({"kind": "read-meetings"})
    assert told["meeting"]["practice"]
    assert told["rehearsal"]["seats"] == 0
