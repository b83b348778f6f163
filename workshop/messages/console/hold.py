"""The messages of the hold queue, and of the offers that are the facilitator's alone to read."""

from typing import TYPE_CHECKING

from workshop import hold
from workshop.messages.fields import Message, read_count, read_text

if TYPE_CHECKING:
    from workshop.messages.facilitator import FacilitatorMessages


def decide(messages: "FacilitatorMessages", message: Message) -> Message:
    """Keep a decision about an answer; ``before`` is what undoes it."""
    before = hold.decide(
        messages.store,
        messages.toolkit,
        messages.session_id,
        read_text(message, "card"),
        read_count(message, "seq"),
        read_text(message, "verdict"),
        read_text(message, "reason"),
    )
    return {"saved": True, "before": before}


def read_log(messages: "FacilitatorMessages", _message: Message) -> Message:
    """Answer with the log of decisions: what was decided of answers to which question, never of which one."""
    found = messages.store.decisions(messages.session_id)
    return {
        "log": [
            {"number": line.number, "prompt": line.prompt, "verdict": line.verdict, "reason": line.reason}
            for line in found
        ]
    }


def read_offers(messages: "FacilitatorMessages", _message: Message) -> Message:
    """Answer with what people offer of themselves, for the facilitator alone."""
    private = [prompt for prompt in messages.toolkit.prompts if prompt.private]
    return {
        "offers": {
            prompt.key: messages.store.private_responses(messages.session_id, prompt.key)
            for prompt in private
        }
    }


ANSWERS = {"decide": decide, "read-log": read_log, "read-offers": read_offers}
