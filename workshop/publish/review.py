"""The review: what people decided of each item, what becomes of it, and the agreement of two of them.

What an agreement proves is that two sets of initials said yes to exactly these items, and on how many browsers. It
doesn't prove that two people looked: that is for the people to do.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from workshop.community import LIMITS as ENTRY_LIMITS
from workshop.plan import LIMITS as ACTION_LIMITS
from workshop.privacy import SEAT_KEY, clean_line, clean_text, handle
from workshop.publish.allowed import WRITTEN
from workshop.publish.detect import Finding
from workshop.publish.proposals import ABOUT, Proposal, detector_for, findings, names_of_groups, propose
from workshop.publish.publication import Item, Publication, mark_of, read, written
from workshop.publish.sources import Material, read_material
from workshop.refusal import UNREADABLE, Refused, refuse_longer
from workshop.store import ANSWER, Agreed, Agreement, Choice, Store
from workshop.toolkit import Toolkit

#: In, in the group's own words, out for now, or out for good.
CHOICES = ("include", "reword", "leave", "secret")
LIMITS = (
    ENTRY_LIMITS
    | ACTION_LIMITS
    | {
        "title": (120, "The title"),
        "about": (600, "The text about you"),
        "ask": (200, "The text that says whom to ask"),
        "text": (600, "The text"),
    }
)
#: What an item can't be without.
_NEEDED = {"about": "title", "listed": "name", "action": "what"}
INITIALS = 6


@dataclass(frozen=True, slots=True)
class Decided:
    """An item with what was decided of it: ``becomes`` is what is published, and ``waits`` says why it is not yet."""

    proposal: Proposal
    choice: Choice
    becomes: Item | None = None
    waits: str = ""
    found: dict[str, tuple[Finding, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """What would be published now."""

    decided: tuple[Decided, ...]
    items: tuple[Item, ...]
    mark: str
    agreements: tuple[Agreement, ...]
    trouble: str


def read_draft(store: Store, toolkit: Toolkit, session_id: str) -> tuple[Draft, Material]:
    """Return what would be published now, and what it was made from.

    Raises
    ------
    StoreUnavailable
        When the store can't be read.
    """
    material = read_material(store, toolkit, session_id)
    detector, choices = detector_for(toolkit, material), store.choices(session_id)
    decided = []
    for proposal in propose(toolkit, material):
        key = proposal.item.key
        choice = choices.get(key) or Choice(session_id, key, "", {})
        decided.append(_decide(proposal, choice, detector))
    items = tuple(one.becomes for one in decided if one.becomes is not None)
    items = _with_names(items, material)
    mark = mark_of(items)
    agreements = tuple(one for one in store.agreements(session_id) if one.mark == mark)
    return Draft(tuple(decided), items, mark, agreements, _trouble(items)), material


def _decide(proposal: Proposal, choice: Choice, detector: Any) -> Decided:
    """Return what becomes of an item."""
    item = proposal.item
    if choice.choice not in ("include", "reword"):
        return Decided(proposal, choice, found=proposal.found)
    if choice.seen != item.mark():
        return Decided(proposal, choice, waits="It has changed since somebody looked.", found=proposal.found)
    if choice.choice == "reword":
        words = {name: text for name, text in choice.words.items() if name in item.says and name in WRITTEN}
        item = replace(item, says=dict(item.says) | words, ours=item.kind != "about")
    found = findings(detector, item.kind, dict(item.says))
    return Decided(proposal, choice, *_settled(proposal, item, choice, found), found)


def _settled(
    proposal: Proposal, item: Item, choice: Choice, found: Mapping[str, tuple[Finding, ...]]
) -> tuple[Item | None, str]:
    if sure := [finding.what for signs in found.values() for finding in signs if finding.sure]:
        return None, f"There is {sure[0]} in it. Say it in your own words, or leave it out."
    if found and not choice.looked:
        return None, "Something in it may tell who is meant. Look at it first."
    if proposal.needs_consent and not choice.consent:
        return None, "They have not said yes to this yet."
    return item, ""


def _with_names(items: tuple[Item, ...], material: Material) -> tuple[Item, ...]:
    """Return the items with the names of listed organisations at the groups for which they stand."""
    at_table = frozenset(f"entry:{entry.id}" for entry in material.entries if entry.status == "at-table")
    names = names_of_groups(items, at_table)
    return tuple(
        replace(
            item, says={"groups": [[key, state, names.get(key, [])] for key, state in item.says["groups"]]}
        )
        if item.kind == "coverage"
        else item
        for item in items
    )


def _trouble(items: tuple[Item, ...]) -> str:
    """Return why nothing can be agreed on yet, or nothing."""
    about = next((item.says for item in items if item.kind == "about"), None)
    if about is None or not about["ask"]:
        return "Say first who publishes this, and whom people can ask to have something removed."
    if len(items) < 2:
        return "Nothing is chosen yet."
    return ""


# Deciding


def decide(store: Store, toolkit: Toolkit, choice: Choice) -> Choice:
    """Keep what somebody decided of an item, for what it says now.

    Raises
    ------
    Refused
        When there is no such item or choice, or the words can't stand in it.
    Conflict
        When somebody else decided something since.
    """
    material = read_material(store, toolkit, choice.session_id)
    items = {proposal.item.key: proposal.item for proposal in propose(toolkit, material)}
    item = items.get(choice.item)
    if item is None:
        raise Refused("This is not there any more. Load the page again.", "item")
    if choice.choice not in ("", *CHOICES):
        raise Refused(UNREADABLE, "choice")
    if choice.seen and choice.seen != item.mark():
        raise Refused("It says something else by now. Look at it again first.", "item")
    words = {}
    if choice.choice == "reword" and not WRITTEN & item.says.keys():
        raise Refused(UNREADABLE, "choice")
    if choice.choice == "reword":
        words = {name: _own_words(item, name, text) for name, text in choice.words.items()}
        if words.get(_needed(item), "x") == "":
            raise Refused("Say it in a few words, or leave it out.", _needed(item))
    kept = store.choices(choice.session_id).get(choice.item)
    # Who looked at other words has not looked at these.
    looked = choice.looked and not (kept is not None and kept.looked and kept.words != words)
    return store.save_choice(replace(choice, words=words, looked=looked, seen=item.mark()))


def _needed(item: Item) -> str:
    return _NEEDED.get(item.kind, "text")


def _own_words(item: Item, name: str, text: str) -> str:
    if name not in item.says or name not in WRITTEN:
        raise Refused(UNREADABLE, name)
    clean = clean_text if name in ("about", "text") else clean_line
    limit, called = LIMITS[name]
    return refuse_longer(clean(text), limit, name, called)


# Agreeing


def agree(
    store: Store, toolkit: Toolkit, session_id: str, *, mark: str, desk: str, initials: str, today: date
) -> Agreed | None:
    """Keep that somebody agrees to exactly what has this mark; with the second one it is agreed, and returned.

    Raises
    ------
    Refused
        When something changed since, something is missing, or the same person agrees twice.
    """
    draft, material = read_draft(store, toolkit, session_id)
    if draft.trouble:
        raise Refused(draft.trouble)
    if material.session.kind == "practice":
        raise Refused("This is a practice meeting: nothing of it is published.")
    if mark != draft.mark:
        raise Refused("Something has changed since you looked. Look through it again, then agree.")
    if not SEAT_KEY.fullmatch(desk):
        raise Refused(UNREADABLE, "desk")
    initials = clean_line(initials).upper()
    if not initials or len(initials) > INITIALS:
        raise Refused(f"Write your initials: one letter to {INITIALS}.", "initials")
    if initials in {one.initials for one in draft.agreements}:
        if len(draft.agreements) == 1:
            raise Refused("You have agreed already. Now a second person looks through it.", "initials")
        raise Refused("These initials have agreed already.", "initials")
    store.add_agreement(Agreement(session_id, mark, handle(desk, session_id, "agree"), initials))
    draft, _ = read_draft(store, toolkit, session_id)
    if draft.mark != mark or len({one.initials for one in draft.agreements}) < 2:
        return None
    return keep(store, session_id, draft, today)


def keep(store: Store, session_id: str, draft: Draft, today: date) -> Agreed:
    """Keep what was agreed; the words of answers apart from the rest, so that who takes one back takes them too."""
    quoted, items = {}, []
    for item in draft.items:
        if item.key.startswith(ANSWER):
            quoted[item.key.removeprefix(ANSWER)] = item.says["text"]
            item = replace(item, says=dict(item.says) | {"text": ""})
        items.append(item)
    content = written(Publication(today, 0, tuple(items)))
    return store.keep_agreed(Agreed(session_id, 0, today, draft.mark, content, quoted))


def agreed_publication(store: Store, session_id: str) -> Publication | None:
    """Return what was agreed last, as it was then but for answers that were taken back since; None if nothing was."""
    agreed = store.agreed(session_id)
    if agreed is None:
        return None
    items = []
    for item in read(agreed.content).items:
        if item.key.startswith(ANSWER):
            text = agreed.quoted.get(item.key.removeprefix(ANSWER))
            if text is None:
                continue
            item = replace(item, says=dict(item.says) | {"text": text})
        items.append(item)
    return Publication(agreed.day, agreed.number, tuple(items))


def latest_publication(store: Store) -> Publication | None:
    """Return what was agreed last of any session, or None if nothing was."""
    for session in reversed(store.sessions()):
        if found := agreed_publication(store, session.id):
            return found
    return None


def still_open(publication: Publication, draft: Draft) -> Publication:
    """Return a publication without what may not go out any more; what is left says what was agreed.

    An item stays while it is still there, nobody has taken it out, and those it is about agree.
    """
    now = {one.proposal.item.key: one for one in draft.decided}
    kept = [item for item in publication.items if _stays(now.get(item.key), item)]
    names = {item.says["name"] for item in kept if item.kind == "listed"}
    return replace(publication, items=tuple(_only_named(item, names) for item in kept))


def _stays(decided: Decided | None, item: Item) -> bool:
    if decided is None:
        return False
    if decided.choice.choice not in ("include", "reword"):
        return False
    return decided.choice.consent or not decided.proposal.needs_consent


def _only_named(item: Item, names: set[str]) -> Item:
    """Return the coverage without names that are no longer listed, and any other item as it is."""
    if item.kind != "coverage":
        return item
    groups = [
        [key, state, [name for name in told if name in names]] for key, state, told in item.says["groups"]
    ]
    return replace(item, says={"groups": groups})


__all__ = [
    "ABOUT",
    "CHOICES",
    "LIMITS",
    "Decided",
    "Draft",
    "agree",
    "agreed_publication",
    "decide",
    "keep",
    "latest_publication",
    "read_draft",
    "still_open",
]
