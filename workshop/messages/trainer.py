"""Answering whoever holds the workshop itself: the facilitator of its own meetings, and of every cohort."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from workshop.messages import cohorts
from workshop.messages.facilitator import FacilitatorMessages
from workshop.messages.fields import Message


class TrainerMessages(FacilitatorMessages):
    """Answers what a facilitator's page may ask, and what is about all cohorts."""

    answers: ClassVar[Mapping[str, Callable[[Any, Message], Message]]] = {
        **FacilitatorMessages.answers,
        **cohorts.ANSWERS,
    }
