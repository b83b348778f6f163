"""The messages of the community map."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from workshop.community import merge_entries, save_entry, save_mark
from workshop.messages.fields import Message, read_count, read_flag, read_record, read_text, read_texts
from workshop.store import Entry, GroupMark

if TYPE_CHECKING:
    from workshop.messages.messages import Messages


def read_community(messages: "Messages", message: Message) -> Message:
    """Answer what changed on the map and in the plan since a revision, all as of one moment."""
    since, now = read_count(message, "since"), messages.snapshots.now()
    whole = since == 0 or since > now.revision
    if not whole and now.latest <= since:
        return {"revision": now.revision, "unchanged": True}
    since = 0 if whole else since
    return {
        "revision": now.revision,
        "whole": whole,
        "entries": _there(messages, now.entries, since),
        "gone_entries": [] if whole else _gone(now.entries, since),
        "actions": _there(messages, now.actions, since),
        "gone_actions": [] if whole else _gone(now.actions, since),
        "coverage": [messages.shown(group) for group in now.coverage],
        "twins": [list(pair) for pair in now.twins],
        "plan": messages.shown(now.plan),
    }


def _there(
    messages: "Messages", records: Mapping[str, tuple[int, object | None]], since: int
) -> list[Message]:
    return [
        messages.shown(record)
        for changed, record in records.values()
        if changed > since and record is not None
    ]


def _gone(records: Mapping[str, tuple[int, object | None]], since: int) -> list[str]:
    return [key for key, (changed, record) in records.items() if changed > since and record is None]


def answer_save_entry(messages: "Messages", message: Message) -> Message:
    """Add an entry or change one."""
    sent = read_record(message, "entry")
    entry = Entry(
        session_id=messages.session_id,
        groups=read_texts(sent, "groups"),
        listed=read_flag(sent, "listed"),
        **{field: read_text(sent, field) for field in ("id", "name", "kind", "asks", "contact")},
        **{field: read_text(sent, field) for field in ("web", "for_whom", "offers", "notes", "origin")},
        **{field: read_count(sent, field) for field in ("tie", "influence", "interest", "version")},
        status=read_text(sent, "status") if "status" in sent else "not-yet",
    )
    kept = save_entry(messages.store, messages.toolkit, entry)
    return {"saved": True, "entry": messages.shown(kept)}


def remove_entry(messages: "Messages", message: Message) -> Message:
    """Take an entry off the map."""
    entry_id, version = read_text(message, "id"), read_count(message, "version")
    messages.store.remove_entry(messages.session_id, entry_id, version)
    return {"removed": True}


def answer_merge_entries(messages: "Messages", message: Message) -> Message:
    """Make one entry of two; ``before`` is empty when the same message was answered before."""
    keep, other = read_record(message, "keep"), read_record(message, "other")
    entry, before = merge_entries(
        messages.store,
        messages.session_id,
        (read_text(keep, "id"), read_count(keep, "version")),
        (read_text(other, "id"), read_count(other, "version")),
    )
    return {
        "merged": True,
        "entry": messages.shown(entry),
        "before": [messages.shown(one) for one in before],
    }


def tell_apart(messages: "Messages", message: Message) -> Message:
    """Keep that two entries are not the same."""
    messages.store.tell_apart(messages.session_id, read_text(message, "one"), read_text(message, "other"))
    return {"saved": True}


def mark_group(messages: "Messages", message: Message) -> Message:
    """Keep what is said of a community group itself."""
    mark = GroupMark(
        messages.session_id,
        read_text(message, "group"),
        read_text(message, "mark"),
        read_count(message, "version"),
    )
    return {"saved": True, "mark": messages.shown(save_mark(messages.store, messages.toolkit, mark))}


ANSWERS = {
    "read-community": read_community,
    "save-entry": answer_save_entry,
    "remove-entry": remove_entry,
    "merge-entries": answer_merge_entries,
    "tell-apart": tell_apart,
    "mark-group": mark_group,
}
