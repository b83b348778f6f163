"""What stands at the top of a notebook in JupyterLab; the served page has a bar of its own."""

from widgets.markup import Static, phone_link, tag
from workshop.toolkit import Toolkit


class Header(Static):
    """The seven steps with where we are, and the help lines: ``page.header()``."""


def make_header(section: str, toolkit: Toolkit) -> Header:
    """Return the header of one section."""
    here = toolkit.section(section)
    steps = [
        tag(
            "li",
            tag("span", str(step.number), class_="go-step-number", aria_hidden="true"),
            f" {step.title}",
            tag("span", ", you are here", class_="go-hidden") if step == here else None,
            class_="go-here" if step == here else None,
        )
        for step in toolkit.sections
    ]
    lines = [
        tag("li", phone_link(fact.label, fact.value)) for fact in toolkit.bar_facts() if fact.kind == "phone"
    ]
    return Header(
        tag("ul", *lines, class_="go-contacts", aria_label="Help lines"),
        tag("ol", *steps, class_="go-steps-bar", aria_label="The seven steps"),
        tag("p", f"About {here.minutes} minutes, {here.room}.", class_="go-quiet"),
        named=section,
    )
