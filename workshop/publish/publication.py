"""A publication: the day, its number, and items that say only what the allow-list lets them say."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from workshop.publish.allowed import ITEMS, only_allowed

#: What the file of a publication calls itself, and the version of its form.
FORM = "get-organized-publication"
FORM_VERSION = 1


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is published; ``ours`` says that the group wrote it in its own words.

    ``key`` finds it in the store ("entry:ID"), and is never published.
    """

    kind: str
    says: Mapping[str, Any]
    ours: bool = False
    key: str = ""

    def mark(self) -> str:
        """Return a mark that is another one whenever anything that it says is another."""
        return _mark([self.kind, self.says])


@dataclass(frozen=True, slots=True)
class Publication:
    """What strangers may read."""

    day: date
    number: int
    items: tuple[Item, ...]

    def of(self, kind: str) -> list[Mapping[str, Any]]:
        """Return what the items of a kind say, in their order."""
        return [item.says for item in self.items if item.kind == kind]

    def one(self, kind: str) -> Mapping[str, Any]:
        """Return what the one item of a kind says; nothing where there is none."""
        return next(iter(self.of(kind)), {})

    def as_json(self) -> str:
        """Return it as text, without anything that leads back to the store."""
        return written(replace(self, items=tuple(replace(item, key="") for item in self.items)))


def mark_of(items: Iterable[Item]) -> str:
    """Return a mark of exactly these items: people agree to it, and to nothing else."""
    return _mark([[item.key, item.kind, item.says, item.ours] for item in items])


def written(publication: Publication) -> str:
    """Return a publication as JSON, with the keys of its items where they have any."""
    items = [
        {"kind": item.kind, "says": dict(item.says), "ours": item.ours}
        | ({"key": item.key} if item.key else {})
        for item in publication.items
    ]
    return json.dumps(
        {
            "form": FORM,
            "version": FORM_VERSION,
            "number": publication.number,
            "day": publication.day.isoformat(),
            "items": items,
        },
        ensure_ascii=False,
        indent=1,
    )


def read(text: str) -> Publication:
    """Return the publication that ``written`` wrote; what the allow-list no longer knows is left out.

    Raises
    ------
    ValueError
        When the text is no publication.
    """
    try:
        kept = json.loads(text)
        if kept["form"] != FORM or kept["version"] > FORM_VERSION:
            raise KeyError("form")
        items = tuple(
            Item(
                row["kind"],
                only_allowed(row["kind"], row["says"]),
                ours=bool(row["ours"]),
                key=str(row.get("key", "")),
            )
            for row in kept["items"]
            if row["kind"] in ITEMS
        )
        return Publication(date.fromisoformat(kept["day"]), int(kept["number"]), items)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise ValueError("not a publication that this workshop can read") from error


def _mark(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=list)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
