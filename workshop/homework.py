"""Homework: questions that stay open between two meetings, by a day, and whose answers the next meeting takes over.

After that day people can still write, until a facilitator closes the question or the next meeting begins: who needs
longer is not shut out.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from workshop.agenda import prompt_stages
from workshop.check_ins import LEAST_PEOPLE
from workshop.privacy import handle
from workshop.refusal import Refused, refuse_strange_day
from workshop.retention import kept_for
from workshop.store import Conflict, Session, Store
from workshop.toolkit import Prompt, Toolkit

#: Nobody plans further ahead than this; a later year is a slip of the finger.
MOST_DAYS = 366


def refuse_other_day(session: Session, text: str, today: date) -> str:
    """Return the day by which answers are asked for, or an empty text for none.

    Raises
    ------
    Refused
        When it is no day, is over, is not after the meeting, or is further ahead than the answers are kept.
    """
    text = refuse_strange_day(text, "due")
    if not text:
        return ""
    day = date.fromisoformat(text)
    if day < today:
        raise Refused("That day is over. Choose a day that is still to come.", "due")
    if day <= session.held_on:
        raise Refused("Choose a day after this meeting.", "due")
    if day > max(today, session.held_on) + timedelta(MOST_DAYS):
        raise Refused("That is more than a year away. Choose an earlier day.", "due")
    last = kept_for().of(session)
    if session.ended != "all" and day > last:
        raise Refused(
            f"The answers of this meeting are kept until {last.isoformat()}. Choose a day before that, or end the "
            "meeting and keep everything.",
            "due",
        )
    return text


def leave_open(
    store: Store, toolkit: Toolkit, session: Session, prompts: Iterable[str], due: str, today: date
) -> None:
    """Leave questions open for next time, all by the same day.

    Raises
    ------
    Refused
        When there is no such question, the day can't be used, or another facilitator changes one of them.
    """
    stages, prompts = prompt_stages(store, toolkit, session.id), list(prompts)
    if not set(prompts) <= stages.keys():
        raise Refused("There is no such question.", "left_open")
    if not prompts:
        return
    if not refuse_other_day(session, due, today):
        raise Refused("Choose the day by which you ask for answers.", "due")
    try:
        for prompt in prompts:
            store.save_prompt_stage(replace(stages[prompt], open=True, due=due))
    except Conflict:
        raise Refused("Another facilitator changed a question just now. Look, then try again.") from None


def told_count(count: int) -> int | None:
    """Return how many have answered what is left open, or None where so few have that one who writes could be told.

    Between meetings people write alone, at their own time.
    """
    return count if count >= LEAST_PEOPLE else None


def names_of(store: Store, session_id: str, seat: str, prompts: Iterable[Prompt]) -> dict[str, str]:
    """Return the name under which a seat's response to each prompt is kept in a session.

    What the session took over from the ones before it keeps the name that it has from there, whatever has become of
    the question since, and also once it has gone along to a later one.
    """
    prompts = list(prompts)
    names = {prompt.key: handle(seat, session_id, prompt.key) for prompt in prompts}
    numbers = {session.id: session.number for session in store.sessions()}
    here = numbers.get(session_id, 0)
    earlier = [before for before, number in numbers.items() if number < here]
    for private in (False, True):
        known = {
            handle(seat, before, prompt.key): prompt.key
            for before in earlier
            for prompt in prompts
            if prompt.private == private
        }
        for name, response in store.responses(known, private=private).items() if known else ():
            if numbers.get(response.session_id, 0) >= here:
                names[known[name]] = name
    return names
