"""What search engines are told: every live, public page with the date of its last change.

The format: https://www.sitemaps.org/protocol.html
"""

from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.sitemaps import views
from django.db.models import Case, DateTimeField, F, Max, OuterRef, Subquery, When
from django.db.models.functions import Coalesce, Greatest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Site

from news.models import ArticlePage, Author, Correction, Tag


class PageSitemap(Sitemap):
    limit = 5000

    def items(self) -> Any:
        root = self.get_wagtail_site().root_page
        pages = root.get_descendants(inclusive=True).live().public().order_by("path")
        return pages.annotate(changed_at=_changed_at()).only(
            "path", "url_path", "latest_revision_created_at"
        )

    def lastmod(self, page: Any) -> datetime | None:
        return page.changed_at or page.latest_revision_created_at

    def get_latest_lastmod(self) -> datetime | None:
        return self.items().aggregate(at=Max("changed_at"))["at"]

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        """Addresses straight from the tree: asking each page's class would cost a query a type."""
        found = [
            {"location": location, "lastmod": self.lastmod(item), "alternates": []}
            for item in self.paginator.page(page).object_list
            if (location := self.location(item))
        ]
        if dates := [entry["lastmod"] for entry in found if entry["lastmod"]]:
            self.latest_lastmod = max(dates)
        return found


def _changed_at() -> Case:
    """`ArticlePage.updated_at` or the first publication; of other pages, the last publication."""
    corrections = Correction.objects.filter(
        article=OuterRef("pk"), published_at__lte=timezone.now()
    )
    newest = corrections.order_by("-published_at").values("published_at")[:1]
    first = F("first_published_at")
    return Case(
        When(
            content_type=ContentType.objects.get_for_model(ArticlePage),
            then=Greatest(first, Coalesce(Subquery(newest), first)),
        ),
        default=F("last_published_at"),
        output_field=DateTimeField(),
    )


class NamedSitemap(Sitemap):
    """Pages outside the tree, whose address follows from a name; nobody notes when they change."""

    limit = 5000
    lastmod = None

    def location(self, item: Any) -> str:
        return self.get_wagtail_site().root_url + item.get_absolute_url()

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        items = self.paginator.page(page).object_list
        return [{"location": self.location(item), "alternates": []} for item in items]


class AuthorSitemap(NamedSitemap):
    def items(self) -> Any:
        return Author.objects.published().order_by("slug")


class TagSitemap(NamedSitemap):
    def items(self) -> Any:
        articles = ArticlePage.objects.live().public()
        tagged = Tag.objects.filter(tagged_articles__content_object__in=articles)
        return tagged.distinct().order_by("slug")


class ListSitemap(NamedSitemap):
    """Lists that have no page in the tree."""

    def items(self) -> list[str]:
        return ["author_index", "corrections"]

    def location(self, item: str) -> str:
        return self.get_wagtail_site().root_url + reverse(item)


CLASSES = {
    "pages": PageSitemap,
    "listes": ListSitemap,
    "auteurs": AuthorSitemap,
    "mots-cles": TagSitemap,
}


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """/sitemap.xml: all addresses in one file, or an index of files once there are too many."""
    sitemaps = _sitemaps(request)
    if any(part.paginator.num_pages > 1 for part in sitemaps.values()):
        return views.index(request, sitemaps, sitemap_url_name="sitemap_part")
    return views.sitemap(request, sitemaps)


@require_safe
def sitemap_part(request: HttpRequest, section: str) -> HttpResponse:
    return views.sitemap(request, _sitemaps(request), section=section)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    site = Site.find_for_request(request)
    root_url = site.root_url if site else ""
    return render(request, "news/robots.txt", {"root_url": root_url}, content_type="text/plain")


def _sitemaps(request: HttpRequest) -> dict[str, Any]:
    return {name: sitemap_class(request) for name, sitemap_class in CLASSES.items()}
