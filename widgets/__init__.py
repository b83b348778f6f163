"""What people see and touch: one widget a noun, and the page that joins them."""

import ipywidgets as ipw

from widgets.board import Board
from widgets.community import CommunityMap
from widgets.console import Console, open_console
from widgets.directory import Directory
from widgets.hall import Hall
from widgets.header import Header
from widgets.helplines import HelpLines
from widgets.overview import Overview
from widgets.page import Page, open_page
from widgets.plan import Plan
from widgets.reflection import Reflection
from widgets.desk import Desk
from widgets.steps import Steps
from widgets.wall import Wall

# ipywidgets does this for itself only when a kernel imports it; ours are forked from a process that has imported it
# before. Without it, a front end asks for each widget's state by itself.
ipw.register_comm_target()

__all__ = [
    "Board",
    "CommunityMap",
    "Console",
    "Directory",
    "Hall",
    "Header",
    "HelpLines",
    "Overview",
    "Page",
    "Plan",
    "Reflection",
    "Desk",
    "Steps",
    "Wall",
    "open_console",
    "open_page",
]
