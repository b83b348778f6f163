"""Every notebook is in the form in which notebooks are kept, and every section's has the agreed shape."""

import ast
import re
from itertools import pairwise

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.notebooks import READABLE_ID, canonical, main, notebooks, read
from workshop.paths import NOTEBOOKS
from workshop.toolkit import load_toolkit

TOOLKIT = load_toolkit()
SECTIONS = TOOLKIT.sections
EVERY = pytest.mark.parametrize(
    "path", notebooks(), ids=[str(path.relative_to(NOTEBOOKS)) for path in notebooks()]
)
EACH = pytest.mark.parametrize("section", SECTIONS, ids=[section.key for section in SECTIONS])

#: What each section asks for besides its header and the room, in order.
CALLS = {
    "goal": ["page.last_time()", "page.help_lines()", "page.agreement()"],
    "why": [],
    "who": ["page.community_map()"],
    "how": ["page.steps()"],
    "what": ["page.directory()"],
    "reflecting": [*(f'page.reflection("{prompt.key}")' for prompt in TOOLKIT.prompts), "page.votes()"],
    "next-steps": [
        "page.learning_list()",
        "page.plan()",
        "page.check_in()",
        "page.earlier()",
        "page.overview()",
    ],
}
#: What stands at the top of a section, before its first sentence.
AT_THE_TOP = ("page.header()", "page.room()", "page.last_time()")
SHOWS = {
    "page.help_lines()": "HelpLines()",
    "page.community_map()": "CommunityMap()",
    "page.plan()": "Plan()",
    "page.check_in()": "CheckIn()",
    "page.earlier()": "Earlier()",
    "page.steps()": "Steps()",
    "page.directory()": "Directory()",
    "page.overview()": "Overview()",
    "page.last_time()": "LastTime()",
    "page.votes()": "Votes()",
    "page.agreement()": "Agreement()",
    "page.learning_list()": "LearningList()",
} | {f'page.reflection("{prompt.key}")': f"Reflection('{prompt.key}')" for prompt in TOOLKIT.prompts}


def prose(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "markdown"]


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def section_notebook(section):
    return read(NOTEBOOKS / section.notebook)


# The form in which notebooks are kept


@EVERY
def test_a_notebook_is_kept_in_the_one_form(path):
    assert path.read_text("utf-8") == canonical(read(path)), "run: python -m tests.notebooks"


@EVERY
def test_a_notebook_is_valid_and_its_cells_can_be_read_about(path):
    notebook = read(path)
    nbformat.validate(notebook)
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    assert [name for name in ids if not READABLE_ID.fullmatch(name)] == []


@EVERY
def test_code_is_one_call_and_holds_no_logic(path):
    allowed = (ast.Module, ast.ImportFrom, ast.alias, ast.Assign, ast.Expr, ast.Call, ast.Attribute, ast.Name)
    allowed += (ast.Constant, ast.expr_context)
    for cell in code(read(path)):
        assert len(cell.source.splitlines()) <= 3
        tree = ast.parse(cell.source)
        nodes = list(ast.walk(tree))
        assert [type(node).__name__ for node in nodes if not isinstance(node, allowed)] == []
        assert sum(isinstance(node, ast.Call) for node in nodes) == 1
        for node in nodes:
            if isinstance(node, ast.ImportFrom):
                assert node.module == "widgets"
            if isinstance(node, ast.Assign):
                assert [target.id for target in node.targets] in (["page"], ["console"])


def test_outputs_of_a_run_are_brought_into_the_form(tmp_path):
    cell = new_code_cell("page.header()  ", execution_count=7, metadata={"tags": ["x"], "trusted": True})
    cell.outputs = [
        new_output("stream", text="noise"),
        new_output(
            "display_data",
            data={
                "text/plain": "Header('goal')",
                "application/vnd.jupyter.widget-view+json": {"model_id": "1"},
            },
        ),
    ]
    messy = new_notebook(
        cells=[new_markdown_cell("# Hello you all", id="3f2a9c1b"), cell],
        metadata={"widgets": {}, "title": "Hello", "language_info": {"name": "python", "version": "3.9"}},
    )
    messy.cells[1].id = "a5d0c7e2-1111-2222-3333-444455556666"
    clean = nbformat.reads(canonical(messy), as_version=4)
    assert canonical(clean) == canonical(messy)
    assert [kept.id for kept in clean.cells] == ["hello-you-all", "header"]
    assert clean.metadata.keys() == {"kernelspec", "language_info", "title"}
    assert clean.cells[1].metadata == {}
    assert clean.cells[1].execution_count == 1
    assert [dict(output.data) for output in clean.cells[1].outputs] == [{"text/plain": "Header('goal')"}]


def test_a_run_that_failed_is_not_kept():
    cell = new_code_cell("page.header()", outputs=[new_output("error", ename="E", evalue="no", traceback=[])])
    with pytest.raises(ValueError, match="ended in an error"):
        canonical(new_notebook(cells=[cell]))


def test_unknown_arguments_change_nothing(capsys):
    assert main(["--walk"]) == 2
    assert "usage" in capsys.readouterr().err


# The shape of a section


@EACH
def test_a_section_says_what_people_leave_with_and_how_long_it_takes(section):
    notebook = section_notebook(section)
    first = next(cell for cell in prose(notebook) if cell.source.startswith("# "))
    title, promise, form = [line for line in first.source.splitlines() if line]
    assert title == f"# {section.number} · {section.title}"
    assert notebook.metadata.title == f"{section.number} · {section.title}"
    assert promise.startswith("You leave this page ")
    assert form == f"*About {section.minutes} minutes · {section.room}*"
    assert sum(cell.source.startswith("# ") for cell in prose(notebook)) == 1


@EACH
def test_a_section_asks_for_its_widgets_and_no_others(section):
    cells = code(section_notebook(section))
    assert cells[0].source == f'from widgets import open_page\npage = open_page("{section.key}")'
    assert cells[0].outputs == []
    assert cells[1].source == "page.header()"
    assert [output.data["text/plain"] for output in cells[1].outputs] == [f"Header('{section.key}')"]
    assert cells[2].source == "page.room()"
    assert [output.data["text/plain"] for output in cells[2].outputs] == ["Room()"]
    assert [cell.source for cell in cells[3:]] == CALLS[section.key]
    for cell in cells[3:]:
        assert [output.data["text/plain"] for output in cell.outputs] == [SHOWS[cell.source]]


@EACH
def test_every_widget_comes_after_a_sentence_that_leads_to_it(section):
    cells = section_notebook(section).cells
    assert cells[0].cell_type == cells[-1].cell_type == "markdown"
    for before, cell in pairwise(cells):
        if cell.cell_type == "code" and cell.source not in AT_THE_TOP:
            assert before.cell_type == "markdown"
            assert re.search(r"\w[.?!*]*$", before.source)


@EACH
def test_a_section_has_questions_a_facilitator_note_and_what_we_have_now(section):
    sources = [cell.source for cell in prose(section_notebook(section))]
    questions = [text for text in sources if text.startswith("## Questions for this section")]
    assert len(questions) == 1
    assert 2 <= questions[0].count("\n- ") <= 4
    notes = [text for text in sources if text.startswith("<details><summary>Facilitator note</summary>\n\n")]
    assert len(notes) == 1
    assert notes[0].endswith("\n\n</details>")
    assert f"**{section.minutes} minutes.**" in notes[0]
    assert sum(map(int, re.findall(r"^- \*(\d+) minutes", notes[0], re.MULTILINE))) == section.minutes
    now = [text for text in sources if text.startswith("## What we have now")]
    assert len(now) == 1
    assert sources.index(notes[0]) < sources.index(now[0])


@EACH
def test_a_cell_holds_one_idea(section):
    for cell in prose(section_notebook(section)):
        if cell.id != "facilitator-note":
            assert len(cell.source.split()) <= 120, cell.id
        assert len(re.findall(r"^#+ ", cell.source, re.MULTILINE)) <= 1, cell.id


@EACH
def test_headings_go_down_one_level_at_a_time(section):
    text = "\n".join(cell.source for cell in prose(section_notebook(section)))
    levels = [len(marks) for marks in re.findall(r"^(#+) ", text, re.MULTILINE)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@EACH
def test_a_section_leads_to_the_one_before_and_the_one_after(section):
    last = section_notebook(section).cells[-1].source
    around = [other for other in SECTIONS if abs(other.number - section.number) == 1]
    expected = [
        f"{'Previous' if other.number < section.number else 'Next'}: "
        f"[{other.number} · {other.title}]({other.notebook})"
        for other in around
    ]
    assert last == " · ".join(expected)


@EACH
def test_numbers_and_links_stand_in_the_facts_only(section):
    """The emergency number alone may be said in a sentence: it has to be read before any widget answers."""
    for cell in section_notebook(section).cells:
        assert set(re.findall(r"\d(?:[-. ]?\d){2,}(?:-\d+)*", cell.source)) <= {
            TOOLKIT.fact("emergency").value
        }
        assert not re.search(r"https?:|www\.|mailto:|\.(?:ca|org|com)\b", cell.source)


def test_each_prompt_is_asked_in_exactly_one_place():
    asked = [
        key
        for path in notebooks()
        for cell in code(read(path))
        for key in re.findall(r'\.reflection\("([^"]*)"\)', cell.source)
    ]
    assert asked == [prompt.key for prompt in TOOLKIT.prompts]


def test_before_goal_there_is_a_content_note_and_then_what_to_do_now():
    sources = [cell.source for cell in prose(section_notebook(TOOLKIT.section("goal")))]
    assert sources[0].startswith("**Before you start.**")
    assert "Exit this page" in sources[0]
    assert sources[1].startswith("# 1 · Goal")
    now = sources[2]
    for said in (
        "9-1-1",
        "help lines",
        "RCMP",
        "police",
        "victim services",
        "child protection",
        "front line",
    ):
        assert said in now
    first = "\n".join(sources[:6])
    for said in ("VictimLinkBC", "OCTIP", "online course", "under 19", "the law in B.C."):
        assert said in first


def test_the_definition_is_called_a_plain_one():
    text = "\n".join(cell.source for cell in prose(section_notebook(TOOLKIT.section("goal"))))
    assert "not a legal definition" in text


def test_reflecting_says_that_people_can_pass_before_it_asks():
    cells = section_notebook(TOOLKIT.section("reflecting")).cells
    right = next(number for number, cell in enumerate(cells) if "## You can pass" in cell.source)
    first = next(number for number, cell in enumerate(cells) if cell.source.startswith("page.reflection"))
    assert right < first


def test_next_steps_says_which_parts_are_missing_and_links_to_none_of_them():
    notebook = section_notebook(TOOLKIT.section("next-steps"))
    text = "\n".join(cell.source for cell in prose(notebook))
    for part in ("Take Action", "Resources", "Community Action Stories"):
        assert f"**{part}**" in text
    assert "**not in this workshop yet**" in text
    assert re.findall(r"\]\(([^)]*)\)", text) == ["06-reflecting.ipynb"]
    assert code(notebook)[-1].source == "page.overview()"
