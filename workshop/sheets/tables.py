"""A file that somebody chose, as lines of cells: workbooks of several makers, and text in several spellings."""

import csv
import io
import json
import subprocess
import sys
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from workshop.refusal import Refused
from workshop.settings import passed_on
from workshop.sheets.columns import Column, Line, find_headers

MOST_BYTES = 2 * 2**20
MOST_ROWS = 5_000
#: What a workbook may unpack to: thirty times what it may be packed.
MOST_UNPACKED = 60 * 2**20
#: A page asks again after fifteen seconds.
READ_SECONDS = 10
DELIMITERS = (",", ";", "\t", "|")
#: Lines from which the sign between the cells is guessed.
SAMPLE = 60

TOO_LARGE = "This file is larger than 2 MB. A list alone is smaller: leave out pictures and other sheets."
TOO_WIDE = (
    "There is far more in this file than a list of people and groups. Copy the list alone into a new file."
)
NO_TABLE = "This file is no table that the workshop can read. Save the list as an Excel workbook or as CSV."
LOCKED = "This workbook is locked with a password. Save a copy without a password, and bring in the copy."
BROKEN = "This workbook is damaged and can't be read. Open it in your spreadsheet program, and save it anew."
EMPTY = "There is nothing in this file."
NO_NAMES = (
    "No column of this file is called “Name” or “Organisation”. Give the column with the names one of these titles, "
    "then try again."
)
UNCLOSED = (
    "A quotation mark in this file is opened and never closed. Save the list as an Excel workbook instead."
)
GUESSED = "The file does not say how its letters are written. Look whether letters such as é came out right."

_ZIP, _OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
_BOOKS, _MANIFEST = {"content.xml", "xl/workbook.xml", "xl/workbook.bin"}, "META-INF/manifest.xml"
_NEVER_TEXT = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK", _OLE)


@dataclass(frozen=True, slots=True)
class Table:
    """The table of a file: its columns, its lines with the numbers that a spreadsheet gives them, and remarks."""

    columns: list[Column]
    lines: list[Line]
    said: tuple[str, ...] = ()


def read_table(data: bytes) -> Table:
    """Return the table in a file.

    Raises
    ------
    Refused
        When there is none, or none that can be taken, in a sentence.
    """
    if len(data) > MOST_BYTES:
        raise Refused(TOO_LARGE)
    if not data.strip(b"\0 \t\r\n"):
        raise Refused(EMPTY)
    table = _from_workbook(data) if data.startswith((_ZIP, _OLE)) else _from_text(data)
    if len(table.lines) > MOST_ROWS:
        raise Refused(f"This file has more than {MOST_ROWS:,} rows. Bring it in in smaller parts.")
    return table


def _table(lines: list[Line], said: tuple[str, ...]) -> Table | None:
    """Return the table under the headers, without headers that are repeated on each page; None without headers."""
    found = find_headers(lines)
    if found is None:
        return None
    position, columns = found
    heads = lines[position][1]
    return Table(columns, [line for line in lines[position + 1 :] if line[1] != heads], said)


# Workbooks


def _from_workbook(data: bytes) -> Table:
    _refuse_package(data)
    sheets = [(name, [(number, cells) for number, cells in lines]) for name, lines in _sheets(data) if lines]
    if not sheets:
        raise Refused(EMPTY)
    for name, lines in sheets:
        others = f"Only the sheet “{name}” was read; the file has {len(sheets)}." if len(sheets) > 1 else ""
        table = _table(lines, (others,) if others else ())
        if table:
            return table
    raise Refused(NO_NAMES)


def _refuse_package(data: bytes) -> None:
    """Refuse a file that is locked, damaged, or unpacks to far more than a list, before anything unpacks it.

    Raises
    ------
    Refused
        When it is.
    """
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Refused(LOCKED)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            if sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Refused(TOO_WIDE)
            if any(part.flag_bits & 1 for part in parts):
                raise Refused(LOCKED)
            names = {part.filename for part in parts}
            if not names & _BOOKS:
                raise Refused(NO_TABLE)
            if _MANIFEST in names and b"encryption-data" in package.read(_MANIFEST):
                raise Refused(LOCKED)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, ValueError, EOFError):
        raise Refused(BROKEN) from None


def _sheets(data: bytes) -> list[tuple[str, list[Line]]]:
    """Have the workbook read by a process of its own (see ``workbook.py``)."""
    try:
        reader = subprocess.run(  # noqa: S603 (our own module, no shell)
            [sys.executable, "-P", str(Path(__file__).with_name("workbook.py"))],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=passed_on() | {"RUST_BACKTRACE": "0"},
            timeout=READ_SECONDS,
            check=True,
        )
        answer = json.loads(reader.stdout)
    except (subprocess.SubprocessError, ValueError):
        raise Refused(TOO_WIDE) from None
    if "trouble" in answer:
        raise Refused({"password": LOCKED, "large": TOO_WIDE}.get(answer["trouble"], BROKEN))
    return answer["sheets"]


# Text


def _from_text(data: bytes) -> Table:
    text, said = _decode(data)
    table = _table(_lines(text, _delimiter(text)), said)
    if table is None:
        raise Refused(NO_NAMES)
    return table


def _decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file, and a remark when its letters had to be guessed.

    Raises
    ------
    Refused
        When it is no text.
    """
    if data.startswith(_NEVER_TEXT):
        raise Refused(NO_TABLE)
    said = ()
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = data.decode("utf-16")
        elif b"\0" in data:
            # Letters of our languages have an empty byte before or after them; pictures have them anywhere.
            text = data.decode("utf-16-le" if data[1:200:2].count(0) > data[:200:2].count(0) else "utf-16-be")
        else:
            text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        said = (GUESSED,)
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            text = data.decode("latin-1")
    controls = sum(unicodedata.category(sign) == "Cc" and not sign.isspace() for sign in text[:10_000])
    if "\0" in text or controls > 10 or text.lstrip().startswith(("<", "{")):
        raise Refused(NO_TABLE)
    return text, said


def _delimiter(text: str) -> str:
    """Return the sign between the cells: the one with which most headers are known, and most are there."""
    first, _, _ = text.partition("\n")
    if first.strip().strip('"').lower().startswith("sep=") and (named := first.strip().strip('"')[4:5]):
        return named

    def known(delimiter: str) -> tuple[int, int, int]:
        try:
            lines = _lines(text, delimiter, SAMPLE)
            _, columns = find_headers(lines) or (0, [])
        except Refused:
            lines, columns = [], []
        meanings = {column.meaning for column in columns} - {""}
        return len(meanings), len(columns), -max((len(cells) for _, cells in lines), default=0)

    return max(DELIMITERS, key=known)


def _lines(text: str, delimiter: str, most: int = MOST_ROWS + SAMPLE + 1) -> list[Line]:
    """Return the lines that are not empty, each with the number that a spreadsheet gives it.

    Raises
    ------
    Refused
        When a quotation mark swallows the rest of the file.
    """
    lines = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, cells in enumerate(reader, start=1):
            if any(cell.strip() for cell in cells):
                lines.append((number, cells))
                if len(lines) >= most:
                    break
    except csv.Error:
        raise Refused(UNCLOSED) from None
    return lines
