"""What can go wrong in the store, each with a sentence that may be read out to a person."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError


class StoreError(Exception):
    """A failure of the store; its text is a sentence for the person in front of the screen."""


class StoreUnavailable(StoreError):
    """The database can't be read or written just now: trying again may help."""


class StoreTooNew(StoreError):
    """The database was written by a newer workshop than this one."""


class Full(StoreError):
    """There are as many records of this kind as a session can hold."""


class NotFound(StoreError):
    """There is no such record."""


class NotTaken(StoreError):
    """Nothing is written there now; ``why`` is ``closed`` for one prompt, or ``ended`` for the whole session."""

    def __init__(self, why: str) -> None:
        super().__init__("This meeting has ended." if why == "ended" else "This is closed just now.")
        self.why = why


class Conflict(StoreError):
    """Someone else changed the record first; ``newer`` is what it says now."""

    def __init__(self, newer: object) -> None:
        super().__init__("This was changed by someone else in the meantime.")
        self.newer = newer


@contextmanager
def plain_errors() -> Iterator[None]:
    """Say in words what a database says in its own.

    Raises
    ------
    StoreUnavailable
        In place of an error of the database or of its driver.
    """
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        said = str(getattr(error, "orig", None) or error).lower()
        sentences = (
            sentence for signs, sentence in _SENTENCES.items() if any(sign in said for sign in signs)
        )
        raise StoreUnavailable(
            next(sentences, "The workshop's records can't be reached just now.")
        ) from error


_SENTENCES = {
    ("full",): "The disk of the workshop's computer is full.",
    (
        "readonly",
        "read-only",
    ): "The workshop's records can't be written: the file or its folder is read-only.",
    ("not a database", "malformed"): "The file of the workshop's records is damaged.",
    ("locked",): "The workshop's records are busy just now.",
}
