"""From whatever someone typed to words that a search engine cannot misread.

What stands in the box may be an operator of the engine (`"`, `*`, `AND`, `:`), a pasted article,
a byte that is no text. Nothing of it reaches the database but words: runs of letters and digits.
French elisions lose what they elide (« l’élection » is a search for « élection »), since no reader
means the letter.
"""

import re
import unicodedata

MAX_WORDS = 12
MAX_LETTERS = 40  # of a word; no French word is longer
MAX_READ = 1_000  # characters looked at, of what may be a pasted article

_ELIDED = re.compile(r"\b(?:[cdjlmnst]|qu|lorsqu|puisqu|jusqu|quoiqu)['’ʼ](?=\w)", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")


def search_words(typed: str) -> list[str]:
    """The words to look for, each once, in the order typed; empty if `typed` holds none."""
    text = unicodedata.normalize("NFKC", typed[:MAX_READ])
    found = _WORD.findall(_ELIDED.sub(" ", text))
    distinct = dict.fromkeys(word[:MAX_LETTERS].lower() for word in found)
    return list(distinct)[:MAX_WORDS]


def shown_query(typed: str) -> str:
    """What was typed, fit to be shown again: one line, without control characters, cut to size."""
    printable = (c if unicodedata.category(c)[0] != "C" else " " for c in typed[:MAX_READ])
    return " ".join("".join(printable).split())[:200]
