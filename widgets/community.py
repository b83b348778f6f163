"""The community map: who is at the table, and who is missing; its rules are in ``workshop.community``."""

from typing import Any

import traitlets as tl

from widgets.wired import Answering, Wired, esm
from workshop.community import KINDS, LIMITS, STATUSES
from workshop.toolkit import Toolkit

PARTS = ("feed", "focus", "table", "record_form", "entry_form", "entries", "chair", "coverage")
PICTURES = ("pictures", "twins", "sheets")


class CommunityMap(Wired):
    """Entries, coverage by group, pictures and twins: ``page.community_map()``."""

    live = True
    _esm = esm(*PARTS, *PICTURES, "community_map")

    groups = tl.List(tl.Dict()).tag(sync=True)
    kinds = tl.List(tl.Unicode()).tag(sync=True)
    statuses = tl.List(tl.Unicode()).tag(sync=True)
    limits = tl.Dict().tag(sync=True)
    #: Whether the page offers spreadsheets; only the facilitator's server answers for them.
    tools = tl.Bool(False).tag(sync=True)


def make_community_map(
    toolkit: Toolkit, messages: Answering | None = None, *, tools: bool = False
) -> CommunityMap:
    """Return the community map against the groups that the toolkit names."""
    return CommunityMap(messages=messages, tools=tools, **entry_traits(toolkit))


def entry_traits(toolkit: Toolkit) -> dict[str, Any]:
    """Return what a browser needs to know to fill in an entry: the groups, the choices, how long a field may be."""
    return {
        "groups": _groups(toolkit),
        "kinds": list(KINDS),
        "statuses": list(STATUSES),
        "limits": {field: limit for field, (limit, _) in LIMITS.items()},
    }


def _groups(toolkit: Toolkit) -> list[dict[str, Any]]:
    titles = {section.key: f"{section.number} · {section.title}" for section in toolkit.sections}
    return [
        {
            "key": group.key,
            "name": group.name,
            "mentions": [
                {"section": titles[mention.section], "words": mention.words} for mention in group.mentions
            ],
        }
        for group in toolkit.groups
    ]
