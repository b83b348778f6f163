"""What a facilitator can say and do when it matters: the opening words, how answers are chosen, and the "what if".

Numbers are never written here: a line that needs one names its fact, and shows the number from ``data/facts.toml``.
"""

from dataclasses import dataclass

from workshop.toolkit import Fact, Toolkit


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence or two to read out or to follow, and the contacts that belong to it, by the keys of their facts."""

    words: str
    contacts: tuple[str, ...] = ()


#: To be read out before anybody writes: what stays here, and what can't.
OPENING = (
    Line("Your answers have no name on them. We keep no names, no times and no order."),
    Line(
        "I read each answer before the room can see it. What you write under questions 1 and 7 is never shown to "
        "the room."
    ),
    Line(
        "There is a limit to what can stay private. If we have reason to think that someone under 19 is being hurt, "
        "or may be, we have to report it. In B.C. that is the law for each of us.",
        ("child-protection",),
    ),
    Line("If someone is in danger now, we call for help at once.", ("emergency",)),
    Line("What you hear from others here stays here. Talk about what it means, not about who said it."),
    Line("Please tell no one's private story. No names. Headlines, not details."),
    Line("You may skip any question, take a break, or leave. You owe nobody a reason."),
    Line("The red button, “Exit this page”, leaves at once. It can't clear what the phone remembers."),
    Line("If you want to talk to someone in a quiet place: [say who, and where]."),
)

#: How answers are chosen for the room; participants may read it too.
POLICY = (
    Line("A facilitator reads each answer before the room sees it."),
    Line("An answer is shown just as it was written. Nobody changes its words."),
    Line(
        "It is kept from the room if it names someone, tells a private story, could hurt someone, or is about "
        "something else."
    ),
    Line("Its writer still has it, and can change it or take it back. A changed answer is read again."),
    Line("A list says what was chosen and why. It holds none of the words, and no names."),
)

#: When words suggest that a child is in danger.
WHAT_IF = (
    Line("Take a breath. You don't have to solve this alone, and the room does not need to know."),
    Line("Is someone in danger right now? Call for help first.", ("emergency",)),
    Line(
        "Is there reason to think that someone under 19 is being hurt, or may be? Then you have to report it "
        "yourself, today. You don't need proof. Say what you read, and where you are.",
        ("child-protection",),
    ),
    Line("Do not look for the writer. The workshop can't tell you, and to ask could put someone at risk."),
    Line(
        "Hide the answer, with the reason “A child may be at risk”. Speak of it with the other facilitator only."
    ),
    Line(
        "Then say to everyone, as if it were part of the plan: help is here, this is who you can talk to, and these "
        "are the lines. Take a short break if you need one.",
        ("victimlink",),
    ),
)


def shown(lines: tuple[Line, ...], toolkit: Toolkit) -> list[dict[str, object]]:
    """Return lines as a page shows them, with the numbers from the facts."""
    return [
        {"words": line.words, "contacts": [contact(toolkit.fact(key)) for key in line.contacts]}
        for line in lines
    ]


def contact(fact: Fact) -> dict[str, str]:
    """Return what a page needs of a number; one that nobody confirmed says so."""
    status = "" if fact.status == "confirmed" else fact.status_words
    return {"label": fact.label, "value": fact.value, "status": status}
