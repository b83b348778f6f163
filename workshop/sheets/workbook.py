"""Tells what stands in a workbook: ``python -P workbook.py`` takes the file as its input and answers in JSON.

This is a process of its own, and imports nothing of ours. A file of five kilobytes can claim to have cells at both
ends of a sheet; the library then asks for the memory of all cells between them, and ends the whole process when
there is none. Here that is the end of this process, and of nothing else.
"""

import datetime as dt
import io
import json
import sys
from collections.abc import Iterator

MEMORY = 2 * 2**30
CPU_SECONDS = 10
MOST_SHEETS = 20
#: Rows that are handed over of each sheet: more than an import takes, so that too many can be told from many.
MOST_LINES = 5_200
MOST_COLUMNS = 200
MOST_CHARACTERS = 20_000_000

Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta
Lines = list[tuple[int, list[str]]]


class TooLarge(Exception):
    """What the file holds is more than any list of people and groups."""


def cell_text(value: Cell) -> str:
    """Return a cell as a person would write it: a day without a time, a whole number without a point."""
    match value:
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.15g}"
        case dt.datetime():
            return f"{value:%Y-%m-%d}" if value.time() == dt.time() else f"{value:%Y-%m-%d %H:%M}"
        case dt.time():
            return f"{value:%H:%M}"
    return str(value)


def read_workbook(data: bytes) -> list[tuple[str, Lines]]:
    """Return the sheets that people see: the name of each, and its lines that are not empty with their numbers.

    Raises
    ------
    TooLarge
        When a sheet is wider, or all of them are longer, than can be taken.
    """
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    sheets = []
    left = MOST_CHARACTERS
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        for about in book.sheets_metadata[:MOST_SHEETS]:
            if about.typ != SheetTypeEnum.WorkSheet or about.visible != SheetVisibleEnum.Visible:
                continue
            sheet = book.get_sheet_by_name(about.name)
            start = sheet.start or (0, 0)
            lines: dict[int, list[str]] = {}
            for number, cells in _filled(sheet.iter_rows()):
                lines[number] = [""] * start[1] + cells
                left -= sum(map(len, cells))
                if start[1] + len(cells) > MOST_COLUMNS or left < 0:
                    raise TooLarge
                if len(lines) >= MOST_LINES:
                    break
            _spread_merged(lines, sheet.merged_cell_ranges or [])
            sheets.append((about.name, list(lines.items())))
    return sheets


def _filled(rows: Iterator[list[Cell]]) -> Iterator[tuple[int, list[str]]]:
    """Give each row that is not empty with its number, without the empty cells at its end."""
    for number, row in enumerate(rows, start=1):
        width = next((end for end in range(len(row), 0, -1) if str(row[end - 1]).strip()), 0)
        if width:
            yield number, [cell_text(value) for value in row[:width]]


def _spread_merged(
    lines: dict[int, list[str]], ranges: list[tuple[tuple[int, int], tuple[int, int]]]
) -> None:
    """Write what stands in merged cells into every one of them: it is meant for all."""
    for (top, left), (bottom, right) in ranges[:MOST_LINES]:
        first = lines.get(top + 1, [])
        text = first[left] if left < len(first) else ""
        if not text.strip() or right >= MOST_COLUMNS:
            continue
        for number in range(top + 1, min(bottom + 1, top + MOST_LINES) + 1):
            if number in lines:
                cells = lines[number]
                cells.extend([""] * (right + 1 - len(cells)))
                cells[left : right + 1] = [text] * (right + 1 - left)


def _limit_ourselves() -> None:
    try:
        import resource
    except ImportError:  # Windows has none
        return
    for kind, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, CPU_SECONDS)):
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):  # macOS can't limit memory, and a lower limit stays as it is
            continue


def main() -> None:
    """Read a workbook from standard input, and write what it holds, or the kind of trouble with it."""
    _limit_ourselves()
    try:
        answer = {"sheets": read_workbook(sys.stdin.buffer.read())}
    except TooLarge:
        answer = {"trouble": "large"}
    except Exception as error:
        answer = {"trouble": "password" if type(error).__name__ == "PasswordError" else "broken"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
