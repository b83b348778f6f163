"""The review of what may be published: item by item, and the agreement of two people; its rules are elsewhere."""

import traitlets as tl

from widgets.wired import Answering, Wired, esm
from workshop.publish.allowed import ITEMS, WRITTEN
from workshop.publish.review import INITIALS, LIMITS
from workshop.toolkit import Toolkit


class Review(Wired):
    """Every item that may be published, with what people decide of it: ``console.review()``."""

    live = True
    _esm = esm("review_item", "review_agree", "review")

    questions = tl.Dict().tag(sync=True)
    groups = tl.Dict().tag(sync=True)
    #: The fields of each kind of item that people may say in other words, in their order, and how long each may be.
    fields = tl.Dict().tag(sync=True)
    limits = tl.Dict().tag(sync=True)
    initials = tl.Int(INITIALS).tag(sync=True)


def make_review(toolkit: Toolkit, messages: Answering | None = None) -> Review:
    """Return the review of a session."""
    return Review(
        messages=messages,
        questions={prompt.key: f"{prompt.number} · {prompt.question}" for prompt in toolkit.prompts},
        groups={group.key: group.name for group in toolkit.groups},
        fields={kind: [name for name in names if name in WRITTEN] for kind, names in ITEMS.items()},
        limits={name: limit for name, (limit, _) in LIMITS.items()},
    )
