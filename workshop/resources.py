"""Local resources: what the group adds to the toolkit's directory, and what may not stand in it."""

import re
import secrets
from dataclasses import replace
from urllib.parse import urlsplit

from workshop.privacy import clean_line
from workshop.refusal import Refused, refuse_longer
from workshop.store import Resource, Store

#: A page makes the id of a new resource itself, so that a message that is sent twice adds it once.
ID = re.compile(r"[0-9a-f]{32}")
KINDS = ("organisation", "committee", "service", "place", "toolkit")
#: The longest that each field may be, in characters, and what a person calls the field.
LIMITS = {
    "name": (120, "The name"),
    "for_whom": (160, "The text under “For whom”"),
    "help": (400, "The text under “How it helps”"),
    "contact": (160, "The contact"),
    "link": (300, "The link"),
}
_LINK = (LIMITS["link"][0], "link", LIMITS["link"][1])


def save_resource(store: Store, resource: Resource) -> Resource:
    """Add a local resource (its id is new, or empty) or change one, and return it as it is kept.

    Raises
    ------
    Refused
        When it has no name, a field is too long, or the link is not the address of a web page.
    Conflict
        When somebody else changed it since ``resource.version``.
    """
    fields = {
        field: refuse_longer(clean_line(getattr(resource, field)), limit, field, name)
        for field, (limit, name) in LIMITS.items()
    }
    if not fields["name"]:
        raise Refused("Give it a name, so that people can find it.", "name")
    if resource.kind not in KINDS:
        raise Refused("Choose what kind of resource it is.", "kind")
    fields["link"] = refuse_longer(_web_address(fields["link"]), *_LINK)
    if not resource.id:
        fields |= {"id": secrets.token_hex(16), "version": 0}
    elif not ID.fullmatch(resource.id):
        raise Refused("This page sent something that the workshop can't read. Open it anew.", "id")
    return store.save_resource(replace(resource, **fields))


def _web_address(text: str) -> str:
    """Return an http or https address, or an empty one; a link with another scheme could run a script."""
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
        raise Refused("Write the link as a web address, such as https://example.org.", "link")
    return text
