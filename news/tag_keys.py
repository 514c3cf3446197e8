"""Names of tags as they are compared.

Case, accents, spaces, apostrophes and hyphens make no difference.
"""

import re

from accounts.accents import without_accents
from news.slugs import spelled_out

_NO_WORD = re.compile(r"[\W_]+")
LONGEST = 200


def tag_words(name: str) -> str:
    """The words of `name`, folded: « L’Œuvre d’été » becomes `l-oeuvre-d-ete`."""
    folded = without_accents(spelled_out(name).casefold())
    return _NO_WORD.sub("-", folded).strip("-")[:LONGEST]


def tag_key(name: str) -> str:
    """What two spellings of one tag have in common: « Covid-19 » and « covid 19 » are `covid19`.

    Of a name without letters or figures, the name itself. There is never a space in it.
    """
    return tag_words(name).replace("-", "") or "".join(name.casefold().split())[:LONGEST]


def tidy_name(name: str) -> str:
    """`name` with one plain space between its words, and none around it."""
    return " ".join(name.split())


def spellings_in(text: str) -> list[str]:
    """The spellings that a text holds, one on each line, each of them once."""
    by_key = {tag_key(name): name for line in text.splitlines() if (name := tidy_name(line))}
    return list(by_key.values())
