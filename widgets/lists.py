"""The lists that a group keeps for itself; their rules are in ``workshop.lists``."""

import traitlets as tl

from widgets.wired import Answering, Wired, esm


class GroupList(Wired):
    """A list with a line for each thing; a page without any shows nothing."""

    live = True
    _esm = esm("marked_feed", "room_feed", "paper", "group_list")

    kind = tl.Unicode().tag(sync=True)
    title = tl.Unicode().tag(sync=True)
    says = tl.Unicode().tag(sync=True)


class Agreement(GroupList):
    """What the group agreed on: ``page.agreement()``."""


class LearningList(GroupList):
    """What the group wants to learn: ``page.learning_list()``."""


def make_agreement(messages: Answering | None = None) -> Agreement:
    """Return the agreement of the group."""
    return Agreement(
        messages=messages,
        kind="agreement",
        title="Our group agreement",
        says="The group made this from its answers. Anyone can pass or step out at any time.",
    )


def make_learning_list(messages: Answering | None = None) -> LearningList:
    """Return the learning list of the group."""
    return LearningList(
        messages=messages,
        kind="learning",
        title="What we want to learn",
        says="The group made this list from its answers.",
    )
