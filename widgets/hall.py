"""How the hall is doing, for the facilitator; the numbers come from the facilitator's server."""

from widgets.wired import Wired, esm


class Hall(Wired):
    """Pages open, processes, memory and the slowest page, live: ``console.hall()``."""

    _esm = esm("hall")
