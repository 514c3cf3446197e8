"""Sections in the JSON interface."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework.fields import CharField, Field
from rest_framework.serializers import Serializer
from wagtail.models import Page

from news.api.endpoint import Endpoint
from news.api.fields import Url, addresses_of
from news.models import ArticleIndexPage
from news.visibility import at_address


class SectionPath(Field):
    """The path of a section, by which the interface names it."""

    def __init__(self) -> None:
        super().__init__(source="*", read_only=True)

    def to_representation(self, section: Page) -> str:
        return addresses_of(self).path(section)


class ParentPath(SectionPath):
    """The path of the section above; null at the top."""

    def to_representation(self, section: Page) -> Any:
        return super().to_representation(section).rpartition("/")[0] or None


class SectionDetailUrl(SectionPath):
    def to_representation(self, section: Page) -> str:
        return addresses_of(self).detail("sections", super().to_representation(section))


class SectionArticlesUrl(SectionPath):
    def to_representation(self, section: Page) -> str:
        path = super().to_representation(section)
        return addresses_of(self).listing("articles", section=path)


class SectionName(Serializer):
    """A section as an article names it."""

    name = CharField(source="title")
    path = SectionPath()
    url = Url()
    detail_url = SectionDetailUrl()

    def to_representation(self, section: Page) -> dict[str, Any] | None:
        """Nothing of a section that readers cannot open, though its articles are theirs."""
        shown: dict[str, Any] | None = super().to_representation(section) if section.live else None
        return shown


class WholeSection(SectionName):
    introduction = CharField()
    parent = ParentPath()
    articles_url = SectionArticlesUrl()


class Sections(Endpoint):
    """In the order of the tree, each followed by its sub-sections."""

    name = "sections"
    model = ArticleIndexPage
    key = "path"
    summary = whole = WholeSection

    def get_queryset(self) -> QuerySet[ArticleIndexPage]:
        below = ArticleIndexPage.objects.visible().descendant_of(self.site.root_page)
        sections: QuerySet[ArticleIndexPage] = below.order_by("path")
        return sections

    def find(self, key: str) -> ArticleIndexPage | None:
        return section_at(self, key)


def section_at(endpoint: Endpoint, path: str) -> ArticleIndexPage | None:
    """The section of that path, such as `sports/football`, if readers can open it."""
    front = endpoint.site.root_page
    section: ArticleIndexPage | None = at_address(
        ArticleIndexPage.objects.visible().descendant_of(front), f"{front.url_path}{path}/"
    ).first()
    return section
