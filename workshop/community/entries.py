"""An entry of the community map: what may stand in it, and what may not."""

import secrets
from dataclasses import replace
from urllib.parse import urlsplit

from workshop.community.marks import LIVED_EXPERIENCE
from workshop.origins import refuse_strange_origin
from workshop.privacy import clean_line, clean_text
from workshop.refusal import Refused, refuse_longer, refuse_strange_id
from workshop.store import Entry, Store
from workshop.toolkit import Toolkit

KINDS = ("person", "organisation", "committee", "resource")
#: From the table outwards.
STATUSES = ("at-table", "invited", "knows", "not-yet", "not-here")
#: Influence and interest are for these alone: a number on a person harms trust.
MAY_BE_RATED = ("organisation", "committee")
#: The longest that each text may be, in characters, and what a person calls it.
LIMITS = {
    "name": (120, "The name"),
    "asks": (80, "The name of who will contact them"),
    "contact": (160, "The contact"),
    "web": (300, "The web address"),
    "for_whom": (160, "The text under “For whom”"),
    "offers": (400, "The text under “What they offer”"),
    "notes": (1000, "The notes"),
}
#: The most that each number may be.
MOST = {"tie": 3, "influence": 3, "interest": 3}


def save_entry(store: Store, toolkit: Toolkit, entry: Entry) -> Entry:
    """Add an entry (its id is new, or empty) or change one, and return it as it is kept.

    Raises
    ------
    Refused
        When something in it can't stand on the map.
    Conflict
        When somebody else changed it since ``entry.version``.
    NotFound
        When somebody else removed it.
    Full
        When the map has as many entries as it may.
    """
    entry = checked_entry(toolkit, entry)
    if not entry.id:
        entry = replace(entry, id=secrets.token_hex(16), version=0)
    return store.save_entry(entry)


def checked_entry(toolkit: Toolkit, entry: Entry) -> Entry:
    """Return an entry with its texts made clean, or say what can't stand in it.

    Raises
    ------
    Refused
        When something can't, with the name of the field.
    """
    refuse_strange_id(entry.id)
    texts = {}
    for field, (limit, called) in LIMITS.items():
        clean = clean_text if field == "notes" else clean_line
        texts[field] = refuse_longer(clean(getattr(entry, field)), limit, field, called)
    if not texts["name"]:
        raise Refused("Give it a name, so that people can find it.", "name")
    if entry.kind not in KINDS:
        raise Refused("Choose what it is: a person, an organisation, a committee or a resource.", "kind")
    if entry.status not in STATUSES:
        raise Refused("Choose how near they are to the table.", "status")
    texts["web"] = refuse_longer(web_address(texts["web"]), LIMITS["web"][0], "web", LIMITS["web"][1])
    for field, most in MOST.items():
        if getattr(entry, field) not in range(most + 1):
            raise Refused(f"Choose a number from 0 to {most}.", field)
    for field in ("influence", "interest"):
        if getattr(entry, field) and entry.kind not in MAY_BE_RATED:
            raise Refused("Only an organisation or a committee is given these numbers.", field)
    refuse_strange_origin(entry.origin)
    return replace(entry, groups=_groups(toolkit, entry.groups), **texts)


def web_address(text: str) -> str:
    """Return an http or https address, or an empty one; a link with another scheme could run a script.

    Raises
    ------
    Refused
        When it is the address of no web page.
    """
    if not text:
        return ""
    if "://" not in text and ":" not in text:
        text = "https://" + text
    try:
        address = urlsplit(text)
        valid = address.scheme in ("http", "https") and "." in (address.hostname or "")
    except ValueError:
        valid = False
    if not valid or " " in text:
        raise Refused("Write the link as a web address, such as https://example.org.", "web")
    return text


def _groups(toolkit: Toolkit, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return the keys of groups, each once, in the order of the toolkit."""
    if LIVED_EXPERIENCE in keys:
        raise Refused(
            "Nobody is put on the map as a person with lived experience. Say on the map of groups instead if "
            "there are safe, paid and supported ways for them to take part.",
            "groups",
        )
    known = [group.key for group in toolkit.groups]
    if not set(keys) <= set(known):
        raise Refused("There is no such group. Choose from the list.", "groups")
    return tuple(key for key in known if key in keys)
