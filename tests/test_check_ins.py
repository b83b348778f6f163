"""People say how they are with it at each meeting; nobody can put together what one person said, and few are hidden."""

import json
import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hostile import HOSTILE
from tests.stored import entry
from workshop.changes import meetings
from workshop.check_ins import (
    LEAST_PEOPLE,
    average,
    load_check_in,
    read_feedback,
    read_levels,
    save_feedback,
    save_level,
)
from workshop.ending import end_session
from workshop.refusal import Refused
from workshop.responses import read_earlier, save_response
from workshop.session import begin_session
from workshop.store import Action, Conflict, ListItem, Store
from workshop.toolkit import load_toolkit

TOOLKIT = load_toolkit()
STATEMENTS = [one.key for one in load_check_in().statements]
SEATS = [f"{number:032x}" for number in range(1, 30)]


def begin(store: Store, title: str = "First", **options: object) -> str:
    return begin_session(store, title, date(2027, 3, 31), **options).id


def test_a_seat_finds_its_own_levels_and_moves_them(store: Store) -> None:
    session = begin(store)
    save_level(store, session, SEATS[0], "know", 2)
    save_level(store, session, SEATS[0], "know", 4)
    save_level(store, session, SEATS[0], "call", 5)
    save_level(store, session, SEATS[0], "call", 0)
    assert read_levels(store, session, SEATS[0]) == {"know": 4}
    assert read_levels(store, session, SEATS[1]) == {}
    assert store.level_counts(session) == {"know": {4: 1}}


@pytest.mark.parametrize(("statement", "level"), [("none", 1), ("know", 6), ("know", 100)])
def test_a_level_that_is_none_is_refused_in_a_sentence(store: Store, statement: str, level: int) -> None:
    with pytest.raises(Refused, match=r"There is no such (statement|level)\."):
        save_level(store, begin(store), SEATS[0], statement, level)


def test_no_two_levels_or_cards_of_a_seat_have_anything_in_common(store: Store, tmp_path: Path) -> None:
    session = begin(store)
    for statement in STATEMENTS:
        save_level(store, session, SEATS[0], statement, 3)
    for kind in ("up", "down"):
        save_feedback(store, session, SEATS[0], kind, "Words", 1)
    with sqlite3.connect(tmp_path / "workshop.db") as database:
        handles = [row[0] for row in database.execute("SELECT handle FROM check_ins")]
        handles += [row[0] for row in database.execute("SELECT handle FROM feedback")]
    assert len(set(handles)) == len(STATEMENTS) + 2
    assert not [name for name in handles if SEATS[0] in name]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_card_is_kept_as_it_was_written_and_only_its_seat_reads_it_as_its_own(
    store: Store, text: str
) -> None:
    session = begin(store)
    if len(text) > 400:
        with pytest.raises(Refused, match="400 characters"):
            save_feedback(store, session, SEATS[0], "up", text, 1)
        return
    kept = save_feedback(store, session, SEATS[0], "up", text, 1)
    assert read_feedback(store, session, SEATS[0])["up"] == kept
    assert read_feedback(store, session, SEATS[1])["up"].text == ""
    assert store.all_feedback(session)["up"] == ([kept.text] if kept.text else [])


def test_an_older_tab_does_not_overwrite_a_card(store: Store) -> None:
    session = begin(store)
    save_feedback(store, session, SEATS[0], "up", "New", 2)
    with pytest.raises(Conflict):
        save_feedback(store, session, SEATS[0], "up", "Old", 1)


@given(st.dictionaries(st.integers(1, 5), st.integers(0, 40), max_size=5))
def test_few_people_are_never_counted(counts: dict[int, int]) -> None:
    people = sum(counts.values())
    assert (average(counts) is None) == (people < LEAST_PEOPLE)


def test_meetings_are_compared_in_numbers_of_things(store: Store) -> None:
    first = begin(store)
    store.save_entry(replace(entry("Library", groups=("parents",), status="at-table"), session_id=first))
    store.save_action(Action("a" * 32, first, "Open"))
    store.save_action(Action("b" * 32, first, "Finished", status="done"))
    store.save_list_item(ListItem("c" * 32, first, "learning", "What the law says"))
    for seat in SEATS[:12]:
        save_level(store, first, seat, "know", 2)
    second = begin(store, "Second", after=store.session(first))
    for number in range(2):
        group = TOOLKIT.groups[number].key
        new = entry(f"Group {number}", number + 5, groups=(group,), status="at-table")
        store.save_entry(replace(new, session_id=second))
    for seat in SEATS[:3]:
        save_level(store, second, seat, "know", 5)
    begin(store, "Rehearsal", kind="practice")
    before, after = meetings(store, TOOLKIT, date(2027, 4, 1))
    assert (before.title, after.title) == ("First", "Second")
    assert before.actions == {"to-do": 1, "doing": 0, "done": 1, "dropped": 0}
    assert after.actions == {"to-do": 1, "doing": 0, "done": 0, "dropped": 0}
    assert after.learning == before.learning == ("What the law says",)
    assert sum(before.covered.values()) == len(TOOLKIT.groups)
    assert before.averages["know"] == 2.0
    assert after.averages["know"] is None  # three people
    json.dumps([before.covered, after.averages])


def test_a_person_finds_what_they_wrote_at_earlier_meetings_and_nobody_elses(store: Store) -> None:
    prompt = TOOLKIT.prompt("start")
    first = begin(store)
    for seat in SEATS[:2]:
        save_response(store, first, seat, prompt, state="written", text=f"By {seat[-1]}", seq=1)
    second = begin(store, "Second", after=store.session(first))
    ((session, said),) = read_earlier(store, second, SEATS[0], TOOLKIT.prompts)
    assert (session.id, {key: one.text for key, one in said.items()}) == (first, {"start": "By 1"})
    assert read_earlier(store, second, SEATS[5], TOOLKIT.prompts) == []
    assert read_earlier(store, first, SEATS[0], TOOLKIT.prompts) == []


def test_what_seats_said_of_a_meeting_is_gone_when_only_a_summary_is_kept(store: Store) -> None:
    session = begin(store)
    save_level(store, session, SEATS[0], "know", 2)
    save_feedback(store, session, SEATS[0], "down", "Too loud", 1)
    end_session(store, session, "summary")
    assert store.level_counts(session) == {}
    assert store.all_feedback(session) == {"up": [], "down": []}
