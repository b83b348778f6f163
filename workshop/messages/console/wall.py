"""What the facilitator's console and the wall are shown, each worked out once a change."""

import time
from dataclasses import asdict
from typing import TYPE_CHECKING

from workshop.agenda import TWO_HOURS, mark, prompt_stages
from workshop.harvest import targets
from workshop.hold import cards, judged_cards
from workshop.homework import told_count
from workshop.joining import way_in
from workshop.messages.fields import Message, read_flag
from workshop.messages.room_view import answered, room, shown_vote

if TYPE_CHECKING:
    from workshop.messages.facilitator import FacilitatorMessages


def read_console(messages: "FacilitatorMessages", message: Message) -> Message:
    """Answer with all that a facilitator needs to hold the meeting."""
    return answered(messages.console.now(), message, now=time.time(), trainer=read_flag(message, "trainer"))


def read_wall(messages: "FacilitatorMessages", message: Message) -> Message:
    """Answer with what the wall shows: nothing that was not approved and revealed."""
    return answered(messages.wall.now(), message, now=time.time())


def wall(messages: "FacilitatorMessages") -> Message:
    """Return what the wall shows."""
    store, session_id = messages.store, messages.session_id
    joined, tables = store.seat_counts(session_id)
    counts = store.response_counts(session_id)
    names = {group.key: group.name for group in messages.toolkit.groups}
    left, _ = store.homework(session_id)
    return {
        "room": room(store, messages.toolkit, session_id),
        "way_in": asdict(way_in(messages.join_base, store.session(session_id))),
        "seats": {"joined": joined, "tables": tables},
        # In a small room, a count that goes up tells who has just written: not for what is never shown.
        "answered": {
            prompt.key: counts.get(prompt.key, 0)
            for prompt in messages.toolkit.prompts
            if prompt.sensitivity != "never" and prompt.key not in left
        },
        "coverage": [
            {"group": names[group.group], "state": group.state} for group in messages.snapshots.now().coverage
        ],
    }


def console(messages: "FacilitatorMessages") -> Message:
    """Return what the console shows."""
    store, toolkit, session_id = messages.store, messages.toolkit, messages.session_id
    session, stages = store.session(session_id), prompt_stages(store, toolkit, session_id)
    counts, now = store.response_counts(session_id), messages.snapshots.now()
    joined, tables = store.seat_counts(session_id)
    steps = store.agenda(session_id)
    left, given = store.homework(session_id)
    # Between meetings people write alone, at their own time: few answers are not counted.
    alone = left if store.stage(session_id).step else left | given
    grown = [*now.entries_there(), *now.actions_there(), *store.list_items(session_id)]
    return {
        "session": {
            "title": session.title,
            "number": session.number,
            "code": session.join_code,
            "practice": session.kind == "practice",
            "ended": session.ended,
            "cohort": store.cohort(session.cohort_id).name if session.cohort_id else "",
        },
        "way_in": asdict(way_in(messages.join_base, session)),
        "agenda": [messages.shown(step) for step in steps],
        "agenda_mark": mark(steps),
        "agendas": [TWO_HOURS, *store.agenda_templates()],
        "stage": messages.shown(store.stage(session_id)),
        "seats": {"joined": joined, "tables": tables},
        "prompts": {
            prompt.key: messages.shown(stages[prompt.key])
            | {
                "answered": (told_count if prompt.key in alone else int)(counts.get(prompt.key, 0)),
                "homework": "left" if prompt.key in left else "given" if prompt.key in given else "",
                "targets": list(targets(prompt)),
            }
            for prompt in toolkit.prompts
        },
        "cards": [asdict(card) for card in cards(toolkit, judged_cards(store, toolkit, session_id))],
        "themes": [messages.shown(theme) for theme in store.themes(session_id)],
        "votes": [
            shown_vote(vote, options, voted) | {"version": vote.version}
            for vote, options, voted in store.votes(session_id)
        ],
        "lists": [messages.shown(item) for item in store.list_items(session_id)],
        "grown": sorted({record.origin for record in grown if record.origin}),
    }


ANSWERS = {"read-console": read_console, "read-wall": read_wall}
