"""The length of a French text in words and minutes."""

import re

WORDS_PER_MINUTE = 220  # silent reading of a French text by an adult, rounded
# « 10 000 », whose space breaks no number in two.
INSIDE_NUMBER = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d)")
BETWEEN_WORDS = re.compile(r"[\s\u2013\u2014]+")


def count_words(text: str) -> int:
    """Return the number of words: what is between spaces or dashes and holds a letter or figure.

    « aujourd’hui », « l’eau » and « 10 000 » are one word each, as in every word processor;
    a colon between its spaces is none.
    """
    pieces = BETWEEN_WORDS.split(INSIDE_NUMBER.sub("", text))
    return sum(any(sign.isalnum() for sign in piece) for piece in pieces)


def minutes_to_read(words: int) -> int:
    """In full minutes, one at least."""
    return max(1, round(words / WORDS_PER_MINUTE))
