"""When two entries become one, nothing that anybody wrote is lost, and no group loses its place at the table."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hostile import HOSTILE
from tests.stored import SESSION, the_map
from workshop.community import KINDS, LIMITS, MAY_BE_RATED, STATES, STATUSES, coverage, merge_entries, merged
from workshop.privacy import clean_line, clean_text
from workshop.refusal import Refused
from workshop.store import Entry, Store
from workshop.toolkit import load_toolkit

TOOLKIT = load_toolkit()
GROUPS = [group.key for group in TOOLKIT.groups if group.key != "lived-experience"]
TEXTS = tuple(LIMITS)
KEEP = Entry("1" * 32, SESSION, "Library", "organisation", ("parents",), version=1)
OTHER = Entry("2" * 32, SESSION, "Libary", "organisation", ("elders",), version=1)


def text_of(entry: Entry) -> str:
    return "\n".join(getattr(entry, field) for field in TEXTS)


def test_what_only_one_says_stands_in_its_own_field() -> None:
    made = merged(
        replace(KEEP, offers="A room"),
        replace(
            OTHER, name="Library", contact="555-0110", web="https://example.org", notes="Ask for the key."
        ),
    )
    assert (made.offers, made.contact, made.web) == ("A room", "555-0110", "https://example.org")
    assert made.notes == "Ask for the key."


def test_what_both_say_stands_together_where_there_is_room() -> None:
    made = merged(
        replace(KEEP, contact="555-0110", offers="A room.", asks="Jo", for_whom="Everyone"),
        replace(OTHER, contact="555-0112", offers="A van", asks="Sam", for_whom="Everyone"),
    )
    assert (made.contact, made.offers) == ("555-0110; 555-0112", "A room. A van")
    assert (made.asks, made.for_whom) == ("Jo; Sam", "Everyone")
    assert made.notes == "Also called: Libary"


def test_what_has_no_room_in_its_field_stands_in_the_notes_with_its_name() -> None:
    made = merged(
        replace(KEEP, web="https://one.example.org", contact="a" * 100, notes="Mine"),
        replace(OTHER, web="https://other.example.org", contact="b" * 100, notes="Theirs"),
    )
    assert made.contact == "a" * 100
    assert made.notes == (
        f"Mine\nTheirs\nAlso called: Libary\nWeb: https://other.example.org\nContact: {'b' * 100}"
    )


def test_a_part_of_a_word_is_not_taken_for_the_word() -> None:
    made = merged(replace(KEEP, asks="Joanne"), replace(OTHER, asks="Ann"))
    assert made.asks == "Joanne; Ann"
    assert merged(replace(KEEP, asks="Ann"), replace(OTHER, asks="Ann or Jo")).asks == "Ann or Jo"


def test_the_kept_one_gets_the_groups_the_status_and_the_tie_of_both() -> None:
    made = merged(
        replace(KEEP, status="knows", tie=1, influence=1, interest=3, listed=True),
        replace(OTHER, status="at-table", tie=3, influence=2, groups=("elders", "parents")),
    )
    assert made.groups == ("parents", "elders")
    assert (made.status, made.tie, made.influence, made.interest) == ("at-table", 3, 2, 3)
    assert not made.listed


def test_only_what_both_may_list_is_listed() -> None:
    for one, other in itertools.product((False, True), repeat=2):
        assert merged(replace(KEEP, listed=one), replace(OTHER, listed=other)).listed == (one and other)


def test_a_person_is_never_rated_by_a_merge() -> None:
    made = merged(replace(KEEP, kind="person"), replace(OTHER, influence=3, interest=3))
    assert (made.kind, made.influence, made.interest) == ("person", 0, 0)


def test_two_that_have_too_much_to_say_are_refused_and_left_as_they_are(store: Store) -> None:
    keep = store.save_entry(replace(KEEP, notes="a" * 600, version=0))
    other = store.save_entry(replace(OTHER, notes="b" * 600, version=0))
    with pytest.raises(Refused, match="Nothing was changed") as told:
        merge_entries(store, SESSION, (keep.id, 1), (other.id, 1))
    assert told.value.field == "notes"
    assert the_map(store) == {keep.id: keep, other.id: other}


def test_an_entry_is_not_merged_with_itself(store: Store) -> None:
    keep = store.save_entry(replace(KEEP, version=0))
    with pytest.raises(Refused, match="two"):
        merge_entries(store, SESSION, (keep.id, 1), (keep.id, 1))
    assert the_map(store) == {keep.id: keep}


def entries(name: str) -> st.SearchStrategy[Entry]:
    """Any entry as it may stand on the map: its texts are clean, and not longer than they may be."""
    few = ["Ann", "Joanne", "A room.", "A", "https://example.org", *HOSTILE]
    texts = {
        field: (st.sampled_from(["", *few]) | st.text(max_size=min(limit, 60)))
        .map(clean_text if field == "notes" else clean_line)
        .map(lambda text, limit=limit: text[:limit].strip())
        for field, (limit, _) in LIMITS.items()
    }
    ratings = st.integers(0, 3)

    def build(**fields: object) -> Entry:
        if fields["kind"] not in MAY_BE_RATED:
            fields |= {"influence": 0, "interest": 0}
        fields["name"] = fields["name"] or "Library"
        return Entry(id=name, session_id=SESSION, version=1, **fields)

    return st.builds(
        build,
        kind=st.sampled_from(KINDS),
        status=st.sampled_from(STATUSES),
        groups=st.lists(st.sampled_from(GROUPS), unique=True, max_size=4).map(tuple),
        **dict.fromkeys(("tie", "influence", "interest"), ratings),
        listed=st.booleans(),
        **texts,
    )


@given(keep=entries("1" * 32), other=entries("2" * 32))
def test_no_word_that_anybody_wrote_is_lost(keep: Entry, other: Entry) -> None:
    try:
        made = merged(keep, other)
    except Refused:
        # Only when it truly has no room: all that both say is more than the notes alone could hold.
        assert sum(len(getattr(one, field)) for one in (keep, other) for field in TEXTS) > 500
        return
    for field in TEXTS:
        assert getattr(keep, field) in getattr(made, field)
        assert len(getattr(made, field)) <= LIMITS[field][0]
        assert getattr(other, field) in text_of(made)
    assert (made.id, made.name, made.kind, made.version) == (keep.id, keep.name, keep.kind, keep.version)
    assert set(made.groups) == {*keep.groups, *other.groups}
    assert merged(made, other) == made


@given(keep=entries("1" * 32), other=entries("2" * 32), third=entries("3" * 32))
def test_no_group_is_less_covered_by_a_merge(keep: Entry, other: Entry, third: Entry) -> None:
    keep, other, third = (replace(one, notes="", offers="", contact="") for one in (keep, other, third))
    before = coverage(TOOLKIT, [keep, other, third], {}, [])
    after = coverage(TOOLKIT, [merged(keep, other), third], {}, [])
    for one, then in zip(before, after, strict=True):
        if keep.kind == "person" and one.state == "covered":
            # Two entries for one person never were two persons: such a group is thin. It is never left empty.
            assert then.state in ("covered", "thin")
        else:
            assert STATES.index(then.state) <= STATES.index(one.state)
