"""Themes and lists in the store: what a group makes of its answers."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from workshop.store import schema
from workshop.store.errors import Conflict, NotFound
from workshop.store.records import ListItem, Theme
from workshop.store.rows import (
    add_once,
    as_record,
    one_row,
    remove_version,
    save_shared,
    there,
    this_one,
)
from workshop.store.transactions import Transactions

MOST_THEMES = 500
MOST_ITEMS = 500


class ThemeRecords(Transactions):
    """Clusters of responses, and the lists that grow from them."""

    def themes(self, session_id: str) -> list[Theme]:
        """Return the themes of a session."""
        with self._reading() as connection:
            rows = connection.execute(
                select(schema.themes).where(there(schema.themes, session_id)).order_by(schema.themes.c.id)
            )
            return [as_record(Theme, row) for row in rows]

    def arrange(
        self,
        session_id: str,
        themes: Sequence[Theme],
        removed: Sequence[tuple[str, int]],
        cards: Mapping[str, tuple[str, str]],
    ) -> list[Theme]:
        """Change themes and which responses stand under them, all or nothing; return the themes as kept.

        Parameters
        ----------
        themes
            Themes to add (version 0) or to rename.
        removed
            Themes to remove, by id and version; no response may stand under them afterwards.
        cards
            For the handle of each response, the theme under which it stood and the one under which it comes;
            empty for none.

        Raises
        ------
        Conflict
            When somebody else changed a theme, or moved a response, since.
        NotFound
            When somebody else removed a theme, or a response was taken back.
        Full
            When there are as many themes as there may be.
        """
        table = schema.themes
        with self._changing(session_id) as connection:
            changed = self._revision(connection)
            kept = [save_shared(connection, table, theme, changed, MOST_THEMES) for theme in themes]
            for handle, (before, after) in cards.items():
                _move(connection, session_id, handle, before, after)
            for theme_id, version in removed:
                if _has_cards(connection, session_id, theme_id):
                    raise Conflict(as_record(Theme, _theme(connection, session_id, theme_id)))
                remove_version(connection, table, Theme, (session_id, theme_id, version), changed)
            return kept

    # Lists

    def list_items(self, session_id: str) -> list[ListItem]:
        """Return the lines of a session's lists."""
        table = schema.list_items
        with self._reading() as connection:
            rows = connection.execute(select(table).where(there(table, session_id)).order_by(table.c.id))
            return [as_record(ListItem, row) for row in rows]

    def save_list_item(self, item: ListItem) -> ListItem:
        """Add a line to a list (version 0) or change one.

        Raises
        ------
        Conflict
            When somebody else changed it since ``item.version``.
        NotFound
            When somebody else removed it.
        Full
            When the lists have as many lines as they may.
        """
        with self._changing(item.session_id) as connection:
            return save_shared(connection, schema.list_items, item, self._revision(connection), MOST_ITEMS)

    def add_list_item_once(self, item: ListItem) -> ListItem:
        """Add a line unless its list has one with its origin already; return that one then.

        Raises
        ------
        Full
            When the lists have as many lines as they may.
        """
        table = schema.list_items
        with self._changing(item.session_id) as connection:
            same = there(table, item.session_id) & (table.c.kind == item.kind)
            same &= table.c.origin == item.origin
            return add_once(connection, table, item, same, self._revision(connection), MOST_ITEMS)

    def remove_list_item(self, session_id: str, item_id: str, version: int) -> None:
        """Remove a line if nobody changed it since this version; one that is gone already stays gone.

        Raises
        ------
        Conflict
            When somebody changed it.
        """
        name = (session_id, item_id, version)
        with self._changing(session_id) as connection:
            remove_version(connection, schema.list_items, ListItem, name, self._revision(connection))


def _theme(connection: Connection, session_id: str, theme_id: str) -> Row:
    row = one_row(connection, schema.themes, this_one(schema.themes, session_id, theme_id))
    if row is None or row.gone:
        raise NotFound("Someone else removed this theme in the meantime.")
    return row


def _has_cards(connection: Connection, session_id: str, theme_id: str) -> bool:
    """Return whether a response stands under a theme; those that were taken back are forgotten."""
    cards, responses = schema.theme_cards, schema.responses
    written = select(responses.c.handle).where(responses.c.state == "written")
    under = (cards.c.session_id == session_id) & (cards.c.theme == theme_id)
    connection.execute(delete(cards).where(under & cards.c.handle.not_in(written)))
    return bool(connection.scalar(select(func.count()).select_from(cards).where(under)))


def _move(connection: Connection, session_id: str, handle: str, before: str, after: str) -> None:
    """Put a response under another theme, if it stands where somebody saw it."""
    cards, responses = schema.theme_cards, schema.responses
    response = one_row(connection, responses, responses.c.handle == handle)
    if response is None or response.state != "written" or response.session_id != session_id:
        raise NotFound("The person who wrote this took it back.")
    row = one_row(connection, cards, cards.c.handle == handle)
    stands = row.theme if row else ""
    if stands == after:
        return
    if stands != before:
        raise Conflict(as_record(Theme, _theme(connection, session_id, stands)) if stands else None)
    if after and _theme(connection, session_id, after).prompt != response.prompt:
        raise NotFound("This theme belongs to another question.")
    if row is None:
        connection.execute(insert(cards).values(handle=handle, session_id=session_id, theme=after))
    elif after:
        connection.execute(update(cards).where(cards.c.handle == handle).values(theme=after))
    else:
        connection.execute(delete(cards).where(cards.c.handle == handle))
