"""The numbers that belong to a store as a whole, by their names: see ``schema.numbers``."""

from sqlalchemy import Connection, insert, select, update

from workshop.store.schema import numbers


def number_of(connection: Connection, name: str) -> int | None:
    """Return a number, or None where there is none of this name."""
    return connection.scalar(select(numbers.c.value).where(numbers.c.name == name))


def set_number(connection: Connection, name: str, value: int) -> None:
    """Put a number in the place of the one with this name, if there is one."""
    done = connection.execute(update(numbers).where(numbers.c.name == name).values(value=value))
    if not done.rowcount:
        connection.execute(insert(numbers).values(name=name, value=value))


def add_to_number(connection: Connection, name: str) -> int:
    """Make a number greater by one, and return it."""
    greater = update(numbers).where(numbers.c.name == name).values(value=numbers.c.value + 1)
    return connection.scalar(greater.returning(numbers.c.value))
