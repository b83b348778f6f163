"""What can go wrong in the store, each with a sentence that may be read out to a person."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain

from sqlalchemy.exc import SQLAlchemyError


class StoreError(Exception):
    """A failure of the store; its text is a sentence for the person in front of the screen."""


class StoreUnavailable(StoreError):
    """The database can't be read or written just now: trying again may help."""


class StoreTooNew(StoreError):
    """The database was written by a newer workshop than this one."""


class Full(StoreError):
    """There are as many records of this kind as a session can hold."""


class NotEmpty(StoreError):
    """There are records already where new ones should go."""


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
        cause = getattr(error, "orig", None) or error
        if hasattr(cause, "sqlstate"):
            # PostgreSQL's text may quote a row. What is kept of it is what kind of failure it was.
            kind = f"{type(cause).__name__} {cause.sqlstate or ''}".strip()
            raise StoreUnavailable(_sentence_for(cause)) from RuntimeError(kind)
        said = str(cause).lower()
        sentences = (
            sentence for signs, sentence in _SENTENCES.items() if any(sign in said for sign in signs)
        )
        raise StoreUnavailable(next(sentences, UNREACHABLE)) from error


def _sentence_for(cause: BaseException) -> str:
    """Return what a failure of PostgreSQL means: by its code, or by its words where it let nobody in."""
    state, said = cause.sqlstate or "", str(cause).lower()
    coded = (sentence for code, sentence in _STATES.items() if state.startswith(code))
    worded = (sentence for words, sentence in _WORDS.items() if not state and words in said)
    return next(chain(coded, worded), UNREACHABLE)


UNREACHABLE = "The workshop's records can't be reached just now."
_NOT_LET_IN = (
    "The database does not let the workshop in: look at the name and password in WORKSHOP_DATABASE_URL."
)
_NOT_THERE = "The database that WORKSHOP_DATABASE_URL names is not there."
_STATES = {
    "53100": "The disk of the database is full.",
    "53300": "The database has no free connection for the workshop just now.",
    "55P03": "The workshop's records are busy just now.",
    "25006": "The workshop's records can't be written: the database is read-only just now.",
    "28": _NOT_LET_IN,
    "3D": _NOT_THERE,
    "42501": "The database does not let the workshop make or change its tables.",
}
_WORDS = {
    "authentication failed": _NOT_LET_IN,
    "no password supplied": _NOT_LET_IN,
    "does not exist": _NOT_THERE,
    "too many clients": _STATES["53300"],
    "remaining connection slots": _STATES["53300"],
}
_SENTENCES = {
    ("full",): "The disk of the workshop's computer is full.",
    (
        "readonly",
        "read-only",
    ): "The workshop's records can't be written: the file or its folder is read-only.",
    ("not a database", "malformed"): "The file of the workshop's records is damaged.",
    ("locked",): "The workshop's records are busy just now.",
}
