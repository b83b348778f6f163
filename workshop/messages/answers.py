"""The messages of what people write under the prompts, and of the overview."""

from typing import TYPE_CHECKING

from workshop.messages.fields import Message, read_count, read_seat, read_text
from workshop.messages.plan import list_steps
from workshop.refusal import Refused
from workshop.responses import read_responses, save_response
from workshop.steps import STATUSES

if TYPE_CHECKING:
    from workshop.messages.messages import Messages


def own_responses(messages: "Messages", message: Message) -> Message:
    """Answer with what the seat itself has said, and nobody else's words."""
    found = read_responses(messages.store, messages.session_id, read_seat(message), messages.toolkit.prompts)
    return {"responses": {key: messages.shown(response) for key, response in found.items()}}


def answer_save_response(messages: "Messages", message: Message) -> Message:
    """Keep what a seat says to a prompt."""
    return keep_response(messages, message)


def keep_response(messages: "Messages", message: Message, *, on_paper: bool = False) -> Message:
    """Keep what a seat says to a prompt, or what a table wrote on paper.

    Raises
    ------
    Refused
        When it can't be taken, or a table says what is for each person alone.
    """
    prompts = {prompt.key: prompt for prompt in messages.toolkit.prompts}
    prompt = prompts.get(read_text(message, "prompt"))
    if prompt is None:
        raise Refused("There is no such question.")
    if on_paper and prompt.private:
        raise Refused("This question is for each person alone, and no table answers it.")
    kept = save_response(
        messages.store,
        messages.session_id,
        read_seat(message),
        prompt,
        state=read_text(message, "state"),
        text=read_text(message, "text"),
        seq=read_count(message, "seq"),
        from_table=message.get("table") is True,
        on_paper=on_paper,
    )
    return {"saved": True, **messages.shown(kept)}


def read_overview(messages: "Messages", message: Message) -> Message:
    """Answer with what the group has so far, in numbers, and what the seat itself has said."""
    mine = own_responses(messages, message)["responses"]
    steps = list_steps(messages)["steps"]
    counts = messages.store.response_counts(messages.session_id)
    now = messages.snapshots.now()
    entries = now.entries_there()
    left, _ = messages.store.homework(messages.session_id)
    return {
        # In a small room, a count that goes up tells who has just written: not for what is never shown, nor for
        # what people answer at home.
        "responses": {
            prompt.key: counts.get(prompt.key, 0)
            for prompt in messages.toolkit.prompts
            if prompt.sensitivity != "never" and prompt.key not in left
        },
        "steps": {status: [step["status"] for step in steps].count(status) for status in STATUSES},
        "step_list": steps,
        "entries": len(entries),
        "resources": sum(entry.kind != "person" for entry in entries),
        "actions": sum(action.status != "dropped" for action in now.actions_there()),
        "mine": mine,
    }


ANSWERS = {
    "read-responses": own_responses,
    "save-response": answer_save_response,
    "read-overview": read_overview,
}
