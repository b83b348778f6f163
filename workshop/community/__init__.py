"""The community map: who is at the table, who is missing, and which entries are the same."""

from workshop.community.coverage import STATES, GroupCoverage, coverage, gap
from workshop.community.entries import KINDS, LIMITS, MAY_BE_RATED, STATUSES, checked_entry, save_entry
from workshop.community.marks import LIVED_EXPERIENCE, save_mark
from workshop.community.merge import merge_entries, merged
from workshop.community.twins import Twins, likely_same

__all__ = [
    "KINDS",
    "LIMITS",
    "LIVED_EXPERIENCE",
    "MAY_BE_RATED",
    "STATES",
    "STATUSES",
    "GroupCoverage",
    "Twins",
    "checked_entry",
    "coverage",
    "gap",
    "likely_same",
    "merge_entries",
    "merged",
    "save_entry",
    "save_mark",
]
