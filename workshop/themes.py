"""Themes: answers that belong together, under a heading that people chose.

Each change can be undone by the change that it returns. What looks similar is only ever suggested.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from workshop.hold import judged_cards
from workshop.privacy import clean_line
from workshop.refusal import UNREADABLE, Refused, refuse_longer, refuse_strange_id
from workshop.store import NotFound, Store, Theme
from workshop.toolkit import Toolkit


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A change of themes: some added or renamed, some removed, and responses moved (by card: from, to)."""

    themes: tuple[Theme, ...] = ()
    removed: tuple[tuple[str, int], ...] = ()
    cards: tuple[tuple[str, str, str], ...] = ()


def arrange(store: Store, toolkit: Toolkit, session_id: str, change: Arrangement) -> Arrangement:
    """Make a change of themes, all or nothing, and return the change that undoes it.

    Raises
    ------
    Refused
        When something in it can't be done.
    Conflict
        When another facilitator has changed a theme, or moved a response, since.
    NotFound
        When a theme was removed, or a response taken back, since.
    """
    prompts = {prompt.key for prompt in toolkit.prompts if prompt.sensitivity != "never"}
    themes = [_checked(theme, prompts) for theme in change.themes]
    judged = judged_cards(store, toolkit, session_id)
    before = {theme.id: theme for theme in store.themes(session_id)}
    named = (
        [card for card, _, _ in change.cards],
        [theme.id for theme in themes] + [x for x, _ in change.removed],
    )
    if any(len(set(names)) < len(names) for names in named):
        raise Refused(UNREADABLE)
    if any(before.get(theme.id, theme).prompt != theme.prompt for theme in themes):
        raise Refused("This theme belongs to another question.", "prompt")
    if missing := [card for card, _, _ in change.cards if card not in judged]:
        raise NotFound(f"{len(missing)} of these answers were taken back by those who wrote them.")
    cards = {judged[card].response.handle: (was, to) for card, was, to in change.cards}
    kept = store.arrange(session_id, themes, change.removed, cards)
    return _undoing(change, kept, before)


def _undoing(change: Arrangement, kept: Sequence[Theme], before: Mapping[str, Theme]) -> Arrangement:
    # What was sent as new was new, also where it stands already because the message arrived twice.
    new = {theme.id for theme in change.themes if not theme.version}
    renamed = [replace(before[theme.id], version=theme.version) for theme in kept if theme.id not in new]
    added = [(theme.id, theme.version) for theme in kept if theme.id in new]
    gone = [replace(before[theme_id], version=0) for theme_id, _ in change.removed if theme_id in before]
    return Arrangement(
        themes=(*renamed, *gone),
        removed=tuple(added),
        cards=tuple((card, to, was) for card, was, to in change.cards),
    )


def _checked(theme: Theme, prompts: set[str]) -> Theme:
    refuse_strange_id(theme.id)
    title = refuse_longer(clean_line(theme.title), 120, "title", "The name of a theme")
    if not title or not theme.id:
        raise Refused("Give the theme a name.", "title")
    if theme.prompt not in prompts:
        raise Refused("The answers to this question are not grouped.", "prompt")
    return replace(theme, title=title)
