"""One section's notebook: joins the toolkit, the widgets and, in JupyterLab, the store."""

from collections.abc import Callable
from typing import Any, TypeVar

from widgets.check_in import CheckIn, Earlier, make_check_in, make_earlier
from widgets.community import CommunityMap, make_community_map
from widgets.directory import Directory, make_directory
from widgets.header import Header, make_header
from widgets.helplines import HelpLines, make_help_lines
from widgets.lists import Agreement, LearningList, make_agreement, make_learning_list
from widgets.markup import Static, tag
from widgets.overview import Overview, make_overview
from widgets.plan import Plan, make_plan
from widgets.reflection import Kit, Reflection, make_kit, make_reflection
from widgets.room import LastTime, Room, Votes, make_room
from widgets.steps import Steps, make_steps
from widgets.wired import Answering
from workshop.settings import settings
from workshop.toolkit import Toolkit, ToolkitError, load_toolkit

Made = TypeVar("Made")


def open_page(section: str) -> "Page":
    """Open the page of a section: the first line of its notebook.

    Raises
    ------
    KeyError
        When the toolkit has no such section.
    """
    page = Page(section)
    if page.toolkit is not None:
        page.toolkit.section(section)
    return page


class Trouble(Static):
    """A sentence in the place of a widget that can't be shown."""


class Page:
    """What a section's notebook shows; each method is one of its cells."""

    def __init__(self, section: str) -> None:
        self.section = section
        self.served = settings().served
        # A served page asks the server, never the store.
        self.messages: Answering | None = None if self.served else LateMessages()
        self.toolkit: Toolkit | None = None
        self._problem = ""
        self._kit: Kit | None = None
        try:
            self.toolkit = load_toolkit()
        except ToolkitError as error:
            self._problem = str(error)

    def __repr__(self) -> str:
        return f"Page({self.section!r})"

    def header(self) -> Header | Trouble | None:
        """Return the steps and the help lines; a served page has its own, and needs none."""
        return None if self.served else self._make(lambda toolkit: make_header(self.section, toolkit))

    def room(self) -> Room | Trouble:
        """Return what the room does now: the step, the clock, and where it is."""
        return self._make(lambda toolkit: make_room(self.section, toolkit, self.messages))

    def last_time(self) -> LastTime | Trouble:
        """Return what the meeting before this one set out to do."""
        return self._make(lambda _: LastTime(messages=self.messages))

    def votes(self) -> Votes | Trouble:
        """Return the votes of the meeting, with this seat's dots."""
        return self._make(lambda _: Votes(messages=self.messages))

    def agreement(self) -> Agreement | Trouble:
        """Return what the group agreed on."""
        return self._make(lambda _: make_agreement(self.messages))

    def learning_list(self) -> LearningList | Trouble:
        """Return what the group wants to learn."""
        return self._make(lambda _: make_learning_list(self.messages))

    def help_lines(self) -> HelpLines | Trouble:
        """Return every help line, with how sure we are of it."""
        return self._make(make_help_lines)

    def community_map(self) -> CommunityMap | Trouble:
        """Return who is at the table, and who is missing."""
        return self._make(lambda toolkit: make_community_map(toolkit, self.messages))

    def steps(self) -> Steps | Trouble:
        """Return the seven steps as the group's checklist."""
        return self._make(lambda toolkit: make_steps(toolkit, self.messages))

    def directory(self) -> Directory | Trouble:
        """Return the committees, the toolkits and the group's own local resources."""
        return self._make(lambda toolkit: make_directory(toolkit, self.messages))

    def reflection(self, prompt: str) -> Reflection | Trouble:
        """Return a prompt with its place to write."""
        return self._make(
            lambda toolkit: make_reflection(prompt, toolkit, self._shared(toolkit), self.messages)
        )

    def plan(self) -> Plan | Trouble:
        """Return the action plan."""
        return self._make(lambda toolkit: make_plan(toolkit, self.messages))

    def check_in(self) -> CheckIn | Trouble:
        """Return a few statements to place oneself on, and a card with one thing up and one down."""
        return self._make(lambda toolkit: make_check_in(self._shared(toolkit), self.messages))

    def earlier(self) -> Earlier | Trouble:
        """Return what this seat wrote at earlier meetings, for its own eyes."""
        return self._make(lambda toolkit: make_earlier(toolkit, self.messages))

    def overview(self) -> Overview | Trouble:
        """Return what the group has so far."""
        return self._make(lambda toolkit: make_overview(toolkit, self.messages))

    def _shared(self, toolkit: Toolkit) -> Kit:
        if self._kit is None:
            self._kit = make_kit(toolkit)
        return self._kit

    def _make(self, make: Callable[[Toolkit], Made]) -> Made | Trouble:
        """Make a widget, or one that says in words why it can't be shown; the rest of the page stands."""
        if self.toolkit is None:
            return trouble(self._problem)
        try:
            return make(self.toolkit)
        except KeyError as error:
            return trouble(f"This part can't be shown: {error.args[0]}.")


class LateMessages:
    """Opens the store when the first message comes, so that a page can be read when there is no store."""

    def __init__(self) -> None:
        self._messages: Any = None

    def _open(self) -> Answering:
        if self._messages is None:
            from workshop.messages import open_messages

            self._messages = open_messages()
        return self._messages

    def answer(self, message: dict[str, Any]) -> dict[str, Any]:
        """Return the reply to a message."""
        return self._open().answer(message)

    def revision(self) -> int:
        """Return a number that grows with every change."""
        return self._open().revision()


def trouble(sentence: str) -> Trouble:
    """Return a widget that says what is wrong."""
    return Trouble(tag("p", sentence, class_="go-trouble"))
