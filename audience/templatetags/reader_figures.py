"""Template tags for what is read, shared and commented on."""

from collections.abc import Collection
from dataclasses import dataclass

from django import template

from audience.comments.models import Discussion
from audience.counts.models import ShownFigures, TrendSettings
from audience.counts.showing import trending
from audience.templatetags.reader_comments import commented_lately
from delivery.pages.dependencies import depends_on
from delivery.pages.kept import kept
from news.models import ArticlePage

register = template.Library()

# Shares are shown from this part of the number from which views are.
TENTH = 10


@dataclass(frozen=True)
class Figures:
    """What readers see of an article; none of what is too little, or switched off."""

    views: int = 0
    shares: int = 0
    comments: int = 0


@register.simple_tag
def shown_figures(article: int) -> Figures:
    """The figures that readers see on an article."""
    rules = _rules()
    views = shares = comments = 0
    if rules.shows_views or rules.shows_shares:
        depends_on(f"{ShownFigures._meta.db_table}:{article}")
        shown = ShownFigures.objects.filter(article_id=article).first() or ShownFigures()
        views = _enough(shown.views, rules.shown_from) if rules.shows_views else 0
        least = max(1, rules.shown_from // TENTH)
        shares = _enough(shown.shares, least) if rules.shows_shares else 0
    if rules.shows_comments:
        depends_on(f"{Discussion._meta.db_table}:{article}")
        numbers = Discussion.objects.filter(article_id=article)
        comments = numbers.values_list("approved", flat=True).first() or 0
    return Figures(views, shares, comments)


@dataclass(frozen=True)
class Trends:
    """What is read most now, or in this week, the most read first."""

    articles: list[ArticlePage]
    is_week: bool


@register.simple_tag
def trending_articles(
    count: int,
    section: int | None = None,
    without: Collection[int] = (),
    but: int | None = None,
) -> Trends:
    """The `count` articles that are read most, on the site or in a section.

    Those whose keys are in `without`, or `but`, are on the page already.
    """
    keys, is_week = _trending(section)
    chosen = [pk for pk in keys if pk not in {*without, but}][:count]
    found = ArticlePage.objects.published().with_titles().filter(pk__in=chosen) if chosen else []
    by_key = {article.pk: article for article in found}
    return Trends([by_key[pk] for pk in chosen if pk in by_key], is_week)


@register.simple_tag
def listed_beside_itself(article: int | None, count: int) -> int | None:
    """The article's key if it is among the first of a list on its own page; costs no query."""
    first = [*_trending(None)[0][:count], *[*commented_lately()][:count]]
    return article if article in first else None


def _trending(section: int | None) -> tuple[list[int], bool]:
    return kept(f"trending {section}", lambda: trending(section))


def _enough(number: int, least: int) -> int:
    return number if number >= max(1, least) else 0


def _rules() -> TrendSettings:
    return kept("trend settings", TrendSettings.current)
