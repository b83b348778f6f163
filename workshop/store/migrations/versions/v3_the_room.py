"""Version 3: the room. Agenda, stage, hold queue, themes, votes, lists; practices; and what may be published."""

from alembic import op
from sqlalchemy import Boolean, Column, Date, Float, Integer, String, Text

from workshop.store.migrations import make, make_shared

revision = "3"
down_revision = "2"


def upgrade() -> None:
    """Make the tables of the room, and give sessions and entries what is new of them."""
    op.add_column("sessions", Column("kind", String(10), nullable=False, server_default="meeting"))
    op.add_column("sessions", Column("ended", String(10), nullable=False, server_default=""))
    op.add_column("entries", Column("origin", String(60), nullable=False, server_default=""))
    _make_tables_for_the_facilitator()
    _make_tables_from_answers_to_a_plan()
    _make_tables_of_check_ins()
    _make_tables_of_publishing()


def _make_tables_for_the_facilitator() -> None:
    make_shared(
        "agenda_steps",
        Column("place", Integer, nullable=False),
        Column("title", String(120), nullable=False),
        Column("method", String(600), nullable=False),
        Column("minutes", Integer, nullable=False),
        Column("section", String(40), nullable=False),
        Column("prompts", Text, nullable=False),
        Column("status", String(10), nullable=False),
    )
    make(
        "agenda_templates",
        Column("name", String(60), primary_key=True),
        Column("steps", Text, nullable=False),
    )
    make(
        "stages",
        Column("session_id", String(32), primary_key=True),
        Column("step", String(32), nullable=False),
        Column("section", String(40), nullable=False),
        Column("clock_ends", Float, nullable=False),
        Column("clock_left", Integer, nullable=False),
        Column("version", Integer, nullable=False),
    )
    make(
        "prompt_stages",
        Column("session_id", String(32), primary_key=True),
        Column("prompt", String(40), primary_key=True),
        Column("open", Boolean, nullable=False),
        Column("revealed", Boolean, nullable=False),
        Column("due", String(10), nullable=False),
        Column("version", Integer, nullable=False),
    )
    make(
        "seats",
        Column("handle", String(64), primary_key=True),
        Column("session_id", String(32), nullable=False),
        Column("from_table", Boolean, nullable=False),
    )
    make("destroyed", Column("session_id", String(32), primary_key=True))
    make(
        "decisions",
        Column("handle", String(64), primary_key=True),
        Column("session_id", String(32), nullable=False),
        Column("prompt", String(40), nullable=False),
        Column("seq", Integer, nullable=False),
        Column("verdict", String(10), nullable=False),
    )
    make(
        "decision_log",
        Column("session_id", String(32), primary_key=True),
        Column("number", Integer, primary_key=True),
        Column("prompt", String(40), nullable=False),
        Column("verdict", String(10), nullable=False),
        Column("reason", String(20), nullable=False),
    )


def _make_tables_from_answers_to_a_plan() -> None:
    make_shared(
        "themes", Column("prompt", String(40), nullable=False), Column("title", String(120), nullable=False)
    )
    make(
        "theme_cards",
        Column("handle", String(64), primary_key=True),
        Column("session_id", String(32), nullable=False),
        Column("theme", String(32), nullable=False),
    )
    make_shared(
        "votes",
        Column("prompt", String(40), nullable=False),
        Column("question", String(200), nullable=False),
        Column("dots", Integer, nullable=False),
        Column("state", String(10), nullable=False),
    )
    make(
        "vote_options",
        Column("session_id", String(32), primary_key=True),
        Column("vote", String(32), primary_key=True),
        Column("option", String(32), primary_key=True),
        Column("place", Integer, nullable=False),
        Column("title", String(200), nullable=False),
        Column("dots", Integer, nullable=False),
    )
    make(
        "dots",
        Column("handle", String(64), primary_key=True),
        Column("session_id", String(32), nullable=False),
        Column("vote", String(32), nullable=False),
        Column("option", String(32), nullable=False),
    )
    make(
        "ballots",
        Column("handle", String(64), primary_key=True),
        Column("session_id", String(32), nullable=False),
        Column("vote", String(32), nullable=False),
        Column("seq", Integer, nullable=False),
    )
    make_shared(
        "list_items",
        Column("kind", String(10), nullable=False),
        Column("text", String(300), nullable=False),
        Column("origin", String(60), nullable=False),
    )


def _make_tables_of_check_ins() -> None:
    make(
        "check_ins",
        Column("handle", String(64), primary_key=True),
        Column("session_id", String(32), nullable=False),
        Column("statement", String(40), nullable=False),
        Column("level", Integer, nullable=False),
    )
    make(
        "feedback",
        Column("handle", String(64), primary_key=True),
        Column("session_id", String(32), nullable=False),
        Column("kind", String(10), nullable=False),
        Column("text", Text, nullable=False),
        Column("seq", Integer, nullable=False),
    )


def _make_tables_of_publishing() -> None:
    make(
        "choices",
        Column("session_id", String(32), primary_key=True),
        Column("item", String(80), primary_key=True),
        Column("choice", String(10), nullable=False),
        Column("words", Text, nullable=False),
        Column("consent", Boolean, nullable=False),
        Column("looked", Boolean, nullable=False),
        Column("seen", String(64), nullable=False),
        Column("version", Integer, nullable=False),
    )
    make(
        "agreements",
        Column("session_id", String(32), primary_key=True),
        Column("desk", String(64), primary_key=True),
        Column("initials", String(12), primary_key=True),
        Column("mark", String(64), nullable=False),
    )
    make(
        "agreed",
        Column("session_id", String(32), primary_key=True),
        Column("number", Integer, nullable=False),
        Column("day", Date, nullable=False),
        Column("mark", String(64), nullable=False),
        Column("content", Text, nullable=False),
    )
    make(
        "quoted",
        Column("session_id", String(32), primary_key=True),
        Column("handle", String(64), primary_key=True),
        Column("text", Text, nullable=False),
    )
