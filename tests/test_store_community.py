"""What everyone shares, the map and the plan: nobody's change is overwritten, and no change is missed."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.databases import Database
from tests.stored import SESSION, entry, the_map, the_plan
from workshop.store import (
    Action,
    Conflict,
    Entry,
    Full,
    GroupMark,
    NotFound,
    Store,
    community,
    open_store,
    plan,
)

pytestmark = pytest.mark.both_databases

ACTION = Action("a" * 32, SESSION, "Ask the library", origin="gap:parents")


def at_once(*works: Callable[[], object]) -> None:
    """Do things in as many threads, all begun at the same moment; a failure of one is a failure."""
    start, failures = threading.Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        start.wait()
        try:
            work()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


# Keeping, changing, removing


def test_every_field_of_an_entry_an_action_and_a_mark_is_kept_as_it_was_said(store: Store) -> None:
    said = Entry(
        *("1" * 32, SESSION, "Library", "organisation", ("parents", "elders"), "at-table", "Library team"),
        *("555-0110", "https://example.org", "Everyone", "A room", 3, 2, 1, True, "Two\nlines"),
    )
    action = Action(
        "2" * 32, SESSION, "Ask", "Us", "2027-03-31", "Tea", "All", "doing", "step:talk", "Hello,\n\n…"
    )
    mark = GroupMark(SESSION, "police", "not-here")
    assert store.save_entry(said) == the_map(store)[said.id] == replace(said, version=1)
    assert store.save_action(action) == the_plan(store)[action.id] == replace(action, version=1)
    assert store.save_mark(mark) == replace(mark, version=1)
    assert store.community_changes(SESSION).marks == {"police": replace(mark, version=1)}


def test_an_entry_that_someone_else_changed_is_neither_overwritten_nor_removed(store: Store) -> None:
    first = store.save_entry(entry())
    second = store.save_entry(replace(first, name="Town library"))
    for change in (
        lambda: store.save_entry(replace(first, name="Old name")),
        lambda: store.remove_entry(SESSION, first.id, first.version),
        lambda: store.save_entry(entry("A new one under the same id")),
    ):
        with pytest.raises(Conflict) as told:
            change()
        assert told.value.newer == second
    assert the_map(store) == {second.id: second}


def test_an_action_and_a_mark_that_someone_else_changed_are_not_overwritten(store: Store) -> None:
    action = store.save_action(ACTION)
    newer = store.save_action(replace(action, who="Library team"))
    mark = store.save_mark(GroupMark(SESSION, "police", "not-here"))
    for change, kept in (
        (lambda: store.save_action(replace(action, who="Soup team")), newer),
        (lambda: store.remove_action(SESSION, action.id, action.version), newer),
        (lambda: store.save_mark(GroupMark(SESSION, "police", "")), mark),
    ):
        with pytest.raises(Conflict) as told:
            change()
        assert told.value.newer == kept


def test_what_is_sent_again_because_the_answer_was_lost_is_acknowledged_again(store: Store) -> None:
    added = store.save_entry(entry())
    assert store.save_entry(entry()) == added
    changed = store.save_entry(replace(added, name="Town library"))
    assert store.save_entry(replace(added, name="Town library")) == changed
    assert store.save_action(ACTION) == store.save_action(ACTION)
    mark = GroupMark(SESSION, "police", "not-here")
    assert store.save_mark(mark) == store.save_mark(mark)
    for _ in range(2):
        store.remove_entry(SESSION, changed.id, changed.version)
        store.remove_action(SESSION, ACTION.id, 1)
    assert (the_map(store), the_plan(store)) == ({}, {})


def test_what_was_removed_does_not_come_back_by_a_late_change(store: Store) -> None:
    first, action = store.save_entry(entry()), store.save_action(ACTION)
    store.remove_entry(SESSION, first.id, first.version)
    store.remove_action(SESSION, action.id, action.version)
    for change in (
        lambda: store.save_entry(replace(first, name="Again")),
        lambda: store.save_action(replace(action, who="Again")),
        lambda: store.save_entry(replace(entry(number=9), version=3)),
    ):
        with pytest.raises(NotFound):
            change()
    assert (the_map(store), the_plan(store)) == ({}, {})


def test_what_was_put_back_is_not_overwritten_by_who_knew_it_before_it_was_removed(store: Store) -> None:
    first = store.save_entry(entry())
    store.remove_entry(SESSION, first.id, first.version)
    back = store.save_entry(replace(first, name="Put back", version=0))
    assert the_map(store) == {back.id: back}
    with pytest.raises(Conflict) as told:
        store.save_entry(replace(first, name="Late"))
    assert told.value.newer == back


def test_one_session_reads_and_changes_nothing_of_another(store: Store) -> None:
    other = "6" * 32
    mine, action = store.save_entry(entry()), store.save_action(ACTION)
    store.save_entry(entry("Museum", 2))
    store.remove_entry(other, mine.id, mine.version)
    store.remove_action(other, action.id, action.version)
    theirs = store.save_entry(replace(mine, session_id=other, name="Theirs", version=0))
    with pytest.raises(NotFound):
        store.tell_apart(other, mine.id, f"{2:032x}")
    with pytest.raises(NotFound):
        store.merge_entries(other, (mine.id, 1), (f"{2:032x}", 1), lambda keep, _: keep)
    assert the_map(store, other) == {theirs.id: theirs}
    assert the_map(store)[mine.id] == mine
    assert the_plan(store) == {action.id: action}
    assert the_plan(store, other) == {}


# Many at once


def test_entries_that_are_there_are_left_alone_and_removed_ones_come_back(store: Store) -> None:
    kept, removed = store.save_entry(entry("Kept", 1)), store.save_entry(entry("Removed", 2))
    store.remove_entry(SESSION, removed.id, removed.version)
    sent = [entry("From the file", number, groups=("parents",)) for number in range(1, 6)]
    assert store.add_entries(SESSION, sent) == 4
    assert store.add_entries(SESSION, sent) == 0
    found = the_map(store)
    assert found[kept.id] == kept
    assert {found[one.id].name for one in sent[1:]} == {"From the file"}
    assert found[removed.id].version > removed.version


def test_entries_that_would_be_too_many_are_refused_all_together(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(community, "MOST_ENTRIES", 3)
    store.add_entries(SESSION, [entry(number=1), entry(number=2)])
    before = store.revision()
    with pytest.raises(Full, match="Nothing was added") as told:
        store.add_entries(SESSION, [entry(number=2), entry(number=3), entry(number=4)])
    assert "2 more" in str(told.value)
    assert (len(the_map(store)), store.revision()) == (2, before)
    store.save_entry(entry(number=3))
    with pytest.raises(Full):
        store.save_entry(entry(number=4))
    first = the_map(store)[f"{1:032x}"]
    assert store.save_entry(replace(first, name="Still changes")).name == "Still changes"
    store.remove_entry(SESSION, first.id, 2)
    assert store.save_entry(entry(number=4)).version == 1


def test_removed_ones_do_not_pile_up_without_end(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(community, "MOST_ENTRIES", 1)
    monkeypatch.setattr(plan, "MOST_ACTIONS", 1)

    def flood(save: Callable[[int], object], remove: Callable[[int], object]) -> None:
        for number in range(100):
            save(number)
            remove(number)

    with pytest.raises(Full):
        flood(
            lambda number: store.save_entry(entry(number=number)),
            lambda number: store.remove_entry(SESSION, f"{number:032x}", 1),
        )
    with pytest.raises(Full):
        flood(
            lambda number: store.save_action(replace(ACTION, id=f"{number:032x}")),
            lambda number: store.remove_action(SESSION, f"{number:032x}", 1),
        )
    assert len(store.community_changes(SESSION).entries) < 10


# One action for a gap


def test_one_action_closes_a_gap_however_often_it_is_asked_for(store: Store) -> None:
    first = store.add_action_once(ACTION)
    again = replace(ACTION, id="b" * 32, what="Something else")
    assert store.add_action_once(again) == first
    store.save_action(replace(first, status="dropped"))
    assert store.add_action_once(again) == replace(again, version=1)
    store.remove_action(SESSION, again.id, 1)
    third = replace(ACTION, id="c" * 32)
    assert store.add_action_once(third) == replace(third, version=1)


def test_two_phones_that_invite_the_same_group_at_once_make_one_action(database: Database) -> None:
    url = database.url
    with open_store(url) as one, open_store(url) as other:
        at_once(
            *(lambda store=store, n=n: store.add_action_once(replace(ACTION, id=f"{n:032x}"))
              for n, store in enumerate((one, other) * 4))
        )  # fmt: skip
        assert len(the_plan(one)) == 1


# What changed since


def test_a_read_gives_what_changed_since_and_what_is_gone(store: Store) -> None:
    first, second = store.save_entry(entry()), store.save_entry(entry("Museum", 2))
    action = store.save_action(ACTION)
    since = store.revision()
    assert store.community_changes(SESSION, since).latest == since
    assert not store.community_changes(SESSION, since).entries
    store.save_entry(replace(first, name="Town library"))
    store.remove_action(SESSION, action.id, 1)
    changes = store.community_changes(SESSION, since)
    assert (changes.revision, changes.latest) == (since + 2, since + 2)
    assert changes.entries == {first.id: (since + 1, replace(first, name="Town library", version=2))}
    assert changes.actions == {action.id: (since + 2, None)}
    assert store.community_changes(SESSION).entries.keys() == {first.id, second.id}


def test_who_reads_again_and_again_while_others_write_misses_nothing(database: Database) -> None:
    url = database.url
    known: dict[str, Entry | None] = {}

    def write(first: int) -> None:
        with open_store(url) as store:
            for number in range(first, first + 60):
                kept = store.save_entry(entry(f"Name {number}", number))
                if number % 3 == 0:
                    store.remove_entry(SESSION, kept.id, kept.version)
                elif number % 3 == 1:
                    store.save_entry(replace(kept, name=f"New name {number}"))

    def read() -> None:
        revision = 0
        with open_store(url) as store:
            while len(known) < 120 or revision < 200:
                changes = store.community_changes(SESSION, revision)
                known.update({key: one for key, (_, one) in changes.entries.items()})
                revision = changes.revision

    with open_store(url) as store:
        at_once(lambda: write(0), lambda: write(100), read)
        assert {key: one for key, one in known.items() if one} == the_map(store)
        assert len(the_map(store)) == 80
