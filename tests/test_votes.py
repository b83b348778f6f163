"""No seat has more dots than it is given, nobody sees a count before the end, and a tie is a tie."""

import json
from collections import Counter
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.seats import TOOLKIT, key, meeting
from workshop.messages import FacilitatorMessages
from workshop.refusal import Refused
from workshop.store import Conflict, NotFound, NotTaken, Store, Vote, VoteOption, open_store
from workshop.votes import MOST_OPTIONS, open_vote, ranked, read_ballot, save_ballot, set_state

VOTE = key(9)
OPTIONS = {key(1): "A school evening", key(2): "A list of helpers", key(3): "A talk at the library"}
DOTS = 3


def open_one(store: Store, session: str, options: dict[str, str] = OPTIONS, dots: int = DOTS) -> Vote:
    return open_vote(store, TOOLKIT, Vote(VOTE, session, "start", "What first?", dots=dots), options)


def counted(store: Store, session: str) -> dict[str, int]:
    [(_, options, _)] = store.votes(session)
    return {option.option: option.dots for option in options}


# Whatever anybody sends


class Ballots(RuleBasedStateMachine):
    """Three seats send any dots at all, again and late, while a facilitator closes and opens the vote."""

    def __init__(self) -> None:
        super().__init__()
        self.store = open_store("sqlite://")
        self.session = meeting(self.store).id
        self.vote = open_one(self.store, self.session)
        self.messages = FacilitatorMessages(self.store, TOOLKIT, self.session)
        self.placed = {seat: Counter() for seat in range(3)}
        self.seq = dict.fromkeys(range(3), 0)
        self.sent: list[tuple[int, dict[str, int], int]] = []
        self.open = True

    def teardown(self) -> None:
        self.store.close()

    def send(self, seat: int, dots: dict[str, int], seq: int) -> None:
        may = (
            self.open
            and sum(dots.values()) <= DOTS
            and {option for option, count in dots.items() if count} <= OPTIONS.keys()
        )
        again = seq == self.seq[seat] > 0 and +Counter(dots) == self.placed[seat]
        try:
            save_ballot(self.store, self.session, key(seat), VOTE, dots, seq)
        except Conflict:
            assert may
            assert seq <= self.seq[seat]
            assert not again
        except (Refused, NotFound):
            assert not may
        else:
            assert may
            assert again or seq > self.seq[seat]
            self.placed[seat], self.seq[seat] = +Counter(dots), seq

    counts = st.dictionaries(
        st.sampled_from([*OPTIONS, key(77), "", "x"]),
        st.integers(0, 4) | st.just(2**31 - 1),
        max_size=4,
    )

    @rule(seat=st.integers(0, 2), dots=counts, late=st.integers(0, 2))
    def place(self, seat: int, dots: dict[str, int], late: int) -> None:
        seq = max(self.seq[seat] + 1 - late, 1)
        self.sent.append((seat, dots, seq))
        self.send(seat, dots, seq)

    @rule(which=st.integers(0))
    def a_message_arrives_again(self, which: int) -> None:
        if self.sent:
            self.send(*self.sent[which % len(self.sent)])

    @rule()
    def close_or_open(self) -> None:
        self.open = not self.open
        state = "open" if self.open else "closed"
        self.vote = set_state(self.store, self.session, VOTE, state, self.vote.version)

    @invariant()
    def each_seat_has_the_dots_that_were_acknowledged_and_never_more_than_it_is_given(self) -> None:
        for seat, placed in self.placed.items():
            seq, dots = read_ballot(self.store, self.session, key(seat), self.vote)
            assert (seq, dots) == (self.seq[seat], dict(placed))
            assert sum(dots.values()) <= DOTS

    @invariant()
    @precondition(lambda self: self.open)
    def nobody_is_told_a_count_while_the_vote_is_open(self) -> None:
        assert set(counted(self.store, self.session).values()) == {0}
        for kind in ("read-room", "read-wall", "read-console"):
            told = self.messages.answer({"kind": kind})["content"]
            [vote] = told.get("room", told)["votes"]
            assert [set(option) for option in vote["options"]] == [{"option", "title"}] * len(OPTIONS)

    @invariant()
    @precondition(lambda self: not self.open)
    def a_closed_vote_counts_every_dot_once(self) -> None:
        assert +Counter(counted(self.store, self.session)) == sum(self.placed.values(), Counter())


Ballots.TestCase.settings = effort(max_examples=25, stateful_step_count=20)
test_no_seat_has_more_dots_than_it_is_given_whatever_it_sends = Ballots.TestCase


def test_a_number_that_would_fill_the_memory_is_refused_at_once(store: Store) -> None:
    session = meeting(store).id
    open_one(store, session)
    with pytest.raises(Refused, match="You have 3 dots"):
        save_ballot(store, session, key(1), VOTE, dict.fromkeys(OPTIONS, 2**31 - 1), 1)


def test_dots_below_zero_buy_no_dots_elsewhere(store: Store) -> None:
    session = meeting(store).id
    open_one(store, session)
    one, other, _ = OPTIONS
    with pytest.raises(Refused):
        save_ballot(store, session, key(1), VOTE, {one: 5, other: -2}, 1)


# Ties, and what a vote may be


@given(st.lists(st.integers(0, 4), min_size=2, max_size=8))
def test_choices_with_as_many_dots_share_a_place_and_are_said_to_be_tied(dots: list[int]) -> None:
    places = ranked([VoteOption(key(number), "", count) for number, count in enumerate(dots)])
    assert [one.dots for one in places] == sorted(dots, reverse=True)
    for one in places:
        assert one.place == 1 + sum(other.dots > one.dots for other in places)
        assert one.tied == (sum(other.dots == one.dots for other in places) > 1)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("question", {"question": " "}),
        ("dots", {"dots": 2}),
        ("dots", {"dots": 6}),
        ("prompt", {"prompt": "impact"}),
        ("prompt", {"prompt": "offer"}),
    ],
)
def test_a_vote_that_can_t_be_held_is_refused_beside_its_field(
    store: Store, field: str, changes: dict
) -> None:
    vote = Vote(**{"id": VOTE, "session_id": meeting(store).id, "prompt": "start", "question": "?"} | changes)
    with pytest.raises(Refused) as refused:
        open_vote(store, TOOLKIT, vote, OPTIONS)
    assert refused.value.field == field


@pytest.mark.parametrize("count", [0, 1, MOST_OPTIONS + 1])
def test_a_vote_has_at_least_two_choices_and_not_too_many(store: Store, count: int) -> None:
    session = meeting(store).id
    with pytest.raises(Refused, match="2 to 40"):
        open_one(store, session, {key(number): "Choice" for number in range(count)})


def test_two_facilitators_that_close_a_vote_at_once_close_it_once(store: Store) -> None:
    session = meeting(store).id
    vote = open_one(store, session)
    assert set_state(store, session, VOTE, "closed", vote.version) == set_state(
        store, session, VOTE, "closed", vote.version
    )
    with pytest.raises(Conflict):
        set_state(store, session, VOTE, "open", vote.version)


def test_a_vote_that_was_removed_takes_every_dot_with_it_and_can_be_held_again(store: Store) -> None:
    session = meeting(store).id
    vote = open_one(store, session)
    save_ballot(store, session, key(1), VOTE, dict.fromkeys(OPTIONS, 1), 1)
    store.remove_vote(session, VOTE, vote.version)
    assert store.votes(session) == []
    vote = open_one(store, session, dots=4)
    assert read_ballot(store, session, key(1), vote) == (0, {})


def test_after_the_end_no_dot_is_taken_and_no_count_is_lost(store: Store) -> None:
    session = meeting(store).id
    vote = open_one(store, session)
    one = next(iter(OPTIONS))
    save_ballot(store, session, key(1), VOTE, {one: 3}, 1)
    store.end_session(session, "summary")
    with pytest.raises(NotTaken):
        save_ballot(store, session, key(2), VOTE, {one: 1}, 1)
    for state in ("open", "closed"):
        with pytest.raises(NotTaken):
            set_state(store, session, VOTE, state, vote.version)
    assert counted(store, session)[one] == 3


# What the file says of a ballot


def test_no_two_dots_of_a_seat_can_be_told_to_be_from_one_seat() -> None:
    with closing(open_store("sqlite://")) as store:
        session = meeting(store).id
        open_one(store, session)
        for seat in range(4):
            save_ballot(store, session, key(seat), VOTE, {next(iter(OPTIONS)): 3}, 1)
        with store._reading() as connection:
            dots = connection.exec_driver_sql("SELECT * FROM dots").mappings().all()
            ballots = connection.exec_driver_sql("SELECT * FROM ballots").mappings().all()
    handles = [row["handle"] for row in (*dots, *ballots)]
    assert len(set(handles)) == 4 * DOTS + 4
    assert {name for row in dots for name in row} == {"handle", "session_id", "vote", "option"}
    assert {name for row in ballots for name in row} == {"handle", "session_id", "vote", "seq"}
    assert not [one for one in handles for other in handles if one != other and one[:16] in other]


def test_what_the_room_is_told_of_an_open_vote_is_the_same_wherever_the_dots_are(store: Store) -> None:
    session = meeting(store).id
    open_one(store, session)
    messages = FacilitatorMessages(store, TOOLKIT, session)
    one, other, _ = OPTIONS
    told = []
    for seq, choice in enumerate((one, other), 1):
        save_ballot(store, session, key(1), VOTE, {choice: 3}, seq)
        told.append(json.dumps(messages.answer({"kind": "read-room"})["content"]))
    assert told[0] == told[1]
