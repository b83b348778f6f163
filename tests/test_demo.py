"""The made-up community fills an empty workshop completely, once, and touches no other."""

import tomllib

import pytest

from workshop.demo import TABLE, NotEmpty, fill_with_demo
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


def test_steps_are_at_every_stage_and_resources_of_the_group_are_there(filled: Store) -> None:
    session = current_session(filled)
    assert {step.status for step in read_steps(filled, session.id, TOOLKIT)} == set(STATUSES)
    names = {resource.name for resource in filled.resources(session.id)}
    assert names == {resource["name"] for resource in DEMO["resources"]}


def test_the_session_says_that_its_community_is_made_up(filled: Store) -> None:
    assert "made-up" in current_session(filled).title


def test_some_answers_are_a_tables_and_none_shows_how_the_file_marks_that() -> None:
    texts = [text for texts in DEMO["responses"].values() for text in texts]
    assert any(text.startswith(TABLE) for text in texts)
    assert not any(TABLE in text.removeprefix(TABLE) for text in texts)


def test_every_phone_number_and_address_of_the_made_up_community_leads_nowhere() -> None:
    for resource in DEMO["resources"]:
        assert not resource["link"] or resource["link"].partition("://")[2].split("/")[0].endswith(
            "example.org"
        )
        assert "555-01" in resource["contact"] or not any(letter.isdigit() for letter in resource["contact"])


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
