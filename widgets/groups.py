"""The groups of people whom the toolkit names, and where."""

from widgets.markup import Static, details, tag
from workshop.toolkit import Toolkit


class CommunityGroups(Static):
    """Who could be at the table, each group with where the text names it: ``page.community_groups()``."""


def make_community_groups(toolkit: Toolkit) -> CommunityGroups:
    """Return the community groups of the toolkit."""
    titles = {section.key: f"{section.number} · {section.title}" for section in toolkit.sections}
    groups = []
    for group in toolkit.groups:
        named: dict[str, list[str]] = {}
        for mention in group.mentions:
            named.setdefault(f"In {titles[mention.section]}", []).append(f"“{mention.words}”")
        where = {title: ", ".join(words) for title, words in named.items()}
        groups.append(tag("li", details(group.name, where)))
    return CommunityGroups(
        tag("p", f"The text names {len(groups)} groups.", class_="go-quiet"),
        tag("p", "Open one to see where.", class_="go-quiet go-screen"),
        tag("ul", *groups, class_="go-groups"),
    )
