"""How the workshop says no: one sentence, next to the field it is about, and nothing lost."""


class Refused(Exception):
    """Something that can't be taken; its text says why and what to do, and ``field`` says where."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


def refuse_longer(text: str, limit: int, field: str, name: str) -> str:
    """Return a text that is not longer than ``limit`` characters.

    Raises
    ------
    Refused
        When it is.
    """
    if len(text) > limit:
        raise Refused(
            f"{name} can have {limit:,} characters at most, and this one has {len(text):,}. "
            "Nothing is lost: make it shorter.",
            field,
        )
    return text
