"""Where the records of a workshop are kept; the one package that speaks SQL."""

from workshop.store.community import MOST_ENTRIES
from workshop.store.errors import Conflict, Full, NotFound, StoreError, StoreTooNew, StoreUnavailable
from workshop.store.plan import MOST_ACTIONS
from workshop.store.records import Action, CommunityChanges, Entry, GroupMark, Response, Session, StepRecord
from workshop.store.store import Store, open_store

__all__ = [
    "MOST_ACTIONS",
    "MOST_ENTRIES",
    "Action",
    "CommunityChanges",
    "Conflict",
    "Entry",
    "Full",
    "GroupMark",
    "NotFound",
    "Response",
    "Session",
    "StepRecord",
    "Store",
    "StoreError",
    "StoreTooNew",
    "StoreUnavailable",
    "open_store",
]
