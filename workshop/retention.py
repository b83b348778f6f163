"""Keep or burn: which records are past their day, and what becomes of them, of the backups, and of what is out.

The days stand in ``data/publishing.toml``. A meeting of which somebody chose to keep all is left alone.
"""

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from workshop.datafile import DataFile
from workshop.ending import in_words
from workshop.paths import DATA
from workshop.store import OF_PEOPLE, Session, Store, StoreUnavailable
from workshop.written import Written, forget, what_was_written

#: Days before their day on which the workshop begins to say so.
SOON = 7
#: So long may pass between two days on which the workshop opens; beyond that, the clock may have jumped.
PAUSE = timedelta(14)
#: No meeting was held with this before: a clock that says so is one that starts from nothing.
FIRST_DAY = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Days:
    """For how many days after a meeting each kind of record is kept."""

    answers: int = 30
    practice: int = 7
    drafts: int = 90

    def of(self, session: Session) -> date:
        """Return the last day on which a meeting's answers are kept."""
        return session.held_on + timedelta(self.practice if session.kind == "practice" else self.answers)


@dataclass(slots=True)
class Purged:
    """What a purge did: records gone, by what they are called; files gone; what is near its day; what is out of reach.

    What is past its day by a clock that may be wrong is ``unsure``. ``swept`` is whether the files of the records
    hold no trace of what is gone any more.
    """

    gone: Counter[str] = field(default_factory=Counter)
    files: list[str] = field(default_factory=list)
    soon: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    unreached: list[str] = field(default_factory=list)
    swept: bool = True

    def at_the_start(self) -> list[str]:
        """Return what the workshop says of it as it opens, one line each."""
        gone = [f"{count:,} {name}" for name, count in self.gone.items()]
        closed = "Such a meeting is closed, and the next one goes on from its summary."
        said = [f"Past their day, and removed: {', '.join(gone)}. {closed}"] if gone else []
        return [*said, *self.unsure, *self.soon]


def kept_for() -> Days:
    """Return the days of the data file.

    Raises
    ------
    ToolkitError
        When they are no days.
    """
    file = DataFile(DATA / "publishing.toml")
    days = file.tables.get("retention", {})
    for name in ("answers", "practice", "drafts"):
        if not isinstance(days.get(name), int) or days[name] < 0:
            raise file.wrong("retention", "", name, "must be a number of days")
    return Days(days["answers"], days["practice"], days["drafts"])


def purge_at_start(store: Store, data: Path, today: date, days: Days) -> Purged:
    """Remove what is past its day as the workshop opens, when nobody has asked for it and the clock may be wrong.

    After a longer pause than ``PAUSE``, which may be none, only what was past its day before it is removed; the rest
    goes when the workshop opens on another day. A meeting that began by a clock which said that it is 1970 gets the day
    on which the clock is right.

    Raises
    ------
    StoreUnavailable
        When the store can't be written.
    """
    before = store.note_opened(today)
    if today < FIRST_DAY:
        purged = Purged()
        purged.unsure.append(
            f"Set this computer's clock: it says {today}. No answer is removed until it is right."
        )
        return purged
    if any(session.held_on < FIRST_DAY for session in store.of_all().sessions()):
        store.move_days(FIRST_DAY, today)
    jumped = before is not None and today - before > PAUSE
    return purge(store, data, today, days, sure=before if jumped else today)


def purge(
    store: Store, data: Path, today: date, days: Days, *, files: bool = False, sure: date | None = None
) -> Purged:
    """Remove what is past its day, and return what that was.

    With ``files``, backups and archives that hold such answers go as well. What is past its day today, but not on the
    day that it is for ``sure``, stays.

    Raises
    ------
    StoreUnavailable
        When the store can't be written.
    """
    purged, store = Purged(), store.of_all()
    for session in store.sessions():
        if session.ended == "all":
            continue
        _purge_session(store, session, today, sure or today, days, purged)
    if purged.gone:
        try:
            store.forget_traces()
        except StoreUnavailable:
            purged.swept = False
    _look_outside(data, today, files, purged)
    return purged


def _purge_session(
    store: Store, session: Session, today: date, sure: date, days: Days, purged: Purged
) -> None:
    last = days.of(session)
    counts = {name: count for name, count in store.record_counts(session.id).items() if count}
    if last < sure:
        if session.kind == "practice":
            purged.gone.update(dict(in_words(store.end_session(session.id, ""))) | {"practice meetings": 1})
            return
        if _of_seats(counts):
            purged.gone.update(dict(in_words(store.end_session(session.id, "summary"))))
    elif last < today:
        if _of_seats(counts):
            purged.unsure.append(
                f"The answers of “{session.title}” are past their day if it is {today}. They are removed when the "
                "workshop opens on another day: if this computer's clock is wrong, set it before."
            )
    elif last < today + timedelta(SOON) and _of_seats(counts):
        purged.soon.append(f"The answers of “{session.title}” are removed after {last.isoformat()}.")
    if session.held_on + timedelta(days.drafts) < sure:
        left = store.forget_choices(session.id)
        purged.gone.update({"decisions about what to publish": left} if left else {})


def _of_seats(counts: dict[str, int]) -> bool:
    return any(counts.get(name) for name in OF_PEOPLE)


def _look_outside(data: Path, today: date, files: bool, purged: Purged) -> None:
    """Remove backups that hold what is past its day, or say where they are; say what is out of reach."""
    removed = []
    for written in what_was_written(data):
        path = Path(written.path)
        if written.kind == "pages":
            if path.exists():
                purged.unreached.append(
                    f"The published pages in {path} stay as they are until you publish again."
                )
            continue
        if not written.until or date.fromisoformat(written.until) >= today:
            continue
        if not path.exists():
            purged.unreached.append(
                f"The {written.kind} {path} is not there any more. If it was moved, delete it."
            )
            removed.append(written)
        elif files and _delete(path):
            purged.files.append(f"The {written.kind} {path}")
            removed.append(written)
        else:
            purged.unreached.append(f"The {written.kind} {path} holds answers past their day.")
    forget(data, removed)


def _delete(path: Path) -> bool:
    with suppress(OSError):
        path.unlink()
        return True
    return False


def due(store: Store, days: Days) -> str:
    """Return the first day after which something that a copy of these records holds would be past its day."""
    last = [days.of(session) for session in store.of_all().sessions() if session.ended != "all"]
    return min(last).isoformat() if last else ""


def written_copy(store: Store, kind: str, path: Path) -> Written:
    """Return what is to be remembered of a copy of the records."""
    return Written(kind, str(path.absolute()), due(store, kept_for()))
