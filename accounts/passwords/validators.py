"""Validators of passwords. Their texts are shown beside the field."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.accents import without_accents
from accounts.paper_name import paper_name
from accounts.passwords.common_words import COMMON
from accounts.users import User

# What must be left of a password once everything is taken away that is guessed first.
LEAST_LEFT = 4
# As people write letters who are asked for digits and signs.
DISGUISES = str.maketrans("013457@$€!", "oieastasei")
NAMES = ("username", "first_name", "last_name", "email")
KEYS = ("0123456789", "9876543210", "abcdefghijklmnopqrstuvwxyz", "azertyuiop", "qwertyuiop")
SHORTEST_RUN = 3


class GuessablePasswordValidator:
    """Refuses a password of nothing but common words, names of the person or the newsroom, rows of
    keys, years and repetitions, however they are strung together or disguised."""

    def validate(self, password: str, user: User | None = None) -> None:
        known = COMMON | newsroom_words() | words_of(user)
        if any(len(set(rest)) < LEAST_LEFT for rest in leftovers(password, known)):
            raise ValidationError(
                _(
                    "This password is made of words, names or rows of keys that are guessed "
                    "first. Add words of your own."
                ),
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        return _(
            "Three or four words that have nothing to do with each other make a good one. Names, "
            "the newsroom’s own words, years and rows of keys do not count."
        )


def leftovers(password: str, known: frozenset[str]) -> tuple[str, str]:
    """Return what is left of a password without known words, as written and without disguises."""
    plain = bare(password)
    return _rest(plain, known), _rest(plain.translate(DISGUISES), known)


def bare(text: str) -> str:
    """`text` in small letters without accents."""
    return without_accents(text).casefold()


def words_of(user: User | None) -> frozenset[str]:
    """Return the person's names, as far as they are too long to occur by chance."""
    return _words(*(getattr(user, name, "") or "" for name in NAMES))


def newsroom_words() -> frozenset[str]:
    host = settings.BASE_URL.partition("://")[2].partition("/")[0].partition(":")[0]
    return _words(settings.WAGTAIL_SITE_NAME, paper_name(), host)


def _words(*texts: str) -> frozenset[str]:
    found = re.findall(r"\w+", bare(" ".join(texts)))
    return frozenset(word for word in found if len(word) >= SHORTEST_RUN)


def _rest(text: str, known: frozenset[str]) -> str:
    for word in sorted(known, key=len, reverse=True):
        text = text.replace(word, " ")
    text = re.sub(r"\d+", _without_rows, text)
    text = re.sub(r"[a-z]+", _without_rows, text)
    # Repetitions, and what is between them.
    text = re.sub(r"(.{1,6}?)\1{2,}", " ", text)
    return re.sub(r"[\W_]|(19|20)\d\d", "", text)


def _without_rows(found: re.Match[str]) -> str:
    """Take out keys that are in a row on the keyboard, three and more."""
    text, kept, start = found[0], "", 0
    while start < len(text):
        end = start + 1
        while end < len(text) and any(text[start : end + 1] in row for row in KEYS):
            end += 1
        if end - start < SHORTEST_RUN:
            kept += text[start]
            start += 1
        else:
            start = end
    return kept
