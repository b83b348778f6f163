"""An entry has a name, a kind and a place by the table; whatever else it holds stays plain text."""

from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.hostile import HOSTILE, any_text
from tests.stored import SESSION, the_map
from workshop.community import KINDS, LIMITS, MAY_BE_RATED, STATUSES, save_entry, save_mark
from workshop.privacy import clean_line
from workshop.refusal import Refused
from workshop.store import Conflict, Entry, GroupMark, NotFound, Store, open_store
from workshop.toolkit import load_toolkit

TOOLKIT = load_toolkit()
GROUPS = [group.key for group in TOOLKIT.groups if group.key != "lived-experience"]
LIBRARY = Entry(
    *(
        "",
        SESSION,
        "Library",
        "organisation",
        ("parents", "elders"),
        "at-table",
        "Library team",
        "Front desk",
    ),
    *("https://example.org/a?b=c#d", "Everyone", "A room", 3, 2, 1, True, "Open late.\n\nAsk for the key."),
)


@pytest.fixture(scope="module")
def memory_store():
    with open_store("sqlite://") as opened:
        yield opened


def refused(store: Store, field: str, value: object, **fields: object) -> str:
    """Return the sentence in which an entry is refused beside its field; nothing is kept then."""
    before = store.revision()
    with pytest.raises(Refused) as told:
        save_entry(store, TOOLKIT, replace(LIBRARY, **fields | {field: value}))
    assert told.value.field == field
    assert store.revision() == before
    return str(told.value)


def test_a_new_entry_gets_an_id_that_nobody_can_guess_and_is_found_again(store: Store) -> None:
    one = save_entry(store, TOOLKIT, LIBRARY)
    other = save_entry(store, TOOLKIT, replace(LIBRARY, name="Museum", version=7))
    assert the_map(store) == {one.id: one, other.id: other}
    assert len(one.id) == len(other.id) == 32
    assert replace(one, id="", version=0) == LIBRARY


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("status", STATUSES)
def test_each_kind_and_status_is_taken(memory_store: Store, kind: str, status: str) -> None:
    said = replace(LIBRARY, kind=kind, status=status, influence=0, interest=0)
    assert replace(save_entry(memory_store, TOOLKIT, said), id="", version=0) == said


@pytest.mark.parametrize("name", ["", "   ", "\n", "\0\u202e"])
def test_an_entry_without_a_name_is_refused(store: Store, name: str) -> None:
    refused(store, "name", name)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("kind", kind) for kind in ("", "Person", "place", "person ")),
        *(("status", status) for status in ("", "here", "At-table", "not yet")),
        *(("groups", (key,)) for key in ("", "Parents", "aliens", "parents elders", "not-here")),
        ("groups", ("parents", "nobody")),
        *(("tie", number) for number in (-1, 4, 2**31)),
        *(("influence", number) for number in (-1, 4)),
        *(("interest", number) for number in (-1, 4)),
        *(("id", strange) for strange in ("x" * 32, "1" * 31, "A" * 32, "1" * 32 + "\n", "x" * 10_000)),
    ],
)
def test_what_is_none_of_our_choices_is_refused_beside_its_field(
    store: Store, field: str, value: object
) -> None:
    refused(store, field, value)


def test_groups_are_kept_once_each_in_the_order_of_the_toolkit(store: Store) -> None:
    kept = save_entry(store, TOOLKIT, replace(LIBRARY, groups=("police", "parents", "police")))
    assert kept.groups == ("parents", "police")
    assert save_entry(store, TOOLKIT, replace(LIBRARY, groups=tuple(GROUPS))).groups == tuple(GROUPS)


# People


def test_nobody_is_put_on_the_map_as_a_person_with_lived_experience(store: Store) -> None:
    for kind in KINDS:
        said = refused(store, "groups", ("parents", "lived-experience"), kind=kind, influence=0, interest=0)
        for words in ("safe", "paid", "supported", "ways"):
            assert words in said


@pytest.mark.parametrize("field", ["influence", "interest"])
def test_only_organisations_and_committees_are_rated(store: Store, field: str) -> None:
    none = {"influence": 0, "interest": 0}
    for kind in set(KINDS) - set(MAY_BE_RATED):
        refused(store, field, 1, **none | {"kind": kind})
    for kind in MAY_BE_RATED:
        assert (
            getattr(save_entry(store, TOOLKIT, replace(LIBRARY, kind=kind, **none | {field: 3})), field) == 3
        )


# Texts


@pytest.mark.parametrize("field", [field for field in LIMITS if field != "web"])
def test_the_longest_text_of_a_field_is_taken_and_one_character_more_is_refused(
    store: Store, field: str
) -> None:
    limit, _ = LIMITS[field]
    kept = save_entry(store, TOOLKIT, replace(LIBRARY, **{field: "🌲" * limit}))
    assert getattr(kept, field) == "🌲" * limit
    assert f"{limit + 1:,}" in refused(store, field, "x" * (limit + 1))


def test_the_limits_are_those_that_the_pages_tell() -> None:
    assert {field: limit for field, (limit, _) in LIMITS.items()} == {
        **{"name": 120, "asks": 80, "contact": 160, "web": 300},
        **{"for_whom": 160, "offers": 400, "notes": 1000},
    }


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("field", [field for field in LIMITS if field != "web"])
def test_hostile_text_stays_the_text_it_is(store: Store, field: str, text: str) -> None:
    saved = save_entry(store, TOOLKIT, replace(LIBRARY, **{field: text}))
    assert getattr(saved, field) == text
    assert the_map(store) == {saved.id: saved}


def test_notes_keep_their_lines_and_other_texts_are_one_line(store: Store) -> None:
    kept = save_entry(store, TOOLKIT, replace(LIBRARY, notes=" one\r\n\r\ntwo ", offers=" one\r\n\r\ntwo "))
    assert (kept.notes, kept.offers) == ("one\n\ntwo", "one two")


@given(texts=st.fixed_dictionaries(dict.fromkeys(sorted(set(LIMITS) - {"web"}), any_text)))
def test_any_text_can_be_saved_again_as_it_is_kept(memory_store: Store, texts: dict) -> None:
    assume(clean_line(texts["name"]))
    kept = save_entry(memory_store, TOOLKIT, replace(LIBRARY, **texts))
    assert save_entry(memory_store, TOOLKIT, kept) == kept


# Web addresses


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\nscript:alert(1)",
        "java\tscript://example.org/%0aalert(1)",
        "\u0001javascript:alert(1)",
        " javascript:alert(1)",
        "javascript://example.org/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:msgbox(1)",
        "file:///etc/passwd",
        "file://example.org/etc/passwd",
        "blob:https://example.org/1",
        "ftp://example.org/",
        "mailto:someone@example.org",
        "tel:2505550100",
        "https:example.org",
        "https://",
        "https:///example.org",
        "https://[::1",
        "http://nodots",
        "not a link",
        "https://example.org/two words",
        "://example.org",
    ],
)
def test_what_is_not_the_address_of_a_web_page_is_refused(store: Store, link: str) -> None:
    assert "such as https://example.org" in refused(store, "web", link)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("https://example.org", "https://example.org"),
        ("http://example.org:8080/a?b=c&d=e#f", "http://example.org:8080/a?b=c&d=e#f"),
        ("example.org/library", "https://example.org/library"),
        ("  https://example.org/  ", "https://example.org/"),
        ("https://mus\u00e9e.example.org/\u00e9t\u00e9", "https://mus\u00e9e.example.org/\u00e9t\u00e9"),
    ],
)
def test_a_web_address_is_kept_as_it_was_typed(store: Store, typed: str, kept: str) -> None:
    assert save_entry(store, TOOLKIT, replace(LIBRARY, web=typed)).web == kept


def test_a_web_address_is_measured_as_it_is_kept_so_that_it_can_be_changed_later(store: Store) -> None:
    longest = "https://example.org/" + "x" * 280
    assert save_entry(store, TOOLKIT, replace(LIBRARY, web=longest)).web == longest
    assert "301" in refused(store, "web", longest + "x")
    assert "308" in refused(store, "web", "example.org/" + "x" * 288)


@given(
    link=st.one_of(
        st.text(max_size=60),
        st.builds("{}:{}".format, st.text(max_size=12), st.text(max_size=40)),
        st.builds(
            "{}://{}".format, st.sampled_from(["http", "https", "JaVaScRiPt", "data"]), st.text(max_size=40)
        ),
    )
)
def test_whatever_is_kept_as_an_address_leads_to_a_web_page(memory_store: Store, link: str) -> None:
    try:
        kept = save_entry(memory_store, TOOLKIT, replace(LIBRARY, web=link)).web
    except Refused:
        return
    assert kept == "" or urlsplit(kept).scheme in ("http", "https")
    assert kept == "" or kept.lower().startswith(("http://", "https://"))


# Two people at once


def test_an_entry_that_someone_else_changed_or_removed_is_not_overwritten(store: Store) -> None:
    first = save_entry(store, TOOLKIT, LIBRARY)
    second = save_entry(store, TOOLKIT, replace(first, offers="A room and a projector"))
    with pytest.raises(Conflict) as told:
        save_entry(store, TOOLKIT, replace(first, offers="No room"))
    assert told.value.newer == second
    store.remove_entry(SESSION, second.id, second.version)
    with pytest.raises(NotFound):
        save_entry(store, TOOLKIT, replace(second, offers="Still there?"))
    back = save_entry(store, TOOLKIT, replace(second, version=0))
    assert the_map(store) == {first.id: back}
    assert replace(back, version=0) == replace(second, version=0)


# What is said of a group itself


@pytest.mark.parametrize("mark", ["yes", "working", "not-yet"])
def test_of_lived_experience_it_is_said_whether_there_are_ways_to_take_part(store: Store, mark: str) -> None:
    said = GroupMark(SESSION, "lived-experience", mark)
    assert save_mark(store, TOOLKIT, said) == replace(said, version=1)


@pytest.mark.parametrize("group", GROUPS)
def test_any_other_group_is_marked_not_in_our_town_or_not_at_all(memory_store: Store, group: str) -> None:
    marked = save_mark(memory_store, TOOLKIT, GroupMark(SESSION, group, "not-here"))
    assert save_mark(memory_store, TOOLKIT, replace(marked, mark="")).mark == ""


@pytest.mark.parametrize(
    ("group", "mark", "field"),
    [
        ("nobody", "not-here", "group"),
        ("", "", "group"),
        ("police", "yes", "mark"),
        ("police", "thin", "mark"),
        ("lived-experience", "not-here", "mark"),
        ("lived-experience", "", "mark"),
    ],
)
def test_what_can_not_be_said_of_a_group_is_refused_beside_its_field(
    store: Store, group: str, mark: str, field: str
) -> None:
    with pytest.raises(Refused) as told:
        save_mark(store, TOOLKIT, GroupMark(SESSION, group, mark))
    assert told.value.field == field
    assert store.community_changes(SESSION).marks == {}
