"""A spreadsheet comes in however people keep it: what can be taken is, and of the rest each row says why not."""

import base64
import csv
import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, datetime, time

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from tests.reading import grade
from tests.spreadsheets import compound, far_apart, old_workbook, open_document, package, workbook
from workshop.community import KINDS, LIMITS, STATUSES, checked_entry
from workshop.messages import FacilitatorMessages, Messages
from workshop.refusal import Refused
from workshop.session import begin_session
from workshop.sheets import tables, words
from workshop.sheets.columns import HEADERS, column_letter, meaning_of
from workshop.sheets.incoming import read_incoming
from workshop.sheets.outgoing import as_csv, as_workbook
from workshop.store import MOST_ENTRIES, Entry, Store
from workshop.toolkit import load_toolkit

TOOLKIT = load_toolkit()
SESSION = "5" * 32
GROUPS = [group.key for group in TOOLKIT.groups if group.key != "lived-experience"]
LIBRARY = "Alder Flats Library"


@pytest.fixture
def messages(store: Store) -> FacilitatorMessages:
    return FacilitatorMessages(store, TOOLKIT, begin_session(store, "Meeting", date(2027, 3, 31)).id)


def about(kind: str, data: bytes, **more: object) -> dict:
    return {"kind": kind, "name": "list", "data": base64.b64encode(data).decode(), **more}


def preview(messages: Messages, data: bytes) -> dict:
    return messages.answer(about("preview-sheet", data))


def bring_in(messages: Messages, data: bytes, *also: int) -> dict:
    return messages.answer(about("import-sheet", data, also=list(also)))


def save_as(messages: Messages, kind: str) -> bytes:
    return base64.b64decode(messages.answer({"kind": "export-sheet", "format": kind})["data"])


def on_map(messages: Messages) -> dict[str, Entry]:
    return {entry.name: entry for entry in messages.snapshots.now().entries_there()}


def taken(messages: Messages, data: bytes) -> Entry:
    """Bring in a file with one row, and return what it became."""
    assert bring_in(messages, data) == {"imported": 1, "left_out": 0}
    (entry,) = on_map(messages).values()
    return entry


def entry_of(data: bytes) -> Entry:
    """Return the one entry that a file would add to an empty map."""
    (entry,) = good_rows(data)
    return entry


def good_rows(data: bytes) -> list[Entry]:
    incoming = read_incoming(TOOLKIT, SESSION, data, [])
    assert (incoming.bad, incoming.same) == ([], [])
    return list(incoming.good.values())


def bad_row(messages: Messages, data: bytes) -> dict:
    (bad,) = preview(messages, data)["bad"]
    return bad


def table(headers: str, *rows: str) -> bytes:
    return "\r\n".join((headers, *rows)).encode()


def name_of(number: int) -> str:
    """Return a name that is like no other."""
    return hashlib.sha256(f"{number}".encode()).hexdigest()[:16]


# Files as they are


MESSY = [
    ["Contacts of the Alder Flats network"],
    ["updated", date(2027, 1, 2)],
    [],
    ["", "Organisation ", "", "Phone", "E-mail", "Sector", "Status", "Joined", "Fax", "Power", "Paid"],
    [],
    ["", " Alder Flats  Library ", "", 2505550110, "desk@example.org", "Teachers and schools", "on board",
     date(2019, 5, 6), "555-0199", 2, True],
    ["", "Safe Streets Table", None, "555-0144 ", "", "Education; police", "INVITED", datetime(2020, 1, 1, 9, 30),
     time(13, 5), 1.5, False],
    ["", "Tern Lake Newcomer Centre", "", "+1 250 555 0123", None, "", "", "", "", "high", ""],
    ["", "", "", "", "somebody@example.org"],
]  # fmt: skip


def test_a_messy_workbook_comes_in_with_nothing_lost(messages: FacilitatorMessages) -> None:
    data = workbook(*MESSY)
    assert bring_in(messages, data) == {"imported": 2, "left_out": 2}
    library, centre = (on_map(messages)[name] for name in (LIBRARY, "Tern Lake Newcomer Centre"))
    assert (library.contact, library.groups, library.status, library.influence) == (
        "2505550110, desk@example.org",
        ("schools",),
        "at-table",
        2,
    )
    assert library.notes == "Joined: 2019-05-06\nFax: 555-0199\nPaid: yes"
    assert (centre.contact, centre.status, centre.influence, centre.notes) == (
        "+1 250 555 0123",
        "not-yet",
        3,
        "",
    )


def test_the_preview_of_a_messy_workbook_says_what_becomes_of_every_row_and_column(
    messages: FacilitatorMessages,
) -> None:
    found = preview(messages, workbook(*MESSY))
    assert (found["rows"], found["good_count"]) == (4, 2)
    assert [(row["line"], row["name"]) for row in found["good"]] == [
        (6, LIBRARY),
        (8, "Tern Lake Newcomer Centre"),
    ]
    assert found["bad"] == [
        {"line": 7, "reason": "“1.5” is no number from 1 to 3.", "column": "Power", "value": "1.5"},
        {
            "line": 9,
            "reason": "Give it a name, so that people can find it.",
            "column": "Organisation",
            "value": "",
        },
    ]
    assert {column["header"]: column["field"] for column in found["columns"]} == {
        "Organisation": "name",
        "Phone": "contact",
        "E-mail": "contact",
        "Sector": "groups",
        "Status": "status",
        "Joined": "notes",
        "Fax": "notes",
        "Power": "influence",
        "Paid": "notes",
    }
    assert on_map(messages) == {}


ROWS = (("Name", "Phone", "Notes"), ("Café “Été”", "+1 555", "two\nlines; and, more"), ("Zoë", "", "€ 5"))


def written(delimiter: str, ends: str) -> str:
    frame = pd.DataFrame(ROWS[1:], columns=ROWS[0])
    return frame.to_csv(sep=delimiter, index=False, lineterminator=ends, quoting=csv.QUOTE_ALL)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_text_is_read_in_every_spelling(delimiter: str, encoding: str, ends: str) -> None:
    cafe, zoe = good_rows(written(delimiter, ends).encode(encoding))
    assert (cafe.name, zoe.name) == (ROWS[1][0], ROWS[2][0])
    assert (cafe.contact, cafe.notes) == ("+1 555", "two\nlines; and, more")
    assert zoe.notes == "€ 5"


def test_letters_that_had_to_be_guessed_are_said(messages: FacilitatorMessages) -> None:
    assert tables.GUESSED in preview(messages, written(",", "\n").encode("cp1252"))["said"]
    assert tables.GUESSED not in preview(messages, written(",", "\n").encode("utf-8"))["said"]
    odd = preview(messages, b"Name,Kind\nCaf\xe9 \x81,place\n")
    assert (odd["good_count"], odd["said"]) == (1, [tables.GUESSED])


def test_a_file_that_names_its_own_sign_between_cells_is_believed(messages: FacilitatorMessages) -> None:
    assert preview(messages, b"sep=#\r\nName#Notes\r\nLibrary#a, b; c\r\n")["good"][0]["name"] == "Library"


def test_a_row_has_the_number_that_a_spreadsheet_gives_it(messages: FacilitatorMessages) -> None:
    text = 'A title\n\n"Na\nme","Kind"\n"Two\nlines","place"\n\n"x","no such kind"\n'
    found = preview(messages, text.replace("Na\nme", "Name").encode())
    assert [row["line"] for row in found["good"]] == [4]
    assert [row["line"] for row in found["bad"]] == [6]


def test_one_column_of_names_is_enough_even_with_commas_in_them(messages: FacilitatorMessages) -> None:
    assert bring_in(messages, b"Organisation\nLibrary, main branch\nMuseum\n")["imported"] == 2
    assert on_map(messages).keys() == {"Library, main branch", "Museum"}


def test_the_first_sheet_with_names_is_read_and_the_others_are_named(messages: FacilitatorMessages) -> None:
    data = workbook(["How to use this file"], Contacts=[["Name"], ["Library"]], Old=[["Name"], ["Museum"]])
    found = preview(messages, data)
    assert [row["name"] for row in found["good"]] == ["Library"]
    assert "Only the sheet “Contacts” was read; the file has 3." in found["said"]


def test_merged_cells_speak_for_every_row_and_column_under_them(messages: FacilitatorMessages) -> None:
    data = workbook(
        ["Name", "", "", "Sector"],
        ["Library", "555-0110", "desk@example.org"],
        ["Museum", "555-0111"],
        merged=[(0, 1, 0, 2, "Contact"), (1, 3, 2, 3, "Elders")],
    )
    assert bring_in(messages, data)["imported"] == 2
    library, museum = on_map(messages)["Library"], on_map(messages)["Museum"]
    assert (library.contact, library.groups) == ("555-0110, desk@example.org", ("elders",))
    assert (museum.contact, museum.groups) == ("555-0111", ("elders",))


def test_a_title_across_the_table_is_no_entry(messages: FacilitatorMessages) -> None:
    data = workbook(
        ["Name", "Phone", "Notes"], ["Library"], [], ["Museum"], merged=[(2, 0, 2, 2, "North shore")]
    )
    found = preview(messages, data)
    assert [row["name"] for row in found["good"]] == ["Library", "Museum"]
    assert "title" in found["bad"][0]["reason"]


@pytest.mark.parametrize("make", [lambda *rows: old_workbook(*rows), lambda *rows: open_document(rows)])
def test_old_workbooks_and_those_of_libreoffice_are_read(make: Callable[..., bytes]) -> None:
    assert entry_of(make(["Name", "Phone"], ["Zoë's Café", "555"])).contact == "555"


def test_headers_that_come_again_on_each_page_are_no_rows(messages: FacilitatorMessages) -> None:
    data = table("Name,Phone", "Library,1", "Name,Phone", "Museum,2")
    assert bring_in(messages, data) == {"imported": 2, "left_out": 0}


# What columns and cells mean


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Organization", "organisation"),
        (" ORGANISATION NAME ", "organisation"),
        ("Org.", "organisation"),
        ("E-Mail", "contact"),
        ("Phone (work) 2", "contact"),
        ("Téléphone", "contact"),
        ("Web-site", "web"),
        ("Who will contact them?", "asks"),
        ("Power", "influence"),
        ("How well we know them (0 = not at all)", "tie"),
        ("OK to list?", "listed"),
        ("Comments:", "notes"),
        ("Type of organization", "type"),
        ("Sector", "sector"),
        ("Fax", ""),
        ("", ""),
    ],
)
def test_a_column_is_known_by_the_names_that_people_give_it(header: str, field: str) -> None:
    assert meaning_of(header) == field


def test_every_column_that_we_write_is_known_when_it_comes_back() -> None:
    assert {meaning_of(header): field for field, header in HEADERS.items()} == {
        field: field for field in HEADERS
    }
    assert set(HEADERS) | {"id", "session_id", "origin", "version"} == {field.name for field in fields(Entry)}


def test_columns_are_counted_as_a_spreadsheet_does() -> None:
    assert [column_letter(place) for place in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "name", "kind", "notes"),
    [
        ("Organisation,Name,Kind\nLibrary,Jo Park,", "Jo Park", "person", "Organisation: Library"),
        ("Organisation,Name,Kind\nLibrary,,", "Library", "organisation", ""),
        ("First name,Last name,Employer\nJo,Park,Library", "Jo Park", "person", "Employer: Library"),
        ("Name,Phone\nJo Park,5", "Jo Park", "organisation", ""),
        ("Committee,Phone\nSafe Streets,5", "Safe Streets", "committee", ""),
        ("Name,Committee\nJo Park,Safe Streets", "Jo Park", "organisation", "Committee: Safe Streets"),
        ("Name,Type\nShelter line,help line", "Shelter line", "organisation", "Type: help line"),
        ("Name,Type\nShelter line,Helpline", "Shelter line", "resource", ""),
        ("Name,Kind,Type\nLibrary,place,Crown corporation", "Library", "resource", "Type: Crown corporation"),
        (",Name\nsomething,Library", "Library", "organisation", "Column A: something"),
        ("Name;Phone\nLibrary;;more", "Library", "organisation", "Column C: more"),
    ],
)
def test_names_and_kinds_are_made_of_what_there_is(row: str, name: str, kind: str, notes: str) -> None:
    entry = entry_of(row.encode())
    assert (entry.name, entry.kind, entry.notes) == (name, kind, notes)


@pytest.mark.parametrize("key", KINDS)
def test_a_kind_is_known_by_its_key_and_its_word(key: str) -> None:
    for word in (key, words.KINDS[key], f" {words.KINDS[key].upper()}s "):
        assert words.read_kind(word) == key


@pytest.mark.parametrize("key", STATUSES)
def test_a_status_is_known_by_its_key_and_its_word(key: str) -> None:
    for word in (key, words.STATUSES[key], words.STATUSES[key].upper()):
        assert words.read_status(word) == key


@pytest.mark.parametrize(
    ("cell", "groups"),
    [
        ("Elders", ("elders",)),
        ("elders; SCHOOLS", ("schools", "elders")),
        ("Police (RCMP or municipal)\nYoung people", ("young-people", "police")),
        ("elders, police", ("elders", "police")),
        (next(group.name for group in TOOLKIT.groups if group.name.count(",") == 2), ("workers-from-abroad",)),
        ("women's shelters and transition houses", ("shelters",)),
        ("", ()),
        ("n/a", ()),
    ],
)  # fmt: skip
def test_groups_are_known_by_their_names_and_keys(cell: str, groups: tuple[str, ...]) -> None:
    for header in ("Community groups", "Sector"):
        found = words.GroupNames(TOOLKIT).read("" if words.says_nothing(cell) else cell)
        assert found == (groups, ""), header
    assert entry_of(workbook(["Name", "Sector"], ["Library", cell])).groups == groups


def test_a_group_that_we_do_not_know_is_a_reason_under_our_own_title_and_a_note_under_another(
    messages: FacilitatorMessages,
) -> None:
    bad = bad_row(messages, table("Name,Community groups", "Library,elders; Books"))
    assert (bad["line"], bad["column"], bad["value"]) == (2, "Community groups", "elders; Books")
    assert "“Books” is no community group" in bad["reason"]
    data = table("Name,Sector", "Library,elders; Books", "Museum,Art")
    assert (
        "In 2 rows, the words under “Sector” are not ours. They go to the notes."
        in preview(messages, data)["said"]
    )
    bring_in(messages, data)
    library = on_map(messages)["Library"]
    assert (library.groups, library.notes) == (("elders",), "Sector: elders; Books")


def test_it_is_said_what_rows_without_a_kind_become(messages: FacilitatorMessages) -> None:
    said = "No column says what each one is. They come in as organisations."
    assert said in preview(messages, b"Name\nLibrary\n")["said"]
    assert preview(messages, b"Name,Kind\nLibrary,place\n")["said"] == []


@pytest.mark.parametrize(
    ("header", "cell", "value"),
    [
        ("Influence", "high", 3),
        ("Influence", "2.0", 2),
        ("Interest", "1 (low)", 1),
        ("Power", "n/a", 0),
        ("How well we know them", "very well", 3),
        ("Link strength", "0", 0),
        ("May be listed publicly", "Yes", True),
        ("Public", "✓", True),
        ("Public", "no", False),
        ("Public", "", False),
        ("At the table", "x", "at-table"),
        ("At the table", "no", "not-yet"),
        ("Website", "library.example.org", "https://library.example.org"),
        ("Website", "none", ""),
        ("Website", "—", ""),
    ],
)
def test_numbers_and_yes_and_no_are_read_as_people_write_them(header: str, cell: str, value: object) -> None:
    entry = entry_of(workbook(["Name", header], ["Library", cell]))
    fields_of = {"Influence": "influence", "Interest": "interest", "Power": "influence", "Website": "web"}
    fields_of |= dict.fromkeys(("How well we know them", "Link strength"), "tie")
    fields_of |= {"May be listed publicly": "listed", "Public": "listed", "At the table": "status"}
    assert getattr(entry, fields_of[header]) == value


# Rows that can't be taken


@pytest.mark.parametrize(
    ("headers", "cells", "column", "piece"),
    [
        ("Name,Kind", "Library,castle", "Kind", "Person, Organisation, Committee, Resource"),
        ("Name,Status", "Library,maybe", "Status", "At the table, Invited"),
        ("Name,Website", "Library,see Facebook", "Website", "https://example.org"),
        ("Name,Website", "Library,javascript:alert(1)", "Website", "https://example.org"),
        ("Name,Influence", "Library,7", "Influence", "from 0 to 3"),
        ("Name,Influence", 'Library,"1,5"', "Influence", "no number"),
        ("Name,Link strength", "Library,often", "Link strength", "from 0 to 3"),
        ("Name,Kind,Interest", "Jo Park,person,2", "Interest", "organisation or a committee"),
        ("Name,Public", "Library,perhaps", "Public", "neither yes nor no"),
        ("Name,Notes", f"Library,{'x' * 1001}", "Notes", "1,000"),
        ("Name,Kind,Sector", "Jo Park,person,lived-experience", "Sector", "safe, paid and supported"),
        ("Name,Groups", "Library,People with lived experience", "Groups", "safe, paid and supported"),
        ("Phone,Name", "555,", "Name", "name"),
    ],
)
def test_a_bad_row_is_named_by_its_line_its_reason_and_its_cell(
    messages: FacilitatorMessages, headers: str, cells: str, column: str, piece: str
) -> None:
    data = table(headers, "", cells, f"{'Museum' if headers.startswith('Name') else ',Museum'}")
    bad = bad_row(messages, data)
    assert (bad["line"], bad["column"]) == (3, column)
    assert piece in bad["reason"]
    assert bad["reason"].endswith(".")
    assert len(bad["value"]) <= 60
    assert bring_in(messages, data) == {"imported": 1, "left_out": 1}
    assert on_map(messages).keys() == {"Museum"}


def test_a_contact_that_is_too_long_in_several_columns_is_refused_with_the_first_of_them(
    messages: FacilitatorMessages,
) -> None:
    bad = bad_row(messages, table("Name,Phone,E-mail", f"Library,{'1' * 100},{'a' * 100}@example.org"))
    assert (bad["column"], "160" in bad["reason"]) == ("Phone", True)


# Rows that are there already


def test_a_name_that_is_on_the_map_or_twice_in_the_file_stays_out_unless_it_is_asked_for(
    messages: FacilitatorMessages,
) -> None:
    messages.answer({"kind": "save-entry", "entry": {"id": "", "name": "Musée d-Alder", "kind": "resource"}})
    data = table("Name", "Library", "MUSEE D ALDER", "library.", "Arena")
    found = preview(messages, data)
    assert [row["name"] for row in found["good"]] == ["Library", "Arena"]
    assert found["same"] == [
        {"line": 3, "name": "MUSEE D ALDER", "like": "Musée d-Alder", "row": 0, "added": False},
        {"line": 4, "name": "library.", "like": "Library", "row": 2, "added": False},
    ]
    assert bring_in(messages, data, 4, 99) == {"imported": 3, "left_out": 1}
    assert on_map(messages).keys() == {"Musée d-Alder", "Library", "library.", "Arena"}


def test_a_row_that_only_looks_like_another_comes_in_and_is_pointed_out(
    messages: FacilitatorMessages,
) -> None:
    messages.answer({"kind": "save-entry", "entry": {"id": "", "name": LIBRARY, "kind": "resource"}})
    data = table("Name", "The Alder Flats Libary", "Riverside Community Centre", "Riverside Comunity Centre")
    found = preview(messages, data)
    assert found["good_count"] == 3
    assert found["alike"] == [
        {"line": 2, "name": "The Alder Flats Libary", "like": LIBRARY, "row": 0},
        {"line": 4, "name": "Riverside Comunity Centre", "like": "Riverside Community Centre", "row": 3},
    ]


def test_the_same_message_twice_adds_nothing_twice_and_is_answered_alike(
    messages: FacilitatorMessages,
) -> None:
    data = table("Name,Kind", "Library,place", "Museum,castle", "library,place")
    first, entries = bring_in(messages, data, 4), on_map(messages)
    assert bring_in(messages, data, 4) == first == {"imported": 2, "left_out": 1}
    assert on_map(messages) == entries
    again = preview(messages, data)
    assert (again["good_count"], [row["added"] for row in again["same"]]) == (0, [True, True])


def test_what_was_removed_comes_back_with_its_file(messages: FacilitatorMessages) -> None:
    data = table("Name,Phone", "Library,555")
    removed = taken(messages, data)
    messages.answer({"kind": "remove-entry", "id": removed.id, "version": removed.version})
    assert on_map(messages) == {}
    assert taken(messages, data).contact == "555"


def test_when_the_map_can_not_hold_them_all_none_is_added(messages: FacilitatorMessages) -> None:
    many = [Entry(f"{number:032x}", "", name_of(number), "resource") for number in range(MOST_ENTRIES - 1)]
    messages.store.add_entries(messages.session_id, many)
    reply = bring_in(messages, table("Name", "Library", "Museum"))
    assert "Nothing was added" in reply["refused"]
    assert len(on_map(messages)) == MOST_ENTRIES - 1


# Files that can't be taken


BOMB = package({"xl/workbook.xml": b" " * (tables.MOST_UNPACKED + 1)})
WHOLE = workbook(["Name"], ["Library"])
ENCRYPTED = {"META-INF/manifest.xml": '<m><encryption-data a="b"/></m>'}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", tables.EMPTY),
        (b"\xef\xbb\xbf\r\n \r\n", tables.NO_NAMES),
        (b"Phone,Notes\n1,2\n", tables.NO_NAMES),
        (b"just some words about the library\n", tables.NO_NAMES),
        (workbook(["Phone"], ["1"]), tables.NO_NAMES),
        (workbook(), tables.EMPTY),
        (b"%PDF-1.7\n%\xe2\xe3", tables.NO_TABLE),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", tables.NO_TABLE),
        (bytes(range(256)) * 20, tables.NO_TABLE),
        (b"<!doctype html><table><tr><td>Name</table>", tables.NO_TABLE),
        (b'{"Name": "Library"}', tables.NO_TABLE),
        (package({"word/document.xml": "<w/>"}), tables.NO_TABLE),
        (package({}), tables.NO_TABLE),
        (b'Name,Notes\nLibrary,"' + b"x" * 140_000, tables.UNCLOSED),
        (compound("EncryptedPackage", b"secret"), tables.LOCKED),
        (open_document([["Name"]], **ENCRYPTED), tables.LOCKED),
        (compound("WordDocument", b"text"), tables.BROKEN),
        (WHOLE[: len(WHOLE) // 2], tables.BROKEN),
        (WHOLE.replace(b"PK\x01\x02", b"PK\x01\x03"), tables.BROKEN),
        (package({"xl/workbook.xml": "<not closed"}), tables.BROKEN),
        (package({"content.xml": "<a/>", "mimetype": "x"}), tables.BROKEN),
        (far_apart(), tables.TOO_WIDE),
        (BOMB, tables.TOO_WIDE),
        (workbook(["Name", *["x"] * 300]), tables.TOO_WIDE),
        (b"Name\n" + b"x" * tables.MOST_BYTES, tables.TOO_LARGE),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else f"{len(value)} bytes",
)
def test_a_file_that_can_not_be_taken_is_refused_in_a_sentence(
    messages: FacilitatorMessages, data: bytes, sentence: str
) -> None:
    before = messages.revision()
    assert preview(messages, data)["refused"] == sentence
    assert bring_in(messages, data)["refused"] == sentence
    assert messages.revision() == before


def test_a_bomb_is_small_and_its_size_is_only_what_it_says_of_itself() -> None:
    assert len(BOMB) < 100_000
    lying = BOMB.replace((tables.MOST_UNPACKED + 1).to_bytes(4, "little"), (99).to_bytes(4, "little"))
    assert len(lying) == len(BOMB)
    with pytest.raises(Refused):
        tables.read_table(lying)


def test_as_many_rows_as_may_be_are_taken_and_one_more_is_not(messages: FacilitatorMessages) -> None:
    names = [[name_of(number)] for number in range(tables.MOST_ROWS + 1)]
    for make in (
        lambda rows: workbook(["Name"], *rows),
        lambda rows: table("Name", *[row[0] for row in rows]),
    ):
        assert preview(messages, make(names[:-1]))["good_count"] == tables.MOST_ROWS
        assert "5,000" in preview(messages, make(names))["refused"]


def test_a_cell_far_below_the_list_is_no_trouble(messages: FacilitatorMessages) -> None:
    rows = [["Name"], ["Library"], *[[]] * 60_000, ["  "], ["Museum"]]
    assert [row["line"] for row in preview(messages, workbook(*rows))["good"]] == [2, 60_004]


@pytest.mark.parametrize(
    "said",
    [value for name, value in vars(tables).items() if name.isupper() and isinstance(value, str) and " " in value],
)  # fmt: skip
def test_what_we_say_of_files_is_easy_to_read(said: str) -> None:
    assert grade(said) <= 8


# Whatever a browser sends


@pytest.mark.parametrize(
    "message",
    [
        {"kind": "preview-sheet"},
        {"kind": "preview-sheet", "data": 5},
        {"kind": "preview-sheet", "data": "no base64!"},
        {"kind": "preview-sheet", "data": "\ud800"},
        {"kind": "import-sheet", "data": "TmFtZQpB", "also": "2"},
        {"kind": "import-sheet", "data": "TmFtZQpB", "also": [True]},
        {"kind": "import-sheet", "data": "TmFtZQpB", "also": [None]},
        {"kind": "export-sheet"},
        {"kind": "export-sheet", "format": "exe"},
        {"kind": "export-sheet", "format": ["csv"]},
    ],
)
def test_what_can_not_be_read_is_refused_in_a_sentence(messages: FacilitatorMessages, message: dict) -> None:
    before = messages.revision()
    assert messages.answer(message)["refused"].endswith(".")
    assert messages.revision() == before


def test_a_file_that_is_too_large_is_refused_before_it_is_unpacked(messages: FacilitatorMessages) -> None:
    message = {"kind": "preview-sheet", "data": "!" * (3 * 2**20)}
    assert messages.answer(message)["refused"] == tables.TOO_LARGE


@pytest.mark.parametrize("kind", ["preview-sheet", "import-sheet", "export-sheet"])
def test_participants_pages_have_no_spreadsheets(messages: FacilitatorMessages, kind: str) -> None:
    participants = Messages(messages.store, TOOLKIT, messages.session_id)
    reply = participants.answer(about(kind, b"Name\nLibrary", format="csv"))
    assert "does not know" in reply["refused"]


def test_pages_do_without_what_reads_and_writes_spreadsheets() -> None:
    code = "import sys, workshop.messages, widgets; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert not {"pandas", "xlsxwriter", "python_calamine", "workshop.sheets"} & set(loaded.stdout.split())


@given(data=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
@example(data=b"Name\n\0")
@example(data=b'Name,"\n')
@example(data=b"sep=\nName")
@example(data=b'sep="\nName')
def test_any_bytes_at_all_get_a_table_or_a_sentence(data: bytes) -> None:
    try:
        found = tables.read_table(data)
    except Refused as refusal:
        sentence = str(refusal)
    else:
        sentence = f"{len(found.lines)} rows."
    assert sentence.endswith(".")


# Out, and in again


STRANGE = "=+-@'\t\r\n\";,|\u202e\u200f\u0007\ufeff\uff1d🌲́א"
ANY = st.text(st.characters(exclude_categories=()) | st.sampled_from(STRANGE), max_size=40)
HOSTILE = st.sampled_from(
    [
        '=HYPERLINK("http://example.org","x")',
        "=cmd|' /C calc'!A0",
        "+1 250 555 0110",
        "-2+3",
        "@SUM(A1:A9)",
        "'=1+1",
        "''=1+1",
        "'quoted'",
        "\uff1d1",
        "_x0041_",
        "_x005F_x0041_",
        "\ufffe\uffff",
        "<script>alert(1)</script>",
        "<r><t>x</t></r>",
        '"; DROP TABLE entries; --',
        "أهلا وسهلا",
        "👩‍👩‍👧‍👦",
        "1e5",
        "007",
        "TRUE",
        "2027-01-02",
        "n/a",
        "-",
        "https://example.org",
    ]
)
words_of = st.one_of(HOSTILE, ANY, st.tuples(HOSTILE, ANY).map("\n".join))


@st.composite
def any_entry(draw: st.DrawFn) -> Entry:
    """An entry as it may stand on the map, with whatever people write into it."""
    kind = draw(st.sampled_from(KINDS))
    rated = kind in ("organisation", "committee")
    texts = {
        field: draw(words_of)[:limit] for field, (limit, _) in LIMITS.items() if field not in ("name", "web")
    }
    entry = Entry(
        draw(st.uuids()).hex,
        SESSION,
        f"{draw(words_of)} {draw(st.uuids()).hex}"[:100],
        kind,
        groups=tuple(draw(st.lists(st.sampled_from(GROUPS), unique=True, max_size=4))),
        status=draw(st.sampled_from(STATUSES)),
        web=draw(st.sampled_from(["", "https://example.org/a?b=c#d", "http://xn--caf-dma.example"])),
        tie=draw(st.integers(0, 3)),
        influence=draw(st.integers(0, 3)) if rated else 0,
        interest=draw(st.integers(0, 3)) if rated else 0,
        listed=draw(st.booleans()),
        **texts,
    )  # fmt: skip
    return checked_entry(TOOLKIT, entry)


def said_of(entry: Entry) -> dict:
    return {field: getattr(entry, field) for field in HEADERS}


def back_in(data: bytes) -> list[dict]:
    return list(map(said_of, good_rows(data)))


def by_name(entries: list[Entry]) -> list[dict]:
    return sorted((said_of(entry) for entry in entries), key=lambda said: said["name"])


@given(entries=st.lists(any_entry(), min_size=1, max_size=5, unique_by=lambda entry: entry.name))
@effort(max_examples=150)
def test_a_map_saved_as_csv_comes_back_as_it_was(entries: list[Entry]) -> None:
    found = back_in(as_csv(TOOLKIT, entries))
    assert sorted(found, key=lambda said: said["name"]) == by_name(entries)


@given(entries=st.lists(any_entry(), min_size=1, max_size=5, unique_by=lambda entry: entry.name))
@effort(max_examples=40)
def test_a_map_saved_as_a_workbook_comes_back_as_it_was(entries: list[Entry]) -> None:
    found = back_in(as_workbook(TOOLKIT, entries))
    assert sorted(found, key=lambda said: said["name"]) == by_name(list(map(in_signs, entries)))


def in_signs(entry: Entry) -> Entry:
    """Return an entry without the two numbers of Unicode that are no signs: no workbook can hold them."""
    texts = {field: getattr(entry, field).translate({0xFFFE: None, 0xFFFF: None}) for field in LIMITS}
    return checked_entry(TOOLKIT, replace(entry, **texts))


@pytest.mark.parametrize(
    "text",
    [
        "<r><t>bold</t></r>",
        "<r></r></si><si><t>in the place of another</t></si><si><r></r>",
        "<r>\n</r>",
        "<r>",
        "<r></r>",
        "_x0041_x0042_x0043_",
        "_x005F_x0041_",
        "<r>_x0041_x0042_</r>",
    ],
)
def test_no_text_can_write_into_the_workbook_itself(messages: FacilitatorMessages, text: str) -> None:
    entries = [Entry(f"{number:032x}", SESSION, f"{number}", "resource", notes=text) for number in range(3)]
    data = as_workbook(TOOLKIT, entries)
    assert [said["notes"] for said in back_in(data)] == [text] * 3
    frame = pd.read_excel(io.BytesIO(data), engine="calamine", dtype=str, keep_default_na=False)
    assert list(frame["Notes"]) == [text] * 3


@given(entry=any_entry())
def test_no_cell_of_a_csv_is_a_formula(entry: Entry) -> None:
    text = as_csv(TOOLKIT, [entry]).decode("utf-8-sig")
    frame = pd.read_csv(io.StringIO(text, newline=""), dtype=str, keep_default_na=False)
    assert list(frame.columns) == list(HEADERS.values())
    assert not [cell for cell in frame.iloc[0] if cell.startswith(tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20"))]


def test_a_csv_opens_in_excel_with_its_letters_right(messages: FacilitatorMessages) -> None:
    bring_in(messages, 'Name,Notes\nZoë Café,two\n"Museum","a\nb"\n'.encode())
    data = save_as(messages, "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == 3
    assert "Zoë Café".encode() in data


def test_a_workbook_holds_texts_and_numbers_and_nothing_else(messages: FacilitatorMessages) -> None:
    bring_in(messages, workbook(["Name", "Notes", "Influence"], ["'=1+1", "https://example.org", 2]))
    data = save_as(messages, "xlsx")
    frame = pd.read_excel(io.BytesIO(data), engine="calamine")
    assert list(frame.columns) == list(HEADERS.values())
    assert frame.loc[0, "Notes"] == "https://example.org"
    assert frame.loc[0, HEADERS["influence"]] == 2
    parts = {name: package_part(data, name) for name in zipfile.ZipFile(io.BytesIO(data)).namelist()}
    everything = "".join(parts.values())
    assert "<f>" not in everything
    assert "hyperlink" not in everything
    assert 'state="frozen"' in parts["xl/worksheets/sheet1.xml"]
    assert "quotePrefix" in parts["xl/styles.xml"]
    assert "<dc:creator></dc:creator>" in parts["docProps/core.xml"]
    assert os.path.expanduser("~") not in everything  # noqa: PTH111
    assert parts["docProps/core.xml"].count("2000-01-01T00:00:00Z") == 2


def package_part(data: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(name).decode()


def test_the_same_map_makes_the_same_file(messages: FacilitatorMessages) -> None:
    bring_in(messages, table("Name", "Library", "Arena"))
    for kind in ("csv", "xlsx"):
        assert save_as(messages, kind) == save_as(messages, kind)


def test_a_saved_map_names_no_ids_and_its_file_says_what_it_is(messages: FacilitatorMessages) -> None:
    entry = taken(messages, table("Name", "Library"))
    for kind in ("csv", "xlsx"):
        reply = messages.answer({"kind": "export-sheet", "format": kind})
        assert reply["name"] == f"community-map.{kind}"
        assert json.loads(json.dumps(reply)) == reply
    assert entry.id.encode() not in save_as(messages, "csv")
