"""What a candidate types, brought into one form; and the keys that are made of it.

A line of a list is found and read with the candidate's number and a second word (series or centre).
What `static/js/exams.js` computes in a browser is the same.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass

from accounts.accents import without_accents

# Files are named after ranges of so many buckets.
BUCKETS = 65_536
TAG_BYTES = 8


def normal_number(text: str) -> str:
    """« 00 123-a » is « 123A »: signs, small letters and zeros before it say nothing."""
    return re.sub(r"[^0-9A-Z]", "", without_accents(text).upper()).lstrip("0")


def normal_word(text: str) -> str:
    """« Sciences  Exactes » is « sciences exactes »."""
    return " ".join(re.sub(r"[^0-9a-z]+", " ", without_accents(text).lower()).split())


def normal_name(text: str) -> str:
    """The words of a name in alphabetical order: forms have it either way round."""
    return " ".join(sorted(normal_word(text).split()))


@dataclass(frozen=True)
class LineKey:
    """secret: with which a line is read. bucket: where it is, from 0 to 65,535."""

    secret: bytes
    bucket: int

    @property
    def tag(self) -> bytes:
        return _digest(self.secret, b"tag")[:TAG_BYTES]

    def pad(self, length: int) -> bytes:
        """So many bytes that nobody foresees without the key."""
        blocks = range(-(-length // 32))
        return b"".join(_digest(self.secret, str(block).encode()) for block in blocks)[:length]


def key_of(salt: str, number: str, word: str) -> LineKey:
    """The key of a line; `number` and `word` in their normal forms.

    salt: of the page, in hexadecimal digits.
    """
    secret = _digest(bytes.fromhex(salt), f"{number}\n{word}".encode())
    return LineKey(secret, int.from_bytes(_digest(secret, b"bucket")[:2], "big"))


def _digest(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, "sha256")
