"""Entries that look the same: the same words in another order, with a small typo, or with “The” and “Inc.” around."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein

from workshop.store import Entry

#: More than anybody looks through; the next ones show when these are settled.
MOST_PAIRS = 200
#: Pairs that are kept before the search ends: some of them may have been told apart.
_MOST_KEPT = 20 * MOST_PAIRS
#: Letters in which the names of two entries that are the same may differ, all in all.
_TYPOS = 2
#: A word of this many letters may have one typo, and a longer one two; shorter words are words of their own.
_ONE_TYPO, _TWO_TYPOS = 5, 9
#: Names that are compared with all others in one go.
_AT_ONCE = 500

#: Words that say nothing of who it is.
_AROUND = frozenset(
    {"the", "a", "an", "of", "and", "for", "in", "at", "on", "to"}
    | {"le", "la", "les", "l", "de", "des", "du", "d", "et"}
    | {"inc", "incorporated", "ltd", "limited", "corp", "corporation", "llc", "llp"}
)
#: Words that are written in several ways.
_SAME = {
    "ctr": "centre",
    "center": "centre",
    "centers": "centres",
    "soc": "society",
    "assn": "association",
    "assoc": "association",
    "dept": "department",
    "svc": "service",
    "svcs": "services",
    "comm": "committee",
}

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Name:
    """A name as it is compared: its words in the order of the alphabet, and all its letters in one run."""

    words: tuple[str, ...]
    sorted: str
    run: str


def likely_same(entries: Iterable[Entry], told_apart: Collection[Pair]) -> list[Pair]:
    """Return pairs of ids, each the smaller one first, of entries that are probably the same."""
    names = {entry.id: entry.name for entry in entries}
    return Twins().update(names, told_apart)


class Twins:
    """The pairs of a map that grows: only names that changed are compared again."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._compared: dict[str, _Name] = {}
        self._pairs: set[Pair] = set()

    def update(self, names: dict[str, str], told_apart: Collection[Pair]) -> list[Pair]:
        """Return the pairs among these names, by id, without those that people said are not the same."""
        if len(self._pairs) >= _MOST_KEPT:
            self.__init__()  # some pairs were left out: there may be room for them now
        changed = {
            name for name in names.keys() | self._names.keys() if names.get(name) != self._names.get(name)
        }
        self._pairs = {pair for pair in self._pairs if changed.isdisjoint(pair)}
        for name in changed:
            self._compared.pop(name, None)
        self._compared |= {name: _compared(names[name]) for name in changed if name in names}
        self._names = dict(names)
        self._find([name for name in self._compared if name in changed])
        apart = set(told_apart)
        pairs = sorted(self._pairs - apart, key=lambda pair: (*sorted(map(self._name, pair)), pair))
        return pairs[:MOST_PAIRS]

    def _name(self, entry_id: str) -> str:
        return self._names[entry_id].casefold()

    def _find(self, new: Sequence[str]) -> None:
        """Compare new names with all names, and keep the pairs."""
        for one, other in self._candidates(new):
            if len(self._pairs) >= _MOST_KEPT:
                return
            if one != other and _alike(self._compared[one], self._compared[other]):
                self._pairs.add((min(one, other), max(one, other)))

    def _candidates(self, new: Sequence[str]) -> Iterator[Pair]:
        """Give pairs with few letters between them: quick, and to be looked at word by word."""
        ids = list(self._compared)
        letters = [name.sorted for name in self._compared.values()]
        runs: dict[str, list[str]] = {}
        for entry_id, name in self._compared.items():
            runs.setdefault(name.run, []).append(entry_id)
        for start in range(0, len(new), _AT_ONCE):
            some = new[start : start + _AT_ONCE]
            yield from ((one, other) for one in some for other in runs[self._compared[one].run])
            # Where all are new, those before these were compared with them already.
            before = start if len(new) == len(ids) else 0
            near = process.cdist(
                [self._compared[one].sorted for one in some],
                letters[before:],
                scorer=Levenshtein.distance,
                score_cutoff=_TYPOS,
            )
            yield from (
                (some[row], ids[before + column])
                for row, column in zip(*(near <= _TYPOS).nonzero(), strict=True)
            )


def _compared(name: str) -> _Name:
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = re.sub(r"['\u2019.]", "", "".join(sign for sign in plain if not unicodedata.combining(sign)))
    words = [_SAME.get(word, word) for word in re.findall(r"\w+", plain.replace("&", " and "))] or [plain]
    telling = [word for word in words if word not in _AROUND] or words
    return _Name(tuple(sorted(telling)), " ".join(sorted(telling)), "".join(words))


def _alike(one: _Name, other: _Name) -> bool:
    """Say whether two names are the same but for spaces, or word by word but for a few typos."""
    if one.run == other.run:
        return True
    if len(one.words) != len(other.words):
        return False
    typos = 0
    for mine, theirs in zip(one.words, other.words, strict=True):
        if mine == theirs:
            continue
        typos += 1
        shorter = min(len(mine), len(theirs))
        allowed = 2 if shorter >= _TWO_TYPOS else 1 if shorter >= _ONE_TYPO else 0
        if re.search(r"\d", mine + theirs) or OSA.distance(mine, theirs, score_cutoff=allowed) > allowed:
            return False
    return typos <= 1
