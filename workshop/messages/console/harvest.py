"""The messages by which answers become actions, entries and lines of a list."""

from typing import TYPE_CHECKING

from workshop import harvest, lists
from workshop.messages.fields import Message, read_count, read_record, read_text
from workshop.store import Action, Entry, ListItem

if TYPE_CHECKING:
    from workshop.messages.facilitator import FacilitatorMessages


def answer_harvest(messages: "FacilitatorMessages", message: Message) -> Message:
    """Put a theme or an answer in its place; ``to`` says which, and ``undo`` is the message that takes it out."""
    store, toolkit, session_id = messages.store, messages.toolkit, messages.session_id
    found = harvest.source(
        store, toolkit, session_id, theme=read_text(message, "theme"), card=read_text(message, "card")
    )
    record = harvest.harvest(
        store,
        toolkit,
        session_id,
        found,
        read_text(message, "to"),
        read_text(message, "id"),
        read_text(message, "group"),
    )
    remove = {Action: "remove-action", Entry: "remove-entry", ListItem: "remove-item"}[type(record)]
    return {
        "saved": True,
        "record": messages.shown(record),
        "undo": {"kind": remove, "id": record.id, "version": record.version},
    }


def save_item(messages: "FacilitatorMessages", message: Message) -> Message:
    """Add a line to the agreement or to the learning list, or change one."""
    sent = read_record(message, "item")
    item = ListItem(
        read_text(sent, "id"),
        messages.session_id,
        read_text(sent, "kind"),
        read_text(sent, "text"),
        read_text(sent, "origin"),
        read_count(sent, "version"),
    )
    return {"saved": True, "item": messages.shown(lists.save_item(messages.store, item))}


def remove_item(messages: "FacilitatorMessages", message: Message) -> Message:
    """Take a line off a list."""
    item, version = read_text(message, "id"), read_count(message, "version")
    messages.store.remove_list_item(messages.session_id, item, version)
    return {"removed": True}


ANSWERS = {"harvest": answer_harvest, "save-item": save_item, "remove-item": remove_item}
