"""Whatever a page sends, in any field of any kind of message, it hears a reply of that kind or a sentence."""

import json
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from tests.hostile import HOSTILE, any_text
from workshop.community import KINDS, STATUSES
from workshop.messages import FacilitatorMessages, Messages
from workshop.session import begin_session
from workshop.store import open_store
from workshop.toolkit import load_toolkit

TOOLKIT = load_toolkit()
SEAT = "0123456789abcdef" * 2
GROUPS = [group.key for group in TOOLKIT.groups]
IDS = [f"{number:032x}" for number in range(4)]


@pytest.fixture(scope="module")
def busy() -> Iterator[Messages]:
    """A session that many strange messages have gone through."""
    with open_store("sqlite://") as store:
        yield Messages(store, TOOLKIT, begin_session(store, "Meeting", date(2027, 3, 31)).id)


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
    "version": versions,
}
action = {
    "id": ids,
    **dict.fromkeys(("what", "who", "means", "tell", "letter"), texts),
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
}
READ_COMMUNITY = (
    {"revision", "unchanged"},
    {"revision", "whole", "entries", "gone_entries", "actions", "gone_actions", "coverage", "twins", "plan"},
)


@st.composite
def strange_messages(draw: st.DrawFn) -> dict:
    """A message of a known kind, each field likely, strange, or missing."""
    kind = draw(st.sampled_from(list(KINDS_OF_MESSAGE)))
    return {"kind": kind} | draw(partly_strange(KINDS_OF_MESSAGE[kind][0]))


def test_every_kind_of_message_is_tried() -> None:
    assert KINDS_OF_MESSAGE.keys() == Messages.answers.keys()


@given(message=strange_messages())
@effort(max_examples=500)
def test_any_value_in_any_field_of_any_kind_gets_a_reply_of_that_kind_or_a_sentence(
    busy: Messages, message: dict
) -> None:
    reply = busy.answer(message)
    assert json.loads(json.dumps(reply)) == reply
    if "refused" in reply:
        assert reply["refused"].endswith(".")
        assert reply.keys() <= {"refused", "field", "gone"}
    elif message["kind"] == "read-community":
        assert reply.keys() in READ_COMMUNITY
    else:
        assert reply.keys() in (KINDS_OF_MESSAGE[message["kind"]][1], {"newer"})


@given(
    message=st.dictionaries(
        st.sampled_from(["kind", "seat", "text", "id"]) | st.text(), json_values, max_size=5
    )
)
def test_a_message_of_no_known_kind_is_refused_in_a_sentence(busy: Messages, message: dict) -> None:
    assert busy.answer(message)["refused"].endswith(".")


@pytest.mark.parametrize("kind", ["preview-sheet", "import-sheet", "export-sheet"])
def test_spreadsheets_are_for_the_facilitators_pages_alone(busy: Messages, kind: str) -> None:
    message = {"kind": kind, "name": "map.csv", "data": "", "also": [], "format": "csv"}
    assert "does not know" in busy.answer(message)["refused"]
    facilitators = FacilitatorMessages(busy.store, TOOLKIT, busy.session_id)
    assert "does not know" not in facilitators.answer(message).get("refused", "")
    assert facilitators.answers.keys() - busy.answers.keys() == {
        "preview-sheet",
        "import-sheet",
        "export-sheet",
    }
