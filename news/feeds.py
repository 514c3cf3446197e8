"""The feeds of the site, of a section, an author and a tag, and of all corrections.

Each as RSS 2.0 (https://www.rssboard.org/rss-specification) and as JSON (`news.json_feed`).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid5

from django.contrib.syndication.views import Feed
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Enclosure, SyndicationFeed
from django.utils.translation import gettext
from wagtail.models import Site

from delivery.pages.views import DAY, keep_answer
from delivery.request_cache import cached_for_request
from news.feed_text import LegibleFeed, WholeTextFeed, whole_text
from news.json_feed import JsonFeed
from news.models import (
    ArticleIndexPage,
    ArticlePage,
    ArticleQuerySet,
    ArticleTag,
    Author,
    Correction,
    MachineSettings,
    Tag,
    TopicPage,
)
from news.models.lists import below, signed_by, tagged
from news.paper import paper_of
from news.sites import site_of
from news.slugs import french_slug
from news.visibility import at_address

LENGTH = 30


@dataclass(frozen=True)
class Channel:
    request: HttpRequest
    title: str
    description: str
    url: str
    articles: ArticleQuerySet


@dataclass(frozen=True)
class Item:
    article: ArticlePage
    url: str
    root_url: str
    in_full: bool


@dataclass(frozen=True)
class CorrectionItem:
    correction: Correction
    url: str


class UndatedFeed(Feed):
    """Known by its content alone: when its newest item is withdrawn, its date goes back in time."""

    feed_type: type[SyndicationFeed] = LegibleFeed
    ttl = "15"
    query_parameters: tuple[str, ...] = ()
    kept_for: float = DAY

    def __init__(self, *, as_json: bool = False) -> None:
        if as_json:
            self.feed_type = JsonFeed

    def feed_extra_kwargs(self, channel: object) -> dict[str, str]:
        """The icons of the paper, which stand for each of its channels."""
        site = _site(self.request_of(channel))
        paper = paper_of(site)
        return {
            "small_icon": site.root_url + paper.small_icon,
            "icon": site.root_url + paper.icon,
        }

    def request_of(self, channel: Any) -> HttpRequest:
        """The request that asks for `channel`, which is what `get_object` returns."""
        request: HttpRequest = channel.request
        return request

    def __call__(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        keep_answer(request, self.query_parameters, self.kept_for)
        response: HttpResponse = super().__call__(request, *args, **kwargs)
        del response["Last-Modified"]
        return response


class ArticleFeed(UndatedFeed):
    """The newest articles of a channel; which one, subclasses say in `get_object`."""

    feed_type = WholeTextFeed

    def title(self, channel: Channel) -> str:
        return channel.title

    def description(self, channel: Channel) -> str:
        return channel.description

    def link(self, channel: Channel) -> str:
        return channel.url

    def feed_url(self, channel: Channel) -> str:
        return _site(channel.request).root_url + channel.request.path

    def items(self, channel: Channel) -> list[Item]:
        articles = channel.articles.for_listing("lead").with_authors()
        site = _site(channel.request)
        in_full = MachineSettings.for_site(site).feeds_in_full
        if in_full:
            articles = articles.defer(None)
        tags = Prefetch("tagged_items", ArticleTag.objects.select_related("tag"))
        newest = articles.prefetch_related(tags, "corrections")[:LENGTH]
        root = site.root_url
        return [Item(a, a.get_full_url(channel.request) or "", root, in_full) for a in newest]

    def item_title(self, item: Item) -> str:
        return item.article.title

    def item_description(self, item: Item) -> str:
        return item.article.standfirst

    def item_extra_kwargs(self, item: Item) -> dict[str, object]:
        return {
            "language": item.article.language or None,
            "whole_text": whole_text(item.article, item.root_url) if item.in_full else "",
            "authors": [
                {"name": author.name, "url": item.root_url + author.get_absolute_url()}
                for author in item.article.authors
            ],
        }

    def item_link(self, item: Item) -> str:
        return item.url

    # Addresses change with a title or a section; a reader's programme shall not take that for news.
    item_guid_is_permalink = False

    def item_guid(self, item: Item) -> str:
        return f"urn:uuid:{item.article.translation_key}"

    def item_pubdate(self, item: Item) -> datetime | None:
        return item.article.first_published_at

    def item_updateddate(self, item: Item) -> datetime | None:
        return item.article.updated_at or item.article.first_published_at

    def item_author_name(self, item: Item) -> str | None:
        return ", ".join(author.name for author in item.article.authors) or None

    def item_categories(self, item: Item) -> list[str]:
        """The section and the tags; a tag that is called like the section is none besides."""
        tags = [tagged.tag.name for tagged in item.article.tagged_items.all()]
        names = [item.article.section.title, *tags]
        return list({french_slug(name) or name: name for name in reversed(names)}.values())[::-1]

    def item_enclosures(self, item: Item) -> list[Enclosure]:
        """The lead image as the smaller JPEG that has been made of it.

        RSS asks for a length and advises 0 where it is not known.
        """
        # Only what the listing has fetched: a feed waits for no picture to be made.
        files = getattr(item.article.lead_image, "prefetched_renditions", [])
        jpegs = [file for file in files if file.file.name.endswith((".jpg", ".jpeg"))]
        if not jpegs:
            return []
        file = min(jpegs, key=lambda file: file.width)
        url = item.root_url + file.url if file.url.startswith("/") else file.url
        return [Enclosure(url, str(file.file_size or 0), "image/jpeg")]


class SiteFeed(ArticleFeed):
    def get_object(self, request: HttpRequest) -> Channel:
        site = _site(request)
        return Channel(
            request,
            _name(site),
            site.root_page.search_description
            or paper_of(site).tagline
            or gettext("The latest news"),
            site.root_url + "/",
            ArticlePage.objects.newest_of(below(site.root_page), LENGTH),
        )


class SectionFeed(ArticleFeed):
    """Of a section or a topic: both have a page in the tree, whose address the feed's follows."""

    def get_object(self, request: HttpRequest, path: str) -> Channel:
        site = _site(request)
        url_path = f"{site.root_page.url_path}{path}/"
        section = at_address(ArticleIndexPage.objects.visible(), url_path).first()
        if section is not None:
            return Channel(
                request,
                f"{section.title} | {_name(site)}",
                section.introduction or section.title,
                section.get_full_url(request) or "",
                ArticlePage.objects.newest_of(below(section), LENGTH),
            )
        topic = at_address(TopicPage.objects.visible(), url_path).first()
        if topic is not None:
            picked = topic.picks.values("article")
            return Channel(
                request,
                f"{topic.title} | {_name(site)}",
                topic.standfirst or topic.title,
                topic.get_full_url(request) or "",
                ArticlePage.objects.published().filter(pk__in=picked),
            )
        raise Http404


class AuthorFeed(ArticleFeed):
    def get_object(self, request: HttpRequest, slug: str) -> Channel:
        author = get_object_or_404(Author.objects.published(), slug=slug)
        return _named(request, author, ArticlePage.objects.newest_of(signed_by(author), LENGTH))


class TagFeed(ArticleFeed):
    """From an old address of the tag, or another spelling, readers' programmes are led to it."""

    def __call__(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        tag = self._tag(str(kwargs["slug"]))
        if tag.slug != kwargs["slug"]:
            return HttpResponsePermanentRedirect(reverse("tag_feed", args=[tag.slug]))
        return super().__call__(request, *args, **kwargs)

    def get_object(self, request: HttpRequest, slug: str) -> Channel:
        tag = self._tag(slug)
        articles = ArticlePage.objects.newest_of(tagged(tag), LENGTH)
        return _named(request, tag, articles, tag.description)

    def _tag(self, slug: str) -> Tag:
        tag = cached_for_request(("tag", slug), lambda: Tag.objects.published_at_address(slug))
        if tag is None:
            raise Http404
        return tag


class CorrectionFeed(UndatedFeed):
    """The newest corrections of all articles."""

    def get_object(self, request: HttpRequest) -> HttpRequest:
        return request

    def request_of(self, request: HttpRequest) -> HttpRequest:
        return request

    def title(self, request: HttpRequest) -> str:
        what = gettext("Corrections")
        return f"{what} | {_name(_site(request))}"

    def description(self, request: HttpRequest) -> str:
        return gettext("What we have corrected, clarified or updated in our articles.")

    def link(self, request: HttpRequest) -> str:
        return _site(request).root_url + reverse("corrections")

    def feed_url(self, request: HttpRequest) -> str:
        return _site(request).root_url + request.path

    def items(self, request: HttpRequest) -> list[CorrectionItem]:
        newest = Correction.objects.published().for_listing()[:LENGTH]
        return [CorrectionItem(c, c.article.get_full_url(request) or "") for c in newest]

    def item_title(self, item: CorrectionItem) -> str:
        note = item.correction
        return gettext("%(kind)s: %(title)s") % {
            "kind": note.get_kind_display(),
            "title": note.article.title,
        }

    def item_description(self, item: CorrectionItem) -> str:
        return item.correction.text

    def item_link(self, item: CorrectionItem) -> str:
        return f"{item.url}#{item.correction.anchor}"

    item_guid_is_permalink = False

    def item_guid(self, item: CorrectionItem) -> str:
        note = item.correction
        said = f"{note.kind} {note.published_at.isoformat()}"
        return f"urn:uuid:{uuid5(note.article.translation_key, said)}"

    def item_pubdate(self, item: CorrectionItem) -> datetime:
        return item.correction.published_at


def _named(
    request: HttpRequest, named: Author | Tag, articles: ArticleQuerySet, description: str = ""
) -> Channel:
    site = _site(request)
    url = site.root_url + named.get_absolute_url()
    title = f"{named.name} | {_name(site)}"
    return Channel(request, title, description or named.name, url, articles)


def _site(request: HttpRequest) -> Site:
    site = site_of(request)
    return site or get_object_or_404(Site, is_default_site=True)


def _name(site: Site) -> str:
    return paper_of(site).name
