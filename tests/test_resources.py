"""A local resource has a name, a kind and perhaps a web address; whatever else it holds stays plain text."""

from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.refusal import Refused
from workshop.resources import KINDS, LIMITS, save_resource
from workshop.store import Conflict, NotFound, Resource, Store, open_store

SESSION = "5" * 32
LIBRARY = Resource(
    "", SESSION, "Library", "place", "Everyone", "A room.", "Front desk", "https://example.org/a?b=c#d"
)

HOSTILE = [
    "<script>document.title = 'taken'</script>",
    "<img src=x onerror=\"document.title='taken'\">",
    "'; DROP TABLE resources; --",
    "{{ 7 * 7 }} ${7*7} <%= 7 %>",
    '=HYPERLINK("http://example.org")',
    "javascript:alert(1)",
    "</textarea><style>*{display:none}</style>",
]


@pytest.fixture(scope="module")
def memory_store():
    with open_store("sqlite://") as opened:
        yield opened


def test_a_new_resource_gets_an_id_that_nobody_can_guess_and_is_found_again(store: Store) -> None:
    one, other = save_resource(store, LIBRARY), save_resource(store, replace(LIBRARY, name="Museum"))
    assert store.resources(SESSION) == [one, other]
    assert one.id != other.id
    assert len(one.id) == len(other.id) == 32
    assert replace(one, id="", version=0) == LIBRARY


def test_resources_are_listed_by_name_not_by_when_they_came(store: Store) -> None:
    for name in ("museum", "Arena", "library"):
        save_resource(store, replace(LIBRARY, name=name))
    assert [found.name for found in store.resources(SESSION)] == ["Arena", "library", "museum"]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_taken(store: Store, kind: str) -> None:
    assert save_resource(store, replace(LIBRARY, kind=kind)).kind == kind


@pytest.mark.parametrize("kind", ["", "Place", "person", "place "])
def test_a_kind_that_is_none_of_ours_is_refused_beside_its_field(store: Store, kind: str) -> None:
    with pytest.raises(Refused) as told:
        save_resource(store, replace(LIBRARY, kind=kind))
    assert told.value.field == "kind"
    assert store.resources(SESSION) == []


@pytest.mark.parametrize("name", ["", "   ", "\n", "\0\u202e"])
def test_a_resource_without_a_name_is_refused_beside_its_field(store: Store, name: str) -> None:
    with pytest.raises(Refused) as told:
        save_resource(store, replace(LIBRARY, name=name))
    assert told.value.field == "name"
    assert store.resources(SESSION) == []


@pytest.mark.parametrize("field", [field for field in LIMITS if field != "link"])
def test_the_longest_text_of_a_field_is_taken_and_one_character_more_is_refused(
    store: Store, field: str
) -> None:
    limit, _ = LIMITS[field]
    assert getattr(save_resource(store, replace(LIBRARY, **{field: "x" * limit})), field) == "x" * limit
    with pytest.raises(Refused) as told:
        save_resource(store, replace(LIBRARY, **{field: "x" * (limit + 1)}))
    assert told.value.field == field
    assert f"{limit + 1}" in str(told.value)
    assert len(store.resources(SESSION)) == 1


def test_the_limits_are_those_that_the_pages_tell() -> None:
    assert {field: limit for field, (limit, _) in LIMITS.items()} == {
        "name": 120,
        "for_whom": 160,
        "help": 400,
        "contact": 160,
        "link": 300,
    }


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("field", ["name", "for_whom", "help", "contact"])
def test_hostile_text_stays_the_text_it_is(store: Store, field: str, text: str) -> None:
    saved = save_resource(store, replace(LIBRARY, **{field: text}))
    assert getattr(saved, field) == text
    assert store.resources(SESSION) == [saved]


# Links


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
def test_a_link_that_is_not_the_address_of_a_web_page_is_refused_beside_its_field(
    store: Store, link: str
) -> None:
    with pytest.raises(Refused, match=r"such as https://example\.org") as told:
        save_resource(store, replace(LIBRARY, link=link))
    assert told.value.field == "link"
    assert store.resources(SESSION) == []


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
    assert save_resource(store, replace(LIBRARY, link=typed)).link == kept


@pytest.mark.parametrize("length", [300, 301])
def test_a_link_is_never_longer_than_its_limit(store: Store, length: int) -> None:
    typed = "https://example.org/" + "x" * (length - 20)
    if length == 300:
        assert save_resource(store, replace(LIBRARY, link=typed)).link == typed
    else:
        with pytest.raises(Refused, match="301"):
            save_resource(store, replace(LIBRARY, link=typed))


def test_a_link_is_measured_as_it_is_kept_so_that_it_can_be_changed_later(store: Store) -> None:
    with pytest.raises(Refused, match="308") as told:
        save_resource(store, replace(LIBRARY, link="example.org/" + "x" * 288))
    assert told.value.field == "link"


@given(
    link=st.one_of(
        st.text(max_size=60),
        st.builds("{}:{}".format, st.text(max_size=12), st.text(max_size=40)),
        st.builds(
            "{}://{}".format, st.sampled_from(["http", "https", "JaVaScRiPt", "data"]), st.text(max_size=40)
        ),
    )
)
def test_whatever_is_kept_as_a_link_leads_to_a_web_page(memory_store: Store, link: str) -> None:
    try:
        kept = save_resource(memory_store, replace(LIBRARY, link=link)).link
    except Refused:
        return
    assert kept == "" or urlsplit(kept).scheme in ("http", "https")
    assert kept == "" or kept.lower().startswith(("http://", "https://"))


# Two people at once


def test_a_new_resource_that_is_sent_again_because_the_answer_was_lost_is_one(store: Store) -> None:
    sent = replace(LIBRARY, id="7" * 32)
    first = save_resource(store, sent)
    with pytest.raises(Conflict) as told:
        save_resource(store, sent)
    assert told.value.newer == first
    assert store.resources(SESSION) == [first]


def test_a_resource_that_was_removed_can_be_put_back(store: Store) -> None:
    first = save_resource(store, LIBRARY)
    store.remove_resource(SESSION, first.id, first.version)
    assert save_resource(store, replace(first, version=0)) == first


def test_an_id_that_no_page_makes_is_refused(store: Store) -> None:
    with pytest.raises(Refused):
        save_resource(store, replace(LIBRARY, id="x" * 10_000))
    assert store.resources(SESSION) == []


def test_a_resource_that_someone_else_changed_is_not_overwritten(store: Store) -> None:
    first = save_resource(store, LIBRARY)
    second = save_resource(store, replace(first, help="A room and a projector."))
    with pytest.raises(Conflict) as told:
        save_resource(store, replace(first, help="No room."))
    assert told.value.newer == second


def test_a_resource_that_was_removed_does_not_come_back_by_a_late_change(store: Store) -> None:
    first = save_resource(store, LIBRARY)
    store.remove_resource(SESSION, first.id, first.version)
    with pytest.raises(NotFound):
        save_resource(store, replace(first, help="Still there?"))
    assert store.resources(SESSION) == []


def test_a_new_resource_never_takes_the_place_of_another_whatever_version_it_claims(store: Store) -> None:
    save_resource(store, LIBRARY)
    save_resource(store, replace(LIBRARY, version=7))
    assert len(store.resources(SESSION)) == 2
