"""What a check says of a text."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing to mend: which rule, in which words, and where: the end of an element's id."""

    code: str
    message: str
    place: str
