"""The plan for everybody: on paper, by keyboard, for screen readers, on a small phone, and in hostile hands."""

import re
from io import BytesIO

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.conftest import DESK, PHONE
from tests.plans import WHOLE, action, before_saving, card, change, open_plan, plan, until
from tests.server import Server
from tests.test_accessibility import SCREENS, TARGETS, violations
from tests.test_hostile import SCRIPTS, unhurt

ROOM = "Ask the library for a room"
HEADS = ["What", "Who", "By when", "With what", "Who should know"]
LETTER = "Dear friends,\n\nwill you come to our table?\n"


def words_on(pdf: bytes) -> list[str]:
    """Return the words of each sheet, in one line."""
    return [" ".join(sheet.extract_text().split()) for sheet in PdfReader(BytesIO(pdf)).pages]


# Paper


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("paper", ["Letter", "A4"])
def test_the_plan_prints_as_five_columns(browser: Browser, served: Server, screen: str, paper: str) -> None:
    many = [{"what": f"Action number {number}.", **WHOLE} for number in range(30)]
    plan(served, {"what": ROOM, "who": "Library", "status": "doing", "letter": LETTER}, *many)
    with browser.new_context(**SCREENS[screen]) as context:
        page = open_plan(context.new_page(), served)
        heads = page.locator(".go-plan-table thead th")
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 700, "height": 900})
        expect(heads).to_have_text(HEADS)
        lefts = heads.evaluate_all("heads => heads.map((head) => head.getBoundingClientRect().left)")
        assert lefts == sorted(set(lefts))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        expect(card(page, ROOM).locator(".go-blank").first).to_be_visible()
        sheets = words_on(page.pdf(format=paper))
    with_plan = [text for text in sheets if "Action number" in text]
    assert len(with_plan) > 1
    for text in with_plan:
        assert all(head in text for head in HEADS)
        assert "1-800-563-0808" in text
    whole = "".join(sheets)
    assert "To do" in whole
    assert "Dear friends" not in whole
    assert "Mark done" not in whole


def test_no_action_is_cut_in_two_by_the_end_of_a_sheet(desk: Page, served: Server) -> None:
    long = "a room that holds forty people and has a ramp and a kitchen and tea " * 2
    plan(
        served,
        *({"what": f"Begin {number}. {long}", **WHOLE, "tell": f"End{number}"} for number in range(24)),
    )
    open_plan(desk, served)
    sheets = words_on(desk.pdf(format="Letter"))
    for number in range(24):
        (sheet,) = (text for text in sheets if f"Begin {number}." in text)
        assert f"End{number}" in re.sub(r"\s", "", sheet)


def test_a_letter_is_printed_on_a_sheet_of_its_own(desk: Page, served: Server) -> None:
    plan(served, {"what": ROOM, "letter": LETTER, "origin": "gap:parents"})
    open_plan(desk, served)
    card(desk, ROOM).get_by_text("The letter", exact=False).first.click()
    desk.evaluate("window.print = () => { window.printed = true; }")
    card(desk, ROOM).get_by_role("button", name="Print the letter").click()
    assert desk.evaluate("window.printed")
    (sheet,) = words_on(desk.pdf())
    assert "will you come to our table?" in sheet
    assert "library" not in sheet
    desk.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert any("Who should know" in text for text in words_on(desk.pdf()))


# Letters


def test_a_letter_is_changed_by_one_and_read_by_another(
    browser: Browser, phone: Page, served: Server
) -> None:
    plan(served, {"what": ROOM, "letter": LETTER.strip(), "origin": "gap:parents"})
    open_plan(phone, served)
    expect(card(phone, ROOM)).to_contain_text("For a missing group: Parents")
    card(phone, ROOM).locator("summary").click()
    letter = phone.get_by_label("Draft letter")
    expect(letter).to_have_value(LETTER.strip())
    letter.fill("Dear parents,\n\ncome.")
    letter.blur()
    expect(phone.locator(".go-letter").get_by_role("status")).to_contain_text("Saved.")
    assert action(served, ROOM).letter == "Dear parents,\n\ncome."
    with browser.new_context(**PHONE) as context:
        other = open_plan(context.new_page(), served)
        card(other, ROOM).locator("summary").click()
        expect(other.get_by_label("Draft letter")).to_have_value("Dear parents,\n\ncome.")
        letter.fill("Dear all")
        expect(other.get_by_label("Draft letter")).to_have_value("Dear all")


def test_two_who_change_a_letter_see_both(phone: Page, served: Server) -> None:
    (kept,) = plan(served, {"what": ROOM, "letter": LETTER.strip()})
    open_plan(phone, served)
    card(phone, ROOM).locator("summary").click()
    before_saving(phone, "save-action", lambda: change(served, kept, letter="Theirs"))
    letter = phone.get_by_label("Draft letter")
    letter.fill("Mine")
    letter.blur()
    expect(phone.locator(".go-letter").get_by_role("alert")).to_contain_text(
        "Someone else changed this letter"
    )
    expect(phone.locator(".go-letter blockquote")).to_have_text("Theirs")
    expect(letter).to_have_value("Mine")
    phone.get_by_role("button", name="Keep mine").click()
    until(phone, lambda: action(served, ROOM).letter == "Mine")


def test_a_letter_is_copied(desk: Page, served: Server) -> None:
    plan(served, {"what": ROOM, "letter": LETTER.strip()})
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_plan(desk, served)
    card(desk, ROOM).locator("summary").click()
    desk.get_by_role("button", name="Copy the letter").click()
    expect(desk.locator(".go-letter").get_by_role("status")).to_contain_text("Copied.")
    assert desk.evaluate("navigator.clipboard.readText()") == LETTER.strip()


def test_where_a_page_may_not_copy_it_marks_the_letter_and_says_so(phone: Page, served: Server) -> None:
    plan(served, {"what": ROOM, "letter": LETTER.strip()})
    phone.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined}); document.execCommand = () => false;"
    )
    open_plan(phone, served)
    card(phone, ROOM).locator("summary").click()
    phone.get_by_role("button", name="Copy the letter").click()
    expect(phone.locator(".go-letter").get_by_role("status")).to_contain_text("The letter is marked.")
    marked = "area => area.value.slice(area.selectionStart, area.selectionEnd)"
    assert phone.get_by_label("Draft letter").evaluate(marked) == LETTER.strip()


# Everybody


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing_in_a_full_plan(
    browser: Browser, served: Server, screen: str, colours: str
) -> None:
    plan(
        served,
        {"what": ROOM, "letter": LETTER, "origin": "gap:parents", "by_when": "2020-01-01"},
        {"what": "w" * 200, "who": "w" * 80, "means": "w" * 200, "tell": "w" * 200, "by_when": "2099-12-30"},
        {"what": "Was dropped", "status": "dropped", **WHOLE},
    )
    with browser.new_context(**SCREENS[screen], color_scheme=colours) as context:
        page = open_plan(context.new_page(), served)
        card(page, ROOM).locator("summary").click()
        card(page, "wwww").get_by_role("button", name=re.compile("^Change")).click()
        card(page, ROOM).get_by_role("button", name="Mark done").click()
        expect(card(page, ROOM).get_by_role("status").first).to_contain_text("Saved")
        card(page, "Was dropped").get_by_role("button", name="Remove").click()
        page.get_by_role("button", name="Add an action").click()
        assert violations(page) == []
        assert page.evaluate(TARGETS) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_on_a_phone_an_action_is_a_card_and_on_a_desk_a_row(browser: Browser, served: Server) -> None:
    plan(served, {"what": ROOM, **WHOLE})
    tops = {}
    for name, screen in (("phone", PHONE), ("desk", DESK)):
        with browser.new_context(**screen) as context:
            page = open_plan(context.new_page(), served)
            expect(page.get_by_role("table", name="The action plan")).to_be_visible()
            cells = card(page, ROOM).locator("tr").first.locator("th, td")
            tops[name] = cells.evaluate_all("cells => cells.map((cell) => cell.getBoundingClientRect().top)")
    assert len(set(tops["phone"])) == 5
    assert len(set(tops["desk"])) == 1


def test_an_action_is_added_and_done_by_keyboard_alone(desk: Page, served: Server) -> None:
    plan(served, {"what": ROOM, **WHOLE})
    open_plan(desk, served)
    desk.get_by_role("link", name="Skip to the text").focus()
    desk.keyboard.press("Enter")
    tab_to(desk, "Add an action")
    desk.keyboard.press("Enter")
    for text in ("Bake bread", "Parents", "03012099", "Flour", "The school"):
        desk.keyboard.type(text)
        here = desk.evaluate("document.activeElement.id")
        while desk.evaluate("document.activeElement.id") == here:  # a day has several parts
            desk.keyboard.press("Tab")
    tab_to(desk, "Save")
    desk.keyboard.press("Enter")
    expect(card(desk, "Bake bread")).to_be_visible()
    kept = action(served, "Bake bread")
    fields = (kept.who, kept.by_when, kept.means, kept.tell)
    assert fields == ("Parents", "2099-03-01", "Flour", "The school")
    tab_to(desk, "Mark done")
    assert desk.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    desk.keyboard.press("Enter")
    expect(desk.locator(".go-action button:focus")).to_have_text(re.compile("^Undo"))


def tab_to(page: Page, words: str) -> None:
    for _ in range(40):
        if page.evaluate("document.activeElement.textContent").startswith(words):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"“{words}” can't be reached.")


@pytest.mark.parametrize("text", SCRIPTS)
def test_what_stands_in_an_action_never_runs(phone: Page, served: Server, text: str) -> None:
    plan(served)
    with_scripts = {
        "what": text[:190],
        "who": text[:80],
        "means": text[:190],
        "tell": text[:190],
        "letter": text,
    }
    plan(served, with_scripts | {"origin": "step:ask"})
    open_plan(phone, served)
    row = phone.locator(".go-action").first
    expect(row).to_contain_text(text[:12])
    row.locator("summary").click()
    row.get_by_role("button", name="Mark done").click()
    expect(row.get_by_role("status").first).to_contain_text("Saved")
    row.get_by_role("button", name=re.compile("^Change")).click()
    row.get_by_label("What", exact=True).press("End")
    row.get_by_label("What", exact=True).type("!")
    row.get_by_role("button", name="Save").click()
    expect(row.locator("form")).to_have_count(0)
    row.get_by_role("button", name="Remove").click()
    expect(phone.get_by_role("button", name="Put back")).to_be_visible()
    assert unhurt(phone)
