"""Whatever a page sends, in any field of any kind of message, it hears a reply of that kind or a sentence."""

import json
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from tests.cohorts import IDS, SEAT
from tests.hostile import HOSTILE, any_text
from workshop.community import KINDS, STATUSES
from workshop.messages import FacilitatorMessages, Messages, TrainerMessages
from workshop.session import begin_session
from workshop.store import open_store
from workshop.toolkit import load_toolkit

TOOLKIT = load_toolkit()

GROUPS = [group.key for group in TOOLKIT.groups]


@pytest.fixture(scope="module")
def busy() -> Iterator[TrainerMessages]:
    """A session that many strange messages have gone through."""
    with open_store("sqlite://") as store:
        session = begin_session(store, "Meeting", date(2027, 3, 31))
        yield TrainerMessages(store, TOOLKIT, session.id, "http://192.0.2.1:8866/")


@pytest.fixture(scope="module")
def phone(busy: FacilitatorMessages) -> Messages:
    """What answers the participants of the same session."""
    return Messages(busy.store, TOOLKIT, busy.session_id)


scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | any_text
json_values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)
texts = any_text | st.sampled_from(HOSTILE)
ids = st.sampled_from(IDS)
versions = st.integers(0, 3)
end = st.fixed_dictionaries({"id": ids, "version": versions})
entry = {
    "id": ids,
    "name": texts,
    "kind": st.sampled_from(KINDS),
    "groups": st.lists(st.sampled_from(GROUPS), max_size=3),
    "status": st.sampled_from(STATUSES),
    **dict.fromkeys(("asks", "contact", "web", "for_whom", "offers", "notes"), texts),
    **dict.fromkeys(("tie", "influence", "interest"), st.integers(0, 3)),
    "listed": st.booleans(),
    "origin": st.sampled_from(["", "theme:" + IDS[0], "prompt:start", "card:x"]),
    "version": versions,
}
step = {
    "id": ids,
    "title": texts,
    "method": texts,
    "minutes": st.integers(0, 300),
    "section": st.sampled_from(["", *(section.key for section in TOOLKIT.sections)]),
    "prompts": st.lists(st.sampled_from([prompt.key for prompt in TOOLKIT.prompts]), max_size=3),
    "status": st.sampled_from(["to-come", "done", "skipped"]),
    "version": versions,
}
item = {
    "id": ids,
    "kind": st.sampled_from(["agreement", "learning"]),
    "text": texts,
    "origin": st.sampled_from(["", "theme:" + IDS[1]]),
    "version": versions,
}
theme = {
    "id": ids,
    "prompt": st.sampled_from(["start", "learn", "impact"]),
    "title": texts,
    "version": versions,
}
action = {
    "id": ids,
    **dict.fromkeys(("what", "who", "means", "tell", "letter", "why"), texts),
    "by": st.dates().map(date.isoformat),
    "status": st.sampled_from(["to-do", "doing", "done", "dropped"]),
    "origin": st.sampled_from(["", "gap:elders", "step:talk", "prompt:start"]),
    "version": versions,
}


@st.composite
def partly_strange(draw: st.DrawFn, fields: dict[str, st.SearchStrategy]) -> dict:
    """Fields as they should be, but for one in ten that is missing or anything at all."""
    made = {}
    for field, likely in fields.items():
        choice = draw(st.integers(0, 19))
        if choice < 18:
            made[field] = draw(likely)
        elif choice < 19:
            made[field] = draw(json_values)
    return made


marks = st.sampled_from(["", "not-here", "yes", "working", "not-yet"])
groups = st.sampled_from(GROUPS)
#: For each kind of message its fields, and the fields of a good reply.
KINDS_OF_MESSAGE = {
    "read-responses": ({"seat": st.just(SEAT)}, {"responses"}),
    "save-response": (
        {
            "seat": st.just(SEAT),
            "prompt": st.sampled_from([prompt.key for prompt in TOOLKIT.prompts]),
            "state": st.sampled_from(["written", "passed", "withdrawn"]),
            "text": texts,
            "seq": st.integers(0, 5),
            "table": st.booleans(),
        },
        {"saved", "state", "text", "seq"},
    ),
    "read-steps": ({}, {"steps"}),
    "save-step": (
        {
            "key": st.sampled_from([step.key for step in TOOLKIT.steps]),
            "status": st.sampled_from(["not-yet", "doing", "done"]),
            "who": texts,
            "by": st.dates().map(date.isoformat),
            "version": versions,
        },
        {"saved", "step"},
    ),
    "read-community": ({"since": st.integers(0, 9)}, None),
    "save-entry": ({"entry": partly_strange(entry)}, {"saved", "entry"}),
    "remove-entry": ({"id": ids | texts, "version": versions}, {"removed"}),
    "merge-entries": ({"keep": end, "other": end}, {"merged", "entry", "before"}),
    "tell-apart": ({"one": ids | texts, "other": ids}, {"saved"}),
    "mark-group": ({"group": groups, "mark": marks, "version": versions}, {"saved", "mark"}),
    "save-action": ({"action": partly_strange(action)}, {"saved", "action"}),
    "remove-action": ({"id": ids | texts, "version": versions}, {"removed"}),
    "invite-group": ({"group": groups, "id": ids}, {"saved", "action"}),
    "read-overview": (
        {"seat": st.just(SEAT)},
        {"responses", "steps", "step_list", "entries", "resources", "actions", "mine"},
    ),
    "read-earlier": ({"seat": st.just(SEAT)}, {"meetings"}),
    "read-check-in": ({"seat": st.just(SEAT)}, {"levels", "feedback"}),
    "save-check-in": (
        {
            "seat": st.just(SEAT),
            "statement": st.sampled_from(["know", "call"]) | texts,
            "level": st.integers(0, 6),
        },
        {"saved"},
    ),
    "save-feedback": (
        {
            "seat": st.just(SEAT),
            "about": st.sampled_from(["up", "down"]) | texts,
            "text": texts,
            "seq": st.integers(0, 5),
        },
        {"saved", "text", "seq"},
    ),
    "take-seat": ({"seat": st.just(SEAT), "table": st.booleans()}, {"seated"}),
    "read-room": ({"mark": texts}, {"mark", "content", "now"}),
    "read-last-time": ({"mark": texts}, {"mark", "content"}),
    "read-ballots": ({"seat": st.just(SEAT)}, {"ballots"}),
    "save-ballot": (
        {
            "seat": st.just(SEAT),
            "vote": ids,
            "dots": st.dictionaries(ids | texts, st.integers(0, 4), max_size=3),
            "seq": st.integers(0, 5),
        },
        {"saved", "dots", "seq"},
    ),
}
#: The same for the people who hold the workshop.
FACILITATORS_KINDS = {
    "preview-sheet": ({"name": texts, "data": texts}, {"preview"}),
    "import-sheet": ({"name": texts, "data": texts, "also": st.lists(st.integers(0, 9))}, {"imported"}),
    "export-sheet": ({"format": st.sampled_from(["csv", "xlsx"])}, {"name", "type", "data"}),
    "begin-agenda": ({"name": st.just("")}, {"saved", "begun"}),
    "use-agenda": ({"name": st.sampled_from(["Two hours", "Evening"]), "seen": texts}, {"saved", "undo"}),
    "restore-agenda": ({"steps": st.lists(partly_strange(step), max_size=2), "seen": texts}, {"saved"}),
    "keep-agenda": ({"name": st.sampled_from(["Evening", "Two hours"]) | texts}, {"saved", "name"}),
    "forget-agenda": ({"name": texts}, {"removed"}),
    "save-agenda-step": ({"step": partly_strange(step), "after": st.just("") | ids}, {"saved", "step"}),
    "remove-agenda-step": ({"id": ids | texts, "version": versions}, {"removed"}),
    "enter-step": (
        {"step": ids | texts, "version": versions, "done": st.booleans()},
        {"saved", "stage", "undo"},
    ),
    "move-section": (
        {"section": st.sampled_from(["goal", "who"]), "version": versions},
        {"saved", "stage", "undo"},
    ),
    "set-clock": (
        {
            "change": st.sampled_from(["start", "rest", "add", "stop"]),
            "seconds": st.integers(0, 2**31),
            "less": st.booleans(),
            "version": versions,
        },
        {"saved", "stage", "undo"},
    ),
    "restore-stage": (
        {
            "stage": partly_strange(
                {
                    "step": st.just("") | ids,
                    "section": st.sampled_from(["", "goal", "who"]),
                    "clock_ends": st.floats(0, 2**31),
                    "clock_left": st.integers(0, 9000),
                }
            ),
            "version": versions,
            "prompts": st.lists(
                st.fixed_dictionaries(
                    {
                        "prompt": st.sampled_from(["start", "learn"]),
                        "open": st.booleans(),
                        "version": versions,
                    }
                ),
                max_size=2,
            ),
            "steps": st.lists(
                st.fixed_dictionaries({"id": ids | texts, "status": st.sampled_from(["done", "to-come"])})
            ),
        },
        {"saved", "stage"},
    ),
    "set-prompt": (
        {
            "prompt": st.sampled_from([prompt.key for prompt in TOOLKIT.prompts]),
            "open": st.booleans(),
            "revealed": st.booleans(),
            "due": st.just("") | st.dates().map(date.isoformat) | texts,
            "version": versions,
        },
        {"saved", "prompt"},
    ),
    "decide": (
        {
            "card": ids | texts,
            "seq": st.integers(0, 5),
            "verdict": st.sampled_from(["approved", "hidden", "attention", "waiting"]),
            "reason": st.sampled_from(["", "could-hurt"]),
        },
        {"saved", "before"},
    ),
    "read-log": ({}, {"log"}),
    "read-feedback": ({}, {"feedback"}),
    "read-changes": ({}, {"meetings", "levels"}),
    "read-offers": ({}, {"offers"}),
    "arrange": (
        {
            "themes": st.lists(partly_strange(theme), max_size=2),
            "removed": st.lists(end, max_size=2),
            "cards": st.lists(
                st.fixed_dictionaries({"card": ids | texts, "from": ids | texts, "to": ids}), max_size=2
            ),
        },
        {"saved", "undo"},
    ),
    "suggest-themes": ({"prompt": st.sampled_from(["start", "learn"]) | texts}, {"similar"}),
    "open-vote": (
        {
            "id": ids,
            "prompt": st.sampled_from(["start", "impact"]),
            "question": texts,
            "dots": st.integers(2, 6),
            "options": st.lists(st.fixed_dictionaries({"option": ids, "title": texts}), max_size=3),
        },
        {"saved", "vote"},
    ),
    "set-vote": (
        {"id": ids, "state": st.sampled_from(["open", "closed"]), "version": versions},
        {"saved", "vote"},
    ),
    "remove-vote": ({"id": ids | texts, "version": versions}, {"removed"}),
    "harvest": (
        {
            "theme": ids | st.just(""),
            "card": ids | texts,
            "to": st.sampled_from(["action", "gap", "learning", "resource"]),
            "id": ids,
            "group": st.sampled_from(GROUPS) | texts,
        },
        {"saved", "record", "undo"},
    ),
    "save-item": ({"item": partly_strange(item)}, {"saved", "item"}),
    "remove-item": ({"id": ids | texts, "version": versions}, {"removed"}),
    "begin-meeting": ({"title": texts, "before": texts, "afresh": st.booleans()}, {"saved"}),
    "read-meetings": ({}, {"meeting", "there", "left_open", "unfinished", "rehearsal", "meetings"}),
    "reopen-meeting": ({"code": texts}, {"saved"}),
    "begin-rehearsal": ({"code": texts, "seats": st.integers(0, 40)}, {"saved"}),
    "end-rehearsal": ({"code": texts}, {"ended", "title", "gone", "swept"}),
    "save-paper": (
        {
            "code": texts,
            "seat": st.just(SEAT),
            "prompt": st.sampled_from([prompt.key for prompt in TOOLKIT.prompts]),
            "state": st.sampled_from(["written", "passed", "withdrawn"]),
            "text": texts,
            "seq": st.integers(0, 5),
        },
        {"saved", "state", "text", "seq"},
    ),
    "rename-meeting": ({"was": texts, "code": texts, "title": texts}, {"saved", "title"}),
    "read-ending": ({}, {"there"}),
    "end-meeting": (
        {
            "keep": st.sampled_from(["nothing", "all"]) | texts,
            "code": texts,
            "left_open": st.lists(st.just("start") | texts, max_size=2),
            "due": st.dates().map(date.isoformat) | texts,
        },
        {"ended", "title", "gone", "swept"},
    ),
    "read-console": ({"mark": texts, "trainer": st.booleans()}, {"mark", "content", "now", "trainer"}),
    "read-review": (
        {},
        {"items", "kept_back", "mark", "count", "trouble", "agreements", "changes", "agreed"},
    ),
    "decide-item": (
        {
            "item": st.sampled_from(["about", "coverage", f"entry:{IDS[0]}", f"action:{IDS[0]}"]) | texts,
            "choice": st.sampled_from(["include", "reword", "leave", "secret", ""]) | texts,
            "words": st.dictionaries(
                st.sampled_from(["title", "about", "ask", "what"]) | texts, texts, max_size=3
            ),
            "consent": st.booleans(),
            "looked": st.booleans(),
            "seen": st.just("") | texts,
            "version": versions,
        },
        {"saved", "version"},
    ),
    "agree-publication": (
        {"mark": texts, "desk": st.just(SEAT) | texts, "initials": st.sampled_from(["AB", "CD"]) | texts},
        {"agreed", "number", "desks"},
    ),
    "read-wall": ({"mark": texts}, {"mark", "content", "now"}),
}
#: The same for whoever holds the workshop itself, and so every cohort.
TRAINERS_KINDS = {
    "read-cohorts": ({}, {"sections", "cohorts"}),
    "add-cohort": ({"id": ids | texts, "name": texts}, {"saved", "cohort", "key"}),
    "rename-cohort": ({"id": ids | texts, "name": texts, "version": versions}, {"saved", "cohort"}),
    "change-cohort-key": ({"id": ids | texts}, {"saved", "key"}),
    "remove-cohort": ({"id": ids | texts, "name": texts}, {"removed", "gone", "swept"}),
}
EVERY_KIND = KINDS_OF_MESSAGE | FACILITATORS_KINDS | TRAINERS_KINDS
READ_COMMUNITY = (
    {"revision", "unchanged"},
    {"revision", "whole", "entries", "gone_entries", "actions", "gone_actions", "coverage", "twins", "plan"},
)


@st.composite
def strange_messages(draw: st.DrawFn) -> dict:
    """A message of a known kind, each field likely, strange, or missing."""
    kind = draw(st.sampled_from(list(EVERY_KIND)))
    return {"kind": kind} | draw(partly_strange(EVERY_KIND[kind][0]))


def test_every_kind_of_message_is_tried() -> None:
    assert KINDS_OF_MESSAGE.keys() == Messages.answers.keys()
    assert (KINDS_OF_MESSAGE | FACILITATORS_KINDS).keys() == FacilitatorMessages.answers.keys()
    assert EVERY_KIND.keys() == TrainerMessages.answers.keys()


@given(message=strange_messages())
@effort(max_examples=1000)
def test_any_value_in_any_field_of_any_kind_gets_a_reply_of_that_kind_or_a_sentence(
    busy: FacilitatorMessages, message: dict
) -> None:
    reply = busy.answer(message)
    assert json.loads(json.dumps(reply)) == reply
    if "refused" in reply:
        assert reply["refused"].endswith(".")
        assert reply.keys() <= {"refused", "field", "gone", "closed"}
    elif message["kind"] == "read-community":
        assert reply.keys() in READ_COMMUNITY
    else:
        assert reply.keys() in (EVERY_KIND[message["kind"]][1], {"newer"})


@given(
    message=st.dictionaries(
        st.sampled_from(["kind", "seat", "text", "id"]) | st.text(), json_values, max_size=5
    )
)
def test_a_message_of_no_known_kind_is_refused_in_a_sentence(busy: Messages, message: dict) -> None:
    assert busy.answer(message)["refused"].endswith(".")


@pytest.mark.parametrize("kind", FACILITATORS_KINDS)
def test_what_holds_the_workshop_is_for_the_facilitators_pages_alone(
    busy: FacilitatorMessages, phone: Messages, kind: str
) -> None:
    assert "does not know" in phone.answer({"kind": kind})["refused"]
    assert "does not know" not in busy.answer({"kind": kind}).get("refused", "")
