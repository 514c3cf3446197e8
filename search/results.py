"""What a search finds, in which order, and with all that its list shows."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from wagtail.models import Page, PageQuerySet

from news.models import ArticlePage

RESULTS_PER_PAGE = 20


class Order(StrEnum):
    RELEVANCE = "pertinence"
    NEWEST = "recent"

    @classmethod
    def _missing_(cls, value: object) -> "Order":
        return cls.RELEVANCE


def searchable() -> PageQuerySet:
    """What readers may find, live and public; the settings name the types of page."""
    models = [apps.get_model(name) for name in settings.SEARCHED_PAGE_TYPES]
    return Page.objects.live().public().type(*models)


class Results(Sequence[Page]):
    """The pages found, ready for a Paginator: counts in one query, fetches a slice in few."""

    def __init__(self, words: list[str], order: Order) -> None:
        pages = searchable().only("pk", "content_type")
        if order is Order.NEWEST:
            pages = pages.order_by("-first_published_at", "-id")
        self._found = pages.search(
            " ".join(words), operator="and", order_by_relevance=order is Order.RELEVANCE
        )

    def __len__(self) -> int:
        return int(self._found.count())

    def __getitem__(self, wanted: Any) -> Any:
        hits = list(self._found[wanted])
        articles = ArticlePage.objects.published().for_listing().in_bulk([hit.pk for hit in hits])
        others = [hit.pk for hit in hits if hit.pk not in articles]
        specific = {page.pk: page for page in searchable().filter(pk__in=others).specific()}
        return [page for hit in hits if (page := articles.get(hit.pk) or specific.get(hit.pk))]


def find(words: list[str], order: Order, page_number: str | None) -> ListPage:
    """One page of what holds all the `words`; a junk page number is the first or the last page."""
    return Paginator(Results(words, order), RESULTS_PER_PAGE).get_page(page_number)
