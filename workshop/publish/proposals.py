"""What could be published of a session: items made by the rules and the allow-list, each with what was found in it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from workshop.community import LIVED_EXPERIENCE
from workshop.publish.allowed import WRITTEN, only_allowed, open_fields
from workshop.publish.counts import safe_counts
from workshop.publish.detect import Detector, Finding
from workshop.publish.publication import Item
from workshop.publish.rules import (
    fewest_people,
    may_be_planned_in_public,
    may_quote,
    may_summarize,
    public_state,
    why_not_listed,
)
from workshop.publish.sources import Material
from workshop.store import ANSWER, Vote, VoteOption
from workshop.toolkit import Prompt, Toolkit

#: Where a page says whom to ask, and how to have something removed; a facilitator fills it in.
ABOUT = "about"
#: Fields that are meant to be called, written to or looked up.
MEANT_TO_BE_FOUND = frozenset({("listed", "contact"), ("listed", "web"), ("about", "ask")})
#: Fields that hold a public name: of an organisation, and of the group and its town.
NAMES = frozenset({("listed", "name"), ("about", "title")})
_PLACES = re.compile(r"[A-Z]\w+(?: [A-Z]\w+)+")
_ORDER = ("about", "coverage", "lived", "listed", "theme", "vote", "words", "learning", "agreement", "action")


@dataclass(frozen=True, slots=True)
class Proposal:
    """An item that may be published once people have decided, and what may give somebody away in it, by field."""

    item: Item
    found: dict[str, tuple[Finding, ...]] = field(default_factory=dict)

    @property
    def needs_consent(self) -> bool:
        """Whether those it is about have to agree."""
        return self.item.kind == "listed"


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry of the map that is never published, and why."""

    name: str
    why: str


def propose(toolkit: Toolkit, material: Material) -> list[Proposal]:
    """Return every item that the rules let people decide on, in the order of the pages."""
    detector = detector_for(toolkit, material)
    items = sorted(
        _items(toolkit, material), key=lambda item: (_ORDER.index(item.kind), _place(toolkit, item))
    )
    return [Proposal(item, findings(detector, item.kind, item.says)) for item in items]


def kept_back(material: Material) -> list[Kept]:
    """Return the entries of the map that are never published, with the reason, by name."""
    found = [Kept(entry.name, why) for entry in material.entries if (why := why_not_listed(entry))]
    return sorted(found, key=lambda kept: kept.name.casefold())


def detector_for(toolkit: Toolkit, material: Material) -> Detector:
    """Return what looks through the texts: the town is public, and so is an organisation that may be listed."""
    names = [entry.name for entry in material.entries if not why_not_listed(entry)]
    return Detector(toolkit, [*names, *_PLACES.findall(material.session.title)])


def findings(detector: Detector, kind: str, says: dict[str, Any]) -> dict[str, tuple[Finding, ...]]:
    """Return what may give somebody away in what an item says, by field."""
    found = {}
    for name in ("shown", "hidden"):  # the choices of a vote
        if signs := tuple(sign for choice in says.get(name, ()) for sign in detector.find(choice)):
            found[name] = signs
    for name, text in says.items():
        if name not in WRITTEN or (kind, name) in NAMES or name == "web":
            continue
        if name == "who":
            signs = detector.find_in_who(text)
        else:
            signs = detector.find(text, label=(kind, name) in MEANT_TO_BE_FOUND)
        if (kind, name) in MEANT_TO_BE_FOUND:
            signs = tuple(sign for sign in signs if not sign.sure)
        if signs:
            found[name] = signs
    return found


def _items(toolkit: Toolkit, material: Material) -> Iterator[Item]:
    yield _item("about", ABOUT, title=material.session.title, about="", ask="")
    yield from _groups(material)
    for entry in material.entries:
        if not why_not_listed(entry):
            yield _item("listed", f"entry:{entry.id}", **open_fields(entry))
    for action in material.actions:
        if may_be_planned_in_public(action):
            yield _item("action", f"action:{action.id}", **open_fields(action))
    prompts = {prompt.key: prompt for prompt in toolkit.prompts}
    for answer in material.answers:
        if may_quote(prompts[answer.prompt]) and answer.state == "written":
            yield _item("words", f"{ANSWER}{answer.handle}", prompt=answer.prompt, **open_fields(answer))
    for theme in material.themes:
        if may_summarize(prompts[theme.prompt]):
            yield _item("theme", f"theme:{theme.id}", prompt=theme.prompt, text=theme.title)
    for vote, options in material.votes:
        if may_summarize(prompts[vote.prompt]):
            yield _vote(vote, options, prompts[vote.prompt])
    for line in material.lines:
        if line.kind in ("agreement", "learning"):
            yield _item(line.kind, f"line:{line.id}", text=line.text)


def _vote(vote: Vote, options: Sequence[VoteOption], prompt: Prompt) -> Item:
    """Return a vote with the counts that may be said; choices of one name count together."""
    dots: Counter[str] = Counter()
    for option in options:
        dots[option.title] += option.dots
    counts = safe_counts(dots, fewest=fewest_people(vote.question, *dots, prompt=prompt))
    told = {"shown": dict(counts.shown), "hidden": sorted(counts.hidden, key=str.casefold)}
    return _item("vote", f"vote:{vote.id}", prompt=vote.prompt, title=vote.question, **told)


def _groups(material: Material) -> Iterator[Item]:
    entries = {entry.id: entry for entry in material.entries}
    states = [
        [group.group, public_state(group, entries)]
        for group in material.coverage
        if group.group != LIVED_EXPERIENCE
    ]
    yield _item("coverage", "coverage", groups=states)
    mark = next((mark.mark for mark in material.marks if mark.group == LIVED_EXPERIENCE), "")
    yield _item("lived", "lived", mark=mark or "not-yet")


def _item(kind: str, key: str, /, **says: Any) -> Item:
    return Item(kind, only_allowed(kind, {name: _plain(value) for name, value in says.items()}), key=key)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _place(toolkit: Toolkit, item: Item) -> tuple:
    """Return where an item stands among others of its kind: by question, day or words, never in order of writing."""
    numbers = {prompt.key: prompt.number for prompt in toolkit.prompts}
    says = item.says
    words = says.get("name") or says.get("text") or says.get("what") or says.get("title") or ""
    return numbers.get(says.get("prompt", ""), 0), says.get("by_when") or "9999", words.casefold(), item.key


def names_of_groups(entries: Iterable[Item], at_table: frozenset[str]) -> dict[str, list[str]]:
    """Return the names of listed organisations that are at the table, by group."""
    found: dict[str, list[str]] = {}
    for item in entries:
        if item.kind == "listed" and item.key in at_table:
            for group in item.says["groups"]:
                found.setdefault(group, []).append(item.says["name"])
    return found
