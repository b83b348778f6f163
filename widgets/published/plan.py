"""The action plan, as a part of a published page."""

from widgets.markup import Markup, tag
from workshop.publish.publication import Publication
from workshop.publish.words import STATUSES, counted, in_words


def plan(publication: Publication) -> Markup:
    """Return the action plan as a table, or as cards on a phone."""
    rows = publication.of("action")
    if not rows:
        return tag("p", "No action has been published yet.")
    heads = ("What", "Who", "By when", "What it takes", "How far")
    body = []
    for row in rows:
        cells = (
            row["who"] or "Still open: is it you?",
            in_words(row["by_when"]) if row["by_when"] else "Still open",
            row["means"] or "Still open",
            STATUSES.get(row["status"], ""),
        )
        labelled = [tag("td", cell, data_label=head) for head, cell in zip(heads[1:], cells, strict=True)]
        body.append(tag("tr", tag("th", row["what"], scope="row", dir="auto"), *labelled))
    return tag(
        "table",
        tag("caption", f"The action plan: {counted(len(rows), 'action', 'actions')}"),
        tag("thead", tag("tr", *(tag("th", head, scope="col") for head in heads))),
        tag("tbody", *body),
        class_="plan",
    )
