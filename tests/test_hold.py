"""A decision holds for the words that were read, and the log says nothing of whose they were."""

import json
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.seats import NEVER, SHOWN, TOOLKIT, approve, card, heard, key, meeting, reveal, say
from workshop.hold import CHILD_IN_DANGER, REASONS, VERDICTS, cards, decide, judged_cards
from workshop.messages import FacilitatorMessages, Messages
from workshop.refusal import Refused
from workshop.stage import set_prompt
from workshop.store import Conflict, NotFound, PromptStage, Store, open_store

KEYS = ["start", "learn", "impact", "offer"]


class Queue(RuleBasedStateMachine):
    """Seats write, change and take back while facilitators decide of what they read a while ago, reveal and hide.

    ``now`` is what each seat says to each prompt; ``verdicts`` what was decided of those very words.
    """

    def __init__(self) -> None:
        super().__init__()
        self.store = open_store("sqlite://")
        self.session = meeting(self.store).id
        self.phone = Messages(self.store, TOOLKIT, self.session)
        self.desk = FacilitatorMessages(self.store, TOOLKIT, self.session)
        self.now: dict[tuple[int, str], tuple[str, int]] = {}
        self.verdicts: dict[tuple[int, str], str] = {}
        self.read: list[tuple[int, str, int]] = []  # what a facilitator saw at some time
        self.revealed: set[str] = set()
        self.said = 0

    def teardown(self) -> None:
        self.store.close()

    places = st.tuples(st.integers(0, 1), st.sampled_from(KEYS))

    @rule(place=places, words=st.booleans())
    def write_or_take_back(self, place: tuple[int, str], words: bool) -> None:
        self.said += 1
        text = f"words no {self.said:04d}" if words else ""
        seq = self.now.get(place, ("", 0))[1] + 1
        say(self.store, self.session, key(place[0]), text, seq, place[1])
        self.now[place] = text, seq
        self.verdicts.pop(place, None)

    @rule(place=places)
    def look(self, place: tuple[int, str]) -> None:
        if place in self.now:
            self.read.append((*place, self.now[place][1]))

    @rule(which=st.integers(0), verdict=st.sampled_from(VERDICTS))
    def decide(self, which: int, verdict: str) -> None:
        if not self.read:
            return
        seat, prompt, seq = self.read[which % len(self.read)]
        text, present = self.now[seat, prompt]
        name = card(self.session, key(seat), prompt)
        before = heard(lambda: decide(self.store, TOOLKIT, self.session, name, seq, verdict))
        if isinstance(before, NotFound):
            assert not text or prompt in NEVER
        elif isinstance(before, Conflict):
            assert seq < present
            assert (before.newer.text, before.newer.seq) == (text, present)
        else:
            assert seq == present
            assert prompt not in NEVER
            assert before == self.verdicts.get((seat, prompt), "waiting")
            self.verdicts[seat, prompt] = verdict

    @rule(prompt=st.sampled_from(KEYS))
    def reveal_or_hide(self, prompt: str) -> None:
        kept = self.store.prompt_stages(self.session).get(prompt) or PromptStage(self.session, prompt)
        sent = PromptStage(self.session, prompt, revealed=not kept.revealed, version=kept.version)
        try:
            set_prompt(self.store, TOOLKIT, sent)
        except Refused:
            assert prompt in NEVER
        else:
            self.revealed ^= {prompt}

    @invariant()
    def the_room_and_the_wall_show_what_is_approved_in_its_present_words_and_revealed(self) -> None:
        may = {
            self.now[seat, prompt][0]
            for (seat, prompt), verdict in self.verdicts.items()
            if verdict == "approved" and prompt in self.revealed and prompt not in NEVER
        }
        for messages, kind in ((self.phone, "read-room"), (self.desk, "read-wall")):
            told = json.dumps(messages.answer({"kind": kind}))
            shown = {f"words no {number:04d}" for number in range(1, self.said + 1)}
            assert {text for text in shown if text in told} == may

    @invariant()
    def the_log_tells_no_words_and_no_answer(self) -> None:
        told = json.dumps(self.desk.answer({"kind": "read-log"}))
        assert "words no" not in told
        assert not [place for place in self.now if card(self.session, key(place[0]), place[1]) in told]


Queue.TestCase.settings = effort(max_examples=40, stateful_step_count=25)
test_nothing_is_shown_but_what_was_read_and_approved_and_revealed = Queue.TestCase


def test_words_that_change_after_they_were_approved_wait_again(store: Store) -> None:
    session = meeting(store).id
    say(store, session, key(1))
    approve(store, session, key(1))
    reveal(store, session)
    assert [each.response.text for each in store.revealed(session, SHOWN)] == ["words"]
    say(store, session, key(1), "other words", 2)
    assert store.revealed(session, SHOWN) == []
    [judged] = judged_cards(store, TOOLKIT, session).values()
    assert judged.verdict == "waiting"


def test_words_that_are_taken_back_leave_no_decision_and_no_theme_behind(store: Store) -> None:
    session = meeting(store).id
    kept = say(store, session, key(1))
    approve(store, session, key(1))
    say(store, session, key(1), "", 2)
    say(store, session, key(1), "words", 3)
    with store._reading() as connection:
        for table in ("decisions", "theme_cards"):
            found = connection.exec_driver_sql(f"SELECT handle FROM {table}").scalars().all()
            assert kept.handle not in found


@pytest.mark.parametrize("prompt", NEVER)
def test_answers_that_are_never_shown_are_no_cards_and_can_t_be_revealed(store: Store, prompt: str) -> None:
    session = meeting(store).id
    say(store, session, key(1), prompt=prompt)
    assert judged_cards(store, TOOLKIT, session) == {}
    with pytest.raises(NotFound):
        approve(store, session, key(1), prompt=prompt)
    with pytest.raises(Refused, match="never shown"):
        set_prompt(store, TOOLKIT, PromptStage(session, prompt, revealed=True))


@pytest.mark.parametrize("prompt", NEVER)
def test_answers_that_are_never_shown_are_not_shown_even_if_a_file_says_that_they_are_revealed(
    store: Store, prompt: str
) -> None:
    session = meeting(store).id
    said = say(store, session, key(1), "xylophone", prompt=prompt)
    store.save_prompt_stage(PromptStage(session, prompt, revealed=True))
    if not TOOLKIT.prompt(prompt).private:
        store.decide(said.session_id, said.handle, 1, "approved")
    desk = FacilitatorMessages(store, TOOLKIT, session)
    for kind in ("read-room", "read-wall", "read-console"):
        assert "xylophone" not in json.dumps(desk.answer({"kind": kind}))


def test_a_decision_is_undone_by_what_it_returned(store: Store) -> None:
    session = meeting(store).id
    say(store, session, key(1))
    before = decide(store, TOOLKIT, session, card(session, key(1)), 1, "hidden", "personal-story")
    assert decide(store, TOOLKIT, session, card(session, key(1)), 1, before) == "hidden"
    assert [each.verdict for each in judged_cards(store, TOOLKIT, session).values()] == ["waiting"]


@given(verdict=st.text(), reason=st.text())
@effort(max_examples=30)
def test_only_the_verdicts_and_reasons_of_the_list_are_kept(verdict: str, reason: str) -> None:
    with closing(open_store("sqlite://")) as store:
        session = meeting(store).id
        say(store, session, key(1))
        if verdict not in VERDICTS or reason not in REASONS:
            with pytest.raises(Refused):
                decide(store, TOOLKIT, session, card(session, key(1)), 1, verdict, reason)
        assert store.decisions(session) == []


def test_the_log_keeps_what_was_decided_in_its_order_and_not_of_which_answer(store: Store) -> None:
    session = meeting(store).id
    for seat, verdict in ((1, "approved"), (2, "hidden")):
        say(store, session, key(seat), f"xylophone {seat}")
        decide(store, TOOLKIT, session, card(session, key(seat)), 1, verdict, "")
    told = FacilitatorMessages(store, TOOLKIT, session).answer({"kind": "read-log"})["log"]
    assert [set(line) for line in told] == [{"number", "prompt", "verdict", "reason"}] * 2
    assert [(line["number"], line["verdict"]) for line in told] == [(1, "approved"), (2, "hidden")]


def test_a_card_can_t_be_led_back_to_a_handle_and_the_order_of_cards_says_nothing(store: Store) -> None:
    session = meeting(store).id
    handles = [say(store, session, key(seat)).handle for seat in range(12)]
    names = list(judged_cards(store, TOOLKIT, session))
    assert names == sorted(names)
    assert not [name for name in names for one in handles if name in one or name[:12] in one]


def test_a_text_after_which_a_child_may_have_to_be_reported_is_marked_as_urgent(store: Store) -> None:
    session = meeting(store).id
    say(store, session, key(1), "I'm worried about a girl in grade nine")
    say(store, session, key(2), "A meeting at the library, call 250-555-0134")
    found = {one.text[:3]: one for one in cards(TOOLKIT, judged_cards(store, TOOLKIT, session))}
    assert CHILD_IN_DANGER in {what for pattern in TOOLKIT.disclosures for what in [pattern.what]}
    assert found["I'm"].urgent
    assert not found["A m"].urgent
    assert found["A m"].signs == ("a phone number",)


def test_a_facilitator_s_pages_hold_no_handle_and_no_seat(store: Store) -> None:
    session = meeting(store).id
    kept = [say(store, session, key(seat), prompt=prompt) for seat in range(3) for prompt in SHOWN]
    desk = FacilitatorMessages(store, TOOLKIT, session)
    desk.answer({"kind": "take-seat", "seat": key(1), "table": False})
    for kind in ("read-console", "read-wall", "read-log", "read-offers", "read-community"):
        told = json.dumps(desk.answer({"kind": kind}))
        assert not [one for one in kept if one.handle in told]
        assert key(1) not in told
