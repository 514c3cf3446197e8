"""How la Une is composed from what is published: no article stands on it twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from news.models import ArticleIndexPage, ArticlePage

if TYPE_CHECKING:
    from home.models import HomePage

SECONDS = 4
ARTICLES_PER_STRIP = 4
LATEST = 10
POOL = 400  # newest articles looked at before a section is asked by itself


@dataclass(frozen=True)
class Strip:
    section: ArticleIndexPage
    articles: list[ArticlePage]


@dataclass(frozen=True)
class FrontPage:
    lead: ArticlePage | None
    seconds: list[ArticlePage]
    latest: list[ArticlePage]
    strips: list[Strip]


def compose(home: HomePage) -> FrontPage:
    """La Une from the newest articles: a lead, seconds, the latest, then a strip a section.

    Costs one query for the order of the newest articles and one listing, however many there are;
    a section with nothing among the newest POOL articles costs one more.
    """
    newest = list(home.articles().values_list("pk", "path")[:POOL])
    shown = [pk for pk, _ in newest[: 1 + SECONDS + LATEST]]
    used = set(shown)
    picked: list[tuple[ArticleIndexPage, list[int]]] = []
    for section in home.sections():
        ids = [pk for pk, path in newest if pk not in used and path.startswith(section.path)]
        if len(ids) < ARTICLES_PER_STRIP and len(newest) == POOL:
            ids = list(
                section.articles()
                .exclude(pk__in=used)
                .values_list("pk", flat=True)[:ARTICLES_PER_STRIP]
            )
        picked.append((section, ids[:ARTICLES_PER_STRIP]))

    wanted = [*shown, *(pk for _, ids in picked for pk in ids)]
    by_id = {article.pk: article for article in home.articles().filter(pk__in=wanted)}
    top = [by_id[pk] for pk in shown if pk in by_id]
    return FrontPage(
        lead=top[0] if top else None,
        seconds=top[1 : 1 + SECONDS],
        latest=top[1 + SECONDS :],
        strips=[
            Strip(section, [by_id[pk] for pk in ids if pk in by_id])
            for section, ids in picked
            if ids
        ],
    )
