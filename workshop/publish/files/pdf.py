"""A paper for a printer, as PDF, with letters of its own inside: many scripts, and both directions of writing."""

import datetime as dt
import logging
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from workshop.publish.files.paper import Grid, Heading, Paper, Points, Text

if TYPE_CHECKING:
    from fpdf import FPDF

FONTS = Path(__file__).parents[1] / "fonts"
FAMILY = "DejaVu"
GREEN, QUIET, BLACK = (20, 83, 92), (82, 91, 96), (0, 0, 0)
#: Millimetres: narrow enough for A4, and short enough for Letter.
SIZE, MARGIN = (210, 279.4), 16
#: What stands for a letter that our letters lack; a sign that they lack is left out.
UNKNOWN = "\N{WHITE SQUARE}"


def as_pdf(paper: Paper) -> bytes:
    """Return a paper as PDF that both Letter and A4 printers take."""
    document = _document(paper)
    _heading(document, paper.title, 20, 0)
    for part in paper.parts:
        match part:
            case Heading():
                _heading(document, part.text, 14 if part.level == 1 else 11, part.level)
            case Text():
                _write(document, part.text, 9 if part.quiet else 10.5, QUIET if part.quiet else BLACK)
            case Points():
                for line in part.lines:
                    _write(document, f"•  {line}", 10.5, BLACK, indent=4)
            case Grid():
                _grid(document, part)
    return bytes(document.output())


def _document(paper: Paper) -> "FPDF":
    # Imported late, as it is needed only here and seldom; it tells of every letter that a font lacks.
    from fpdf import FPDF

    logging.getLogger("fpdf").setLevel(logging.ERROR)
    logging.getLogger("fontTools").setLevel(logging.ERROR)

    class Sheets(FPDF):
        def footer(self) -> None:
            self.set_y(-12)
            self.set_font(FAMILY, size=8)
            self.set_text_color(*BLACK)
            self.cell(0, 5, paper.foot, align="C")

    document = Sheets(format=SIZE)
    document.set_margin(MARGIN)
    document.set_auto_page_break(True, margin=MARGIN)
    document.add_font(FAMILY, fname=FONTS / "DejaVuSans.ttf")
    document.add_font(FAMILY, "B", FONTS / "DejaVuSans-Bold.ttf")
    document.set_text_shaping(True)
    document.set_lang("en-CA")
    document.set_title(paper.title)
    document.set_creator("Get Organized")
    document.set_producer("Get Organized")
    document.set_creation_date(dt.datetime.combine(paper.day, dt.time(), dt.UTC))
    document.add_page()
    return document


def _heading(document: "FPDF", text: str, size: float, level: int) -> None:
    document.ln(5 if level == 1 else 2)
    if document.will_page_break(20):
        document.add_page()
    document.set_font(FAMILY, "B", size)
    document.set_text_color(*(BLACK if level == 2 else GREEN))
    document.start_section(printable(text), level=min(level, 1))
    document.multi_cell(0, size * 0.5, printable(text), align=_side(text), new_x="LMARGIN", new_y="NEXT")
    document.ln(1.5)


def _write(document: "FPDF", text: str, size: float, colour: tuple[int, int, int], indent: float = 0) -> None:
    document.set_font(FAMILY, size=size)
    document.set_text_color(*colour)
    document.set_x(MARGIN + indent)
    document.multi_cell(0, size * 0.5, printable(text), align=_side(text), new_x="LMARGIN", new_y="NEXT")
    document.ln(1)


def _grid(document: "FPDF", grid: Grid) -> None:
    from fpdf.fonts import FontFace

    document.set_font(FAMILY, size=9)
    document.set_text_color(*BLACK)
    with document.table(
        col_widths=grid.widths,
        text_align="L",
        line_height=4.5,
        padding=1.2,
        headings_style=FontFace(emphasis="BOLD"),
        borders_layout="HORIZONTAL_LINES",
    ) as table:
        for cells in (grid.heads, *grid.rows):
            row = table.row()
            for text in cells:
                row.cell(printable(text), align=_side(text))
    document.ln(2)


def printable(text: str) -> str:
    """Return a text without signs that our letters lack, such as most emoji; a letter that they lack is a square."""
    known = _known()
    kept = (
        sign if sign in known or sign == "\n" else UNKNOWN if unicodedata.category(sign)[0] in "LN" else ""
        for sign in unicodedata.normalize("NFC", text)
    )
    return "".join(kept).replace("\t", " ") or " "


def _side(text: str) -> str:
    """Return on which side a text begins: that of its first letter."""
    first = next((way for sign in text if (way := unicodedata.bidirectional(sign)) in ("L", "R", "AL")), "L")
    return "L" if first == "L" else "R"


@cache
def _known() -> frozenset[str]:
    from fontTools.ttLib import TTFont

    with TTFont(FONTS / "DejaVuSans.ttf") as font:
        return frozenset(map(chr, font.getBestCmap()))
