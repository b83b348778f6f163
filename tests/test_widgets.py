"""The widgets in Python: what they show, what they answer, and what they never give away."""

import json
import re

import pytest

import widgets
from tests.reading import grade
from tests.wires import HOSTILE, Spoken, open_in_lab, say, sent_by
from widgets import open_console, open_page
from widgets.directory import link
from widgets.guide import OPENING, POLICY, WHAT_IF
from widgets.links import checked
from widgets.markup import phone_address
from widgets.page import LateMessages
from widgets.reflection import ALONE_FATE, AT_TABLE, FATES, NOTICE, PRIVATE_FATE, fate_of
from workshop.store import StoreUnavailable
from workshop.toolkit import ToolkitError, load_toolkit

REPRS = {
    "header": "Header('goal')",
    "help_lines": "HelpLines()",
    "community_map": "CommunityMap()",
    "steps": "Steps()",
    "directory": "Directory()",
    "plan": "Plan()",
    "overview": "Overview()",
    "room": "Room()",
    "last_time": "LastTime()",
    "votes": "Votes()",
    "agreement": "Agreement()",
    "learning_list": "LearningList()",
}


@pytest.fixture
def lab(tmp_path, monkeypatch):
    """A page in JupyterLab, on an empty store."""
    return open_in_lab(tmp_path, monkeypatch)


@pytest.fixture
def served(monkeypatch):
    """A page that the participants' server shows."""
    monkeypatch.setenv("WORKSHOP_SERVED_BY", "participants")
    return open_page("goal")


# Pages


def test_every_call_of_a_notebook_has_a_stable_repr(lab):
    assert repr(lab) == "Page('goal')"
    for call, expected in REPRS.items():
        assert repr(getattr(lab, call)()) == expected
    for prompt in load_toolkit().prompts:
        assert repr(lab.reflection(prompt.key)) == f"Reflection({prompt.key!r})"


def test_names_are_what_the_package_says():
    assert all(hasattr(widgets, name) for name in widgets.__all__)


def test_a_served_page_has_no_header_and_opens_no_store(served, monkeypatch):
    monkeypatch.setattr("workshop.messages.open_messages", lambda: pytest.fail("the store was opened"))
    assert served.header() is None
    assert served.messages is None
    for call in REPRS.keys() - {"header", "help_lines"}:
        assert repr(getattr(served, call)()) == REPRS[call]


def test_an_unknown_section_is_told(lab):
    with pytest.raises(KeyError, match="no section"):
        open_page("nowhere")


def test_an_unknown_prompt_leaves_a_sentence_in_its_place(lab):
    shown = lab.reflection(HOSTILE)
    assert repr(shown) == "Trouble()"
    assert "can&#x27;t be shown" in shown.value
    assert "<script>" not in shown.value


def test_a_broken_toolkit_leaves_a_sentence_in_every_place(lab, monkeypatch):
    def broken():
        raise ToolkitError("The toolkit file is not good TOML.")

    monkeypatch.setattr("widgets.page.load_toolkit", broken)
    page = open_page("goal")
    for shown in (page.header(), page.steps(), page.reflection("impact"), page.overview()):
        assert "not good TOML" in shown.value


def test_widgets_are_made_when_the_store_is_not_there(lab, monkeypatch):
    def closed():
        raise StoreUnavailable("The disk is full.")

    monkeypatch.setattr("workshop.messages.open_messages", closed)
    steps = lab.steps()
    sent = sent_by(steps)
    say(steps, {"id": "a1", "message": {"kind": "read-steps"}})
    assert sent == [{"id": "a1", "reply": {"refused": "The disk is full.", "again": True}}]


def test_late_messages_open_the_store_once(monkeypatch):
    opened = []
    monkeypatch.setattr("workshop.messages.open_messages", lambda: opened.append(1) or Spoken())
    late = LateMessages()
    assert opened == []
    late.answer({"kind": "read-steps"})
    late.revision()
    assert opened == [1]


# Reflections


def test_a_reflection_says_what_happens_to_the_words_before_they_are_written(lab):
    for prompt in load_toolkit().prompts:
        shown = lab.reflection(prompt.key)
        assert shown.fate.startswith(FATES[prompt.sensitivity])
        assert (PRIVATE_FATE in shown.fate) == prompt.private
        assert (ALONE_FATE in shown.fate) == (prompt.sensitivity == "never" and not prompt.private)
        assert ("A facilitator reads it first." in shown.fate) == (prompt.sensitivity != "never")
        assert shown.fate_at_table.startswith(AT_TABLE) == prompt.private
        assert (shown.number, shown.question, shown.help) == (prompt.number, prompt.question, prompt.help)


def test_only_what_may_be_published_says_so():
    for prompt in load_toolkit().prompts:
        assert ("may be published" in fate_of(prompt)) == (prompt.sensitivity == "review")


def test_words_about_safety_are_easy_to_read():
    words = " ".join([*FATES.values(), ALONE_FATE, PRIVATE_FATE, AT_TABLE, NOTICE])
    assert grade(words) <= 6
    for fate in (*FATES.values(), ALONE_FATE, PRIVATE_FATE):
        assert grade(fate) <= 6


def test_reflections_of_a_page_share_one_kit(lab):
    first, second = lab.reflection("impact"), lab.reflection("learn")
    assert first.kit is second.kit
    assert (first.kit.soft_limit, first.kit.hard_limit) == (400, 2000)
    assert {line["value"] for line in first.kit.lines} >= {"9-1-1", "1-800-563-0808"}
    assert len(first.kit.patterns) == len(load_toolkit().disclosures)


def test_no_trait_holds_anything_of_a_visitor(lab):
    shown = (lab.reflection("impact"), *(getattr(lab, call)() for call in REPRS))
    for widget in shown:
        state = json.dumps({key: str(value) for key, value in widget.get_state().items()})
        for word in ("seat_key", "WORKSHOP_", "sqlite"):
            assert word not in state


# What the pages show


def test_help_lines_say_how_sure_we_are(lab):
    shown = lab.help_lines().value
    for fact in load_toolkit().facts:
        if fact.kind == "phone":
            assert (phone_address(fact.value) in shown) == (fact.printed and fact.status != "gone")
    assert "Not confirmed" in shown
    assert "Last checked" in shown


def test_a_link_that_is_gone_says_so():
    gone = [fact for fact in load_toolkit().facts if fact.status == "gone"]
    assert gone
    for fact in gone:
        assert link(fact)["gone"] is True
        assert "gone" in checked(fact)


def test_the_map_says_where_the_text_names_each_group(lab):
    toolkit = load_toolkit()
    shown = lab.community_map().groups
    assert [group["name"] for group in shown] == [group.name for group in toolkit.groups]
    assert all(group["mentions"] for group in shown)


def test_the_plan_knows_every_place_that_an_action_may_come_from(lab):
    toolkit = load_toolkit()
    shown = lab.plan()
    for places, known in ((shown.steps, toolkit.steps), (shown.prompts, toolkit.prompts)):
        assert [(place["key"], place["number"]) for place in places] == [
            (one.key, one.number) for one in known
        ]
    assert [group["key"] for group in shown.groups] == [group.key for group in toolkit.groups]
    assert shown.limits["what"] == 200


def test_answers_about_action_may_go_to_the_plan_and_no_others(lab):
    offered = [prompt for prompt in load_toolkit().prompts if lab.reflection(prompt.key).to_plan]
    assert [prompt.number for prompt in offered] == [3, 9]
    # What goes there is read by everyone in the room at once.
    assert all(prompt.sensitivity == "review" and not prompt.private for prompt in offered)


def test_the_bar_of_the_room_knows_the_way_to_every_section(lab):
    toolkit = load_toolkit()
    shown = lab.room()
    assert shown.section == "goal"
    assert [(one["key"], one["notebook"]) for one in shown.sections] == [
        (section.key, section.notebook) for section in toolkit.sections
    ]
    assert shown.votes_at == toolkit.section("reflecting").notebook


def test_the_header_says_where_we_are(lab):
    shown = lab.header().value
    assert shown.count("you are here") == 1
    assert shown.count('class="go-step-number"') == 7


def test_the_directory_holds_every_listing(lab):
    toolkit = load_toolkit()
    shown = lab.directory()
    assert [row["title"] for row in shown.listings] == [listing.title for listing in toolkit.directory]
    assert shown.limits["name"] == 120


# The facilitator's


def test_every_call_of_a_facilitators_notebook_has_a_stable_repr(lab):
    console = open_console()
    assert repr(console) == "Console()"
    for call in ("desk", "board", "wall", "hall", "community_map", "plan"):
        name = "".join(word.capitalize() for word in call.split("_"))
        assert repr(getattr(console, call)()) == f"{name}()"


def test_a_facilitators_served_page_needs_no_process_of_its_own(lab, monkeypatch):
    monkeypatch.setenv("WORKSHOP_SERVED_BY", "facilitator")
    monkeypatch.setattr("workshop.messages.open_messages", lambda: pytest.fail("the store was opened"))
    console = open_console()
    for call in ("desk", "board", "wall", "hall", "community_map", "plan"):
        assert getattr(console, call)().does_without_kernel


def test_the_frame_counts_the_answers_to_each_question(lab):
    reflection = lab.reflection("impact")
    sent_by(reflection)
    message = {"kind": "save-response", "seat": "0" * 32, "prompt": "impact", "state": "written", "seq": 1}
    say(reflection, {"id": "a", "message": message | {"text": HOSTILE}})
    frame = open_console().frame()
    assert frame.loc["impact", "answers"] == 1
    assert frame["answers"].sum() == 1
    assert "alert" not in frame.to_html()


def test_the_room_shows_numbers_from_the_facts_alone(lab):
    shown = open_console().desk()
    numbers = {fact.value for fact in load_toolkit().facts if fact.kind == "phone" and fact.printed}
    for lines in (shown.opening, shown.what_if):
        named = [contact["value"] for line in lines for contact in line["contacts"]]
        assert set(named) <= numbers
        assert load_toolkit().fact("child-protection").value in named
        assert not any(re.search(r"\d-\d", line["words"]) for line in lines)


def test_what_a_facilitator_reads_out_and_follows_is_easy_to_read(lab):
    for lines in (OPENING, POLICY, WHAT_IF):
        assert grade(" ".join(line.words for line in lines)) <= 6


def test_only_what_may_be_shown_is_said_to_be(lab):
    hidden = {prompt["number"] for prompt in open_console().wall().prompts if not prompt["shown"]}
    assert hidden == {1, 7}
