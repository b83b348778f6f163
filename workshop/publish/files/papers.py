"""The papers of a publication: the plan, the summary of the meeting, and the group agreement."""

from collections.abc import Iterator

from workshop.publish.files.paper import Grid, Heading, Paper, Part, Points, Text
from workshop.publish.publication import Publication
from workshop.publish.words import GROUP_STATES, KINDS, LIVED, STATUSES, in_words
from workshop.toolkit import Toolkit

ACTION_HEADS = ("What", "Who", "By when", "What it takes", "How far")
OPEN = "Still open"


def action_rows(publication: Publication) -> tuple[tuple[str, ...], ...]:
    """Return the plan as rows under ``ACTION_HEADS``."""
    return tuple(
        (
            row["what"],
            row["who"] or OPEN,
            in_words(row["by_when"]) if row["by_when"] else OPEN,
            row["means"] or OPEN,
            STATUSES.get(row["status"], ""),
        )
        for row in publication.of("action")
    )


def action_plan(publication: Publication, toolkit: Toolkit) -> Paper | None:
    """Return the plan on paper, or None where there is none."""
    rows = action_rows(publication)
    return _paper(publication, toolkit, "The action plan", _plan(rows)) if rows else None


def group_agreement(publication: Publication, toolkit: Toolkit) -> Paper | None:
    """Return how the group agreed to talk, or None where it said nothing of it."""
    lines = _lines(publication, "agreement")
    if not lines:
        return None
    parts = (
        Text("This is how we talk with each other. Anybody may ask for it to be read again."),
        Points(lines),
    )
    return _paper(publication, toolkit, "Our group agreement", parts)


def summary(publication: Publication, toolkit: Toolkit) -> Paper:
    """Return all that was published, in one paper."""
    return _paper(publication, toolkit, "What came of our meeting", tuple(_summary(publication, toolkit)))


def _paper(publication: Publication, toolkit: Toolkit, title: str, parts: tuple[Part, ...]) -> Paper:
    about = publication.one("about")
    ask = about.get("ask", "").rstrip(".")
    end = [Text(f"Published on {in_words(publication.day.isoformat())}.", quiet=True)]
    if ask:
        end.append(Text(f"To ask, to come, or to have something removed: {ask}.", quiet=True))
    begin = [Text(about["title"])] if about.get("title") else []
    foot = "  ·  ".join(f"{fact.label}: {fact.value}" for fact in toolkit.bar_facts())
    return Paper(title, publication.day, foot, (*begin, *parts, *end))


def _plan(rows: tuple[tuple[str, ...], ...]) -> tuple[Part, ...]:
    return (Grid(ACTION_HEADS, rows, (34, 18, 16, 22, 10)),)


def _lines(publication: Publication, kind: str) -> tuple[str, ...]:
    return tuple(row["text"] for row in publication.of(kind))


def _summary(publication: Publication, toolkit: Toolkit) -> Iterator[Part]:
    for line in publication.one("about").get("about", "").split("\n"):
        if line.strip():
            yield Text(line)
    if groups := publication.one("coverage").get("groups"):
        yield Heading("Who is at the table")
        rows = tuple(
            (toolkit.group(key).name, GROUP_STATES[state], ", ".join(names)) for key, state, names in groups
        )
        yield Grid(("Community group", "Where it stands", "Who stands for it"), rows, (42, 24, 34))
    if lived := publication.one("lived"):
        yield Text(f"People with lived experience: {LIVED[lived['mark']]}")
    if listed := publication.of("listed"):
        yield Heading("Who can help")
        rows = tuple(
            (row["name"], KINDS.get(row["kind"], ""), row["offers"], row["contact"]) for row in listed
        )
        yield Grid(("Name", "What it is", "What they offer", "Contact"), rows, (28, 16, 34, 22))
    yield from _heard(publication, toolkit)
    for kind, title in (("learning", "What we want to learn"), ("agreement", "How we talk with each other")):
        if lines := _lines(publication, kind):
            yield Heading(title)
            yield Points(lines)
    if rows := action_rows(publication):
        yield Heading("The action plan")
        yield from _plan(rows)


def _heard(publication: Publication, toolkit: Toolkit) -> Iterator[Part]:
    for kind, title in (("theme", "What came up again and again"), ("words", "In people's words")):
        if rows := publication.of(kind):
            yield Heading(title)
            for prompt in toolkit.prompts:
                if mine := tuple(row["text"] for row in rows if row["prompt"] == prompt.key):
                    yield Heading(prompt.question, 2)
                    yield Points(mine)
    if votes := publication.of("vote"):
        yield Heading("What matters most")
    for vote in votes:
        yield Heading(vote["title"], 2)
        shown = sorted(vote["shown"].items(), key=lambda option: (-option[1], option[0].casefold()))
        yield Points((*(f"{text}: {dots} dots" for text, dots in shown), *vote["hidden"]))
        if vote["hidden"]:
            yield Text("Small numbers are not shown, so that nobody can tell who chose what.", quiet=True)
