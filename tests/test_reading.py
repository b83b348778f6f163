"""The words are as easy to read as we promise: Flesch-Kincaid grades, as textstat 0.7.4 counts them.

Body at grade 8 or lower, safety text, questions and instructions at 6 or lower, and no prose cell of thirty words
or more above 9.
"""

from importlib.metadata import version

import pytest

from tests.reading import cells, grade, plain, section_notebooks, words
from workshop.toolkit import load_toolkit

BODY, EASY, NEVER_OVER = 8.0, 6.0, 9.0
NOTEBOOKS = pytest.mark.parametrize("notebook", section_notebooks(), ids=lambda path: path.stem)


def test_the_ruler_is_the_one_we_mean():
    """Later releases count syllables another way, and fetch a dictionary from the internet to do it."""
    assert version("textstat") == "0.7.4"


def test_the_ruler_tells_hard_from_easy():
    hard = "Coordination of comprehensive initiatives necessitates organizational participation by professionals."
    assert grade(hard) > 20
    assert grade("Call a help line. You can call day or night.") < 3


def test_names_titles_and_quotations_are_left_out():
    text = plain('## In B.C.\n\n- ask **VictimLinkBC**\n- [2 · Why](02-why.ipynb)\n\n> "A hard sentence."\n')
    assert text == "In .\nask.\n2 · Why."
    assert plain("They live in B.C. We call the RCMP, too.") == "They live in . We call the , too."


@NOTEBOOKS
def test_a_section_reads_at_grade_8_or_lower(notebook):
    assert grade("\n".join(text for _, text in cells(notebook))) <= BODY


@NOTEBOOKS
def test_no_long_cell_is_over_9(notebook):
    assert {
        name: grade(text) for name, text in cells(notebook) if words(text) >= 30 and grade(text) > NEVER_OVER
    } == {}


@NOTEBOOKS
def test_safety_text_reads_at_grade_6_or_lower(notebook):
    assert {name: grade(text) for name, text in cells(notebook, "safety-") if grade(text) > EASY} == {}


@NOTEBOOKS
def test_questions_and_instructions_read_at_grade_6_or_lower(notebook):
    found = cells(notebook, "questions", "think-", "talk", "the-groups", "seven-steps", "the-directory")
    assert {name: grade(text) for name, text in found if grade(text) > EASY} == {}


@pytest.mark.parametrize(
    ("what", "limit"),
    [
        ("help under the questions", EASY),
        ("steps", EASY),
        ("phone lines", EASY),
        ("links", BODY),
        ("notes", BODY),
        ("directory", BODY),
        ("promises", BODY),
        ("group names", BODY + 1),
    ],
)
def test_the_words_in_the_data_are_easy_too(what, limit):
    toolkit = load_toolkit()
    texts = {
        "help under the questions": [prompt.help for prompt in toolkit.prompts],
        "steps": [line for step in toolkit.steps for line in (step.text, step.hint)],
        "phone lines": [fact.says for fact in toolkit.facts if fact.kind == "phone" and fact.printed],
        "links": [fact.says for fact in toolkit.facts if fact.kind == "link"],
        "notes": [fact.note for fact in toolkit.facts],
        "directory": [listing.about for listing in toolkit.directory],
        "promises": [section.promise for section in toolkit.sections],
        "group names": [group.name for group in toolkit.groups],
    }[what]
    assert grade(plain("\n".join(texts))) <= limit


def test_every_directory_entry_reads_at_grade_9_or_lower():
    found = {listing.key: grade(plain(listing.about)) for listing in load_toolkit().directory}
    assert {key: value for key, value in found.items() if value > NEVER_OVER} == {}
