"""Decides which searches may be counted: none that may name a person.

An e-mail address, a telephone or identity number, or an account name typed into the box is a slip,
or somebody looking for themselves: such a search is not counted at all.
"""

import re

from search.french import words

LONGEST = 60
# Seven figures or more with nothing but signs between them: a number of somebody's.
_PERSONAL = re.compile(r"@|＠|://|\bwww\.|\d(?:[\s.,/()+_-]*\d){6}")


def kept_text(query: str) -> tuple[str, str] | None:
    """Return the folded words of `query`, by which spellings are one, and the text to show.

    None if nothing of it may be kept.
    """
    if _PERSONAL.search(query):
        return None
    text = " ".join(query.lower().split())
    if len(text) > LONGEST:
        text = text[:LONGEST].rsplit(" ", 1)[0]
    key = " ".join(words(text))[:LONGEST]
    return (key, text) if key else None
