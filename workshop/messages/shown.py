"""What a page is told of a record: its words, and nothing that only the store needs."""

from typing import Any

from workshop.community import GroupCoverage
from workshop.messages.fields import Message
from workshop.plan import PlanState
from workshop.store import (
    Action,
    AgendaStep,
    Choice,
    Cohort,
    Entry,
    Feedback,
    GroupMark,
    ListItem,
    PromptStage,
    Response,
    Stage,
    StepRecord,
    Theme,
    Vote,
)
from workshop.toolkit import Toolkit


def shown(toolkit: Toolkit, record: object) -> Message:
    """Return what a page is told of a record of any kind."""
    match record:
        case Response():
            return {"state": record.state, "text": record.text, "seq": record.seq}  # never its handle
        case Feedback():
            return {"text": record.text, "seq": record.seq}  # never its handle
        case StepRecord():
            return _step(toolkit, record)
        case Entry():
            return _fields(record, *_TEXTS, *_NUMBERS) | {"groups": list(record.groups)}
        case Action():
            return _fields(record, *_ACTION) | {"by": record.by_when}
        case Choice():
            return _fields(
                record, "choice", "words", "consent", "looked", "version"
            )  # an answer by no handle
        case AgendaStep():
            return _fields(record, *_AGENDA) | {"prompts": list(record.prompts)}
        case Stage():
            return _fields(record, "step", "section", "clock_ends", "clock_left", "version")
        case PromptStage():
            return _fields(record, "prompt", "open", "revealed", "due", "version")
        case Theme():
            return _fields(record, "id", "prompt", "title", "version")
        case Vote():
            return _fields(record, "id", "prompt", "question", "dots", "state", "version")
        case ListItem():
            return _fields(record, "id", "kind", "text", "origin", "version")
        case Cohort():
            return _fields(record, "id", "name", "version")
        case GroupMark():
            return _fields(record, "group", "mark", "version")
        case GroupCoverage():
            near = {"stands": list(record.stands), "near": list(record.near)}
            return _fields(record, "group", "state", "mark", "mark_version", "action") | near
        case PlanState():
            return {
                "complete": record.complete,
                "current": record.current,
                "empty": {
                    action: ["by" if field == "by_when" else field for field in fields]
                    for action, fields in record.empty.items()
                },
                "late": list(record.late),
            }
    raise TypeError(f"no page is told of {type(record).__name__}")


_TEXTS = ("id", "name", "kind", "status", "asks", "contact", "web", "for_whom", "offers", "notes", "origin")
_NUMBERS = ("tie", "influence", "interest", "listed", "version")
_AGENDA = ("id", "place", "title", "method", "minutes", "section", "status", "version")
_ACTION = ("id", "what", "who", "means", "tell", "status", "origin", "letter", "why", "version")


def _fields(record: Any, *names: str) -> Message:
    return {name: getattr(record, name) for name in names}


def _step(toolkit: Toolkit, record: StepRecord) -> Message:
    step = next(step for step in toolkit.steps if step.key == record.step)
    return {
        "key": record.step,
        "text": step.text,
        "number": step.number,
        "status": record.status,
        "who": record.who,
        "by": record.by_when,
        "version": record.version,
    }
