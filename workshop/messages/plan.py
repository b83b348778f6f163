"""The messages of the plan: the steps of the How section, and the actions."""

from typing import TYPE_CHECKING

from workshop.messages.fields import Message, read_count, read_record, read_text
from workshop.plan import invite, save_action
from workshop.steps import read_steps, save_step
from workshop.store import Action, StepRecord

if TYPE_CHECKING:
    from workshop.messages.messages import Messages


def list_steps(messages: "Messages", _message: Message | None = None) -> Message:
    """Answer with every step, as the group has marked it."""
    steps = read_steps(messages.store, messages.session_id, messages.toolkit)
    return {"steps": [messages.shown(step) for step in steps]}


def answer_save_step(messages: "Messages", message: Message) -> Message:
    """Keep what the group says of a step."""
    record = StepRecord(
        messages.session_id,
        step=read_text(message, "key"),
        status=read_text(message, "status"),
        who=read_text(message, "who"),
        by_when=read_text(message, "by"),
        version=read_count(message, "version"),
    )
    return {"saved": True, "step": messages.shown(save_step(messages.store, messages.toolkit, record))}


def answer_save_action(messages: "Messages", message: Message) -> Message:
    """Add an action or change one."""
    sent = read_record(message, "action")
    action = Action(
        session_id=messages.session_id,
        by_when=read_text(sent, "by"),
        status=read_text(sent, "status") if "status" in sent else "to-do",
        version=read_count(sent, "version"),
        **{field: read_text(sent, field) for field in _TEXTS},
    )
    return {"saved": True, "action": messages.shown(save_action(messages.store, messages.toolkit, action))}


_TEXTS = ("id", "what", "who", "means", "tell", "origin", "letter", "why")


def remove_action(messages: "Messages", message: Message) -> Message:
    """Take an action out of the plan."""
    action_id, version = read_text(message, "id"), read_count(message, "version")
    messages.store.remove_action(messages.session_id, action_id, version)
    return {"removed": True}


def invite_group(messages: "Messages", message: Message) -> Message:
    """Put the invitation of a group that is missing in the plan, once."""
    group, action_id = read_text(message, "group"), read_text(message, "id")
    action = invite(messages.store, messages.toolkit, messages.session_id, group, action_id)
    return {"saved": True, "action": messages.shown(action)}


ANSWERS = {
    "read-steps": list_steps,
    "save-step": answer_save_step,
    "save-action": answer_save_action,
    "remove-action": remove_action,
    "invite-group": invite_group,
}
