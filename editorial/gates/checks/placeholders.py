"""Checks for words that writers leave where text is still to come."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from editorial.gates.checks.finding import Finding
from news.models import ArticlePage

# Whole words, so that “TKO” and “XXXe” are none.
# « [AB1] » is what is left of a word processor's comment: initials and its number.
PLACEHOLDER = re.compile(
    r"\b(?:TK+|[xX]{3,}|[àÀaA] compl[ée]ter|À COMPLÉTER|A COMPLETER)\b|\[[A-ZÀ-Ý]{1,4}\d{1,3}\]"
)


def check_placeholders(article: ArticlePage) -> Iterator[Finding]:
    """Yield a finding for each placeholder, once per field or block."""
    for typed, place in _texts(article):
        text = " ".join(typed.split())
        for words in dict.fromkeys(PLACEHOLDER.findall(text)):
            message = _("“%(words)s” is still in the text: %(around)s")
            yield Finding(
                "placeholder", message % {"words": words, "around": _around(text, words)}, place
            )


def _texts(article: ArticlePage) -> Iterator[tuple[str, str]]:
    """Yield every written text, with its place in the form."""
    for name in (
        "title",
        "kicker",
        "standfirst",
        "lead_image_alt",
        "lead_image_caption",
        "lead_image_credit",
        "seo_title",
        "search_description",
    ):
        yield getattr(article, name) or "", f"id_{name}"
    for byline in article.bylines.all():
        yield byline.role, "bylines-section"
    for block in article.body:
        words = block.block.get_searchable_content(block.value)
        yield " · ".join(str(text) for text in words), f"block-{block.id}-section"
    for correction in article.corrections.all():
        words = (correction.text, correction.before, correction.after)
        yield " · ".join(words), "corrections-section"


def _around(text: str, words: str) -> str:
    """Return the placeholder with the words around it."""
    start = text.index(words)
    before, after = text[max(0, start - 20) : start], text[start : start + len(words) + 20]
    return (
        f"{'…' if start > 20 else ''}{before}{after}{'…' if start + len(after) < len(text) else ''}"
    )
