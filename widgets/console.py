"""What the facilitator sees: the way in for phones, and how many seats have answered."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import segno

from widgets.changes import Changes, make_changes
from widgets.community import CommunityMap, make_community_map
from widgets.hall import Hall
from widgets.live import watch
from widgets.markup import Markup, Static, table, tag, whole
from widgets.meetings import Address, Meetings, make_meetings
from widgets.page import LateMessages
from widgets.paper import Paper, make_paper
from widgets.plan import Plan, make_plan
from widgets.review import Review, make_review
from workshop.session import spoken_code
from workshop.settings import settings
from workshop.toolkit import load_toolkit

if TYPE_CHECKING:
    import pandas as pd

    from workshop.messages import Messages


def open_console() -> "Console":
    """Open the facilitator's console: the first line of its notebook."""
    return Console()


class JoinCard(Static):
    """The address, the code and the QR code that lead phones in: ``console.join_card()``."""


class Counts(Static):
    """How many seats have answered each question, live: ``console.counts()``."""

    def __init__(self, content: Callable[[], Markup], revision: Callable[[], int]) -> None:
        self._content = content
        super().__init__(content())
        self._stop = watch(revision, self, Counts._show)

    def close(self) -> None:
        """Take the widget off every page."""
        self._stop()
        super().close()

    def _show(self, _revision: int) -> None:
        self.value = whole(self._content())


class Console:
    """What a facilitator's notebook shows; each method is one of its cells."""

    def __init__(self) -> None:
        self.toolkit = load_toolkit()
        self._messages: Messages | None = None

    def __repr__(self) -> str:
        return "Console()"

    def join_card(self) -> JoinCard:
        """Return the card for the projector."""
        address = settings().join_url
        if urlsplit(address).scheme not in ("http", "https"):
            return JoinCard(
                tag("p", "Phones can join once the workshop is served: start it with “make workshop”.")
            )
        short, _, code = address.rpartition("/join/")
        return JoinCard(
            tag("p", tag("strong", "Join with your phone"), class_="go-heading"),
            qr(address),
            tag("p", "Point your camera at the square, or open this address:"),
            tag("p", tag("strong", tag("a", f"{short}/join", href=f"{short}/join")), class_="go-big"),
            tag("p", "Then type this code: ", tag("strong", spoken_code(code), class_="go-big"))
            if code
            else None,
        )

    def counts(self) -> Counts:
        """Return how many seats have answered each question."""
        return Counts(self._count_table, self._revision)

    def hall(self) -> Hall:
        """Return how the hall is doing."""
        return Hall(messages=self._wire())

    def changes(self) -> Changes:
        """Return what changed from meeting to meeting."""
        return make_changes(self._wire())

    def meetings(self) -> Meetings:
        """Return what can be done with meetings: rehearse, end one, begin the next."""
        return make_meetings(self._wire())

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

    def _count_table(self) -> Markup:
        from workshop.store import StoreError

        try:
            frame = self.frame()
        except StoreError as error:
            return tag(
                "p", f"The answers can't be counted just now. {error}", class_="go-trouble", role="status"
            )
        rows = [(f"{row.number} · {row.question}", int(row.answers)) for row in frame.itertuples(index=False)]
        return table("Seats that have answered", ("Question", "Seats"), rows)

    @staticmethod
    def _wire() -> LateMessages | None:
        # The browser of a served page asks the server itself.
        return None if settings().served_by else LateMessages()

    def _revision(self) -> int:
        return self._open().revision()

    def _open(self) -> Any:
        if self._messages is None:
            from workshop.messages import open_messages

            self._messages = open_messages()
        return self._messages


def qr(address: str) -> Markup:
    """Return a QR code as an SVG that a screen reader calls by its purpose."""
    drawing = segno.make(address, error="m", micro=False).svg_inline(
        omitsize=True, border=4, dark="#000", light="#fff"
    )
    return tag(
        "div", Markup(drawing), class_="go-qr", role="img", aria_label="QR code with the address to join"
    )
