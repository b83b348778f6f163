"""The allow-list: which fields of which record may ever be published, by the kind of thing that they become.

What is not named here does not exist for a publication: a record of another class has nothing to publish, and a field
that is added to a class next year is not published until somebody writes it down here, in one place.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from workshop.store import Action, Entry, Response

#: The fields of each record that may leave, once a person has looked at that very record.
RECORDS: Mapping[type, tuple[str, ...]] = MappingProxyType(
    {
        Entry: ("name", "kind", "groups", "contact", "web", "for_whom", "offers"),
        Action: ("what", "who", "by_when", "means", "status"),
        Response: ("text",),
    }
)

#: What a published item of each kind may say, whatever it was made from.
ITEMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "about": ("title", "about", "ask"),
        "coverage": ("groups",),
        "lived": ("mark",),
        "listed": RECORDS[Entry],
        "theme": ("prompt", "text"),
        "vote": ("prompt", "title", "shown", "hidden"),
        "words": ("prompt", "text"),
        "learning": ("text",),
        "agreement": ("text",),
        "action": RECORDS[Action],
    }
)

#: The fields that hold words which somebody typed, and which people may say in other words.
WRITTEN = frozenset(
    {"title", "about", "ask", "name", "contact", "web", "for_whom", "offers", "text", "what", "who", "means"}
)


def open_fields(record: object) -> dict[str, Any]:
    """Return the fields of a record that may ever be published; none, if nobody listed its class."""
    for kind in type(record).__mro__:
        if kind in RECORDS:
            return {field: getattr(record, field) for field in RECORDS[kind]}
    return {}


def only_allowed(kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that an item of a kind may say, in their order; none, for a kind that nobody listed."""
    return {field: fields[field] for field in ITEMS.get(kind, ()) if field in fields}
