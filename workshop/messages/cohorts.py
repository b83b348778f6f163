"""The messages of cohorts, for whoever holds all of them: a cohort's own facilitators are answered none of these."""

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from workshop import cohorts
from workshop.messages.fields import Message, read_count, read_id, read_text
from workshop.refusal import Refused
from workshop.store import Cohort

if TYPE_CHECKING:
    from workshop.messages.trainer import TrainerMessages

#: What the workshop's own meetings are called beside those of cohorts.
OWN_MEETINGS = "Our own meetings"


def read_cohorts(messages: "TrainerMessages", _message: Message) -> Message:
    """Answer with how far each cohort is, section by section, in numbers of things and never of a person."""
    found = cohorts.progress_of_all(messages.store, messages.toolkit, date.today(), OWN_MEETINGS)
    return {
        "sections": [{"key": one.key, "title": one.title} for one in messages.toolkit.sections],
        "cohorts": [_shown(progress) for progress in found],
    }


def _shown(progress: cohorts.Progress) -> Message:
    latest = progress.latest
    return {
        "id": progress.cohort.id,
        "name": progress.cohort.name,
        "version": progress.cohort.version,
        "meetings": progress.meetings,
        "latest": latest
        and {
            "title": latest.title,
            "held_on": latest.held_on.isoformat(),
            "covered": latest.covered,
            "actions": latest.actions,
        },
        "sections": [asdict(section) for section in progress.sections],
    }


def add_cohort(messages: "TrainerMessages", message: Message) -> Message:
    """Begin a cohort and answer with its key, which is said this once."""
    cohort, key = cohorts.begin_cohort(messages.store, read_id(message, "id"), read_text(message, "name"))
    return {"saved": True, "cohort": messages.shown(cohort), "key": key}


def rename_cohort(messages: "TrainerMessages", message: Message) -> Message:
    """Give a cohort another name."""
    asked = Cohort(read_id(message, "id"), read_text(message, "name"), read_count(message, "version"))
    return {"saved": True, "cohort": messages.shown(cohorts.rename_cohort(messages.store, asked))}


def change_cohort_key(messages: "TrainerMessages", message: Message) -> Message:
    """Give a cohort a new key and answer with it; the old one opens nothing any more."""
    return {"saved": True, "key": cohorts.change_key(messages.store, read_id(message, "id"))}


def remove_cohort(messages: "TrainerMessages", message: Message) -> Message:
    """Destroy a cohort with all its records, once its name was typed, and answer with the receipt."""
    cohort = messages.store.cohort(read_id(message, "id"))
    if read_text(message, "name").strip().casefold() != cohort.name.casefold():
        raise Refused("Write the name of the cohort as it stands here.", "name")
    receipt = cohorts.remove_cohort(messages.store, cohort.id)
    return {"removed": cohort.name, "gone": [list(pair) for pair in receipt.gone], "swept": receipt.swept}


ANSWERS = {
    "read-cohorts": read_cohorts,
    "add-cohort": add_cohort,
    "rename-cohort": rename_cohort,
    "change-cohort-key": change_cohort_key,
    "remove-cohort": remove_cohort,
}
