"""Committees, toolkits and local help: what the toolkit lists, and what the group has put on its map."""

from typing import Any

import traitlets as tl

from widgets.community import entry_traits
from widgets.links import checked
from widgets.wired import Answering, Wired, esm
from workshop.toolkit import Fact, Toolkit


class Directory(Wired):
    """What can help, for whom and for what, and what the group adds to it: ``page.directory()``."""

    live = True
    _esm = esm("feed", "focus", "record_form", "entry_form", "local", "directory")

    listings = tl.List(tl.Dict()).tag(sync=True)
    groups = tl.List(tl.Dict()).tag(sync=True)
    kinds = tl.List(tl.Unicode()).tag(sync=True)
    statuses = tl.List(tl.Unicode()).tag(sync=True)
    limits = tl.Dict().tag(sync=True)


def make_directory(toolkit: Toolkit, messages: Answering | None = None) -> Directory:
    """Return the directory of the toolkit."""
    listings = [
        {
            "kind": listing.kind,
            "letter": listing.letter,
            "title": listing.title,
            "maker": listing.maker,
            "about": listing.about,
            "for_whom": list(listing.for_whom),
            "for_what": list(listing.for_what),
            "links": [link(toolkit.fact(key)) for key in listing.links],
        }
        for listing in toolkit.directory
    ]
    return Directory(messages=messages, listings=listings, **entry_traits(toolkit))


def link(fact: Fact) -> dict[str, Any]:
    """Return what the directory needs of a link; one that is gone has no address to follow."""
    return {
        "label": fact.label,
        "says": fact.says,
        "kind": fact.kind,
        "value": fact.value,
        "gone": fact.status == "gone",
        "checked": checked(fact),
    }
