"""The doors of the facilitator's server: coming in, changing the lock, and going from one cohort to another."""

import asyncio
from typing import Protocol

from tornado.web import HTTPError

from workshop.cohorts import change_key, mark_of_key
from workshop.serve.access import (
    choose_cohort,
    cohort_of,
    enter_with_token,
    is_facilitator,
    is_trainer,
    let_in,
)
from workshop.serve.handlers import WorkshopHandler
from workshop.serve.pages import visitor_of
from workshop.serve.secrets import Token
from workshop.store import NotFound, Store, StoreError

STAYS = "The addresses of cohorts stay as they are. Change those under “All cohorts”."
LOCKED = "The address could not be changed: {}"


class Guarded(Protocol):
    """What these handlers need of a server."""

    store: Store
    facilitator_token: Token

    async def put_out(self, visitor: str = "") -> None:
        """Close the pages and end the processes of every browser with an older token, but those of one visitor."""

    async def put_out_strangers(self, visitor: str = "") -> None:
        """Close the pages of every browser that may not enter any more, but those of one visitor."""


class FacilitatorDoor(WorkshopHandler):
    """``/?token=…`` lets a browser in and leads to the console."""

    def get(self) -> None:
        """Lead on, or say that the token is missing (403)."""
        if enter_with_token(self):
            return
        if is_facilitator(self):
            self.redirect(f"{self.base_url}voila/render/facilitator/console.ipynb")
        else:
            self.send_error(403)


class AddressHandler(WorkshopHandler):
    """Changes the address of the console that this browser is at; it stays in, and every other one is out.

    That of a cohort is its own. That of the workshop's own meetings opens every cohort: whoever holds those by the
    cohort's own address stays in.
    """

    def initialize(self, server: Guarded) -> None:
        """Take the server whose address it is."""
        self.server = server

    async def post(self) -> None:
        """Change the token or the cohort's key, and say the new address."""
        cohort_id = await asyncio.to_thread(cohort_of, self)
        if cohort_id is None or not self.is_from_our_page():
            raise HTTPError(403)
        stays = ""
        try:
            if cohort_id:
                key = await asyncio.to_thread(change_key, self.server.store, cohort_id)
                if not is_trainer(self):
                    let_in(self, cohort_id, mark_of_key(key))
            else:
                key = self.server.facilitator_token.change()
                let_in(self)
                stays = STAYS if await asyncio.to_thread(self.server.store.cohorts) else ""
        except OSError:
            self._refuse("the folder of the records can't be written.")
            return
        except StoreError as trouble:
            self._refuse(str(trouble))
            return
        if cohort_id:
            await self.server.put_out_strangers(visitor_of(self))
        else:
            await self.server.put_out(visitor_of(self))
        address = f"{self.request.protocol}://{self.request.host}{self.base_url}?token={key}"
        self.finish({"address": address, "stays": stays})

    def _refuse(self, why: str) -> None:
        self.set_status(503)
        self.finish({"refused": LOCKED.format(why)})


class CohortHandler(WorkshopHandler):
    """Brings a trainer's browser to another cohort; pages of it that are open on the one before are told so."""

    def initialize(self, server: Guarded) -> None:
        """Take the server whose cohorts these are."""
        self.server = server

    async def post(self) -> None:
        """Keep which cohort this browser is at."""
        if not is_trainer(self) or not self.is_from_our_page():
            raise HTTPError(403)
        chosen = self.get_body_argument("cohort", "")[:40]
        try:
            choose_cohort(self, chosen and (await asyncio.to_thread(self.server.store.cohort, chosen)).id)
        except NotFound:
            raise HTTPError(404) from None
        except StoreError:
            raise HTTPError(503) from None
        self.set_status(204)
