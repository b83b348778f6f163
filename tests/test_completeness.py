"""The data hold everything that the toolkit's section names: each person, step, title, link and question."""

import pytest

from tests.notebooks import read
from workshop.paths import NOTEBOOKS
from workshop.toolkit import load_toolkit

QUESTIONS = [
    "How does human trafficking impact me and my community?",
    "What do we need to know more about to feel educated about this issue?",
    "How can we start to address this issue?",
    "How do we support each other in having difficult conversations about what is happening in our community?",
    "What local resources could help us?",
    "Is there a local committee that would take on these issues? Do we need to start a new group or committee?",
    "What can I offer to the committee? What skills, abilities, passions, connections, and ideas do I bring?",
    "Who else needs to be involved?",
    "What is the first step we need to take as a community to address issues of human trafficking?",
]

#: What the section calls people, and where.
NAMED = {
    "goal": [
        "local RCMP",
        "municipal police",
        "victim services",
        "child protection",
        "front line service providers",
        "community members",
    ],
    "why": [
        "faith groups",
        "businesses",
        "youth",
        "parents",
        "teachers",
        "social workers",
        "elders",
        "leaders",
        "youth safety",
        "crime prevention",
        "ending violence against women",
        "youth sexual exploitation",
    ],
    "who": [
        "youth",
        "businesses",
        "First Nation and Aboriginal communities",
        "Aboriginal girls and women",
        "nanny",
        "live-in caregiver",
        "temporary foreign worker",
        "victim services",
        "violence against women programs",
        "women\u2019s shelters",
        "transition houses",
        "youth serving agencies",
        "immigrant settlement programs",
        "social workers",
        "police",
        "health care providers",
        "other frontline responders",
        "Chief and Band Council",
        "general public",
        "faith-based community",
    ],
    "how": [
        "Community members",
        "business leaders",
        "schools",
        "young people",
        "Aboriginal community members",
        "First Nation Bands and Council",
        "newly arrived in Canada",
        "lived experience",
    ],
    "what": [
        "local service providers",
        "Victim Services and Crime Prevention",
        "Aboriginal youth in rural and isolated communities",
        "community leaders",
        "refugees and people without full immigration status",
    ],
}

STEPS = [
    ["talk about the issue", "how big"],
    ["resources section"],
    ["already has in place"],
    ["committee", "take this on"],
    ["contact", "join"],
    ["start a new committee", "community action team"],
    ["action plan"],
]

#: Letter, title, maker, and short phrases of what is said of it.
LISTED = [
    (
        "",
        "Community Action Teams (CATs)",
        "",
        ["sexual exploitation of youth", "local service providers", "full list"],
    ),
    (
        "",
        "Violence Against Women in Relationships (VAWIR) Coordinating Committees",
        "",
        ["violence at home", "sexual violence", "many", "trafficking and sexual exploitation"],
    ),
    (
        "a",
        "Taking Action Handouts",
        "BC Ministry of Justice",
        [
            "six handouts",
            "children and youth",
            "Community Action Network",
            "action plan",
            "funding",
            "awareness",
        ],
    ),
    (
        "b",
        "Sexual Exploitation Toolkit",
        "Justice Institute of B.C.",
        ["commercial sexual exploitation", "website"],
    ),
    (
        "c",
        "Restoring the Honouring Circle: Taking a Stand Against Youth Sexual Exploitation: An Information, "
        "Prevention and Capacity Building Manual for Rural Aboriginal Communities in British Columbia",
        "Sarah Hunt",
        ["manual", "already work", "Indigenous youth", "rural"],
    ),
    (
        "d",
        "Youth Gang Prevention Toolkit for Community Planning",
        "",
        ["Quick-Start Guide", "gangs", "leave"],
    ),
    (
        "e",
        "Starter Tool Kit for Awareness Raising on Trafficking in Persons",
        "Canadian Council for Refugees (CCR)",
        ["rights of refugees", "without full status", "raise awareness", "starter kit on human trafficking"],
    ),
    ("", "Group Formation Guide", "Stop the Traffik", ["movement across the world", "sign up online"]),
    ("", "Human Trafficking: Canada Is Not Immune", "OCTIP", ["online course", "service providers"]),
]

LINKS = [
    "stopthetraffik.org/how-to-start-one",
    "www.pssg.gov.bc.ca/crimeprevention/exploitation/index.htm",
    "endingviolence.org/",
    "host.jibc.ca/seytoolkit/index.htm",
    "www.jibc.ca/sites/default/files/research/pdf/Restoring-Honouring-Circle-Manual.pdf",
    "www.pssg.gov.bc.ca/crimeprevention/shareddocs/pubs/youth-gang-prevention.pdf",
    "ccrweb.ca/en/trafficking-starter-kit",
]

#: Short phrases, in our words, of what each section has to say besides its lists.
SAID = {
    "goal": [
        "raise awareness",
        "prevent it",
        "controls another person",
        "sexual exploitation",
        "labour exploitation",
    ],
    "why": [
        "many sides",
        "a movement across the world",
        "faith groups and businesses",
        "sign up online",
        "Group Formation Guide",
        "hard to talk about",
        "host it",
        "Bringing people together around a common cause can lead to very powerful changes.",
        "Sarah Hunt, *Restoring the Honouring Circle: Taking a Stand Against Youth Sexual Exploitation*",
    ],
    "who": ["a stake in this", "Indigenous girls and women", "live-in caregiver", "Chief and Council"],
    "how": ["build trust", "experiential", "those with lived experience", "new to Canada", "seven steps"],
    "what": ["Community Action Teams (CATs)", "VAWIR", "youth gangs", "action plan", "toolkits of its own"],
    "reflecting": ["You can pass"],
    "next-steps": ["Take Action", "Resources", "Community Action Stories", "communities in B.C."],
}


@pytest.fixture(scope="module")
def toolkit():
    return load_toolkit()


def test_the_nine_questions_stand_as_they_are(toolkit):
    assert [prompt.question for prompt in toolkit.prompts] == QUESTIONS
    assert [prompt.number for prompt in toolkit.prompts] == list(range(1, 10))
    assert [prompt.key for prompt in toolkit.prompts] == (
        ["impact", "learn", "start", "support", "resources", "committee", "offer", "who-else", "first-step"]
    )


def test_each_question_has_its_class(toolkit):
    assert [prompt.sensitivity for prompt in toolkit.prompts] == (
        ["never", "room", "review", "room", "review", "review", "never", "room", "review"]
    )
    assert [prompt.key for prompt in toolkit.prompts if prompt.private] == ["offer"]


@pytest.mark.parametrize("section", NAMED)
def test_everyone_whom_a_section_names_is_in_a_group(toolkit, section):
    said = [
        mention.words.lower()
        for group in toolkit.groups
        for mention in group.mentions
        if mention.section == section
    ]
    assert [words for words in NAMED[section] if not any(words.lower() in phrase for phrase in said)] == []


def test_groups_are_about_25_and_carry_the_words_of_today(toolkit):
    assert 24 <= len(toolkit.groups) <= 27
    assert all(group.mentions for group in toolkit.groups)
    names = " ".join(group.name for group in toolkit.groups)
    for outdated in ("Aboriginal", "Band", "experiential", "victim of", "rescued", "slave", "prostitute"):
        assert outdated not in names


def test_the_seven_steps_are_there(toolkit):
    assert [step.number for step in toolkit.steps] == list(range(1, 8))
    for step, phrases in zip(toolkit.steps, STEPS, strict=True):
        assert [phrase for phrase in phrases if phrase not in step.text.lower()] == []


def test_the_directory_lists_every_committee_and_toolkit(toolkit):
    listings = {listing.title: listing for listing in toolkit.directory}
    for letter, title, maker, phrases in LISTED:
        listing = listings[title]
        assert listing.letter == letter
        assert maker in listing.maker
        text = f"{listing.about} {listing.maker}".lower()
        assert [phrase for phrase in phrases if phrase.lower() not in text] == []
        assert listing.for_whom
        assert listing.for_what
        assert listing.links
    assert [listing.letter for listing in toolkit.directory if listing.letter] == list("abcde")
    assert [listing.kind for listing in toolkit.directory].count("committee") == 2


def test_every_link_of_the_toolkit_is_kept_and_used(toolkit):
    used = {key for listing in toolkit.directory for key in listing.links}
    for address in LINKS:
        found = [
            fact
            for fact in toolkit.facts
            if fact.value.split("://")[-1].removeprefix("www.").startswith(address.removeprefix("www."))
        ]
        assert len(found) == 1, address
        assert found[0].key in used


@pytest.mark.parametrize("key", SAID)
def test_each_section_says_what_the_toolkit_says(toolkit, key):
    notebook = read(NOTEBOOKS / toolkit.section(key).notebook)
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert [phrase for phrase in SAID[key] if phrase.lower() not in text.lower()] == []


def test_sections_are_the_seven_notebooks(toolkit):
    assert [section.key for section in toolkit.sections] == [
        "goal",
        "why",
        "who",
        "how",
        "what",
        "reflecting",
        "next-steps",
    ]
    for number, section in enumerate(toolkit.sections, start=1):
        assert section.number == number
        assert section.notebook == f"{number:02}-{section.key}.ipynb"
    assert 100 <= sum(section.minutes for section in toolkit.sections) <= 120
