"""Facts are honest and stand in one file; a broken file is told in one clear sentence."""

import re
import shutil
from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from workshop.paths import DATA
from workshop.toolkit import ToolkitError, load_toolkit


@pytest.fixture(scope="module")
def toolkit():
    return load_toolkit()


@pytest.fixture
def folder(tmp_path):
    """A copy of the data that a test may break."""
    for path in DATA.glob("*.toml"):
        shutil.copy(path, tmp_path)
    return tmp_path


# Facts


def test_the_help_bar_shows_the_emergency_number_and_two_confirmed_lines(toolkit):
    assert [(fact.value, fact.status_words) for fact in toolkit.bar_facts()] == [
        ("9-1-1", "confirmed"),
        ("1-800-563-0808", "confirmed"),
        ("1-833-900-1010", "confirmed"),
    ]


def test_the_number_that_the_toolkit_mislabels_is_kept_with_its_correction_and_not_printed(toolkit):
    fact = toolkit.fact("octip-line")
    assert fact.value == "1-888-712-7974"
    assert not fact.printed
    assert not fact.bar
    assert "Correction" in fact.note
    assert toolkit.fact("victimlink").value in fact.note
    shown = [other for other in toolkit.facts if other.printed]
    assert not any(fact.value in f"{other.value} {other.says} {other.note}" for other in shown)


def test_every_fact_says_where_it_was_seen_and_when(toolkit):
    for fact in toolkit.facts:
        assert fact.source
        assert fact.last_checked >= date(2026, 11, 23)
        assert fact.says
        if fact.status == "gone":
            assert re.search(r"\b(?:[Uu]se|[Aa]sk|[Ss]earch|[Ll]ook) ", fact.says), (
                f"{fact.key}: say what to use now"
            )


def test_only_three_lines_are_called_confirmed(toolkit):
    confirmed = [fact.key for fact in toolkit.facts if fact.status == "confirmed"]
    assert confirmed == ["emergency", "victimlink", "hotline"]
    assert toolkit.fact("child-protection").status_words == "not confirmed"
    assert toolkit.fact("jibc-toolkit").status_words == "probably gone"


def test_numbers_and_links_stand_in_the_facts_only():
    for name in ("toolkit.toml", "directory.toml"):
        text = (DATA / name).read_text("utf-8")
        assert "http" not in text
        assert "www." not in text
        assert not any(fact.value in text for fact in load_toolkit().facts)


# Reading the files


def test_the_toolkit_is_read_once_and_cannot_be_changed(toolkit):
    assert load_toolkit() is toolkit
    with pytest.raises(FrozenInstanceError):
        toolkit.prompts[0].question = "?"


def test_what_is_asked_for_by_key_is_found(toolkit):
    assert toolkit.section("who").title == "Who"
    assert toolkit.prompt("who-else").number == 8
    assert toolkit.group("chief-and-council").called == "the Nation's Chief and Council"
    with pytest.raises(KeyError, match='no prompt "nine"'):
        toolkit.prompt("nine")


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("facts.toml", 'value = "9-1-1"\n', "", 'fact "emergency": "value" is missing.'),
        ("facts.toml", "bar = true", 'bar = "yes"', 'fact "emergency": "bar" must be true or false.'),
        ("facts.toml", "2026-11-23", '"today"', 'fact "emergency": "last_checked" must be a day.'),
        ("facts.toml", '"confirmed"', '"sure"', '"status" is "sure"; it must be one of'),
        ("facts.toml", 'key = "victimlink"', 'key = "emergency"', 'fact "emergency": "key" is used twice.'),
        ("facts.toml", 'key = "archway"', 'key = "arch"', 'listing "cats": "links" is "archway"'),
        ("facts.toml", "[[fact]]", "[[fact", "is not good TOML"),
        ("directory.toml", 'kind = "committee"', 'kind = "team"', '"kind" is "team"'),
        ("directory.toml", 'for_what = ["find a committee"]', "for_what = [1]", "must be a list of texts"),
        ("toolkit.toml", 'sensitivity = "never"', 'sensitivity = "maybe"', 'prompt "impact": "sensitivity"'),
        ("toolkit.toml", "number = 1", 'number = "1"', '"number" must be a whole number.'),
        ("toolkit.toml", 'section = "why"', 'section = "when"', 'group "young-people": "mentions" is "when"'),
        ("toolkit.toml", ', words = "youth" }', " }", 'group "young-people": "words" is missing.'),
        ("toolkit.toml", 'called = "parents"\n', "", 'group "parents": "called" is missing.'),
        ("toolkit.toml", "[invitation]", "[letter]", "there is no [invitation]."),
        ("toolkit.toml", 'greeting = "Hello,"', "greeting = 1", '[invitation]: "greeting" must be a text'),
        ("toolkit.toml", "private = false", "private = false\nshy = 1", '"shy" is not a key we know.'),
        ("disclosures.toml", "{{street}}", "{{road}}", 'pattern "street": "regex" names no list of [words]'),
        ("disclosures.toml", "(?:^|[^0-9-])", "(?:^|[^0-9-]", 'pattern "phone": "regex" is not a pattern'),
    ],
)
def test_a_broken_file_is_named_with_the_row_and_the_key(folder, name, old, new, said):
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ToolkitError) as error:
        load_toolkit(folder)
    assert said in str(error.value)
    assert "\n" not in str(error.value)
    if "links" not in said:
        assert str(path) in str(error.value)


def test_a_missing_file_and_an_empty_one_are_told(folder):
    (folder / "disclosures.toml").write_text("", "utf-8")
    with pytest.raises(ToolkitError, match=r"disclosures\.toml, there is no \[\[pattern\]\]"):
        load_toolkit(folder)
    (folder / "facts.toml").unlink()
    with pytest.raises(ToolkitError, match=r"facts\.toml cannot be read: No such file"):
        load_toolkit(folder)
