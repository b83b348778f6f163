"""What the facilitator's notebooks show: the meeting, what becomes of answers, the wall, the map and the hall."""

from typing import TYPE_CHECKING, Any

from widgets.board import Board, make_board
from widgets.changes import Changes, make_changes
from widgets.cohorts import Cohorts, make_cohorts
from widgets.community import CommunityMap, make_community_map
from widgets.desk import Desk, make_desk
from widgets.hall import Hall
from widgets.meetings import Address, Meetings, make_meetings
from widgets.page import LateMessages
from widgets.paper import Paper, make_paper
from widgets.plan import Plan, make_plan
from widgets.review import Review, make_review
from widgets.wall import Wall, make_wall
from workshop.settings import settings
from workshop.toolkit import load_toolkit

if TYPE_CHECKING:
    import pandas as pd

    from workshop.messages import Messages


def open_console() -> "Console":
    """Open the facilitator's console: the first line of its notebooks."""
    return Console()


class Console:
    """What a facilitator's notebook shows; each method is one of its cells."""

    def __init__(self) -> None:
        self.toolkit = load_toolkit()
        self._messages: Messages | None = None

    def __repr__(self) -> str:
        return "Console()"

    def desk(self) -> Desk:
        """Return the meeting on one screen."""
        return make_desk(self.toolkit, self._wire())

    def board(self) -> Board:
        """Return the board on which answers become a plan."""
        return make_board(self.toolkit, self._wire())

    def wall(self) -> Wall:
        """Return the wall."""
        return make_wall(self.toolkit, self._wire())

    def hall(self) -> Hall:
        """Return how the hall is doing."""
        return Hall(messages=self._wire())

    def changes(self) -> Changes:
        """Return what changed from meeting to meeting."""
        return make_changes(self._wire())

    def cohorts(self) -> Cohorts:
        """Return how far each cohort is, and what begins another one."""
        return make_cohorts(self._wire())

    def meetings(self) -> Meetings:
        """Return what can be done with meetings: rehearse, end one, begin the next."""
        return make_meetings(self.toolkit, self._wire())

    def address(self) -> Address:
        """Return the address of the facilitator's pages."""
        return Address(messages=self._wire())

    def paper(self) -> Paper:
        """Return the form for what tables wrote on paper."""
        return make_paper(self.toolkit, self._wire())

    def community_map(self) -> CommunityMap:
        """Return the community map, with what brings spreadsheets in and out."""
        return make_community_map(self.toolkit, self._wire(), tools=True)

    def plan(self) -> Plan:
        """Return the action plan."""
        return make_plan(self.toolkit, self._wire())

    def review(self) -> Review:
        """Return the review of what may be published."""
        return make_review(self.toolkit, self._wire())

    def frame(self) -> "pd.DataFrame":
        """Return how many seats have answered each prompt, as a DataFrame by prompt.

        Raises
        ------
        StoreError
            When the store can't be read.
        """
        # Imported late: participants' pages import this package, and never need it.
        import pandas as pd

        messages = self._open()
        counts = messages.store.response_counts(messages.session_id)
        return pd.DataFrame(
            {
                "number": [prompt.number for prompt in self.toolkit.prompts],
                "question": [prompt.question for prompt in self.toolkit.prompts],
                "answers": [counts.get(prompt.key, 0) for prompt in self.toolkit.prompts],
            },
            index=pd.Index([prompt.key for prompt in self.toolkit.prompts], name="prompt"),
        )

    @staticmethod
    def _wire() -> LateMessages | None:
        # The browser of a served page asks the server itself.
        return None if settings().served_by else LateMessages()

    def _open(self) -> Any:
        if self._messages is None:
            from workshop.messages import open_messages

            self._messages = open_messages()
        return self._messages
