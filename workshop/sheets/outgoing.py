"""The map as a file that any spreadsheet program opens, in which nothing that somebody wrote can do anything."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from workshop.sheets.columns import HEADERS
from workshop.sheets.rows import inert, quoted
from workshop.sheets.words import KINDS, STATUSES
from workshop.store import Entry
from workshop.toolkit import Toolkit

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

#: Excel knows by this that the letters are Unicode.
MARK = "\ufeff"
#: How wide the columns are, in characters.
_WIDTHS = {"name": 34, "groups": 40, "contact": 30, "web": 30, "offers": 44, "notes": 50}
_WIDTH = 18
_NUMBERS = ("tie", "influence", "interest")
#: A workbook says when it was made. Ours always says the same, and not who made it.
MADE = dt.datetime(2000, 1, 1)
#: Where a text is parted into runs so that XlsxWriter writes it as it is. It takes what stands between "<r>" and
#: "</r>" for markup of its own, and writes two codes that share a sign, as in "_x0041_x0041_", so that they are lost.
_SEAMS = re.compile("(?<=^<)(?=r>)|(?<=_x)(?=[0-9a-fA-F]{4}_)")
#: Two numbers of Unicode that are no signs, and that no workbook can hold.
_NO_SIGNS = {0xFFFE: None, 0xFFFF: None}


def as_csv(toolkit: Toolkit, entries: Iterable[Entry]) -> bytes:
    """Return entries as CSV: every cell in quotation marks, and none that a spreadsheet takes for a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(HEADERS.values())
    for entry in _by_name(entries):
        writer.writerow([inert(cell) for cell in _cells(toolkit, entry).values()])
    return (MARK + text.getvalue()).encode("utf-8")


def as_workbook(toolkit: Toolkit, entries: Iterable[Entry]) -> bytes:
    """Return entries as an Excel workbook: texts as texts, numbers as numbers, and nothing else."""
    # Imported late, as it is needed only here and seldom.
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"title": "Community map", "created": MADE})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        body = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        plain = book.add_format()
        sheet = book.add_worksheet("Community map")
        sheet.freeze_panes(1, 1)
        for column, (field, header) in enumerate(HEADERS.items()):
            sheet.set_column(column, column, _WIDTHS.get(field, _WIDTH))
            sheet.write_string(0, column, header, head)
        for line, entry in enumerate(_by_name(entries), start=1):
            for column, (field, cell) in enumerate(_cells(toolkit, entry).items()):
                if field in _NUMBERS and cell:
                    sheet.write_number(line, column, int(cell), body)
                elif cell:
                    write_text(sheet, line, column, quoted(cell), plain, body)
    return file.getvalue()


def write_text(
    sheet: "Worksheet", line: int, column: int, text: str, plain: "Format", body: "Format"
) -> None:
    """Write a text as text, whatever stands in it."""
    first, *runs = _SEAMS.split(text.translate(_NO_SIGNS))
    if runs:
        sheet.write_rich_string(line, column, first, *(part for run in runs for part in (plain, run)), body)
    else:
        sheet.write_string(line, column, first, body)


def _by_name(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.name.casefold(), entry.id))


def _cells(toolkit: Toolkit, entry: Entry) -> dict[str, str]:
    """Return all that an entry says, in words, in the order of the columns."""
    # A name with the sign that stands between names would be read as two.
    names = {group.key: group.key if ";" in group.name else group.name for group in toolkit.groups}
    said = {
        "kind": KINDS[entry.kind],
        "groups": "; ".join(names.get(key, key) for key in entry.groups),
        "status": STATUSES[entry.status],
        "tie": str(entry.tie),
        "influence": str(entry.influence or ""),
        "interest": str(entry.interest or ""),
        "listed": "yes" if entry.listed else "no",
    }
    return {field: said[field] if field in said else getattr(entry, field) for field in HEADERS}
