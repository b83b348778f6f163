"""Tables for spreadsheet programs, in which nothing that somebody wrote can do anything."""

import csv
import io
from collections.abc import Sequence

from workshop.publish.files.papers import ACTION_HEADS, action_rows
from workshop.publish.publication import Publication
from workshop.publish.words import KINDS
from workshop.sheets.columns import HEADERS
from workshop.sheets.outgoing import MADE, MARK, write_text
from workshop.sheets.rows import inert, quoted
from workshop.toolkit import Toolkit

Rows = Sequence[Sequence[str]]
#: The columns of the public map; they are called as in the spreadsheets that the workshop reads.
MAP_FIELDS = ("name", "kind", "groups", "contact", "web", "for_whom", "offers")


def map_table(publication: Publication, toolkit: Toolkit) -> tuple[Sequence[str], Rows]:
    """Return the heads and the rows of the public map."""
    rows = []
    for row in publication.of("listed"):
        said = {
            "kind": KINDS.get(row["kind"], row["kind"]),
            "groups": "; ".join(toolkit.group(key).name for key in row["groups"]),
        }
        rows.append([said.get(name, row[name]) for name in MAP_FIELDS])
    return [HEADERS[name] for name in MAP_FIELDS], rows


def plan_table(publication: Publication) -> tuple[Sequence[str], Rows]:
    """Return the heads and the rows of the plan."""
    days = [row["by_when"] for row in publication.of("action")]
    rows = [[*row[:2], day, *row[3:]] for row, day in zip(action_rows(publication), days, strict=True)]
    return ACTION_HEADS, rows


def as_csv(heads: Sequence[str], rows: Rows) -> bytes:
    """Return a table as CSV: every cell in quotation marks, and none that is a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([inert(cell) for cell in row] for row in rows)
    return (MARK + text.getvalue()).encode("utf-8")


def as_workbook(title: str, heads: Sequence[str], rows: Rows) -> bytes:
    """Return a table as an Excel workbook: texts as texts, and nothing else."""
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"title": title, "created": MADE})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        body = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        plain = book.add_format()
        sheet = book.add_worksheet(title[:31])
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(heads) - 1, 28)
        for column, text in enumerate(heads):
            sheet.write_string(0, column, text, head)
        for line, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if cell:
                    write_text(sheet, line, column, quoted(cell), plain, body)
    return file.getvalue()
