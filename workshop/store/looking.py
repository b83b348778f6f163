"""Looking at a database without changing it: whether it answers, what is in it, and whether it is whole."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from workshop.store import schema
from workshop.store.engine import make_engine
from workshop.store.errors import plain_errors
from workshop.store.upgrade import found_version


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found.

    Parameters
    ----------
    kind
        ``file`` or ``server``.
    version
        The version of its tables, or None where there are none.
    whole
        Whether the database itself finds nothing wrong with them.
    clock
        What time the database's computer says it is, or None for a file.
    """

    kind: str
    version: int | None
    whole: bool
    clock: datetime | None

    @property
    def too_new(self) -> bool:
        """Whether a newer workshop made the tables."""
        return (self.version or 0) > schema.SCHEMA_VERSION

    @property
    def older(self) -> bool:
        """Whether opening them will change them to today's tables."""
        return 0 < (self.version or 0) < schema.SCHEMA_VERSION


def look_at(url: str) -> Looked:
    """Return what is found at the address of a database.

    Raises
    ------
    StoreUnavailable
        When it does not answer.
    """
    engine = make_engine(url)
    try:
        with plain_errors(), engine.connect() as connection:
            version = found_version(connection)
            if engine.dialect.name == "sqlite":
                whole = connection.exec_driver_sql("PRAGMA quick_check").scalar() == "ok"
                return Looked("file", version, whole, None)
            return Looked("server", version, True, connection.scalar(select(func.clock_timestamp())))
    finally:
        engine.dispose()
