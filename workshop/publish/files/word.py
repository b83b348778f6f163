"""A paper for a word processor, as DOCX: no name of who made it, and no time but the day of the publication."""

import datetime as dt
import io
import re
import zipfile
from typing import TYPE_CHECKING

from workshop.publish.files.paper import Grid, Heading, Paper, Points, Text

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

#: Signs that no XML can hold.
_NO_SIGNS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
#: What python-docx's own template brings, and no paper of ours needs.
_LEFT_OUT = ("docProps/thumbnail.jpeg", "docProps/app.xml")


def as_docx(paper: Paper) -> bytes:
    """Return a paper as DOCX."""
    # Imported late, as it is needed only here and seldom.
    import docx
    from docx.shared import Cm, Pt

    document = docx.Document()
    section = document.sections[0]
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    document.styles["Normal"].font.name = "Calibri"
    document.styles["Normal"].font.size = Pt(11)
    document.add_heading(_clean(paper.title), 0)
    for part in paper.parts:
        match part:
            case Heading():
                document.add_heading(_clean(part.text), part.level)
            case Text():
                document.add_paragraph(_clean(part.text)).runs[0].italic = part.quiet
            case Points():
                for line in part.lines:
                    document.add_paragraph(_clean(line), style="List Bullet")
            case Grid():
                _grid(document, part)
    section.footer.paragraphs[0].text = paper.foot
    _say_who_made_it(document, paper)
    file = io.BytesIO()
    document.save(file)
    return _on_one_day(file.getvalue(), paper.day)


def _clean(text: str) -> str:
    return _NO_SIGNS.sub("", text)


def _grid(document: "Document", grid: Grid) -> None:
    table = document.add_table(rows=1, cols=len(grid.heads))
    table.style = "Table Grid"
    for cell, head in zip(table.rows[0].cells, grid.heads, strict=True):
        cell.paragraphs[0].add_run(head).bold = True
    _repeat_heads(table)
    for row in grid.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = _clean(text)
    section = document.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    for column, share in zip(table.columns, grid.widths, strict=True):
        for cell in column.cells:
            cell.width = int(width * share / sum(grid.widths))
    document.add_paragraph()


def _repeat_heads(table: "Table") -> None:
    """Let the heads stand on top of every sheet, and be read as heads."""
    from docx.oxml import OxmlElement

    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _say_who_made_it(document: "Document", paper: Paper) -> None:
    made = dt.datetime.combine(paper.day, dt.time())
    properties = document.core_properties
    properties.title, properties.language = paper.title, "en-CA"
    for field in ("author", "last_modified_by", "comments", "category", "keywords", "subject", "identifier"):
        setattr(properties, field, "")
    properties.created = properties.modified = properties.last_printed = made
    properties.revision = 1


def _on_one_day(data: bytes, day: dt.date) -> bytes:
    """Return a DOCX whose parts all say that they are of one day, and bring nothing of another program."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in made.namelist():
            if name in _LEFT_OUT:
                continue
            content = made.read(name)
            if name in ("_rels/.rels", "[Content_Types].xml"):
                content = _without_left_out(content)
            stamp = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            stamp.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(stamp, content)
    return file.getvalue()


def _without_left_out(content: bytes) -> bytes:
    names = b"|".join(re.escape(name.encode()) for name in _LEFT_OUT)
    return re.sub(rb'<(?:Relationship|Override)\b[^>]*"/?(?:' + names + rb')"[^>]*/>', b"", content)
