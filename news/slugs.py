"""Slugs that keep French words readable."""

import re
from collections.abc import Callable

from django.urls import resolve
from django.utils.text import slugify

_LETTERS = str.maketrans(
    {
        "œ": "oe",
        "Œ": "OE",
        "æ": "ae",
        "Æ": "AE",
        "ß": "ss",
        "ɛ": "e",
        "Ɛ": "E",
        "ɔ": "o",
        "Ɔ": "O",
        "ɲ": "ny",
        "Ɲ": "NY",
        "ŋ": "ng",
        "Ŋ": "NG",
        "’": "-",
        "'": "-",
        "ʼ": "-",
        "/": "-",
        "·": "-",
        "_": "-",
        "–": "-",
        "—": "-",
        "€": " euros ",
        "%": " pour cent ",
        "&": " et ",
        "+": " plus ",
    }
)


def spelled_out(text: str) -> str:
    """`text` with its ligatures, signs and letters of Bambara in Latin letters and words."""
    return text.translate(_LETTERS)


def french_slug(text: str, max_length: int = 80) -> str:
    """`text` as the last part of an address: « L’œuvre d’été » becomes `l-oeuvre-d-ete`.

    The letters of Bambara are kept as their nearest Latin ones. Cut at a word's end to
    `max_length` characters; empty if no letter of `text` can be written in ASCII.
    """
    slug = slugify(spelled_out(text))
    if len(slug) > max_length:
        slug = slug[: max_length + 1].rpartition("-")[0] or slug[:max_length]
    return slug


def is_slug_of(slug: str, text: str) -> bool:
    """Whether `slug` was made from `text`, with or without a number that tells it from others."""
    base = french_slug(text)
    return bool(base) and re.fullmatch(rf"{re.escape(base)}(-\d+)?", slug) is not None


def is_taken_by_the_site(slug: str) -> bool:
    """Whether a page of this name at the top of the site would hide behind one of its own views."""
    return str(resolve(f"/{slug}/").view_name) != "wagtail_serve"


def first_free(slug: str, is_free: Callable[[str], bool]) -> str:
    """`slug`, or else the first of `slug-2`, `slug-3`… that is free."""
    candidate, number = slug, 1
    while not is_free(candidate):
        number += 1
        candidate = f"{slug}-{number}"
    return candidate
