"""Checks for what readers need of an article.

Chief editors set the effect of each check before a step (`editorial.gates`).
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from editorial.gates.checks.finding import Finding
from editorial.gates.checks.links import check_external_links, check_internal_links
from editorial.gates.checks.placeholders import check_placeholders
from editorial.gates.checks.races import check_races
from editorial.gates.checks.weight import check_weight
from news.blocks import pictures_in
from news.images import NewsImage
from news.models import ArticlePage
from news.page_facts import facts_of
from news.panels import STANDFIRST_LENGTH, TITLE_LENGTH
from news.visibility import visible_pages

SMALLEST_WIDTH = 1200  # pixels; the width of a lead image on a wide screen


def findings(page: Page) -> list[Finding]:
    """Return all findings for `page` as it is in memory, in the order of its checks."""
    return [finding for name in facts_of(type(page)).checks for finding in CHECKS[name](page)]


def check_title(article: ArticlePage) -> Iterator[Finding]:
    if not article.title.strip():
        yield Finding("title", _("There is no title."), "id_title")
        return
    recommended = _lengths_for(article, TITLE_LENGTH)
    yield from _length("title_length", _("The title"), article.title, recommended, "id_title")


def check_standfirst(article: ArticlePage) -> Iterator[Finding]:
    if not article.standfirst.strip():
        yield Finding("standfirst", _("There is no standfirst."), "id_standfirst")
        return
    yield from _length(
        "standfirst_length",
        _("The standfirst"),
        article.standfirst,
        _lengths_for(article, STANDFIRST_LENGTH),
        "id_standfirst",
    )


def check_lead_image(article: ArticlePage) -> Iterator[Finding]:
    image = article.lead_image
    if image is None:
        yield Finding("lead_image", _("There is no lead image."), "lead_image-section")
        return
    if not article.image_alt.strip():
        yield Finding(
            "lead_image_alt", _("The lead image has no alternative text."), "id_lead_image_alt"
        )
    if not article.image_credit.strip():
        yield Finding(
            "lead_image_credit", _("The lead image has no credit."), "id_lead_image_credit"
        )
    if image.width < SMALLEST_WIDTH:
        message = _("The lead image is %(width)s pixels wide; it needs %(needed)s.")
        words = {"width": image.width, "needed": SMALLEST_WIDTH}
        yield Finding("lead_image_width", message % words, "lead_image-section")
    yield from _rights(image, "lead_image-section")


def check_bylines(article: ArticlePage) -> Iterator[Finding]:
    if not article.bylines.all():
        yield Finding("byline", _("Nobody signs the article."), "bylines-section")


def check_tags(article: ArticlePage) -> Iterator[Finding]:
    if not article.tags.all():
        yield Finding("tag", _("There is no tag."), "tags-section")


def check_body(article: ArticlePage) -> Iterator[Finding]:
    if not " ".join(article.body_text()).strip():
        yield Finding("body", _("The body is empty."), "body-section")


def check_body_images(article: ArticlePage) -> Iterator[Finding]:
    for block, image, alt, credit in pictures_in(article.body):
        place = f"block-{block.id}-section"
        if not (alt or image.default_alt_text).strip():
            message = _("The image “%(image)s” in the body has no alternative text.")
            yield Finding("image_alt", message % {"image": image.title}, place)
        if not (credit or image.credit).strip():
            message = _("The image “%(image)s” in the body has no credit.")
            yield Finding("image_credit", message % {"image": image.title}, place)
        yield from _rights(image, place)


def check_section(article: ArticlePage) -> Iterator[Finding]:
    """Yield a finding if readers cannot open the section."""
    section = article.section
    if section is None:
        return
    shown = visible_pages().filter(pk=section.pk)
    if not shown.exists():
        message = _("The section “%(section)s” is not published: no reader will come across this.")
        yield Finding("section", message % {"section": section.title}, "")


def _lengths_for(article: ArticlePage, recommended: tuple[int, int]) -> tuple[int, int]:
    """`recommended` is for French; Arabic writes no short vowels, and N'Ko short words."""
    return (1, recommended[1]) if article.language else recommended


def _length(
    code: str, what: str, text: str, recommended: tuple[int, int], place: str
) -> Iterator[Finding]:
    shortest, longest = recommended
    count = len(text.strip())
    if count < shortest:
        verdict = _("%(what)s is short: %(count)s characters, better %(shortest)s to %(longest)s.")
    elif count > longest:
        verdict = _("%(what)s is long: %(count)s characters, better %(shortest)s to %(longest)s.")
    else:
        return
    words = {"what": what, "count": count, "shortest": shortest, "longest": longest}
    yield Finding(code, verdict % words, place)


def _rights(image: NewsImage, place: str) -> Iterator[Finding]:
    if image.rights_have_expired:
        message = _("The rights to the image “%(image)s” have ended.")
        yield Finding("rights", message % {"image": image.title}, place)


# By the names that a type of page gives them in its `checks`.
CHECKS: dict[str, Callable[[Any], Iterable[Finding]]] = {
    "title": check_title,
    "standfirst": check_standfirst,
    "lead_image": check_lead_image,
    "bylines": check_bylines,
    "tags": check_tags,
    "body": check_body,
    "body_images": check_body_images,
    "section": check_section,
    "placeholders": check_placeholders,
    "internal_links": check_internal_links,
    "external_links": check_external_links,
    "weight": check_weight,
    "races": check_races,
}
