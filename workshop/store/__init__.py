"""Where the records of a workshop are kept; the one package that speaks SQL."""

from workshop.store.community import MOST_ENTRIES
from workshop.store.errors import (
    Conflict,
    Full,
    NotFound,
    NotTaken,
    StoreError,
    StoreTooNew,
    StoreUnavailable,
)
from workshop.store.plan import MOST_ACTIONS
from workshop.store.records import (
    Action,
    AgendaStep,
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
from workshop.store.store import Store, open_store

__all__ = [
    "MOST_ACTIONS",
    "MOST_ENTRIES",
    "Action",
    "AgendaStep",
    "CommunityChanges",
    "Conflict",
    "Entry",
    "Feedback",
    "Full",
    "GroupMark",
    "Judged",
    "ListItem",
    "LoggedDecision",
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
    "Theme",
    "Vote",
    "VoteOption",
    "open_store",
]
