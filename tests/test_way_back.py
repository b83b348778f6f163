"""Every move of the room can be undone exactly, and never over another facilitator's move."""

from datetime import date

import pytest

from tests.feeds import TOOLKIT, say
from workshop.messages import FacilitatorMessages
from workshop.session import begin_session
from workshop.store import Store

SEAT = "5" * 32


@pytest.fixture
def held(store: Store) -> FacilitatorMessages:
    """A meeting with the two-hour agenda, on its first step."""
    session = begin_session(store, "Meeting", date(2027, 3, 31))
    messages = FacilitatorMessages(store, TOOLKIT, session.id)
    say(messages, "begin-agenda")
    enter(messages, "Welcome")
    return messages


def read(messages: FacilitatorMessages) -> dict:
    return say(messages, "read-console")["content"]


def enter(messages: FacilitatorMessages, title: str) -> dict:
    there = read(messages)
    (step,) = (step for step in there["agenda"] if step["title"] == title)
    return say(messages, "enter-step", step=step["id"], version=there["stage"]["version"], done=True)


def room(messages: FacilitatorMessages) -> dict:
    """Return where the room is, without what only counts changes."""
    there = read(messages)
    return {
        "stage": there["stage"] | {"version": 0},
        "prompts": {key: (one["open"], one["revealed"]) for key, one in there["prompts"].items()},
        "agenda": [step | {"version": 0} for step in there["agenda"]],
    }


def test_going_on_is_undone_with_its_clock_its_questions_and_its_steps(held: FacilitatorMessages) -> None:
    before = room(held)
    moved = enter(held, "What to learn, how to start")
    assert room(held)["prompts"]["start"] == (True, False)
    assert room(held)["agenda"][0]["status"] == "done"
    assert say(held, **moved["undo"])["saved"]
    assert room(held) == before


def test_what_was_revealed_meanwhile_stays_revealed(held: FacilitatorMessages) -> None:
    moved = enter(held, "What to learn, how to start")
    start = read(held)["prompts"]["start"]
    shown = say(held, "set-prompt", prompt="start", open=True, revealed=True, version=start["version"])
    undo = moved["undo"]
    for prompt in undo["prompts"]:
        if prompt["prompt"] == "start":
            prompt["version"] = shown["prompt"]["version"]
    assert say(held, **undo)["saved"]
    assert room(held)["prompts"]["start"] == (False, True)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "set-clock", "change": "rest"},
        {"kind": "set-clock", "change": "add", "seconds": 60},
        {"kind": "set-clock", "change": "stop"},
        {"kind": "move-section", "section": "how"},
    ],
    ids=lambda change: change.get("change", change["kind"]),
)
def test_the_clock_and_the_section_are_brought_back_as_they_were(
    held: FacilitatorMessages, change: dict
) -> None:
    before = room(held)
    moved = say(held, **change, version=read(held)["stage"]["version"])
    assert room(held) != before
    assert say(held, **moved["undo"])["saved"]
    assert room(held) == before


def test_nothing_is_undone_over_another_facilitators_move(held: FacilitatorMessages) -> None:
    moved = enter(held, "Break")
    enter(held, "Close")
    there = room(held)
    assert say(held, **moved["undo"])["newer"]["step"] == there["stage"]["step"]
    assert room(held) == there


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("step", "0" * 32, "removed this step"),
        ("section", "nowhere", "no such section"),
        ("clock_ends", 2**39, "can't be done with the clock"),
        ("clock_left", 10**6, "can't be done with the clock"),
        ("clock_ends", -1, "can't read"),
        ("clock_ends", True, "can't read"),
    ],
)
def test_the_room_is_not_brought_where_it_can_not_be(
    held: FacilitatorMessages, field: str, value: object, words: str
) -> None:
    undo = enter(held, "Break")["undo"]
    there = room(held)
    reply = say(held, **undo | {"stage": undo["stage"] | {field: value}})
    assert words in reply["refused"]
    assert room(held) == there


def test_an_agenda_that_another_one_replaced_comes_back_with_every_step(held: FacilitatorMessages) -> None:
    step = read(held)["agenda"][4]
    say(held, "save-agenda-step", step=step | {"minutes": 33, "status": "skipped"})
    before = room(held)
    used = say(held, "use-agenda", name="Two hours", seen=read(held)["agenda_mark"])
    assert {step["id"] for step in room(held)["agenda"]}.isdisjoint(step["id"] for step in before["agenda"])
    assert say(held, **used["undo"])["saved"]
    assert room(held) == before
    many = [read(held)["agenda"][0] | {"id": f"{number:032x}"} for number in range(61)]
    assert (
        "60 steps at most"
        in say(held, "restore-agenda", steps=many, seen=read(held)["agenda_mark"])["refused"]
    )
    assert room(held) == before


def test_an_agenda_is_not_put_over_what_another_facilitator_did_just_now(held: FacilitatorMessages) -> None:
    seen = read(held)["agenda_mark"]
    step = read(held)["agenda"][4]
    say(held, "save-agenda-step", step=step | {"minutes": 33})
    before = room(held)
    assert say(held, "use-agenda", name="Two hours", seen=seen) == {"newer": None}
    assert say(held, "use-agenda", name="Two hours") == {"newer": None}
    assert room(held) == before
    # Nor is another one put back over it.
    used = say(held, "use-agenda", name="Two hours", seen=read(held)["agenda_mark"])
    say(held, "save-agenda-step", step=read(held)["agenda"][2] | {"minutes": 44})
    after = room(held)
    assert say(held, **used["undo"]) == {"newer": None}
    assert room(held) == after


def test_an_agenda_is_put_back_after_what_was_done_with_the_other_one_was_undone(
    held: FacilitatorMessages,
) -> None:
    before = room(held)
    used = say(held, "use-agenda", name="Two hours", seen=read(held)["agenda_mark"])
    step = read(held)["agenda"][1]
    skipped = say(held, "save-agenda-step", step=step | {"status": "skipped"})["step"]
    assert say(held, "save-agenda-step", step=step | {"version": skipped["version"]})["saved"]
    copy = step | {"id": "7" * 32, "version": 0}
    added = say(held, "save-agenda-step", step=copy, after=step["id"])["step"]
    assert say(held, "remove-agenda-step", id=added["id"], version=added["version"])["removed"]
    assert say(held, **used["undo"])["saved"]
    assert room(held) == before


def stand(messages: FacilitatorMessages) -> tuple[dict, dict]:
    """Return the titles of the themes, and under which each answer stands."""
    there = read(messages)
    titles = {theme["id"]: theme["title"] for theme in there["themes"]}
    return titles, {card["card"]: titles.get(card["theme"], "") for card in there["cards"]}


def test_a_deed_whose_answer_was_lost_is_done_once_and_its_undo_is_exact(held: FacilitatorMessages) -> None:
    enter(held, "What to learn, how to start")
    write = {"seat": SEAT, "prompt": "start", "state": "written", "table": False}
    say(held, "save-response", **write, text="Ask the school", seq=1)
    (card,) = (one["card"] for one in read(held)["cards"])
    made = {"id": "a" * 32, "prompt": "start", "title": "Schools", "version": 0}
    before = stand(held)
    deed = {"deed": "8" * 32, "themes": [made], "cards": [{"card": card, "from": "", "to": made["id"]}]}
    first = say(held, "arrange", **deed)
    assert say(held, "arrange", **deed) == first
    # A server that was started anew does not know of it; the theme was new all the same.
    again = say(FacilitatorMessages(held.store, TOOLKIT, held.session_id), "arrange", **deed)
    assert stand(held) == ({made["id"]: "Schools"}, {card: "Schools"})
    for undo in (again["undo"], first["undo"]):
        say(held, **undo)
        assert stand(held) == before

    (theme,) = say(held, "arrange", **deed | {"deed": "7" * 32})["undo"]["removed"]
    named = made | {"version": theme["version"], "title": "The schools"}
    rename = {"deed": "9" * 32, "themes": [named]}
    first = say(held, "arrange", **rename)
    assert say(held, "arrange", **rename) == first
    assert stand(held)[0] == {made["id"]: "The schools"}
    assert say(held, **first["undo"])["saved"]
    assert stand(held)[0] == {made["id"]: "Schools"}


def test_a_deed_that_was_refused_can_be_tried_again(held: FacilitatorMessages) -> None:
    deed = {"deed": "8" * 32, "change": "rest"}
    assert "newer" in say(held, "set-clock", **deed, version=999)
    assert say(held, "set-clock", **deed, version=read(held)["stage"]["version"])["saved"]
    assert "can't read" in say(held, "set-clock", deed="<b>")["refused"]


def test_an_answer_that_was_changed_after_a_decision_waits_and_says_so(held: FacilitatorMessages) -> None:
    enter(held, "What to learn, how to start")
    write = {"seat": SEAT, "prompt": "start", "state": "written", "table": False}
    say(held, "save-response", **write, text="Ask the school", seq=1)
    (card,) = read(held)["cards"]
    assert (card["verdict"], card["changed"]) == ("waiting", False)
    say(held, "decide", card=card["card"], seq=card["seq"], verdict="approved", reason="")
    say(held, "save-response", **write, text="Ask the school board", seq=2)
    (card,) = read(held)["cards"]
    assert (card["verdict"], card["changed"]) == ("waiting", True)
    say(held, "decide", card=card["card"], seq=card["seq"], verdict="approved", reason="")
    (card,) = read(held)["cards"]
    assert (card["verdict"], card["changed"]) == ("approved", False)
