"""The search in the JSON interface."""

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext
from rest_framework.fields import CharField, Field
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from delivery.limits import MinuteLimit
from news.api.endpoint import Endpoint
from news.api.fields import addresses_of, iso
from news.api.parameters import refuse
from search.models import IndexedItem, Source
from search.results import Hit, Order, ResultList, SearchResult, build_hits, find
from search.terms import parse_query, printable

MOST_A_MINUTE = 30  # of one network in one process: each one costs a dozen lists
searches_limit = MinuteLimit(MOST_A_MINUTE)
ORDERS = {"relevance": Order.RELEVANCE, "newest": Order.NEWEST}


class HitUrl(Field):
    """The address at which readers open what was found."""

    def __init__(self) -> None:
        super().__init__(source="*", read_only=True)

    def to_representation(self, hit: Hit) -> str | None:
        addresses = addresses_of(self)
        if hit.source == Source.DOCUMENT:
            return addresses.whole(hit.thing.url)
        return addresses.page(hit.thing)


class ArticleDetailUrl(HitUrl):
    """The address of an article in the interface; null of anything else."""

    def to_representation(self, hit: Hit) -> str | None:
        if hit.source != Source.ARTICLE:
            return None
        return addresses_of(self).detail("articles", hit.thing.pk)


class Text(Field):
    """A text whose found words the pages of results mark, as one piece."""

    def to_representation(self, pieces: Any) -> str:
        return "".join(piece.text for piece in pieces)


class PublishedAt(Field):
    """When a page was first published; null of a document."""

    def __init__(self) -> None:
        super().__init__(source="*", read_only=True)

    def to_representation(self, hit: Hit) -> str | None:
        moment = getattr(hit.thing, "first_published_at", None)
        return iso(moment) if moment else None


class HitSummary(Serializer):
    type = CharField(source="source")
    title = Text()
    excerpt = Text()
    published_at = PublishedAt()
    url = HitUrl()
    detail_url = ArticleDetailUrl()


class Search(Endpoint):
    """What readers find for the same words, in the same order."""

    name = "search"
    model = IndexedItem
    summary = HitSummary
    requests_limit = searches_limit
    known_query_parameters = Endpoint.known_query_parameters | {"q", "order"}

    @classmethod
    def get_urlpatterns(cls) -> list[URLPattern]:
        return [path("", cls.answer("listing_view"), name="listing")]

    def listing_view(self, request: Request) -> Response:
        query = printable(request.GET.get("q", ""))
        if not query.strip():
            refuse("q", query, gettext("the words to search are expected"))
        order = request.GET.get("order", "relevance")
        if order not in ORDERS:
            refuse("order", order, gettext("“relevance” or “newest” is expected"))
        parsed = parse_query(query)
        result = find(parsed, ORDERS[order]) if parsed else SearchResult(parsed)
        things = ResultList(result.ranked, result.matched, result.total)
        hits = build_hits(self.paginate_queryset(things), result.query)
        answer: Response = self.get_paginated_response(self.get_serializer(hits, many=True).data)
        answer.data["meta"] |= {
            "searched": str(result.query) if result.corrected else query,
            "partial": result.partial,
        }
        return answer
