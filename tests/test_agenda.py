"""An agenda is begun once, changed by two people at once, kept and used again; a step opens what belongs to it."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.seats import PROMPTS, TOOLKIT, heard, key, meeting, say
from workshop.agenda import (
    TWO_HOURS,
    begin_agenda,
    checked_step,
    enter_step,
    keep_agenda,
    mark,
    planned_under,
    prompt_stages,
    shipped_agenda,
    use_agenda,
)
from workshop.refusal import Refused
from workshop.responses import Closed
from workshop.store import AgendaStep, Conflict, Full, NotFound, Store, open_store

NOW = 1_800_000_000.0


def titles(store: Store, session: str) -> list[str]:
    return [step.title for step in store.agenda(session)]


def begun(store: Store) -> str:
    session = meeting(store).id
    assert begin_agenda(store, TOOLKIT, session)
    return session


# What is shipped


def test_the_shipped_agenda_takes_two_hours_and_opens_every_question_once() -> None:
    steps = shipped_agenda()
    assert sum(step.minutes for step in steps) == 120
    assert {step.section for step in steps} - {""} <= {section.key for section in TOOLKIT.sections}
    opened = [prompt for step in steps for prompt in step.prompts]
    assert sorted(opened) == sorted(PROMPTS)
    assert all(step.method and step.title for step in steps)


# Beginning


def test_to_begin_closes_the_questions_that_wait_for_their_step(store: Store) -> None:
    session = begun(store)
    assert {stage.open for stage in prompt_stages(store, TOOLKIT, session).values()} == {False}
    with pytest.raises(Closed):
        say(store, session, key(1))


def test_two_facilitators_that_begin_at_once_begin_one_agenda(store: Store) -> None:
    session = begun(store)
    before = store.agenda(session)
    assert not begin_agenda(store, TOOLKIT, session)
    assert store.agenda(session) == before


# Changing it, two at once


class Planners(RuleBasedStateMachine):
    """Two facilitators add, change and remove steps from what each of them saw last."""

    def __init__(self) -> None:
        super().__init__()
        self.store = open_store("sqlite://")
        self.session = meeting(self.store).id
        self.truth: dict[str, AgendaStep] = {}
        self.seen: list[dict[str, AgendaStep]] = [{}, {}]
        self.count = 0

    def teardown(self) -> None:
        self.store.close()

    who = st.integers(0, 1)
    which = st.integers(0)

    def pick(self, who: int, which: int) -> AgendaStep | None:
        known = list(self.seen[who].values())
        return known[which % len(known)] if known else None

    def say(self) -> str:
        self.count += 1
        return f"Step {self.count}"

    def learn(self) -> None:
        """Hear what the store says of steps that another one's place has moved; titles are what is never lost."""
        kept = {step.id: step for step in self.store.agenda(self.session)}
        assert {name: step.title for name, step in kept.items()} == {
            name: step.title for name, step in self.truth.items()
        }
        self.truth = kept

    @rule(who=who)
    def look(self, who: int) -> None:
        self.seen[who] = dict(self.truth)

    @rule(who=who, which=which)
    def add_after(self, who: int, which: int) -> None:
        new, other = AgendaStep(key(self.count + 1), self.session, 0, self.say()), self.pick(who, which)
        before = [step.id for step in self.store.agenda(self.session)]
        try:
            kept = self.store.insert_agenda_step(new, other.id) if other else self.store.save_agenda_step(new)
        except NotFound:
            assert other.id not in self.truth
            return
        self.truth[kept.id] = kept
        self.learn()
        if other:
            before.insert(before.index(other.id) + 1, new.id)
            assert [step.id for step in self.store.agenda(self.session)] == before
        self.seen[who] = dict(self.truth)

    @rule(who=who, which=which)
    def rename(self, who: int, which: int) -> None:
        old = self.pick(who, which)
        if old is None:
            return
        kept = heard(lambda: self.store.save_agenda_step(replace(old, title=self.say())))
        if isinstance(kept, Conflict):
            assert kept.newer == self.truth[old.id] != old
        elif isinstance(kept, NotFound):
            assert old.id not in self.truth
        else:
            assert self.truth[old.id].version == old.version
            self.truth[old.id] = kept
            self.seen[who][old.id] = kept

    @rule(who=who, which=which)
    def remove(self, who: int, which: int) -> None:
        old = self.pick(who, which)
        if old is None:
            return
        done = heard(lambda: self.store.remove_agenda_step(self.session, old.id, old.version))
        if isinstance(done, Conflict):
            assert done.newer == self.truth[old.id] != old
        else:
            self.truth.pop(old.id, None)

    @invariant()
    def the_agenda_is_what_was_acknowledged_last(self) -> None:
        self.learn()


Planners.TestCase.settings = effort(max_examples=40, stateful_step_count=20)
test_no_two_facilitators_overwrite_each_other_s_steps = Planners.TestCase


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("title", {"title": "\n"}),
        ("title", {"title": "x" * 121}),
        ("method", {"method": "x" * 601}),
        ("minutes", {"minutes": 241}),
        ("minutes", {"minutes": -1}),
        ("section", {"section": "nowhere"}),
        ("prompts", {"prompts": ("nowhere",)}),
        ("status", {"status": "gone"}),
        ("id", {"id": "x"}),
    ],
)
def test_a_step_that_can_t_stand_is_refused_beside_its_field(field: str, changes: dict) -> None:
    with pytest.raises(Refused) as refused:
        checked_step(TOOLKIT, replace(AgendaStep(key(1), key(2), 0, "A step"), **changes))
    assert refused.value.field == field


def test_an_agenda_has_room_for_another_step_however_often_another_was_used(store: Store) -> None:
    session = begun(store)
    for _ in range(40):
        use_agenda(store, TOOLKIT, session, TWO_HOURS, mark(store.agenda(session)))
    last = store.agenda(session)[-1]
    store.insert_agenda_step(AgendaStep(key(1), session, 0, "One more"), last.id)
    assert titles(store, session)[-1] == "One more"


def test_an_agenda_without_end_is_refused_in_a_sentence(store: Store) -> None:
    session = meeting(store).id
    for number in range(60):
        store.save_agenda_step(AgendaStep(key(number), session, number, "A step"))
    with pytest.raises(Full):
        store.save_agenda_step(AgendaStep(key(99), session, 99, "One more"))


# Keeping one


@given(
    name=st.text(min_size=1, max_size=60),
    minutes=st.lists(st.integers(0, 240), max_size=4),
)
@effort(max_examples=25)
def test_an_agenda_that_was_kept_comes_back_as_it_was(name: str, minutes: list[int]) -> None:
    with open_store("sqlite://") as store:
        session = meeting(store).id
        steps = [
            AgendaStep(key(place), session, place, f"Step {place}", "How", each, "who", ("start",))
            for place, each in enumerate(minutes)
        ]
        kept = heard(lambda: keep_agenda(store, name, steps))
        if isinstance(kept, Refused):
            assert kept.field == "name"
            return
        again = planned_under(store, TOOLKIT, kept)
        assert [(one.title, one.method, one.minutes, one.section, one.prompts) for one in again] == [
            (one.title, one.method, one.minutes, one.section, one.prompts) for one in steps
        ]


@pytest.mark.parametrize("name", ["", " \n", "two HOURS", "x" * 61])
def test_a_name_under_which_no_agenda_can_be_kept_is_refused(store: Store, name: str) -> None:
    with pytest.raises(Refused):
        keep_agenda(store, name, [])


def test_a_kept_agenda_loses_what_the_toolkit_has_lost_since(store: Store) -> None:
    step = {"title": "Old", "minutes": 5, "section": "gone", "prompts": ["gone", "start"], "method": ""}
    store.save_agenda_template("Old", json.dumps([step]))
    [planned] = planned_under(store, TOOLKIT, "Old")
    assert (planned.section, planned.prompts) == ("", ("start",))


def test_an_agenda_that_nobody_kept_is_refused(store: Store) -> None:
    with pytest.raises(Refused):
        use_agenda(store, TOOLKIT, meeting(store).id, "Nothing", mark([]))


# Entering a step


def test_to_enter_a_step_opens_its_questions_sets_the_clock_and_ticks_off_the_one_before(
    store: Store,
) -> None:
    session = begun(store)
    steps = store.agenda(session)
    talk = next(step for step in steps if "impact" in step.prompts)
    first = enter_step(store, TOOLKIT, session, steps[0].id, 0, NOW, done=True)
    entered = enter_step(store, TOOLKIT, session, talk.id, first.version, NOW, done=True)
    assert (entered.step, entered.section, entered.clock_ends) == (
        talk.id,
        talk.section,
        NOW + 60 * talk.minutes,
    )
    opened = {name for name, stage in prompt_stages(store, TOOLKIT, session).items() if stage.open}
    assert opened == set(talk.prompts)
    assert [step.status for step in store.agenda(session)][:2] == ["done", "to-come"]


def test_a_facilitator_who_saw_an_older_room_moves_nobody(store: Store) -> None:
    session = begun(store)
    one, other, *_ = store.agenda(session)
    enter_step(store, TOOLKIT, session, one.id, 0, NOW, done=False)
    with pytest.raises(Conflict) as conflict:
        enter_step(store, TOOLKIT, session, other.id, 0, NOW, done=False)
    assert conflict.value.newer.step == one.id
    assert store.stage(session).step == one.id


def test_a_break_keeps_the_section_and_a_step_without_minutes_has_no_clock(store: Store) -> None:
    session = begun(store)
    steps = store.agenda(session)
    pause = next(step for step in steps if not step.section)
    first = enter_step(store, TOOLKIT, session, steps[0].id, 0, NOW, done=False)
    rest = enter_step(store, TOOLKIT, session, pause.id, first.version, NOW, done=False)
    assert rest.section == steps[0].section
    store.save_agenda_step(replace(steps[1], minutes=0))
    assert enter_step(store, TOOLKIT, session, steps[1].id, rest.version, NOW, done=False).clock_ends == 0


def test_a_step_that_is_gone_is_told(store: Store) -> None:
    with pytest.raises(Refused):
        enter_step(store, TOOLKIT, begun(store), key(1), 0, NOW, done=False)
