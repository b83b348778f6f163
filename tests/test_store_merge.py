"""Two entries become one in one go, or not at all; what people said of two entries is remembered."""

from dataclasses import replace

import pytest

from tests.stored import SESSION, entry, the_map
from workshop.store import Conflict, Entry, NotFound, Store

pytestmark = pytest.mark.both_databases


def joined(keep: Entry, other: Entry) -> Entry:
    return replace(keep, notes=f"{keep.notes}{other.name}")


def test_of_two_entries_one_stays_with_what_was_made_of_both(store: Store) -> None:
    keep, other = store.save_entry(entry()), store.save_entry(entry("Libary", 2))
    made, before = store.merge_entries(SESSION, (keep.id, 1), (other.id, 1), joined)
    assert made == replace(keep, notes="Libary", version=2)
    assert before == (keep, other)
    assert the_map(store) == {keep.id: made}


def test_a_merge_that_is_sent_again_is_acknowledged_again_and_changes_nothing(store: Store) -> None:
    keep, other = store.save_entry(entry()), store.save_entry(entry("Libary", 2))
    made, _ = store.merge_entries(SESSION, (keep.id, 1), (other.id, 1), joined)
    assert store.merge_entries(SESSION, (keep.id, 1), (other.id, 1), joined) == (made, ())
    assert the_map(store) == {keep.id: made}


def test_a_merge_that_was_undone_does_not_happen_again_by_a_late_message(store: Store) -> None:
    keep, other = store.save_entry(entry()), store.save_entry(entry("Libary", 2))
    made, before = store.merge_entries(SESSION, (keep.id, 1), (other.id, 1), joined)
    store.save_entry(replace(before[0], version=made.version))
    store.save_entry(replace(before[1], version=0))
    with pytest.raises(Conflict):
        store.merge_entries(SESSION, (keep.id, 1), (other.id, 1), joined)
    assert {one.name for one in the_map(store).values()} == {"Library", "Libary"}


def test_a_merge_of_what_someone_else_changed_or_removed_changes_nothing(store: Store) -> None:
    keep, other = store.save_entry(entry()), store.save_entry(entry("Libary", 2))
    newer = store.save_entry(replace(other, name="Municipal libary"))
    for ends in (((keep.id, 1), (other.id, 1)), ((other.id, 1), (keep.id, 1))):
        with pytest.raises(Conflict) as told:
            store.merge_entries(SESSION, *ends, joined)
        assert told.value.newer == newer
    store.remove_entry(SESSION, newer.id, newer.version)
    for ends in (((keep.id, 1), (other.id, 2)), ((other.id, 2), (keep.id, 1)), ((keep.id, 1), ("0" * 32, 1))):
        with pytest.raises(NotFound):
            store.merge_entries(SESSION, *ends, joined)
    assert the_map(store) == {keep.id: keep}


def test_a_merge_that_is_refused_changes_nothing(store: Store) -> None:
    keep, other = store.save_entry(entry()), store.save_entry(entry("Libary", 2))
    before = store.revision()

    def refuse(*_: Entry) -> Entry:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        store.merge_entries(SESSION, (keep.id, 1), (other.id, 1), refuse)
    assert the_map(store) == {keep.id: keep, other.id: other}
    assert store.revision() == before


def test_a_pair_that_was_told_apart_is_kept_once_whichever_comes_first(store: Store) -> None:
    for number in (1, 2):
        store.save_entry(entry(number=number))
    one, other = f"{1:032x}", f"{2:032x}"
    store.tell_apart(SESSION, other, one)
    store.tell_apart(SESSION, one, other)
    assert store.community_changes(SESSION).told_apart == {(one, other)}
    for pair in ((one, "0" * 32), (one, one)):
        with pytest.raises(NotFound):
            store.tell_apart(SESSION, *pair)
