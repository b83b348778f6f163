"""Who is at the table and who can help, as parts of a published page."""

from collections.abc import Mapping

from widgets.drawings import chair, round_table
from widgets.markup import Markup, join, tag
from workshop.publish.publication import Publication
from workshop.publish.words import GROUP_STATES, KINDS, LIVED, counted
from workshop.toolkit import Toolkit


def about(publication: Publication) -> Markup:
    """Return who publishes this."""
    said = publication.one("about")
    return join(
        (
            tag("p", said["title"], class_="lead") if said.get("title") else None,
            *(tag("p", line) for line in said.get("about", "").split("\n") if line.strip()),
        )
    )


def table(publication: Publication, toolkit: Toolkit) -> Markup:
    """Return the table with its chairs, and how many of them are taken."""
    groups = publication.one("coverage").get("groups", [])
    if not groups:
        return join(())
    count = {state: sum(group[1] == state for group in groups) for state in GROUP_STATES}
    total = len(groups) - count["not-here"]
    words = (
        f"{count['here']} of {counted(total, 'group', 'groups')} are at the table. "
        f"We are in touch with {count['in-touch']} more. "
        f"{counted(count['empty'], 'chair is', 'chairs are')} empty."
    )
    seats = [state for state in ("here", "in-touch", "empty") for _ in range(count[state])]
    return tag("figure", round_table(seats), tag("figcaption", words))


def coverage(publication: Publication, toolkit: Toolkit) -> Markup:
    """Return a tile for each community group."""
    tiles = [
        _tile(toolkit.group(key).name, state, names)
        for key, state, names in publication.one("coverage").get("groups", [])
    ]
    if lived := publication.one("lived"):
        group = toolkit.group("lived-experience")
        state = {"yes": "here", "working": "in-touch"}.get(lived["mark"], "empty")
        tiles.append(
            _tile_of(
                state,
                tag("h3", group.name),
                tag("p", LIVED[lived["mark"]]),
                tag("p", "Nobody is listed here, and nobody is counted.", class_="quiet"),
            )
        )
    if not tiles:
        return tag("p", "The group has not published this part.")
    key = [
        tag("li", chair(state), f" {words}", class_="key")
        for state, words in GROUP_STATES.items()
        if state != "not-here"
    ]
    return join((tag("ul", *key, class_="keys"), tag("ul", *tiles, class_="tiles")))


def _tile(name: str, state: str, names: list[str]) -> Markup:
    who = tag("p", ", ".join(names), class_="who") if names else None
    return _tile_of(state, tag("h3", name), tag("p", GROUP_STATES[state], class_="state"), who)


def _tile_of(state: str, *parts: Markup | None) -> Markup:
    return tag(
        "li", chair(state) if state != "not-here" else None, tag("div", *parts), class_=f"tile {state}"
    )


def listed(publication: Publication, toolkit: Toolkit) -> Markup:
    """Return a card for each one that agreed to be listed."""
    rows = publication.of("listed")
    if not rows:
        return tag("p", "Nobody is listed yet. Those who are have said yes to it.")
    cards = [
        tag(
            "li",
            tag("h3", row["name"]),
            tag("p", KINDS.get(row["kind"], ""), class_="quiet"),
            tag("p", row["offers"]) if row["offers"] else None,
            _facts(
                {
                    "For whom": row["for_whom"],
                    "Contact": row["contact"],
                    "Groups": ", ".join(toolkit.group(key).name for key in row["groups"]),
                }
            ),
            tag("p", tag("a", row["web"].partition("://")[2].rstrip("/"), href=row["web"], rel="noreferrer"))
            if row["web"]
            else None,
            class_="card",
        )
        for row in rows
    ]
    return tag("ul", *cards, class_="cards")


def _facts(rows: Mapping[str, str]) -> Markup | None:
    said = [(name, text) for name, text in rows.items() if text]
    if not said:
        return None
    return tag("dl", *(tag("div", tag("dt", name), tag("dd", text)) for name, text in said))
