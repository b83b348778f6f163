"""Each group that the text names is covered, thin, missing or not here; nobody falls between the chairs."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.stored import SESSION
from workshop.community import KINDS, STATES, STATUSES, GroupCoverage, coverage, gap
from workshop.store import Action, Entry, GroupMark
from workshop.toolkit import load_toolkit

TOOLKIT = load_toolkit()
GROUPS = [group.key for group in TOOLKIT.groups]
numbers = itertools.count()


def known(kind: str = "organisation", status: str = "at-table", *groups: str, name: str = "Name") -> Entry:
    return Entry(f"{next(numbers):032x}", SESSION, name, kind, groups or ("elders",), status)


def of(group: str, *entries: Entry, mark: str = "", actions: tuple[Action, ...] = ()) -> GroupCoverage:
    """Return how one group is covered."""
    marks = {group: GroupMark(SESSION, group, mark, 3)} if mark else {}
    (found,) = (one for one in coverage(TOOLKIT, entries, marks, actions) if one.group == group)
    return found


@pytest.mark.parametrize("kind", ["organisation", "committee", "resource"])
def test_a_group_is_covered_by_one_that_is_more_than_a_person(kind: str) -> None:
    one = known(kind)
    assert of("elders", one) == GroupCoverage("elders", "covered", stands=(one.id,))


def test_a_group_that_rests_on_one_person_is_thin_and_two_persons_cover_it() -> None:
    one, other = known("person", name="A"), known("person", name="B")
    assert of("elders", one) == GroupCoverage("elders", "thin", stands=(one.id,))
    assert of("elders", other, one) == GroupCoverage("elders", "covered", stands=(one.id, other.id))


def test_a_group_with_nobody_at_the_table_is_missing_and_the_nearest_come_first() -> None:
    assert of("elders").state == "missing"
    near = [
        known("person", status, name=name)
        for status, name in (("invited", "b"), ("invited", "C"), ("knows", "a"), ("not-yet", "A"))
    ]
    away = known("person", "not-here")
    found = of("elders", away, *reversed(near))
    assert found == GroupCoverage("elders", "missing", near=tuple(one.id for one in near))


def test_who_is_near_is_told_of_a_covered_group_too() -> None:
    near, there = known(status="invited"), known()
    assert of("elders", near, there) == GroupCoverage(
        "elders", "covered", stands=(there.id,), near=(near.id,)
    )


def test_a_group_that_is_not_in_town_says_so_by_its_mark_or_its_entries() -> None:
    assert of("elders", mark="not-here").state == "not-here"
    assert of("elders", known(status="not-here"), known(status="not-here")).state == "not-here"
    assert of("elders", known(status="not-here"), known(status="not-yet")).state == "missing"
    assert of("elders", known(status="not-yet"), mark="not-here").state == "not-here"


def test_whoever_is_at_the_table_is_there_whatever_was_marked() -> None:
    assert of("elders", known(), mark="not-here").state == "covered"
    assert of("elders", known("person"), mark="not-here").state == "thin"


@pytest.mark.parametrize(
    ("mark", "state"), [("yes", "covered"), ("working", "thin"), ("not-yet", "missing"), ("", "missing")]
)
def test_lived_experience_is_told_by_its_mark_alone(mark: str, state: str) -> None:
    found = of("lived-experience", known("person", "at-table", "lived-experience"), mark=mark)
    assert found == GroupCoverage("lived-experience", state, mark=mark, mark_version=3 if mark else 0)


def test_one_entry_may_stand_for_several_groups() -> None:
    one = known("committee", "at-table", "elders", "police")
    assert of("elders", one).stands == of("police", one).stands == (one.id,)
    assert of("parents", one).stands == ()


def test_a_gap_knows_the_action_that_is_to_close_it_until_it_is_dropped() -> None:
    to_do = Action("a", SESSION, "Invite", origin=gap("elders"))
    dropped = Action("b", SESSION, "Invite", origin=gap("elders"), status="dropped")
    other = Action("c", SESSION, "Ask", origin="step:talk")
    assert of("elders", actions=(dropped, to_do, other)).action == "a"
    assert of("elders", actions=(dropped, other)).action == ""
    assert of("police", actions=(to_do,)).action == ""


entries = st.lists(
    st.builds(
        known,
        st.sampled_from(KINDS),
        st.sampled_from(STATUSES),
        st.sampled_from([*GROUPS, "no such group"]),
        st.sampled_from(GROUPS),
    ),
    max_size=12,
)
marks = st.dictionaries(
    st.sampled_from([*GROUPS, "no such group"]),
    st.builds(GroupMark, st.just(SESSION), st.just(""), st.sampled_from(["", "not-here", "yes", "working"])),
)


@given(entries=entries, marks=marks, shuffled=st.randoms())
def test_coverage_is_told_of_every_group_once_in_the_order_of_the_toolkit(entries, marks, shuffled) -> None:
    found = coverage(TOOLKIT, entries, marks, [])
    assert [one.group for one in found] == GROUPS
    assert {one.state for one in found} <= set(STATES)
    by_id = {entry.id: entry for entry in entries}
    for one in found:
        assert len({*one.stands, *one.near}) == len(one.stands) + len(one.near)
        assert all(by_id[name].status == "at-table" for name in one.stands)
        if one.group != "lived-experience":
            there = {entry.id for entry in entries if one.group in entry.groups}
            assert there - {*one.stands, *one.near} == {
                name for name in there if by_id[name].status == "not-here"
            }
            assert (one.state in ("covered", "thin")) == bool(one.stands)
    shuffled.shuffle(entries)
    assert coverage(TOOLKIT, entries, marks, []) == found


@given(entries=entries, more=entries)
def test_who_comes_to_the_table_never_makes_a_group_less_covered(entries, more) -> None:
    before = coverage(TOOLKIT, entries, {}, [])
    seated = [entry for entry in more if entry.status == "at-table"]
    for one, then in zip(before, coverage(TOOLKIT, entries + seated, {}, []), strict=True):
        assert STATES.index(then.state) <= STATES.index(one.state)
