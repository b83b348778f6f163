"""What people can take with them from a publication: files for printers, calendars, spreadsheets and programs."""

from workshop.publish.publication import Publication

#: The name of each file, what it is, and what kind of program opens it.
FILES: dict[str, tuple[str, str]] = {}


def make_files(publication: Publication) -> dict[str, bytes]:
    """Return every file of a publication that has something in it, by name."""
    return {}
