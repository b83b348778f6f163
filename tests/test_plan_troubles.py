"""The plan when others change it at the same time, and when the workshop is away for a while."""

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.conftest import PHONE
from tests.plans import action, actions, before_saving, card, change, fill_in, open_plan, plan, records, until
from tests.server import Server

ROOM = "Ask the library for a room"
MEAL = "Cook a meal for the first evening"


@pytest.fixture
def other(browser: Browser, served: Server) -> Page:
    """Another phone in the same session."""
    with browser.new_context(**PHONE) as context:
        yield context.new_page()


# Others


def test_the_second_of_two_editors_is_told_and_sees_both(phone: Page, other: Page, served: Server) -> None:
    plan(served, {"what": ROOM, "who": "Library", "letter": "Dear friends"})
    for page in (phone, other):
        open_plan(page, served)
        card(page, ROOM).get_by_role("button", name=re.compile("^Change")).click()
    fill_in(phone, who="The school", tell="Parents")
    phone.get_by_role("button", name="Save").click()
    expect(phone.locator(".go-plan form")).to_have_count(0)

    fill_in(other, who="The church", means="A room")
    other.get_by_role("button", name="Save").click()
    form = other.locator(".go-plan form")
    expect(form.get_by_role("alert")).to_contain_text("Someone else changed this meanwhile")
    expect(form).to_contain_text("Yours: The church")
    expect(form).to_contain_text("Theirs: The school")
    form.get_by_label("Theirs: The school").check()
    form.get_by_role("button", name="Save what I chose").click()
    expect(form).to_have_count(0)
    kept = action(served, ROOM)
    assert (kept.who, kept.means, kept.tell, kept.letter) == (
        "The school",
        "A room",
        "Parents",
        "Dear friends",
    )


def test_what_somebody_else_changed_meanwhile_stays_when_a_status_is_chosen(
    phone: Page, served: Server
) -> None:
    (kept,) = plan(served, {"what": ROOM})
    open_plan(phone, served)
    before_saving(phone, "save-action", lambda: change(served, kept, who="The church"))
    card(phone, ROOM).get_by_role("button", name="Mark done").click()
    expect(card(phone, ROOM).get_by_role("status").first).to_contain_text("Saved: Done.")
    assert (action(served, ROOM).who, action(served, ROOM).status) == ("The church", "done")


@pytest.mark.parametrize(("choice", "status"), [("Keep mine", "done"), ("Use theirs", "dropped")])
def test_two_who_choose_a_status_at_once_are_told(
    phone: Page, served: Server, choice: str, status: str
) -> None:
    (kept,) = plan(served, {"what": ROOM})
    open_plan(phone, served)
    before_saving(phone, "save-action", lambda: change(served, kept, status="dropped"))
    card(phone, ROOM).get_by_role("button", name="Mark done").click()
    expect(card(phone, ROOM).get_by_role("alert")).to_contain_text("it is “Dropped” now. You chose “Done”.")
    card(phone, ROOM).get_by_role("button", name=choice).click()
    expect(card(phone, ROOM).get_by_label("How far")).to_have_value(status)
    expect(card(phone, ROOM).get_by_role("alert")).to_have_count(0)
    until(phone, lambda: action(served, ROOM).status == status)


def test_what_somebody_changed_meanwhile_is_not_removed_unseen(phone: Page, served: Server) -> None:
    (kept,) = plan(served, {"what": ROOM})
    open_plan(phone, served)
    before_saving(phone, "remove-action", lambda: change(served, kept, who="The church"))
    card(phone, ROOM).get_by_role("button", name="Remove").click()
    expect(card(phone, ROOM).get_by_role("status").first).to_contain_text("Not removed: someone else changed")
    expect(card(phone, ROOM)).to_contain_text("The church")


def test_an_action_that_somebody_removed_can_be_added_again_by_who_changes_it(
    phone: Page, other: Page, served: Server
) -> None:
    plan(served, {"what": ROOM, "letter": "Dear friends"}, {"what": MEAL})
    for page in (phone, other):
        open_plan(page, served)
    card(phone, ROOM).get_by_role("button", name=re.compile("^Change")).click()
    fill_in(phone, who="The church")
    card(other, ROOM).get_by_role("button", name="Remove").click()
    expect(card(phone, ROOM)).to_contain_text("Someone else removed this action.")
    phone.get_by_role("button", name="Save").click()
    phone.get_by_role("button", name="Add it again").click()
    expect(card(other, ROOM)).to_contain_text("The church")
    assert (action(served, ROOM).who, action(served, ROOM).letter) == ("The church", "Dear friends")


def test_a_card_in_which_somebody_writes_stays_where_it_is(phone: Page, other: Page, served: Server) -> None:
    plan(served, {"what": ROOM, "by_when": "2099-05-01"}, {"what": MEAL, "by_when": "2099-06-01"})
    for page in (phone, other):
        open_plan(page, served)
    card(phone, ROOM).get_by_role("button", name=re.compile("^Change")).click()
    fill_in(phone, what=f"{ROOM}, and for tea")
    for day, first in (("2099-01-01", MEAL), ("2099-07-01", ROOM)):
        card(other, MEAL).get_by_role("button", name=re.compile("^Change")).click()
        fill_in(other, by=day)
        other.get_by_role("button", name="Save").click()
        expect(phone.locator(".go-action").first).to_contain_text(first)
    expect(phone.locator(".go-plan form").get_by_label("What", exact=True)).to_be_focused()


# When the workshop is away


def test_an_action_is_added_once_when_its_answer_is_lost(phone: Page, served: Server) -> None:
    plan(served, {"what": ROOM})
    open_plan(phone, served)
    lost = []

    def lose(route: Route) -> None:
        if not lost and '"save-action"' in (route.request.post_data or ""):
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    phone.route("**/workshop/messages", lose)
    phone.get_by_role("button", name="Add an action").click()
    fill_in(phone, what=MEAL)
    phone.get_by_role("button", name="Save").click()
    expect(card(phone, MEAL)).to_be_visible()
    assert lost == [200]
    assert [kept.what for kept in actions(served)].count(MEAL) == 1


def test_an_action_is_saved_when_a_server_that_was_killed_is_back(phone: Page, served: Server) -> None:
    plan(served, {"what": ROOM})
    open_plan(phone, served)
    phone.get_by_role("button", name="Add an action").click()
    fill_in(phone, what=MEAL, who="Parents")
    served.kill()
    phone.get_by_role("button", name="Save").click()
    expect(phone.locator(".go-plan form").get_by_role("status")).to_contain_text(
        "Your words stay on this screen"
    )
    served.start_again()
    expect(card(phone, MEAL)).to_be_visible(timeout=60_000)
    assert action(served, MEAL).who == "Parents"
    with records(served) as (store, session):
        assert len(store.community_changes(session).actions) >= 2
