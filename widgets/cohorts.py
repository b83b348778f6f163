"""All cohorts, for whoever holds the workshop; how far each is comes from ``workshop.cohorts``."""

from widgets.wired import Answering, Wired, esm


class Cohorts(Wired):
    """How far each cohort is, a new one, and the way to its console: ``console.cohorts()``."""

    live = True
    _esm = esm("desk_kit", "actions", "paper", "receipt", "cohort_key", "cohort_card", "cohorts")


def make_cohorts(messages: Answering | None = None) -> Cohorts:
    """Return all cohorts."""
    return Cohorts(messages=messages)
