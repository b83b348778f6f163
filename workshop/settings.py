"""What the environment says to a process of the workshop; the only reader of environment variables."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from workshop.paths import DATA

#: What a kernel is told of the environment: enough to run, and no password that somebody keeps in a variable.
PASSED_ON = re.compile(
    r"PATH|HOME|USERPROFILE|LANG|LC_.*|TZ|TEMP|TMP|TMPDIR|SYSTEMROOT|VIRTUAL_ENV|PYTHON\w*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one process, read once and passed on.

    Parameters
    ----------
    data
        The folder that holds the records: the database, and the secrets of the servers.
    database_url
        Where the store is, as an SQLAlchemy address; a participant's page is told nothing of it.
    served_by
        ``""`` in JupyterLab and in scripts, ``"participants"`` or ``"facilitator"`` behind a server.
    session_id
        The session that a served page belongs to, or ``""`` for the latest one.
    publication
        The file of what is published, for a page that strangers may read: such a page is told of no store.
    secret
        What the secrets of several servers that stand for one are made from; pages are told nothing of it.
    """

    data: Path
    database_url: str
    served_by: str = ""
    session_id: str = ""
    publication: str = ""
    secret: str = field(default="", repr=False)

    @property
    def served(self) -> bool:
        """Whether a participant's browser talks to the server itself, so that the page needs no store."""
        return self.served_by == "participants"


def settings(data: Path | None = None) -> Settings:
    """Read the environment as it is now: a kernel is told whom it serves only after it starts.

    A folder given here comes before the one in the environment.
    """
    data = Path(data or os.environ.get("WORKSHOP_DATA") or DATA).expanduser().absolute()
    served_by = os.environ.get("WORKSHOP_SERVED_BY", "")
    return Settings(
        data=data,
        database_url=""
        if served_by == "participants"
        else os.environ.get("WORKSHOP_DATABASE_URL") or sqlite_url(data),
        served_by=served_by,
        session_id=os.environ.get("WORKSHOP_SESSION", ""),
        publication=os.environ.get("WORKSHOP_PUBLICATION", ""),
        secret=os.environ.get("WORKSHOP_SECRET", ""),
    )


def sqlite_url(data: Path) -> str:
    """Return the address of the SQLite database in a data folder."""
    return f"sqlite:///{(data / 'workshop.db').as_posix()}"


def passed_on() -> dict[str, str]:
    """Return the part of the environment that a page's process needs to run at all."""
    return {name: value for name, value in os.environ.items() if PASSED_ON.fullmatch(name)}
