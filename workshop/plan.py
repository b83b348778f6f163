"""The action plan, in the form of the Community Tool Box: what, who, by when, with what, and who should know.

Its checklist for action plans (Chapter 8, Section 5, University of Kansas) is the source of the five fields, and
of the two questions that a plan answers of itself: is it complete, and is it current?
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from workshop.community import LIVED_EXPERIENCE, gap
from workshop.origins import refuse_strange_origin
from workshop.privacy import clean_line, clean_text
from workshop.refusal import Refused, refuse_longer, refuse_strange_day, refuse_strange_id
from workshop.store import Action, Store
from workshop.toolkit import Toolkit

STATUSES = ("to-do", "doing", "done", "dropped")
#: The longest that each text may be, in characters, and what a person calls it.
LIMITS = {
    "what": (200, "The text under “What”"),
    "who": (80, "The name of who does it"),
    "means": (200, "The text under “What it takes”"),
    "tell": (200, "The text under “Who should know”"),
    "letter": (3000, "The letter"),
    "why": (200, "The text under “Why not yet”"),
}
#: What a complete action says besides what is to be done.
FIELDS = ("who", "by_when", "means", "tell")
#: The gap that no letter closes: people take part where it is safe for them to.
WAYS_TO_TAKE_PART = "Make safe, paid and supported ways to take part"


@dataclass(frozen=True, slots=True)
class PlanState:
    """What the plan says of itself.

    ``empty`` are the fields that each action leaves open, by its id; ``late`` are the ids of actions whose day has
    passed. Actions that were dropped don't count.
    """

    complete: bool
    current: bool
    empty: dict[str, tuple[str, ...]]
    late: tuple[str, ...]


def save_action(store: Store, toolkit: Toolkit, action: Action) -> Action:
    """Add an action (its id is new, or empty) or change one, and return it as it is kept.

    Raises
    ------
    Refused
        When something in it can't stand in the plan.
    Conflict
        When somebody else changed it since ``action.version``.
    NotFound
        When somebody else removed it.
    Full
        When the plan has as many actions as it may.
    """
    action = checked_action(toolkit, action)
    if not action.id:
        action = replace(action, id=secrets.token_hex(16), version=0)
    return store.save_action(action)


def checked_action(toolkit: Toolkit, action: Action) -> Action:
    """Return an action with its texts made clean.

    Raises
    ------
    Refused
        When something in it can't stand in the plan.
    """
    refuse_strange_id(action.id)
    texts = {}
    for field, (limit, called) in LIMITS.items():
        clean = clean_text if field == "letter" else clean_line
        texts[field] = refuse_longer(clean(getattr(action, field)), limit, field, called)
    if not texts["what"]:
        raise Refused("Say what is to be done.", "what")
    if action.status not in STATUSES:
        raise Refused("Choose “To do”, “Doing”, “Done” or “Dropped”.", "status")
    refuse_strange_origin(action.origin, toolkit)
    return replace(action, by_when=refuse_strange_day(action.by_when, "by"), **texts)


def empty_fields(action: Action) -> tuple[str, ...]:
    """Return which of ``who``, ``by_when``, ``means`` and ``tell`` an action leaves open."""
    return tuple(field for field in FIELDS if not getattr(action, field))


def is_late(action: Action, today: date) -> bool:
    """Say whether an action's day has passed, and nobody marked it as done or dropped."""
    return (
        action.status in ("to-do", "doing")
        and action.by_when != ""
        and date.fromisoformat(action.by_when) < today
    )


def judge(actions: Iterable[Action], today: date) -> PlanState:
    """Return what a plan says of itself on a day; a plan without actions is not complete."""
    stands = sorted((action for action in actions if action.status != "dropped"), key=lambda one: one.id)
    empty = {action.id: fields for action in stands if (fields := empty_fields(action))}
    late = tuple(action.id for action in stands if is_late(action, today))
    return PlanState(complete=bool(stands) and not empty, current=not late, empty=empty, late=late)


def invite(store: Store, toolkit: Toolkit, session_id: str, group: str, action_id: str = "") -> Action:
    """Put the invitation of a community group in the plan, with a draft letter, and return the action.

    When the plan has an action for this gap already, that one is returned. People with lived experience are sent
    no letter: their action is to make ways in which they can take part.

    Raises
    ------
    Refused
        When there is no such group.
    Full
        When the plan has as many actions as it may.
    """
    refuse_strange_id(action_id)
    try:
        called = toolkit.group(group).called
    except KeyError:
        raise Refused("There is no such group.", "group") from None
    if group == LIVED_EXPERIENCE:
        what, letter = WAYS_TO_TAKE_PART, ""
    else:
        what, letter = f"Invite {called} to the table", toolkit.invitation.letter(called)
    action = Action(action_id or secrets.token_hex(16), session_id, what, origin=gap(group), letter=letter)
    return store.add_action_once(action)
