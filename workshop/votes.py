"""Dot votes: each seat has a few dots, nobody sees the count before the end, and ties stay ties."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from workshop.privacy import clean_line, handle
from workshop.refusal import UNREADABLE, Refused, refuse_longer, refuse_strange_id
from workshop.store import Store, Vote, VoteOption
from workshop.toolkit import Toolkit

FEWEST_DOTS, MOST_DOTS = 3, 5
FEWEST_OPTIONS, MOST_OPTIONS = 2, 40
STATES = ("open", "closed")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A choice with its dots and its place; choices with as many dots share a place."""

    option: str
    title: str
    dots: int
    place: int
    tied: bool


def open_vote(store: Store, toolkit: Toolkit, vote: Vote, options: Mapping[str, str]) -> Vote:
    """Open a vote between options, given as titles by id.

    Raises
    ------
    Refused
        When it is no vote that can be held.
    NotTaken
        When the meeting has ended.
    Full
        When there are as many votes as there may be.
    """
    refuse_strange_id(vote.id)
    question = refuse_longer(clean_line(vote.question), 200, "question", "The question of a vote")
    if not question or not vote.id:
        raise Refused("Say what people vote on.", "question")
    if not FEWEST_DOTS <= vote.dots <= MOST_DOTS:
        raise Refused(f"Choose from {FEWEST_DOTS} to {MOST_DOTS} dots.", "dots")
    if vote.prompt not in {prompt.key for prompt in toolkit.prompts if prompt.sensitivity != "never"}:
        raise Refused("There is no vote on this question.", "prompt")
    if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
        raise Refused(f"A vote has {FEWEST_OPTIONS} to {MOST_OPTIONS} choices.", "options")
    titles = {}
    for option, title in options.items():
        refuse_strange_id(option, "options")
        titles[option] = refuse_longer(clean_line(title), 200, "options", "A choice")
        if not option or not titles[option]:
            raise Refused("Each choice needs a name.", "options")
    return store.open_vote(replace(vote, question=question, state="open", version=0), titles)


def set_state(store: Store, session_id: str, vote_id: str, state: str, version: int) -> Vote:
    """Close a vote, or open it again.

    Raises
    ------
    Refused
        When there is no such vote.
    Conflict
        When another facilitator changed it since that version.
    """
    if state not in STATES:
        raise Refused(UNREADABLE, "state")
    return store.save_vote(replace(find(store, session_id, vote_id), state=state, version=version))


def find(store: Store, session_id: str, vote_id: str) -> Vote:
    """Return a vote.

    Raises
    ------
    Refused
        When there is none with this id.
    """
    for vote, _, _ in store.votes(session_id):
        if vote.id == vote_id:
            return vote
    raise Refused("There is no such vote (any more).")


def save_ballot(
    store: Store, session_id: str, seat: str, vote_id: str, dots: Mapping[str, int], seq: int
) -> None:
    """Put a seat's dots where it wants them; the dots it had before are moved.

    Raises
    ------
    Refused
        When these are more dots than a seat has, whatever the page says.
    NotFound
        When the vote is closed.
    NotTaken
        When the meeting has ended.
    Conflict
        When another page of the same seat has moved them since.
    """
    vote = find(store, session_id, vote_id)
    count = sum(dots.values())  # before anything is made of it: a page may send any number
    if count > vote.dots or min(dots.values(), default=0) < 0:
        raise Refused(f"You have {vote.dots} dots, and these would be {count:,}.", "dots")
    placed = [option for option, count in sorted(dots.items()) for _ in range(count)]
    if not all(placed):
        raise Refused("There is no such choice in this vote.", "dots")
    handles = _dot_handles(seat, session_id, vote)
    placed += [""] * (len(handles) - len(placed))
    store.save_ballot(vote, _ballot(seat, session_id, vote_id), seq, dict(zip(handles, placed, strict=True)))


def read_ballot(store: Store, session_id: str, seat: str, vote: Vote) -> tuple[int, dict[str, int]]:
    """Return a seat's own count of changes in a vote, and how many of its dots are on which option."""
    seq, placed = store.ballot(_ballot(seat, session_id, vote.id), _dot_handles(seat, session_id, vote))
    return seq, {option: placed.count(option) for option in placed}


def ranked(options: Sequence[VoteOption]) -> list[Ranked]:
    """Return the choices of a closed vote, those with the most dots first; a tie is said to be one."""
    counts = sorted((option.dots for option in options), reverse=True)
    ordered = sorted(options, key=lambda option: -option.dots)
    return [
        Ranked(
            option.option,
            option.title,
            option.dots,
            counts.index(option.dots) + 1,
            counts.count(option.dots) > 1,
        )
        for option in ordered
    ]


def _ballot(seat: str, session_id: str, vote_id: str) -> str:
    return handle(seat, session_id, f"ballot:{vote_id}")


def _dot_handles(seat: str, session_id: str, vote: Vote) -> list[str]:
    """Return the handle of each dot that a seat has: what it sends can place no other."""
    return [handle(seat, session_id, f"dot:{vote.id}:{number}") for number in range(vote.dots)]
