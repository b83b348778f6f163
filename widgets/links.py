"""What a page says of a fact: how sure we are, and since when."""

from workshop.toolkit import Fact


def checked(fact: Fact) -> str:
    """Return a fact's status in words, with the day it was last checked."""
    day = f"{fact.last_checked.day} {fact.last_checked:%B %Y}"
    status = f"{fact.status_words[0].upper()}{fact.status_words[1:]}"
    return f"{status}. Last checked {day}."
