"""The wire between widgets and the workshop, as both ends know it: messages, news, and the scripts that send them."""

import asyncio
import logging
import re

import pytest

from tests.wires import HOSTILE, Spoken, open_in_lab, say, sent_by
from widgets import (
    Agreement,
    Board,
    CommunityMap,
    Desk,
    Directory,
    LastTime,
    Overview,
    Plan,
    Reflection,
    Room,
    Steps,
    Votes,
    Wall,
    open_page,
)
from widgets.live import watch
from widgets.wired import STATIC, TROUBLE, answer
from workshop.plan import LIMITS
from workshop.store import StoreUnavailable

EVERY_KIND = (
    *(Reflection, Steps, Directory, CommunityMap, Plan, Overview),
    *(Room, Votes, Agreement, LastTime),
    *(Desk, Board, Wall),
)


@pytest.fixture
def lab(tmp_path, monkeypatch):
    """A page in JupyterLab, on an empty store."""
    return open_in_lab(tmp_path, monkeypatch)


@pytest.fixture
def served(monkeypatch):
    """A page that the participants' server shows."""
    monkeypatch.setenv("WORKSHOP_SERVED_BY", "participants")
    return open_page("goal")


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


# The scripts


@pytest.mark.parametrize(
    "written",
    [kind._esm for kind in EVERY_KIND],
    ids=[kind.__name__ for kind in EVERY_KIND],
)
def test_a_script_exports_its_view_and_nothing_else(written):
    assert written.count("export ") == 1
    assert re.search(r"export default \{ render: (withKit\()?safely\(render\)\)? \};", written)


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.js")), ids=lambda path: path.name)
def test_scripts_have_no_sink_and_no_outside_address(path):
    # What names the kind of an element looks like an address, and nobody asks for it.
    written = path.read_text(encoding="utf-8").replace('"http://www.w3.org/2000/svg"', "")
    for sink in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
        assert sink not in written
    for address in ("http://", "//cdn"):
        assert address not in written
    assert written.count("https://") == written.count("https://example.org") + written.count("`https://${")


def test_no_text_of_a_person_goes_to_lasting_storage():
    for path in STATIC.glob("*.js"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if "localStorage.setItem" in line:
                own = re.search(r'"workshop-(seat|desk)", (?:shared\.seat \|\| |key = )?newKey\(\)', line)
                # The key of a table's paper is found by the table's number, and by nothing that somebody wrote.
                assert own or "setItem(name, newKey())" in line
            if "keepThere(" in line and '"localStorage"' in line:
                assert 'FOLLOWS, on ? "yes" : ""' in line


def test_red_belongs_to_the_exit_alone():
    for path in STATIC.glob("*.css"):
        assert "--danger" not in path.read_text(encoding="utf-8"), path.name


def test_scripts_cut_a_line_for_the_plan_where_the_workshop_does():
    assert f"const LONGEST_ACTION = {LIMITS['what'][0]};" in Steps._esm
