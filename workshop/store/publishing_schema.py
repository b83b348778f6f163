"""The tables of what may be published; they belong to the schema, and are as empty of people as its others."""

import json

from sqlalchemy import Boolean, Column, Date, Dialect, Integer, String, Text, TypeDecorator

from workshop.store.tables import table


class Words(TypeDecorator):
    """Texts by name, kept as one text."""

    impl = Text
    cache_ok = True
    python_type = dict

    def process_bind_param(self, value: dict[str, str] | None, _dialect: Dialect) -> str:
        """Return the text that is kept."""
        return json.dumps(value or {}, ensure_ascii=False, sort_keys=True)

    def process_result_value(self, value: str | None, _dialect: Dialect) -> dict[str, str]:
        """Return the texts by name."""
        return json.loads(value or "{}")


#: What facilitators decided of each item that may be published.
choices = table(
    "choices",
    Column("session_id", String(32), primary_key=True),
    Column("item", String(80), primary_key=True),
    Column("choice", String(10), nullable=False),
    Column("words", Words, nullable=False),
    Column("consent", Boolean, nullable=False),
    Column("looked", Boolean, nullable=False),
    Column("seen", String(64), nullable=False),
    Column("version", Integer, nullable=False),
)

agreements = table(
    "agreements",
    Column("session_id", String(32), primary_key=True),
    Column("desk", String(64), primary_key=True),  # HMAC(a browser's random key, session)
    Column("initials", String(12), primary_key=True),
    Column("mark", String(64), nullable=False),
)

#: What was agreed last; answers are kept apart, so that one that is taken back takes its copy with it.
agreed = table(
    "agreed",
    Column("session_id", String(32), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("mark", String(64), nullable=False),
    Column("content", Text, nullable=False),
)
quoted = table(
    "quoted",
    Column("session_id", String(32), primary_key=True),
    Column("handle", String(64), primary_key=True),
    Column("text", Text, nullable=False),
)
