"""A session that is full of what must never leave, and a way to look into every byte of what left."""

import io
import re
import secrets
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from pypdf import PdfReader

from workshop import hold
from workshop.community import save_entry, save_mark
from workshop.demo import fill_with_demo
from workshop.plan import save_action
from workshop.publish.review import agree, decide, read_draft
from workshop.responses import save_response
from workshop.store import Action, Choice, Entry, GroupMark, Session, Store
from workshop.toolkit import Toolkit

#: What nobody may find in anything that is published, whatever people click.
PLANTED = {
    "impact": "zzq-impact-words",
    "offer": "zzq-offer-words",
    "room-answer": "zzq-room-words",
    "not-approved": "zzq-waiting-words",
    "hidden-answer": "zzq-hidden-words",
    "left-out": "zzq-left-words",
    "phone-in-answer": "250-555-0199",
    "notes": "zzq-private-notes",
    "asks": "zzq-who-asks",
    "person": "zzq-person-name",
    "person-contact": "zzq-person-contact",
    "shelter": "zzq-shelter-name",
    "shelter-contact": "17 Zzq Lane",
    "safe-house": "zzq-quiet-house",
    "not-listed": "zzq-not-listed",
    "no-consent": "zzq-no-consent",
    "letter": "zzq-letter",
    "tell": "zzq-tell",
    "dropped": "zzq-dropped-action",
    "initials": "ZQX",
}
RIGHT_TO_LEFT = "ערב אחד בספרייה 📚 مساء في المكتبة"


def planted(store: Store, toolkit: Toolkit) -> Session:
    """Fill a store with the made-up town, and put something that must not leave into every place there is."""
    session = fill_with_demo(store, toolkit)
    here = session.id

    def answer(prompt: str, text: str) -> None:
        save_response(
            store, here, secrets.token_hex(16), toolkit.prompt(prompt), state="written", text=text, seq=1
        )

    answer("impact", PLANTED["impact"])
    answer("offer", PLANTED["offer"])
    answer("learn", PLANTED["room-answer"])
    answer("start", PLANTED["not-approved"])
    answer("start", PLANTED["hidden-answer"])
    answer("start", f"{PLANTED['left-out']}, and more")
    answer("start", f"Ring {PLANTED['phone-in-answer']}, it is quick.")
    answer("start", RIGHT_TO_LEFT)
    for card, judged in hold.judged_cards(store, toolkit, here).items():
        text = judged.response.text
        if text == PLANTED["hidden-answer"]:
            hold.decide(store, toolkit, here, card, judged.response.seq, "hidden")
        elif text != PLANTED["not-approved"]:
            hold.decide(store, toolkit, here, card, judged.response.seq, "approved")

    def entry(name: str, kind: str = "organisation", **said: object) -> None:
        save_entry(
            store, toolkit, Entry("", here, name, kind, **{"listed": True, "status": "at-table"} | said)
        )

    entry("The Planted Kitchen", notes=PLANTED["notes"], asks=PLANTED["asks"], groups=("faith-groups",))
    entry(PLANTED["person"], "person", contact=PLANTED["person-contact"], groups=("newcomers",))
    entry(PLANTED["shelter"], groups=("shelters",), contact=PLANTED["shelter-contact"])
    entry(PLANTED["safe-house"], "resource", offers="A safe house for women")
    entry(PLANTED["not-listed"], listed=False)
    entry(PLANTED["no-consent"])
    save_mark(store, toolkit, GroupMark(here, "elders", "not-here"))
    save_action(
        store,
        toolkit,
        Action("", here, "Open the hall", letter=PLANTED["letter"], tell=PLANTED["tell"]),
    )
    save_action(store, toolkit, Action("", here, PLANTED["dropped"], status="dropped"))
    return session


def agree_to_all(store: Store, toolkit: Toolkit, session_id: str, leave: str = "zzq-left") -> None:
    """Include whatever can be included, but for what begins so and for who never said yes; two people agree."""
    draft, _ = read_draft(store, toolkit, session_id)
    for decided in draft.decided:
        item, kept = decided.proposal.item, decided.choice
        if kept.choice and not decided.waits:
            continue
        text = str(item.says.get("text", ""))
        consent = item.says.get("name") != PLANTED["no-consent"]
        choice = "leave" if text.startswith(leave) else "include"
        decide(
            store,
            toolkit,
            Choice(session_id, item.key, choice, {}, consent=consent, looked=True, version=kept.version),
        )
    sign(store, toolkit, session_id)


def sign(store: Store, toolkit: Toolkit, session_id: str) -> None:
    """Let two people agree to what is chosen now."""
    for initials in (PLANTED["initials"], "AB"):
        draft, _ = read_draft(store, toolkit, session_id)
        agree(
            store,
            toolkit,
            session_id,
            mark=draft.mark,
            desk=secrets.token_hex(16),
            initials=initials,
            today=date(2027, 3, 31),
        )


def change(store: Store, toolkit: Toolkit, before: Choice, /, **said: object) -> Choice:
    """Decide something else of an item."""
    return decide(store, toolkit, replace(before, seen="", **said))


def everything(folder: Path) -> str:
    """Return all that is in a folder: names, bytes, what is packed inside, and what a printed page says."""
    found = []
    for path in sorted(folder.rglob("*")):
        found.append(str(path.relative_to(folder)))
        if path.is_file():
            found += inside(path.name, path.read_bytes())
    return "\n".join(found)


def inside(name: str, data: bytes) -> list[str]:
    """Return all that is in a file."""
    found = [data.decode("utf-8", "replace"), data.decode("utf-16-le", "replace")]
    if name.endswith(".ics"):
        found.append(re.sub(r"\r\n[ \t]", "", found[0]))
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for part in packed.namelist():
                found.append(part)
                found += inside(part, packed.read(part))
                found.append(re.sub(r"<[^>]+>", "", found[-2]))
    if data.startswith(b"%PDF"):
        document = PdfReader(io.BytesIO(data))
        found += [page.extract_text() for page in document.pages]
        found.append(str(dict(document.metadata or {})))
        found.append(str(document.xmp_metadata and document.xmp_metadata.stream.get_data()))
    return found
