"""What a spreadsheet would add to the map: the good rows, the bad ones with their reasons, and those it has already."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from workshop.community import checked_entry, likely_same
from workshop.refusal import Refused
from workshop.sheets.columns import Column, column_letter
from workshop.sheets.rows import Row, read_row, row_id, same_name
from workshop.sheets.tables import Table, read_table
from workshop.sheets.words import GroupNames, short
from workshop.store import Entry
from workshop.toolkit import Toolkit

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that can't be taken: its line, why, and the column and the cell that the reason is about."""

    line: int
    reason: str
    column: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A row whose name is that of an entry, or of a row above it (``row``, 0 for an entry), or looks like it."""

    line: int
    name: str
    like: str
    row: int = 0


@dataclass(slots=True)
class Incoming:
    """A spreadsheet against the map: entries by line, and what can be said of the rest of it.

    ``kept`` are the lines of this very file that were added before.
    """

    table: Table
    good: dict[int, Entry] = field(default_factory=dict)
    doubles: dict[int, Entry] = field(default_factory=dict)
    kept: set[int] = field(default_factory=set)
    same: list[Likeness] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    strange: Counter[str] = field(default_factory=Counter)

    @property
    def said(self) -> list[str]:
        """What is to be said of the file as a whole, each in a sentence."""
        said = list(self.table.said)
        if self.good and not any(column.field == "kind" for column in self.table.columns):
            kinds = sorted({f"{entry.kind}s" for entry in self.good.values()})
            said.append(f"No column says what each one is. They come in as {' and '.join(kinds)}.")
        for header, count in self.strange.items():
            rows = "1 row" if count == 1 else f"{count:,} rows"
            said.append(f"In {rows}, the words under “{short(header)}” are not ours. They go to the notes.")
        return said


def read_incoming(toolkit: Toolkit, session_id: str, data: bytes, entries: Iterable[Entry]) -> Incoming:
    """Return what a file would add to the entries of a session.

    Raises
    ------
    Refused
        When the file holds no table that can be taken.
    """
    table = read_table(data)
    incoming, names = Incoming(table), GroupNames(toolkit)
    known = {entry.id: entry for entry in entries}
    there = {same_name(entry.name): Likeness(0, "", entry.name) for entry in known.values()}
    for line, cells in table.lines:
        row = Row(table.columns, cells)
        try:
            entry = checked_entry(toolkit, read_row(names, row, row_id(data, line), session_id))
        except Refused as refusal:
            incoming.bad.append(_bad(line, row, refusal))
            continue
        like = there.setdefault(same_name(entry.name), Likeness(0, "", entry.name, line))
        incoming.strange.update(row.strange)
        if entry.id in known:
            incoming.kept.add(line)
            like = Likeness(0, "", known[entry.id].name)
        if like.row == line:
            incoming.good[line] = entry
        else:
            incoming.doubles[line] = entry
            incoming.same.append(Likeness(line, entry.name, like.like, like.row))
    return incoming


def looking_alike(
    incoming: Incoming, entries: Collection[Entry], settled: Collection[Pair]
) -> list[Likeness]:
    """Return the good rows whose names look like others, as two spellings of one name do, but for settled pairs."""
    if not incoming.good:
        return []
    lines = {entry.id: line for line, entry in incoming.good.items()}
    names = {entry.id: entry.name for entry in (*entries, *incoming.good.values())}
    found = []
    for pair in likely_same((*entries, *incoming.good.values()), settled):
        later, other = sorted(pair, key=lambda one: lines.get(one, 0), reverse=True)
        if later in lines:
            found.append(Likeness(lines[later], names[later], names[other], lines.get(other, 0)))
    return sorted(found, key=lambda likeness: likeness.line)


def chosen(incoming: Incoming, also: Collection[int]) -> list[Entry]:
    """Return the entries to add: the good ones, and those of the same name that were asked for."""
    asked = [entry for line, entry in incoming.doubles.items() if line in also and line not in incoming.kept]
    return [*incoming.good.values(), *asked]


def columns_used(table: Table) -> list[tuple[str, str]]:
    """Return the columns that hold anything: what the file calls each, and the field that it goes to."""
    width = max((len(cells) for _, cells in table.lines), default=0)
    columns = [*table.columns, *(Column(place, "", "") for place in range(len(table.columns), width))]
    filled = {place for _, cells in table.lines for place, cell in enumerate(cells) if cell.strip()}
    return [
        (column.header or f"Column {column_letter(column.place)}", column.field)
        for column in columns
        if column.place in filled
    ]


def _bad(line: int, row: Row, refusal: Refused) -> Bad:
    column, value = row.place_of(refusal.field)
    return Bad(line, str(refusal), short(column), short(value))
