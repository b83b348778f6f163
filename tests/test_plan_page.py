"""The plan in a real browser: adding, changing and finishing actions, alone and with others at the same time."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import PHONE
from tests.pages import join, open_section
from tests.plans import (
    NEXT_STEPS,
    WHOLE,
    action,
    actions,
    card,
    fill_in,
    open_plan,
    order,
    plan,
)
from tests.server import Server

ROOM = "Ask the library for a room"
MEAL = "Cook a meal for the first evening"
PASSED = (date.today() - timedelta(days=3)).isoformat()


@pytest.fixture
def other(browser: Browser, served: Server) -> Page:
    """Another phone in the same session."""
    with browser.new_context(**PHONE) as context:
        yield context.new_page()


def says(page: Page, *sentences: str) -> None:
    """Expect the plan to say these of itself."""
    for sentence in sentences:
        expect(page.locator(".go-plan-says")).to_contain_text(sentence)


# Adding and changing


def test_an_action_is_added_with_its_five_fields(phone: Page, served: Server) -> None:
    plan(served)
    open_section(join(phone, served), served, NEXT_STEPS)
    says(phone, "Nothing is planned yet.")
    phone.get_by_role("button", name="Add an action").click()
    fill_in(phone, what=f"  {ROOM} ", who="Library", by="2099-03-01", means="A letter", tell="Everyone here")
    phone.get_by_role("button", name="Save").click()
    expect(card(phone, ROOM)).to_contain_text("March 1, 2099")
    expect(phone.get_by_role("button", name="Add an action")).to_be_focused()
    says(phone, "Complete: each action says", "Current: no day has passed")
    kept = action(served, ROOM)
    assert (kept.who, kept.by_when, kept.means, kept.tell) == (
        "Library",
        "2099-03-01",
        "A letter",
        "Everyone here",
    )
    assert (kept.status, kept.origin, kept.version) == ("to-do", "", 1)


def test_an_action_without_words_or_with_too_many_is_refused_in_a_sentence(
    phone: Page, served: Server
) -> None:
    plan(served, {"what": MEAL})
    open_plan(phone, served)
    phone.get_by_role("button", name="Add an action").click()
    phone.get_by_role("button", name="Save").click()
    form = phone.locator(".go-plan form")
    expect(form.get_by_role("status")).to_contain_text("Not saved: write what there is to do.")
    fill_in(phone, what="long " * 50)
    phone.get_by_role("button", name="Save").click()
    expect(form.get_by_role("status")).to_contain_text("200 characters at most; yours has 249")
    assert len(actions(served)) == 1


def test_an_action_is_changed_and_both_phones_show_it(phone: Page, other: Page, served: Server) -> None:
    plan(served, {"what": ROOM, "who": "Library"})
    open_plan(other, served)
    open_plan(phone, served)
    card(phone, ROOM).get_by_role("button", name=re.compile("^Change")).click()
    fill_in(phone, who="The school", means="A key")
    phone.get_by_role("button", name="Save").click()
    expect(card(phone, ROOM).get_by_role("button", name=re.compile("^Change"))).to_be_focused()
    for page in (phone, other):
        expect(card(page, ROOM)).to_contain_text("The school")
        expect(card(page, ROOM)).to_contain_text("Still empty: by when, who should know.")


def test_an_action_that_is_added_shows_up_on_a_second_phone(phone: Page, other: Page, served: Server) -> None:
    plan(served, {"what": ROOM, **WHOLE})
    open_plan(phone, served)
    open_plan(other, served)
    phone.get_by_role("button", name="Add an action").click()
    fill_in(phone, what=MEAL)
    phone.get_by_role("button", name="Save").click()
    expect(card(other, MEAL)).to_be_visible(timeout=5000)
    says(other, "Not complete: 1 action still misses something.")


def test_open_actions_come_by_their_day_then_what_is_done_then_what_was_dropped(
    phone: Page, served: Server
) -> None:
    days = {"no day": "", "late": "2099-09-09", "early": "2099-01-01"}
    planned = [{"what": what, "by_when": day} for what, day in days.items()]
    closed = [{"what": status, "status": status, "by_when": "2099-01-01"} for status in ("dropped", "done")]
    plan(served, *closed, *planned)
    open_plan(phone, served)
    assert order(phone) == ["early", "late", "no day", "done", "dropped"]


# What the plan says of itself


def test_the_plan_says_what_is_missing_and_what_is_late(phone: Page, served: Server) -> None:
    plan(
        served,
        {"what": ROOM, **WHOLE, "by_when": PASSED},
        {"what": MEAL, "who": "Parents"},
        {"what": "Given up", "status": "dropped"},
    )
    open_plan(phone, served)
    says(
        phone, "Not complete: 1 action still misses something.", "needs: by when, with what, who should know"
    )
    says(phone, "Not current: 1 day has passed. Mark it done, or choose a new day.")
    expect(card(phone, ROOM)).to_contain_text("This day has passed: mark it done, or choose a new day.")
    expect(card(phone, MEAL)).to_contain_text("Still empty: by when, with what, who should know.")
    expect(card(phone, "Given up")).not_to_contain_text("Still empty")
    phone.get_by_role("link", name=f"“{MEAL}”").click()
    expect(card(phone, MEAL)).to_be_in_viewport()
    card(phone, ROOM).get_by_role("button", name="Mark done").click()
    says(phone, "Current: no day has passed.")


# Done, dropped, removed


def test_an_action_is_marked_done_with_one_click_and_undone_with_one(phone: Page, served: Server) -> None:
    plan(served, {"what": ROOM, "status": "doing", **WHOLE}, {"what": MEAL, **WHOLE, "by_when": "2099-04-01"})
    open_plan(phone, served)
    card(phone, ROOM).get_by_role("button", name="Mark done").click()
    expect(card(phone, ROOM).get_by_role("status").first).to_contain_text("Saved: Done.")
    assert action(served, ROOM).status == "done"
    # Its card stays under the finger until the page is opened again.
    assert order(phone) == [ROOM, MEAL]
    card(phone, ROOM).get_by_role("button", name="Undo").click()
    expect(card(phone, ROOM).get_by_role("status").first).to_contain_text("It is “Doing” again.")
    assert action(served, ROOM).status == "doing"
    expect(card(phone, ROOM).get_by_role("button", name="Undo")).to_be_hidden()


def test_a_status_is_chosen_on_the_card(phone: Page, other: Page, served: Server) -> None:
    plan(served, {"what": ROOM})
    open_plan(phone, served)
    open_plan(other, served)
    card(phone, ROOM).get_by_label("How far").select_option("Doing")
    expect(card(other, ROOM).get_by_label("How far")).to_have_value("doing")
    expect(card(phone, ROOM).get_by_role("status").first).to_contain_text("Saved: Doing.")


def test_a_removed_action_is_put_back_with_all_its_words(phone: Page, other: Page, served: Server) -> None:
    (kept,) = plan(served, {"what": ROOM, "letter": "Dear friends", "status": "doing", **WHOLE})
    open_plan(phone, served)
    open_plan(other, served)
    card(phone, ROOM).get_by_role("button", name="Remove").click()
    expect(phone.get_by_role("button", name="Put back")).to_be_focused()
    expect(card(other, ROOM)).to_have_count(0)
    assert actions(served) == []
    phone.get_by_role("button", name="Put back").click()
    expect(card(other, ROOM)).to_contain_text("Library")
    back = action(served, ROOM)
    assert (back.id, back.letter, back.status, back.who) == (kept.id, "Dear friends", "doing", "Library")
