"""The plan takes actions in five fields, says itself whether it is complete and current, and invites who is missing."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hostile import HOSTILE, any_text
from tests.reading import grade, plain
from tests.stored import SESSION, the_plan
from workshop.plan import (
    LIMITS,
    STATUSES,
    WAYS_TO_TAKE_PART,
    empty_fields,
    invite,
    is_late,
    judge,
    save_action,
)
from workshop.refusal import Refused
from workshop.store import Action, Conflict, NotFound, Store, open_store
from workshop.toolkit import load_toolkit

TOOLKIT = load_toolkit()
TODAY = date(2027, 3, 31)
ACTION = Action(
    *("", SESSION, "Ask the library for a room", "Library team", "2027-04-15", "Tea and cups"),
    *("Everyone who came", "doing", "step:talk", "Hello,\n\nMay we come?"),
)
GROUPS = [group for group in TOOLKIT.groups if group.key != "lived-experience"]
BLANKS = ("[day and place]", "[name and work phone]")


@pytest.fixture(scope="module")
def memory_store():
    with open_store("sqlite://") as opened:
        yield opened


def refused(store: Store, field: str, value: object, said_of: str = "") -> str:
    """Return the sentence in which an action is refused beside its field; nothing is kept then."""
    with pytest.raises(Refused) as told:
        save_action(store, TOOLKIT, replace(ACTION, **{field: value}))
    assert told.value.field == (said_of or field)
    assert the_plan(store) == {}
    return str(told.value)


# What may stand in an action


def test_a_new_action_gets_an_id_that_nobody_can_guess_and_is_found_again(store: Store) -> None:
    one, other = (save_action(store, TOOLKIT, ACTION) for _ in range(2))
    assert the_plan(store) == {one.id: one, other.id: other}
    assert len(one.id) == 32
    assert replace(one, id="", version=0) == ACTION


@pytest.mark.parametrize("status", STATUSES)
def test_each_status_is_taken(memory_store: Store, status: str) -> None:
    assert save_action(memory_store, TOOLKIT, replace(ACTION, status=status)).status == status


def test_an_action_may_come_from_a_gap_a_step_or_a_prompt_of_the_toolkit_or_from_nowhere(
    store: Store,
) -> None:
    origins = [
        "",
        *(f"gap:{group.key}" for group in TOOLKIT.groups),
        *(f"step:{step.key}" for step in TOOLKIT.steps),
        *(f"prompt:{prompt.key}" for prompt in TOOLKIT.prompts),
    ]
    for origin in origins:
        assert save_action(store, TOOLKIT, replace(ACTION, origin=origin)).origin == origin
        assert len(origin) <= 60


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("what", text) for text in ("", "  ", "\n", "\0\u202e")),
        *(("status", status) for status in ("", "todo", "Done", "to do")),
        *(
            ("origin", origin)
            for origin in ("gap:", "gap:nobody", "step:police", "prompt", "vote:1", "gap:police ")
        ),
        *(("id", strange) for strange in ("x", "A" * 32, "1" * 33)),
    ],
)
def test_what_is_none_of_our_choices_is_refused_beside_its_field(
    store: Store, field: str, value: str
) -> None:
    refused(store, field, value)


@pytest.mark.parametrize("day", ["31.3.2027", "2027-02-30", "soon", "2027-3-1", "\ud800", "2027-03-31T10:00"])
def test_a_day_that_is_none_is_refused_beside_its_field(store: Store, day: str) -> None:
    assert "2027-03-31" in refused(store, "by_when", day, said_of="by")


@pytest.mark.parametrize("field", list(LIMITS))
def test_the_longest_text_of_a_field_is_taken_and_one_character_more_is_refused(
    store: Store, field: str
) -> None:
    limit, _ = LIMITS[field]
    assert f"{limit + 1:,}" in refused(store, field, "x" * (limit + 1))
    assert (
        getattr(save_action(store, TOOLKIT, replace(ACTION, **{field: "🌲" * limit})), field) == "🌲" * limit
    )


def test_the_limits_are_those_that_the_pages_tell() -> None:
    limits = {field: limit for field, (limit, _) in LIMITS.items()}
    assert limits == {"what": 200, "who": 80, "means": 200, "tell": 200, "letter": 3000, "why": 200}


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("field", list(LIMITS))
def test_hostile_text_stays_the_text_it_is(memory_store: Store, field: str, text: str) -> None:
    assert getattr(save_action(memory_store, TOOLKIT, replace(ACTION, **{field: text})), field) == text


def test_an_action_that_someone_else_changed_or_removed_is_not_overwritten(store: Store) -> None:
    first = save_action(store, TOOLKIT, ACTION)
    second = save_action(store, TOOLKIT, replace(first, who="Soup team"))
    with pytest.raises(Conflict) as told:
        save_action(store, TOOLKIT, replace(first, who="Nobody"))
    assert told.value.newer == second
    store.remove_action(SESSION, second.id, second.version)
    with pytest.raises(NotFound):
        save_action(store, TOOLKIT, replace(second, who="Still there?"))
    back = save_action(store, TOOLKIT, replace(second, version=0))
    assert the_plan(store) == {second.id: back}


# What the plan says of itself


def test_an_action_says_which_of_its_fields_are_empty() -> None:
    assert empty_fields(ACTION) == ()
    assert empty_fields(Action("", SESSION, "Ask")) == ("who", "by_when", "means", "tell")
    assert empty_fields(replace(ACTION, means="")) == ("means",)


@pytest.mark.parametrize(
    ("status", "days", "late"),
    [
        *(("to-do", days, days < 0) for days in (-400, -1, 0, 1)),
        *(("doing", days, days < 0) for days in (-1, 0)),
        *((status, -1, False) for status in ("done", "dropped")),
    ],
)
def test_an_action_is_late_once_its_day_has_passed_and_nobody_marked_it(
    status: str, days: int, late: bool
) -> None:
    action = replace(ACTION, status=status, by_when=(TODAY + timedelta(days)).isoformat())
    assert is_late(action, TODAY) == late
    assert not is_late(replace(action, by_when=""), TODAY)


def test_a_plan_is_complete_when_no_field_is_empty_and_current_when_nothing_is_late() -> None:
    good = replace(ACTION, id="a")
    open_one = replace(ACTION, id="b", who="", tell="")
    late = replace(ACTION, id="c", by_when="2027-03-30")
    plan = judge([good], TODAY)
    assert (plan.complete, plan.current, plan.empty, plan.late) == (True, True, {}, ())
    plan = judge([late, open_one, good], TODAY)
    assert (plan.complete, plan.current) == (False, False)
    assert (plan.empty, plan.late) == ({"b": ("who", "tell")}, ("c",))


def test_what_was_dropped_does_not_count_and_an_empty_plan_is_not_complete() -> None:
    dropped = replace(ACTION, id="a", who="", by_when="2020-01-01", status="dropped")
    for actions in ([], [dropped]):
        plan = judge(actions, TODAY)
        assert (plan.complete, plan.current, plan.empty, plan.late) == (False, True, {}, ())
    assert judge([dropped, replace(ACTION, id="b")], TODAY).complete


actions = st.builds(
    Action,
    st.uuids().map(lambda name: name.hex),
    st.just(SESSION),
    st.just("Ask"),
    st.sampled_from(["", "Us"]),
    st.just("") | st.dates().map(date.isoformat),
    st.sampled_from(["", "Tea"]),
    st.sampled_from(["", "All"]),
    st.sampled_from(STATUSES),
)


@given(plan=st.lists(actions, max_size=8), today=st.dates())
def test_the_plan_names_exactly_what_keeps_it_from_being_complete_and_current(plan, today) -> None:
    found = judge(plan, today)
    stands = {action.id: action for action in plan if action.status != "dropped"}
    assert found.complete == (bool(stands) and not found.empty)
    assert found.current == (not found.late)
    assert found.empty.keys() == {name for name, action in stands.items() if empty_fields(action)}
    assert set(found.late) == {name for name, action in stands.items() if is_late(action, today)}


# Invitations


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.key)
def test_every_group_that_is_missing_can_be_invited_with_a_letter_that_reads_well(
    store: Store, group
) -> None:
    action = invite(store, TOOLKIT, SESSION, group.key)
    assert (action.what, action.origin) == (f"Invite {group.called} to the table", f"gap:{group.key}")
    assert (action.who, action.by_when, action.status) == ("", "", "to-do")
    assert f"We thought of {group.called}. We" in action.letter
    assert grade(plain(action.letter)) <= 6
    assert save_action(store, TOOLKIT, replace(action, who="Library team")).letter == action.letter


@pytest.mark.parametrize("group", TOOLKIT.groups, ids=lambda group: group.key)
def test_the_name_of_a_group_fits_into_a_sentence(group) -> None:
    assert group.called == group.called.strip(" .")
    # It begins with a small letter, unless it is a name.
    assert group.called[0].islower() or group.called.startswith(("Elders", "First Nations"))
    words = set(re.findall(r"\w+", group.name.lower()))
    assert words & set(re.findall(r"\w+", group.called.lower()))


def test_the_letter_leaves_open_what_only_the_group_knows_and_says_that_people_can_choose() -> None:
    letter = TOOLKIT.invitation.letter("young people")
    assert re.findall(r"\[.*?\]", letter) == list(BLANKS)
    assert "{" not in letter
    assert "You choose how to take part." in letter
    assert "You can also say no" in letter
    assert "Nobody will be asked for their story." in letter


def test_the_letter_names_nobody_else_who_comes() -> None:
    letter = TOOLKIT.invitation.letter("X").lower()
    named = [group.called for group in TOOLKIT.groups if group.called.lower() in letter]
    assert named == []
    assert not re.search(r"\d|http|police|survivor|victim|share your|tell us your", letter)


def test_a_group_is_invited_once_however_often_it_is_asked_for(store: Store) -> None:
    first = invite(store, TOOLKIT, SESSION, "elders", "1" * 32)
    changed = save_action(store, TOOLKIT, replace(first, who="Soup team"))
    assert invite(store, TOOLKIT, SESSION, "elders", "2" * 32) == changed
    assert invite(store, TOOLKIT, SESSION, "elders", "1" * 32) == changed
    save_action(store, TOOLKIT, replace(changed, status="dropped"))
    assert invite(store, TOOLKIT, SESSION, "elders", "2" * 32).id == "2" * 32
    assert len(the_plan(store)) == 2


def test_people_with_lived_experience_are_sent_no_letter(store: Store) -> None:
    action = invite(store, TOOLKIT, SESSION, "lived-experience")
    assert (action.what, action.letter) == (WAYS_TO_TAKE_PART, "")
    assert action.origin == "gap:lived-experience"


@pytest.mark.parametrize("group", ["", "nobody", "Elders", "gap:elders", "\ud800"])
def test_a_group_that_the_toolkit_does_not_name_is_not_invited(store: Store, group: str) -> None:
    with pytest.raises(Refused) as told:
        invite(store, TOOLKIT, SESSION, group)
    assert told.value.field == "group"
    assert the_plan(store) == {}


@given(texts=st.fixed_dictionaries(dict.fromkeys(sorted(LIMITS), any_text.map("a{}".format))))
def test_any_text_can_be_saved_again_as_it_is_kept(memory_store: Store, texts: dict[str, str]) -> None:
    kept = save_action(memory_store, TOOLKIT, replace(ACTION, **texts))
    assert save_action(memory_store, TOOLKIT, kept) == kept
