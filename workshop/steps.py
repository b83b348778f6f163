"""The toolkit's seven steps as the group's checklist: how far, who, and by when."""

from workshop.privacy import clean_line
from workshop.refusal import Refused, refuse_longer, refuse_strange_day
from workshop.store import StepRecord, Store
from workshop.toolkit import Toolkit

STATUSES = ("not-yet", "doing", "done")
WHO_LIMIT = 80


def read_steps(store: Store, session_id: str, toolkit: Toolkit) -> list[StepRecord]:
    """Return every step of the toolkit, in its order, as the group has marked it."""
    kept = store.steps(session_id)
    return [kept.get(step.key) or StepRecord(session_id, step.key) for step in toolkit.steps]


def save_step(store: Store, toolkit: Toolkit, record: StepRecord) -> StepRecord:
    """Keep what the group says of a step and return it.

    Raises
    ------
    Refused
        When there is no such step or status, the name is too long, or the day is not one.
    Conflict
        When somebody else changed the step since ``record.version``.
    """
    if record.step not in {step.key for step in toolkit.steps}:
        raise Refused("There is no such step.")
    if record.status not in STATUSES:
        raise Refused("Choose “Not yet”, “Doing” or “Done”.", "status")
    who = refuse_longer(clean_line(record.who), WHO_LIMIT, "who", "The name of who does it")
    by_when = refuse_strange_day(record.by_when, "by")
    return store.save_step(
        StepRecord(record.session_id, record.step, record.status, who, by_when, record.version)
    )
