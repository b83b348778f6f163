"""Cohorts: the same people over several meetings, each cohort apart from the others, and what a trainer sees of them.

A cohort has a key of its own. Whoever shows it holds the meetings of that cohort and knows of no other one.
"""

import hashlib
import secrets
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from workshop.changes import Meeting, meeting
from workshop.ending import Receipt, end_session
from workshop.privacy import clean_line
from workshop.refusal import Refused, refuse_longer
from workshop.session import current_session
from workshop.store import HOME, Cohort, Session, Store
from workshop.toolkit import Toolkit

LONGEST_NAME = 80


def new_key() -> str:
    """Return a key of 192 random bits."""
    return secrets.token_hex(24)


def mark_of_key(key: str) -> str:
    """Return what is kept of a key: it recognizes the key, and nobody can make the key of it."""
    return hashlib.sha256(f"cohort\n{key}".encode()).hexdigest()


def begin_cohort(store: Store, cohort_id: str, name: str) -> tuple[Cohort, str]:
    """Begin a cohort with its first meeting, and return it with its key, which is kept nowhere.

    Raises
    ------
    Refused
        When the name can't be used.
    Full
        When there are as many cohorts as there may be.
    """
    cohort = store.add_cohort(cohort_id, _good_name(store, name, cohort_id), mark_of_key(new_key()))
    current_session(store.of_cohort(cohort.id))
    # One of its own each time: who asks a second time has not heard the key.
    return cohort, change_key(store, cohort.id)


def rename_cohort(store: Store, cohort: Cohort) -> Cohort:
    """Give a cohort the name that it says.

    Raises
    ------
    Refused
        When the name can't be used.
    Conflict
        When somebody else changed it since.
    NotFound
        When it is not there (any more).
    """
    return store.save_cohort(Cohort(cohort.id, _good_name(store, cohort.name, cohort.id), cohort.version))


def store_of(store: Store, name: str) -> Store:
    """Return the store as the cohort with this name has it; without a name, as the workshop's own meetings do.

    Raises
    ------
    Refused
        When no cohort has this name.
    """
    if not name:
        return store.of_cohort(HOME)
    names = {cohort.name.casefold(): cohort for cohort in store.cohorts()}
    if (found := names.get(clean_line(name).casefold())) is None:
        there = ", ".join(f"“{cohort.name}”" for cohort in names.values())
        raise Refused(
            f"No cohort has this name. {f'There are: {there}' if there else 'There are none here'}."
        )
    return store.of_cohort(found.id)


def _good_name(store: Store, name: str, own: str = "") -> str:
    name = refuse_longer(clean_line(name), LONGEST_NAME, "name", "The name of a cohort")
    if not name:
        raise Refused("Give the cohort a name.", "name")
    if any(other.name.casefold() == name.casefold() and other.id != own for other in store.cohorts()):
        raise Refused("Another cohort has this name. Choose a different one.", "name")
    return name


def change_key(store: Store, cohort_id: str) -> str:
    """Give a cohort a new key and return it; the old one opens nothing any more.

    Raises
    ------
    NotFound
        When there is no such cohort.
    """
    key = new_key()
    store.change_key(cohort_id, mark_of_key(key))
    return key


def remove_cohort(store: Store, cohort_id: str) -> Receipt:
    """Destroy all records of a cohort and the cohort itself, and return the receipt of what is gone.

    Raises
    ------
    NotFound
        When there is no such cohort.
    """
    store.cohort(cohort_id)
    own, gone, swept = store.of_cohort(cohort_id), Counter[str](), True
    for session in own.sessions():
        receipt = end_session(own, session.id, "nothing")
        gone.update(dict(receipt.gone))
        swept &= receipt.swept
    store.remove_cohort(cohort_id)
    return Receipt("nothing", tuple(gone.items()), swept)


# What a trainer sees of all of them


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """How far a cohort is with a section of the toolkit: things that are done, and never people.

    ``steps_done`` of ``steps_planned`` steps of its agendas are done. ``thing`` is what the section is about, ``done``
    of ``things`` of it; it is empty for a section that is only read and talked about.
    """

    section: str
    steps_done: int
    steps_planned: int
    thing: str = ""
    done: int = 0
    things: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a cohort is. Its id is empty for the workshop's own; ``latest`` is its latest meeting as it stands."""

    cohort: Cohort
    meetings: int
    latest: Meeting | None
    sections: tuple[SectionProgress, ...]


def progress_of_all(store: Store, toolkit: Toolkit, today: date, home: str) -> list[Progress]:
    """Return how far each cohort is, the workshop's own meetings first, under the name ``home``."""
    return [progress(store, toolkit, cohort, today) for cohort in (Cohort(HOME, home), *store.cohorts())]


def progress(store: Store, toolkit: Toolkit, cohort: Cohort, today: date) -> Progress:
    """Return how far a cohort is."""
    own = store.of_cohort(cohort.id)
    held = [session for session in own.sessions() if session.kind == "meeting"]
    latest = meeting(own, toolkit, held[-1], today) if held else None
    return Progress(cohort, len(held), latest, tuple(_sections(own, toolkit, held, latest)))


def _sections(
    store: Store, toolkit: Toolkit, held: list[Session], latest: Meeting | None
) -> Iterable[SectionProgress]:
    steps = [step for session in held for step in store.agenda(session.id)]
    planned = Counter(step.section for step in steps)
    done = Counter(step.section for step in steps if step.status == "done")
    things = _things(store, toolkit, held, latest) if latest else {}
    for section in toolkit.sections:
        about = things.get(section.key, ("", 0, 0))
        yield SectionProgress(section.key, done[section.key], planned[section.key], *about)


def _things(
    store: Store, toolkit: Toolkit, held: list[Session], latest: Meeting
) -> dict[str, tuple[str, int, int]]:
    """Return what each section is about, how much of it is done, and how much there is."""
    marked = store.steps(held[-1].id).values()
    answered = {
        prompt for session in held for prompt, count in store.response_counts(session.id).items() if count
    }
    groups = sum(latest.covered.values()) - latest.covered["not-here"]
    actions = sum(latest.actions.values()) - latest.actions["dropped"]
    return {
        "who": ("groups", latest.covered["covered"] + latest.covered["thin"], groups),
        "how": ("steps", sum(step.status == "done" for step in marked), len(toolkit.steps)),
        "reflecting": ("questions", len(answered), len(toolkit.prompts)),
        "next-steps": ("actions", latest.actions["done"], actions),
    }
