"""Text without accents, in which what people type is compared."""

import re
import unicodedata
from typing import Literal

_MAYBE_ACCENT = re.compile("[\u0300-\U0010ffff]")  # Combining characters begin here.


def without_accents(text: str, form: Literal["NFD", "NFKD"] = "NFKD") -> str:
    """Return `text` with its letters taken apart and their accents left out.

    form: of Unicode (https://www.unicode.org/reports/tr15/); NFKD also makes « ² » a 2 and « ﬁ »
    two letters, NFD leaves them.
    """
    if text.isascii():
        return text
    return _MAYBE_ACCENT.sub(_unless_accent, unicodedata.normalize(form, text))


def _unless_accent(match: re.Match[str]) -> str:
    return "" if unicodedata.combining(match[0]) else match[0]
