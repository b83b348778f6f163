"""A person finds their answers again on another phone, with twelve words that nobody else ever had."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import PHONE
from tests.pages import REFLECTING, box, join, open_section, write
from tests.server import Server

START = "How can we start"
SEAT = "localStorage.getItem('workshop-seat')"


@pytest.fixture
def other(browser: Browser) -> Page:
    """Another phone."""
    with browser.new_context(**PHONE) as context:
        yield context.new_page()


def open_panel(page: Page, served: Server) -> Page:
    open_section(join(page, served), served, REFLECTING)
    page.get_by_text("Who uses this screen?").first.click()
    return page


def shown_words(page: Page) -> list[str]:
    page.get_by_role("button", name="Show my twelve words").click()
    expect(page.locator("[data-list] li")).to_have_count(12)
    return page.locator("[data-list] li").all_inner_texts()


def use(page: Page, words: str) -> None:
    page.get_by_label("I have twelve words").fill(words)
    page.get_by_role("button", name="Use these words").click()


def test_answers_are_found_on_another_phone_with_twelve_words_that_never_travel(
    phone: Page, other: Page, served: Server
) -> None:
    open_panel(phone, served)
    write(phone, START, "Ask the rowing club for its boathouse.")
    sent = []
    phone.on("request", lambda request: sent.append(f"{request.url} {request.post_data}"))
    words = shown_words(phone)
    assert not [said for said in sent if any(word in said.split() for word in words)]
    phone.get_by_role("button", name="Hide them").click()
    expect(phone.locator("[data-list] li")).to_have_count(0)

    open_panel(other, served)
    assert other.evaluate(SEAT) != phone.evaluate(SEAT)
    # Four letters of a word are enough, and neither numbers nor capitals matter.
    use(other, " ".join(f"{number}. {word[:4].upper()}," for number, word in enumerate(words, start=1)))
    expect(box(other, START)).to_have_value("Ask the rowing club for its boathouse.")
    assert other.evaluate(SEAT) == phone.evaluate(SEAT)


def test_words_that_can_not_be_right_are_told_and_the_seat_stays(phone: Page, served: Server) -> None:
    seat = "0123456789abcdef" * 2
    phone.add_init_script(f"localStorage.setItem('workshop-seat', '{seat}')")
    open_panel(phone, served)
    words = shown_words(phone)
    said = phone.locator("[data-state]")
    swapped = [words[1], words[0], *words[2:]]
    for typed, sentence in (
        (" ".join(words[:5]), "here are 5"),
        (" ".join([*words[:3], "boathouse", *words[4:]]), "Word 4, “boathouse”"),
        ("<img src=x onerror=alert(1)>", "is not one of the words"),
        ("", "here are 0"),
        (" ".join(swapped), "don't belong together"),
    ):
        use(phone, typed)
        expect(said).to_contain_text(sentence)
    assert phone.evaluate(SEAT) == seat
