"""Which facts need a new look: those checked too long ago, those never confirmed, and links that don't answer.

The facts themselves are the toolkit's (``workshop.toolkit``); this module only judges them. It is the one place
that speaks to addresses outside the hall, and only when somebody asks for a check.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from workshop.toolkit import Fact, Toolkit

STALE_MONTHS = 6
#: Seconds that one link may take.
TIME_LIMIT = 6.0
#: The server is there, but doesn't like the way we ask: ask again as a browser does.
_ASK_AGAIN = {400, 403, 404, 405, 406, 429, 500, 501, 503}
_AGENT = "Mozilla/5.0 (compatible; get-organized check-facts)"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look into: the fact, and what is the matter with it in a few words."""

    fact: Fact
    problem: str


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    """What came back from a link: ``reached`` is false when no server answered at all."""

    fact: Fact
    reached: bool
    works: bool
    says: str


def stale_facts(toolkit: Toolkit, today: date, months: int = STALE_MONTHS) -> list[Finding]:
    """Return a finding for each fact that was last checked more than ``months`` months ago."""
    return [
        Finding(fact, f"last checked {fact.last_checked.isoformat()}, more than {months} months ago")
        for fact in toolkit.facts
        if fact.is_stale(today, months)
    ]


def unconfirmed_facts(toolkit: Toolkit) -> list[Finding]:
    """Return a finding for each fact that nobody has confirmed, and for each that is probably gone."""
    return [Finding(fact, fact.status_words) for fact in toolkit.facts if fact.status != "confirmed"]


def check_links(
    toolkit: Toolkit, *, ask: Callable[[Fact], LinkAnswer] | None = None, at_once: int = 6
) -> list[LinkAnswer]:
    """Return what each link answers, in the order of the file; no network is an answer too, never an error."""
    links = [fact for fact in toolkit.facts if fact.kind == "link"]
    with ThreadPoolExecutor(max_workers=at_once) as askers:
        return list(askers.map(ask or ask_link, links))


def is_offline(answers: Iterable[LinkAnswer]) -> bool:
    """Say whether nothing at all was reached, so that the network is missing and not the pages."""
    return not any(answer.reached for answer in answers)


def ask_link(fact: Fact, time_limit: float = TIME_LIMIT) -> LinkAnswer:
    """Ask one link for its page and return what came back."""
    answer = _ask(fact, "HEAD", time_limit)
    return _ask(fact, "GET", time_limit) if answer is None else answer


def _ask(fact: Fact, method: str, time_limit: float) -> LinkAnswer | None:
    """Ask in one way; None means that another way may do better."""
    if not fact.value.startswith(("https://", "http://")):
        return LinkAnswer(fact, False, False, "is not the address of a web page")
    request = Request(fact.value, method=method, headers={"User-Agent": _AGENT})  # noqa: S310 (checked above)
    try:
        with urlopen(request, timeout=time_limit) as reply:  # noqa: S310
            moved = reply.url.rstrip("/") != fact.value.rstrip("/")
            return LinkAnswer(fact, True, True, f"works, and leads to {reply.url}" if moved else "works")
    except HTTPError as error:
        error.close()
        if method == "HEAD" and error.code in _ASK_AGAIN:
            return None
        return LinkAnswer(fact, True, False, f"answers {error.code} {error.reason}".rstrip())
    except URLError as error:
        return LinkAnswer(fact, False, False, f"does not answer ({_reason(error.reason)})")
    except (OSError, HTTPException, ValueError) as error:
        return LinkAnswer(fact, False, False, f"does not answer ({_reason(error)})")


def _reason(error: object) -> str:
    if isinstance(error, TimeoutError):
        return "no reply in time"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
