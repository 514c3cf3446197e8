"""Sitemaps, the news sitemap, robots.txt and other files that machines ask for by name.

The format: https://www.sitemaps.org/protocol.html
"""

from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.sitemaps import views
from django.db.models import Case, DateTimeField, F, Max, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, Greatest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page, Site, get_page_models
from wagtail.query import PageQuerySet

from delivery.pages.dependencies import depends_on
from delivery.pages.views import page_cached
from delivery.xml_text import render_xml
from news.dependencies import CONTENT
from news.images import SHAPES, NewsImage
from news.models import ArticlePage, Author, Correction, MachineSettings, Tag
from news.models.lists import below
from news.months import month_between
from news.page_facts import content_types_of
from news.paper import paper_of
from news.renditions import shared_file
from news.sites import site_of
from news.visibility import visible_pages

NEWS_AGE = timedelta(hours=48)
# Seconds after which it is looked again which articles are younger than that.
NEWS_KEPT = 600
NEWS_LIMIT = 1000
SECURITY_LASTS = timedelta(days=180)


class PageSitemap(Sitemap):
    limit = 5000

    def items(self) -> PageQuerySet:
        root = self.get_wagtail_site().root_page
        pages = visible_pages().descendant_of(root, inclusive=True)
        return pages.annotate(changed_at=_changed_at()).only(
            "path", "url_path", "latest_revision_created_at"
        )

    def lastmod(self, page: Page) -> datetime | None:
        return page.changed_at or page.latest_revision_created_at

    def get_latest_lastmod(self) -> datetime | None:
        return self.items().aggregate(at=Max("changed_at"))["at"]

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, object]]:
        """Addresses straight from the tree: asking each page's class would cost a query a type."""
        items = list(self.paginator.page(page).object_list)
        pictures = self.pictures_of(items)
        found = [
            {
                "location": location,
                "lastmod": self.lastmod(item),
                "image": pictures.get(item.pk),
                "alternates": [],
            }
            for item in items
            if (location := self.location(item))
        ]
        if dates := [entry["lastmod"] for entry in found if entry["lastmod"]]:
            self.latest_lastmod = max(dates)
        return found

    def pictures_of(self, items: list[Page]) -> dict[int, str]:
        """The address of the picture of each page that has one.

        The format: https://developers.google.com/search/docs/crawling-indexing/sitemaps/image-sitemaps
        """
        return {}


def _changed_at() -> Case:
    """`ArticlePage.updated_at` or the first publication; of other pages, the last publication."""
    corrections = Correction.objects.filter(
        article=OuterRef("pk"), published_at__lte=timezone.now()
    )
    newest = corrections.order_by("-published_at").values("published_at")[:1]
    first = F("first_published_at")
    return Case(
        When(
            content_type__in=content_types_of(ArticlePage),
            then=Greatest(first, Coalesce(Subquery(newest), first)),
        ),
        default=F("last_published_at"),
        output_field=DateTimeField(),
    )


class RestSitemap(PageSitemap):
    """The pages of the tree that are no articles."""

    def items(self) -> PageQuerySet:
        articles = content_types_of(ArticlePage)
        others = ContentType.objects.get_for_models(*get_page_models()).values()
        types = [one for one in others if one not in articles]
        # Their types are asked of an index; in the order of the tree, all pages would be read.
        return super().items().filter(content_type__in=types).order_by("pk")


class NamedSitemap(Sitemap):
    """Pages outside the tree, whose address follows from a name; nobody notes when they change."""

    limit = 5000
    lastmod = None

    def location(self, item: Any) -> str:
        return self.get_wagtail_site().root_url + item.get_absolute_url()

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, object]]:
        items = self.paginator.page(page).object_list
        return [{"location": self.location(item), "alternates": []} for item in items]


class AuthorSitemap(NamedSitemap):
    def items(self) -> QuerySet[Author]:
        return Author.objects.published().order_by("slug")


class TagSitemap(NamedSitemap):
    def items(self) -> QuerySet[Tag]:
        return Tag.objects.published().order_by("slug")


class ListSitemap(NamedSitemap):
    """Lists that have no page in the tree."""

    def items(self) -> list[str]:
        return ["author_index", "tag_index", "corrections"]

    def location(self, item: str) -> str:
        return self.get_wagtail_site().root_url + reverse(item)


class MonthSitemap(PageSitemap):
    """The articles first published in a month, such as 2026-11."""

    def __init__(self, request: HttpRequest, key: str) -> None:
        super().__init__(request)
        self.key = key

    def items(self) -> PageQuerySet:
        listed = below(self.get_wagtail_site().root_page).of_month(self.key)
        return (
            super()
            .items()
            .filter(pk__in=listed.entries().order_by().values("article_id"))
            .annotate(image_id=F("articlepage__lead_image"))
        )

    def pictures_of(self, items: list[Page]) -> dict[int, str]:
        """The lead images whose files are there, as the widest JPEG; in two queries."""
        shape, root = SHAPES["lead"], self.get_wagtail_site().root_url
        images = NewsImage.objects.filter(pk__in={item.image_id for item in items})
        files = {
            image.pk: shared_file(image, shape)
            for image in images.prefetch_renditions(*shape.specs)
        }
        return {
            item.pk: root + file.url if file.url.startswith("/") else file.url
            for item in items
            if (file := files.get(item.image_id))
        }


# By the name of their file; rooms above add theirs when they are loaded.
CLASSES: dict[str, type[Sitemap]] = {
    "pages": RestSitemap,
    "listes": ListSitemap,
    "auteurs": AuthorSitemap,
    "mots-cles": TagSitemap,
}
MONTH_PREFIX = "articles-"


@page_cached()
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """/sitemap.xml: the index of a file for each month of articles, and those of all the rest."""
    depends_on(CONTENT)
    site = _site(request)
    pages = {
        MONTH_PREFIX + month.key: ceil(month.count / MonthSitemap.limit)
        for month in below(site.root_page).months()
    }
    for name, sitemap_class in CLASSES.items():
        paginator = sitemap_class(request).paginator
        # A file without an address is not valid.
        pages[name] = paginator.num_pages if paginator.count else 0
    locations = [
        reverse("sitemap_part", args=[name]) + (f"?p={number}" if number > 1 else "")
        for name, count in pages.items()
        for number in range(1, count + 1)
    ]
    context: dict[str, object] = {
        "sitemaps": [{"location": site.root_url + place} for place in locations]
    }
    return render_xml(request, "sitemap_index.xml", context)


@page_cached("p")
@require_safe
def sitemap_part(request: HttpRequest, section: str) -> HttpResponse:
    depends_on(CONTENT)
    part: Sitemap
    if section.startswith(MONTH_PREFIX):
        key = section.removeprefix(MONTH_PREFIX)
        if month_between(key) is None:
            raise Http404
        part = MonthSitemap(request, key)
    elif section in CLASSES:
        part = CLASSES[section](request)
    else:
        raise Http404
    if not part.paginator.count:
        raise Http404
    response: HttpResponse = views.sitemap(
        request, {section: part}, section=section, template_name="news/sitemap_part.xml"
    )
    # Once the newest page is withdrawn, an older date would say that nothing has changed. The
    # content's own tag tells whether it has.
    del response["Last-Modified"]
    return response


@page_cached(at_most=NEWS_KEPT)
@require_safe
def news_sitemap(request: HttpRequest) -> HttpResponse:
    """The articles of the last 48 hours, for those who show news by the minute.

    The format: https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
    """
    site = _site(request)
    since = timezone.now() - NEWS_AGE
    listed = below(site.root_page).entries().filter(at__gte=since)[:NEWS_LIMIT]
    keys = listed.values("article_id")
    articles = ArticlePage.objects.published().defer("body").filter(pk__in=keys)
    context = {
        "name": paper_of(site).name,
        "root_url": site.root_url,
        "articles": [(article, article.get_full_url(request)) for article in articles],
    }
    return render_xml(request, "news/sitemap_news.xml", context)


@page_cached()
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    site = site_of(request)
    context = {
        "root_url": site.root_url if site else "",
        "machines": MachineSettings.for_request(request) if site else MachineSettings(),
    }
    return render(request, "news/robots.txt", context, content_type="text/plain")


@page_cached()
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """/.well-known/security.txt (RFC 9116); it is good for half a year from each answer."""
    contact = MachineSettings.for_request(request).security_contact
    if not contact:
        raise Http404
    address = contact if "://" in contact else f"mailto:{contact}"
    expires = (timezone.now() + SECURITY_LASTS).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [f"Contact: {address}", f"Expires: {expires.isoformat()}", "Preferred-Languages: fr"]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain")


@page_cached()
@require_safe
def ads(request: HttpRequest) -> HttpResponse:
    """/ads.txt: who may sell the site's space (https://iabtechlab.com/ads-txt/)."""
    lines = MachineSettings.for_request(request).ads.strip()
    if not lines:
        raise Http404
    return HttpResponse(f"{lines}\n", content_type="text/plain")


def _site(request: HttpRequest) -> Site:
    return site_of(request) or get_object_or_404(Site, is_default_site=True)
