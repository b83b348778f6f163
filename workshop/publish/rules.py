"""What may be proposed for publication at all, before any person decides: the rules that no button overrides."""

import re
from collections.abc import Mapping

from workshop.community import LIVED_EXPERIENCE, GroupCoverage
from workshop.publish.counts import FEWEST, FEWEST_SENSITIVE
from workshop.store import Action, Entry
from workshop.toolkit import Prompt

#: Questions 1 and 7: what people say of themselves and what they offer. Not even a change of the toolkit opens them.
NEVER = frozenset({"impact", "offer"})

#: Groups whose houses are hidden, so that nobody is followed there.
HIDDEN_GROUPS = frozenset({"shelters"})
#: Words by which a place says that its address is kept secret.
_HIDDEN = re.compile(
    r"safe[ -]?hous|transition(?:al)? hous|second[ -]stage hous|(?:women.?s|family|emergency|domestic).{0,20} shelter"
    r"|refuge\b|(?:address|location|place|where (?:it|they|we) (?:is|are)).{0,20}"
    r"(?:secret|confidential|undisclosed|hidden|not public)"
    r"|(?:secret|confidential|undisclosed|hidden) (?:address|location|place|hous)",
    re.IGNORECASE,
)
_LIVED = re.compile(r"lived experience|survivor|trafficked|victims?\b", re.IGNORECASE)

#: Those who were asked to come, or know what we do.
ASKED = frozenset({"invited", "knows"})
#: How a group is shown in public. One that rests on people alone is not counted: one person is a count of people.
PUBLIC_STATES = ("here", "in-touch", "empty", "not-here")


def may_quote(prompt: Prompt) -> bool:
    """Say whether answers to a question may be proposed as they were written."""
    return may_summarize(prompt) and prompt.sensitivity == "review"


def may_summarize(prompt: Prompt) -> bool:
    """Say whether themes and lists made from the answers to a question may be proposed."""
    return not prompt.private and prompt.sensitivity in ("room", "review") and prompt.key not in NEVER


def fewest_people(*texts: str, prompt: Prompt | None = None) -> int:
    """Return how few people may be counted, where these words are about lived experience and where they are not."""
    touched = (prompt is not None and not may_summarize(prompt)) or any(map(_LIVED.search, texts))
    return FEWEST_SENSITIVE if touched else FEWEST


def why_not_listed(entry: Entry) -> str:
    """Return why an entry of the map is never listed in public, in a sentence; nothing where it may be proposed."""
    if entry.kind == "person":
        return "Nobody is listed as a person."
    if has_hidden_address(entry):
        return "Its address is kept secret: the help lines lead there."
    if not entry.listed:
        return "Nobody has said on the map that it may be listed publicly."
    if entry.status == "not-here":
        return "It is not in this town."
    return ""


def has_hidden_address(entry: Entry) -> bool:
    """Say whether a place is one that people are kept safe in, or says that its address is secret.

    What is said of it anywhere counts, also in the notes that are never published.
    """
    said = (entry.name, entry.for_whom, entry.offers, entry.notes, entry.contact)
    return bool(HIDDEN_GROUPS & set(entry.groups)) or any(map(_HIDDEN.search, said))


def may_be_planned_in_public(action: Action) -> bool:
    """Say whether an action may be proposed: one that was dropped is nobody's business any more."""
    return action.status != "dropped"


def public_state(group: GroupCoverage, entries: Mapping[str, Entry]) -> str:
    """Return how a group is shown in public; ``entries`` are those of the map, by id.

    A person at the table doesn't make it "here", and shows as no more than that somebody was asked. An entry that
    nobody has asked yet fills no chair.

    Raises
    ------
    ValueError
        For people with lived experience: they are counted nowhere.
    """
    if group.group == LIVED_EXPERIENCE:
        raise ValueError("people with lived experience are not counted, in public or anywhere")
    if group.state == "not-here":
        return "not-here"
    stands, near = ([entries[key] for key in keys if key in entries] for keys in (group.stands, group.near))
    if any(entry.kind != "person" for entry in stands):
        return "here"
    return "in-touch" if stands or any(entry.status in ASKED for entry in near) else "empty"
