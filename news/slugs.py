"""Addresses that keep French words readable."""

from django.utils.text import slugify

_LETTERS = str.maketrans(
    {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "’": "-", "'": "-", "ʼ": "-", "/": "-", "·": "-"}
)


def french_slug(text: str, max_length: int = 80) -> str:
    """`text` as the last part of an address: « L’œuvre d’été » becomes `l-oeuvre-d-ete`.

    Cut at a word's end to `max_length` characters.
    """
    slug = slugify(text.translate(_LETTERS))
    if len(slug) > max_length:
        slug = slug[: max_length + 1].rpartition("-")[0] or slug[:max_length]
    return slug
