"""A question that the facilitator closes keeps every word, and what is revealed is what was approved, as text."""

import json

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.conftest import PHONE
from tests.halls import begin, come_in, judge, stage_prompt
from tests.pages import REFLECTING, box, expect_saved, question, write
from tests.server import Server
from tests.test_accessibility import violations
from tests.test_hostile import SCRIPTS, unhurt
from workshop.store import Session

START, LEARN, IMPACT = "How can we start", "What do we need to know", "How does human trafficking impact"
SECRET = "Nobody approved these words."


@pytest.fixture
def meeting(hall: Server) -> Session:
    """A meeting that no other test knows of."""
    return begin(hall)


@pytest.fixture
def other(browser: Browser) -> Page:
    """Another phone."""
    with browser.new_context(**PHONE) as context:
        yield context.new_page()


def test_words_under_a_question_that_closes_stay_and_are_saved_when_it_opens_again(
    hall: Server, meeting: Session, phone: Page
) -> None:
    come_in(phone, hall, REFLECTING)
    write(phone, START, "A table at the fair.")
    widget = question(phone, START)
    stage_prompt(hall, "start", open=False)
    expect(widget).to_contain_text(
        "This question is closed just now. Your words are kept; you can still take them back."
    )
    expect(box(phone, START)).not_to_be_editable()
    expect(box(phone, START)).to_be_enabled()
    stage_prompt(hall, "start", open=True)
    expect(box(phone, START)).to_be_editable()

    # It closes before this page has heard of it: the workshop does not take the words, and the page keeps them.
    phone.evaluate("dispatchEvent = () => true")
    phone.route(
        "**/workshop/messages", lambda route: route.abort() if reads_room(route) else route.continue_()
    )
    stage_prompt(hall, "start", open=False)
    box(phone, START).fill("A table at the fair, and soup.")
    box(phone, START).blur()
    expect(widget).to_contain_text("They stay on this screen, and are saved when it opens again.")
    expect(box(phone, START)).not_to_be_editable()
    phone.unroute("**/workshop/messages")
    phone.reload()
    expect(box(phone, START)).to_have_value("A table at the fair, and soup.")
    expect(box(phone, START)).not_to_be_editable()
    stage_prompt(hall, "start", open=True)
    expect_saved(widget)
    phone.reload()
    expect(box(phone, START)).to_have_value("A table at the fair, and soup.")


def reads_room(route: Route) -> bool:
    return '"read-room"' in (route.request.post_data or "")


def test_words_can_be_taken_back_while_a_question_is_closed(
    hall: Server, meeting: Session, phone: Page
) -> None:
    come_in(phone, hall, REFLECTING)
    write(phone, IMPACT, "Parents worry.")
    stage_prompt(hall, "impact", open=False)
    widget = question(phone, IMPACT)
    expect(widget).to_contain_text("closed just now")
    expect(widget.get_by_role("button", name="Pass")).to_be_hidden()
    widget.get_by_role("button", name="Take back").click()
    expect(widget.get_by_role("status")).to_contain_text("Nothing of yours is kept here.")
    phone.reload()
    expect(widget).to_contain_text("This question is closed just now.")
    expect(box(phone, IMPACT)).to_have_value("")


def test_what_is_revealed_was_approved_and_is_text_and_nothing_else_travels(
    hall: Server, meeting: Session, phone: Page, other: Page
) -> None:
    travelled: list[str] = []
    come_in(phone, hall, REFLECTING)
    come_in(other, hall, REFLECTING)
    other.on("response", lambda answer: travelled.append(answer.text()) if "messages" in answer.url else None)
    write(phone, START, SCRIPTS[0])
    write(phone, LEARN, SECRET)
    write(other, LEARN, "What are the signs?")
    judge(hall, SCRIPTS[0])
    judge(hall, "What are the signs?", theme="Signs <b>first</b>")
    stage_prompt(hall, "learn", revealed=True)
    stage_prompt(hall, "start", revealed=True)

    heard = question(other, START).get_by_role("group", name="What the room wrote")
    expect(heard.get_by_role("listitem")).to_have_text(SCRIPTS[0])
    themed = question(other, LEARN).get_by_role("group", name="What the room wrote")
    expect(themed).to_contain_text("Signs <b>first</b>")
    expect(themed.get_by_role("listitem")).to_have_text(["What are the signs?"])
    expect(question(other, LEARN).locator("[aria-live]").last).to_have_text(
        "Question 2: what the room wrote is shown now."
    )
    assert unhurt(other)
    assert violations(other) == []
    assert SECRET not in json.dumps(travelled) + other.content()
    assert travelled
    # Once it is hidden again, it is gone.
    stage_prompt(hall, "start", revealed=False)
    expect(heard).to_be_hidden()
