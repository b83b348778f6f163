"""The facilitator's map: a spreadsheet is looked at, comes in once, and goes out again; whatever is wrong with it."""

import csv
import io
import os
import re
import signal
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import astuple

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect
from python_calamine import CalamineWorkbook

from tests.conftest import DESK, PHONE
from tests.hostile import HOSTILE
from tests.maps import add, change, community, entries, entry, names, open_map, row
from tests.pages import ALL_READY, wait_until
from tests.server import Server
from tests.spreadsheets import package, workbook
from tests.test_accessibility import TARGETS, violations
from tests.test_serve_access import below, token_of
from workshop.sheets import tables
from workshop.sheets.columns import HEADERS
from workshop.store import Entry

SCREENS = {"phone": PHONE, "desk": DESK}
MAP = "voila/render/facilitator/map.ipynb"
NOTHING_YET = "Nothing is added yet."
#: As people keep them: a title, a gap, their own words, and rows that can't be taken.
MESSY = [
    ["Contacts of the Alder Flats network"],
    [],
    ["Organisation", "Kind", "Sector", "Status", "Phone", "Website", "Power", "Fax"],
    [" Alder Flats  Library ", "resource", "Parents", "on board", 2505550110, "example.org", "", "555-0199"],
    ["École Birch", "school", "Teachers", "invited", "", "", "high", ""],
    ["Tern Lake Clinic", "organisation", "", "maybe later", "", "", "", ""],
    [],
    ["", "organisation", "", "", "555-0144", "", "", ""],
    ["Bakery", "organisation", "", "", "", "javascript:alert(1)", "", ""],
    ["ALDER FLATS LIBRARY", "resource", "", "", "", "", "", ""],
    ["Safe Streets", "committee", "", "", "", "", "", ""],
    ["The Ecole Birch", "organisation", "", "", "", "", "", ""],
]
CSV = 'Nom;Name;Notes\r\n1;Café Zoë;open; late\r\n2;;nobody\r\n3;Muséum;"two\r\nlines"\r\n'.encode("cp1252")
LIST = workbook(["Name", "Notes"], *([f"Group {number:02} {number * 7919:x}", "x"] for number in range(40)))


@pytest.fixture
def second(browser: Browser) -> Iterator[Page]:
    """Another window of the facilitator's."""
    with browser.new_context(**DESK) as context:
        context.set_default_timeout(15_000)
        yield context.new_page()


@pytest.fixture
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A workshop that a test may kill."""
    server = Server(tmp_path_factory.mktemp("own") / "data")
    try:
        yield server.start()
    finally:
        server.stop()


def open_sheets(page: Page, served: Server) -> Page:
    """Open the facilitator's map with the token, and wait until the map is read."""
    room = served.facilitator_url.partition("?")[0]
    page.goto(f"{room}{MAP}?token={token_of(served)}")
    wait_until(page, ALL_READY, timeout=60_000)
    expect(page.locator(".go-coverage-words")).to_contain_text("of 26 groups")
    return page


def choose(page: Page, data: bytes, name: str = "list.xlsx") -> None:
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    page.get_by_label("Your file").set_input_files(file)


def look_at(page: Page, data: bytes, name: str = "list.xlsx") -> Locator:
    """Choose a file, and return what the page says that it would add."""
    choose(page, data, name)
    expect(said(page)).to_have_text(NOTHING_YET)
    return page.locator(".go-preview")


def said(page: Page) -> Locator:
    """Return the line under the file."""
    return page.locator(".go-sheets > div").first.locator(".go-state")


def add_button(page: Page) -> Locator:
    return page.locator(".go-preview").get_by_role("button", name=re.compile("^Add "))


def table_rows(preview: Locator, head: str) -> list[list[str]]:
    """Return the cells of the table that has this head."""
    lines = preview.locator("table", has=preview.page.locator("th", has_text=head)).locator("tbody tr")
    return [[" ".join(cell.split()) for cell in line.locator("td").all_inner_texts()] for line in lines.all()]


def save_as(page: Page, words: str) -> bytes:
    """Save the map as a file, as a click does, and return what came down."""
    with page.expect_download() as coming:
        page.get_by_role("button", name=words).click()
    assert coming.value.suggested_filename == f"community-map.{'csv' if 'CSV' in words else 'xlsx'}"
    return coming.value.path().read_bytes()


def without_id(found: list[Entry]) -> list[tuple]:
    return sorted(astuple(one)[2:-1] for one in found)


# Bringing one in


def test_a_messy_workbook_is_looked_at_then_added_and_stands_on_every_phone(
    desk: Page, phone: Page, served: Server
) -> None:
    community(served, {"name": "Safe Streets", "kind": "committee"})
    open_map(phone, served)
    open_sheets(desk, served)
    preview = look_at(desk, workbook(*MESSY), "our list.xlsx")
    expect(preview).to_contain_text("“our list.xlsx” has 8 rows.")
    expect(preview).to_contain_text("3 rows are good.")
    expect(preview).to_contain_text("3 rows can't be taken. The reasons are below.")
    assert table_rows(preview, "Why it can't be taken") == [
        ["6", "“maybe later” is none of these: At the table, Invited, Knows about us, Not yet, Not in our town. "
              "“Status” says “maybe later”."],
        ["8", "Give it a name, so that people can find it. “Organisation” is empty."],
        ["9", "Write the link as a web address, such as https://example.org. "
              "“Website” says “javascript:alert(1)”."],
    ]  # fmt: skip
    boxes = preview.get_by_role("checkbox")
    expect(boxes).to_have_count(2)
    expect(preview.get_by_label("Row 10: ALDER FLATS LIBRARY, the same name as row 4")).not_to_be_checked()
    expect(
        preview.get_by_label("Row 11: Safe Streets, the same name as “Safe Streets” on the map")
    ).to_be_visible()
    expect(preview).to_contain_text("Row 12: The Ecole Birch, much like row 5")
    assert [one.name for one in entries(served)] == ["Safe Streets"]  # a look adds nothing
    preview.get_by_label("Row 11").check()
    expect(add_button(desk)).to_have_text("Add the 3 good rows and 1 more")
    add_button(desk).click()
    expect(row(phone, "Alder Flats Library")).to_be_visible(timeout=4000)
    expect(said(desk)).to_have_text("4 rows of “our list.xlsx” are on the map. 4 rows were left out.")
    expect(desk.get_by_label("Your file")).to_be_focused()
    assert names(phone) == names(desk)
    library = entry(served, "Alder Flats Library")
    assert (library.kind, library.status, library.groups) == ("resource", "at-table", ("parents",))
    assert (library.contact, library.web, library.notes) == (
        "2505550110",
        "https://example.org",
        "Fax: 555-0199",
    )
    school = entry(served, "École Birch")
    assert (school.influence, school.status, "Sector: Teachers" in school.notes) == (3, "invited", True)
    assert sorted(one.name for one in entries(served)).count("Safe Streets") == 2


def test_a_csv_with_semicolons_and_old_letters_comes_in(phone: Page, served: Server) -> None:
    community(served)
    open_sheets(phone, served)
    preview = look_at(phone, CSV, "liste.csv")
    expect(preview).to_contain_text(tables.GUESSED)
    assert [line for line, *_ in table_rows(preview, "Why it can't be taken")] == ["3"]
    add_button(phone).click()
    expect(row(phone, "Café Zoë")).to_be_visible()
    assert entry(served, "Muséum").notes == "two\nlines\nNom: 3"
    assert entry(served, "Café Zoë").notes.startswith("open\n")


def test_a_second_press_and_a_second_window_add_nothing_twice(
    desk: Page, second: Page, served: Server
) -> None:
    community(served)
    for page in (desk, second):
        open_sheets(page, served)
        look_at(page, LIST)
    add_button(desk).dblclick()
    expect(said(desk)).to_have_text("40 rows of “list.xlsx” are on the map.")
    add_button(second).click()
    expect(said(second)).to_have_text("40 rows of “list.xlsx” are on the map.")
    assert len(entries(served)) == 40
    # Somebody gave one another name since: it is the same row, and stays as it is.
    change(served, min(one.name for one in entries(served)), name="Renamed")
    preview = look_at(desk, LIST, "again.xlsx")
    expect(preview).to_contain_text("There is no row to add.")
    expect(preview).to_contain_text("40 rows of this file came in before.")
    expect(add_button(desk)).to_have_count(0)
    preview.get_by_role("button", name="Leave it").click()
    expect(said(desk)).to_have_text("Nothing was added.")
    expect(desk.get_by_label("Your file")).to_be_focused()
    assert len(entries(served)) == 40


BAD_FILES = {
    "report.pdf": (b"%PDF-1.7\n%\xe2\xe3", tables.NO_TABLE),
    "picture.xlsx": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", tables.NO_TABLE),
    "letter.xlsx": (package({"word/document.xml": "<w/>"}), tables.NO_TABLE),
    "half.xlsx": (LIST[: len(LIST) // 2], tables.BROKEN),
    "bomb.xlsx": (package({"xl/workbook.xml": b" " * (tables.MOST_UNPACKED + 1)}), tables.TOO_WIDE),
    "large.csv": (b"Name\n" + b"x" * tables.MOST_BYTES, tables.TOO_LARGE),
    "empty.csv": (b"", tables.EMPTY),
    "phones.csv": (b"Phone;City\n1;2\n", tables.NO_NAMES),
}


def test_what_is_no_list_gets_one_sentence_and_the_page_goes_on(desk: Page, served: Server) -> None:
    community(served)
    open_sheets(desk, served)
    for name, (data, sentence) in BAD_FILES.items():
        choose(desk, data, name)
        expect(said(desk)).to_have_text(sentence)
        expect(desk.locator(".go-preview")).to_have_count(0)
        expect(desk.get_by_role("button", name="Leave it")).to_have_count(0)
    assert entries(served) == []
    look_at(desk, LIST)
    add_button(desk).click()
    expect(said(desk)).to_contain_text("40 rows")
    add(served, name="Alder Flats Library")
    expect(row(desk, "Alder Flats Library")).to_be_visible(timeout=4000)


def test_hostile_cells_are_words_and_the_list_of_bad_rows_too(desk: Page, served: Server) -> None:
    community(served)
    open_sheets(desk, served)
    good = [[f"{number} {text}", "", text] for number, text in enumerate(HOSTILE)]
    lines = io.StringIO()
    bad = [["x", text] for text in HOSTILE]
    csv.writer(lines, delimiter=";").writerows([["Name", "Status", HOSTILE[0]], *good, *bad])
    name = "<img src=x onerror=alert(1)>.csv"
    preview = look_at(desk, lines.getvalue().encode(), name)
    expect(preview).to_contain_text(f"“{name}” has {2 * len(HOSTILE)} rows.")
    for details in preview.locator("details").all():
        details.evaluate("details => { details.open = true; }")
    for text in HOSTILE:
        expect(preview.locator("table").first).to_contain_text(f"“Status” says “{text}”.")
        expect(preview.locator("table").nth(1)).to_contain_text(text)
    expect(preview.locator("table").nth(2)).to_contain_text(HOSTILE[0])
    add_button(desk).click()
    expect(row(desk, HOSTILE[0])).to_be_visible()
    assert desk.title() != "taken"
    assert desk.locator(".go-community :is(script, img, style, iframe, object)").count() == 0


# Saving as one

TOWN = (
    {"name": "=1+1", "kind": "person", "notes": "+44 20\n@SUM(A1)", "contact": "-1", "groups": ("parents",)},
    {"name": "École Birch", "influence": 2, "interest": 1, "tie": 3, "listed": True, "status": "at-table",
     "groups": ("schools", "elders"), "web": "https://example.org", "asks": "'=quoted", "offers": "a; b, \"c\""},
    *({"name": f"{number} {text}", "kind": "resource", "notes": text} for number, text in enumerate(HOSTILE)),
)  # fmt: skip


@pytest.mark.parametrize("words", ["Excel workbook", "CSV file"])
def test_the_map_goes_out_inert_and_comes_back_as_what_is_there_already(
    desk: Page, served: Server, words: str
) -> None:
    community(served, *TOWN)
    before = entries(served)
    open_sheets(desk, served)
    data = save_as(desk, words)
    expect(desk.locator(".go-sheets .go-state").last).to_contain_text("is with your downloads.")
    if words == "CSV file":
        lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "-", "@", "\t"))]
        lines = [[cell.removeprefix("'") if cell[1:2] in ("=", "+", "-", "@") else cell for cell in line]
                 for line in lines]  # fmt: skip
    else:
        assert b"<f>" not in b"".join(_parts(data))
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        lines = [[str(cell) for cell in line] for line in book.get_sheet_by_index(0).to_python()]
    assert lines[0] == list(HEADERS.values())
    at = {header: place for place, header in enumerate(lines[0])}
    found = {line[at["Name"]]: line for line in lines[1:]}
    assert found.keys() == {one.name for one in before}
    for one in before:
        line = found[one.name]
        assert line[at["Notes"]] == one.notes
        assert line[at["May be listed publicly"]] == ("yes" if one.listed else "no")
    preview = look_at(desk, data, "saved")
    expect(preview).to_contain_text("There is no row to add.")
    expect(preview).to_contain_text(f"{len(before)} rows have names that stand there already.")
    expect(preview.get_by_role("checkbox")).to_have_count(len(before))
    expect(add_button(desk)).to_have_count(0)
    assert entries(served) == before
    # The same file makes the same map again where there is none.
    community(served)
    look_at(desk, data, "saved again")
    add_button(desk).click()
    expect(said(desk)).to_contain_text(f"{len(before)} rows")
    assert without_id(entries(served)) == without_id(before)


def _parts(data: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return [book.read(part) for part in book.namelist()]


# For everybody


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing_while_a_file_is_looked_at_on_any_screen(
    browser: Browser, served: Server, screen: str, colours: str
) -> None:
    community(served, {"name": "Safe Streets", "kind": "committee"})
    long = "Long" * 28
    rows = [*MESSY, *([long, kind, *[""] * 5, long] for kind in ("resource", "committee", long))]
    with browser.new_context(**SCREENS[screen], color_scheme=colours) as context:
        page = open_sheets(context.new_page(), served)
        preview = look_at(page, workbook(*rows), f"{long}.xlsx")
        for details in preview.locator("details").all():
            details.evaluate("details => { details.open = true; }")
        expect(preview.get_by_text(long).first).to_be_visible()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= SCREENS[screen]["viewport"]["width"]
        assert page.evaluate(TARGETS) == []
        add_button(page).click()
        expect(said(page)).to_contain_text("4 rows of")
        assert page.evaluate("document.documentElement.scrollWidth") <= SCREENS[screen]["viewport"]["width"]
        choose(page, b"%PDF", f"{long}.pdf")
        expect(said(page)).to_have_text(tables.NO_TABLE)
        assert violations(page) == []


def test_a_spreadsheet_comes_in_and_goes_out_by_keyboard_alone(desk: Page, served: Server) -> None:
    community(served, {"name": "Safe Streets", "kind": "committee"})
    open_sheets(desk, served)

    def tab_to(target: Locator, presses: int) -> None:
        for _ in range(presses):
            desk.keyboard.press("Tab")
            if target.evaluate("target => target === document.activeElement"):
                assert target.evaluate("target => getComputedStyle(target).outlineStyle") != "none"
                return
        raise AssertionError(f"Tab does not come to {target}.")

    tab_to(desk.get_by_label("Your file"), 150)
    choose(desk, workbook(*MESSY), "l.xlsx")  # what follows in the computer's own window
    preview = desk.locator(".go-preview")
    expect(preview.get_by_text("“l.xlsx” has 8 rows.").locator("..")).to_be_focused()
    tab_to(preview.get_by_label("Row 11"), 3)
    desk.keyboard.press("Space")
    tab_to(preview.get_by_text("The good rows"), 1)
    desk.keyboard.press("Enter")
    expect(preview.get_by_role("cell", name="École Birch")).to_be_visible()
    tab_to(add_button(desk), 2)
    desk.keyboard.press("Enter")
    expect(said(desk)).to_contain_text("4 rows of “l.xlsx” are on the map.")
    expect(desk.get_by_label("Your file")).to_be_focused()
    tab_to(desk.get_by_role("button", name="CSV file"), 4)
    with desk.expect_download():
        desk.keyboard.press("Enter")
    expect(desk.get_by_role("button", name="CSV file")).to_be_focused()


# The power goes


def cut(server: Server) -> None:
    """End the hall and the facilitator's room at one blow, as a power cut does."""
    rooms = [pid for pid, command in below(server.info["pid"]).items() if "serve.facilitator" in command]
    assert rooms
    server.kill()
    for pid in rooms:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def wait_for_reader(server: Server) -> None:
    """Return once the workshop has begun to read the workbook."""
    deadline = time.monotonic() + 10
    while not any("workbook.py" in command for command in below(server.info["pid"]).values()):
        assert time.monotonic() < deadline


@pytest.mark.parametrize("moment", ["before", "in the middle", "after"])
def test_an_import_that_a_power_cut_meets_loses_nothing_and_doubles_nothing(
    desk: Page, own: Server, moment: str
) -> None:
    community(own, {"name": "Library"})
    count = 2000
    data = workbook(
        ["Name", "Notes"], *([f"{number * 7919:x} {number}", "x" * 200] for number in range(count))
    )
    open_sheets(desk, own)
    look_at(desk, data)
    met = []

    def meet(route: Route) -> None:
        if route.request.post_data_json["kind"] != "import-sheet" or met:
            route.continue_()
            return
        met.append(moment)
        if moment == "after":
            assert route.fetch().json()["imported"] == count
        if moment == "in the middle":
            route.continue_()
            wait_for_reader(own)
        cut(own)
        if moment != "in the middle":
            route.abort()

    desk.route("**/workshop/messages", meet)
    add_button(desk).click()
    expect(said(desk)).to_contain_text("Not added yet: no connection. Trying again.")
    expect(add_button(desk)).to_be_disabled()
    # All of them, or none: nothing in between.
    assert len(entries(own)) in {"before": {1}, "in the middle": {1, count + 1}, "after": {count + 1}}[moment]
    own.start_again()
    assert met == [moment]
    expect(said(desk)).to_have_text("2,000 rows of “list.xlsx” are on the map.", timeout=40_000)
    assert len({one.name for one in entries(own)}) == len(entries(own)) == count + 1
