"""The room as everybody sees it, worked out once a change: where it is, what is revealed, votes and lists.

Nothing is in it that a facilitator has not approved and revealed.
"""

import hashlib
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from workshop.agenda import prompt_stages
from workshop.hold import may_be_shown
from workshop.messages.fields import Message
from workshop.session import is_followed, spoken_code
from workshop.store import Judged, Session, Stage, Store, Vote, VoteOption
from workshop.toolkit import Prompt, Toolkit
from workshop.votes import ranked


@dataclass(frozen=True, slots=True)
class View:
    """Something that pages show, with a mark of what is in it: a page that has it is not sent it again."""

    content: Message
    mark: str


class Views:
    """Hands out a view as of a session's present revision, to as many threads as ask."""

    def __init__(self, revision: Callable[[], int], make: Callable[[], Message]) -> None:
        self._revision_now, self._make = revision, make
        self._lock = threading.Lock()
        self._revision = -1
        self._view = View({}, "")

    def now(self) -> View:
        """Return the view of what is in the store now."""
        # While one thread makes it, the others wait for it instead of doing the same.
        with self._lock:
            revision = self._revision_now()
            if revision != self._revision:
                text = json.dumps(self._make())
                mark = hashlib.sha256(text.encode()).hexdigest()[:16]
                self._view, self._revision = View(json.loads(text), mark), revision
            return self._view


def room(store: Store, toolkit: Toolkit, session_id: str) -> Message:
    """Return what every page of a session may know of the room."""
    session, stage = store.session(session_id), store.stage(session_id)
    left, _ = store.homework(session_id)
    stages = store.prompt_stages(session_id) if left else {}
    step = next((step for step in store.agenda(session_id) if step.id == stage.step), None)
    return {
        "session": shown_session(session) | {"later": is_followed(store, session)},
        "step": step and {"title": step.title, "section": step.section, "prompts": list(step.prompts)},
        "section": stage.section,
        "clock": shown_clock(stage),
        # Who answers at home comes in again by the code that they know.
        "code_to_keep": spoken_code(session.join_code) if any(stages[one].open for one in left) else "",
        "prompts": _prompts(store, toolkit, session_id, left),
        "votes": [shown_vote(*vote) for vote in store.votes(session_id)],
        "lists": {
            kind: [item.text for item in store.list_items(session_id) if item.kind == kind]
            for kind in ("agreement", "learning")
        },
    }


def shown_session(session: Session) -> Message:
    """Return what a page is told of a session."""
    return {
        "title": session.title,
        "number": session.number,
        "practice": session.kind == "practice",
        "ended": session.ended,
    }


def last_time(store: Store, session_id: str) -> Message:
    """Return the actions that a session goes on with from the ones before it, by their day."""
    found = sorted(store.carried_actions(session_id), key=lambda one: (one.by_when or "9999", one.what))
    return {
        "actions": [
            {"what": one.what, "who": one.who, "by": one.by_when, "status": one.status, "why": one.why}
            for one in found
        ]
    }


def shown_clock(stage: Stage) -> Message | None:
    """Return the clock as a page shows it, or nothing where none is set."""
    if stage.clock_ends:
        return {"ends": stage.clock_ends, "left": 0}
    return {"ends": 0, "left": stage.clock_left} if stage.clock_left else None


def shown_vote(vote: Vote, options: list[VoteOption], voted: int) -> Message:
    """Return a vote as everybody sees it: without a count while it is open."""
    closed = vote.state == "closed"
    return {
        "id": vote.id,
        "prompt": vote.prompt,
        "question": vote.question,
        "dots": vote.dots,
        "state": vote.state,
        "voted": voted,
        "options": [
            {"option": one.option, "title": one.title, "dots": one.dots, "place": one.place, "tied": one.tied}
            for one in ranked(options)
        ]
        if closed
        else [{"option": option.option, "title": option.title} for option in options],
    }


def _prompts(store: Store, toolkit: Toolkit, session_id: str, left: dict[str, str]) -> dict[str, Message]:
    stages = prompt_stages(store, toolkit, session_id)
    revealed = {key for key, stage in stages.items() if stage.revealed}
    approved = store.revealed(session_id, (prompt.key for prompt in may_be_shown(toolkit)))
    titles = {theme.id: theme.title for theme in store.themes(session_id)} if revealed else {}
    return {
        prompt.key: {
            "open": stages[prompt.key].open,
            "due": left.get(prompt.key, ""),
            "revealed": prompt.key in revealed,
        }
        | (_answers(prompt, approved, titles) if prompt.key in revealed else {})
        for prompt in toolkit.prompts
    }


def _answers(prompt: Prompt, approved: list[Judged], titles: dict[str, str]) -> Message:
    """Return the approved answers to a prompt, those of each theme under its title."""
    own = [each for each in approved if each.response.prompt == prompt.key]
    under: dict[str, list[str]] = {}
    for each in own:
        under.setdefault(each.theme if each.theme in titles else "", []).append(each.response.text)
    return {
        "answers": under.pop("", []),
        "themes": [
            {"title": titles[theme], "answers": texts}
            for theme, texts in sorted(under.items(), key=lambda found: (-len(found[1]), titles[found[0]]))
        ],
    }


def answered(view: View, message: Message, **more: Any) -> Message:
    """Return a view as the reply to a page that may have it already."""
    if message.get("mark") == view.mark:
        return {"unchanged": True, "mark": view.mark, **more}
    return {"mark": view.mark, "content": view.content, **more}
