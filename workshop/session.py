"""A session: how it begins, and the code that lets phones in."""

import secrets
from datetime import date

from workshop.hold import card_of
from workshop.origins import of_card
from workshop.privacy import clean_line
from workshop.refusal import Refused, refuse_longer
from workshop.store import NotFound, Session, Store

# No vowels (no words by accident) and nothing that looks or sounds like something else on a projector.
CODE_LETTERS = "CDFGHJKMNPRTVWXY34679"
CODE_LENGTH = 6


def current_session(store: Store) -> Session:
    """Return the session that a cohort holds now; where there is none, begin the first one."""
    return store.latest_session() or store.first_session("Get Organized", new_join_code(), date.today())


def begin_session(
    store: Store,
    title: str,
    held_on: date,
    *,
    kind: str = "meeting",
    after: Session | None = None,
    only_if: Session | None = None,
) -> Session:
    """Begin a session with a new join code and return it.

    One that comes ``after`` another begins with its map, its lists, and the actions that are not done. With
    ``only_if`` it begins only while that one is the latest.

    Raises
    ------
    Refused
        When the title can't be used.
    NotFound
        When another one has begun in the meantime.
    """
    title = refuse_longer(clean_line(title), 120, "title", "The name of a meeting")
    if not title:
        raise Refused("Give the meeting a name.", "title")
    return store.add_session(
        title,
        new_join_code(),
        held_on,
        kind=kind,
        after=after.id if after else "",
        only_if=only_if.id if only_if else "",
        origin_of=lambda name: of_card(card_of(name)),
    )


def is_held(store: Store, session_id: str) -> bool:
    """Return whether a session goes on: it was not ended, and no other meeting has begun since.

    Raises
    ------
    NotFound
        When there is no such session (any more).
    """
    session = store.of_all().session(session_id)
    return not session.ended and not is_followed(store, session)


def is_answered_at_home(store: Store, session_id: str) -> bool:
    """Return whether a session has ended, and people can still answer what it left open for next time.

    Raises
    ------
    NotFound
        When there is no such session (any more).
    """
    session = store.of_all().session(session_id)
    if not session.ended or is_followed(store, session):
        return False
    left, stages = store.homework(session_id)[0], store.prompt_stages(session_id)
    return any(stages[prompt].open for prompt in left)


def is_followed(store: Store, session: Session) -> bool:
    """Return whether another meeting of the cohort has begun since; a rehearsal is none."""
    meetings = store.of_cohort(session.cohort_id).sessions()
    return any(later.number > session.number and later.kind == "meeting" for later in meetings)


def new_join_code() -> str:
    """Return six random letters and digits that are easy to read out: one of 85 million."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def spoken_code(code: str) -> str:
    """Return a join code in two halves, as it is shown to people."""
    return f"{code[:3]} {code[3:]}"


def find_session(store: Store, typed: str) -> Session | None:
    """Return the session that a typed code opens, or None; case, spaces and dashes don't matter."""
    code = "".join(letter for letter in typed.upper() if letter.isalnum())
    try:
        return store.of_all().session_with_code(code) if len(code) == CODE_LENGTH else None
    except NotFound:
        return None
