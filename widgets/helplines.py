"""The help lines, each with how sure we are that it still works."""

from widgets.links import checked
from widgets.markup import Static, phone_link, tag
from workshop.toolkit import Toolkit


class HelpLines(Static):
    """Every phone contact of the toolkit: ``page.help_lines()``."""


def make_help_lines(toolkit: Toolkit) -> HelpLines:
    """Return the help lines of the toolkit that may be shown."""
    lines = [
        tag(
            "li",
            phone_link(fact.label, fact.value),
            tag("span", fact.says) if fact.says else None,
            tag("span", checked(fact)),
        )
        for fact in toolkit.facts
        if fact.kind == "phone" and fact.printed and fact.status != "gone"
    ]
    return HelpLines(tag("ul", *lines, class_="go-contacts go-spaced"))
