"""What people see and touch: one widget a noun, and the page that joins them."""

from widgets.community import CommunityMap
from widgets.console import Console, Counts, JoinCard, open_console
from widgets.directory import Directory
from widgets.header import Header
from widgets.helplines import HelpLines
from widgets.overview import Overview
from widgets.page import Page, open_page
from widgets.plan import Plan
from widgets.reflection import Reflection
from widgets.steps import Steps

__all__ = [
    "CommunityMap",
    "Console",
    "Counts",
    "Directory",
    "Header",
    "HelpLines",
    "JoinCard",
    "Overview",
    "Page",
    "Plan",
    "Reflection",
    "Steps",
    "open_console",
    "open_page",
]
