"""Version 5: why an action was not done, as people said when they met again."""

from alembic import op
from sqlalchemy import Column, String

revision = "5"
down_revision = "4"


def upgrade() -> None:
    """Give actions what is new of them."""
    op.add_column("actions", Column("why", String(200), nullable=False, server_default=""))
