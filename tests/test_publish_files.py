"""Files that people take with them: whole in every program, inert in all of them, and silent about who made them."""

import csv
import getpass
import io
import re
import socket
import zipfile
from datetime import date

import docx
import pytest
from hypothesis import given
from hypothesis import settings as effort
from icalendar import Calendar
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from tests.hostile import HOSTILE, any_text
from workshop.paths import ROOT
from workshop.publish.files import FILES, make_files
from workshop.publish.files.pdf import printable
from workshop.publish.publication import Item, Publication

DAY = date(2027, 3, 31)
RIGHT_TO_LEFT = "ערב אחד בספרייה 📚 مساء في المكتبة"


def action(what: str, **said: str) -> Item:
    return Item("action", {"what": what, "who": "", "by_when": "", "means": "", "status": "to-do"} | said)


def publication(*texts: str) -> Publication:
    """Return a publication that says these texts wherever somebody's words may stand."""
    items = [Item("about", {"title": "Our town", "about": "\n".join(texts), "ask": "the library"})]
    for text in texts:
        items += [
            action(text or "x", who=text, means=text, by_when="2027-05-01"),
            Item("agreement", {"text": text}),
            Item("words", {"prompt": "start", "text": text}),
            Item("vote", {"prompt": "start", "title": text, "shown": {text: 12}, "hidden": [text]}),
            Item(
                "listed",
                {"name": text, "kind": "resource", "groups": ["parents"], "contact": text, "web": ""}
                | {"for_whom": text, "offers": text},
            ),
        ]
    return Publication(DAY, 1, tuple(items))


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return make_files(publication(*HOSTILE, RIGHT_TO_LEFT, "Plain words."))


def test_every_file_has_a_plain_name_and_is_made(files) -> None:
    assert list(files) == list(FILES)
    assert all(re.fullmatch(r"[a-z-]+\.[a-z]{3,4}", name) for name in files)


def test_what_has_nothing_in_it_is_no_file() -> None:
    only = Publication(DAY, 1, (Item("about", {"title": "T", "about": "", "ask": "the library"}),))
    assert list(make_files(only)) == ["meeting-summary.pdf", "meeting-summary.docx"]


@pytest.mark.parametrize("name", ["action-plan.csv", "community-map.csv"])
def test_no_cell_of_a_csv_is_a_formula(files, name: str) -> None:
    rows = list(csv.reader(io.StringIO(files[name].decode("utf-8-sig"))))
    assert len(rows) == len(HOSTILE) + 3
    assert not [cell for row in rows for cell in row if cell[:1] in tuple("=+-@\t\r")]
    assert RIGHT_TO_LEFT in {row[0] for row in rows}


@pytest.mark.parametrize("name", ["action-plan.xlsx", "community-map.xlsx"])
def test_no_cell_of_a_workbook_is_a_formula_or_a_link(files, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(files[name])) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml").decode()
    assert not re.search(r"<f\b|<hyperlink", sheet)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(files[name])).get_sheet_by_index(0).to_python()
    assert {text for text in (*HOSTILE, RIGHT_TO_LEFT) if not text.startswith("=")} <= {
        row[0] for row in rows
    }


def test_the_plan_stands_whole_in_a_word_processor(files) -> None:
    document = docx.Document(io.BytesIO(files["action-plan.docx"]))
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == [
        "What",
        "Who",
        "By when",
        "What it takes",
        "How far",
    ]
    assert {row.cells[0].text for row in table.rows[1:]} == {*HOSTILE, RIGHT_TO_LEFT, "Plain words."}
    assert "1-800-563-0808" in document.sections[0].footer.paragraphs[0].text


def test_every_sheet_of_a_pdf_has_the_help_lines(files) -> None:
    for name in ("action-plan.pdf", "meeting-summary.pdf", "group-agreement.pdf"):
        document = PdfReader(io.BytesIO(files[name]))
        sheets = [page.extract_text() for page in document.pages]
        assert all("1-800-563-0808" in sheet for sheet in sheets)
        assert "Plain words." in "".join(sheets)
        assert float(document.pages[0].mediabox.width) < 600


def test_the_days_of_the_plan_go_into_a_calendar(files) -> None:
    events = Calendar.from_ical(files["action-plan.ics"]).walk("VEVENT")
    assert {str(event["summary"]) for event in events} == {*HOSTILE, RIGHT_TO_LEFT, "Plain words."}
    assert {event["dtstart"].dt for event in events} == {date(2027, 5, 1)}
    assert all(len(line) <= 75 for line in files["action-plan.ics"].split(b"\r\n"))


def test_what_is_done_or_has_no_day_is_not_in_the_calendar() -> None:
    items = (
        action("Done", by_when="2027-05-01", status="done"),
        action("Some day"),
        action("Next", by_when="2027-06-01"),
    )
    made = make_files(Publication(DAY, 1, items))
    (event,) = Calendar.from_ical(made["action-plan.ics"]).walk("VEVENT")
    assert str(event["summary"]) == "Next"


def test_no_file_tells_who_made_it_or_when_but_for_the_day(files) -> None:
    words = {getpass.getuser(), socket.gethostname(), str(ROOT), str(date.today().year)} - {"root", "2027"}
    for name, data in files.items():
        parts = [data]
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                dates = {info.date_time[:3] for info in packed.infolist()}
                assert dates <= {(2027, 3, 31), (1980, 1, 1)}, name
                parts = [
                    packed.read(part) for part in packed.namelist() if part.startswith(("docProps", "_rels"))
                ]
        if name.endswith(".pdf"):
            parts = [str(PdfReader(io.BytesIO(data)).metadata).encode()]
            assert b"D:20270331000000Z" in parts[0]
        assert [word for word in words if any(word.encode() in part for part in parts)] == [], name


def test_the_same_publication_is_the_same_files(files) -> None:
    again = make_files(publication(*HOSTILE, RIGHT_TO_LEFT, "Plain words."))
    assert [name for name in files if files[name] != again[name]] == []


@given(text=any_text)
@effort(max_examples=10)
def test_any_words_at_all_make_files(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    made = make_files(publication(text))
    assert len(made) == len(FILES)
    docx.Document(io.BytesIO(made["meeting-summary.docx"]))


def test_what_our_letters_lack_is_a_square_and_a_picture_is_left_out() -> None:
    assert printable("Ask 中文 📚 now") == "Ask □□  now"
    names = "ᐃᓄᒃ Nuxalk \u0294a\u03bb\u0313 Métis"
    assert printable(names) == names
    assert printable("📚") == " "
