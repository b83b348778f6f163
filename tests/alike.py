"""Made-up answers to two questions, in the groups that a person would put them in; the last group belongs nowhere.

The threshold of ``workshop.alike`` was tried on START. LEARN was written afterwards and never used for that.
"""

START = [
    [
        "Hold an information evening at the library",
        "An info night at the library, with tea",
        "We could start with an evening at the library for everyone",
        "Library evening where people can ask questions",
    ],
    [
        "Talk to the schools",
        "Go to the high school and talk with the teachers",
        "Teachers should learn the signs at school",
        "A talk in every school this year",
        "start in schools!!",
    ],
    [
        "Train hotel staff to see the signs",
        "Training for motel and hotel workers",
        "hotel staff need training",
    ],
    [
        "Ask the RCMP to come and speak",
        "Invite a police officer to our next meeting",
        "Have the RCMP give a talk to us",
        "Police should be part of the group",
    ],
    [
        "Put up posters with the hotline number",
        "Posters in washrooms with the hotline",
        "hotline posters at the truck stop and the mall",
        "A poster campaign",
    ],
    [
        "Form a committee that meets every month",
        "Set up a working group or committee",
        "A small committee first, five or six people",
        "We need one committee, not three",
    ],
    [
        "Teach kids how to stay safe online",
        "Online safety for children and youth",
        "internet safety workshop for kids and parents",
        "Parents need to know about online games and luring",
    ],
    [
        "Listen to Elders first",
        "Ask the Elders how they want to begin",
        "Begin with a circle led by an Elder",
    ],
    [
        "Find money for a coordinator",
        "Map what services we have",
        "One coffee morning a month",
        "Write to the mayor",
        "Work with the farms that bring in seasonal workers",
        "Be patient with each other",
        "I am not sure yet",
    ],
]

LEARN = [
    [
        "What are the signs that someone is being trafficked?",
        "How do I see the signs?",
        "Signs to look for in a teenager",
        "warning signs and red flags",
    ],
    [
        "What does the law say?",
        "The law in Canada on trafficking",
        "What laws are there and are they used?",
    ],
    [
        "Who do I call when I see something?",
        "Which number do we call?",
        "who to call at night",
    ],
    [
        "How does it happen online?",
        "How recruiters use social media and games online",
        "Online luring, which apps they use",
    ],
    [
        "Labour trafficking on farms",
        "The rights of temporary foreign workers on farms",
        "What rights do farm workers have?",
    ],
    [
        "How to talk to my kids about this without scaring them",
        "How do parents talk with their kids?",
        "words to use when I talk to children",
    ],
    [
        "How often does it happen in our region? Numbers",
        "Are there numbers for small towns?",
        "statistics for the north",
    ],
    [
        "What helped other towns",
        "How survivors want to be supported",
        "The history, and how it is tied to residential schools",
        "What happens in court",
        "How do we look after ourselves in this work?",
    ],
]

#: Written last of all, after the words that say nothing had been chosen as well.
SUPPORT = [
    [
        "Nobody has to share a story",
        "You don't have to tell your own story",
        "No one is asked for their story here",
    ],
    [
        "What is said here stays here",
        "Stories stay in the room",
        "Keep it in this room",
    ],
    [
        "It is okay to leave the room for a break",
        "Anyone can take a break or go outside",
        "breaks, and fresh air",
    ],
    [
        "Listen without giving advice",
        "Listen more than we speak",
        "Just listening, no advice unless somebody asks",
    ],
    [
        "Have a counsellor on site",
        "A counsellor in the next room",
        "Is there a counsellor people can go to?",
    ],
    [
        "Check in with each other the day after",
        "Call one another the next day to check in",
    ],
    [
        "Speak for yourself",
        "No jokes about it",
        "Food and tea help",
        "Begin and end on time",
        "Respect the protocol of the territory",
    ],
]
