"""Version 4: cohorts. Whose a session and a kept agenda is, and the last change of each session."""

from alembic import op
from sqlalchemy import Column, Integer, String, Text, column, select, table

from workshop.store.migrations import make

revision = "4"
down_revision = "3"


def upgrade() -> None:
    """Make the tables of cohorts; what is there already is the workshop's own."""
    op.add_column("sessions", Column("cohort_id", String(32), nullable=False, server_default=""))
    make(
        "cohorts",
        Column("id", String(32), primary_key=True),
        Column("name", String(80), nullable=False),
        Column("key_mark", String(64), nullable=False, unique=True),
        Column("version", Integer, nullable=False),
    )
    make(
        "session_revisions",
        Column("session_id", String(32), primary_key=True),
        Column("revision", Integer, nullable=False),
    )
    _give_agendas_a_cohort()


def _give_agendas_a_cohort() -> None:
    """Put it into their key, which neither database does to a table that is there."""
    connection = op.get_bind()
    kept = connection.execute(
        select(column("name"), column("steps")).select_from(table("agenda_templates"))
    ).all()
    op.drop_table("agenda_templates")
    make(
        "agenda_templates",
        Column("cohort_id", String(32), primary_key=True),
        Column("name", String(60), primary_key=True),
        Column("steps", Text, nullable=False),
    )
    made = table("agenda_templates", column("cohort_id"), column("name"), column("steps"))
    if kept:
        op.bulk_insert(made, [{"cohort_id": "", "name": row.name, "steps": row.steps} for row in kept])
