"""What the facilitators of each cohort have on their server: answers, made-up people, and a preview."""

from dataclasses import dataclass
from datetime import date

from workshop.messages import FacilitatorMessages, TrainerMessages
from workshop.publish.publication import Publication
from workshop.publish.review import read_draft
from workshop.serve.players import PlayersProcess
from workshop.serve.published import Site
from workshop.session import current_session
from workshop.store import NotFound, Store
from workshop.toolkit import Toolkit


@dataclass(frozen=True, slots=True)
class Desk:
    """What the facilitators of one cohort have."""

    messages: FacilitatorMessages
    players: PlayersProcess
    preview: Site


class Desks:
    """The desks of a server, each opened when somebody first comes to it.

    ``join_base`` is where phones find the workshop, and ``own_base`` where this computer does.
    """

    def __init__(self, store: Store, toolkit: Toolkit, join_base: str, own_base: str) -> None:
        self._store, self._toolkit = store, toolkit
        self._join_base, self._own_base = join_base, own_base
        self._open: dict[str, Desk] = {}

    def of(self, cohort_id: str) -> Desk:
        """Return the desk of a cohort, or that of the workshop's own meetings.

        Raises
        ------
        NotFound
            When there is no such cohort (any more).
        """
        try:
            if cohort_id:
                self._store.cohort(cohort_id)
        except NotFound:
            self._close(cohort_id)
            raise
        # Two may come first at one moment: one of the desks is used, and the other forgotten.
        return self._open.get(cohort_id) or self._open.setdefault(cohort_id, self._made(cohort_id))

    def _made(self, cohort_id: str) -> Desk:
        store, players = self._store.of_cohort(cohort_id), PlayersProcess(self._own_base)
        answers = FacilitatorMessages if cohort_id else TrainerMessages
        # Not the session of the start: the facilitator's process may be started again later.
        messages = answers(store, self._toolkit, current_session(store).id, self._join_base, players)
        return Desk(messages, players, Site(lambda: _chosen(messages)))

    def _close(self, cohort_id: str) -> None:
        desk = self._open.pop(cohort_id, None)
        if desk is not None:
            desk.players.stop()

    def close(self) -> None:
        """Send all made-up people home."""
        for cohort_id in list(self._open):
            self._close(cohort_id)


def _chosen(messages: FacilitatorMessages) -> tuple[object, Publication]:
    """Return what would go out now, as a stranger would see it."""
    draft, _ = read_draft(messages.store, messages.toolkit, messages.session_id)
    last = messages.store.agreed(messages.session_id)
    number = last.number + 1 if last else 1
    return (draft.mark, date.today()), Publication(date.today(), number, draft.items)
