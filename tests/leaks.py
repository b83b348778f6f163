"""Made-up texts that give something away, and texts that don't, for the detectors of a publication.

The detectors were tuned on ``tests/answers.py`` and on SEEN. LATER was written before they were first run on it, and
never used for tuning; leave it so, and add what you learn to SEEN.
"""

EMAIL, PHONE, ADDRESS = "an e-mail address", "a phone number", "an address"
HANDLE, NAME, PLACE = "a social media name", "a name", "a place so small that it tells who"

SEEN = [
    ("Write to rosa at mail dot example dot org", EMAIL),
    ("rosa.fields(at)example.org is quick to answer", EMAIL),
    ("Text her at +44 20 7946 0958", PHONE),
    ("Ring 604.555.0182 after supper", PHONE),
    ("The cook is at 12 Larch Lane", ADDRESS),
    ("It is facebook.com/tern.lake.helpers", HANDLE),
    ("Find her on telegram: quietwater9", HANDLE),
    ("Rosa runs the soup table", NAME),
    ("We could ask Marguerite for the hall", NAME),
    ("The hall belongs to the Delacroix family", NAME),
    ("Across from the old bakery there are men every night", PLACE),
    ("That farm past the bridge keeps people at night", PLACE),
    ("They are all in cabin 14", PLACE),
    ("It is at 49.2827, -123.1207", PLACE),
    ("Everybody in Pinecone Hollow has seen it", NAME),
]

LATER = [
    ("You get her under wendel [at] post.example", EMAIL),
    ("My address is m_k@kitchen.example.net", EMAIL),
    ("Call the van: 1 (778) 555-0144", PHONE),
    ("five five five, zero one two three", PHONE),
    ("WhatsApp +63 917 555 0101", PHONE),
    ("The number ends on 0177 and starts with 250 555", PHONE),
    ("Come to 7 Orchard Court at noon", ADDRESS),
    ("the blue house, 22 Hill Street", ADDRESS),
    ("postal code V0V 0V0", ADDRESS),
    ("She posts as @tern.lake.girl", HANDLE),
    ("it's all on instagram.com/quiet_ridge", HANDLE),
    ("look for the account quietridge77", HANDLE),
    ("Theodora knows every driver", NAME),
    ("Ask Theodora first", NAME),
    ("ask theodora first", NAME),
    ("Old Bartholomew was there when it began", NAME),
    ("Our mayor's wife, Philippa, would host", NAME),
    ("Mr. Okonkwo has a key", NAME),
    ("Nkechi and I could do it together", NAME),
    ("The Petrovs rent to them", NAME),
    ("people from Gull Cove would come", NAME),
    ("the girls at the nail place by the bus stop", PLACE),
    ("It happens at mile 32", PLACE),
    ("two doors down from the school", PLACE),
    ("beside the feed store", PLACE),
    ("the only spa in town", PLACE),
    ("that orchard with the green gate", PLACE),
    ("the basement suite on our street", PLACE),
]
#: What is not found.
MISSED = {
    "five five five, zero one two three",
    "The number ends on 0177 and starts with 250 555",
    "look for the account quietridge77",
    "ask theodora first",
    "two doors down from the school",
    "the only spa in town",
    "the basement suite on our street",
}

#: What a town may read, and no detector should stop at.
PLAIN = [
    "Have one evening at the library with someone who does this work.",
    "Ask the school what they already teach, before we make anything new.",
    "Put the help line numbers in every washroom in town. 1-800-563-0808 works day and night.",
    "Start small. Three people and a pot of coffee.",
    "Call 9-1-1 if someone is in danger now.",
    "In Vancouver there is a course on Tuesdays.",
    "A card in English, French and Tagalog at the fruit stands.",
    "Invite First Nations, Métis and Inuit people early, and ask Elders how.",
    "We need 30 chairs, 2 tables and 400 dollars by March.",
    "Parents can ask the RCMP to speak. Teachers know how.",
    "Motel and taxi staff could have one hour of training.",
    "The youth drop-in is open late, and young people trust it.",
    "Nobody has to speak. Listening is enough.",
    "Who does what in this province, and whom do we call first?",
]
