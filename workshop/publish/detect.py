"""What a text may give away: names, numbers, addresses, and places so small that they tell who is meant.

It is tried before anything is published, beside the eyes of two people and never in place of them: it misses some of
what it looks for, and ``tests/test_publish_detect.py`` says how much. It looks for more than the notice on people's
phones does, because here a false alarm costs one more look, and a miss costs somebody's privacy.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from workshop.datafile import DataFile
from workshop.paths import DATA
from workshop.toolkit import Toolkit

PHONE, NAME = "a phone number", "a name"
#: What is found for sure, and so never goes out in words that somebody wrote under a question.
SURE = frozenset({PHONE, "an e-mail address", "an address", "a social media name"})
#: The longest text that is looked through: the longest response, and room to spare.
MOST = 4000

_WORD = "[A-ZÀ-ÞĀ-Ž][\\w\u2019'-]*"
_CAPITALS = re.compile(
    rf"(?P<before>^|[.!?…:;\n“\"(\u2013—-]\s*|\s)(?P<name>{_WORD}(?:\s+{_WORD})*)", re.UNICODE
)
_DOES = (
    r"(?:is|was|has|had|can|could|would|will|knows?|knew|runs?|ran|works?|worked|lives?|lived|said|says|told|tells"
    r"|asked|asks|helps?|helped|needs?|wants?|wanted|offered|offers|speaks?|spoke|came|comes|met|brought|brings|and I)"
)
_FIRST = re.compile(rf"(?:^|[.!?…\n]\s*)(?P<name>{_WORD})(?:['\u2019]s)?\s+{_DOES}\b")
#: Numbers of services, which everybody may know: free ones, and three digits.
_SERVICE = re.compile(r"\+?1?[ .(-]*8(?:00|33|44|55|66|77|88)\b|^\D*\d-?\d-?\d\D*$")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a text may give away, and the words that do."""

    what: str
    words: str

    @property
    def sure(self) -> bool:
        """Whether this is more than a guess."""
        return self.what in SURE


class Sign(NamedTuple):
    """A pattern of ``data/publishing.toml``."""

    what: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Lists:
    plain: frozenset[str]
    large: tuple[str, ...]
    beginnings: frozenset[str]
    groups: frozenset[str]
    signs: tuple[Sign, ...]


class Detector:
    """Looks through texts; ``known`` are names that are public anyway, such as those of listed organisations."""

    def __init__(self, toolkit: Toolkit, known: Iterable[str] = ()) -> None:
        self._toolkit, self._lists = toolkit, _lists()
        self._known = _known_words(toolkit)
        self._names = sorted({*known, *self._lists.large} - {""}, key=len, reverse=True)

    def find(self, text: str, *, label: bool = False) -> tuple[Finding, ...]:
        """Return what a text may give away, each once; a label is no sentence, and may begin with a name."""
        text = text[:MOST]
        found = [Finding(what, text) for what in self._toolkit.disclosed(text)]
        found += [Finding(PHONE, words) for words in _phones(text)]
        for sign in self._lists.signs:
            found += [Finding(sign.what, match[0].strip()) for match in sign.pattern.finditer(text)]
        found += [Finding(NAME, words) for words in self._capitals(text, label)]
        kept: dict[str, Finding] = {}
        # The whole text says less of where to look than a few words of it.
        for finding in sorted(found, key=lambda one: len(one.words)):
            kept.setdefault(finding.what, finding)
        return tuple(kept.values())

    def find_in_who(self, text: str) -> tuple[Finding, ...]:
        """Return what tells who does something: whatever does not name a group, a job or a listed organisation."""
        found = tuple(sign for sign in self.find(text) if sign.what != NAME)
        words = {word.casefold().removesuffix("s") for word in re.findall(r"\w+", text)}
        if not text or words & self._lists.groups or any(name in text for name in self._names):
            return found
        return (*found, Finding(NAME, text))

    def _capitals(self, text: str, label: bool) -> list[str]:
        """Return what may be a name: a capital letter inside a sentence, or at its start before what people do."""
        for name in self._names:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", lambda known: "_" * len(known[0]), text)
        names = [match["name"] for match in _FIRST.finditer(text) if self._may_be_first(match["name"])]
        for match in _CAPITALS.finditer(text):
            words = match["name"].split()
            if not label and (not match["before"].isspace() or "\n" in match["before"]):
                words = words[1:]  # every sentence begins with a capital
            unknown = [word for word in words if not self._is_known(word)]
            if unknown:
                names.append(" ".join(unknown))
        return names

    def _may_be_first(self, word: str) -> bool:
        return word not in self._lists.beginnings and not self._is_known(word)

    def _is_known(self, word: str) -> bool:
        bare = re.sub("['\u2019]s?$", "", word)
        return len(bare) < 2 or bare.isupper() or bool({bare, bare.removesuffix("s")} & self._known)


def _phones(text: str) -> list[str]:
    # Imported late: the numbers of all countries are large.
    from phonenumbers import Leniency, PhoneNumberMatcher

    matcher = PhoneNumberMatcher(text, "CA", leniency=Leniency.POSSIBLE)
    return [match.raw_string for match in matcher if not _SERVICE.search(match.raw_string)]


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    file = DataFile(DATA / "publishing.toml")
    words = file.tables["words"]
    signs = []
    for row in file.tables["sign"]:
        try:
            signs.append(Sign(row["what"], re.compile(row["regex"], re.IGNORECASE)))
        except re.error as error:
            raise file.wrong("sign", row["key"], "regex", f"is not a pattern: {error}") from None
    return _Lists(
        plain=frozenset(words["plain"]),
        large=tuple(file.tables["places"]["large"]),
        beginnings=frozenset(words["beginnings"]),
        groups=frozenset(word.removesuffix("s") for word in words["groups"]),
        signs=tuple(signs),
    )


@lru_cache(maxsize=4)
def _known_words(toolkit: Toolkit) -> frozenset[str]:
    """Return every word with a capital letter that the toolkit itself prints, and those that name nobody."""
    printed = [group.name for group in toolkit.groups]
    printed += [f"{listing.title} {listing.maker}" for listing in toolkit.directory]
    printed += [fact.label for fact in toolkit.facts] + [prompt.question for prompt in toolkit.prompts]
    printed += [step.text for step in toolkit.steps]
    not_names = DataFile(DATA / "disclosures.toml").tables["words"].get("not_a_person", [])
    printed += [word for word in not_names if word.isalpha() and word.istitle()]
    return _lists().plain | frozenset(re.findall(_WORD, " ".join(printed)))
