"""A meeting that is not the first begins with what the one before set out to do, and says when it is over."""

from dataclasses import replace
from datetime import date

from tests.feeds import ACTION, TOOLKIT, say
from workshop.messages import Messages
from workshop.session import begin_session
from workshop.store import Store

DAY = date(2027, 3, 31)
PLANNED = (
    ACTION | {"by": "2099-05-01"},
    ACTION | {"id": "4" * 32, "what": "Find a van", "by": "2099-04-01"},
    ACTION | {"id": "5" * 32, "what": "Print it", "status": "done"},
)


def test_what_was_not_done_comes_first_by_its_day_and_what_is_new_does_not(store: Store) -> None:
    first = begin_session(store, "First meeting", DAY)
    before = Messages(store, TOOLKIT, first.id)
    for action in PLANNED:
        assert say(before, "save-action", action=action)["saved"]
    assert say(before, "read-last-time")["content"] == {"actions": []}

    now = Messages(store, TOOLKIT, begin_session(store, "Second meeting", DAY, after=first).id)
    say(now, "save-action", action=ACTION | {"id": "6" * 32, "what": "Something new"})
    found = say(now, "read-last-time")
    assert [action["what"] for action in found["content"]["actions"]] == ["Find a van", "Ask for a room"]
    assert say(now, "read-last-time", mark=found["mark"]) == {"unchanged": True, "mark": found["mark"]}

    held = replace(store.carried_actions(now.session_id)[0], status="to-do", why="The van was sold.")
    store.save_action(held)
    third = Messages(
        store, TOOLKIT, begin_session(store, "Third meeting", DAY, after=store.session(now.session_id)).id
    )
    told = {one["what"]: one["why"] for one in say(third, "read-last-time")["content"]["actions"]}
    assert told == {held.what: "The van was sold."} | {what: "" for what in told if what != held.what}

    done = replace(store.carried_actions(now.session_id)[0], status="done")
    store.save_action(done)
    assert [action["status"] for action in say(now, "read-last-time")["content"]["actions"]] == [
        "to-do",
        "done",
    ]


def test_a_page_hears_that_another_meeting_has_begun(store: Store) -> None:
    messages = Messages(store, TOOLKIT, begin_session(store, "First meeting", DAY).id)
    assert say(messages, "read-room")["content"]["session"]["later"] is False
    begin_session(store, "Rehearsal", DAY, kind="practice")
    assert say(messages, "read-room")["content"]["session"]["later"] is False
    begin_session(store, "Second meeting", DAY)
    assert say(messages, "read-room")["content"]["session"]["later"] is True
