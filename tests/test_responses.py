"""A seat finds, changes and takes back its own words, in whatever order its messages arrive, and no one else's."""

import secrets
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from workshop.refusal import Refused
from workshop.responses import HARD_LIMIT, SOFT_LIMIT, STATES, read_responses, save_response
from workshop.store import Conflict, Response, Store, open_store
from workshop.toolkit import load_toolkit

TOOLKIT = load_toolkit()
PROMPTS = {prompt.key: prompt for prompt in TOOLKIT.prompts}
START, OFFER = PROMPTS["start"], PROMPTS["offer"]
SESSION = "5" * 32
SEAT, OTHER_SEAT = "0" * 32, "1" * 32


def save(
    store: Store, text: str, seq: int = 1, *, seat: str = SEAT, state: str = "written", prompt=START
) -> Response:
    return save_response(store, SESSION, seat, prompt, state=state, text=text, seq=seq)


def read(store: Store, seat: str = SEAT, prompt=START) -> Response:
    return read_responses(store, SESSION, seat, TOOLKIT.prompts)[prompt.key]


# Whatever order messages arrive in


class TabsOfOneSeat(RuleBasedStateMachine):
    """Two tabs of a phone that save, try again, and send late what the other tab has long changed."""

    def __init__(self) -> None:
        super().__init__()
        self.store = open_store("sqlite://")
        self.seat = secrets.token_hex(16)
        self.seen = [0, 0]  # the seq that each tab saw last
        self.sent: list[tuple[str, str, int]] = []
        self.current = ("none", "", 0)

    def teardown(self) -> None:
        self.store.close()

    def send(self, state: str, text: str, seq: int) -> int:
        """Send a message and return the seq that its reply tells."""
        self.sent.append((state, text, seq))
        try:
            saved = save(self.store, text, seq, seat=self.seat, state=state)
        except Conflict as conflict:
            newer = (conflict.newer.state, conflict.newer.text, conflict.newer.seq)
            assert newer == self.current
            assert newer[2] >= seq
            assert newer[:2] != (state, text)
            return newer[2]
        if seq > self.current[2]:
            self.current = (state, text, seq)
        # Acknowledged: these very words are the ones that are kept now.
        assert (saved.state, saved.text, saved.seq) == self.current
        assert (saved.state, saved.text) == (state, text)
        return saved.seq

    @rule(tab=st.integers(0, 1), text=st.sampled_from(["one", "two", "three"]))
    def write(self, tab: int, text: str) -> None:
        self.seen[tab] = self.send("written", text, self.seen[tab] + 1)

    @rule(tab=st.integers(0, 1), state=st.sampled_from(["passed", "withdrawn"]))
    def pass_or_take_back(self, tab: int, state: str) -> None:
        self.seen[tab] = self.send(state, "", self.seen[tab] + 1)

    @rule(which=st.integers(0))
    def a_message_arrives_again(self, which: int) -> None:
        if self.sent:
            self.send(*self.sent[which % len(self.sent)])

    @rule(tab=st.integers(0, 1))
    def reload(self, tab: int) -> None:
        self.seen[tab] = read(self.store, self.seat).seq

    @invariant()
    def the_words_of_the_highest_seq_are_kept(self) -> None:
        kept = read(self.store, self.seat)
        assert (kept.state, kept.text, kept.seq) == self.current
        assert kept.seq == max((seq for *_, seq in self.sent), default=0)


TestTabsOfOneSeat = TabsOfOneSeat.TestCase
TestTabsOfOneSeat.settings = effort(max_examples=40, stateful_step_count=25, deadline=None)


# Changing and taking back


def test_a_question_that_was_never_touched_has_no_words(store: Store) -> None:
    found = read_responses(store, SESSION, SEAT, TOOLKIT.prompts)
    assert found.keys() == PROMPTS.keys()
    assert {(response.state, response.text, response.seq) for response in found.values()} == {("none", "", 0)}


@pytest.mark.parametrize("prompt", PROMPTS.values(), ids=PROMPTS.keys())
def test_each_of_the_nine_answers_is_found_again_changed_and_taken_back(store: Store, prompt) -> None:
    save(store, "first words", 1, prompt=prompt)
    assert read(store, prompt=prompt).text == "first words"
    save(store, "better words", 2, prompt=prompt)
    assert read(store, prompt=prompt).text == "better words"
    save(store, "", 3, state="withdrawn", prompt=prompt)
    assert (read(store, prompt=prompt).state, read(store, prompt=prompt).text) == ("withdrawn", "")


def test_an_answer_with_its_last_word_deleted_is_taken_back(store: Store) -> None:
    save(store, "words")
    assert save(store, " \n\u202e ", 2).state == "withdrawn"


@pytest.mark.parametrize("state", ["passed", "withdrawn"])
def test_words_that_come_with_a_pass_or_a_withdrawal_are_not_kept(store: Store, state: str) -> None:
    assert save(store, "words that were left in the box", state=state).text == ""
    assert read(store).text == ""


def test_a_word_that_was_taken_back_is_nowhere_in_the_database_files_when_the_phone_hears_so(
    store: Store, tmp_path
) -> None:
    save(store, "xylophone")
    save(store, "", 2, state="withdrawn")
    files = list(tmp_path.glob("workshop.db*"))
    assert files
    assert not [file for file in files if b"xylophone" in file.read_bytes()]


@pytest.mark.parametrize("state", ["none", "", "Written", "hidden"])
def test_a_state_that_no_answer_has_is_refused_and_nothing_is_kept(store: Store, state: str) -> None:
    with pytest.raises(Refused):
        save(store, "words", state=state)
    assert read(store).state == "none"


# Other seats


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from(list(PROMPTS)), st.sampled_from(STATES)), max_size=12
    )
)
@effort(max_examples=25)
def test_a_seat_reads_its_own_words_and_never_anothers(saves: list[tuple[int, str, str]]) -> None:
    seats = [secrets.token_hex(16) for _ in range(3)]
    expected = [dict.fromkeys(PROMPTS, ("none", "")) for _ in seats]
    with closing(open_store("sqlite://")) as store:
        for seq, (who, key, state) in enumerate(saves, 1):
            text = f"of seat {who}" if state == "written" else ""
            save(store, text, seq, seat=seats[who], state=state, prompt=PROMPTS[key])
            expected[who][key] = (state, text)
        for who, seat in enumerate(seats):
            found = read_responses(store, SESSION, seat, TOOLKIT.prompts)
            assert {key: (kept.state, kept.text) for key, kept in found.items()} == expected[who]


def test_the_same_phone_in_another_session_starts_with_empty_boxes(store: Store) -> None:
    save(store, "words")
    other = read_responses(store, "6" * 32, SEAT, TOOLKIT.prompts)
    assert {response.state for response in other.values()} == {"none"}


def test_two_seats_that_say_the_same_are_two_answers(store: Store) -> None:
    save(store, "the same words")
    save(store, "the same words", seat=OTHER_SEAT)
    assert store.response_counts(SESSION) == {"start": 2}


def test_only_what_was_written_is_counted(store: Store) -> None:
    save(store, "words")
    save(store, "", state="passed", seat=OTHER_SEAT)
    save(store, "", state="withdrawn", seat="2" * 32)
    assert store.response_counts(SESSION) == {"start": 1}


# What people offer of themselves


def test_only_the_offers_are_private() -> None:
    assert [prompt.key for prompt in TOOLKIT.prompts if prompt.private] == ["offer"]


@pytest.mark.parametrize("prompt", PROMPTS.values(), ids=PROMPTS.keys())
def test_an_offer_is_kept_in_the_private_table_alone_and_every_other_answer_in_the_common_one(
    store: Store, prompt
) -> None:
    name = save(store, "words", prompt=prompt).handle
    common, private = store.responses([name]), store.responses([name], private=True)
    assert (name in common, name in private) == (not prompt.private, prompt.private)


def test_an_answer_of_a_table_is_marked_as_a_tables(store: Store) -> None:
    own = save_response(store, SESSION, SEAT, START, state="written", text="ours", seq=1, from_table=True)
    assert own.from_table
    assert read(store).from_table


# Limits


def test_two_thousand_characters_are_taken_and_one_more_is_refused_with_both_numbers(store: Store) -> None:
    longest = "é" * HARD_LIMIT
    assert (SOFT_LIMIT, HARD_LIMIT) == (400, 2000)
    assert save(store, longest).text == longest
    with pytest.raises(Refused) as told:
        save(store, longest + "é", 2)
    assert "2,000" in str(told.value)
    assert "2,001" in str(told.value)
    assert told.value.field == "text"
    assert read(store).text == longest


def test_an_answer_that_is_too_long_leaves_nothing_behind(store: Store, tmp_path) -> None:
    before = store.revision()
    with pytest.raises(Refused):
        save(store, "xylophone " * 201)
    assert store.revision() == before
    assert read(store).state == "none"
    assert not [file for file in tmp_path.glob("workshop.db*") if b"xylophone" in file.read_bytes()]


def test_space_around_an_answer_does_not_count(store: Store) -> None:
    assert len(save(store, " \n" + "x" * HARD_LIMIT + "  \n").text) == HARD_LIMIT


def test_the_longest_answer_in_the_widest_script_comes_back_whole(store: Store) -> None:
    text = "\U0001f332" * HARD_LIMIT
    save(store, text)
    assert read(store).text == text
