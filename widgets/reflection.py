"""One question with a place to write; the rules of a response are in ``workshop.responses``."""

import anywidget
import ipywidgets as ipw
import traitlets as tl

from widgets.wired import Answering, Wired, esm
from workshop.responses import HARD_LIMIT, SOFT_LIMIT
from workshop.toolkit import Fact, Prompt, Toolkit

READ_FIRST = (
    "A facilitator reads it first. Then it may be shown to the room, without your name. "
    "What the group has made of it by then may stay."
)
#: What happens to the words, said before anybody writes.
FATES = {
    "never": "Kept for this workshop without your name. Never shown to the room, never published.",
    "room": f"{READ_FIRST} It is not published.",
    "review": f"{READ_FIRST} It may be published after people have reviewed it.",
}
ALONE_FATE = "No page shows it to anyone but you."
PRIVATE_FATE = (
    "The people who hold this workshop can read it, in a private list. It is kept apart from everything else."
)
AT_TABLE = "This question is for each person alone: use your own phone, or paper."
NOTICE = (
    "Other people may read what is sent. This is not the right place for a personal story, or for what is "
    "someone else's to tell. You can leave that part out. If you or someone you know needs help, these people listen:"
)


#: The parts of a reflection's script, the view last.
PARTS = (
    *("kit", "catcher", "words", "saving", "sheet", "actions", "offer"),
    *("marked_feed", "room_feed", "prompt_room", "reflection"),
)


class Kit(anywidget.AnyWidget):
    """What all reflections of a page share, so that it comes with the page once."""

    _esm = "export default {};"
    _css = ""

    does_without_kernel = tl.Bool(True).tag(sync=True)
    notice = tl.Unicode(NOTICE).tag(sync=True)
    soft_limit = tl.Int(SOFT_LIMIT).tag(sync=True)
    hard_limit = tl.Int(HARD_LIMIT).tag(sync=True)
    patterns = tl.List(tl.Dict()).tag(sync=True)
    lines = tl.List(tl.Dict()).tag(sync=True)

    def __repr__(self) -> str:
        return "Kit()"


class Reflection(Wired):
    """A prompt with its place to write: ``page.reflection("impact")``."""

    named_by = "prompt"
    _esm = esm(*PARTS)

    kit = tl.Instance(Kit).tag(sync=True, **ipw.widget_serialization)
    prompt = tl.Unicode().tag(sync=True)
    number = tl.Int().tag(sync=True)
    question = tl.Unicode().tag(sync=True)
    help = tl.Unicode().tag(sync=True)
    fate = tl.Unicode().tag(sync=True)
    fate_at_table = tl.Unicode().tag(sync=True)
    #: Whether its answers are about what to do, and can become a line of the plan.
    to_plan = tl.Bool(False).tag(sync=True)


def make_kit(toolkit: Toolkit) -> Kit:
    """Return what the reflections of a page share."""
    patterns = [
        {"key": pattern.key, "what": pattern.what, "regex": pattern.regex, "case": pattern.case}
        for pattern in toolkit.disclosures
    ]
    return Kit(patterns=patterns, lines=[line(fact) for fact in toolkit.bar_facts() if fact.kind == "phone"])


def make_reflection(key: str, toolkit: Toolkit, kit: Kit, messages: Answering | None = None) -> Reflection:
    """Return the reflection of one of the toolkit's prompts.

    Raises
    ------
    KeyError
        When the toolkit has no such prompt.
    """
    prompt = toolkit.prompt(key)
    fate = fate_of(prompt)
    return Reflection(
        messages=messages,
        kit=kit,
        prompt=prompt.key,
        number=prompt.number,
        question=prompt.question,
        help=prompt.help,
        fate=fate,
        to_plan=prompt.harvest == "action",
        fate_at_table=f"{AT_TABLE} {fate}" if prompt.private else fate,
    )


def fate_of(prompt: Prompt) -> str:
    """Return the sentence that says what happens to the words under a prompt."""
    fate = FATES[prompt.sensitivity]
    if prompt.private:
        return f"{fate} {PRIVATE_FATE}"
    return f"{fate} {ALONE_FATE}" if prompt.sensitivity == "never" else fate


def line(fact: Fact) -> dict[str, str]:
    """Return what a notice needs of a help line; a number that nobody confirmed says so."""
    status = "" if fact.status == "confirmed" else fact.status_words
    return {"label": fact.label, "value": fact.value, "says": fact.says, "status": status}
