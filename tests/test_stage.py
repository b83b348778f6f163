"""The clock counts as people expect it, prompts open and close, and two facilitators see each other's moves."""

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from tests.seats import TOOLKIT, key, meeting, say
from workshop.agenda import MOST_MINUTES
from workshop.refusal import Refused
from workshop.responses import Closed
from workshop.stage import CLOCK, move_section, seconds_left, set_clock, set_prompt
from workshop.store import Conflict, PromptStage, Store, open_store

NOW = 1_800_000_000.0
LONGEST = 60 * MOST_MINUTES


@given(
    st.lists(
        st.tuples(st.sampled_from(CLOCK), st.integers(-LONGEST, LONGEST), st.integers(0, 3000).map(float)),
        max_size=12,
    )
)
@effort(max_examples=60)
def test_whatever_is_done_with_the_clock_it_shows_what_a_person_would_count(moves: list) -> None:
    with open_store("sqlite://") as store:
        session, now, runs, left = meeting(store).id, NOW, False, 0.0
        for change, seconds, later in moves:
            now += later
            left -= later if runs else 0
            stage = set_clock(store, session, change, seconds, store.stage(session).version, now)
            match change:
                case "start":
                    runs, left = True, max(seconds or round(max(left, 0)), 0)
                case "rest":
                    runs, left = False, round(max(left, 0))
                case "add":
                    left = min(max(round(max(left, 0)) + seconds, 0), LONGEST)
                case "stop":
                    runs, left = False, 0
            assert seconds_left(stage, now) == round(left)
            assert bool(stage.clock_ends) == runs
            assert 0 <= seconds_left(stage, now) <= LONGEST


def test_a_clock_that_ran_out_counts_below_zero_until_somebody_does_something(store: Store) -> None:
    session = meeting(store).id
    stage = set_clock(store, session, "start", 60, 0, NOW)
    assert seconds_left(stage, NOW + 75) == -15
    assert seconds_left(set_clock(store, session, "add", 120, 1, NOW + 75), NOW + 75) == 120


@pytest.mark.parametrize(
    ("change", "seconds"), [("jump", 0), ("", 0), ("add", LONGEST + 1), ("start", -LONGEST - 1)]
)
def test_what_can_t_be_done_with_a_clock_is_refused(store: Store, change: str, seconds: int) -> None:
    session = meeting(store).id
    with pytest.raises(Refused):
        set_clock(store, session, change, seconds, 0, NOW)
    assert store.stage(session).version == 0


def test_a_facilitator_who_saw_an_older_clock_hears_of_the_newer_one(store: Store) -> None:
    session = meeting(store).id
    set_clock(store, session, "start", 60, 0, NOW)
    with pytest.raises(Conflict) as conflict:
        set_clock(store, session, "add", 60, 0, NOW)
    assert conflict.value.newer.clock_ends == NOW + 60


def test_a_section_that_is_none_is_refused(store: Store) -> None:
    session = meeting(store).id
    assert move_section(store, TOOLKIT, session, "who", 0).section == "who"
    with pytest.raises(Refused):
        move_section(store, TOOLKIT, session, "nowhere", 1)


def test_a_closed_question_takes_no_new_words_and_lets_old_ones_be_taken_back(store: Store) -> None:
    session = meeting(store).id
    say(store, session, key(1))
    set_prompt(store, TOOLKIT, PromptStage(session, "start", open=False))
    with pytest.raises(Closed, match="closed just now"):
        say(store, session, key(1), "other words", 2)
    assert say(store, session, key(1), "", 2).state == "withdrawn"


def test_a_scribe_of_paper_enters_what_was_written_while_the_question_was_open(store: Store) -> None:
    session = meeting(store).id
    set_prompt(store, TOOLKIT, PromptStage(session, "start", open=False))
    assert say(store, session, key(1), from_table=True, on_paper=True).text == "words"
    store.end_session(session, "all")
    with pytest.raises(Closed, match="ended"):
        say(store, session, key(1), "late", 2, from_table=True, on_paper=True)


def test_two_facilitators_that_close_a_question_at_once_close_it(store: Store) -> None:
    session = meeting(store).id
    first = set_prompt(store, TOOLKIT, PromptStage(session, "start", open=False))
    assert set_prompt(store, TOOLKIT, PromptStage(session, "start", open=False)) == first
    with pytest.raises(Conflict):
        set_prompt(store, TOOLKIT, PromptStage(session, "start", revealed=True))


def test_an_unknown_question_is_refused(store: Store) -> None:
    with pytest.raises(Refused):
        set_prompt(store, TOOLKIT, PromptStage(meeting(store).id, "nowhere"))
