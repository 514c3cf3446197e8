"""The articles beside another: those on its subject, and those before and after it in its section.

They are found from its place, so that they can be found again for a page that is kept.
"""

from datetime import datetime, timedelta
from math import log
from typing import NamedTuple

from django.utils import timezone
from wagtail.models import Page

from delivery.pages.dependencies import depends_instead
from news.models import ArticlePage
from news.models.lists import ALL_ARTICLES, ArticleList, ListKind, newest_entries

# An article that is this much older counts half as much.
HALF_LIFE = timedelta(days=365)
# Two articles of one section are the likelier to be on one subject.
SAME_SECTION = 1.5
# Up to so many articles, or this share of all, a tag is a subject; beyond, it is a field.
SUBJECT_USES, SUBJECT_SHARE = 5, 0.02
# So many uses of each of its tags are looked at, the newest.
LOOKED_AT = 200


class Use(NamedTuple):
    """A tag of an article as another one carries it, `used` by so many others of `everything`."""

    tag: int
    used: int
    everything: int
    pk: int
    path: str
    published_at: datetime


class Place(NamedTuple):
    """Where an article is: its section, by key; its path in the tree; its tags, by key.

    at: when it was published first; none of a draft.
    """

    article: int | None
    section: int | None
    path: str
    tags: tuple[int, ...]
    is_live: bool
    at: datetime | None


def place_of(article: ArticlePage) -> Place:
    return Place(
        article=article.pk,
        section=article.section.pk if article.section else None,
        path=article.path,
        tags=tuple(tag.pk for tag in article.tag_list),
        is_live=article.live,
        at=article.first_published_at,
    )


def neighbours(place: Place) -> tuple[ArticlePage | None, ArticlePage | None]:
    """The articles published before and after it in its section and the sub-sections.

    Before a draft is the newest, and after it nothing yet.
    """
    if place.section is None:
        return None, None
    listed = ArticleList(ListKind.SECTION, place.section)
    before, after = listed.around(place.at, place.article)
    with listed.read():
        found = ArticlePage.objects.published().linked().in_bulk({before, after} - {None})
    return found.get(before), found.get(after)


def related_articles(place: Place, count: int) -> list[ArticlePage]:
    """Up to `count` published articles on its subject, the nearest first.

    A tag that both carry weighs log(1 + all articles / its articles): the rarer the more. To share
    one tag of a whole field is no common subject, unless the section is the same.
    """
    uses = _uses(place)
    everything = max((use.everything for use in uses), default=0)
    most = max(SUBJECT_USES, everything * SUBJECT_SHARE)
    shared: dict[int, list[Use]] = {}
    for use in uses:
        shared.setdefault(use.pk, []).append(use)
    section = place.path[: -Page.steplen]
    scores: dict[int, float] = {}
    for pk, uses in shared.items():
        is_near = uses[0].path.startswith(section)
        if is_near or len(uses) > 1 or any(use.used <= most for use in uses):
            weight = sum(log(1 + everything / use.used) for use in uses)
            age = (timezone.now() - uses[0].published_at) / HALF_LIFE
            scores[pk] = weight * (SAME_SECTION if is_near else 1) * 0.5**age
    chosen = sorted(scores, key=lambda pk: (scores[pk], pk), reverse=True)[:count]
    # Not `in_bulk`, which would leave out what a list shows.
    listed = ArticlePage.objects.published().as_cards()
    with depends_instead([], ALL_ARTICLES):
        found = {page.pk: page for page in listed.filter(pk__in=chosen)} if chosen else {}
    return [found[pk] for pk in chosen if pk in found]


def _uses(place: Place) -> list[Use]:
    """The newest uses of each of its tags by other published articles, in one query."""
    itself = int(place.is_live and place.at is not None)
    lists = [ArticleList(ListKind.TAG, tag) for tag in place.tags]
    return [
        Use(
            tag=row.key,
            used=max(1, row.number - itself),
            everything=row.of_all,
            pk=row.article_id,
            path=row.path,
            published_at=row.at,
        )
        for row in newest_entries(lists, LOOKED_AT)
        if row.article_id != place.article
    ]
