"""The end of a meeting: all, a summary or nothing is kept, as the receipt says and as the files show."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.published import agree_to_all
from tests.seats import SHOWN, TOOLKIT, approve, card, key, meeting, reveal, say
from tests.stored import everything_on_disk, the_map, the_plan
from workshop.agenda import begin_agenda
from workshop.check_ins import load_check_in, save_feedback, save_level
from workshop.community import save_entry
from workshop.ending import CALLED, KEEP, end_session
from workshop.harvest import harvest, source
from workshop.lists import save_item
from workshop.messages import FacilitatorMessages, Messages
from workshop.privacy import handle
from workshop.publish.proposals import ABOUT
from workshop.publish.review import decide
from workshop.refusal import Refused
from workshop.responses import Closed
from workshop.store import (
    Action,
    Agreement,
    Choice,
    Entry,
    GroupMark,
    ListItem,
    NotFound,
    NotTaken,
    StepRecord,
    Store,
    Theme,
    Vote,
    open_store,
    schema,
)
from workshop.themes import Arrangement, arrange
from workshop.votes import open_vote, save_ballot

SEATS = range(3)
THEME, VOTE = key(100), key(101)
STATEMENT = load_check_in().statements[0].key


def a_whole_meeting(store: Store) -> str:
    """Hold a meeting that leaves something in every table."""
    session = meeting(store).id
    phone = Messages(store, TOOLKIT, session)
    for seat in SEATS:
        phone.answer({"kind": "take-seat", "seat": key(seat), "table": seat == 0})
        save_level(store, session, key(seat), STATEMENT, 1 + seat)
        save_feedback(store, session, key(seat), "up", f"xylophone card {seat}", 1)
        for prompt in (*SHOWN, "impact", "offer"):
            say(store, session, key(seat), f"xylophone {prompt} {seat}", prompt=prompt)
        approve(store, session, key(seat))
    reveal(store, session)
    begin_agenda(store, TOOLKIT, session)
    put = (card(session, key(0)), "", THEME)
    arrange(
        store,
        TOOLKIT,
        session,
        Arrangement((Theme(THEME, session, "start", "Marmalade theme"),), cards=(put,)),
    )
    vote = open_vote(
        store, TOOLKIT, Vote(VOTE, session, "start", "Marmalade vote?"), {key(1): "One", key(2): "Two"}
    )
    save_ballot(store, session, key(1), vote.id, {key(1): 2}, 1)
    save_entry(store, TOOLKIT, Entry("", session, "Marmalade club", "organisation"))
    store.save_action(Action(key(3), session, "Marmalade day", status="doing"))
    store.save_action(Action(key(4), session, "An old promise", status="done"))
    save_item(store, ListItem(key(5), session, "agreement", "Marmalade for all"))
    store.save_mark(GroupMark(session, "elders", "not-here"))
    store.save_step(StepRecord(session, TOOLKIT.steps[0].key, "doing", "Marmalade team"))
    about = {"title": "Marmalade group", "about": "We meet.", "ask": "Ask at the library."}
    decide(store, TOOLKIT, Choice(session, ABOUT, "reword", about))
    agree_to_all(store, TOOLKIT, session)
    assert store.agreed(session).quoted
    # Two people agreed; a third has agreed to what is open again now.
    store.add_agreement(Agreement(session, "mark", "desk", "ZQ"))
    found = source(store, TOOLKIT, session, card=card(session, key(2)))
    harvest(store, TOOLKIT, session, found, "action", key(6))
    return session


def rows(store: Store, session: str) -> dict[str, int]:
    """Return how many rows each table has of a session."""
    counts = {}
    with store._reading() as connection:
        for table in schema.metadata.sorted_tables:
            if "session_id" in table.c:
                found = connection.execute(table.select().where(table.c.session_id == session)).all()
                counts[table.name] = len(found)
    return counts


OF_SEATS = {
    *("responses", "private_responses", "decisions", "decision_log"),
    *("theme_cards", "seats", "dots", "ballots", "check_ins", "feedback", "quoted", "agreements"),
}


def test_a_whole_meeting_leaves_something_everywhere(store: Store) -> None:
    empty = {name for name, count in rows(store, a_whole_meeting(store)).items() if not count}
    assert empty == {"told_apart", "stages", "destroyed"}


# A summary


def test_a_summary_holds_no_word_that_seats_wrote_and_no_handle_and_no_dot(
    store: Store, tmp_path: Path
) -> None:
    session = a_whole_meeting(store)
    # What was put in the plan is the group's by then; here it says what no seat said.
    line = next(action for action in the_plan(store, session).values() if action.id == key(6))
    store.save_action(replace(line, what="A line of the plan"))
    receipt = end_session(store, session, "summary")
    assert receipt.swept
    counts = rows(store, session)
    assert {name for name in OF_SEATS if counts[name]} == set()
    raw = everything_on_disk(tmp_path)
    assert b"xylophone" not in raw
    names = (*SHOWN, "impact", "offer", "seat:", f"ballot:{VOTE}", *(f"dot:{VOTE}:{n}" for n in range(3)))
    names += (f"check-in:{STATEMENT}", "feedback:up")
    for seat in SEATS:
        for name in names:
            assert handle(key(seat), session, name).encode() not in raw
        assert card(session, key(seat)).encode() not in raw  # not even as what something grew from
    assert b"Marmalade day" in raw
    assert b"Marmalade theme" in raw


def test_a_summary_keeps_what_the_vote_said(store: Store) -> None:
    session = a_whole_meeting(store)
    end_session(store, session, "summary")
    for _ in range(2):  # and says it still when it is summed up again
        [(vote, options, _)] = store.votes(session)
        assert (vote.state, [option.dots for option in options]) == ("closed", [2, 0])
        end_session(store, session, "summary")


def test_no_more_than_a_summary_can_be_kept_of_a_summary(store: Store) -> None:
    session = a_whole_meeting(store)
    end_session(store, session, "summary")
    with pytest.raises(NotTaken):
        end_session(store, session, "all")
    assert store.session(session).ended == "summary"
    end_session(store, session, "nothing")
    assert store.latest_session() is None


# Nothing


def test_nothing_leaves_no_row_and_no_byte_of_a_meeting_but_that_its_id_was_used(
    store: Store, tmp_path: Path
) -> None:
    session = a_whole_meeting(store)
    receipt = end_session(store, session, "nothing")
    assert receipt.swept
    assert {name: count for name, count in rows(store, session).items() if count} == {"destroyed": 1}
    raw = everything_on_disk(tmp_path)
    for word in (b"xylophone", b"Marmalade", b"marmalade", b"Meeting"):
        assert word not in raw


def test_a_message_that_was_on_its_way_brings_nothing_of_a_destroyed_meeting_back(
    store: Store, tmp_path: Path
) -> None:
    session = a_whole_meeting(store)
    phone, desk = Messages(store, TOOLKIT, session), FacilitatorMessages(store, TOOLKIT, session)
    end_session(store, session, "nothing")
    seat = {"seat": key(1)}
    for messages, late in (
        (
            phone,
            {"kind": "save-response", "prompt": "start", "state": "written", "text": "bassoon", "seq": 9}
            | seat,
        ),
        (
            phone,
            {"kind": "save-response", "prompt": "offer", "state": "written", "text": "bassoon", "seq": 9}
            | seat,
        ),
        (
            phone,
            {"kind": "save-response", "prompt": "start", "state": "withdrawn", "text": "", "seq": 9} | seat,
        ),
        (phone, {"kind": "take-seat"} | seat),
        (phone, {"kind": "save-entry", "entry": {"id": key(7), "name": "bassoon", "kind": "resource"}}),
        (phone, {"kind": "save-action", "action": {"id": key(7), "what": "bassoon"}}),
        (phone, {"kind": "save-step", "key": TOOLKIT.steps[0].key, "status": "done", "who": "bassoon"}),
        (phone, {"kind": "mark-group", "group": "elders", "mark": "not-here"}),
        (desk, {"kind": "save-item", "item": {"id": key(7), "kind": "learning", "text": "bassoon"}}),
        (desk, {"kind": "begin-agenda"}),
        (desk, {"kind": "set-prompt", "prompt": "start"}),
    ):
        reply = messages.answer(late)
        assert reply.get("gone"), (late, reply)
    assert {name: count for name, count in rows(store, session).items() if count} == {"destroyed": 1}
    assert b"bassoon" not in everything_on_disk(tmp_path)


# All


def test_a_meeting_that_is_kept_whole_takes_no_more_answers_and_can_go_on_again(store: Store) -> None:
    session = a_whole_meeting(store)
    before = rows(store, session)
    assert end_session(store, session, "all").gone == ()
    assert rows(store, session) == before
    with pytest.raises(Closed, match="ended"):
        say(store, session, key(1), "late", 2)
    store.reopen_session(session)
    assert store.session(session).ended == ""
    with pytest.raises(NotTaken):
        store.reopen_session(session)


@pytest.mark.parametrize("keep", ["all", "summary"])
def test_after_the_end_no_seat_leaves_a_trace_any_more(store: Store, keep: str) -> None:
    session = a_whole_meeting(store)
    end_session(store, session, keep)
    before = rows(store, session)
    phone = Messages(store, TOOLKIT, session)
    assert phone.answer({"kind": "take-seat", "seat": key(7), "table": False}) == {"seated": True}
    say(store, session, key(7), "")
    reply = phone.answer({"kind": "save-ballot", "seat": key(7), "vote": VOTE, "dots": {key(1): 1}, "seq": 1})
    assert reply["closed"]
    with pytest.raises(NotTaken):
        save_level(store, session, key(7), STATEMENT, 1)
    with pytest.raises(NotTaken):
        save_feedback(store, session, key(7), "up", "late", 1)
    assert rows(store, session) == before


def test_words_can_still_be_taken_back_after_the_end(store: Store, tmp_path: Path) -> None:
    session = a_whole_meeting(store)
    end_session(store, session, "all")
    say(store, session, key(0), "", 2)
    assert b"xylophone start 0" not in everything_on_disk(tmp_path)


# The receipt


def test_the_receipt_counts_what_is_gone_in_words(store: Store) -> None:
    session = a_whole_meeting(store)
    say(store, session, key(0), "", 2)  # what was taken back before is no answer that is destroyed now
    there = dict(FacilitatorMessages(store, TOOLKIT, session).answer({"kind": "read-ending"})["there"])
    gone = dict(end_session(store, session, "nothing").gone)
    assert gone == there
    assert gone["answers to the questions"] == 3 * 8 - 1
    assert gone["private offers (question 7)"] == 3
    assert gone["dots in votes"] == 2
    assert gone["entry of the community map"] == 1


def test_every_table_of_a_meeting_is_named_on_the_receipt_or_known_to_say_nothing_to_a_person() -> None:
    tables = {table.name for table in schema.metadata.sorted_tables if "session_id" in table.c}
    assert tables - CALLED.keys() == {
        *("stages", "prompt_stages", "theme_cards", "ballots"),
        *("vote_options", "told_apart", "agreements", "destroyed", "session_revisions"),
    }


@pytest.mark.parametrize("keep", ["", "some", "ALL"])
def test_what_to_keep_has_to_be_said(store: Store, keep: str) -> None:
    with pytest.raises(Refused):
        end_session(store, meeting(store).id, keep)


@pytest.mark.parametrize("keep", KEEP)
def test_a_meeting_that_is_not_there_can_t_end(store: Store, keep: str) -> None:
    with pytest.raises(NotFound):
        end_session(store, key(1), keep)


# Other meetings


@pytest.mark.parametrize("keep", KEEP)
def test_the_end_of_one_meeting_leaves_every_other_as_it_was(keep: str) -> None:
    with closing(open_store("sqlite://")) as store:
        first = a_whole_meeting(store)
        second = meeting(store, after=store.session(first)).id
        before = rows(store, second), the_map(store, second), the_plan(store, second)
        end_session(store, first, keep)
        assert (rows(store, second), the_map(store, second), the_plan(store, second)) == before
        again = rows(store, first)
        end_session(store, second, keep)
        assert rows(store, first) == again
