"""The agreement and the learning list: everybody reads them, facilitators change them, and nothing is overwritten."""

import pytest

from tests.hostile import HOSTILE
from tests.seats import TOOLKIT, heard, key, meeting
from workshop.lists import LONGEST, save_item
from workshop.messages import FacilitatorMessages, Messages
from workshop.refusal import Refused
from workshop.store import Conflict, ListItem, Store


def item(session: str, **more: object) -> ListItem:
    return ListItem(
        **{"id": key(1), "session_id": session, "kind": "agreement", "text": "Listen first"} | more
    )


def test_a_line_is_read_by_every_page_in_the_room(store: Store) -> None:
    session = meeting(store).id
    save_item(store, item(session))
    save_item(store, item(session, id=key(2), kind="learning", text="What does the law say?"))
    told = Messages(store, TOOLKIT, session).answer({"kind": "read-room"})["content"]["lists"]
    assert told == {"agreement": ["Listen first"], "learning": ["What does the law say?"]}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_line_keeps_its_words_on_one_line_whatever_they_are(store: Store, text: str) -> None:
    session = meeting(store).id
    kept = heard(lambda: save_item(store, item(session, text=text)))
    if isinstance(kept, Refused):
        assert kept.field == "text"
    else:
        assert "\n" not in kept.text
        assert store.list_items(session) == [kept]


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("kind", {"kind": "other"}),
        ("text", {"text": " "}),
        ("text", {"text": "x" * (LONGEST + 1)}),
        ("id", {"id": "x"}),
        ("origin", {"origin": "card:x"}),
    ],
)
def test_a_line_that_can_t_stand_is_refused_beside_its_field(store: Store, field: str, more: dict) -> None:
    with pytest.raises(Refused) as refused:
        save_item(store, item(meeting(store).id, **more))
    assert refused.value.field == field


def test_two_facilitators_that_change_one_line_hear_of_each_other(store: Store) -> None:
    session = meeting(store).id
    save_item(store, item(session))
    mine = save_item(store, item(session, text="Listen", version=1))
    with pytest.raises(Conflict) as conflict:
        save_item(store, item(session, text="Listen well", version=1))
    assert conflict.value.newer == mine


def test_a_participant_changes_no_list(store: Store) -> None:
    phone = Messages(store, TOOLKIT, meeting(store).id)
    for kind in ("save-item", "remove-item"):
        assert "does not know" in phone.answer({"kind": kind})["refused"]


def test_a_line_that_was_removed_comes_back_by_its_undo(store: Store) -> None:
    session = meeting(store).id
    desk = FacilitatorMessages(store, TOOLKIT, session)
    kept = save_item(store, item(session))
    desk.answer({"kind": "remove-item", "id": kept.id, "version": kept.version})
    assert store.list_items(session) == []
    fields = {"id": kept.id, "kind": kept.kind, "text": kept.text, "version": 0}
    assert desk.answer({"kind": "save-item", "item": fields})["item"]["text"] == "Listen first"
