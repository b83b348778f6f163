"""What may be proposed for publication at all: the rules that no button overrides, as properties."""

import itertools
from collections import defaultdict
from dataclasses import fields, make_dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.community import KINDS, STATUSES, coverage
from workshop.publish.allowed import ITEMS, RECORDS, only_allowed, open_fields
from workshop.publish.counts import FEWEST, FEWEST_SENSITIVE, one_count, safe_counts
from workshop.publish.rules import (
    NEVER,
    PUBLIC_STATES,
    fewest_people,
    has_hidden_address,
    may_quote,
    may_summarize,
    public_state,
    why_not_listed,
)
from workshop.store import Entry, records
from workshop.toolkit import SENSITIVITIES, load_toolkit

TOOLKIT = load_toolkit()
LIBRARY = Entry("1" * 32, "5" * 32, "Library", "resource", status="at-table", listed=True)
RECORD_CLASSES = [
    kind
    for kind in vars(records).values()
    if isinstance(kind, type)
    and hasattr(kind, "__dataclass_fields__")
    and kind.__module__ == records.__name__
]

# The allow-list


@pytest.mark.parametrize("kind", RECORD_CLASSES, ids=lambda kind: kind.__name__)
def test_a_field_that_is_added_next_year_is_not_published(kind: type) -> None:
    """Every class of record, with a field more than anybody listed."""
    grown = make_dataclass(
        f"Grown{kind.__name__}", [("next_year", str, "PLANTED")], bases=(kind,), frozen=True
    )
    made = grown(**{field.name: None for field in fields(kind)})
    assert made.next_year == "PLANTED"
    assert open_fields(made).keys() == set(RECORDS.get(kind, ()))


@given(st.dictionaries(st.text(), st.text()), st.one_of(st.sampled_from(sorted(ITEMS)), st.text()))
def test_an_item_says_only_what_is_listed_for_its_kind(said: dict[str, str], kind: str) -> None:
    listed = ITEMS.get(kind, ())
    assert only_allowed(kind, said | dict.fromkeys(listed, "x")) == dict.fromkeys(listed, "x")


@pytest.mark.parametrize(
    "field", ["notes", "asks", "letter", "tell", "origin", "tie", "influence", "interest", "handle"]
)
def test_what_a_group_keeps_to_itself_is_on_no_list(field: str) -> None:
    assert field not in {name for listed in (*RECORDS.values(), *ITEMS.values()) for name in listed}


# Questions


@pytest.mark.parametrize("number", [1, 7])
@pytest.mark.parametrize("sensitivity", SENSITIVITIES)
@pytest.mark.parametrize("private", [True, False])
def test_questions_1_and_7_are_never_published_whatever_the_toolkit_says(
    number, sensitivity, private
) -> None:
    prompt = replace(TOOLKIT.prompts[number - 1], sensitivity=sensitivity, private=private)
    assert prompt.key in NEVER
    assert not may_quote(prompt)
    assert not may_summarize(prompt)


def test_answers_are_quoted_only_where_people_were_told_that_they_may_be() -> None:
    assert {prompt.number for prompt in TOOLKIT.prompts if may_quote(prompt)} == {3, 5, 6, 9}
    assert {prompt.number for prompt in TOOLKIT.prompts if may_summarize(prompt)} == {2, 3, 4, 5, 6, 8, 9}


# Entries of the map


def entries(**fixed: object) -> st.SearchStrategy[Entry]:
    known = [group.key for group in TOOLKIT.groups]
    free = {
        "kind": st.sampled_from(KINDS),
        "status": st.sampled_from(STATUSES),
        "groups": st.lists(st.sampled_from(known), max_size=3).map(tuple),
        "listed": st.booleans(),
    }
    made = {name: st.just(value) for name, value in fixed.items()}
    return st.fixed_dictionaries(free | made).map(lambda said: replace(LIBRARY, **said))


@given(entries(kind="person"))
def test_nobody_is_ever_listed_as_a_person(entry: Entry) -> None:
    assert why_not_listed(entry)


@given(entries(listed=False))
def test_what_may_not_be_listed_is_not_proposed(entry: Entry) -> None:
    assert why_not_listed(entry)


@given(entries(), st.sampled_from(["name", "for_whom", "offers", "notes", "contact"]))
@pytest.mark.parametrize(
    "said",
    [
        "The safe house",
        "a transition house",
        "Women's shelter",
        "the address is kept secret",
        "undisclosed location",
    ],
)
def test_a_place_with_a_hidden_address_is_never_listed(said: str, entry: Entry, field: str) -> None:
    assert why_not_listed(replace(entry, **{field: said}))


@given(entries())
def test_a_shelter_is_never_listed_whatever_it_says(entry: Entry) -> None:
    assert why_not_listed(replace(entry, groups=(*entry.groups, "shelters")))


@pytest.mark.parametrize(
    "said", ["A house of refuge-seeking readers", "Bus shelter on Main", "Animal shelter"]
)
def test_other_places_are_not_taken_for_hidden_ones(said: str) -> None:
    hidden = has_hidden_address(replace(LIBRARY, offers=said))
    assert hidden is ("refuge" in said)  # one false alarm is known, and costs an entry a line on a page


@given(st.lists(entries(), max_size=6))
def test_a_group_that_rests_on_people_alone_is_not_counted_as_one_that_is_here(found: list[Entry]) -> None:
    numbered = {f"{number:032x}": replace(entry, id=f"{number:032x}") for number, entry in enumerate(found)}
    for group in coverage(TOOLKIT, numbered.values(), {}, ()):
        if group.group == "lived-experience":
            with pytest.raises(ValueError, match="not counted"):
                public_state(group, numbered)
            continue
        state, here = public_state(group, numbered), [numbered[key] for key in group.stands]
        assert state in PUBLIC_STATES
        assert (state == "here") is any(entry.kind != "person" for entry in here)
        asked = [numbered[key] for key in group.near if numbered[key].status in ("invited", "knows")]
        assert state != "in-touch" or here or asked


# Counts of people


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 60), max_size=7))
@pytest.mark.parametrize("fewest", [FEWEST, FEWEST_SENSITIVE])
def test_no_small_count_is_shown_and_no_single_one_is_hidden(fewest: int, counts: dict[str, int]) -> None:
    safe = safe_counts(counts, fewest=fewest)
    assert all(count >= fewest for count in safe.shown.values())
    assert safe.shown.keys() | set(safe.hidden) == counts.keys()
    assert len(safe.hidden) != 1 or len(counts) == 1
    if safe.hidden and safe.shown:
        hidden = [counts[name] for name in safe.hidden]
        assert max(hidden) < min(safe.shown.values())
        assert sum(hidden) >= 2 * fewest


@pytest.mark.parametrize("fewest", [3, 4])
@pytest.mark.parametrize("options", [2, 3, 4])
def test_whoever_knows_the_total_and_the_rule_can_work_no_hidden_count_out(fewest: int, options: int) -> None:
    """Every way in which dots can fall, and all that an attacker could make of what is published."""
    names = "abcd"[:options]
    for total in range(18):
        told = defaultdict(list)
        for first in itertools.product(range(total + 1), repeat=options - 1):
            if sum(first) <= total:
                counts = dict(zip(names, (*first, total - sum(first)), strict=True))
                safe = safe_counts(counts, fewest=fewest)
                told[tuple(safe.shown.items()), safe.hidden].append(counts)
        for (shown, hidden), possible in told.items():
            for name in hidden if shown else ():
                assert len({counts[name] for counts in possible}) >= fewest


@given(st.integers(0, 100))
def test_a_count_that_stands_alone_is_said_from_eleven_on(count: int) -> None:
    assert one_count(count) == (count if count >= 11 else None)
    assert one_count(count, fewest=FEWEST_SENSITIVE) == (count if count >= 20 else None)


def test_counts_that_touch_question_1_or_lived_experience_need_twenty() -> None:
    assert fewest_people("Have an evening at the library") == 11
    assert fewest_people("Pay people with lived experience") == 20
    assert fewest_people("Listen to survivors") == 20
    assert fewest_people("An evening", prompt=TOOLKIT.prompt("impact")) == 20
    assert fewest_people("An evening", prompt=TOOLKIT.prompt("start")) == 11


def test_there_are_no_cross_tables() -> None:
    with pytest.raises(TypeError, match="cross-tables"):
        safe_counts({("young people", "yes"): 30})
