"""The finding of a check."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """A problem of a text: the check, a sentence, and the end of its element's id."""

    code: str
    message: str
    place: str
