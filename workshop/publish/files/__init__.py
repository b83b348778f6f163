"""What people can take with them from a publication: files for printers, calendars and spreadsheets."""

from workshop.publish.publication import Publication

_WORD, _PDF, _SHEET, _CSV = "for a word processor", "to print", "for a spreadsheet", "for any program"
#: The name of each file, what it is, and what it is for.
FILES: dict[str, tuple[str, str]] = {
    "meeting-summary.pdf": ("All of it, on paper", _PDF),
    "meeting-summary.docx": ("All of it, on paper", _WORD),
    "action-plan.pdf": ("The action plan", _PDF),
    "action-plan.docx": ("The action plan", _WORD),
    "action-plan.xlsx": ("The action plan", _SHEET),
    "action-plan.csv": ("The action plan", _CSV),
    "action-plan.ics": ("The days of the plan", "for a calendar"),
    "community-map.xlsx": ("Who can help", _SHEET),
    "community-map.csv": ("Who can help", _CSV),
    "group-agreement.pdf": ("The group agreement", _PDF),
    "group-agreement.docx": ("The group agreement", _WORD),
}


def make_files(publication: Publication) -> dict[str, bytes]:
    """Return every file of a publication that has something in it, by name."""
    # Imported late: what writes these is large, and few commands need it.
    from workshop.publish.files import dates, papers, pdf, sheets, word
    from workshop.toolkit import load_toolkit

    toolkit = load_toolkit()
    made: dict[str, bytes | None] = {"action-plan.ics": dates.as_calendar(publication)}
    for name, paper in (
        ("meeting-summary", papers.summary(publication, toolkit)),
        ("action-plan", papers.action_plan(publication, toolkit)),
        ("group-agreement", papers.group_agreement(publication, toolkit)),
    ):
        if paper is not None:
            made |= {f"{name}.pdf": pdf.as_pdf(paper), f"{name}.docx": word.as_docx(paper)}
    for name, title, (heads, rows) in (
        ("community-map", "Who can help", sheets.map_table(publication, toolkit)),
        ("action-plan", "The action plan", sheets.plan_table(publication)),
    ):
        if rows:
            made[f"{name}.csv"] = sheets.as_csv(heads, rows)
            made[f"{name}.xlsx"] = sheets.as_workbook(title, heads, rows)
    return {name: made[name] for name in FILES if made.get(name)}
