"""Version 1: sessions, responses, steps, and local resources."""

from sqlalchemy import Boolean, Column, Date, Integer, String, Text

from workshop.store.migrations import make

revision = "1"
down_revision = None


def upgrade() -> None:
    """Make the tables of the first version."""
    make("numbers", Column("name", String(20), primary_key=True), Column("value", Integer, nullable=False))
    make(
        "sessions",
        Column("id", String(32), primary_key=True),
        Column("join_code", String(12), nullable=False, unique=True),
        Column("title", String(120), nullable=False),
        Column("held_on", Date, nullable=False),
        Column("number", Integer, nullable=False),
    )
    for name in ("responses", "private_responses"):
        make(
            name,
            Column("handle", String(64), primary_key=True),
            Column("session_id", String(32), nullable=False),
            Column("prompt", String(40), nullable=False),
            Column("state", String(10), nullable=False),
            Column("text", Text, nullable=False),
            Column("seq", Integer, nullable=False),
            Column("from_table", Boolean, nullable=False),
        )
    make(
        "steps",
        Column("session_id", String(32), primary_key=True),
        Column("step", String(40), primary_key=True),
        Column("status", String(10), nullable=False),
        Column("who", String(80), nullable=False),
        Column("by_when", String(10), nullable=False),
        Column("version", Integer, nullable=False),
    )
    make(
        "resources",
        Column("id", String(32), primary_key=True),
        Column("session_id", String(32), nullable=False),
        Column("name", String(120), nullable=False),
        Column("kind", String(20), nullable=False),
        Column("for_whom", String(160), nullable=False),
        Column("help", String(400), nullable=False),
        Column("contact", String(160), nullable=False),
        Column("link", String(300), nullable=False),
        Column("version", Integer, nullable=False),
    )
