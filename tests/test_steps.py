"""The group's checklist takes the toolkit's steps, three statuses, a short name and a real day, and nothing else."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workshop.refusal import Refused
from workshop.steps import STATUSES, WHO_LIMIT, read_steps, save_step
from workshop.store import Conflict, StepRecord, Store
from workshop.toolkit import load_toolkit

TOOLKIT = load_toolkit()
SESSION = "5" * 32
TALK = StepRecord(SESSION, "talk", "doing", "Library", "2027-03-31")


def test_all_seven_steps_are_there_in_order_before_anyone_has_marked_one(store: Store) -> None:
    found = read_steps(store, SESSION, TOOLKIT)
    assert [step.step for step in found] == [step.key for step in TOOLKIT.steps]
    assert len(found) == 7
    assert {(step.status, step.who, step.by_when, step.version) for step in found} == {("not-yet", "", "", 0)}


def test_a_marked_step_keeps_its_place_in_the_list(store: Store) -> None:
    last = TOOLKIT.steps[-1].key
    save_step(store, TOOLKIT, StepRecord(SESSION, last, "done"))
    found = read_steps(store, SESSION, TOOLKIT)
    assert [step.step for step in found] == [step.key for step in TOOLKIT.steps]
    assert found[-1].status == "done"


@pytest.mark.parametrize("status", STATUSES)
def test_each_status_is_kept_with_who_and_by_when(store: Store, status: str) -> None:
    saved = save_step(store, TOOLKIT, replace(TALK, status=status))
    assert (saved.status, saved.who, saved.by_when, saved.version) == (status, "Library", "2027-03-31", 1)
    assert store.steps(SESSION) == {"talk": saved}


def test_a_step_can_be_cleared_again(store: Store) -> None:
    save_step(store, TOOLKIT, TALK)
    cleared = save_step(store, TOOLKIT, StepRecord(SESSION, "talk", "not-yet", version=1))
    assert (cleared.status, cleared.who, cleared.by_when) == ("not-yet", "", "")


@pytest.mark.parametrize("status", ["", "Done", "not yet", "finished", "done "])
def test_a_status_that_is_none_of_the_three_is_refused_beside_its_field(store: Store, status: str) -> None:
    with pytest.raises(Refused) as told:
        save_step(store, TOOLKIT, replace(TALK, status=status))
    assert told.value.field == "status"
    assert store.steps(SESSION) == {}


@pytest.mark.parametrize("step", ["", "Talk", "talk ", "impact", "../talk"])
def test_a_step_that_the_toolkit_does_not_have_is_refused(store: Store, step: str) -> None:
    with pytest.raises(Refused, match="no such step"):
        save_step(store, TOOLKIT, replace(TALK, step=step))
    assert store.steps(SESSION) == {}


@pytest.mark.parametrize(
    "day",
    [
        "2027-02-29",
        "2027-13-01",
        "2027-00-10",
        "0000-01-01",
        "31-03-2027",
        "31.3.2027",
        "March",
        "tomorrow",
        "2027-03",
        "2027-03-31T10:00",
        " ",
        "2027-03-31 ",
        "<b>2027</b>",
        "\ud800",
    ],
)
def test_a_day_that_is_none_is_refused_beside_its_field_with_an_example(store: Store, day: str) -> None:
    with pytest.raises(Refused, match="such as 2027-03-31") as told:
        save_step(store, TOOLKIT, replace(TALK, by_when=day))
    assert told.value.field == "by"
    assert store.steps(SESSION) == {}


@given(day=st.dates())
def test_every_day_of_the_calendar_comes_back_as_it_was_written(memory_store: Store, day) -> None:
    version = read_steps(memory_store, SESSION, TOOLKIT)[0].version
    record = StepRecord(SESSION, TOOLKIT.steps[0].key, "doing", "", day.isoformat(), version)
    assert save_step(memory_store, TOOLKIT, record).by_when == day.isoformat()


@given(text=st.text())
def test_whatever_is_kept_as_a_day_is_one(memory_store: Store, text: str) -> None:
    assume(text)
    version = read_steps(memory_store, SESSION, TOOLKIT)[0].version
    record = StepRecord(SESSION, TOOLKIT.steps[0].key, "doing", "", text, version)
    try:
        kept = save_step(memory_store, TOOLKIT, record).by_when
    except Refused:
        return
    assert len(kept) == 10


@pytest.fixture(scope="module")
def memory_store():
    from workshop.store import open_store

    with open_store("sqlite://") as opened:
        yield opened


def test_a_name_of_eighty_characters_is_taken_and_one_more_is_refused_beside_its_field(store: Store) -> None:
    assert WHO_LIMIT == 80
    assert save_step(store, TOOLKIT, replace(TALK, who="x" * 80)).who == "x" * 80
    with pytest.raises(Refused, match="81") as told:
        save_step(store, TOOLKIT, replace(TALK, who="x" * 81, version=1))
    assert told.value.field == "who"
    assert store.steps(SESSION)["talk"].who == "x" * 80


def test_a_name_is_kept_as_one_line_of_text_whatever_it_looks_like(store: Store) -> None:
    saved = save_step(store, TOOLKIT, replace(TALK, who="<b>Band\noffice</b>\u202e \0"))
    assert saved.who == "<b>Band office</b>"


def test_of_two_people_who_mark_a_step_at_once_the_second_is_shown_what_the_first_said(store: Store) -> None:
    first = save_step(store, TOOLKIT, TALK)
    with pytest.raises(Conflict) as told:
        save_step(store, TOOLKIT, replace(TALK, status="done"))
    assert told.value.newer == first
