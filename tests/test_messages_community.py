"""Each message of the map and the plan is answered in the vocabulary, or with a sentence beside its field."""

import json

import pytest

from tests.feeds import ACTION, LIBRARY, TWIN, Page, begin, say
from workshop.messages import Messages
from workshop.store import Store


@pytest.fixture
def messages(store: Store) -> Messages:
    return begin(store)


def group(reply: dict, key: str) -> dict:
    (found,) = (one for one in reply["coverage"] if one["group"] == key)
    return found


def test_an_entry_is_added_read_changed_and_removed(messages: Messages) -> None:
    added = say(messages, "save-entry", entry=LIBRARY)
    assert added == {"saved": True, "entry": LIBRARY | {"groups": ["parents", "elders"], "version": 1}}
    entry = added["entry"]
    changed = say(messages, "save-entry", entry=entry | {"offers": "Two rooms"})["entry"]
    assert (changed["offers"], changed["version"]) == ("Two rooms", 2)
    assert say(messages, "save-entry", entry=entry | {"offers": "None"}) == {"newer": changed}
    assert say(messages, "remove-entry", id=entry["id"], version=1) == {"newer": changed}
    assert say(messages, "read-community")["entries"] == [changed]
    for _ in range(2):
        assert say(messages, "remove-entry", id=entry["id"], version=2) == {"removed": True}
    assert say(messages, "read-community")["entries"] == []
    late = say(messages, "save-entry", entry=changed)
    assert late["gone"]
    assert late["refused"].endswith(".")
    back = say(messages, "save-entry", entry=changed | {"version": 0})["entry"]
    assert back == changed | {"version": back["version"]}
    assert back["version"] > changed["version"]


def test_an_action_is_added_read_changed_and_removed(messages: Messages) -> None:
    action = say(messages, "save-action", action=ACTION)["action"]
    assert action == ACTION | {"version": 1}
    changed = say(messages, "save-action", action=action | {"status": "done"})["action"]
    assert say(messages, "save-action", action=action | {"who": "Late"}) == {"newer": changed}
    assert say(messages, "remove-action", id=action["id"], version=1) == {"newer": changed}
    assert say(messages, "read-community")["actions"] == [changed]
    for _ in range(2):
        assert say(messages, "remove-action", id=action["id"], version=2) == {"removed": True}
    assert say(messages, "read-community")["actions"] == []


def test_what_a_page_leaves_out_is_as_for_a_new_record(messages: Messages) -> None:
    entry = say(messages, "save-entry", entry={"name": "Library", "kind": "resource"})["entry"]
    assert (entry["status"], entry["groups"], entry["tie"], entry["listed"]) == ("not-yet", [], 0, False)
    action = say(messages, "save-action", action={"what": "Ask"})["action"]
    assert (action["status"], action["by"], action["origin"]) == ("to-do", "", "")


@pytest.mark.parametrize(
    ("kind", "record", "field"),
    [
        ("save-entry", LIBRARY | {"name": ""}, "name"),
        ("save-entry", LIBRARY | {"name": ["Library"]}, "name"),
        ("save-entry", LIBRARY | {"kind": "place"}, "kind"),
        ("save-entry", LIBRARY | {"status": "here"}, "status"),
        ("save-entry", LIBRARY | {"groups": "parents"}, "groups"),
        ("save-entry", LIBRARY | {"groups": ["lived-experience"]}, "groups"),
        ("save-entry", LIBRARY | {"groups": [["parents"]]}, "groups"),
        ("save-entry", LIBRARY | {"web": "javascript:alert(1)"}, "web"),
        ("save-entry", LIBRARY | {"kind": "person"}, "influence"),
        ("save-entry", LIBRARY | {"tie": 4}, "tie"),
        ("save-entry", LIBRARY | {"tie": 1.0}, "tie"),
        ("save-entry", LIBRARY | {"tie": True}, "tie"),
        ("save-entry", LIBRARY | {"listed": "yes"}, "listed"),
        ("save-entry", LIBRARY | {"offers": "x" * 401}, "offers"),
        ("save-entry", LIBRARY | {"version": -1}, "version"),
        ("save-entry", LIBRARY | {"id": "x"}, "id"),
        ("save-entry", None, "entry"),
        ("save-entry", "Library", "entry"),
        ("save-action", ACTION | {"what": ""}, "what"),
        ("save-action", ACTION | {"by": "tomorrow"}, "by"),
        ("save-action", ACTION | {"status": "late"}, "status"),
        ("save-action", ACTION | {"origin": "gap:nobody"}, "origin"),
        ("save-action", ACTION | {"letter": "x" * 3001}, "letter"),
        ("save-action", [], "action"),
    ],
)
def test_what_can_not_be_taken_is_refused_in_a_sentence_beside_its_field(
    messages: Messages, kind: str, record: object, field: str
) -> None:
    before = messages.revision()
    reply = messages.answer({"kind": kind, kind.removeprefix("save-"): record})
    assert reply["refused"][0].isupper()
    assert reply["refused"].endswith(".")
    assert reply["field"] == field
    assert messages.revision() == before


def test_two_entries_become_one_and_the_page_is_told_what_they_were(messages: Messages) -> None:
    keep = say(messages, "save-entry", entry=LIBRARY)["entry"]
    other = say(messages, "save-entry", entry=TWIN)["entry"]
    assert say(messages, "read-community")["twins"] == [[keep["id"], other["id"]]]
    ends = {"keep": {"id": keep["id"], "version": 1}, "other": {"id": other["id"], "version": 1}}
    made = say(messages, "merge-entries", **ends)
    assert made["merged"]
    assert made["before"] == [keep, other]
    assert "Also called: The Alder Flats Libary" in made["entry"]["notes"]
    assert say(messages, "merge-entries", **ends) == made | {"before": []}
    reply = say(messages, "read-community", since=1)
    assert (reply["entries"], reply["gone_entries"], reply["twins"]) == ([made["entry"]], [other["id"]], [])


def test_a_merge_of_what_changed_is_told_what_is_there_now(messages: Messages) -> None:
    keep = say(messages, "save-entry", entry=LIBRARY)["entry"]
    other = say(messages, "save-entry", entry=TWIN)["entry"]
    newer = say(messages, "save-entry", entry=other | {"tie": 1})["entry"]
    ends = {"keep": {"id": keep["id"], "version": 1}, "other": {"id": other["id"], "version": 1}}
    assert say(messages, "merge-entries", **ends) == {"newer": newer}
    say(messages, "remove-entry", id=other["id"], version=2)
    assert say(messages, "merge-entries", **ends)["gone"]


def test_two_entries_that_were_told_apart_are_no_twins(messages: Messages) -> None:
    for entry in (LIBRARY, TWIN):
        say(messages, "save-entry", entry=entry)
    page = Page()
    page.read(messages)
    assert say(messages, "tell-apart", one=TWIN["id"], other=LIBRARY["id"]) == {"saved": True}
    page.read(messages)
    assert page.rest["twins"] == []
    assert say(messages, "tell-apart", one=TWIN["id"], other="9" * 32)["gone"]


def test_a_mark_of_a_group_is_kept_with_a_version_and_told_with_the_coverage(messages: Messages) -> None:
    marked = say(messages, "mark-group", group="police", mark="not-here", version=0)
    assert marked == {"saved": True, "mark": {"group": "police", "mark": "not-here", "version": 1}}
    assert say(messages, "mark-group", group="police", mark="", version=0) == {"newer": marked["mark"]}
    assert group(say(messages, "read-community"), "police") == {
        **{"group": "police", "state": "not-here", "stands": [], "near": []},
        **{"mark": "not-here", "mark_version": 1, "action": ""},
    }
    say(messages, "mark-group", group="lived-experience", mark="working", version=0)
    assert group(say(messages, "read-community"), "lived-experience")["state"] == "thin"


def test_a_missing_group_is_invited_once_and_its_gap_knows_the_action(messages: Messages) -> None:
    first = say(messages, "invite-group", group="elders", id="5" * 32)
    assert first["action"]["letter"].startswith("Hello,")
    assert say(messages, "invite-group", group="elders", id="6" * 32) == first
    assert group(say(messages, "read-community"), "elders")["action"] == "5" * 32
    assert say(messages, "invite-group", group="nobody", id="7" * 32)["field"] == "group"


def test_the_plan_says_which_fields_are_empty_in_the_words_of_the_wire(messages: Messages) -> None:
    say(messages, "save-action", action=ACTION)
    say(messages, "save-action", action={"id": "4" * 32, "what": "Open"})
    assert say(messages, "read-community")["plan"] == {
        "complete": False,
        "current": False,
        "empty": {"3" * 32: ["means"], "4" * 32: ["who", "by", "means", "tell"]},
        "late": ["3" * 32],
    }


def test_another_sessions_map_is_never_told(store: Store, messages: Messages) -> None:
    other = begin(store)
    say(messages, "save-entry", entry=LIBRARY)
    say(messages, "save-action", action=ACTION)
    reply = say(other, "read-community")
    assert (reply["entries"], reply["actions"]) == ([], [])
    assert "Library" not in json.dumps(reply)
    assert say(other, "remove-entry", id=LIBRARY["id"], version=1) == {"removed": True}
    assert len(say(messages, "read-community")["entries"]) == 1
