"""The made-up town's own publication, made and agreed the way that people do it, for the demo."""

import secrets
from datetime import date
from typing import Any

from workshop import hold, lists, themes, votes
from workshop.publish.review import agree, decide, read_draft
from workshop.store import Choice, ListItem, Session, Store, Theme, Vote
from workshop.toolkit import Toolkit

#: Two people look through it, each at a desk of their own.
PEOPLE = ("MA", "JO")


def agree_example(store: Store, toolkit: Toolkit, session: Session, said: dict[str, Any]) -> None:
    """Make what a made-up session made of its answers, decide on every item, and let two people agree to it."""
    own_words = {row["text"]: row["says"] for row in said["reword"]}
    _approve(store, toolkit, session, {*said["quote"], *own_words})
    _make(store, toolkit, session, said)
    draft, _ = read_draft(store, toolkit, session.id)
    for decided in draft.decided:
        item = decided.proposal.item
        words = {"text": own_words[item.says["text"]]} if item.says.get("text") in own_words else {}
        if item.kind == "about":
            words = {field: said[field] for field in ("title", "about", "ask")}
        choice = "reword" if words else "include"
        decide(store, toolkit, Choice(session.id, item.key, choice, words, consent=True, looked=True))
    for initials in PEOPLE:
        draft, _ = read_draft(store, toolkit, session.id)
        desk = secrets.token_hex(16)
        agree(store, toolkit, session.id, mark=draft.mark, desk=desk, initials=initials, today=date.today())


def _approve(store: Store, toolkit: Toolkit, session: Session, texts: set[str]) -> None:
    for card, judged in hold.judged_cards(store, toolkit, session.id).items():
        if judged.response.text in texts:
            hold.decide(store, toolkit, session.id, card, judged.response.seq, "approved")


def _make(store: Store, toolkit: Toolkit, session: Session, said: dict[str, Any]) -> None:
    made = tuple(
        Theme(secrets.token_hex(16), session.id, row["prompt"], row["title"]) for row in said["themes"]
    )
    themes.arrange(store, toolkit, session.id, themes.Arrangement(themes=made))
    for row in said["lines"]:
        lists.save_item(store, ListItem(secrets.token_hex(16), session.id, row["kind"], row["text"]))
    for row in said["votes"]:
        _vote(store, toolkit, session, row)


def _vote(store: Store, toolkit: Toolkit, session: Session, row: dict[str, Any]) -> None:
    """Hold a vote: seats of their own put the dots of the file where they are to fall."""
    options = {secrets.token_hex(16): title for title in row["options"]}
    vote = Vote(secrets.token_hex(16), session.id, row["prompt"], row["question"], row["dots"])
    vote = votes.open_vote(store, toolkit, vote, options)
    dots = [option for option, title in options.items() for _ in range(row["options"][title])]
    secrets.SystemRandom().shuffle(dots)
    for first in range(0, len(dots), row["dots"]):
        placed = dots[first : first + row["dots"]]
        counted = {option: placed.count(option) for option in placed}
        votes.save_ballot(store, session.id, secrets.token_hex(16), vote.id, counted, 1)
    votes.set_state(store, session.id, vote.id, "closed", vote.version)
