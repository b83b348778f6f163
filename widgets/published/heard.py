"""What people said and what matters to them, as parts of a published page."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from widgets.drawings import bar
from widgets.markup import Markup, join, tag
from workshop.publish.publication import Publication
from workshop.publish.words import counted
from workshop.toolkit import Toolkit


def _by_question(
    items: Iterable[Mapping[str, Any]],
    toolkit: Toolkit,
    make: Callable[[Mapping[str, Any]], Markup],
    kind: str,
) -> Markup:
    parts = []
    rows = list(items)
    for prompt in toolkit.prompts:
        if mine := [row for row in rows if row["prompt"] == prompt.key]:
            parts += [tag("h3", prompt.question), tag("ul", *map(make, mine), class_=kind)]
    return join(parts)


def themes(publication: Publication, toolkit: Toolkit) -> Markup:
    """Return what answers have in common, by question."""
    rows = publication.of("theme")
    if not rows:
        return tag("p", "No theme has been published yet.")
    return _by_question(rows, toolkit, lambda row: tag("li", row["text"], dir="auto"), "themes")


def words(publication: Publication, toolkit: Toolkit) -> Markup:
    """Return answers that were chosen one by one, by question."""
    rows = [dict(item.says) | {"ours": item.ours} for item in publication.items if item.kind == "words"]
    if not rows:
        return tag("p", "No answer has been published yet.")

    def quote(row: Mapping[str, Any]) -> Markup:
        said = tag(
            "blockquote", *(tag("p", line, dir="auto") for line in row["text"].split("\n") if line.strip())
        )
        return tag(
            "li",
            said,
            tag("p", "In our own words, from what people wrote.", class_="quiet") if row["ours"] else None,
        )

    return _by_question(rows, toolkit, quote, "words")


def votes(publication: Publication) -> Markup:
    """Return how the dots fell; a number that is hidden leaves its choice a name on a list."""
    parts = []
    for row in publication.of("vote"):
        shown, hidden = row["shown"], row["hidden"]
        parts.append(tag("h3", row["title"]))
        if shown:
            rows = sorted(shown.items(), key=lambda option: (-option[1], option[0].casefold()))
            parts.append(tag("ul", *(_option(text, dots, rows[0][1]) for text, dots in rows), class_="bars"))
        if hidden:
            parts.append(tag("p", "Also on the list:" if shown else "These were on the list:"))
            parts.append(tag("ul", *(tag("li", text) for text in sorted(hidden, key=str.casefold))))
            parts.append(
                tag(
                    "p",
                    "Small numbers are not shown, so that nobody can tell who chose what.",
                    class_="quiet",
                )
            )
    return join(parts) if parts else tag("p", "No vote has been published yet.")


def _option(text: str, dots: int, most: int) -> Markup:
    return tag("li", tag("span", f"{text}: ", tag("strong", counted(dots, "dot", "dots"))), bar(dots / most))


def lists(publication: Publication) -> Markup:
    """Return what the group wants to learn, and how it agreed to talk."""
    parts = []
    for kind, title in (("learning", "What we want to learn"), ("agreement", "How we talk with each other")):
        if rows := publication.of(kind):
            parts += [tag("h3", title), tag("ul", *(tag("li", row["text"], dir="auto") for row in rows))]
    return join(parts) if parts else tag("p", "No list has been published yet.")
