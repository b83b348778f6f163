"""Where the records of a workshop are kept; the one package that speaks SQL."""

from workshop.store.errors import Conflict, Full, NotFound, StoreError, StoreTooNew, StoreUnavailable
from workshop.store.records import Resource, Response, Session, StepRecord
from workshop.store.store import Store, open_store

__all__ = [
    "Conflict",
    "Full",
    "NotFound",
    "Resource",
    "Response",
    "Session",
    "StepRecord",
    "Store",
    "StoreError",
    "StoreTooNew",
    "StoreUnavailable",
    "open_store",
]
