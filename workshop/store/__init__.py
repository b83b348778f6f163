"""Where the records of a workshop are kept; the one package that speaks SQL."""

from workshop.store.community import MOST_ENTRIES
from workshop.store.copies import Copy, TableCopy, fill
from workshop.store.errors import (
    Conflict,
    Full,
    NotEmpty,
    NotFound,
    NotTaken,
    StoreError,
    StoreTooNew,
    StoreUnavailable,
)
from workshop.store.looking import look_at
from workshop.store.plan import MOST_ACTIONS
from workshop.store.publishing import ANSWER
from workshop.store.publishing_records import Agreed, Agreement, Choice
from workshop.store.records import (
    HOME,
    Action,
    AgendaStep,
    Cohort,
    CommunityChanges,
    Entry,
    Feedback,
    GroupMark,
    Judged,
    ListItem,
    LoggedDecision,
    PromptStage,
    Response,
    Session,
    Stage,
    StepRecord,
    Theme,
    Vote,
    VoteOption,
)
from workshop.store.sessions import OF_PEOPLE
from workshop.store.store import Store, open_store, read_store

__all__ = [
    "ANSWER",
    "HOME",
    "MOST_ACTIONS",
    "MOST_ENTRIES",
    "OF_PEOPLE",
    "Action",
    "AgendaStep",
    "Agreed",
    "Agreement",
    "Choice",
    "Cohort",
    "CommunityChanges",
    "Conflict",
    "Copy",
    "Entry",
    "Feedback",
    "Full",
    "GroupMark",
    "Judged",
    "ListItem",
    "LoggedDecision",
    "NotEmpty",
    "NotFound",
    "NotTaken",
    "PromptStage",
    "Response",
    "Session",
    "Stage",
    "StepRecord",
    "Store",
    "StoreError",
    "StoreTooNew",
    "StoreUnavailable",
    "TableCopy",
    "Theme",
    "Vote",
    "VoteOption",
    "fill",
    "look_at",
    "open_store",
    "read_store",
]
