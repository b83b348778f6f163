"""What stands in a cell, in the words that people use: kinds, statuses, groups, yes and no, low and high."""

import re

from workshop.refusal import Refused
from workshop.sheets.columns import folded
from workshop.toolkit import Toolkit

KINDS = {
    "person": "Person",
    "organisation": "Organisation",
    "committee": "Committee",
    "resource": "Resource",
}
STATUSES = {
    "at-table": "At the table",
    "invited": "Invited",
    "knows": "Knows about us",
    "not-yet": "Not yet",
    "not-here": "Not in our town",
}

_OTHER_KINDS = {
    "person": "individual; people; volunteer; resident; neighbour; neighbor; community member; citizen",
    "organisation": "organization; org; agency; non profit; nonprofit; not for profit; ngo; charity; society; "
    "business; company; association; institution; government; school; church; group; foundation; union",
    "committee": "council; coalition; task force; network; working group; table; board; alliance; round table",
    "resource": "service; program; programme; place; toolkit; tool; website; line; helpline; venue; directory",
}
_OTHER_STATUSES = {
    "at-table": "at table; at our table; on board; member; active; engaged; involved; joined; yes; y; true; x; 1",
    "invited": "asked; invitation sent; contacted; in contact; pending; invite sent; waiting",
    "knows": "knows of us; knows us; aware; informed; knows; interested; heard of us",
    "not-yet": "not contacted; not yet contacted; to contact; to do; no; n; false; new; none yet; 0",
    "not-here": "not here; not in town; does not exist; none in our town; not in our community; none here",
}
_RATINGS = {"low": 1, "little": 1, "medium": 2, "med": 2, "moderate": 2, "some": 2, "high": 3, "much": 3}
_TIES = {"no": 0, "not at all": 0, "weak": 1, "a little": 1, "well": 2, "strong": 3, "very well": 3}
_LEVELS = {"influence": _RATINGS, "interest": _RATINGS, "tie": _RATINGS | _TIES}
_YES = {"yes", "y", "true", "x", "1", "ok", "okay", "public", "✓", "✔", "☑"}
_NO = {"no", "n", "false", "0", "private", "not yet", "do not list"}
#: What people write into a cell that has nothing to say.
_NOTHING = {"", "na", "n a", "none", "tbd", "tba", "unknown", "not known", "nil", "not said"}


def _table(words: dict[str, str], others: dict[str, str]) -> dict[str, str]:
    return {
        folded(name): key
        for key, word in words.items()
        for name in (key, word, *others[key].split("; "), f"{word}s")
    }


_KINDS, _STATUSES = _table(KINDS, _OTHER_KINDS), _table(STATUSES, _OTHER_STATUSES)


def says_nothing(text: str) -> bool:
    """Return whether a cell is as good as empty: a dash, “n/a”, “none”."""
    return folded(text) in _NOTHING and text.strip().casefold() not in _YES


def kind_of(text: str) -> str:
    """Return the kind that a word names, or "" for a word that names none."""
    return _KINDS.get(folded(text), "")


def read_kind(text: str) -> str:
    """Return the kind that a cell under “Kind” names.

    Raises
    ------
    Refused
        When it names none.
    """
    return kind_of(text) or _refuse(text, "kind", KINDS)


def read_status(text: str) -> str:
    """Return the status that a cell names.

    Raises
    ------
    Refused
        When it names none.
    """
    return _STATUSES.get(folded(text), "") or _refuse(text, "status", STATUSES)


def _refuse(text: str, field: str, words: dict[str, str]) -> str:
    raise Refused(f"“{short(text)}” is none of these: {', '.join(words.values())}.", field)


class GroupNames:
    """The community groups of a toolkit, found by their names and keys."""

    def __init__(self, toolkit: Toolkit) -> None:
        self._order = [group.key for group in toolkit.groups]
        self._keys = {folded(name): group.key for group in toolkit.groups for name in (group.key, group.name)}

    def read(self, text: str) -> tuple[tuple[str, ...], str]:
        """Return the groups that a cell names, in the toolkit's order, and the words that name none."""
        keys, unknown = set(), []
        for part in re.split(r"[;\n|•]", text) if text else ():
            found = self._find(part)
            keys |= found
            if not found and folded(part):
                unknown.append(part.strip())
        return tuple(key for key in self._order if key in keys), "; ".join(unknown)

    def _find(self, text: str) -> set[str]:
        """Return the group that a text names, or those that it names one after the other."""
        whole = self._keys.get(folded(text))
        if whole:
            return {whole}
        parts = [self._keys.get(folded(part), "") for part in text.split(",") if folded(part)]
        return set(parts) if all(parts) else set()


def read_level(text: str, field: str) -> int:
    """Return the number from 0 to 3 that a cell says, in digits or in words; the range is for others to judge.

    Raises
    ------
    Refused
        When it says no number.
    """
    plain = folded(text)
    if plain in _LEVELS[field]:
        return _LEVELS[field][plain]
    number = re.match(r"(\d{1,3})(?![\d,]|\.\d*[1-9])", text.strip())
    if number is None:
        least = 0 if field == "tie" else 1
        raise Refused(f"“{short(text)}” is no number from {least} to 3.", field)
    return int(number[1])


def read_yes(text: str, field: str) -> bool:
    """Return whether a cell says yes.

    Raises
    ------
    Refused
        When it says neither yes nor no.
    """
    for words, answer in ((_YES, True), (_NO, False)):
        if text.strip().casefold() in words or folded(text) in words:
            return answer
    raise Refused(f"“{short(text)}” is neither yes nor no.", field)


def short(text: str, most: int = 60) -> str:
    """Return the beginning of what stands in a cell, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
