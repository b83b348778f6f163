"""Every arrangement of themes can be undone exactly, and two facilitators lose nothing of each other's."""

from contextlib import closing

import pytest
from hypothesis import settings as effort
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.seats import NEVER, TOOLKIT, approve, card, key, meeting, say
from workshop.hold import judged_cards
from workshop.messages import FacilitatorMessages
from workshop.refusal import Refused
from workshop.store import Conflict, NotFound, Store, Theme, open_store
from workshop.themes import Arrangement, arrange

SEATS = range(4)
THEMES = [key(100 + number) for number in range(3)]


def stands(store: Store, session: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the titles of the themes, and the theme of each answer that has one."""
    titles = {theme.id: theme.title for theme in store.themes(session)}
    under = {name: each.theme for name, each in judged_cards(store, TOOLKIT, session).items() if each.theme}
    return titles, under


class Headings(RuleBasedStateMachine):
    """Two facilitators arrange answers from what each of them saw last, and undo it; seats take answers back."""

    def __init__(self) -> None:
        super().__init__()
        self.store = open_store("sqlite://")
        self.session = meeting(self.store).id
        for seat in SEATS:
            say(self.store, self.session, key(seat))
        self.seq = dict.fromkeys(SEATS, 1)
        self.cards = {seat: card(self.session, key(seat)) for seat in SEATS}
        self.seen = [
            ({}, {}),
            ({}, {}),
        ]  # themes by id, and the theme of each card, as each facilitator saw them
        self.look(0)
        self.look(1)

    def teardown(self) -> None:
        self.store.close()

    who = st.integers(0, 1)

    @rule(who=who)
    def look(self, who: int) -> None:
        themes = {theme.id: theme for theme in self.store.themes(self.session)}
        self.seen[who] = themes, stands(self.store, self.session)[1]

    @rule(
        who=who,
        titles=st.dictionaries(st.sampled_from(THEMES), st.sampled_from(["One", "Two", "Three"]), max_size=2),
        removed=st.sets(st.sampled_from(THEMES), max_size=1),
        moves=st.dictionaries(st.sampled_from(list(SEATS)), st.sampled_from(["", *THEMES]), max_size=3),
        undo=st.booleans(),
    )
    def arrange(self, who: int, titles: dict, removed: set, moves: dict, undo: bool) -> None:
        themes, under = self.seen[who]
        change = Arrangement(
            tuple(
                Theme(one, self.session, "start", title, themes[one].version if one in themes else 0)
                for one, title in titles.items()
            ),
            tuple((one, themes[one].version) for one in removed if one in themes),
            tuple((self.cards[seat], under.get(self.cards[seat], ""), to) for seat, to in moves.items()),
        )
        before = stands(self.store, self.session)
        now = {theme.id: theme for theme in self.store.themes(self.session)}
        try:
            back = arrange(self.store, TOOLKIT, self.session, change)
        except (Conflict, NotFound, Refused):
            assert stands(self.store, self.session) == before  # all or nothing
            return
        # Nothing that another facilitator had changed since was overwritten without saying the same.
        for theme in change.themes:
            if theme.id in now and now[theme.id].version != theme.version:
                assert now[theme.id].title == theme.title
        for name, was, to in change.cards:
            assert before[1].get(name, "") in (was, to)
        if undo and all(before[1].get(name, "") == was for name, was, _ in change.cards):
            arrange(self.store, TOOLKIT, self.session, back)
            assert stands(self.store, self.session) == before
        self.look(who)

    @rule(seat=st.sampled_from(list(SEATS)), words=st.booleans())
    def write_anew_or_take_back(self, seat: int, words: bool) -> None:
        self.seq[seat] += 1
        say(self.store, self.session, key(seat), "words" if words else "", self.seq[seat])

    @invariant()
    def no_answer_stands_under_a_theme_that_is_not_there(self) -> None:
        titles, under = stands(self.store, self.session)
        assert set(under.values()) <= titles.keys()


Headings.TestCase.settings = effort(max_examples=50, stateful_step_count=20)
test_every_arrangement_is_all_or_nothing_and_can_be_undone_exactly = Headings.TestCase


def theme(session: str, number: int = 100, **more: object) -> Theme:
    return Theme(**{"id": key(number), "session_id": session, "prompt": "start", "title": "A theme"} | more)


@pytest.mark.parametrize(
    ("field", "more"),
    [("title", {"title": " "}), ("title", {"title": "x" * 121}), ("id", {"id": "x"})]
    + [("prompt", {"prompt": prompt}) for prompt in (*NEVER, "nowhere")],
)
def test_a_theme_that_can_t_stand_is_refused_beside_its_field(store: Store, field: str, more: dict) -> None:
    session = meeting(store).id
    with pytest.raises(Refused) as refused:
        arrange(store, TOOLKIT, session, Arrangement((theme(session, **more),)))
    assert refused.value.field == field
    assert store.themes(session) == []


def test_a_theme_never_moves_to_another_question_with_the_answers_under_it(store: Store) -> None:
    session = meeting(store).id
    say(store, session, key(1))
    put = (card(session, key(1)), "", key(100))
    arrange(store, TOOLKIT, session, Arrangement((theme(session),), cards=(put,)))
    with pytest.raises(Refused, match="another question"):
        arrange(store, TOOLKIT, session, Arrangement((theme(session, prompt="learn", version=1),)))


def test_an_answer_comes_under_no_theme_of_another_question(store: Store) -> None:
    session = meeting(store).id
    say(store, session, key(1))
    put = (card(session, key(1)), "", key(100))
    with pytest.raises(NotFound, match="another question"):
        arrange(store, TOOLKIT, session, Arrangement((theme(session, prompt="learn"),), cards=(put,)))
    assert store.themes(session) == []


def test_one_answer_named_twice_in_a_change_is_refused(store: Store) -> None:
    session = meeting(store).id
    say(store, session, key(1))
    put = (card(session, key(1)), "", key(100))
    with pytest.raises(Refused):
        arrange(store, TOOLKIT, session, Arrangement((theme(session),), cards=(put, put)))


def test_the_undo_of_a_message_is_a_message(store: Store) -> None:
    session = meeting(store).id
    say(store, session, key(1))
    desk = FacilitatorMessages(store, TOOLKIT, session)
    sent = {
        "kind": "arrange",
        "themes": [{"id": key(100), "prompt": "start", "title": "A theme", "version": 0}],
        "cards": [{"card": card(session, key(1)), "from": "", "to": key(100)}],
    }
    reply = desk.answer(sent)
    assert stands(store, session)[1] == {card(session, key(1)): key(100)}
    assert "undo" in desk.answer(reply["undo"])
    assert stands(store, session) == ({}, {})


def test_only_approved_answers_without_a_theme_are_suggested(store: Store) -> None:
    session = meeting(store).id
    for seat in range(3):
        say(store, session, key(seat), "Ask the library for a room")
    say(store, session, key(7), "Ask the library for a meeting room")
    approve(store, session, key(0))
    approve(store, session, key(1))
    approve(store, session, key(7))
    put = (card(session, key(7)), "", key(100))
    arrange(store, TOOLKIT, session, Arrangement((theme(session),), cards=(put,)))
    [group] = FacilitatorMessages(store, TOOLKIT, session).answer(
        {"kind": "suggest-themes", "prompt": "start"}
    )["similar"]
    assert set(group) == {card(session, key(0)), card(session, key(1))}


def test_a_theme_of_an_ended_meeting_is_not_brought_back_once_it_was_destroyed() -> None:
    with closing(open_store("sqlite://")) as store:
        session = meeting(store).id
        store.end_session(session, "")
        with pytest.raises(NotFound, match="destroyed"):
            arrange(store, TOOLKIT, session, Arrangement((theme(session),)))
