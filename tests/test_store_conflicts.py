"""Whatever people do at once on pages that show older things, what was acknowledged is never silently overwritten."""

from collections.abc import Callable
from dataclasses import replace

from hypothesis import settings as effort
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from tests.stored import SESSION, entry, the_map
from workshop.community import merge_entries
from workshop.refusal import Refused
from workshop.store import Conflict, Entry, NotFound, open_store

NAMES = ["Library", "Museum", "Arena"]
NUMBERS = [1, 2, 3]


class Pages(RuleBasedStateMachine):
    """Several pages, each with the entry that it saw last; ``truth`` is what was acknowledged last."""

    def __init__(self) -> None:
        super().__init__()
        self.store = open_store("sqlite://")
        self.truth: dict[str, Entry] = {}
        self.count = 0

    def teardown(self) -> None:
        self.store.close()

    seen = Bundle("seen")  # what some page shows, however old it is

    def say(self) -> str:
        """Return words that nobody said before."""
        self.count += 1
        return f"said{self.count}."

    def sent_to(self, before: Entry) -> bool:
        """Return whether a page that saw this may change what is kept now."""
        now = self.truth.get(before.id)
        return now is not None and now.version == before.version

    def keep(self, work: Callable[[], Entry]) -> Entry | Exception:
        """Return what is acknowledged, or why it is not."""
        try:
            return work()
        except (Conflict, NotFound, Refused) as trouble:
            return trouble

    @rule(target=seen, number=st.sampled_from(NUMBERS), name=st.sampled_from(NAMES))
    def add(self, number: int, name: str) -> Entry:
        new = entry(name, number, notes=self.say())
        heard, now = self.keep(lambda: self.store.save_entry(new)), self.truth.get(new.id)
        if isinstance(heard, Conflict):
            assert heard.newer == now
            return now
        assert now is None
        self.truth[new.id] = heard
        return heard

    @rule(target=seen, before=seen, name=st.sampled_from(NAMES))
    def change(self, before: Entry, name: str) -> Entry:
        sent = replace(before, name=name, notes=self.say())
        heard, may = self.keep(lambda: self.store.save_entry(sent)), self.sent_to(before)
        if isinstance(heard, Conflict):
            assert not may
            assert heard.newer == self.truth[before.id]
            return heard.newer
        if isinstance(heard, NotFound):
            assert before.id not in self.truth
            return before
        assert may
        self.truth[before.id] = heard
        return heard

    @rule(before=seen)
    def remove(self, before: Entry) -> None:
        heard = self.keep(lambda: self.store.remove_entry(SESSION, before.id, before.version))
        if isinstance(heard, Conflict):
            assert not self.sent_to(before)
            assert heard.newer == self.truth[before.id]
        else:
            assert self.sent_to(before) or before.id not in self.truth
            self.truth.pop(before.id, None)

    @rule(target=seen, before=consumes(seen))
    def put_back(self, before: Entry) -> Entry:
        heard = self.keep(lambda: self.store.save_entry(replace(before, version=0)))
        if isinstance(heard, Conflict):
            assert heard.newer == self.truth[before.id]
            return heard.newer
        # It was gone, or said the same already.
        assert heard == self.truth.setdefault(before.id, heard)
        return heard

    @rule(target=seen, keep=seen, other=seen)
    def merge(self, keep: Entry, other: Entry) -> Entry:
        ends, may = (
            ((keep.id, keep.version), (other.id, other.version)),
            self.sent_to(keep) and self.sent_to(other),
        )
        heard = self.keep(lambda: merge_entries(self.store, SESSION, *ends))
        if isinstance(heard, Conflict):
            assert not may
            assert heard.newer == self.truth[heard.newer.id]
            return heard.newer
        if isinstance(heard, NotFound | Refused):
            return keep
        made, before = heard
        if not before:  # it was merged already
            assert other.id not in self.truth
            assert made == self.truth[keep.id]
            return made
        assert may
        assert before == (self.truth[keep.id], self.truth[other.id])
        assert {*before[0].notes.split(), *before[1].notes.split()} <= set(made.notes.split())
        self.truth[keep.id] = made
        del self.truth[other.id]
        return made

    @invariant()
    def what_is_kept_is_what_was_acknowledged_last(self) -> None:
        assert the_map(self.store) == self.truth


Pages.TestCase.settings = effort(max_examples=40, stateful_step_count=25)
test_no_interleaving_overwrites_what_was_acknowledged = Pages.TestCase
