"""Cohorts meet in one workshop, each with its own meetings and its own key, and a trainer sees how far each is."""

from dataclasses import replace
from datetime import date

import pytest

from tests.cohorts import MARK, begin, plant, records_of
from tests.hostile import HOSTILE
from tests.seats import DAY, TOOLKIT, heard, key, say
from workshop import agenda, cohorts
from workshop.refusal import Refused
from workshop.session import begin_session, current_session, find_session, is_held
from workshop.store import (
    HOME,
    Cohort,
    Conflict,
    NotEmpty,
    NotFound,
    Store,
)

pytestmark = pytest.mark.both_databases


def test_each_cohort_has_its_own_meetings_counted_from_one_and_its_own_code(store: Store) -> None:
    home = current_session(store)
    one, other = begin(store, "Alder Flats"), begin(store, "Birch Bay", 2)
    begin_session(store.of_cohort(one.id), "Second", DAY)
    held = {name: store.of_cohort(name).sessions() for name in (HOME, one.id, other.id)}
    assert {name: [session.number for session in sessions] for name, sessions in held.items()} == {
        HOME: [1],
        one.id: [1, 2],
        other.id: [1],
    }
    codes = [session.join_code for sessions in held.values() for session in sessions]
    assert len(set(codes)) == 4
    assert store.sessions() == [home]
    assert find_session(store, codes[1]).cohort_id == one.id
    assert is_held(store, home.id)  # the meetings of others end nothing here
    assert is_held(store, held[other.id][0].id)
    assert not is_held(store, held[one.id][0].id)


def test_a_key_opens_its_own_cohort_is_kept_nowhere_and_can_be_changed(store: Store) -> None:
    cohort, first = cohorts.begin_cohort(store, key(1), "Alder Flats")
    assert store.cohort_with_key(cohorts.mark_of_key(first)) == cohort
    second = cohorts.change_key(store, cohort.id)
    assert second != first
    with pytest.raises(NotFound):
        store.cohort_with_key(cohorts.mark_of_key(first))
    assert store.cohort_with_key(cohorts.mark_of_key(second)) == cohort
    written = repr(store.copy_out().tables)
    assert cohorts.mark_of_key(second) in written
    assert first not in written
    assert second not in written


def test_a_cohort_that_is_begun_twice_by_one_message_is_there_once_and_the_last_key_holds(
    store: Store,
) -> None:
    keys = [cohorts.begin_cohort(store, key(1), "Alder Flats")[1] for _ in range(2)]
    (cohort,) = store.cohorts()
    assert store.cohort_with_key(cohorts.mark_of_key(keys[1])) == cohort
    assert len(store.of_cohort(cohort.id).sessions()) == 1


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "ALDER flats"])
def test_a_cohort_needs_a_name_that_no_other_has(store: Store, name: str) -> None:
    cohort = begin(store, "Alder Flats")
    with pytest.raises(Refused) as refused:
        begin(store, name, 2)
    assert refused.value.field == "name"
    assert store.cohorts() == [cohort]


@pytest.mark.parametrize("name", [text for text in HOSTILE if 0 < len(text.strip()) < 80])
def test_any_name_is_kept_as_words_or_refused_in_a_sentence(store: Store, name: str) -> None:
    done = heard(lambda: begin(store, name))
    assert (store.cohorts() == [done]) is not (isinstance(done, Refused) and str(done).endswith("."))


def test_two_trainers_who_rename_a_cohort_at_once_both_hear_of_it(store: Store) -> None:
    cohort = begin(store, "Alder Flats")
    renamed = cohorts.rename_cohort(store, replace(cohort, name="Alder Ridge"))
    with pytest.raises(Conflict) as conflict:
        cohorts.rename_cohort(store, replace(cohort, name="Alder Hill"))
    assert conflict.value.newer == renamed


def test_nothing_is_written_into_another_cohorts_meeting(store: Store) -> None:
    one, other = begin(store, "Alder Flats"), begin(store, "Birch Bay", 2)
    session = current_session(store.of_cohort(one.id))
    for stranger in (store, store.of_cohort(other.id)):
        with pytest.raises(NotFound):
            say(stranger, session.id, key(1))
        with pytest.raises(NotFound):
            stranger.end_session(session.id, "nothing")
        with pytest.raises(NotFound):
            stranger.session(session.id)
        with pytest.raises(NotFound):
            stranger.change_session(session.id, title="Ours")
    assert store.of_cohort(one.id).sessions() == [session]


def test_what_a_cohort_is_told_of_changes_with_its_own_meetings_alone(store: Store) -> None:
    one, other = begin(store, "Alder Flats"), begin(store, "Birch Bay", 2)
    here, there = (current_session(store.of_cohort(cohort.id)).id for cohort in (one, other))
    before, seen = store.session_revision(there), store.revision()
    say(store.of_cohort(one.id), here, key(1))
    assert store.session_revision(there) == before
    assert store.session_revision(here) > before
    assert store.changed_sessions(seen) == {here}
    cohorts.begin_cohort(store, key(3), "Cedar Point")
    assert (
        store.changed_sessions(seen) is None
    )  # everybody looks anew: a session of theirs may have come or gone


def test_agendas_that_a_cohort_keeps_are_its_own(store: Store) -> None:
    one, other = (store.of_cohort(begin(store, name, n).id) for n, name in enumerate(("Alder", "Birch")))
    for own in (one, other):
        agenda.begin_agenda(own, TOOLKIT, current_session(own).id)
        agenda.keep_agenda(own, "Evening", own.agenda(current_session(own).id))
    one.remove_agenda_template("Evening")
    assert (list(one.agenda_templates()), list(other.agenda_templates())) == ([], ["Evening"])


def test_a_cohort_is_removed_with_all_its_records_and_no_others(store: Store) -> None:
    one, other = begin(store, "Alder Flats"), begin(store, "Birch Bay", 2)
    plant(store, one)
    plant(store, other)
    kept = records_of(store, current_session(store.of_cohort(other.id)).id)
    with pytest.raises(NotEmpty):
        store.remove_cohort(one.id)
    receipt = cohorts.remove_cohort(store, one.id)
    assert dict(receipt.gone)["answers to the questions"] == len(TOOLKIT.prompts) - 1
    assert store.cohorts() == [other]
    assert store.of_cohort(one.id).sessions() == []
    assert records_of(store, current_session(store.of_cohort(other.id)).id) == kept
    cohorts.remove_cohort(store, other.id)
    assert MARK not in repr(store.copy_out().tables)


def test_a_trainer_sees_things_that_are_done_section_by_section_and_nothing_of_a_person(store: Store) -> None:
    cohort = begin(store, "Alder Flats")
    desk = plant(store, cohort)
    own, session = store.of_cohort(cohort.id), desk.session_id
    step = own.agenda(session)[0]
    own.save_agenda_step(replace(step, status="done"))
    desk.answer({"kind": "save-step", "key": TOOLKIT.steps[0].key, "status": "done", "version": 0})
    home, found = cohorts.progress_of_all(store, TOOLKIT, date.today(), "Ours")
    assert (home.cohort, home.meetings, home.latest) == (Cohort(HOME, "Ours"), 0, None)
    assert (found.cohort, found.meetings) == (cohort, 1)
    sections = {one.section: one for one in found.sections}
    assert list(sections) == [section.key for section in TOOLKIT.sections]
    assert sum(one.steps_done for one in found.sections) == (step.section != "")
    assert (sections["how"].done, sections["how"].things) == (1, len(TOOLKIT.steps))
    assert (sections["reflecting"].done, sections["reflecting"].things) == (9, 9)
    assert (sections["next-steps"].done, sections["next-steps"].things) == (0, 1)
    assert MARK not in repr(found.sections)
