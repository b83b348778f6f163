"""Every page for everybody: screen readers, keyboards, small phones, tired eyes, paper."""

import re
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.conftest import DESK, PHONE
from tests.pages import REFLECTING, SECTIONS, address, box, join, open_section, question
from tests.server import Server

SCREENS = {"phone": PHONE, "desk": DESK}
TARGETS = """() => [...document.querySelectorAll(
        "button, textarea, select, summary, input:not([type=radio]):not([type=checkbox])," +
        ".safety a, .steps a, .turn a, .help a, .go-contacts a")]
    .filter((target) => target.checkVisibility() && target.getBoundingClientRect().height > 0)
    .filter((target) => target.getBoundingClientRect().height < 44)
    .map((target) => target.outerHTML.slice(0, 120))"""


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:140]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing_on_any_section(
    browser: Browser, served: Server, screen: str, colours: str
) -> None:
    with browser.new_context(**SCREENS[screen], color_scheme=colours) as context:
        page = join(context.new_page(), served)
        for notebook in SECTIONS:
            open_section(page, served, notebook)
            assert violations(page) == [], notebook
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), notebook


@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing_on_the_way_in_and_where_something_is_wrong(
    browser: Browser, served: Server, screen: str
) -> None:
    with browser.new_context(**SCREENS[screen]) as context:
        page = context.new_page()
        for path in ("join", "join/XXXXXX", "nothing-here"):
            page.goto(served.url + path)
            assert violations(page) == [], path
            expect(page.get_by_role("link", name="Emergency: Exit this page")).to_be_visible()


def test_axe_finds_nothing_while_the_page_asks_about_private_words(phone: Page, served: Server) -> None:
    open_section(join(phone, served), served, REFLECTING)
    box(phone, "How can we start").fill("Write to marguerite@example.org")
    box(phone, "How can we start").blur()
    expect(question(phone, "How can we start").get_by_role("alert")).to_be_visible()
    assert violations(phone) == []


def test_every_button_and_field_is_large_enough_for_a_thumb(phone: Page, served: Server) -> None:
    join(phone, served)
    for notebook in SECTIONS:
        open_section(phone, served, notebook)
        assert phone.evaluate(TARGETS) == [], notebook


def test_a_question_is_answered_by_keyboard_alone(desk: Page, served: Server) -> None:
    open_section(join(desk, served), served, REFLECTING)
    desk.keyboard.press("Tab")
    expect(desk.get_by_role("link", name="Skip to the text")).to_be_focused()
    desk.keyboard.press("Enter")
    for _ in range(20):
        desk.keyboard.press("Tab")
        if desk.evaluate("document.activeElement.tagName") == "TEXTAREA":
            break
    desk.keyboard.type("Parents worry, and do not know whom to ask.")
    desk.keyboard.press("Tab")
    widget = desk.locator(".go-reflection").first
    expect(widget.get_by_role("status")).to_contain_text("Saved")
    assert desk.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_a_section_prints_as_a_worksheet(phone: Page, served: Server) -> None:
    open_section(join(phone, served), served, REFLECTING)
    box(phone, "Who else").fill("Not for paper.")
    phone.emulate_media(media="print")
    expect(question(phone, "Who else").get_by_text("Who else needs to be involved?")).to_be_visible()
    expect(phone.locator(".go-lines").first).to_be_visible()
    for hidden in (".exit", "textarea", ".steps", ".turn"):
        expect(phone.locator(hidden).first).to_be_hidden()


@pytest.mark.parametrize("paper", ["Letter", "A4"])
def test_every_sheet_of_a_worksheet_has_the_help_lines_and_fits_the_paper(
    desk: Page, served: Server, paper: str
) -> None:
    open_section(join(desk, served), served, REFLECTING)
    sheets = PdfReader(BytesIO(desk.pdf(format=paper))).pages
    for sheet in sheets:
        assert "1-800-563-0808" in sheet.extract_text()
    text = "".join(sheet.extract_text() for sheet in sheets)
    assert "Who else needs to be involved?" in text
    assert "Never shown to the room" in text
    desk.emulate_media(media="print")
    desk.set_viewport_size({"width": 700, "height": 900})
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("notebook", "words"), [("03-who.ipynb", "youth"), ("04-how.ipynb", "○ Done")])
def test_what_a_table_works_with_is_on_the_paper(
    desk: Page, served: Server, notebook: str, words: str
) -> None:
    open_section(join(desk, served), served, notebook)
    text = "".join(sheet.extract_text() for sheet in PdfReader(BytesIO(desk.pdf())).pages)
    assert words in text.replace("\xa0", " ")


def test_nothing_on_paper_is_still_fading_in(browser: Browser, served: Server) -> None:
    with browser.new_context(**DESK | {"reduced_motion": "no-preference"}) as context:
        page = open_section(join(context.new_page(), served), served, REFLECTING)
        page.emulate_media(media="print")
        places = page.locator(".place")
        assert places.count() == 11  # nine questions, the room and the votes
        moving = "places => places.map((place) => getComputedStyle(place).animationName)"
        assert set(places.evaluate_all(moving)) == {"none"}


def test_the_questions_are_there_before_anything_answers(phone: Page, served: Server) -> None:
    join(phone, served)
    phone.context.route(re.compile(r"/static/[0-9a-f]+/front/"), lambda route: route.abort())
    phone.goto(address(served, REFLECTING))
    expect(phone.get_by_role("heading", name="8. Who else needs to be involved?")).to_be_visible()
