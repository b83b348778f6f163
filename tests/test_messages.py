"""Whatever a page sends, it hears a reply in the vocabulary or a sentence; never another seat's words or key."""

import json
import secrets
from datetime import date

import pytest

from workshop.messages import Messages, open_messages
from workshop.privacy import handle
from workshop.session import begin_session
from workshop.settings import sqlite_url
from workshop.store import Store
from workshop.toolkit import load_toolkit

TOOLKIT = load_toolkit()
PROMPTS = [prompt.key for prompt in TOOLKIT.prompts]
SEAT, OTHER_SEAT = "0123456789abcdef" * 2, "fedcba9876543210" * 2

SAVE = {
    "kind": "save-response",
    "seat": SEAT,
    "prompt": "start",
    "state": "written",
    "text": "words",
    "seq": 1,
}
STEP = {
    "kind": "save-step",
    "key": "talk",
    "status": "doing",
    "who": "Library",
    "by": "2027-03-31",
    "version": 0,
}
ENTRY = {"kind": "save-entry", "entry": {"id": "1" * 32, "name": "Library", "kind": "resource", "version": 0}}
PERSON = {"kind": "save-entry", "entry": {"id": "2" * 32, "name": "Host", "kind": "person", "version": 0}}
ACTION = {"kind": "save-action", "action": {"id": "3" * 32, "what": "Ask", "version": 0}}


@pytest.fixture
def messages(store: Store) -> Messages:
    return Messages(store, TOOLKIT, begin_session(store, "Meeting", date(2027, 3, 31)).id)


# Every kind


def test_a_saved_answer_is_acknowledged_with_what_is_kept_and_read_again(messages: Messages) -> None:
    kept = {"state": "written", "text": "words", "seq": 1}
    assert messages.answer(SAVE) == {"saved": True, **kept}
    read = messages.answer({"kind": "read-responses", "seat": SEAT})["responses"]
    assert read.keys() == set(PROMPTS)
    assert read["start"] == kept
    assert read["learn"] == {"state": "none", "text": "", "seq": 0}


def test_the_same_save_twice_is_acknowledged_twice(messages: Messages) -> None:
    assert messages.answer(SAVE) == messages.answer(SAVE)


def test_a_tab_that_comes_late_is_told_the_newer_words(messages: Messages) -> None:
    messages.answer(SAVE | {"text": "newer", "seq": 2})
    reply = messages.answer(SAVE | {"text": "late", "seq": 2})
    assert reply == {"newer": {"state": "written", "text": "newer", "seq": 2}}


def test_steps_are_read_with_their_words_and_saved_with_a_version(messages: Messages) -> None:
    step = messages.answer(STEP)["step"]
    talk = next(step for step in TOOLKIT.steps if step.key == "talk")
    assert step == {
        "key": "talk",
        "text": talk.text,
        "number": talk.number,
        "status": "doing",
        "who": "Library",
        "by": "2027-03-31",
        "version": 1,
    }
    assert messages.answer({"kind": "read-steps"})["steps"][talk.number - 1] == step
    assert messages.answer(STEP | {"status": "done"}) == {"newer": step}


def test_the_overview_counts_what_the_group_has_and_shows_my_own_words(messages: Messages) -> None:
    messages.answer(SAVE)
    messages.answer(SAVE | {"seat": OTHER_SEAT, "text": "theirs"})
    messages.answer(STEP)
    for message in (ENTRY, PERSON, ACTION):
        messages.answer(message)
    messages.answer(ACTION | {"action": {"what": "No longer", "status": "dropped"}})
    overview = messages.answer({"kind": "read-overview", "seat": SEAT})
    assert overview["responses"]["start"] == 2
    assert overview["steps"]["doing"] == 1
    assert overview["steps"]["not-yet"] == 6
    assert overview["step_list"] == messages.answer({"kind": "read-steps"})["steps"]
    assert (overview["entries"], overview["resources"], overview["actions"]) == (2, 1, 1)
    assert overview["mine"] == messages.answer({"kind": "read-responses", "seat": SEAT})["responses"]


def test_the_overview_names_every_status_that_no_step_has_too(messages: Messages) -> None:
    steps = messages.answer({"kind": "read-overview", "seat": SEAT})["steps"]
    assert steps == {"not-yet": 7, "doing": 0, "done": 0}


def test_every_save_is_noticed_by_the_other_pages(messages: Messages) -> None:
    before = messages.revision()
    messages.answer(SAVE)
    assert messages.revision() > before


def test_a_page_in_jupyterlab_and_the_next_one_open_the_same_session(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("WORKSHOP_DATABASE_URL", sqlite_url(tmp_path))
    first = open_messages()
    first.answer(SAVE)
    again = open_messages()
    assert again.answer({"kind": "read-responses", "seat": SEAT})["responses"]["start"]["text"] == "words"
    first.store.close()
    again.store.close()


# Limits


def test_an_answer_of_2001_characters_is_refused_with_the_numbers_and_nothing_is_kept(
    messages: Messages,
) -> None:
    reply = messages.answer(SAVE | {"text": "x" * 2001})
    assert reply["field"] == "text"
    assert "2,000" in reply["refused"]
    assert "2,001" in reply["refused"]
    assert messages.answer({"kind": "read-responses", "seat": SEAT})["responses"]["start"]["state"] == "none"


@pytest.mark.parametrize(
    ("message", "field"),
    [
        (SAVE | {"prompt": "no-such-question"}, None),
        (SAVE | {"state": "hidden"}, None),
        (SAVE | {"seat": ""}, None),
        (SAVE | {"seat": "G" * 32}, None),
        (SAVE | {"seat": SEAT.upper()}, None),
        (SAVE | {"seat": SEAT + "\n"}, None),
        (SAVE | {"seq": -1}, "seq"),
        (SAVE | {"seq": True}, "seq"),
        (SAVE | {"seq": 1.0}, "seq"),
        (SAVE | {"seq": 2**31}, "seq"),
        (SAVE | {"text": None}, "text"),
        (SAVE | {"text": ["words"]}, "text"),
        (STEP | {"key": "no-such-step"}, None),
        (STEP | {"status": "finished"}, "status"),
        (STEP | {"by": "31.3.2027"}, "by"),
        (STEP | {"who": "x" * 81}, "who"),
        (STEP | {"version": 9}, None),
        *(
            ({"kind": f"{verb}-resource", "id": "", "version": 0}, None)
            for verb in ("read", "save", "remove")
        ),
        ({"kind": "drop-everything"}, None),
        ({"kind": ["read-steps"]}, None),
        ({"kind": "__class__"}, None),
        ({}, None),
        ({"kind": "read-responses"}, None),
        ({"kind": "read-overview", "seat": 5}, None),
    ],
)
def test_what_can_not_be_taken_is_refused_in_a_sentence_beside_its_field(
    messages: Messages, message: dict, field: str | None
) -> None:
    before = messages.revision()
    reply = messages.answer(message)
    assert reply["refused"][0].isupper()
    assert reply["refused"].endswith(".")
    assert field in (None, reply["field"])
    assert messages.revision() == before


# Nobody else's words, and nobody's key


def test_no_reply_holds_a_seat_key_or_a_handle_or_another_seats_words(messages: Messages) -> None:
    seats = {secrets.token_hex(16): f"words of seat {number}." for number in range(3)}
    replies = {seat: [] for seat in seats}
    for seat, words in seats.items():
        for prompt in PROMPTS:
            save = SAVE | {"seat": seat, "prompt": prompt, "text": words}
            for message in (save, save | {"text": f"late {words}"}, save | {"text": "x" * 3000}):
                replies[seat].append(messages.answer(message))
    for seat in seats:
        for kind in ("read-responses", "read-overview", "read-steps", "read-community"):
            replies[seat].append(messages.answer({"kind": kind, "seat": seat}))
    for seat, words in seats.items():
        heard = json.dumps(replies[seat])
        assert words in heard
        assert not [other for other in seats.values() if other != words and other in heard]
        assert not [key for key in seats if key in heard]
        handles = [handle(key, messages.session_id, prompt) for key in seats for prompt in PROMPTS]
        assert not [name for name in handles if name in heard]


def test_one_sessions_pages_never_hear_of_anothers(store: Store, messages: Messages) -> None:
    other = Messages(store, TOOLKIT, begin_session(store, "Another meeting", date(2027, 4, 1)).id)
    messages.answer(SAVE)
    messages.answer(STEP)
    for message in (ENTRY, ACTION):
        messages.answer(message)
    overview = other.answer({"kind": "read-overview", "seat": SEAT})
    assert overview["responses"].get("start", 0) == 0
    assert overview["steps"]["not-yet"] == 7
    assert overview["mine"]["start"]["state"] == "none"
    assert (overview["entries"], overview["actions"]) == (0, 0)
