"""Steps and answers become actions of the plan, when somebody wants that; nothing tells who did."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.conftest import PHONE
from tests.pages import REFLECTING, join, open_section, question, write
from tests.plans import HOW, NEXT_STEPS, action, actions, change, plan
from tests.server import Server
from workshop.store import Action

START = "How can we start"
FIRST_STEP = "What is the first step"
ASK = "Find out if a committee"
FATE = "Everyone in this workshop will see this line, without your name."


@pytest.fixture
def other(browser: Browser, served: Server) -> Page:
    """Another phone in the same session."""
    with browser.new_context(**PHONE) as context:
        yield join(context.new_page(), served)


def step(page: Page, words: str) -> Locator:
    return page.locator(".go-step", has_text=words)


def offer(page: Page, words: str) -> Locator:
    return question(page, words).locator(".go-offer")


def said(page: Page, words: str) -> Locator:
    return offer(page, words).locator(".go-state")


def put_in(page: Page, words: str) -> None:
    offer(page, words).get_by_role("button", name="Put it in the plan").click()
    offer(page, words).get_by_role("button", name="Put it in", exact=True).click()
    expect(said(page, words)).to_contain_text("It is in the plan.")


# Steps


def test_a_step_becomes_an_action_with_who_and_by_when(phone: Page, other: Page, served: Server) -> None:
    plan(served)
    open_section(other, served, HOW)
    open_section(join(phone, served), served, HOW)
    step(phone, ASK).get_by_label("Who does it").fill("Tenants' group")
    step(phone, ASK).get_by_label("By when").fill("2099-05-02")
    step(phone, ASK).get_by_role("button", name="Put in the plan").click()
    for page in (phone, other):
        expect(step(page, ASK).locator(".go-in-plan")).to_contain_text("In the plan:")
        expect(step(page, ASK).locator(".go-in-plan")).to_contain_text("To do")
        expect(step(page, ASK).get_by_role("button", name="Put in the plan")).to_be_hidden()
    (kept,) = actions(served)
    assert kept.what.startswith(ASK)
    assert (kept.who, kept.by_when, kept.origin) == ("Tenants' group", "2099-05-02", "step:ask")

    step(phone, ASK).get_by_role("link", name="See the plan").click()
    phone.wait_for_url(f"**/{NEXT_STEPS}#plan")
    expect(phone.locator(".go-action", has_text=ASK)).to_contain_text("From step 4")


def test_a_step_says_how_far_its_action_is(phone: Page, served: Server) -> None:
    (kept,) = plan(served, {"what": "Call the VAWIR committee", "origin": "step:ask"})
    open_section(join(phone, served), served, HOW)
    expect(step(phone, ASK)).to_contain_text("In the plan: “Call the VAWIR committee”")
    kept = change(served, kept, status="doing")
    expect(step(phone, ASK).locator(".go-in-plan")).to_contain_text("Doing")
    change(served, kept, status="dropped")
    expect(step(phone, ASK).get_by_role("button", name="Put in the plan")).to_be_visible()


def test_a_step_that_two_put_in_the_plan_is_there_once(phone: Page, other: Page, served: Server) -> None:
    plan(served)
    open_section(join(phone, served), served, HOW)
    open_section(other, served, HOW)
    button = step(other, ASK).get_by_role("button", name="Put in the plan")
    step(phone, ASK).get_by_role("button", name="Put in the plan").click()
    button.evaluate("button => { button.click(); button.click(); }")
    expect(step(other, ASK).locator(".go-in-plan")).to_have_count(1)
    expect(step(phone, ASK).locator(".go-in-plan")).to_have_count(1)
    assert len(actions(served)) == 1


# Answers


def test_an_answer_becomes_a_line_of_the_plan_when_its_writer_wants_it(phone: Page, served: Server) -> None:
    plan(served)
    open_section(join(phone, served), served, REFLECTING)
    expect(offer(phone, START).get_by_role("button")).to_have_count(0)
    write(phone, START, "Ask the school\nwhat they teach already. " + "And then more words. " * 20)
    assert actions(served) == []
    offer(phone, START).get_by_role("button", name="Put it in the plan").click()
    expect(offer(phone, START)).to_contain_text(FATE)
    line = offer(phone, START).get_by_role("textbox")
    expect(line).to_be_focused()
    assert len(line.input_value()) <= 200
    assert line.input_value().startswith("Ask the school what they teach already.")
    line.fill("Ask the school what they teach")
    offer(phone, START).get_by_role("button", name="Put it in", exact=True).click()
    expect(said(phone, START)).to_contain_text("It is in the plan.")
    assert action(served, "Ask the school what they teach").origin == "prompt:start"

    phone.reload()
    expect(said(phone, START)).to_contain_text("It is in the plan.")
    expect(offer(phone, START).get_by_role("button", name="Put it in the plan")).to_be_hidden()
    offer(phone, START).get_by_role("link", name="See the plan").click()
    phone.wait_for_url(f"**/{NEXT_STEPS}#plan")
    expect(phone.locator(".go-action", has_text="Ask the school")).to_contain_text("From question 3")


def test_a_line_can_be_left_out_of_the_plan(phone: Page, served: Server) -> None:
    plan(served)
    open_section(join(phone, served), served, REFLECTING)
    write(phone, FIRST_STEP, "Meet again.")
    offer(phone, FIRST_STEP).get_by_role("button", name="Put it in the plan").click()
    offer(phone, FIRST_STEP).get_by_role("button", name="Leave it").click()
    expect(offer(phone, FIRST_STEP).get_by_role("button", name="Put it in the plan")).to_be_focused()
    expect(offer(phone, FIRST_STEP).get_by_role("textbox")).to_have_count(0)
    assert actions(served) == []


def test_only_answers_about_action_are_offered_to_the_plan(phone: Page, served: Server) -> None:
    open_section(join(phone, served), served, REFLECTING)
    write(phone, "What do we need to know", "What the signs are.")
    write(phone, FIRST_STEP, "Meet again on a Tuesday.")
    expect(phone.get_by_role("button", name="Put it in the plan")).to_have_count(1)


def test_a_line_that_looks_personal_is_held_until_its_writer_has_chosen(phone: Page, served: Server) -> None:
    plan(served)
    open_section(join(phone, served), served, REFLECTING)
    widget = question(phone, FIRST_STEP)
    widget.get_by_role("textbox").fill("Call Marguerite at 250 555 0182.")
    widget.get_by_role("textbox").blur()
    widget.get_by_role("button", name="Send as it is").click()
    # What may stand in an answer without a name may not be meant for a line that everyone reads.
    offer(phone, FIRST_STEP).get_by_role("button", name="Put it in the plan").click()
    offer(phone, FIRST_STEP).get_by_role("button", name="Put it in", exact=True).click()
    expect(offer(phone, FIRST_STEP).get_by_role("alert")).to_contain_text("a phone number")
    assert actions(served) == []
    offer(phone, FIRST_STEP).get_by_role("button", name="Edit").click()
    offer(phone, FIRST_STEP).get_by_role("textbox").fill("Call the band office.")
    offer(phone, FIRST_STEP).get_by_role("button", name="Put it in", exact=True).click()
    expect(said(phone, FIRST_STEP)).to_contain_text("It is in the plan.")
    assert [kept.what for kept in actions(served)] == ["Call the band office."]


def test_nothing_tells_who_put_a_line_in_the_plan(phone: Page, served: Server) -> None:
    plan(served)
    sent = []
    phone.on("request", lambda request: sent.append(request.post_data or ""))
    open_section(join(phone, served), served, REFLECTING)
    write(phone, FIRST_STEP, "Meet at the community hall.")
    put_in(phone, FIRST_STEP)
    seat = phone.evaluate("localStorage.getItem('workshop-seat')")
    (message,) = (text for text in sent if '"save-action"' in text)
    assert seat not in message
    assert set(json.loads(message)) == {"kind", "action"}
    assert set(json.loads(message)["action"]) == {*Action.__slots__, "by"} - {"session_id", "by_when"}
    assert seat.encode() not in b"".join(path.read_bytes() for path in Path(served.data).glob("workshop.db*"))
    assert "community hall" not in str(phone.evaluate("[{...localStorage}, {...sessionStorage}]"))


def test_a_changed_answer_may_be_put_in_again_and_the_line_outlives_the_answer(
    phone: Page, served: Server
) -> None:
    plan(served)
    open_section(join(phone, served), served, REFLECTING)
    write(phone, START, "A first idea.")
    put_in(phone, START)
    write(phone, START, "A second idea.")
    put_in(phone, START)
    question(phone, START).get_by_role("button", name="Take back").click()
    expect(said(phone, START)).to_have_text("")
    assert {kept.what for kept in actions(served)} == {"A first idea.", "A second idea."}


def test_a_line_that_is_written_when_the_phone_is_forgotten_is_forgotten(phone: Page, served: Server) -> None:
    plan(served)
    open_section(join(phone, served), served, REFLECTING)
    write(phone, START, "A quiet idea.")
    offer(phone, START).get_by_role("button", name="Put it in the plan").click()
    phone.get_by_role("button", name="Forget me on this phone").click()
    phone.wait_for_url(re.compile("/join$"))
    phone.go_back()
    assert "A quiet idea" not in phone.content()
    assert actions(served) == []
