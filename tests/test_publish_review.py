"""The review: nothing goes out that people did not decide on one by one, and that two of them did not agree to."""

import secrets
from dataclasses import replace
from datetime import date

import pytest

from tests.published import PLANTED, change
from workshop import votes
from workshop.plan import save_action
from workshop.privacy import handle
from workshop.publish.diff import changes
from workshop.publish.publication import Item, Publication, read
from workshop.publish.review import Decided, Draft, agree, agreed_publication, decide, read_draft
from workshop.refusal import Refused
from workshop.session import begin_session
from workshop.store import Action, Choice, Conflict, Session, Store, Vote
from workshop.toolkit import load_toolkit

TOOLKIT = load_toolkit()
TODAY = date(2027, 3, 31)
ONE, OTHER = "1" * 32, "2" * 32


@pytest.fixture
def session(town: Store) -> Session:
    """The town's meeting."""
    return town.latest_session()


def draft_of(town: Store, session: Session) -> Draft:
    return read_draft(town, TOOLKIT, session.id)[0]


def found(town: Store, session: Session, words: str) -> Decided:
    """Return the one item that says this."""
    (one,) = [one for one in draft_of(town, session).decided if words in str(one.proposal.item.says.values())]
    return one


def sign(town: Store, session: Session, initials: str, desk: str = ONE, mark: str = "") -> object:
    mark = mark or draft_of(town, session).mark
    return agree(town, TOOLKIT, session.id, mark=mark, desk=desk, initials=initials, today=TODAY)


# Deciding


def test_nothing_is_chosen_until_somebody_chooses_it(store: Store) -> None:
    new = begin_session(store, "Empty", TODAY)
    assert draft_of(store, new).items == ()
    assert draft_of(store, new).trouble.startswith("Say first who publishes this")


def test_answers_that_no_facilitator_approved_are_not_even_proposed(town: Store, session: Session) -> None:
    proposed = str([one.proposal.item.says for one in draft_of(town, session).decided])
    for name in ("impact", "offer", "room-answer", "not-approved", "hidden-answer"):
        assert PLANTED[name] not in proposed
    assert PLANTED["left-out"] in proposed


def test_a_text_with_a_phone_number_goes_out_in_other_words_only(town: Store, session: Session) -> None:
    ringing = found(town, session, PLANTED["phone-in-answer"])
    assert ringing.waits == "There is a phone number in it. Say it in your own words, or leave it out."
    still = Choice(session.id, ringing.choice.item, "reword", {"text": "Ring 250 555 0199"}, looked=True)
    decide(town, TOOLKIT, replace(still, version=ringing.choice.version))
    assert found(town, session, PLANTED["phone-in-answer"]).becomes is None
    ours = replace(still, words={"text": "It is quick to ask."}, version=ringing.choice.version + 1)
    decide(town, TOOLKIT, ours)
    becomes = found(town, session, PLANTED["phone-in-answer"]).becomes
    assert (becomes.says["text"], becomes.ours) == ("It is quick to ask.", True)


def test_a_name_is_looked_at_before_it_goes_out(town: Store, session: Session) -> None:
    item = found(town, session, "Put the help line numbers").proposal.item
    choice = town.choices(session.id)[item.key]
    named = replace(choice, choice="reword", words={"text": "Ask Ottoline first."}, looked=False)
    decide(town, TOOLKIT, named)
    waiting = found(town, session, "Put the help line numbers")
    assert waiting.waits == "Something in it may tell who is meant. Look at it first."
    assert [finding.words for finding in waiting.found["text"]] == ["Ottoline"]
    change(town, TOOLKIT, waiting.choice, looked=True)
    assert found(town, session, "Put the help line numbers").becomes is not None


def test_the_choices_of_a_vote_are_looked_through_too(town: Store, session: Session) -> None:
    options = {f"{number:032x}": title for number, title in enumerate(("Ring 250-555-0199", "Ask Ottoline"))}
    vote = votes.open_vote(town, TOOLKIT, Vote("f" * 32, session.id, "start", "What now?", 3), options)
    votes.set_state(town, session.id, vote.id, "closed", vote.version)
    decide(town, TOOLKIT, Choice(session.id, f"vote:{vote.id}", "include", {}, looked=True))
    decided = found(town, session, "What now?")
    assert decided.becomes is None
    assert decided.waits.startswith("There is a phone number in it.")


def test_a_first_name_under_who_is_looked_at(town: Store, session: Session) -> None:
    action = save_action(town, TOOLKIT, Action("", session.id, "Carry the chairs", who="maria"))
    decide(town, TOOLKIT, Choice(session.id, f"action:{action.id}", "include", {}))
    assert found(town, session, "Carry the chairs").waits.startswith("Something in it may tell who")


def test_an_organisation_is_listed_when_it_said_yes_and_not_before(town: Store, session: Session) -> None:
    kitchen = found(town, session, "Planted Kitchen")
    assert kitchen.becomes is not None
    change(town, TOOLKIT, kitchen.choice, consent=False)
    assert found(town, session, "Planted Kitchen").waits == "They have not said yes to this yet."
    coverage = next(item for item in draft_of(town, session).items if item.kind == "coverage")
    assert "The Planted Kitchen" not in str(coverage.says)


def test_a_decision_is_about_the_words_that_were_seen(town: Store, session: Session) -> None:
    kitchen = found(town, session, "Planted Kitchen")
    with pytest.raises(Refused, match="says something else by now"):
        decide(town, TOOLKIT, replace(kitchen.choice, seen="0" * 64))


def test_two_facilitators_never_overwrite_each_other(town: Store, session: Session) -> None:
    kitchen = found(town, session, "Planted Kitchen").choice
    change(town, TOOLKIT, kitchen, choice="leave")
    with pytest.raises(Conflict):
        change(town, TOOLKIT, kitchen, consent=False)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"item": "entry:" + "0" * 32}, "item"),
        ({"choice": "publish"}, "choice"),
        ({"choice": "reword", "words": {"notes": "x"}}, "notes"),
        ({"choice": "reword", "words": {"groups": "x"}}, "groups"),
        ({"choice": "reword", "words": {"name": " "}}, "name"),
        ({"choice": "reword", "words": {"offers": "x" * 401}}, "offers"),
    ],
)
def test_what_can_not_be_decided_is_said_in_a_sentence(
    town: Store, session: Session, said: dict, field: str
) -> None:
    kitchen = found(town, session, "Planted Kitchen").choice
    with pytest.raises(Refused) as refusal:
        change(town, TOOLKIT, kitchen, **said)
    assert refusal.value.field == field


# Agreeing


def test_one_person_alone_publishes_nothing(town: Store, session: Session) -> None:
    before = town.agreed(session.id)
    change(town, TOOLKIT, found(town, session, "Planted Kitchen").choice, choice="leave")
    assert sign(town, session, "AB") is None
    for again in ("AB", "ab", " ab "):
        with pytest.raises(Refused, match="Now a second person"):
            sign(town, session, again, desk=OTHER)
    assert town.agreed(session.id) == before
    agreed = sign(town, session, "CD", desk=OTHER)
    assert agreed.number == before.number + 1
    assert "The Planted Kitchen" not in agreed.content


def test_a_change_ends_every_agreement(town: Store, session: Session) -> None:
    kitchen = found(town, session, "Planted Kitchen").choice
    change(town, TOOLKIT, kitchen, choice="leave")
    seen = draft_of(town, session).mark
    sign(town, session, "AB")
    change(town, TOOLKIT, found(town, session, "Open the hall").choice, choice="leave")
    assert draft_of(town, session).agreements == ()
    with pytest.raises(Refused, match="Something has changed since you looked"):
        sign(town, session, "CD", mark=seen)
    assert sign(town, session, "CD") is None


def test_an_agreement_keeps_no_browser_and_no_name(town: Store, session: Session) -> None:
    change(town, TOOLKIT, found(town, session, "Open the hall").choice, choice="leave")
    sign(town, session, "AB")
    (kept,) = town.agreements(session.id)
    assert kept.desk == handle(ONE, session.id, "agree")
    assert ONE not in kept.desk


@pytest.mark.parametrize("initials", ["", "   ", "ABCDEFG"])
def test_initials_are_one_letter_to_six(town: Store, session: Session, initials: str) -> None:
    with pytest.raises(Refused) as refusal:
        sign(town, session, initials)
    assert refusal.value.field == "initials"


def test_nothing_of_a_practice_meeting_is_published(store: Store) -> None:
    practice = store.add_session("Practice", "CCCDDD", TODAY, kind="practice")
    about = Choice(practice.id, "about", "reword", {"title": "T", "about": "", "ask": "the library"})
    decide(store, TOOLKIT, about)
    decide(store, TOOLKIT, Choice(practice.id, "coverage", "include", {}))
    with pytest.raises(Refused, match="practice meeting"):
        sign(store, practice, "AB")


def test_only_the_last_agreed_publication_is_kept(town: Store, session: Session) -> None:
    kitchen = found(town, session, "Planted Kitchen").choice
    change(town, TOOLKIT, kitchen, choice="leave")
    sign(town, session, "AB")
    sign(town, session, "CD", desk=OTHER)
    publication = agreed_publication(town, session.id)
    assert "Planted Kitchen" not in publication.as_json()
    assert (publication.number, publication.day) == (3, TODAY)


def test_ending_a_meeting_with_a_summary_takes_every_answer_out(town: Store, session: Session) -> None:
    draft = draft_of(town, session)
    words = next(item.says["text"] for item in draft.items if item.kind == "words" and not item.ours)
    assert words in agreed_publication(town, session.id).as_json()
    town.end_session(session.id, "summary")
    kept = agreed_publication(town, session.id)
    assert kept.of("words") == []
    assert kept.of("action")
    assert not [item for item in town.choices(session.id) if item.startswith("words:")]
    town.end_session(session.id, "")
    assert town.agreed(session.id) is None
    assert town.choices(session.id) == {}


# What changed


def test_what_is_read_back_is_what_was_written(town: Store, session: Session) -> None:
    publication = agreed_publication(town, session.id)
    again = read(publication.as_json())
    assert [item.says for item in again.items] == [item.says for item in publication.items]
    assert all(item.key == "" for item in again.items)


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"form": "x"}', '{"form": "get-organized-publication", "version": 9}']
)
def test_what_is_no_publication_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match="not a publication"):
        read(text)


def test_changes_name_what_is_public_and_count_what_people_said() -> None:
    def of(*items: Item) -> Publication:
        return Publication(TODAY, 1, items)

    library = Item("listed", {"name": "Library", "offers": "Rooms"})
    secret = secrets.token_hex(4)
    before = of(library, Item("words", {"text": secret}), Item("words", {"text": "stays"}))
    after = of(
        replace(library, says={"name": "Library", "offers": "A room"}), Item("words", {"text": "stays"})
    )
    assert changes(before, after).lines() == ["Changed: Listed: Library", "Taken out: An answer"]
    assert not changes(after, after)
    assert changes(None, of(library)).lines() == ["New: Listed: Library"]
