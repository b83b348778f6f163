"""Version 2: the community map and the plan. What was a local resource becomes an entry of the map."""

from alembic import op
from sqlalchemy import Boolean, Column, Integer, String, Text, text

from workshop.store.migrations import make, make_shared

revision = "2"
down_revision = "1"


def upgrade() -> None:
    """Make the tables of the map and the plan, and move the local resources there."""
    make_shared(
        "entries",
        Column("name", String(120), nullable=False),
        Column("kind", String(20), nullable=False),
        Column("groups", Text, nullable=False),
        Column("status", String(10), nullable=False),
        Column("asks", String(80), nullable=False),
        Column("contact", String(160), nullable=False),
        Column("web", String(300), nullable=False),
        Column("for_whom", String(160), nullable=False),
        Column("offers", String(400), nullable=False),
        Column("tie", Integer, nullable=False),
        Column("influence", Integer, nullable=False),
        Column("interest", Integer, nullable=False),
        Column("listed", Boolean, nullable=False),
        Column("notes", String(1000), nullable=False),
    )
    make_shared(
        "actions",
        Column("what", String(200), nullable=False),
        Column("who", String(80), nullable=False),
        Column("by_when", String(10), nullable=False),
        Column("means", String(200), nullable=False),
        Column("tell", String(200), nullable=False),
        Column("status", String(10), nullable=False),
        Column("origin", String(60), nullable=False),
        Column("letter", Text, nullable=False),
    )
    make(
        "group_marks",
        Column("session_id", String(32), primary_key=True),
        Column("group", String(40), primary_key=True),
        Column("mark", String(10), nullable=False),
        Column("version", Integer, nullable=False),
        Column("changed", Integer, nullable=False),
    )
    make(
        "told_apart",
        Column("session_id", String(32), primary_key=True),
        Column("one", String(32), primary_key=True),
        Column("other", String(32), primary_key=True),
        Column("changed", Integer, nullable=False),
    )
    _move_resources()


def _move_resources() -> None:
    """Put each local resource on the map, under its own id and as of this change of the store."""
    op.execute(
        text(
            "INSERT INTO entries (session_id, id, name, kind, groups, status, asks, contact, web, for_whom, offers, "
            "tie, influence, interest, listed, notes, version, changed, gone, merged_into) "
            "SELECT session_id, id, name, "
            "CASE WHEN kind IN ('organisation', 'committee') THEN kind ELSE 'resource' END, "
            "'', 'not-yet', '', contact, link, for_whom, help, 0, 0, 0, :no, '', version, "
            "(SELECT value FROM numbers WHERE name = 'revision'), :no, '' FROM resources"
        ).bindparams(no=False)
    )
    op.drop_table("resources")
