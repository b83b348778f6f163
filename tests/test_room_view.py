"""The room as everybody sees it: whole, the same for all, sent once, and right whatever happens meanwhile."""

import json
import threading
from pathlib import Path

from tests.seats import SHOWN, TOOLKIT, approve, card, key, meeting, reveal, say
from workshop.messages import FacilitatorMessages, Messages
from workshop.messages.room_view import Views
from workshop.settings import sqlite_url
from workshop.store import Store, Theme, open_store
from workshop.themes import Arrangement, arrange


def read(messages: Messages, kind: str = "read-room", mark: str = "") -> dict:
    return messages.answer({"kind": kind, "mark": mark})


def test_a_new_room_is_nowhere_and_shows_nothing(store: Store) -> None:
    told = read(Messages(store, TOOLKIT, meeting(store).id))["content"]
    assert (told["step"], told["section"], told["clock"], told["votes"]) == (None, "", None, [])
    assert all(prompt["open"] and not prompt["revealed"] for prompt in told["prompts"].values())


def test_a_page_that_has_the_room_as_it_is_is_not_sent_it_again(store: Store) -> None:
    session = meeting(store).id
    phone = Messages(store, TOOLKIT, session)
    first = read(phone)
    assert read(phone, mark=first["mark"]).keys() == {"unchanged", "mark", "now"}
    say(store, session, key(1))  # what waits changes nothing in the room
    assert read(phone, mark=first["mark"])["unchanged"]
    reveal(store, session)
    assert "content" in read(phone, mark=first["mark"])


def test_the_room_is_the_same_in_another_process_that_reads_it(tmp_path: Path) -> None:
    with open_store(sqlite_url(tmp_path)) as one, open_store(sqlite_url(tmp_path)) as other:
        session = meeting(one).id
        say(one, session, key(1))
        approve(one, session, key(1))
        reveal(one, session)
        assert (
            read(Messages(one, TOOLKIT, session))["mark"] == read(Messages(other, TOOLKIT, session))["mark"]
        )


def test_approved_answers_stand_under_their_themes_the_fullest_first(store: Store) -> None:
    session = meeting(store).id
    for seat in range(4):
        say(store, session, key(seat), f"Answer {seat}")
        approve(store, session, key(seat))
    reveal(store, session)
    themes = tuple(Theme(key(100 + n), session, "start", title) for n, title in enumerate(("Small", "Large")))
    moved = [(0, 100), (1, 101), (2, 101)]
    put = tuple((card(session, key(seat)), "", key(theme)) for seat, theme in moved)
    arrange(store, TOOLKIT, session, Arrangement(themes, cards=put))
    told = read(Messages(store, TOOLKIT, session))["content"]["prompts"]["start"]
    assert told["answers"] == ["Answer 3"]
    assert [(theme["title"], sorted(theme["answers"])) for theme in told["themes"]] == [
        ("Large", ["Answer 1", "Answer 2"]),
        ("Small", ["Answer 0"]),
    ]


def test_a_theme_that_nobody_may_see_an_answer_of_is_not_told_to_the_room(store: Store) -> None:
    session = meeting(store).id
    arrange(store, TOOLKIT, session, Arrangement((Theme(key(100), session, "start", "Xylophones"),)))
    reveal(store, session)
    assert "Xylophones" not in json.dumps(read(FacilitatorMessages(store, TOOLKIT, session), "read-wall"))


def test_the_wall_counts_no_question_whose_answers_are_never_shown(store: Store) -> None:
    session = meeting(store).id
    for prompt in (*SHOWN, "impact", "offer"):
        say(store, session, key(1), prompt=prompt)
    wall = read(FacilitatorMessages(store, TOOLKIT, session, "http://192.0.2.1:8866/"), "read-wall")[
        "content"
    ]
    assert wall["answered"] == dict.fromkeys(SHOWN, 1)
    assert len(wall["way_in"]["square"]) == len(wall["way_in"]["square"][0])


def test_nothing_is_shown_that_was_never_approved_and_revealed_at_one_moment(tmp_path: Path) -> None:
    """One facilitator approves only while the answers are hidden; the room never shows what comes of it."""
    with open_store(sqlite_url(tmp_path)) as store, open_store(sqlite_url(tmp_path)) as other:
        session = meeting(store).id
        say(store, session, key(1), "xylophone")
        desk = FacilitatorMessages(store, TOOLKIT, session)
        done = threading.Event()

        def approve_behind_a_curtain() -> None:
            for _ in range(60):
                reveal(other, session, revealed=False)
                other.decide(session, say_handle, 1, "approved")
                other.decide(session, say_handle, 1, "hidden")
                reveal(other, session)
            done.set()

        say_handle = store.judged(session, ["start"])[0].response.handle
        worker = threading.Thread(target=approve_behind_a_curtain)
        worker.start()
        seen = 0
        while not done.is_set():
            for kind in ("read-room", "read-wall"):
                seen += 1
                assert "xylophone" not in json.dumps(read(desk, kind))
        worker.join()
        assert seen > 10


def test_many_threads_that_ask_at_once_get_one_view_that_was_made_once(store: Store) -> None:
    made = []
    views = Views(store.revision, lambda: made.append(1) or {"made": len(made)})
    threads = [threading.Thread(target=views.now) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]


def test_a_message_that_is_being_answered_stays_in_its_meeting_while_another_one_begins(store: Store) -> None:
    first = meeting(store)
    desk = FacilitatorMessages(store, TOOLKIT, first.id)
    here = desk.as_now()
    second = meeting(store)
    desk.follow()
    sent = {
        "kind": "save-response",
        "seat": key(1),
        "prompt": "start",
        "state": "written",
        "text": "words",
        "seq": 1,
    }
    assert here.answer(sent)["saved"]
    assert store.response_counts(first.id) == {"start": 1}
    assert store.response_counts(second.id) == {}
    assert desk.answer(sent)["saved"]
    assert store.response_counts(second.id) == {"start": 1}
