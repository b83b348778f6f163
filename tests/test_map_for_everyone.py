"""The community map for everybody: keyboards, screen readers, small phones, hostile words, paper."""

from io import BytesIO
from unicodedata import normalize

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.conftest import DESK, PHONE
from tests.hostile import HOSTILE
from tests.maps import WHO, add, community, entry, form, list_of, open_map, other, row, tile
from tests.pages import open_section
from tests.server import Server
from tests.test_accessibility import TARGETS, violations

__all__ = ["other"]  # a fixture

SCREENS = {"phone": PHONE, "desk": DESK}
LONG = "Long" * 30
TOWN = (
    {
        "name": "Library",
        "kind": "resource",
        "groups": ("parents",),
        "status": "at-table",
        "notes": "Ask early.",
    },
    {"name": "The Libary", "kind": "resource", "groups": ("elders",), "asks": "Rosa", "tie": 3},
    {"name": "Safe Streets", "kind": "committee", "influence": 3, "interest": 2, "asks": "Rosa", "tie": 1},
    {
        "name": LONG,
        "influence": 1,
        "interest": 1,
        "groups": ("schools",),
        "asks": LONG[:80],
        "status": "at-table",
    },
    {"name": "A coach", "kind": "person", "groups": ("young-people",), "status": "at-table"},
)


def open_everything(page: Page) -> None:
    """Open the form, the pictures and every details, as far as they can be open at once."""
    for picture in ("Influence and interest", "Who knows whom"):
        page.get_by_role("button", name=picture).click()
    page.get_by_role("button", name="Add to the map").click()
    page.evaluate("document.querySelectorAll('.go-community details').forEach((one) => { one.open = true; })")


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing_on_a_map_with_everything_open(
    browser: Browser, served: Server, screen: str, colours: str
) -> None:
    community(served, *TOWN)
    with browser.new_context(**SCREENS[screen], color_scheme=colours) as context:
        page = open_map(context.new_page(), served)
        open_everything(page)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate(TARGETS) == []


def test_the_smallest_phone_shows_a_conflict_and_the_way_back(phone: Page, served: Server) -> None:
    community(served, *TOWN)
    open_map(phone, served)
    row(phone, LONG).get_by_role("button", name="Remove").click()
    back = phone.get_by_role("button", name="Put back")
    expect(back).to_be_in_viewport()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(phone) == []
    back.click()
    expect(row(phone, LONG)).to_be_visible()


def test_an_entry_is_added_found_and_its_gap_closed_by_keyboard_alone(desk: Page, served: Server) -> None:
    community(served)
    open_map(desk, served)

    def tab_to(name: str, presses: int = 90) -> None:
        for _ in range(presses):
            desk.keyboard.press("Tab")
            at = desk.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).innerText")
            at = " ".join(at.split()).replace(" :", ":")
            if at == name:
                return
        raise AssertionError(f"Tab does not come to {name!r}.")

    tab_to("Add to the map")
    desk.keyboard.press("Enter")
    desk.keyboard.type("Elders' lodge")
    tab_to("None yet. Choose", 3)
    desk.keyboard.press("Enter")
    tab_to("Find a group", 1)
    desk.keyboard.type("elders")
    desk.keyboard.press("Enter")  # looks, and does not save
    tab_to("Elders", 1)
    desk.keyboard.press("Space")
    tab_to("Status", 1)
    desk.keyboard.type("At")
    tab_to("Save", 3)
    desk.keyboard.press("Enter")
    expect(row(desk, "Elders' lodge")).to_be_visible()
    expect(desk.get_by_role("button", name="Add to the map")).to_be_focused()
    assert (entry(served, "Elders' lodge").groups, entry(served, "Elders' lodge").status) == (
        ("elders",),
        "at-table",
    )
    expect(tile(desk, "Elders")).to_contain_text("Here: Elders' lodge")
    tab_to("Find a word")
    desk.keyboard.type("lodge")
    expect(desk.locator(".go-pager").get_by_role("status")).to_have_text("1 entry")
    tab_to("Name▲")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("columnheader", name="Name")).to_have_attribute("aria-sort", "descending")
    tab_to("Change Elders' lodge")
    assert desk.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    tab_to("Invite them: Parents")
    desk.keyboard.press("Enter")
    expect(tile(desk, "Parents")).to_contain_text("In the plan: Invite")
    # The button is gone, and the focus still in its tile.
    expect(tile(desk, "Parents")).to_be_focused()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_in_every_field_are_words_on_every_phone(
    phone: Page, other: Page, served: Server, text: str
) -> None:
    community(served)
    open_map(other, served)
    add(
        served,
        name=text,
        **dict.fromkeys(("asks", "contact", "web", "for_whom", "offers", "notes"), text),
        groups=("elders",),
        status="at-table",
        influence=2,
        interest=2,
    )
    add(served, name=f"{text}.", groups=("parents",), status="invited")
    expect(row(other, text).first).to_be_visible(timeout=3000)
    for page in (other, open_map(phone, served)):
        open_everything(page)
        row(page, text).first.get_by_role("button", name="Change").click()
        expect(form(page).get_by_label("Notes")).to_have_value(text)
        expect(tile(page, "Elders")).to_contain_text(text)
        expect(page.locator(".go-grid")).to_contain_text(text)
        expect(page.locator(".go-web")).to_contain_text(text)
        assert page.title() != "taken"
        assert page.locator(".go-community :is(script, img, style, iframe, object)").count() == 0
        assert page.locator(".go-community a[href^='javascript']").count() == 0
        expect(page.get_by_role("button", name="Save", exact=True)).to_be_visible()
    open_section(phone, served, "05-what.ipynb")
    expect(phone.locator(".go-local li", has_text=text).first).to_be_visible()
    assert phone.title() != "taken"
    assert phone.locator(".go-local :is(script, img, style, iframe, object)").count() == 0


@pytest.mark.parametrize("paper", ["Letter", "A4"])
def test_paper_has_every_entry_every_group_and_both_pictures(desk: Page, served: Server, paper: str) -> None:
    community(served, *TOWN, named=[f"Shop {number:02}" for number in range(30)])
    open_map(desk, served)
    expect(list_of(desk)).to_be_visible()
    sheets = PdfReader(BytesIO(desk.pdf(format=paper))).pages
    text = " ".join(normalize("NFKC", "".join(sheet.extract_text() for sheet in sheets)).split())
    for words in ("Shop 00", "Shop 29", "Ask early.", "Here: Library", "Much influence", "Rosa: The Libary"):
        assert words in text, words
    for button in ("Add to the map", "Add someone", "Change", "Merge: keep this one", "Find a word"):
        assert button not in text, button
    # Afterwards the screen is as it was.
    expect(desk.locator(".go-pager").get_by_role("status")).to_have_text("Page 1 of 2, 35 entries")
    desk.emulate_media(media="print")
    desk.set_viewport_size({"width": 700, "height": 900})
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_who_knows_whom_is_a_picture_and_the_same_list(phone: Page, served: Server) -> None:
    community(served, *TOWN, {"name": "Clinic"}, {"name": "Bakery", "status": "not-here"})
    open_map(phone, served)
    phone.get_by_role("button", name="Who knows whom").click()
    picture = phone.locator(".go-web")
    expect(picture).to_be_visible()
    assert picture.locator("p").all_inner_texts() == ["Nobody yet", LONG[:80], "Rosa"]
    assert picture.locator("li").all_inner_texts() == ["Clinic", LONG, "The Libary", "Safe Streets"]
    lines = picture.locator("path")
    assert lines.evaluate_all("lines => lines.map((line) => line.getAttribute('class'))") == [
        "go-tie-0",
        "go-tie-3",
        "go-tie-1",
    ]
    list_items = phone.locator(".go-web-list > li").all_inner_texts()
    assert list_items[0] == "Nobody yet: Clinic (we know them: not at all)"
    assert list_items[2].startswith(
        "Rosa: The Libary (we know them: very well), Safe Streets (we know them: a l"
    )
    assert float(picture.evaluate("picture => parseFloat(getComputedStyle(picture).fontSize)")) >= 16


def test_organisations_stand_where_their_influence_and_interest_put_them(phone: Page, served: Server) -> None:
    community(served, *TOWN, {"name": "Clinic", "influence": 3})
    open_map(phone, served)
    phone.get_by_role("button", name="Influence and interest").click()
    grid = phone.get_by_role("table", name="Organisations and committees by influence and interest")
    assert grid.get_by_role("columnheader").all_inner_texts() == [
        "Little interest",
        "Some interest",
        "Much interest",
    ]
    assert grid.get_by_role("row").nth(1).get_by_role("cell").all_inner_texts() == [
        "nobody",
        "Safe Streets",
        "nobody",
    ]
    expect(grid.get_by_role("row").nth(3).get_by_role("cell").first).to_have_text(LONG)
    expect(grid.get_by_role("row").nth(1).get_by_role("rowheader")).to_have_text("Much influence")
    expect(phone.get_by_text("Not said yet for: Clinic.")).to_be_visible()
    # A person or a resource is in no cell.
    expect(grid).not_to_contain_text("coach")


def test_the_map_says_when_it_cannot_be_read(phone: Page, served: Server) -> None:
    community(served, *TOWN)
    open_map(phone, served)
    phone.route("**/workshop/messages", lambda route: route.abort())
    open_section(phone, served, WHO)
    expect(phone.locator(".go-community").get_by_role("status").first).to_contain_text("can't be read yet")
    phone.unroute("**/workshop/messages")
    expect(row(phone, "Library").first).to_be_visible()
