"""How files and pages say what the store keeps as keys."""

from datetime import date

GROUP_STATES = {
    "here": "At the table",
    "in-touch": "We are in touch",
    "empty": "An empty chair",
    "not-here": "Not in our town",
}
LIVED = {
    "yes": "There are safe, paid and supported ways to take part.",
    "working": "We are making safe, paid and supported ways to take part.",
    "not-yet": "There are no safe, paid and supported ways to take part yet.",
}
KINDS = {"organisation": "Organization", "committee": "Committee", "resource": "Local help"}
STATUSES = {"to-do": "To do", "doing": "Begun", "done": "Done"}


def in_words(day: str) -> str:
    """Return a day as people write it."""
    found = date.fromisoformat(day)
    return f"{found.day} {found:%B %Y}"


def counted(number: int, one: str, many: str) -> str:
    """Return a number of things in words."""
    return f"1 {one}" if number == 1 else f"{number:,} {many}"
