"""How published pages say days and numbers."""

from datetime import date


def in_words(day: str) -> str:
    """Return a day as people write it."""
    found = date.fromisoformat(day)
    return f"{found.day} {found:%B %Y}"


def counted(number: int, one: str, many: str) -> str:
    """Return a number of things in words."""
    return f"1 {one}" if number == 1 else f"{number:,} {many}"
