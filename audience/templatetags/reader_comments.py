"""Template tags for comments of readers."""

from collections.abc import Collection
from datetime import datetime, timedelta

import nh3
from django import template
from django.db.models import Count
from django.utils import timezone
from django.utils.html import linebreaks, urlize
from django.utils.safestring import SafeString, mark_safe

from audience.comments.models import Comment
from audience.comments.rules import ArticleRules, rules_at
from delivery.limits import HOUR
from delivery.pages.dependencies import changes_at, depends_on
from delivery.pages.kept import kept
from news.models import ArticlePage

register = template.Library()

TAGS = {"p", "br", "a"}
WEEK = timedelta(days=7)
MOST_COMMENTED = 20


@register.filter
def reader_text(text: str) -> SafeString:
    """The text of a reader in paragraphs, its addresses as links that lend no weight."""
    html = linebreaks(urlize(text, autoescape=True), autoescape=False)
    clean = nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, link_rel="nofollow ugc noopener")
    return mark_safe(clean)  # noqa: S308 (cleaned a line before)


@register.simple_tag
def comment_rules(article: int, section: int | None, published_at: datetime | None) -> ArticleRules:
    """The rules of the comments of an article, and how many there are."""
    rules = rules_at(article, section, published_at)
    changes_at(rules.closes_at)
    return rules


@register.simple_tag
def most_commented(
    count: int, without: Collection[int] = (), but: int | None = None
) -> list[ArticlePage]:
    """The articles with the most comments approved in the last seven days, each with `commented`.

    Those whose keys are in `without`, or `but`, are on the page already.
    """
    numbers = commented_lately()
    chosen = [pk for pk in numbers if pk not in {*without, but}][:count]
    found = ArticlePage.objects.published().with_titles().filter(pk__in=chosen) if chosen else []
    by_key = {article.pk: article for article in found}
    for article in by_key.values():
        article.commented = numbers[article.pk]
    return [by_key[pk] for pk in chosen if pk in by_key]


def commented_lately() -> dict[int, int]:
    """How many comments were approved in the last seven days, by article, the most first."""
    return kept("most commented", _commented_lately, HOUR)


def _commented_lately() -> dict[int, int]:
    depends_on("comments")
    lately = Comment.objects.approved().filter(approved_at__gte=timezone.now() - WEEK)
    counted = lately.order_by().values_list("article_id").annotate(number=Count("pk"))
    return dict(counted.order_by("-number", "-article_id")[:MOST_COMMENTED])
