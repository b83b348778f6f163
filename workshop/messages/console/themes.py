"""The messages of themes: arranging answers, undoing that, and what looks similar."""

from typing import TYPE_CHECKING

from workshop import themes
from workshop.alike import alike
from workshop.hold import judged_cards
from workshop.messages.fields import Message, read_count, read_records, read_text
from workshop.store import Theme

if TYPE_CHECKING:
    from workshop.messages.facilitator import FacilitatorMessages


def arrange(messages: "FacilitatorMessages", message: Message) -> Message:
    """Make a change of themes; ``undo`` is the message that undoes it."""
    change = themes.Arrangement(
        themes=tuple(_theme(messages.session_id, sent) for sent in read_records(message, "themes")),
        removed=tuple(
            (read_text(sent, "id"), read_count(sent, "version")) for sent in read_records(message, "removed")
        ),
        cards=tuple(
            (read_text(sent, "card"), read_text(sent, "from"), read_text(sent, "to"))
            for sent in read_records(message, "cards")
        ),
    )
    undo = themes.arrange(messages.store, messages.toolkit, messages.session_id, change)
    return {
        "saved": True,
        "undo": {
            "kind": "arrange",
            "themes": [messages.shown(theme) for theme in undo.themes],
            "removed": [{"id": theme_id, "version": version} for theme_id, version in undo.removed],
            "cards": [{"card": card, "from": was, "to": to} for card, was, to in undo.cards],
        },
    }


def _theme(session_id: str, sent: Message) -> Theme:
    texts = (read_text(sent, name) for name in ("prompt", "title"))
    return Theme(read_text(sent, "id"), session_id, *texts, version=read_count(sent, "version"))


def suggest_themes(messages: "FacilitatorMessages", message: Message) -> Message:
    """Answer with approved answers to a prompt that look similar and are under no theme yet."""
    prompt = read_text(message, "prompt")
    judged = judged_cards(messages.store, messages.toolkit, messages.session_id)
    loose = {
        card: each.response.text
        for card, each in judged.items()
        if each.response.prompt == prompt and each.verdict == "approved" and not each.theme
    }
    return {"similar": alike(loose)}


ANSWERS = {"arrange": arrange, "suggest-themes": suggest_themes}
