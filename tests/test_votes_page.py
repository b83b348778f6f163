"""A seat puts its dots where it wants them, moves them, and sees the count when the vote is closed."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.halls import begin, come_in, dots, enter, set_vote, vote
from tests.pages import REFLECTING, open_section
from tests.server import Server
from tests.test_hostile import SCRIPTS, unhurt
from workshop.store import Session

ROOM, FAIR, LETTER = "A room at the library", "A table at the fair", "A letter to the paper"


@pytest.fixture
def meeting(hall: Server) -> Session:
    """A meeting that no other test knows of."""
    return begin(hall)


def choice(page: Page, title: str) -> Locator:
    return page.get_by_role("group", name=title)


def more(page: Page, title: str) -> Locator:
    return choice(page, title).get_by_role("button", name="One dot more")


def less(page: Page, title: str) -> Locator:
    return choice(page, title).get_by_role("button", name="One dot less")


def status(page: Page) -> Locator:
    return page.locator(".go-vote").get_by_role("status")


def expect_kept(page: Page) -> None:
    expect(status(page)).to_contain_text("Saved. You can move your dots until the vote is closed.")


def test_dots_are_saved_at_once_found_again_and_moved(hall: Server, meeting: Session, phone: Page) -> None:
    enter(hall, "Choose together")
    opened = vote(hall, ROOM, FAIR, LETTER)
    come_in(phone, hall, "01-goal.ipynb")
    phone.get_by_role("link", name="A vote is open").click()
    phone.wait_for_url(f"**/{REFLECTING}#votes")
    expect(phone.get_by_text("3 of your 3 dots left")).to_be_visible()
    more(phone, ROOM).click()
    more(phone, ROOM).click()
    expect(phone.get_by_text("1 of your 3 dots left")).to_be_visible()
    expect_kept(phone)
    more(phone, FAIR).focus()
    phone.keyboard.press("Enter")
    expect(phone.get_by_text("All your 3 dots are placed")).to_be_visible()
    expect_kept(phone)
    phone.keyboard.press("Enter")
    expect(status(phone)).to_contain_text("Take one off another choice first.")

    open_section(phone, hall, REFLECTING)
    expect(choice(phone, ROOM).locator(".go-dots")).to_contain_text("2 dots")
    expect(phone.get_by_text("1 seat has voted.")).to_be_visible()
    less(phone, ROOM).click()
    expect_kept(phone)
    more(phone, LETTER).click()
    expect_kept(phone)
    expect(phone.get_by_text("All your 3 dots are placed")).to_be_visible()
    set_vote(hall, opened, "closed")
    results = phone.locator(".go-result")
    expect(results).to_have_count(3)
    assert dots(hall, opened) == {ROOM: 1, FAIR: 1, LETTER: 1}
    for row in results.all():
        expect(row).to_contain_text("1 dot · place 1, a tie. You gave it 1 dot.")
    expect(status(phone)).to_contain_text("The vote is closed.")
    set_vote(hall, opened, "open")
    expect(phone.get_by_text("All your 3 dots are placed")).to_be_visible()


def test_dots_placed_while_the_workshop_is_away_are_saved_when_it_is_back(
    hall: Server, meeting: Session, phone: Page
) -> None:
    opened = vote(hall, ROOM, FAIR)
    come_in(phone, hall, REFLECTING)
    more(phone, ROOM).click()
    expect_kept(phone)
    phone.context.set_offline(True)
    more(phone, FAIR).click()
    expect(status(phone)).to_contain_text("Your dots stay on this screen. Trying again.")
    more(phone, FAIR).click()
    phone.context.set_offline(False)
    expect_kept(phone)
    set_vote(hall, opened, "closed")
    expect(phone.locator(".go-result").first).to_contain_text("2 dots · place 1. You gave it 2 dots.")
    assert dots(hall, opened) == {ROOM: 1, FAIR: 2}


def test_a_second_tab_shows_the_same_dots(hall: Server, meeting: Session, phone: Page) -> None:
    vote(hall, ROOM, FAIR)
    come_in(phone, hall, REFLECTING)
    other = open_section(phone.context.new_page(), hall, REFLECTING)
    expect(other.get_by_text("3 of your 3 dots left")).to_be_visible()
    more(phone, ROOM).click()
    expect(choice(other, ROOM).locator(".go-dots")).to_contain_text("1 dot")
    more(other, FAIR).click()
    expect(choice(phone, FAIR).locator(".go-dots")).to_contain_text("1 dot")
    expect(phone.get_by_text("1 of your 3 dots left")).to_be_visible()


def test_the_words_of_a_vote_never_run(hall: Server, meeting: Session, phone: Page) -> None:
    opened = vote(hall, SCRIPTS[0], SCRIPTS[2], question=SCRIPTS[1])
    come_in(phone, hall, REFLECTING)
    expect(phone.get_by_text("<img src=x onerror").first).to_be_visible()
    phone.get_by_role("button", name="One dot more").first.click()
    expect_kept(phone)
    set_vote(hall, opened, "closed")
    expect(phone.locator(".go-result").first).to_be_visible()
    assert unhurt(phone)
