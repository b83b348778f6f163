"""What people see and touch: one widget a noun, and the page that joins them."""

import ipywidgets as ipw

from widgets.board import Board
from widgets.changes import Changes
from widgets.check_in import CheckIn, Earlier
from widgets.community import CommunityMap
from widgets.console import Console, open_console
from widgets.desk import Desk
from widgets.directory import Directory
from widgets.hall import Hall
from widgets.header import Header
from widgets.helplines import HelpLines
from widgets.lists import Agreement, LearningList
from widgets.meetings import Address, Meetings
from widgets.overview import Overview
from widgets.page import Page, open_page
from widgets.paper import Paper
from widgets.plan import Plan
from widgets.published import Published, open_published
from widgets.reflection import Reflection
from widgets.review import Review
from widgets.room import LastTime, Room, Votes
from widgets.steps import Steps
from widgets.wall import Wall

# ipywidgets does this for itself only when a kernel imports it; ours are forked from a process that has imported it
# before. Without it, a front end asks for each widget's state by itself.
ipw.register_comm_target()

__all__ = [
    "Address",
    "Agreement",
    "Board",
    "Changes",
    "CheckIn",
    "CommunityMap",
    "Console",
    "Desk",
    "Directory",
    "Earlier",
    "Hall",
    "Header",
    "HelpLines",
    "LastTime",
    "LearningList",
    "Meetings",
    "Overview",
    "Page",
    "Paper",
    "Plan",
    "Published",
    "Reflection",
    "Review",
    "Room",
    "Steps",
    "Votes",
    "Wall",
    "open_console",
    "open_page",
    "open_published",
]
