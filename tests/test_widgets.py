"""The widgets in Python: what they show, what they answer, and what they never give away."""

import asyncio
import json
import logging
from html.parser import HTMLParser

import pytest

import widgets
from tests.reading import grade
from widgets import Directory, Overview, Steps, open_console, open_page
from widgets.directory import link
from widgets.links import checked
from widgets.live import watch
from widgets.markup import Markup, Static, join, phone_address, phone_link, table, tag
from widgets.page import LateMessages
from widgets.reflection import AT_TABLE, FATES, NOTICE, PRIVATE_FATE, Kit, fate_of
from widgets.wired import STATIC, TROUBLE, answer, css
from workshop.store import StoreUnavailable
from workshop.toolkit import ToolkitError, load_toolkit

HOSTILE = '<img src=x onerror="alert(1)"><script>alert(2)</script>\'"&'
REPRS = {
    "header": "Header('goal')",
    "help_lines": "HelpLines()",
    "community_groups": "CommunityGroups()",
    "steps": "Steps()",
    "directory": "Directory()",
    "overview": "Overview()",
}


class Spoken:
    """Messages that answer with what they are told to."""

    def __init__(self, reply: object = None) -> None:
        self.reply, self.heard, self.number = reply, [], 1

    def answer(self, message: dict) -> dict:
        self.heard.append(message)
        if isinstance(self.reply, Exception):
            raise self.reply
        return self.reply or {"heard": message["kind"]}

    def revision(self) -> int:
        return self.number


@pytest.fixture
def lab(tmp_path, monkeypatch):
    """A page in JupyterLab, on an empty store."""
    monkeypatch.setenv("WORKSHOP_DATA", str(tmp_path))
    for name in ("WORKSHOP_SERVED_BY", "WORKSHOP_DATABASE_URL", "WORKSHOP_SESSION", "WORKSHOP_JOIN_URL"):
        monkeypatch.delenv(name, raising=False)
    return open_page("goal")


@pytest.fixture
def served(monkeypatch):
    """A page that the participants' server shows."""
    monkeypatch.setenv("WORKSHOP_SERVED_BY", "participants")
    return open_page("goal")


def sent_by(widget) -> list:
    """Collect what a widget sends from now on."""
    sent = []
    widget.send = lambda content, buffers=None: sent.append(content)
    return sent


def say(widget, content) -> None:
    """Let a browser send a widget a custom message."""
    widget._handle_custom_msg(content, [])


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
    for call in ("steps", "directory", "overview"):
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
        assert shown.fate_at_table.startswith(AT_TABLE) == prompt.private
        assert (shown.number, shown.question, shown.help) == (prompt.number, prompt.question, prompt.help)


def test_only_what_may_be_published_says_so():
    for prompt in load_toolkit().prompts:
        assert ("may be published" in fate_of(prompt)) == (prompt.sensitivity == "review")


def test_words_about_safety_are_easy_to_read():
    words = " ".join([*FATES.values(), PRIVATE_FATE, AT_TABLE, NOTICE])
    assert grade(words) <= 6


def test_reflections_of_a_page_share_one_kit(lab):
    first, second = lab.reflection("impact"), lab.reflection("learn")
    assert first.kit is second.kit
    assert len(first._esm) < 2000
    assert (first.kit.soft_limit, first.kit.hard_limit) == (400, 2000)
    assert {line["value"] for line in first.kit.lines} >= {"9-1-1", "1-800-563-0808"}
    assert len(first.kit.patterns) == len(load_toolkit().disclosures)


def test_no_trait_holds_anything_of_a_visitor(lab):
    for widget in (lab.reflection("impact"), lab.steps(), lab.directory(), lab.overview()):
        state = json.dumps({key: str(value) for key, value in widget.get_state().items()})
        for word in ("seat_key", "WORKSHOP_", "sqlite"):
            assert word not in state


# The wire


def test_a_message_is_answered_under_its_id(lab):
    reflection = lab.reflection("impact")
    sent = sent_by(reflection)
    message = {"kind": "save-response", "seat": "0" * 32, "prompt": "impact", "state": "written", "seq": 1}
    say(reflection, {"id": "0f", "message": message | {"text": HOSTILE}})
    assert sent == [{"id": "0f", "reply": {"saved": True, "state": "written", "text": HOSTILE, "seq": 1}}]
    say(reflection, {"id": "1f", "message": {"kind": "read-responses", "seat": "0" * 32}})
    assert sent[1]["reply"]["responses"]["impact"]["text"] == HOSTILE


@pytest.mark.parametrize(
    "content", [None, [], "text", {}, {"id": 3, "message": {}}, {"id": "<b>"}, {"id": "a" * 99}]
)
def test_what_is_no_message_is_not_answered(lab, content):
    steps = lab.steps()
    sent = sent_by(steps)
    say(steps, content)
    assert sent == []


@pytest.mark.parametrize("message", [None, 3, "read", ["read"], {}, {"kind": 7}, {"kind": HOSTILE}])
def test_a_message_that_makes_no_sense_is_refused_in_words(lab, message):
    steps = lab.steps()
    sent = sent_by(steps)
    say(steps, {"id": "a", "message": message})
    assert set(sent[0]["reply"]) <= {"refused", "field"}
    assert sent[0]["reply"]["refused"].endswith((".", "!"))


def test_a_served_widget_ignores_what_browsers_send(served):
    steps = served.steps()
    sent = sent_by(steps)
    say(steps, {"id": "a", "message": {"kind": "read-steps"}})
    assert sent == []


def test_a_failure_becomes_a_sentence_and_is_logged_without_words(caplog):
    failing = Spoken(ValueError("my secret words"))
    with caplog.at_level(logging.DEBUG):
        reply = answer(failing, {"kind": "save-response", "text": "my secret words"})
    assert reply == {"refused": TROUBLE}
    assert "ValueError" in caplog.text
    assert "secret" not in caplog.text


def test_a_busy_store_may_be_asked_again():
    assert answer(Spoken(StoreUnavailable("Busy.")), {"kind": "x"}) == {"refused": "Busy.", "again": True}


def test_traits_that_a_browser_wrote_are_not_trusted(lab):
    reflection = lab.reflection("impact")
    reflection.set_state({"prompt": "offer", "question": HOSTILE})
    sent = sent_by(reflection)
    say(reflection, {"id": "a", "message": {"kind": "save-response", "prompt": "nothing", "seat": "0" * 32}})
    assert sent[0]["reply"]["refused"] == "There is no such question."
    assert repr(reflection) == "Reflection('impact')"


# News


def test_news_of_changes_reach_a_live_widget(lab, monkeypatch):
    monkeypatch.setattr("widgets.live.INTERVAL", 0.01)
    messages = Spoken()
    told = []

    async def look() -> None:
        widget = lab.help_lines()
        stop = watch(messages.revision, widget, lambda _, number: told.append(number))
        await asyncio.sleep(0.05)
        messages.number = 2
        await asyncio.sleep(0.1)
        stop()
        messages.number = 3
        await asyncio.sleep(0.05)

    asyncio.run(look())
    assert told == [2]


def test_news_survive_a_store_that_fails_for_a_while(lab, monkeypatch):
    monkeypatch.setattr("widgets.live.INTERVAL", 0.01)
    numbers = iter([1, StoreUnavailable("Busy."), 2])
    told = []

    def revision() -> int:
        number = next(numbers, 2)
        if isinstance(number, Exception):
            raise number
        return number

    async def look() -> None:
        widget = lab.help_lines()
        stop = watch(revision, widget, lambda _, number: told.append(number))
        await asyncio.sleep(0.2)
        stop()

    asyncio.run(look())
    assert told == [2]


def test_nothing_is_watched_without_a_loop(lab):
    watch(lambda: pytest.fail("looked"), lab.help_lines(), lambda *_: None)()


# Markup


def test_text_is_escaped_in_every_place():
    made = tag("p", HOSTILE, join([HOSTILE], HOSTILE), title=HOSTILE, class_=HOSTILE)
    whole = made + table(HOSTILE, [HOSTILE], [[HOSTILE, HOSTILE]], HOSTILE) + phone_link(HOSTILE, HOSTILE)
    tags = Tags(whole)
    assert not {"img", "script"} & tags.names
    assert "onerror" not in tags.attributes


def test_markup_is_not_escaped_twice():
    assert tag("p", tag("b", "a & b"), None, "c") == "<p><b>a &amp; b</b>c</p>"
    assert isinstance(tag("p"), Markup)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "//x.y"]
)
def test_a_page_does_not_lead_to_a_script(address):
    with pytest.raises(ValueError, match="lead"):
        tag("a", "x", href=address)


def test_phone_numbers_can_be_called():
    assert phone_address("9-1-1") == "tel:911"
    assert phone_address("1-800-563-0808") == "tel:+18005630808"


def test_a_table_has_a_caption_and_scopes():
    made = table("Seats", ("Question", "Seats"), [("1", 3)])
    assert "<caption>Seats</caption>" in made
    assert made.count('scope="col"') == 2
    assert made.count('scope="row"') == 1


def test_static_widgets_carry_their_style():
    assert Static(tag("p", "x"), named="goal").value.startswith("<style>")
    assert "--structure" in css()


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


def test_community_groups_say_where_the_text_names_them(lab):
    shown = lab.community_groups().value
    toolkit = load_toolkit()
    assert shown.count("<details>") == len(toolkit.groups)
    assert f"names {len(toolkit.groups)} groups" in shown


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


def test_the_join_card_shows_address_code_and_picture(lab, monkeypatch):
    monkeypatch.setenv("WORKSHOP_JOIN_URL", "http://192.168.1.20:8866/join/ABC234")
    card = open_console().join_card()
    assert repr(card) == "JoinCard()"
    assert "http://192.168.1.20:8866/join" in card.value
    assert "ABC 234" in card.value
    assert "<svg" in card.value
    assert 'role="img"' in card.value


@pytest.mark.parametrize("address", ["", "javascript:alert(1)", HOSTILE])
def test_without_an_address_the_join_card_says_what_to_do(lab, monkeypatch, address):
    monkeypatch.setenv("WORKSHOP_JOIN_URL", address)
    assert "make workshop" in open_console().join_card().value


def test_counts_are_a_table_of_all_nine(lab):
    reflection = lab.reflection("impact")
    sent_by(reflection)
    message = {"kind": "save-response", "seat": "0" * 32, "prompt": "impact", "state": "written", "seq": 1}
    say(reflection, {"id": "a", "message": message | {"text": HOSTILE}})
    console = open_console()
    assert repr(console) == "Console()"
    frame = console.frame()
    assert frame.loc["impact", "answers"] == 1
    assert frame["answers"].sum() == 1
    counts = console.counts()
    assert repr(counts) == "Counts()"
    assert counts.value.count('scope="row"') == 9
    assert "alert" not in counts.value


def test_counts_say_so_when_the_store_is_not_there(lab, monkeypatch):
    def closed():
        raise StoreUnavailable("The disk is full.")

    monkeypatch.setattr("workshop.messages.open_messages", closed)
    assert "The disk is full." in open_console().counts().value


# The scripts


@pytest.mark.parametrize(
    "written",
    [Kit.code.default_value, Steps._esm, Directory._esm, Overview._esm],
    ids=["reflection", "steps", "directory", "overview"],
)
def test_a_script_exports_its_view_and_nothing_else(written):
    assert written.count("export ") == 1
    assert "export default { render: safely(render) };" in written


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.js")), ids=lambda path: path.name)
def test_scripts_have_no_sink_and_no_outside_address(path):
    written = path.read_text(encoding="utf-8")
    for sink in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
        assert sink not in written
    for address in ("http://", "//cdn"):
        assert address not in written
    assert written.count("https://") == written.count("https://example.org") + written.count("`https://${")


def test_no_text_of_a_person_goes_to_lasting_storage():
    for path in STATIC.glob("*.js"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if "localStorage.setItem" in line:
                assert '"workshop-seat"' in line


def test_red_belongs_to_the_exit_alone():
    assert "--danger" not in (STATIC / "widgets.css").read_text(encoding="utf-8")


class Tags(HTMLParser):
    """The elements and attributes of some HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, name: str, attributes: list) -> None:
        self.names.add(name)
        self.attributes.update(key for key, _ in attributes)
