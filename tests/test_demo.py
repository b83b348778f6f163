"""The made-up community fills an empty workshop completely, once, and touches no other."""

import re
import tomllib
from collections import Counter

import pytest

from tests.reading import grade, plain
from workshop.community import KINDS, MAY_BE_RATED, STATES
from workshop.community import STATUSES as ENTRY_STATUSES
from workshop.demo import TABLE, NotEmpty, fill_with_demo
from workshop.messages import Messages
from workshop.messages.snapshot import Snapshot
from workshop.paths import DATA
from workshop.session import begin_session, current_session
from workshop.settings import sqlite_url
from workshop.steps import STATUSES, read_steps
from workshop.store import Store, open_store
from workshop.toolkit import load_toolkit

TOOLKIT = load_toolkit()
DEMO = tomllib.loads((DATA / "demo.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    with open_store(sqlite_url(tmp_path_factory.mktemp("demo"))) as store:
        fill_with_demo(store, TOOLKIT)
        yield store


def test_every_question_has_all_the_answers_of_the_made_up_community(filled: Store) -> None:
    counts = filled.response_counts(current_session(filled).id)
    assert counts == {key: len(texts) for key, texts in DEMO["responses"].items()}
    assert counts.keys() == {prompt.key for prompt in TOOLKIT.prompts}


def test_steps_are_at_every_stage(filled: Store) -> None:
    steps = read_steps(filled, current_session(filled).id, TOOLKIT)
    assert {step.status for step in steps} == set(STATUSES)


# The map and the plan


@pytest.fixture(scope="module")
def community(filled: Store) -> Snapshot:
    return Messages(filled, TOOLKIT, current_session(filled).id).snapshots.now()


def test_the_map_has_entries_of_every_kind_at_every_distance_from_the_table(community: Snapshot) -> None:
    entries = community.entries_there()
    assert {entry.name for entry in entries} == {entry["name"] for entry in DEMO["entries"]}
    assert {entry.kind for entry in entries} == set(KINDS)
    assert {entry.status for entry in entries} == set(ENTRY_STATUSES)
    assert 12 <= len(entries) <= 16


def test_some_groups_are_covered_some_are_thin_and_several_are_missing(community: Snapshot) -> None:
    count = Counter(group.state for group in community.coverage)
    assert count.keys() == set(STATES)
    assert count["missing"] >= 5
    assert count["covered"] >= 5


def test_one_pair_of_entries_looks_the_same(community: Snapshot) -> None:
    (pair,) = community.twins
    names = {community.entries[key][1].name for key in pair}
    assert names == {"Alder Flats Library", "The Alder Flats Libary"}


def test_organisations_are_spread_over_the_grid_and_no_person_is_rated(community: Snapshot) -> None:
    rated = [entry for entry in community.entries_there() if entry.kind in MAY_BE_RATED]
    assert {entry.influence for entry in rated if entry.status != "not-here"} == {1, 2, 3}
    assert {entry.interest for entry in rated if entry.status != "not-here"} == {1, 2, 3}
    assert len({(entry.influence, entry.interest) for entry in rated}) >= 5


def test_the_plan_has_an_action_that_is_late_one_that_is_open_and_an_invitation(community: Snapshot) -> None:
    actions = community.actions_there()
    assert {action.origin.partition(":")[0] for action in actions} == {"step", "prompt", "gap"}
    assert len(community.plan.late) == len(community.plan.empty) == 1
    (invitation,) = (action for action in actions if action.letter)
    gap = next(group for group in community.coverage if group.action == invitation.id)
    assert gap.state == "missing"
    assert TOOLKIT.group(gap.group).called in invitation.letter


def test_the_plan_never_grows_old() -> None:
    assert not re.search(r"\b20\d\d-", (DATA / "demo.toml").read_text(encoding="utf-8"))


def test_the_session_says_that_its_community_is_made_up(filled: Store) -> None:
    assert "made-up" in current_session(filled).title


def test_some_answers_are_a_tables_and_none_shows_how_the_file_marks_that() -> None:
    texts = [text for texts in DEMO["responses"].values() for text in texts]
    assert any(text.startswith(TABLE) for text in texts)
    assert not any(TABLE in text.removeprefix(TABLE) for text in texts)


def test_every_phone_number_and_address_of_the_made_up_community_leads_nowhere() -> None:
    for entry in DEMO["entries"]:
        web, contact = entry.get("web", ""), entry.get("contact", "")
        assert not web or web.partition("://")[2].split("/")[0].endswith("example.org")
        assert "555-01" in contact or not any(letter.isdigit() for letter in contact)


def test_the_map_and_the_plan_read_at_grade_6_or_lower() -> None:
    said = [entry.get(field, "") for entry in DEMO["entries"] for field in ("offers", "notes")]
    done = [action.get(field, "") for action in DEMO["actions"] for field in ("what", "means")]
    assert grade(plain("\n".join((*said, *done)))) <= 6


def test_a_workshop_that_has_begun_is_not_touched(store: Store) -> None:
    session = begin_session(store, "Our own meeting", current_session(store).held_on)
    before = store.revision()
    with pytest.raises(NotEmpty, match="--data FOLDER"):
        fill_with_demo(store, TOOLKIT)
    assert store.revision() == before
    assert current_session(store) == session


def test_filling_twice_does_not_double_the_community(filled: Store) -> None:
    before = filled.response_counts(current_session(filled).id)
    with pytest.raises(NotEmpty):
        fill_with_demo(filled, TOOLKIT)
    assert filled.response_counts(current_session(filled).id) == before
