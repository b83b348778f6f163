"""What the toolkit says, read from the data folder: sections, prompts, groups, steps, directory and facts.

What people write about it is kept elsewhere; how it is shown is a matter of the widgets.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from workshop.datafile import DataFile, ToolkitError
from workshop.paths import DATA

__all__ = [
    "CommunityGroup",
    "Fact",
    "Invitation",
    "Listing",
    "Mention",
    "Pattern",
    "Prompt",
    "Section",
    "Step",
    "Toolkit",
    "ToolkitError",
    "load_toolkit",
]

SENSITIVITIES = ("never", "room", "review")
STATUS_WORDS = {"confirmed": "confirmed", "not-confirmed": "not confirmed", "gone": "probably gone"}


@dataclass(frozen=True, slots=True)
class Section:
    """One of the seven parts of the workshop, and the notebook that holds it."""

    key: str
    number: int
    title: str
    notebook: str
    minutes: int
    room: str
    promise: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """One of the nine questions, with what happens to the words that people write under it."""

    key: str
    number: int
    question: str
    help: str
    sensitivity: str
    private: bool
    goes_to: str
    harvest: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where the source names a group: the section, and the words it uses there."""

    section: str
    words: str


@dataclass(frozen=True, slots=True)
class CommunityGroup:
    """A group of people whom the source names, under the name we use today.

    ``called`` is that name as it stands inside a sentence.
    """

    key: str
    name: str
    called: str
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One of the seven steps a group can mark not yet, doing or done."""

    key: str
    number: int
    text: str
    hint: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """The draft of a letter to a group that is missing; ``{group}`` stands for how the group is called."""

    greeting: str
    body: str

    def letter(self, called: str) -> str:
        """Return the letter to a group."""
        return f"{self.greeting}\n\n{self.body.strip()}".replace("{group}", called)


@dataclass(frozen=True, slots=True)
class Listing:
    """A committee or a toolkit that may help, with the facts that lead to it."""

    key: str
    kind: str
    letter: str
    title: str
    maker: str
    about: str
    for_whom: tuple[str, ...]
    for_what: tuple[str, ...]
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A phone number or a link, with where it was seen, when, and how sure we are."""

    key: str
    kind: str
    label: str
    value: str
    says: str
    status: str
    source: str
    last_checked: date
    bar: bool
    printed: bool
    note: str

    @property
    def status_words(self) -> str:
        """Say the status in words that people can read."""
        return STATUS_WORDS[self.status]

    def is_stale(self, today: date, months: int = 6) -> bool:
        """Say whether more than ``months`` months have passed since the fact was last checked."""
        years, month = divmod(self.last_checked.month - 1 + months, 12)
        return (today.year, today.month, today.day) > (
            self.last_checked.year + years,
            month + 1,
            self.last_checked.day,
        )


@dataclass(frozen=True, slots=True)
class Pattern:
    """A sign, in text not yet sent, that someone may be telling more than they mean to.

    ``regex`` means the same to Python and to JavaScript (flags ``iu``, or ``u`` where ``case`` is true).
    """

    key: str
    what: str
    regex: str
    case: bool

    def finds(self, text: str) -> bool:
        """Say whether the sign is in ``text``."""
        return re.search(self.regex, text, 0 if self.case else re.IGNORECASE) is not None


@dataclass(frozen=True, slots=True)
class Toolkit:
    """Everything the toolkit says."""

    sections: tuple[Section, ...]
    prompts: tuple[Prompt, ...]
    groups: tuple[CommunityGroup, ...]
    steps: tuple[Step, ...]
    invitation: Invitation
    directory: tuple[Listing, ...]
    facts: tuple[Fact, ...]
    disclosures: tuple[Pattern, ...]

    def section(self, key: str) -> Section:
        """Return the section called ``key``."""
        return _find("section", self.sections, key)

    def prompt(self, key: str) -> Prompt:
        """Return the prompt called ``key``."""
        return _find("prompt", self.prompts, key)

    def group(self, key: str) -> CommunityGroup:
        """Return the community group called ``key``."""
        return _find("community group", self.groups, key)

    def fact(self, key: str) -> Fact:
        """Return the fact called ``key``."""
        return _find("fact", self.facts, key)

    def bar_facts(self) -> tuple[Fact, ...]:
        """Return the facts of the help bar, in the order of the file."""
        return tuple(fact for fact in self.facts if fact.bar and fact.printed)

    def disclosed(self, text: str) -> tuple[str, ...]:
        """Return what ``text`` seems to hold ("a phone number"), each once, in the order of the file."""
        return tuple(dict.fromkeys(pattern.what for pattern in self.disclosures if pattern.finds(text)))


def load_toolkit(folder: Path | None = None) -> Toolkit:
    """Return the toolkit in ``folder`` (the shipped one when none is named), read once.

    Raises
    ------
    ToolkitError
        When a file is missing or broken, in a sentence that names the file and the key.
    """
    return _load(Path(folder) if folder is not None else DATA)


@lru_cache(maxsize=8)
def _load(folder: Path) -> Toolkit:
    main = DataFile(folder / "toolkit.toml")
    directory = DataFile(folder / "directory.toml")
    facts = DataFile(folder / "facts.toml")
    disclosures = DataFile(folder / "disclosures.toml")
    toolkit = Toolkit(
        sections=tuple(main.rows("section", Section)),
        prompts=tuple(main.rows("prompt", Prompt)),
        groups=tuple(main.rows("group", CommunityGroup)),
        steps=tuple(main.rows("step", Step)),
        invitation=main.row("invitation", Invitation),
        directory=tuple(directory.rows("listing", Listing)),
        facts=tuple(facts.rows("fact", Fact)),
        disclosures=tuple(_patterns(disclosures)),
    )
    sections = {section.key for section in toolkit.sections}
    known = {fact.key for fact in toolkit.facts}
    for prompt in toolkit.prompts:
        main.choice("prompt", prompt.key, "sensitivity", prompt.sensitivity, SENSITIVITIES)
    for group in toolkit.groups:
        for mention in group.mentions:
            main.choice("group", group.key, "mentions", mention.section, sections)
    for listing in toolkit.directory:
        directory.choice("listing", listing.key, "kind", listing.kind, ("committee", "toolkit"))
        for link in listing.links:
            directory.choice("listing", listing.key, "links", link, known)
    for fact in toolkit.facts:
        facts.choice("fact", fact.key, "kind", fact.kind, ("phone", "link"))
        facts.choice("fact", fact.key, "status", fact.status, STATUS_WORDS)
    return toolkit


def _patterns(file: DataFile) -> list[Pattern]:
    """Return the rows of ``[[pattern]]`` with each ``{{list}}`` replaced by the words of that list."""
    words = file.tables.get("words", {})
    made = []
    for row in file.rows("pattern", Pattern):
        try:
            regex = _LIST.sub(lambda found: f"(?:{'|'.join(words[found[1]])})", row.regex)
            re.compile(regex)
        except KeyError as error:
            raise file.wrong("pattern", row.key, "regex", f"names no list of [words]: {error}") from None
        except re.error as error:
            raise file.wrong("pattern", row.key, "regex", f"is not a pattern: {error}") from None
        made.append(replace(row, regex=regex))
    return made


_LIST = re.compile(r"\{\{(\w+)\}\}")


def _find(kind: str, rows: Iterable[Any], key: str) -> Any:
    for row in rows:
        if row.key == key:
            return row
    raise KeyError(f'the toolkit has no {kind} "{key}"')
