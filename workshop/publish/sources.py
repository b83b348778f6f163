"""What a session has made, read from the store: the one place where publishing looks at records.

Only answers that a facilitator approved for the words they still have are read here, and of those only answers to
questions that may be quoted. Answers to questions 1 and 7 are never asked for.
"""

from dataclasses import dataclass

from workshop.community import GroupCoverage, coverage
from workshop.publish.rules import may_quote, may_summarize
from workshop.store import (
    Action,
    Entry,
    GroupMark,
    ListItem,
    Response,
    Session,
    Store,
    Theme,
    Vote,
    VoteOption,
)
from workshop.toolkit import Toolkit


@dataclass(frozen=True, slots=True)
class Material:
    """All of a session that could become part of a publication, before any rule or person has chosen."""

    session: Session
    entries: tuple[Entry, ...] = ()
    actions: tuple[Action, ...] = ()
    marks: tuple[GroupMark, ...] = ()
    coverage: tuple[GroupCoverage, ...] = ()
    answers: tuple[Response, ...] = ()
    themes: tuple[Theme, ...] = ()
    votes: tuple[tuple[Vote, tuple[VoteOption, ...]], ...] = ()
    lines: tuple[ListItem, ...] = ()


def read_material(store: Store, toolkit: Toolkit, session_id: str) -> Material:
    """Return what a session has made, as it is now.

    Raises
    ------
    NotFound
        When there is no such session.
    StoreUnavailable
        When the store can't be read.
    """
    session = store.session(session_id)
    changes = store.community_changes(session_id)
    entries = tuple(entry for _, entry in changes.entries.values() if entry is not None)
    actions = tuple(action for _, action in changes.actions.values() if action is not None)
    quotable = [prompt.key for prompt in toolkit.prompts if may_quote(prompt)]
    summed = {prompt.key for prompt in toolkit.prompts if may_summarize(prompt)}
    return Material(
        session,
        entries=entries,
        actions=actions,
        marks=tuple(changes.marks.values()),
        coverage=tuple(coverage(toolkit, entries, changes.marks, actions)),
        answers=tuple(
            judged.response for judged in store.judged(session_id, quotable) if judged.verdict == "approved"
        ),
        themes=tuple(theme for theme in store.themes(session_id) if theme.prompt in summed),
        votes=tuple(
            (vote, tuple(options))
            for vote, options, _ in store.votes(session_id)
            if vote.prompt in summed and vote.state == "closed"
        ),
        lines=tuple(store.list_items(session_id)),
    )
