"""What may be published in the store: decisions on each item, agreements of people, and what was agreed last."""

import json
from dataclasses import asdict

from sqlalchemy import Connection, delete, insert, select, update

from workshop.store import publishing_schema as schema
from workshop.store.publishing_records import Agreed, Agreement, Choice
from workshop.store.rows import as_record, one_row, refuse_more, save_version
from workshop.store.transactions import Transactions

#: More items than any group decides on, and an end for who floods it.
MOST_CHOICES = 10_000
#: How the item of an answer begins; its handle follows.
ANSWER = "words:"


class PublishingRecords(Transactions):
    """Decisions on what may be published, and what two people agreed on."""

    def choices(self, session_id: str) -> dict[str, Choice]:
        """Return what was decided, by item."""
        table = schema.choices
        with self._reading() as connection:
            rows = connection.execute(select(table).where(table.c.session_id == session_id)).all()
        return {row.item: as_record(Choice, row) for row in rows}

    def save_choice(self, choice: Choice) -> Choice:
        """Keep a decision on an item, if nobody changed it since ``choice.version``; agreements end with it.

        Raises
        ------
        Conflict
            When somebody did.
        Full
            When there are as many decisions as there may be.
        """
        table = schema.choices
        this = (table.c.session_id == choice.session_id) & (table.c.item == choice.item)
        with self._changing(choice.session_id) as connection:
            if one_row(connection, table, this) is None:
                refuse_more(connection, table, table.c.session_id == choice.session_id, MOST_CHOICES)
            return save_version(connection, table, this, choice)

    def agreements(self, session_id: str) -> list[Agreement]:
        """Return who agreed to what."""
        table = schema.agreements
        with self._reading() as connection:
            rows = connection.execute(
                select(table).where(table.c.session_id == session_id).order_by(table.c.initials, table.c.desk)
            ).all()
        return [as_record(Agreement, row) for row in rows]

    def add_agreement(self, agreement: Agreement) -> None:
        """Keep that somebody agreed; agreements to anything else end."""
        table = schema.agreements
        others = (table.c.session_id == agreement.session_id) & (
            (table.c.mark != agreement.mark)
            | ((table.c.desk == agreement.desk) & (table.c.initials == agreement.initials))
        )
        with self._changing(agreement.session_id) as connection:
            connection.execute(delete(table).where(others))
            connection.execute(insert(table).values(**asdict(agreement)))

    def keep_agreed(self, agreed: Agreed) -> Agreed:
        """Keep what was agreed, in the place of what was agreed before, and return it with its number."""
        table, session_id = schema.agreed, agreed.session_id
        with self._changing(session_id) as connection:
            before = one_row(connection, table, table.c.session_id == session_id)
            values = asdict(agreed) | {"number": (before.number if before else 0) + 1}
            quoted = values.pop("quoted")
            for old in (schema.agreed, schema.quoted, schema.agreements):
                connection.execute(delete(old).where(old.c.session_id == session_id))
            connection.execute(insert(table).values(**values))
            if quoted:
                connection.execute(
                    insert(schema.quoted),
                    [
                        {"session_id": session_id, "handle": name, "text": text}
                        for name, text in quoted.items()
                    ],
                )
        return Agreed(**values, quoted=agreed.quoted)

    def agreed(self, session_id: str) -> Agreed | None:
        """Return what was agreed last, or None; answers that were changed or taken back since are not in it."""
        table, quoted = schema.agreed, schema.quoted
        with self._reading() as connection:
            row = one_row(connection, table, table.c.session_id == session_id)
            words = connection.execute(
                select(quoted.c.handle, quoted.c.text).where(quoted.c.session_id == session_id)
            ).all()
        return row and Agreed(**row._mapping, quoted={word.handle: word.text for word in words})


def forget_quoted(connection: Connection, handle: str) -> None:
    """Forget what was to be published of an answer, and what was decided of it: its words have changed.

    That goes for every session: an answer may have gone along to the next one since.
    """
    connection.execute(delete(schema.quoted).where(schema.quoted.c.handle == handle))
    connection.execute(delete(schema.choices).where(schema.choices.c.item == f"{ANSWER}{handle}"))


def forget_answers(connection: Connection, session_id: str) -> None:
    """Forget what was decided of every answer, the words that a group put in the place of one, and their handles."""
    _forget_agreed_answers(connection, session_id)
    table = schema.choices
    connection.execute(
        delete(table).where(
            (table.c.session_id == session_id) & table.c.item.startswith(ANSWER, autoescape=True)
        )
    )


def _forget_agreed_answers(connection: Connection, session_id: str) -> None:
    this = schema.agreed.c.session_id == session_id
    row = one_row(connection, schema.agreed, this)
    if row is not None:
        content = json.loads(row.content)
        content["items"] = [item for item in content["items"] if not item.get("key", "").startswith(ANSWER)]
        kept = json.dumps(content, ensure_ascii=False, indent=1)
        connection.execute(update(schema.agreed).where(this).values(content=kept))
