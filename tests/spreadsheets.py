"""Spreadsheets as people really keep them, made as bytes: new and old workbooks, locked ones, and bombs."""

import io
import struct
import zipfile
from collections.abc import Iterable, Sequence

import xlsxwriter

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def workbook(*rows: Sequence[object], merged: Sequence[tuple] = (), **sheets: Sequence[Sequence]) -> bytes:
    """Return an Excel workbook with these rows in its first sheet, and a further sheet for each name.

    ``merged`` are cells that go over several: first row, first column, last row, last column, what they say.
    """
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        for name, lines in {"Sheet1": rows, **sheets}.items():
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(lines):
                sheet.write_row(number, 0, cells)
            if name == "Sheet1":
                for cell in merged:
                    sheet.merge_range(*cell)
    return file.getvalue()


def far_apart() -> bytes:
    """Return a workbook of a few kilobytes with a cell in each of two corners, seventeen billion cells apart."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "Name")
        sheet.write_string(1_048_575, 16_383, "Library")
    return file.getvalue()


def package(parts: dict[str, str | bytes]) -> bytes:
    """Return a zip file with these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return file.getvalue()


def open_document(rows: Iterable[Sequence[str]], **parts: str) -> bytes:
    """Return an OpenDocument spreadsheet, as LibreOffice makes them."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = "".join(f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>" for row in rows)
    space = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
    spaces = " ".join(f'xmlns:{name}="{space.format(name)}"' for name in ("office", "table", "text"))
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="Sheet1">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = f'<?xml version="1.0"?><m:manifest xmlns:m="{space.format("manifest")}"/>'
    mimetype = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}
    return package(mimetype | {"META-INF/manifest.xml": manifest, "content.xml": content} | parts)


def compound(name: str, stream: bytes) -> bytes:
    """Return a file with one stream in the format of the nineties, as old workbooks are, and locked new ones."""
    size = max(len(stream), 4096)
    blocks = -(-size // 512)
    table = [FAT, END, *range(3, 2 + blocks), END]
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, END, 0, END, 0)
    header += struct.pack("<109I", 0, *[FREE] * 108)

    def entry(called: str, kind: int, child: int, start: int, length: int) -> bytes:
        letters = called.encode("utf-16-le")
        return (
            letters.ljust(64, b"\0")
            + struct.pack("<HBB3I", len(letters) + 2, kind, 1, FREE, FREE, child)
            + bytes(36)
            + struct.pack("<IQ", start, length)
        )

    folder = entry("Root Entry", 5, 1, END, 0) + entry(name, 2, FREE, 2, size)
    folder += (bytes(66) + b"\0\0" + struct.pack("<3I", FREE, FREE, FREE) + bytes(48)) * 2
    allocation = struct.pack("<128I", *table, *[FREE] * (128 - len(table)))
    return header + allocation + folder + stream.ljust(blocks * 512, b"\0")


def old_workbook(*rows: Sequence[str]) -> bytes:
    """Return a workbook as Excel 97 wrote them (.xls)."""

    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    def text(letters: str) -> bytes:
        return struct.pack("<HB", len(letters), 1) + letters.encode("utf-16-le")

    start, end = struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0), record(0x0A, b"")
    name = struct.pack("<BB", 6, 0) + b"Sheet1"
    before = len(record(0x809, start)) + 4 + 6 + len(name) + len(end)
    book = record(0x809, start) + record(0x85, struct.pack("<IH", before, 0) + name) + end
    sheet = record(0x809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            sheet += record(0x204, struct.pack("<HHH", row, column, 0) + text(cell))
    return compound("Workbook", book + sheet + end)
