"""What the tests of cohorts share: a cohort with records of every kind, and all that the store keeps of it."""

from dataclasses import replace

from tests.seats import TOOLKIT, key, say
from workshop import agenda, cohorts
from workshop.messages import FacilitatorMessages
from workshop.session import current_session
from workshop.store import Action, Cohort, Entry, Feedback, Store

SEAT = "0123456789abcdef" * 2
#: The ids of records are made by pages, so another cohort may well have the same.
IDS = [f"{number:032x}" for number in range(4)]
#: A word that nobody of any other cohort may ever read.
MARK = "quetzal"


def begin(store: Store, name: str, number: int = 1) -> Cohort:
    """Begin a cohort."""
    return cohorts.begin_cohort(store, key(number), name)[0]


def plant(store: Store, cohort: Cohort) -> FacilitatorMessages:
    """Fill a cohort's meeting with records of every kind, a mark in each of their words; return its desk."""
    own = store.of_cohort(cohort.id)
    session = current_session(own)
    desk = FacilitatorMessages(own, TOOLKIT, session.id)
    for prompt in TOOLKIT.prompts:
        say(own, session.id, SEAT, f"{MARK} {prompt.key}", prompt=prompt.key)
    own.save_feedback(Feedback("f" * 64, session.id, "up", MARK, 1))
    own.save_entry(Entry(IDS[0], session.id, MARK, "resource", notes=MARK))
    agenda.begin_agenda(own, TOOLKIT, session.id)
    own.save_agenda_step(replace(own.agenda(session.id)[0], title=MARK))
    own.save_action(Action(IDS[0], session.id, MARK, who=MARK, by_when="2027-03-31"))
    for message in (
        {"kind": "keep-agenda", "name": "Evening"},
        {
            "kind": "rename-meeting",
            "was": session.title,
            "code": session.join_code,
            "title": f"{MARK} meeting",
        },
        {"kind": "save-item", "item": {"id": IDS[0], "kind": "learning", "text": MARK, "version": 0}},
        {
            "kind": "arrange",
            "themes": [{"id": IDS[0], "prompt": "start", "title": MARK, "version": 0}],
            "removed": [],
            "cards": [],
        },
        {
            "kind": "open-vote",
            "id": IDS[0],
            "prompt": "start",
            "question": MARK,
            "dots": 3,
            "options": [{"option": one, "title": MARK} for one in IDS[:2]],
        },
        {"kind": "decide-item", "item": "about", "choice": "reword", "words": {"about": MARK}, "version": 0},
        {"kind": "save-check-in", "seat": SEAT, "statement": "know", "level": 2},
    ):
        reply = desk.answer(message)
        assert "refused" not in reply, (message, reply)
    return desk


def records_of(store: Store, session_id: str) -> dict[str, list[tuple]]:
    """Return every row of a session, by table."""
    found = {}
    for name, table in store.of_all().copy_out().tables.items():
        if "session_id" in table.columns and name != "session_revisions":
            place = table.columns.index("session_id")
            found[name] = [row for row in table.rows if row[place] == session_id]
    return found
