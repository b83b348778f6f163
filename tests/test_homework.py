"""Homework: questions stay open between two meetings, and the next one takes their answers over."""

import secrets
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.feeds import TOOLKIT, say
from workshop.hold import decide, judged_cards
from workshop.homework import refuse_other_day
from workshop.messages import FacilitatorMessages, Messages
from workshop.refusal import Refused
from workshop.session import begin_session, is_answered_at_home
from workshop.store import Agreed, Choice, PromptStage, Session, Store

TODAY = date.today()
DAY = (TODAY + timedelta(9)).isoformat()
SEAT, OTHER = "5" * 32, "6" * 32


@pytest.fixture
def desk(store: Store) -> FacilitatorMessages:
    """A meeting of today, as a facilitator sees it."""
    return FacilitatorMessages(store, TOOLKIT, begin_session(store, "First evening", TODAY).id)


def phone(desk: FacilitatorMessages) -> Messages:
    """Return what answers a phone that has joined the meeting that is held now."""
    return Messages(desk.store, TOOLKIT, desk.session_id)


def write(phone: Messages, text: str, *, prompt: str = "start", seat: str = SEAT, seq: int = 1) -> dict:
    state = "written" if text else "withdrawn"
    return say(phone, "save-response", seat=seat, prompt=prompt, state=state, text=text, seq=seq, table=False)


def own(phone: Messages, prompt: str = "start", seat: str = SEAT) -> dict:
    return say(phone, "read-responses", seat=seat)["responses"][prompt]


def leave_open(desk: FacilitatorMessages, prompt: str = "start", due: str = DAY, **more: object) -> dict:
    known = read(desk)["prompts"][prompt]
    fields = {"open": True, "revealed": False, "version": known["version"]} | more
    return say(desk, "set-prompt", prompt=prompt, due=due, **fields)


def read(desk: FacilitatorMessages) -> dict:
    return say(desk, "read-console")["content"]


def end(desk: FacilitatorMessages, keep: str = "all", **more: object) -> dict:
    return say(desk, "end-meeting", keep=keep, code=session(desk).join_code, **more)


def meet_again(desk: FacilitatorMessages, **more: object) -> FacilitatorMessages:
    before = session(desk).join_code
    assert say(desk, "begin-meeting", title="Second evening", before=before, **more) == {"saved": True}
    return desk


def session(desk: FacilitatorMessages) -> Session:
    return desk.store.session(desk.session_id)


# Between two meetings


@pytest.mark.both_databases
def test_what_is_left_open_takes_answers_after_the_end_and_nothing_else_does(
    desk: FacilitatorMessages,
) -> None:
    assert end(desk, left_open=["start", "offer"], due=DAY)["ended"] == "all"
    assert write(phone(desk), "A table at the fair.")["saved"]
    assert write(phone(desk), "I can drive.", prompt="offer")["saved"]
    assert write(phone(desk), "The law.", prompt="learn")["closed"]
    assert is_answered_at_home(desk.store, desk.session_id)
    assert say(phone(desk), "take-seat", seat=SEAT, table=False)["seated"]
    assert read(desk)["seats"]["joined"] == 1
    room = say(phone(desk), "read-room")["content"]
    assert (room["prompts"]["start"]["due"], room["prompts"]["learn"]["due"]) == (DAY, "")
    assert room["code_to_keep"].replace(" ", "") == session(desk).join_code


def test_a_meeting_that_left_nothing_open_is_over_for_everybody(desk: FacilitatorMessages) -> None:
    end(desk)
    assert write(phone(desk), "A table at the fair.")["closed"]
    assert not is_answered_at_home(desk.store, desk.session_id)
    say(phone(desk), "take-seat", seat=SEAT, table=False)
    assert read(desk)["seats"]["joined"] == 0
    assert say(phone(desk), "read-room")["content"]["code_to_keep"] == ""
    # It can still be left open afterwards, from the console.
    assert leave_open(desk)["saved"]
    assert write(phone(desk), "A table at the fair.")["saved"]
    assert is_answered_at_home(desk.store, desk.session_id)


def test_a_summary_leaves_nothing_open(desk: FacilitatorMessages) -> None:
    leave_open(desk)
    end(desk, "summary")
    assert write(phone(desk), "A table at the fair.")["closed"]
    assert say(phone(desk), "read-room")["content"]["prompts"]["start"]["due"] == ""
    assert read(desk)["prompts"]["start"]["homework"] == ""
    assert not is_answered_at_home(desk.store, desk.session_id)


def test_a_facilitator_closes_it_opens_it_again_and_takes_it_off(desk: FacilitatorMessages) -> None:
    leave_open(desk)
    end(desk)
    leave_open(desk, open=False)
    assert "closed just now" in write(phone(desk), "A table at the fair.")["refused"]
    leave_open(desk)
    assert write(phone(desk), "A table at the fair.")["saved"]
    leave_open(desk, due="")
    assert "has ended" in write(phone(desk), "A stall at the fair.", seq=2)["refused"]
    assert write(phone(desk), "", seq=3)["saved"]


def test_opening_showing_and_going_back_a_step_leave_the_day_as_it_is(desk: FacilitatorMessages) -> None:
    say(desk, "begin-agenda")
    leave_open(desk)
    first, *_ = read(desk)["agenda"]
    step = next(step for step in read(desk)["agenda"] if "learn" in step["prompts"])
    version = read(desk)["stage"]["version"]
    version = say(desk, "enter-step", step=first["id"], version=version, done=True)["stage"]["version"]
    leave_open(desk, open=False)
    moved = say(desk, "enter-step", step=step["id"], version=version, done=True)
    assert read(desk)["prompts"]["start"]["open"]
    assert say(desk, **moved["undo"])["saved"]
    start = read(desk)["prompts"]["start"]
    assert (start["open"], start["due"]) == (False, DAY)


# The day


@pytest.mark.parametrize(
    ("days", "words"),
    [(-1, "That day is over"), (0, "after this meeting"), (31, "are kept until"), (4000, "more than a year")],
)
def test_a_day_that_can_not_be_is_refused_in_a_sentence_and_nothing_changes(
    desk: FacilitatorMessages, days: int, words: str
) -> None:
    day = (TODAY + timedelta(days)).isoformat()
    reply = leave_open(desk, due=day)
    assert words in reply["refused"]
    assert reply["field"] == "due"
    refused = end(desk, left_open=["start"], due=day)
    if days == 31:  # all is kept of a meeting that ends so
        assert refused["ended"] == "all"
        return
    assert words in refused["refused"]
    assert session(desk).ended == ""
    assert read(desk)["prompts"]["start"]["due"] == ""


def test_a_day_has_to_be_chosen_for_questions_that_are_there(desk: FacilitatorMessages) -> None:
    assert "Choose the day" in end(desk, left_open=["start"])["refused"]
    assert "no such question" in end(desk, left_open=["nothing"], due=DAY)["refused"]
    assert end(desk, left_open="start", due=DAY)["field"] == "left_open"
    assert session(desk).ended == ""


@given(st.text(max_size=12))
def test_no_text_but_a_day_is_taken_for_one(text: str) -> None:
    held = Session("1" * 32, "CDFGHJ", "Evening", TODAY, 1)
    try:
        taken = refuse_other_day(held, text, TODAY)
    except Refused:
        return
    assert taken == "" or TODAY < date.fromisoformat(taken) <= TODAY + timedelta(30)


def test_after_its_day_it_can_be_answered_and_closed_and_given_another_day(store: Store) -> None:
    held = begin_session(store, "First evening", TODAY - timedelta(20))
    desk = FacilitatorMessages(store, TOOLKIT, held.id)
    yesterday = (TODAY - timedelta(1)).isoformat()
    store.save_prompt_stage(PromptStage(held.id, "start", due=yesterday))
    assert write(phone(desk), "A table at the fair.")["saved"]
    assert leave_open(desk, due=yesterday, open=False)["saved"]
    assert leave_open(desk, due=TODAY.isoformat())["saved"]
    assert "That day is over" in leave_open(desk, due=yesterday)["refused"]


# The next meeting


@pytest.mark.both_databases
def test_the_next_meeting_takes_the_answers_over_and_their_writers_find_and_change_them(
    desk: FacilitatorMessages,
) -> None:
    write(phone(desk), "The law.", prompt="learn")
    end(desk, left_open=["start", "offer"], due=DAY)
    home = phone(desk)
    write(home, "A table at the fair.")
    write(home, "I can drive.", prompt="offer")
    write(home, "A stall.", seat=OTHER)
    write(home, "", seat=OTHER, seq=2)
    card = next(one["card"] for one in read(desk)["cards"] if one["prompt"] == "start")
    say(desk, "decide", card=card, seq=1, verdict="approved")

    hall = phone(meet_again(desk))
    assert own(hall) == {"state": "written", "text": "A table at the fair.", "seq": 1}
    assert own(hall, "offer")["text"] == "I can drive."
    assert own(hall, "learn")["state"] == "none"
    now = read(desk)
    assert now["prompts"]["start"]["homework"] == "given"
    assert [(one["text"], one["verdict"]) for one in now["cards"]] == [("A table at the fair.", "approved")]
    assert now["themes"] == []
    assert desk.store.private_responses(desk.session_id, "offer") == ["I can drive."]

    # It is one of this meeting's answers now: its writer changes it here, and takes it back for good.
    assert write(hall, "A stall at the fair.", seq=2)["saved"]
    assert [one["text"] for one in read(desk)["cards"]] == ["A stall at the fair."]
    assert read(desk)["cards"][0]["changed"]
    assert write(hall, "Posters.", seat=OTHER, seq=3)["saved"]
    assert write(hall, "", seq=3)["saved"]
    assert [one["text"] for one in read(desk)["cards"]] == ["Posters."]
    # At home nothing more is taken; what is here can be taken back from there as well.
    assert write(home, "Late.", seat="7" * 32)["closed"]
    assert write(home, "", seat=OTHER, seq=4)["saved"]
    assert read(desk)["cards"] == []


def test_an_answer_belongs_to_one_meeting_and_to_one_seat(desk: FacilitatorMessages) -> None:
    end(desk, left_open=["start"], due=DAY)
    write(phone(desk), "A table at the fair.")
    hall = phone(meet_again(desk))
    assert say(hall, "read-earlier", seat=SEAT)["meetings"] == []
    assert own(hall, seat=OTHER)["state"] == "none"
    assert write(hall, "Posters.", seat=OTHER)["saved"]
    assert len(judged_cards(desk.store, TOOLKIT, desk.session_id)) == 2
    # What was taken over can be left open once more, is its writer's meanwhile, and goes along again.
    assert end(desk, left_open=["start"], due=(TODAY + timedelta(20)).isoformat())["ended"] == "all"
    assert own(hall)["text"] == "A table at the fair."
    assert write(hall, "", seq=2)["saved"]
    assert [one.response.text for one in judged_cards(desk.store, TOOLKIT, desk.session_id).values()] == [
        "Posters."
    ]
    assert write(hall, "A table at the fair.", seq=3)["saved"]
    third = phone(meet_again(desk))
    assert (own(third)["text"], own(third, seat=OTHER)["text"]) == ("A table at the fair.", "Posters.")
    # A page of the second meeting that was left open takes it back as well, wherever it has gone.
    assert own(hall)["text"] == "A table at the fair."
    assert write(hall, "", seq=4)["saved"]
    assert own(third)["state"] == "withdrawn"
    assert [one.response.text for one in judged_cards(desk.store, TOOLKIT, desk.session_id).values()] == [
        "Posters."
    ]


def test_what_grew_from_an_answer_that_goes_along_goes_again_with_it(desk: FacilitatorMessages) -> None:
    end(desk, left_open=["start"], due=DAY)
    write(phone(desk), "A table at the fair.")
    (card,) = (one["card"] for one in read(desk)["cards"])
    say(desk, "decide", card=card, seq=1, verdict="approved")
    assert say(desk, "harvest", theme="", card=card, to="action", id="a" * 32, group="")["saved"]
    hall = phone(meet_again(desk))
    assert [one["what"] for one in say(hall, "read-community")["actions"]] == ["A table at the fair."]
    assert write(hall, "", seq=2)["saved"]
    assert say(hall, "read-community")["actions"] == []


def test_an_answer_that_was_agreed_to_be_published_is_not_once_its_writer_takes_it_back_later(
    desk: FacilitatorMessages,
) -> None:
    store, first = desk.store, desk.session_id
    leave_open(desk)
    write(phone(desk), "A table at the fair.")
    ((_, judged),) = judged_cards(store, TOOLKIT, first).items()
    name = judged.response.handle
    store.save_choice(Choice(first, f"words:{name}", "as-it-is", {}))
    store.keep_agreed(Agreed(first, 0, TODAY, "0" * 16, "{}", {name: "A table at the fair."}))
    hall = phone(meet_again(desk))
    assert store.agreed(first).quoted
    write(hall, "", seq=2)
    assert store.agreed(first).quoted == {}
    assert store.choices(first) == {}


def test_a_meeting_that_begins_afresh_leaves_the_answers_where_they_are(desk: FacilitatorMessages) -> None:
    first = desk.session_id
    end(desk, left_open=["start"], due=DAY)
    home = phone(desk)
    write(home, "A table at the fair.")
    meet_again(desk, afresh=True)
    assert read(desk)["cards"] == []
    assert write(home, "A stall.", seq=2)["closed"]
    assert own(home)["text"] == "A table at the fair."
    assert desk.store.response_counts(first) == {"start": 1}


def test_themes_of_the_last_meeting_keep_no_answer_that_has_gone_along(desk: FacilitatorMessages) -> None:
    write(phone(desk), "A table at the fair.")
    (card,) = read(desk)["cards"]
    theme = {"id": secrets.token_hex(16), "prompt": "start", "title": "Be seen", "version": 0}
    say(desk, "arrange", themes=[theme], cards=[{"card": card["card"], "before": "", "after": theme["id"]}])
    leave_open(desk)
    meet_again(desk)
    assert [one["theme"] for one in read(desk)["cards"]] == [""]


# Counts


def test_few_answers_from_home_are_not_counted_anywhere_until_the_meeting_goes_on(
    desk: FacilitatorMessages,
) -> None:
    leave_open(desk)
    for number in range(10):
        write(phone(desk), "A table.", seat=f"{number:032x}")
    assert read(desk)["prompts"]["start"]["answered"] is None
    assert "start" not in say(desk, "read-wall")["content"]["answered"]
    assert "start" not in say(phone(desk), "read-overview", seat=SEAT)["responses"]
    write(phone(desk), "A table.", seat=f"{10:032x}")
    assert read(desk)["prompts"]["start"]["answered"] == 11
    write(phone(desk), "", seat=f"{10:032x}", seq=2)
    meet_again(desk)
    assert read(desk)["prompts"]["start"]["answered"] is None
    say(desk, "begin-agenda")
    step, *_ = read(desk)["agenda"]
    say(desk, "enter-step", step=step["id"], version=read(desk)["stage"]["version"], done=True)
    assert read(desk)["prompts"]["start"]["answered"] == 10


def test_a_decision_is_still_about_the_words_that_were_read(desk: FacilitatorMessages) -> None:
    leave_open(desk)
    write(phone(desk), "A table.")
    ((card, _),) = judged_cards(desk.store, TOOLKIT, desk.session_id).items()
    meet_again(desk)
    decide(desk.store, TOOLKIT, desk.session_id, card, 1, "approved")
    assert [line.verdict for line in desk.store.decisions(desk.session_id)] == ["approved"]
