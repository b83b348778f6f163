"""What a page may ask, and what it hears back: one vocabulary for the web and for JupyterLab.

A message is a plain dictionary with a ``kind``; so is the reply. Every kind is open to anyone in the session, so
each checks what it is given against the toolkit and the store, and trusts nothing that a browser says. How a
message travels is the business of the server (an HTTP request) or of the widget (a custom message).
"""

from collections.abc import Callable
from typing import Any

from workshop.privacy import SEAT_KEY
from workshop.refusal import Refused
from workshop.resources import save_resource
from workshop.responses import read_responses, save_response
from workshop.session import current_session
from workshop.settings import settings
from workshop.steps import STATUSES, read_steps, save_step
from workshop.store import Conflict, Full, NotFound, Resource, Response, StepRecord, Store, open_store
from workshop.toolkit import Toolkit, load_toolkit

Message = dict[str, Any]

UNREADABLE = "This page sent something that the workshop can't read. Open it anew."


class Messages:
    """Answers the messages of one session's pages."""

    def __init__(self, store: Store, toolkit: Toolkit, session_id: str) -> None:
        self.store, self.toolkit, self.session_id = store, toolkit, session_id

    def revision(self) -> int:
        """Return a number that grows with every change that a page may want to show."""
        return self.store.revision()

    def answer(self, message: Message) -> Message:
        """Return the reply to a message; one that can't be taken is answered ``{"refused": sentence}``.

        Raises
        ------
        StoreUnavailable
            When the store can't be reached, and the same message may be sent again later.
        """
        try:
            kind = _text(message, "kind")
            if kind not in _ANSWERS:
                raise Refused("This page asks for something that the workshop does not know. Open it anew.")
            return _ANSWERS[kind](self, message)
        except Conflict as conflict:
            return {"newer": self._shown(conflict.newer)}
        except Refused as refusal:
            return {"refused": str(refusal), "field": refusal.field}
        except (NotFound, Full) as trouble:
            return {"refused": str(trouble), "field": ""}

    def _read_responses(self, message: Message) -> Message:
        found = read_responses(self.store, self.session_id, _seat(message), self.toolkit.prompts)
        return {"responses": {key: self._shown(response) for key, response in found.items()}}

    def _save_response(self, message: Message) -> Message:
        prompts = {prompt.key: prompt for prompt in self.toolkit.prompts}
        prompt = prompts.get(_text(message, "prompt"))
        if prompt is None:
            raise Refused("There is no such question.")
        kept = save_response(
            self.store,
            self.session_id,
            _seat(message),
            prompt,
            state=_text(message, "state"),
            text=_text(message, "text"),
            seq=_count(message, "seq"),
            from_table=message.get("table") is True,
        )
        return {"saved": True, **self._shown(kept)}

    def _read_steps(self, _message: Message) -> Message:
        return {"steps": self._steps()}

    def _save_step(self, message: Message) -> Message:
        record = StepRecord(
            self.session_id,
            step=_text(message, "key"),
            status=_text(message, "status"),
            who=_text(message, "who"),
            by_when=_text(message, "by"),
            version=_count(message, "version"),
        )
        return {"saved": True, "step": self._shown(save_step(self.store, self.toolkit, record))}

    def _read_resources(self, _message: Message) -> Message:
        return {"resources": [self._shown(found) for found in self.store.resources(self.session_id)]}

    def _save_resource(self, message: Message) -> Message:
        sent = message.get("resource")
        if not isinstance(sent, dict):
            raise Refused(UNREADABLE, "resource")
        fields = ("id", "name", "kind", "for_whom", "help", "contact", "link")
        resource = Resource(
            session_id=self.session_id,
            version=_count(sent, "version"),
            **{field: _text(sent, field) for field in fields},
        )
        return {"saved": True, "resource": self._shown(save_resource(self.store, resource))}

    def _remove_resource(self, message: Message) -> Message:
        self.store.remove_resource(self.session_id, _text(message, "id"), _count(message, "version"))
        return {"removed": True}

    def _read_overview(self, message: Message) -> Message:
        steps = self._steps()
        counts = self.store.response_counts(self.session_id)
        mine = read_responses(self.store, self.session_id, _seat(message), self.toolkit.prompts)
        return {
            # In a small room, a count that goes up tells who has just written: not for what is never shown.
            "responses": {
                prompt.key: counts.get(prompt.key, 0)
                for prompt in self.toolkit.prompts
                if prompt.sensitivity != "never"
            },
            "steps": {status: [step["status"] for step in steps].count(status) for status in STATUSES},
            "step_list": steps,
            "resources": len(self.store.resources(self.session_id)),
            "mine": {key: self._shown(response) for key, response in mine.items()},
        }

    def _steps(self) -> list[Message]:
        return [self._shown(step) for step in read_steps(self.store, self.session_id, self.toolkit)]

    def _shown(self, record: object) -> Message:
        """Return what a page is told of a record: its words, never its handle."""
        match record:
            case Response():
                return {"state": record.state, "text": record.text, "seq": record.seq}
            case StepRecord():
                step = next(step for step in self.toolkit.steps if step.key == record.step)
                return {
                    "key": record.step,
                    "text": step.text,
                    "number": step.number,
                    "status": record.status,
                    "who": record.who,
                    "by": record.by_when,
                    "version": record.version,
                }
            case Resource():
                fields = ("id", "name", "kind", "for_whom", "help", "contact", "link", "version")
                return {field: getattr(record, field) for field in fields}
        raise TypeError(f"no page is told of {type(record).__name__}")


_ANSWERS: dict[str, Callable[[Messages, Message], Message]] = {
    "read-responses": Messages._read_responses,
    "save-response": Messages._save_response,
    "read-steps": Messages._read_steps,
    "save-step": Messages._save_step,
    "read-resources": Messages._read_resources,
    "save-resource": Messages._save_resource,
    "remove-resource": Messages._remove_resource,
    "read-overview": Messages._read_overview,
}


def open_messages() -> Messages:
    """Open the store that the environment names and answer for its session (for pages in JupyterLab).

    Raises
    ------
    StoreError
        When the store can't be opened.
    """
    here = settings()
    store = open_store(here.database_url)
    return Messages(store, load_toolkit(), here.session_id or current_session(store).id)


def _text(message: Message, field: str) -> str:
    value = message.get(field, "")
    if not isinstance(value, str):
        raise Refused(UNREADABLE, field)
    return value.encode("utf-8", "replace").decode("utf-8")  # half a character is not a text


def _count(message: Message, field: str) -> int:
    value = message.get(field, 0)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        raise Refused(UNREADABLE, field)
    return value


def _seat(message: Message) -> str:
    seat = _text(message, "seat")
    if not SEAT_KEY.fullmatch(seat):
        raise Refused("This phone has no seat in the workshop yet. Join again with the code on the wall.")
    return seat
