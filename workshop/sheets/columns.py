"""Which column of a strange table means what: headers by all the names that people give them."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

Line = tuple[int, list[str]]

#: What each field of an entry is called at the head of a column that we write, in this order.
HEADERS = {
    "name": "Name",
    "kind": "What it is",
    "groups": "Community groups",
    "status": "Where things stand",
    "asks": "Who will contact them",
    "contact": "Public contact",
    "web": "Web page",
    "for_whom": "For whom",
    "offers": "What they offer",
    "tie": "How well we know them (0 to 3)",
    "influence": "How much they can change here (1 to 3)",
    "interest": "How much they care about this (1 to 3)",
    "listed": "May be listed publicly",
    "notes": "Notes",
}

#: Other names for them. “sector” and “type” are groups and kinds in somebody else's words: what we don't know of
#: them is kept in the notes, and is no reason to leave the row out.
_SYNONYMS = {
    "name": "full name; display name; entry; who; person; name of person; participant; stakeholder; member",
    "organisation": "org; org name; organisation name; name of organisation; agency; agency name; company; "
    "company name; business; business name; institution; partner; partner organisation; group name; employer; "
    "affiliation; organisation or person; name of group",
    "committee": "committee name; name of committee",
    "resource": "resource name; name of resource; local resource; service name; program name",
    "first": "first name; given name; firstname",
    "last": "last name; surname; family name; lastname",
    "kind": "kind of entry",
    "type": "organisation type; org type; type of organisation; entry type",
    "groups": "community group; groups; community groups they belong to; group key; group keys",
    "sector": "sector; sectors; group; category; categories; represents; community sector",
    "status": "at the table; participation; involvement; engagement; engagement status; contact status; invited",
    "asks": "who contacts them; who will contact; who contacts; who asks; who will ask; who will call; asks; lead; "
    "assigned to; responsible; point person; contacted by; who will reach out; to be contacted by; our contact",
    "contact": "contact; contacts; contact info; contact information; contact details; phone; phone number; "
    "telephone; telephone number; tel; cell; cell phone; mobile; mobile phone; work phone; email; e mail; "
    "email address; e mail address; mail; contact person; contact name; public phone; public email",
    "web": "website; web site; web; webpage; web address; url; link; home page; homepage; site; internet",
    "for_whom": "for who; who it is for; serves; clients; population; population served; target group; audience",
    "offers": "offers; offer; offering; what they can offer; services; service; help; how it helps; description; "
    "what they do; resources; what they bring; contribution; about",
    "tie": "tie; how well we know them; how well do we know them; link strength; strength; relationship; "
    "relationship strength; connection; connection strength; strength of link; strength of relationship",
    "influence": "power; level of influence; level of power; influence level; power level; power influence",
    "interest": "level of interest; interest level; interested",
    "listed": "listed; public; publish; may be listed; ok to list; can be listed; consent to list; list publicly",
    "notes": "note; comment; comments; remark; remarks; other; other notes; more; additional information",
}
#: The field of an entry that a column of each meaning goes to; the others go to the field of their own name.
NAMING = {"name", "organisation", "committee", "resource", "first", "last"}
FIELDS = dict.fromkeys(NAMING, "name") | {"type": "kind", "sector": "groups", "": "notes"}
#: A table may stand under this many lines of title, date and logo.
MOST_TITLES = 40


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file: where it stands, what it is called there, and what it means ("" if nothing to us)."""

    place: int
    header: str
    meaning: str

    @property
    def field(self) -> str:
        """The field of an entry to which its cells go."""
        return FIELDS.get(self.meaning, self.meaning)


def folded(text: str) -> str:
    """Return a text by which two that people would call the same are the same: no case, accents or signs."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", plain))


def _fold_header(text: str) -> str:
    """Fold a header: without what stands in brackets, and in the spelling that we use."""
    plain = folded(re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", text)).replace("organization", "organisation")
    return re.sub(r" \d+$", "", plain)


_MEANINGS = {
    _fold_header(name): meaning
    for meaning, names in _SYNONYMS.items()
    for name in (meaning, HEADERS.get(meaning, meaning), *names.split("; "))
}


def meaning_of(header: str) -> str:
    """Return what a column with this header means, or "" for a header that says nothing to us."""
    return _MEANINGS.get(_fold_header(header), "")


def read_headers(cells: Iterable[str]) -> list[Column]:
    """Return the columns under a line of headers."""
    return [Column(place, " ".join(cell.split()), meaning_of(cell)) for place, cell in enumerate(cells)]


def find_headers(lines: list[Line]) -> tuple[int, list[Column]] | None:
    """Return where among the lines the headers stand, and the columns; None when no column gives a name.

    A title or a date above the table is no header: of the first lines, the one with the most known headers is.
    """
    best, found = 0, None
    for position, (_, cells) in enumerate(lines[:MOST_TITLES]):
        columns = read_headers(cells)
        known = {column.meaning for column in columns} - {""}
        if known & NAMING and len(known) > best:
            best, found = len(known), (position, columns)
    return found


def column_letter(place: int) -> str:
    """Return what a spreadsheet calls its columns: A, B, … Z, AA."""
    letters = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
