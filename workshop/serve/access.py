"""Who may come in: a join code lets a browser into its session, and a token or a cohort's key to its console.

What a phone carries afterwards is a signed cookie that names the session, the same for everybody in it. What a
facilitator's browser carries says whose console it may open: with the workshop's own token that of every cohort,
one at a time; with a cohort's key that of this cohort alone.
"""

import hashlib
import hmac
import math
from collections.abc import Callable

from jupyter_server.auth import User
from jupyter_server.base.handlers import JupyterHandler
from tornado.web import HTTPError, RequestHandler
from voila.voila_identity_provider import VoilaIdentityProvider

from workshop.cohorts import mark_of_key
from workshop.serve.handlers import WorkshopHandler
from workshop.serve.limits import Allowance
from workshop.session import find_session, is_answered_at_home, is_held
from workshop.store import HOME, NotFound, Store, StoreError

SESSION_COOKIE = "workshop-session"
FACILITATOR_COOKIE = "workshop-facilitator"
#: A mark of the cohort that a browser is with, for the scripts of its pages; it lets nobody in.
GROUP_COOKIE = "workshop-group"
DESK_GROUP_COOKIE = "workshop-desk-group"
#: Which cohort's console the holder of the token has chosen.
COHORT_COOKIE = "workshop-cohort"
#: All that a console's browser carries.
DESK_COOKIES = (FACILITATOR_COOKIE, COHORT_COOKIE, DESK_GROUP_COOKIE)
COOKIE_DAYS = 7
COOKIE_SECONDS = COOKIE_DAYS * 24 * 60 * 60

#: Ten wrong codes from one address, then one every ten seconds. A right code costs nothing, but after ten wrong
#: ones it has to wait its turn as well: who guesses must not learn which is right.
WRONG_CODES = Allowance(at_once=10, seconds_each=10)


def joined_session(handler: RequestHandler) -> str:
    """Return the id of the session that this browser has joined, or an empty text.

    The browser forgets it after its days. We do not count them: a clock that is set right puts nobody out of the hall.
    """
    return _cookie(handler, SESSION_COOKIE, days=math.inf)


def is_trainer(handler: RequestHandler) -> bool:
    """Return whether this browser has shown the workshop's own token as it is now."""
    return hmac.compare_digest(_cookie(handler, FACILITATOR_COOKIE), _mark_of(_token(handler)))


def cohort_of(handler: RequestHandler) -> str | None:
    """Return the cohort whose console this browser may open, empty for the workshop's own meetings; None for nobody's.

    Raises
    ------
    HTTPError
        With 503 when the records can't be asked just now.
    """
    store: Store = handler.settings["store"]
    try:
        if is_trainer(handler):
            chosen = _cookie(handler, COHORT_COOKIE)
            return store.cohort(chosen).id if chosen else HOME
        cohort_id, _, mark = _cookie(handler, FACILITATOR_COOKIE).partition(".")
        if mark and hmac.compare_digest(mark, _mark_of(store.key_mark(cohort_id))):
            return cohort_id
    except NotFound:
        return HOME if is_trainer(handler) else None
    except StoreError:
        raise HTTPError(503) from None
    return None


def is_facilitator(handler: RequestHandler) -> bool:
    """Return whether this browser may open anybody's console."""
    return cohort_of(handler) is not None


def _cookie(handler: RequestHandler, name: str, *, days: float = COOKIE_DAYS) -> str:
    return (handler.get_signed_cookie(name, max_age_days=days) or b"").decode()


def _mark_of(token: str) -> str:
    """Return what a cookie says of a token: other programs on this computer are sent the cookie as well."""
    return hmac.new(token.encode(), b"facilitator", hashlib.sha256).hexdigest()


def set_cookie(handler: RequestHandler, name: str, value: str) -> None:
    """Let this browser keep a cookie for a week by its own clock, which may be right where ours is not.

    No script can read it.
    """
    handler.set_signed_cookie(
        name,
        value,
        expires_days=None,
        max_age=COOKIE_SECONDS,
        path=handler.settings["base_url"],
        httponly=True,
        samesite="Lax",
        secure=handler.request.protocol == "https",
    )


def mark_group(handler: WorkshopHandler, cohort_id: str, cookie: str = GROUP_COOKIE) -> None:
    """Let the pages of this browser know which people they are with, so that unsent words stay with their own.

    Cookies know no ports: a console's has a name of its own.
    """
    handler.set_cookie(
        cookie,
        hashlib.sha256(f"group\n{cohort_id}".encode()).hexdigest()[:16],
        path=handler.settings["base_url"],
        samesite="Lax",
        secure=handler.request.protocol == "https",
        max_age=COOKIE_SECONDS,
    )


class JoinedIdentity(VoilaIdentityProvider):
    """Lets joined browsers reach their kernels; Jupyter's part of the server knows everybody as one person."""

    def get_user(self, handler: JupyterHandler) -> User | None:
        """Return the one participant, or None for a browser that has not joined."""
        return User("participant") if joined_session(handler) else None


class FacilitatorIdentity(VoilaIdentityProvider):
    """Lets the facilitator's browsers reach their kernels."""

    def get_user(self, handler: JupyterHandler) -> User | None:
        """Return the facilitator, or None for a browser without the token."""
        return User("facilitator") if is_facilitator(handler) else None


class JoinHandler(WorkshopHandler):
    """``/join`` asks for the code; ``/join/CODE``, which the QR code holds, goes straight in."""

    def initialize(self, store: Store, first_page: str) -> None:
        """Take the store that knows the codes, and where people go first."""
        self.store, self.first_page = store, first_page

    def get(self, code: str = "") -> None:
        """Go in with a code from an address, or show the form."""
        if code:
            self._enter(code)
        elif self._joined_one(is_held):
            self.redirect(self.first_page)
        else:
            self._ask()

    def _joined_one(self, that: Callable[[Store, str], bool]) -> bool:
        """Return whether the session that this browser has joined is there, and is such a one."""
        try:
            return bool(joined_session(self)) and that(self.store, joined_session(self))
        except NotFound:
            return False

    def post(self, _code: str = "") -> None:
        """Go in with a code that was typed."""
        self._enter(self.get_body_argument("code", "")[:40])

    def _enter(self, typed: str) -> None:
        address = self.request.remote_ip
        wait = WRONG_CODES.wait(address)
        if wait:
            self.set_status(429)
            self._ask(typed, f"That was many tries. Please wait {wait} seconds, then try again.")
            return
        session = find_session(self.store, typed)
        if session is None:
            WRONG_CODES.spend(address)
            self.set_status(404)
            self._ask(typed, "This code opens no session. Please look at the wall and try again.")
            return
        set_cookie(self, SESSION_COOKIE, session.id)
        mark_group(self, session.cohort_id)
        self.redirect(self.first_page, status=303)

    def _ask(self, typed: str = "", trouble: str = "") -> None:
        go_on = self.first_page if self._joined_one(is_answered_at_home) else ""
        self.show("join.html.j2", typed=typed, trouble=trouble, go_on=go_on)


class LeaveHandler(WorkshopHandler):
    """Lets a browser forget that it had come in: after "Exit this page", or when a person wants to be forgotten."""

    def initialize(self, cookies: tuple[str, ...]) -> None:
        """Take the cookies that this server has given."""
        self.cookies_of_ours = cookies

    def post(self) -> None:
        """Answer a browser that is leaving and does not wait; another site can't send people out."""
        if self.is_from_our_page():
            for cookie in self.cookies_of_ours:
                self.clear_cookie(cookie, path=self.base_url)
        self.set_status(204)


def let_in(handler: WorkshopHandler, cohort_id: str = HOME, key_mark: str = "") -> None:
    """Let a browser keep that it has shown the token as it is now, or a cohort's key."""
    shown = f"{cohort_id}.{_mark_of(key_mark)}" if cohort_id else _mark_of(_token(handler))
    set_cookie(handler, FACILITATOR_COOKIE, shown)
    mark_group(handler, cohort_id, DESK_GROUP_COOKIE)
    if handler.get_cookie(COHORT_COOKIE):
        handler.clear_cookie(COHORT_COOKIE, path=handler.settings["base_url"])


def _token(handler: RequestHandler) -> str:
    return handler.settings["facilitator_token"].value


def choose_cohort(handler: WorkshopHandler, cohort_id: str) -> None:
    """Let the holder of the token keep which cohort's console it opens from now on."""
    set_cookie(handler, COHORT_COOKIE, cohort_id)
    mark_group(handler, cohort_id, DESK_GROUP_COOKIE)


def enter_with_token(handler: WorkshopHandler) -> bool:
    """Let a browser in that shows the token or a key in its address, and return whether that answers the request.

    The answer leads to the same address without the token, so that it stays in no history.

    Raises
    ------
    HTTPError
        With 403 for a wrong token, with 429 after ten of them, and with 503 when keys can't be looked up.
    """
    token = handler.get_query_argument("token", "")
    if not token:
        return False
    address = handler.request.remote_ip
    if WRONG_CODES.wait(address):
        raise HTTPError(429)
    if hmac.compare_digest(token.encode(), _token(handler).encode()):
        let_in(handler)
    else:
        _let_in_by_key(handler, token)
    handler.redirect(handler.request.path)
    return True


def _let_in_by_key(handler: WorkshopHandler, key: str) -> None:
    mark = mark_of_key(key)
    try:
        cohort = handler.settings["store"].cohort_with_key(mark)
    except NotFound:
        WRONG_CODES.spend(handler.request.remote_ip)
        raise HTTPError(403) from None
    except StoreError:
        raise HTTPError(503) from None
    let_in(handler, cohort.id, mark)
