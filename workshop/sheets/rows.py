"""One line of a strange table as an entry of the map, with nothing of it lost."""

import hashlib
import re

from workshop.refusal import Refused
from workshop.sheets import words
from workshop.sheets.columns import Column, column_letter, folded
from workshop.store import Entry

#: Signs with which a spreadsheet begins a formula; the wide ones count in East Asian settings.
_FORMULA = re.compile("'*[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")
#: What joins the cells of several columns with one meaning.
_JOINTS = {"notes": "\n", "contact": ", ", "groups": ";"}
TITLE = "The same text stands in every cell of this row. It looks like a title."
_LEVELS = ("tie", "influence", "interest")
_KINDS_OF_NAMES = {"organisation": "organisation", "committee": "committee", "resource": "resource"}
_TEXTS = ("asks", "contact", "web", "for_whom", "offers", "notes")


def inert(text: str) -> str:
    """Return a text with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def alive(text: str) -> str:
    """Return a text without the apostrophe that keeps it from being a formula."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def quoted(text: str) -> str:
    """Return a text for a cell that can't be a formula: what ``alive`` would take off is there twice."""
    return text if alive(text) == text else f"'{text}"


def row_id(data: bytes, line: int) -> str:
    """Return the id of the entry that a line of a file becomes: the same whenever the file is sent again."""
    return hashlib.sha256(hashlib.sha256(data).digest() + line.to_bytes(4)).hexdigest()[:32]


class Row:
    """The cells of one line by what they mean; each may be read once, and what nobody read goes to the notes."""

    def __init__(self, columns: list[Column], cells: list[str]) -> None:
        self._columns = columns
        #: The headers of cells that speak of kinds or groups in words that we don't know.
        self.strange: set[str] = set()
        self._cells: list[tuple[Column, str]] = []
        for place, cell in enumerate(cells):
            column = columns[place] if place < len(columns) else Column(place, "", "")
            if cell.strip():
                self._cells.append((column, alive(cell.strip())))

    @property
    def is_title(self) -> bool:
        """Whether one text goes across the row, as over a part of a table."""
        return len(self._cells) > 2 and len({cell for _, cell in self._cells}) == 1

    def texts(self, meaning: str) -> list[str]:
        """Return the cells with a meaning, each text once."""
        return list(dict.fromkeys(cell for column, cell in self._cells if column.meaning == meaning))

    def text(self, meaning: str) -> str:
        """Return the cells with a meaning as one text."""
        return _JOINTS.get(meaning, "; ").join(self.texts(meaning))

    def coded(self, meaning: str) -> str:
        """Return the cells with a meaning, or "" when they say that there is nothing to say."""
        text = self.text(meaning)
        return "" if words.says_nothing(text) else text

    def note_strange(self, meaning: str) -> list[str]:
        """Remember that the cells with this meaning could not be understood, and return what the notes then hold."""
        self.strange |= {column.header for column, _ in self._cells if column.meaning == meaning}
        return [meaning]

    def place_of(self, field: str) -> tuple[str, str]:
        """Return the header of the column that a field comes from, and what stands in the cell."""
        for column, cell in self._cells:
            if column.field == field:
                return column.header, cell
        return next((column.header for column in self._columns if column.field == field), ""), ""

    def noted(self, *meanings: str) -> list[str]:
        """Return the cells with these meanings as lines for the notes, each with the name of its column."""
        return [
            f"{column.header or f'Column {column_letter(column.place)}'}: {cell}"
            for column, cell in self._cells
            if column.meaning in meanings
        ]


def read_row(names: words.GroupNames, row: Row, entry_id: str, session_id: str) -> Entry:
    """Return the entry that a row describes; whether it may stand on the map is for ``workshop.community``.

    Raises
    ------
    Refused
        When a cell says something that can't be understood, with the field in which it stands.
    """
    if row.is_title:
        raise Refused(TITLE, "name")
    name, kind, left = _name(row)
    kind, more = _kind(row, kind)
    left += more
    groups, more = _groups(row, names)
    left += more
    texts = {field: row.text(field) for field in _TEXTS} | {"web": row.coded("web")}
    texts["notes"] = "\n".join(filter(None, [texts["notes"], *row.noted("", *left)]))
    return Entry(
        entry_id,
        session_id,
        name=name,
        kind=kind,
        groups=groups,
        status=words.read_status(row.coded("status")) if row.coded("status") else "not-yet",
        listed=words.read_yes(row.coded("listed"), "listed") if row.coded("listed") else False,
        **{field: words.read_level(row.coded(field), field) if row.coded(field) else 0 for field in _LEVELS},
        **texts,
    )


def _name(row: Row) -> tuple[str, str, list[str]]:
    """Return the name, the kind that its column speaks for, and the columns with a name that were not needed."""
    whole, parts = row.text("name"), " ".join([*row.texts("first"), *row.texts("last")])
    others = [meaning for meaning in _KINDS_OF_NAMES if row.text(meaning)]
    if whole or parts:
        # A name beside an organisation is that of a person in it.
        kind = "person" if parts or "organisation" in others else "organisation"
        return whole or parts, kind, ["first", "last", *others] if whole else others
    if others:
        return row.text(others[0]), _KINDS_OF_NAMES[others[0]], others[1:]
    return "", "organisation", []


def _kind(row: Row, otherwise: str) -> tuple[str, list[str]]:
    """Return the kind, and the columns that say more of it than a kind."""
    if row.coded("kind"):
        return words.read_kind(row.coded("kind")), ["type"]
    text = row.coded("type")
    kind = words.kind_of(text)
    return kind or otherwise, row.note_strange("type") if text and not kind else []


def _groups(row: Row, names: words.GroupNames) -> tuple[tuple[str, ...], list[str]]:
    """Return the community groups, and the columns that say more of them than groups."""
    named, unknown = names.read(row.coded("groups"))
    if unknown:
        raise Refused(f"“{words.short(unknown)}” is no community group that the toolkit names.", "groups")
    hinted, other = names.read(row.coded("sector"))
    return tuple(dict.fromkeys((*named, *hinted))), row.note_strange("sector") if other else []


def same_name(name: str) -> str:
    """Return what two names have in common that are the same but for case, accents and signs."""
    return folded(name) or name.casefold()
