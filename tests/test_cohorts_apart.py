"""Several groups on one server keep apart: whatever one knows of another, it reads and changes nothing of it."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from tests.cohorts import IDS, MARK, SEAT, begin, plant
from tests.seats import TOOLKIT
from tests.stored import everything_on_disk
from tests.test_messages_strange import EVERY_KIND, partly_strange
from workshop import cohorts
from workshop.messages import FacilitatorMessages, Messages
from workshop.session import current_session
from workshop.settings import sqlite_url
from workshop.store import Store, open_store, schema


class Two:
    """A cohort full of records, and the desk and the phone of another one that knows every name of them."""

    def __init__(self, store: Store, file: sqlite3.Connection) -> None:
        self.store, self._file = store, file
        alder, birch = begin(store, "Alder Flats"), begin(store, "Birch Bay", 2)
        self.alder = plant(store, alder)
        own = store.of_cohort(birch.id)
        self.birch = [kind(own, TOOLKIT, current_session(own).id) for kind in (FacilitatorMessages, Messages)]
        session = self.alder.store.session(self.alder.session_id)
        cards = self.alder.answer({"kind": "read-console"})["content"]["cards"]
        keys = [str(row[0]) for rows in self.records().values() for row in rows]
        made = [
            f"{kind}:{name}"
            for kind in ("entry", "action", "theme", "card", "words")
            for name in (*IDS, *keys)
        ]
        known = (session.id, session.join_code, alder.id, SEAT, "Evening")
        self.names = [*known, *(card["card"] for card in cards), *keys, *made]

    def records(self) -> dict[str, list[tuple]]:
        """Return every row of the first cohort's meeting, read past the store."""
        tables = [table for table in schema.metadata.tables.values() if "session_id" in table.c]
        return {
            table.name: self._file.execute(
                f"SELECT * FROM {table.name} WHERE session_id = ?", [self.alder.session_id]
            ).fetchall()
            for table in tables
        }


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    folder = tmp_path_factory.mktemp("apart")
    file = sqlite3.connect(folder / "workshop.db")
    with contextlib.closing(file), open_store(sqlite_url(folder)) as store:
        yield Two(store, file)


@given(data=st.data())
@effort(max_examples=400)
def test_no_message_reads_or_changes_a_word_of_another_cohort_whatever_names_it_knows(
    two: Two, data: st.DataObject
) -> None:
    before = two.records()
    kind = data.draw(st.sampled_from(list(EVERY_KIND)))
    message = {"kind": kind} | data.draw(partly_strange(EVERY_KIND[kind][0]))
    fields = [field for field in (*message, "session", "session_id", "cohort") if field != "kind"]
    for field in data.draw(st.lists(st.sampled_from(fields), max_size=3)):
        message[field] = data.draw(st.sampled_from(two.names))
    for asked in two.birch:
        assert MARK not in repr(asked.answer(dict(message)))
    assert two.records() == before


def test_no_trace_of_a_removed_cohort_is_left_in_the_files(tmp_path: Path) -> None:
    with open_store(sqlite_url(tmp_path)) as store:
        cohort = begin(store, f"{MARK} people")
        plant(store, cohort)
        cohorts.remove_cohort(store, cohort.id)
    assert MARK.encode() not in everything_on_disk(tmp_path)
