"""The tables of the store, and the number of the schema they make.

No table says who, from where, when, or in what order people wrote: a response is found by its handle alone, and
the tables are kept in the order of their keys (``WITHOUT ROWID``), so the file has no hidden row order either.
What everyone shares (the map and the plan) also keeps ``changed``, the revision of the store at its last change,
so that open pages can be told what is new.
"""

from sqlalchemy import Boolean, Column, Date, Float, Integer, String, Table, Text

from workshop.store import publishing_schema as publishing_schema
from workshop.store.tables import Keys, shared, table
from workshop.store.tables import metadata as metadata

SCHEMA_VERSION = 5

#: One row for each number that belongs to the store as a whole: ``schema``; ``revision``; and ``everywhere``, the
#: revision of the last change that is of no single session.
numbers = table(
    "numbers", Column("name", String(20), primary_key=True), Column("value", Integer, nullable=False)
)

#: The same people over several sessions, beside the workshop's own meetings. Of the key that opens a cohort's
#: console no more is kept than what recognizes it.
cohorts = table(
    "cohorts",
    Column("id", String(32), primary_key=True),
    Column("name", String(80), nullable=False),
    Column("key_mark", String(64), nullable=False, unique=True),
    Column("version", Integer, nullable=False),
)

sessions = table(
    "sessions",
    Column("id", String(32), primary_key=True),
    Column("cohort_id", String(32), nullable=False, server_default=""),  # none for the workshop's own
    Column("join_code", String(12), nullable=False, unique=True),
    Column("title", String(120), nullable=False),
    Column("held_on", Date, nullable=False),  # a day, never a time
    Column("number", Integer, nullable=False),  # 1 for the first session of its cohort
    Column("kind", String(10), nullable=False, server_default="meeting"),  # or a practice
    Column("ended", String(10), nullable=False, server_default=""),  # what was kept, once it has ended
)

#: The revision of the last change of each session, so that its pages, and no others, are told.
session_revisions = table(
    "session_revisions",
    Column("session_id", String(32), primary_key=True),
    Column("revision", Integer, nullable=False),
)

#: The ids of sessions that were destroyed, and nothing else of them: no late message brings a word back.
destroyed = table("destroyed", Column("session_id", String(32), primary_key=True))


def _responses(name: str) -> Table:
    return table(
        name,
        Column("handle", String(64), primary_key=True),  # HMAC(seat key, session, prompt)
        Column("session_id", String(32), nullable=False),
        Column("prompt", String(40), nullable=False),
        Column("state", String(10), nullable=False),  # written, passed or withdrawn
        Column("text", Text, nullable=False),
        Column("seq", Integer, nullable=False),  # the writer's own count: a late message is not a new one
        Column("from_table", Boolean, nullable=False),  # a table's shared tablet rather than one person
    )


responses = _responses("responses")
#: What people offer of themselves (prompt 7) is kept apart from everything that could ever be shown.
private_responses = _responses("private_responses")

steps = table(
    "steps",
    Column("session_id", String(32), primary_key=True),
    Column("step", String(40), primary_key=True),
    Column("status", String(10), nullable=False),
    Column("who", String(80), nullable=False),
    Column("by_when", String(10), nullable=False),
    Column("version", Integer, nullable=False),
)

entries = shared(
    "entries",
    Column("name", String(120), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("groups", Keys, nullable=False),
    Column("status", String(10), nullable=False),
    Column("asks", String(80), nullable=False),
    Column("contact", String(160), nullable=False),
    Column("web", String(300), nullable=False),
    Column("for_whom", String(160), nullable=False),
    Column("offers", String(400), nullable=False),
    Column("tie", Integer, nullable=False),
    Column("influence", Integer, nullable=False),
    Column("interest", Integer, nullable=False),
    Column("listed", Boolean, nullable=False),
    Column("notes", String(1000), nullable=False),
    Column("origin", String(60), nullable=False, server_default=""),
)

actions = shared(
    "actions",
    Column("what", String(200), nullable=False),
    Column("who", String(80), nullable=False),
    Column("by_when", String(10), nullable=False),
    Column("means", String(200), nullable=False),
    Column("tell", String(200), nullable=False),
    Column("status", String(10), nullable=False),
    Column("origin", String(60), nullable=False),
    Column("letter", Text, nullable=False),
    Column(
        "why", String(200), nullable=False, server_default=""
    ),  # why it was not done, where people said so
)

group_marks = table(
    "group_marks",
    Column("session_id", String(32), primary_key=True),
    Column("group", String(40), primary_key=True),
    Column("mark", String(10), nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
)

#: Two entries that look the same, and of which people said that they are not.
told_apart = table(
    "told_apart",
    Column("session_id", String(32), primary_key=True),
    Column("one", String(32), primary_key=True),
    Column("other", String(32), primary_key=True),  # one < other
    Column("changed", Integer, nullable=False),
)


# The facilitator's hand: what the room does now

agenda_steps = shared(
    "agenda_steps",
    Column("place", Integer, nullable=False),
    Column("title", String(120), nullable=False),
    Column("method", String(600), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("section", String(40), nullable=False),
    Column("prompts", Keys, nullable=False),
    Column("status", String(10), nullable=False),
)

#: An agenda that can be used again, under the name that people gave it.
agenda_templates = table(
    "agenda_templates",
    Column("cohort_id", String(32), primary_key=True),
    Column("name", String(60), primary_key=True),
    Column("steps", Text, nullable=False),
)

stages = table(
    "stages",
    Column("session_id", String(32), primary_key=True),
    Column("step", String(32), nullable=False),
    Column("section", String(40), nullable=False),
    Column("clock_ends", Float, nullable=False),  # seconds since 1970 while the clock runs, or 0
    Column("clock_left", Integer, nullable=False),  # seconds left while it rests, or 0
    Column("version", Integer, nullable=False),
)

prompt_stages = table(
    "prompt_stages",
    Column("session_id", String(32), primary_key=True),
    Column("prompt", String(40), primary_key=True),
    Column("open", Boolean, nullable=False),
    Column("revealed", Boolean, nullable=False),
    Column("due", String(10), nullable=False),  # the day by which answers are asked for, between meetings
    Column("version", Integer, nullable=False),
)

#: One row for each seat that has come in, found by a handle that no response has.
seats = table(
    "seats",
    Column("handle", String(64), primary_key=True),  # HMAC(seat key, session, "seat:")
    Column("session_id", String(32), nullable=False),
    Column("from_table", Boolean, nullable=False),
)

#: What the facilitator decided of the words that a response had then: with other words it waits again.
decisions = table(
    "decisions",
    Column("handle", String(64), primary_key=True),
    Column("session_id", String(32), nullable=False),
    Column("prompt", String(40), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("verdict", String(10), nullable=False),
)

#: What was decided, one after the other: never about which words.
decision_log = table(
    "decision_log",
    Column("session_id", String(32), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("prompt", String(40), nullable=False),
    Column("verdict", String(10), nullable=False),
    Column("reason", String(20), nullable=False),
)

# From answers to a plan

themes = shared(
    "themes", Column("prompt", String(40), nullable=False), Column("title", String(120), nullable=False)
)

theme_cards = table(
    "theme_cards",
    Column("handle", String(64), primary_key=True),
    Column("session_id", String(32), nullable=False),
    Column("theme", String(32), nullable=False),
)

votes = shared(
    "votes",
    Column("prompt", String(40), nullable=False),
    Column("question", String(200), nullable=False),
    Column("dots", Integer, nullable=False),
    Column("state", String(10), nullable=False),
)

#: What a vote is between, in the words that stood there when it was opened.
vote_options = table(
    "vote_options",
    Column("session_id", String(32), primary_key=True),
    Column("vote", String(32), primary_key=True),
    Column("option", String(32), primary_key=True),
    Column("place", Integer, nullable=False),
    Column("title", String(200), nullable=False),
    Column("dots", Integer, nullable=False),  # counted when the vote is closed
)

#: One row for each dot; no two dots of a seat can be told to be from one.
dots = table(
    "dots",
    Column("handle", String(64), primary_key=True),  # HMAC(seat key, session, "dot:VOTE:NUMBER")
    Column("session_id", String(32), nullable=False),
    Column("vote", String(32), nullable=False),
    Column("option", String(32), nullable=False),
)

#: One row for each seat that has voted, with its own count of changes.
ballots = table(
    "ballots",
    Column("handle", String(64), primary_key=True),  # HMAC(seat key, session, "ballot:VOTE")
    Column("session_id", String(32), nullable=False),
    Column("vote", String(32), nullable=False),
    Column("seq", Integer, nullable=False),
)

#: The lines of the group agreement, and of the learning list.
list_items = shared(
    "list_items",
    Column("kind", String(10), nullable=False),
    Column("text", String(300), nullable=False),
    Column("origin", String(60), nullable=False),
)

# How people are with it, at each meeting

#: One row for each statement that a seat has placed itself on; no two of a seat can be told to be from one.
check_ins = table(
    "check_ins",
    Column("handle", String(64), primary_key=True),  # HMAC(seat key, session, "check-in:STATEMENT")
    Column("session_id", String(32), nullable=False),
    Column("statement", String(40), nullable=False),
    Column("level", Integer, nullable=False),
)

#: "One up, one down": what went well, and what to change.
feedback = table(
    "feedback",
    Column("handle", String(64), primary_key=True),  # HMAC(seat key, session, "feedback:KIND")
    Column("session_id", String(32), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("text", Text, nullable=False),
    Column("seq", Integer, nullable=False),
)
