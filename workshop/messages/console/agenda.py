"""The messages of the agenda and of the stage: steps, clock, section, prompts."""

import time
from typing import TYPE_CHECKING

from workshop import agenda, stage
from workshop.messages.fields import (
    Message,
    read_count,
    read_flag,
    read_moment,
    read_record,
    read_records,
    read_text,
    read_texts,
)
from workshop.refusal import UNREADABLE, Refused
from workshop.store import AgendaStep, PromptStage, Stage

if TYPE_CHECKING:
    from workshop.messages.facilitator import FacilitatorMessages


def begin_agenda(messages: "FacilitatorMessages", message: Message) -> Message:
    """Give the session an agenda, unless it has one."""
    name = read_text(message, "name") or agenda.TWO_HOURS
    begun = agenda.begin_agenda(messages.store, messages.toolkit, messages.session_id, name)
    return {"saved": True, "begun": begun}


def use_agenda(messages: "FacilitatorMessages", message: Message) -> Message:
    """Put a kept agenda in the place of this one; ``undo`` is the message that puts this one back."""
    store, session_id = messages.store, messages.session_id
    name, seen = read_text(message, "name"), read_text(message, "seen")
    steps = agenda.use_agenda(store, messages.toolkit, session_id, name, seen)
    undo = {"kind": "restore-agenda", "steps": [messages.shown(step) for step in steps]}
    return {"saved": True, "undo": undo | {"seen": agenda.mark(store.agenda(session_id))}}


def restore_agenda(messages: "FacilitatorMessages", message: Message) -> Message:
    """Put back an agenda that another one has replaced."""
    steps = [_step(messages, sent) for sent in read_records(message, "steps")]
    seen = read_text(message, "seen")
    agenda.restore_agenda(messages.store, messages.toolkit, messages.session_id, steps, seen)
    return {"saved": True}


def keep_agenda(messages: "FacilitatorMessages", message: Message) -> Message:
    """Keep the agenda to be used again."""
    steps = messages.store.agenda(messages.session_id)
    return {"saved": True, "name": agenda.keep_agenda(messages.store, read_text(message, "name"), steps)}


def forget_agenda(messages: "FacilitatorMessages", message: Message) -> Message:
    """Forget an agenda that was kept."""
    messages.store.remove_agenda_template(read_text(message, "name"))
    return {"removed": True}


def save_agenda_step(messages: "FacilitatorMessages", message: Message) -> Message:
    """Change a step; with ``after`` it is a new one that comes right after another."""
    step, after = _step(messages, read_record(message, "step")), read_text(message, "after")
    step = agenda.checked_step(messages.toolkit, step)
    kept = messages.store.insert_agenda_step(step, after) if after else messages.store.save_agenda_step(step)
    return {"saved": True, "step": messages.shown(kept)}


def _step(messages: "FacilitatorMessages", sent: Message) -> AgendaStep:
    step = AgendaStep(
        read_text(sent, "id"),
        messages.session_id,
        read_count(sent, "place"),
        title=read_text(sent, "title"),
        method=read_text(sent, "method"),
        minutes=read_count(sent, "minutes"),
        section=read_text(sent, "section"),
        prompts=read_texts(sent, "prompts"),
        status=read_text(sent, "status") or "to-come",
        version=read_count(sent, "version"),
    )
    if not step.id:
        raise Refused(UNREADABLE, "id")
    return step


def remove_agenda_step(messages: "FacilitatorMessages", message: Message) -> Message:
    """Take a step off the agenda."""
    step_id, version = read_text(message, "id"), read_count(message, "version")
    messages.store.remove_agenda_step(messages.session_id, step_id, version)
    return {"removed": True}


def enter_step(messages: "FacilitatorMessages", message: Message) -> Message:
    """Bring the room to a step; ``undo`` is the message that brings it back."""
    before = _moment(messages)
    entered = agenda.enter_step(
        messages.store,
        messages.toolkit,
        messages.session_id,
        read_text(message, "step"),
        read_count(message, "version"),
        time.time(),
        done=read_flag(message, "done"),
    )
    return {"saved": True, "stage": messages.shown(entered), "undo": _way_back(messages, before)}


def move_section(messages: "FacilitatorMessages", message: Message) -> Message:
    """Say which section the room is on."""
    before = _moment(messages)
    section, version = read_text(message, "section"), read_count(message, "version")
    moved = stage.move_section(messages.store, messages.toolkit, messages.session_id, section, version)
    return {"saved": True, "stage": messages.shown(moved), "undo": _way_back(messages, before)}


def set_clock(messages: "FacilitatorMessages", message: Message) -> Message:
    """Start the clock, let it rest, add to it or stop it."""
    before = _moment(messages)
    seconds = read_count(message, "seconds")
    kept = stage.set_clock(
        messages.store,
        messages.session_id,
        read_text(message, "change"),
        -seconds if read_flag(message, "less") else seconds,
        read_count(message, "version"),
        time.time(),
    )
    return {"saved": True, "stage": messages.shown(kept), "undo": _way_back(messages, before)}


def restore_stage(messages: "FacilitatorMessages", message: Message) -> Message:
    """Bring the room back to where it was before a move."""
    sent, session_id = read_record(message, "stage"), messages.session_id
    before = stage.Moment(
        Stage(
            session_id,
            read_text(sent, "step"),
            read_text(sent, "section"),
            read_moment(sent, "clock_ends"),
            read_count(sent, "clock_left"),
            read_count(message, "version"),
        ),
        {
            read_text(prompt, "prompt"): PromptStage(
                session_id,
                read_text(prompt, "prompt"),
                open=read_flag(prompt, "open"),
                version=read_count(prompt, "version"),
            )
            for prompt in read_records(message, "prompts")
        },
        {read_text(step, "id"): read_text(step, "status") for step in read_records(message, "steps")},
    )
    restored = stage.restore(messages.store, messages.toolkit, session_id, before, time.time())
    return {"saved": True, "stage": messages.shown(restored)}


def _moment(messages: "FacilitatorMessages") -> stage.Moment:
    return stage.moment(messages.store, messages.toolkit, messages.session_id)


def _way_back(messages: "FacilitatorMessages", before: stage.Moment) -> Message:
    """Return the message that undoes what has just been done to the room."""
    now = _moment(messages)
    return {
        "kind": "restore-stage",
        "stage": messages.shown(before.stage),
        "version": now.stage.version,
        "prompts": [
            {"prompt": key, "open": before.prompts[key].open, "version": prompt.version}
            for key, prompt in now.prompts.items()
            if prompt.open != before.prompts[key].open
        ],
        "steps": [
            {"id": step, "status": before.statuses[step]}
            for step, status in now.statuses.items()
            if status != before.statuses.get(step, status)
        ],
    }


def set_prompt(messages: "FacilitatorMessages", message: Message) -> Message:
    """Open or close a prompt, reveal or hide its answers."""
    sent = PromptStage(
        messages.session_id,
        read_text(message, "prompt"),
        open=read_flag(message, "open"),
        revealed=read_flag(message, "revealed"),
        due=read_text(message, "due"),
        version=read_count(message, "version"),
    )
    return {"saved": True, "prompt": messages.shown(stage.set_prompt(messages.store, messages.toolkit, sent))}


ANSWERS = {
    "begin-agenda": begin_agenda,
    "use-agenda": use_agenda,
    "keep-agenda": keep_agenda,
    "forget-agenda": forget_agenda,
    "restore-agenda": restore_agenda,
    "save-agenda-step": save_agenda_step,
    "remove-agenda-step": remove_agenda_step,
    "enter-step": enter_step,
    "move-section": move_section,
    "set-clock": set_clock,
    "restore-stage": restore_stage,
    "set-prompt": set_prompt,
}
