"""Harvest: what a group made of its answers goes where it is needed, without anybody writing it again.

Each prompt says in the toolkit what its answers can become. What grows keeps a link to the theme or the answer that
it came from, and grows from it once only.
"""

from dataclasses import dataclass, replace

from workshop.community.entries import checked_entry
from workshop.hold import find as find_card
from workshop.lists import LONGEST, checked_item
from workshop.origins import of_card, of_theme
from workshop.plan import LIMITS, checked_action, invite
from workshop.privacy import clean_line
from workshop.refusal import Refused, refuse_strange_id
from workshop.store import Action, Entry, ListItem, Store
from workshop.toolkit import Prompt, Toolkit

#: Where the answers to a prompt can go, by what the toolkit says they can become; the first is the usual one.
TARGETS = {
    "action": ("action",),
    "agreement": ("agreement",),
    "committee": ("committee", "resource", "action"),
    "gap": ("gap", "organisation"),
    "learning": ("learning", "action"),
    "resource": ("resource", "organisation", "action"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """What is harvested: a theme, or one answer that was approved."""

    origin: str
    prompt: Prompt
    text: str


def source(store: Store, toolkit: Toolkit, session_id: str, *, theme: str = "", card: str = "") -> Source:
    """Return the theme or the answer that something is to grow from.

    Raises
    ------
    Refused
        When it is not there, or nobody approved it.
    NotFound
        When the answer was taken back.
    """
    if theme:
        for found in store.themes(session_id):
            if found.id == theme:
                return Source(of_theme(theme), toolkit.prompt(found.prompt), found.title)
        raise Refused("Someone else removed this theme in the meantime.")
    judged = find_card(store, toolkit, session_id, card)
    if judged.verdict != "approved":
        raise Refused("Approve this answer first: what grows from it is seen by everyone.")
    return Source(of_card(card), toolkit.prompt(judged.response.prompt), judged.response.text)


def targets(prompt: Prompt) -> tuple[str, ...]:
    """Return where the answers to a prompt can go."""
    return TARGETS.get(prompt.harvest, ())


def harvest(
    store: Store, toolkit: Toolkit, session_id: str, found: Source, to: str, record_id: str, group: str = ""
) -> Action | Entry | ListItem:
    """Put what was found in its place and return what stands there.

    Parameters
    ----------
    to
        One of the ``targets`` of its prompt.
    record_id
        The id that the new record gets; a message that comes twice adds it once.
    group
        For a gap: the community group that it is about.

    Raises
    ------
    Refused
        When it can't go there.
    Full
        When there is no more room in that place.
    """
    if to not in targets(found.prompt):
        raise Refused("The answers to this question don't go there.", "to")
    if not refuse_strange_id(record_id):
        raise Refused("Nothing was added: the page sent no name for it.", "id")
    if to == "gap":
        return invite(store, toolkit, session_id, group, record_id)
    if to == "action":
        action = Action(record_id, session_id, _short(found.text, LIMITS["what"][0]), origin=found.origin)
        return store.add_action_once(checked_action(toolkit, action))
    if to in ("agreement", "learning"):
        item = ListItem(record_id, session_id, to, _short(found.text, LONGEST), found.origin)
        return store.add_list_item_once(checked_item(item))
    name, rest = _short(found.text, 120), clean_line(found.text)
    entry = Entry(record_id, session_id, name, kind=to, origin=found.origin)
    entry = replace(entry, notes="" if rest == name else _short(rest, 1000))
    return store.add_entry_once(checked_entry(toolkit, entry))


def _short(text: str, longest: int) -> str:
    """Return a text in one line that fits, cut between two words where it can be."""
    line = clean_line(text)
    if len(line) <= longest:
        return line
    start, space, _ = line[: longest - 1].rpartition(" ")
    return f"{start if space and len(start) > longest / 2 else line[: longest - 1]}…"
