"""The days of the plan for a calendar, as ICS."""

import datetime as dt
import hashlib

from workshop.publish.publication import Publication


def as_calendar(publication: Publication) -> bytes | None:
    """Return a day in the calendar for each action that is open and has one; None where there is none."""
    # Imported late, as it is needed only here and seldom.
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Get Organized//Action plan//EN")
    calendar.add("version", "2.0")
    for row in publication.of("action"):
        if not row["by_when"] or row["status"] == "done":
            continue
        event = Event()
        # The same action keeps its place in a calendar that knows it, and leads to no record.
        event.add("uid", f"{hashlib.sha256(row['what'].encode()).hexdigest()[:32]}@get-organized.invalid")
        event.add("dtstamp", dt.datetime.combine(publication.day, dt.time(), dt.UTC))
        event.add("dtstart", dt.date.fromisoformat(row["by_when"]))
        event.add("summary", row["what"])
        said = (("Who", row["who"]), ("What it takes", row["means"]))
        event.add("description", "\n".join(f"{name}: {text}" for name, text in said if text))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return calendar.to_ical() if calendar.subcomponents else None
