"""From answers to a plan: themes, votes, and where each answer goes."""

import traitlets as tl

from widgets.desk import prompt_traits
from widgets.wired import FACILITATOR_STYLES, Answering, Wired, css, esm
from workshop.toolkit import Toolkit
from workshop.votes import FEWEST_DOTS, MOST_DOTS

PARTS = ("feed", "focus", "actions", "marked_feed", "deeds", "paper", "desk_kit")
OWN = ("board_harvest", "board_themes", "board_votes", "board_lists", "board_offers")


class Board(Wired):
    """What a group makes of its answers: ``console.board()``."""

    live = True
    _esm = esm(*PARTS, *OWN, "board")
    _css = css(FACILITATOR_STYLES)

    prompts = tl.List(tl.Dict()).tag(sync=True)
    groups = tl.List(tl.Dict()).tag(sync=True)
    dots = tl.List(tl.Int()).tag(sync=True)


def make_board(toolkit: Toolkit, messages: Answering | None = None) -> Board:
    """Return the board on which answers become a plan."""
    return Board(
        messages=messages,
        prompts=prompt_traits(toolkit),
        groups=[
            {
                "key": group.key,
                "name": group.name,
                "words": " ".join((group.name, *(mention.words for mention in group.mentions))),
            }
            for group in toolkit.groups
        ],
        dots=[FEWEST_DOTS, MOST_DOTS],
    )
