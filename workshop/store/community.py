"""The community map in the store: what everyone in a session shares, and may change at once."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Connection, Row, Table, func, insert, select

from workshop.store import schema
from workshop.store.errors import Conflict, Full, NotFound
from workshop.store.records import Action, CommunityChanges, Entry, GroupMark, Shared
from workshop.store.rows import (
    MOST_GONE,
    add_once,
    as_record,
    one_row,
    refuse_more,
    remove_shared,
    remove_version,
    save_shared,
    save_version,
    there,
    this_one,
    write_all,
    write_shared,
)
from workshop.store.transactions import Transactions

#: Far more than any town needs, and an end for who floods it.
MOST_ENTRIES = 10_000
MOST_TOLD_APART = 10_000


class CommunityRecords(Transactions):
    """Entries, what is said of a group itself, and the pairs that are not the same."""

    def community_changes(self, session_id: str, since: int = 0) -> CommunityChanges:
        """Return what changed on the map and in the plan of a session after a revision; after 0, all of it."""
        with self._reading() as connection:
            revision = self._session_revision(connection, session_id)
            entries = _changes(connection, schema.entries, Entry, session_id, since)
            actions = _changes(connection, schema.actions, Action, session_id, since)
            marks = _changed_rows(connection, schema.group_marks, session_id, since)
            apart = _changed_rows(connection, schema.told_apart, session_id, since)
            return CommunityChanges(
                revision,
                latest=_latest(connection, session_id),
                entries=entries,
                actions=actions,
                marks={row.group: as_record(GroupMark, row) for row in marks},
                told_apart=frozenset((row.one, row.other) for row in apart),
            )

    # Entries

    def save_entry(self, entry: Entry) -> Entry:
        """Add an entry (version 0), or change the one with its id if nobody did since ``entry.version``.

        Raises
        ------
        Conflict
            When somebody did.
        NotFound
            When somebody removed it.
        Full
            When the map has as many entries as it may.
        """
        with self._changing(entry.session_id) as connection:
            return save_shared(connection, schema.entries, entry, self._revision(connection), MOST_ENTRIES)

    def add_entry_once(self, entry: Entry) -> Entry:
        """Add an entry unless one with its origin stands on the map; return that one then.

        Raises
        ------
        Full
            When the map has as many entries as it may.
        """
        table = schema.entries
        with self._changing(entry.session_id) as connection:
            same = there(table, entry.session_id) & (table.c.origin == entry.origin)
            return add_once(connection, table, entry, same, self._revision(connection), MOST_ENTRIES)

    def add_entries(self, session_id: str, entries: Iterable[Entry]) -> int:
        """Add entries to a session, all or none, and return how many are new.

        An entry whose id is on the map already is left as it is; one that was removed comes back.

        Raises
        ------
        Full
            When they would be more than the map can hold.
        """
        table = schema.entries
        with self._changing(session_id) as connection:
            changed, here = self._revision(connection), table.c.session_id == session_id
            known = {
                row.id: row
                for row in connection.execute(select(table.c.id, table.c.gone, table.c.version).where(here))
            }
            sent = {entry.id: replace(entry, session_id=session_id) for entry in entries}
            new = [entry for entry in sent.values() if entry.id not in known or known[entry.id].gone]
            count = sum(not row.gone for row in known.values())
            if count + len(new) > MOST_ENTRIES or len(known.keys() | sent.keys()) > MOST_GONE * MOST_ENTRIES:
                raise Full(
                    f"The map can hold {MOST_ENTRIES:,} entries. It has {count:,}, "
                    f"and these would be {len(new):,} more. Nothing was added."
                )
            write_all(connection, table, known, new, changed)
            return len(new)

    def remove_entry(self, session_id: str, entry_id: str, version: int) -> None:
        """Remove an entry if nobody changed it since this version; one that is gone already stays gone.

        Raises
        ------
        Conflict
            When somebody changed it.
        """
        with self._changing(session_id) as connection:
            changed = self._revision(connection)
            remove_version(connection, schema.entries, Entry, (session_id, entry_id, version), changed)

    def merge_entries(
        self,
        session_id: str,
        keep: tuple[str, int],
        other: tuple[str, int],
        merged: Callable[[Entry, Entry], Entry],
    ) -> tuple[Entry, tuple[Entry, ...]]:
        """Make one entry of two and return it, with the two as they were before.

        A message that arrives twice changes nothing the second time; there is no telling then what they were.

        Parameters
        ----------
        keep, other
            The id of each, and the version that somebody saw of it. ``other`` is removed.
        merged
            What makes one of two; when it refuses, nothing is changed.

        Raises
        ------
        Conflict
            When somebody changed one of them since.
        NotFound
            When one of them is not there any more.
        """
        table = schema.entries
        with self._changing(session_id) as connection:
            first, second = (
                one_row(connection, table, this_one(table, session_id, x[0])) for x in (keep, other)
            )
            if first is None or first.gone or second is None:
                raise NotFound("Someone else removed one of these in the meantime.")
            if second.gone and second.merged_into == first.id:
                return as_record(Entry, first), ()
            if second.gone:
                raise NotFound("Someone else removed one of these in the meantime.")
            before = (as_record(Entry, first), as_record(Entry, second))
            for kept, (_, version) in zip(before, (keep, other), strict=True):
                if kept.version != version:
                    raise Conflict(kept)
            changed = self._revision(connection)
            remove_shared(connection, table, before[1], changed, merged_into=first.id)
            return write_shared(connection, table, first, merged(*before), changed), before

    def tell_apart(self, session_id: str, one: str, other: str) -> None:
        """Keep that two entries are not the same.

        Raises
        ------
        NotFound
            When one of them is not there.
        """
        table, entries = schema.told_apart, schema.entries
        one, other = sorted((one, other))
        with self._changing(session_id) as connection:
            both = there(entries, session_id) & entries.c.id.in_((one, other))
            if connection.scalar(select(func.count()).select_from(entries).where(both)) != 2:
                raise NotFound("Someone else removed one of these in the meantime.")
            here = table.c.session_id == session_id
            if one_row(connection, table, here & (table.c.one == one) & (table.c.other == other)) is None:
                refuse_more(connection, table, here, MOST_TOLD_APART)
                values = {"session_id": session_id, "one": one, "other": other}
                connection.execute(insert(table).values(**values, changed=self._revision(connection)))

    # What is said of a group itself

    def save_mark(self, mark: GroupMark) -> GroupMark:
        """Keep what is said of a community group, if nobody changed it since ``mark.version``.

        Raises
        ------
        Conflict
            When somebody did.
        """
        table = schema.group_marks
        this = (table.c.session_id == mark.session_id) & (table.c.group == mark.group)
        with self._changing(mark.session_id) as connection:
            return save_version(connection, table, this, mark, changed=self._revision(connection))


def _changes(
    connection: Connection, table: Table, kind: type[Shared], session_id: str, since: int
) -> dict[str, tuple[int, Shared | None]]:
    """Return each shared record that changed after a revision, with the revision; None for one that is gone."""
    rows = _changed_rows(connection, table, session_id, since)
    return {row.id: (row.changed, None if row.gone else as_record(kind, row)) for row in rows}


def _changed_rows(connection: Connection, table: Table, session_id: str, since: int) -> Sequence[Row]:
    changed = (table.c.session_id == session_id) & (table.c.changed > since)
    return connection.execute(select(table).where(changed)).all()


def _latest(connection: Connection, session_id: str) -> int:
    """Return the revision of the last change of the map or the plan."""
    tables = (schema.entries, schema.actions, schema.group_marks, schema.told_apart)
    last = (select(func.max(table.c.changed)).where(table.c.session_id == session_id) for table in tables)
    return max(connection.scalar(query) or 0 for query in last)
