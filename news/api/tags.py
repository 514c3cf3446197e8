"""Tags in the JSON interface."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponsePermanentRedirect
from rest_framework.fields import CharField
from rest_framework.request import Request
from rest_framework.serializers import Serializer

from news.api.endpoint import Endpoint
from news.api.fields import ArticlesUrl, DetailUrl, Url
from news.models import Tag


class WholeTag(Serializer):
    name = CharField()
    slug = CharField()
    description = CharField()
    url = Url()
    detail_url = DetailUrl("tags", "slug")
    articles_url = ArticlesUrl("tag")


class Tags(Endpoint):
    """Those of at least one article that readers can open, by name."""

    name = "tags"
    model = Tag
    summary = whole = WholeTag

    def get_queryset(self) -> QuerySet[Tag]:
        return Tag.objects.published().distinct().order_by("name", "pk")

    def find(self, key: str) -> Tag | None:
        return Tag.objects.published_at_address(key)

    def detail_view(self, request: Request, pk: str) -> HttpResponse:
        """From an old address of the tag, or another spelling, callers are led to it."""
        tag = self.get_object()
        if tag.slug != pk:
            return HttpResponsePermanentRedirect(self.addresses.detail("tags", tag.slug))
        answer: Any = super().detail_view(request, pk)
        return answer
