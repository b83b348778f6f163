"""The wall: what a whole hall sees, from the projector; nothing on it that was not approved and revealed."""

import traitlets as tl

from widgets.desk import prompt_traits
from widgets.wired import FACILITATOR_STYLES, Answering, Wired, css, esm
from workshop.toolkit import Toolkit


class Wall(Wired):
    """The way in, the clock, the present step, and what the room may see: ``console.wall()``."""

    live = True
    _esm = esm("marked_feed", "desk_clock", "square", "chair", "wall_fit", "wall_slides", "wall")
    _css = css(FACILITATOR_STYLES)

    prompts = tl.List(tl.Dict()).tag(sync=True)


def make_wall(toolkit: Toolkit, messages: Answering | None = None) -> Wall:
    """Return the wall."""
    return Wall(messages=messages, prompts=prompt_traits(toolkit))
