"""The plan in the store: actions that everyone in a session shares, and may change at once."""

from sqlalchemy import select

from workshop.store import schema
from workshop.store.records import Action
from workshop.store.rows import add_once, as_record, remove_version, save_shared, there
from workshop.store.transactions import Transactions

#: Far more than any group can do, and an end for who floods it.
MOST_ACTIONS = 1_000


class PlanRecords(Transactions):
    """The lines of the plan."""

    def save_action(self, action: Action) -> Action:
        """Add an action (version 0), or change the one with its id if nobody did since ``action.version``.

        Raises
        ------
        Conflict
            When somebody did.
        NotFound
            When somebody removed it.
        Full
            When the plan has as many actions as it may.
        """
        with self._changing(action.session_id) as connection:
            return save_shared(connection, schema.actions, action, self._revision(connection), MOST_ACTIONS)

    def carried_actions(self, session_id: str) -> list[Action]:
        """Return the actions of a session that stood in an earlier one as well."""
        table, earlier, sessions = schema.actions, schema.actions.alias(), schema.sessions
        number = select(sessions.c.number).where(sessions.c.id == session_id).scalar_subquery()
        before = select(sessions.c.id).where((sessions.c.number < number) & self._own())
        stood = select(earlier.c.id).where(earlier.c.session_id.in_(before))
        with self._reading() as connection:
            rows = connection.execute(
                select(table).where(there(table, session_id) & table.c.id.in_(stood)).order_by(table.c.id)
            )
            return [as_record(Action, row) for row in rows]

    def add_action_once(self, action: Action) -> Action:
        """Add an action unless one with its origin stands in the plan that was not dropped; return that one then.

        Raises
        ------
        Full
            When the plan has as many actions as it may.
        """
        table = schema.actions
        with self._changing(action.session_id) as connection:
            same = there(table, action.session_id) & (table.c.origin == action.origin)
            stands = same & (table.c.status != "dropped")
            return add_once(connection, table, action, stands, self._revision(connection), MOST_ACTIONS)

    def remove_action(self, session_id: str, action_id: str, version: int) -> None:
        """Remove an action if nobody changed it since this version; one that is gone already stays gone.

        Raises
        ------
        Conflict
            When somebody changed it.
        """
        with self._changing(session_id) as connection:
            changed = self._revision(connection)
            remove_version(connection, schema.actions, Action, (session_id, action_id, version), changed)
