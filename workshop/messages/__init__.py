"""What a page may ask, and what it hears back: one vocabulary for the web and for JupyterLab.

A message is a plain dictionary with a ``kind``; so is the reply. Every kind is open to anyone in the session, so
each checks what it is given against the toolkit and the store, and trusts nothing that a browser says. How a
message travels is the business of the server (an HTTP request) or of the widget (a custom message).
"""

from workshop.messages.facilitator import FacilitatorMessages
from workshop.messages.fields import Message
from workshop.messages.messages import Messages
from workshop.messages.trainer import TrainerMessages
from workshop.session import current_session
from workshop.settings import settings
from workshop.store import open_store
from workshop.toolkit import load_toolkit

__all__ = ["FacilitatorMessages", "Message", "Messages", "TrainerMessages", "open_messages"]


def open_messages() -> Messages:
    """Open the store that the environment names and answer for its session (for pages in JupyterLab).

    Raises
    ------
    StoreError
        When the store can't be opened.
    """
    here = settings()
    store = open_store(here.database_url)
    return TrainerMessages(store, load_toolkit(), here.session_id or current_session(store).id)
