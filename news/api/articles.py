"""Articles in the JSON interface."""

from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.utils.translation import gettext
from rest_framework.fields import CharField, Field, IntegerField
from rest_framework.serializers import Serializer

from news.api.endpoint import Endpoint
from news.api.fields import DetailUrl, Moment, Picture, Url, addresses_of
from news.api.parameters import moment, refuse
from news.api.sections import SectionName, section_at
from news.feed_text import body_html
from news.images import NewsImage
from news.models import ArticlePage, ArticleQuerySet, ArticleTag, Author, Tag

LARGEST_KEY = 2**63 - 1


class Signature(Serializer):
    """An author as an article names them, and for what."""

    name = CharField(source="author.name")
    slug = CharField(source="author.slug")
    role = CharField()
    url = Url("author")
    detail_url = DetailUrl("authors", "slug", "author")


class TagName(Serializer):
    """A tag as an article names it."""

    name = CharField(source="tag.name")
    slug = CharField(source="tag.slug")
    url = Url("tag")
    detail_url = DetailUrl("tags", "slug", "tag")


class LeadPicture(Picture):
    shape = "lead"

    caption = CharField()

    def image_of(self, article: ArticlePage) -> NewsImage | None:
        return article.lead_image

    def texts_of(self, article: ArticlePage, image: NewsImage) -> dict[str, str]:
        return {
            "alt": article.image_alt,
            "credit": article.image_credit,
            "caption": article.lead_image_caption,
        }


class CorrectionNote(Serializer):
    kind = CharField()
    published_at = Moment()
    text = CharField()


class Language(Field):
    """A tag of BCP 47: the article's own language, or the paper's."""

    def __init__(self) -> None:
        super().__init__(source="*", read_only=True)

    def to_representation(self, article: ArticlePage) -> str:
        return article.language or settings.LANGUAGE_CODE


class Body(Field):
    """HTML as the feeds give it; null where the newsroom gives no whole texts away."""

    def __init__(self) -> None:
        super().__init__(source="*", read_only=True)

    def to_representation(self, article: ArticlePage) -> str | None:
        if not self.context["view"].settings_of_site.feeds_in_full:
            return None
        return body_html(article, addresses_of(self).root)


class ArticleSummary(Serializer):
    id = IntegerField()
    title = CharField()
    kicker = CharField()
    standfirst = CharField()
    kind = CharField()
    language = Language()
    words = IntegerField(source="word_count")
    published_at = Moment(source="first_published_at")
    updated_at = Moment()
    section = SectionName()
    authors = Signature(source="bylines.all", many=True)
    tags = TagName(source="tagged_items.all", many=True)
    picture = LeadPicture(source="*")
    url = Url()
    detail_url = DetailUrl("articles", "pk")


class WholeArticle(ArticleSummary):
    body = Body()
    corrections = CorrectionNote(source="correction_notes", many=True)


class Articles(Endpoint):
    """Those that readers can open, newest first."""

    name = "articles"
    model = ArticlePage
    key = "int"
    summary = ArticleSummary
    whole = WholeArticle
    known_query_parameters = Endpoint.known_query_parameters | {
        *("section", "tag", "author", "published_after", "published_before"),
    }

    def published(self) -> ArticleQuerySet:
        articles = ArticlePage.objects.published().descendant_of(self.site.root_page)
        listed: ArticleQuerySet = articles.for_listing("lead").with_authors()
        tags = ArticleTag.objects.select_related("tag").order_by("tag__name", "pk")
        return listed.prefetch_related(Prefetch("tagged_items", tags), "corrections")

    def get_queryset(self) -> ArticleQuerySet:
        query = self.request.GET
        articles = self.published()
        if (path := query.get("section")) is not None:
            section = section_at(self, path.strip("/"))
            if section is None:
                refuse("section", path, gettext("there is no such section"))
            articles = articles.descendant_of(section)
        if (slug := query.get("tag")) is not None:
            tag = Tag.objects.published_at_address(slug)
            if tag is None:
                refuse("tag", slug, gettext("there is no such tag"))
            articles = articles.tagged(tag)
        if (slug := query.get("author")) is not None:
            author = Author.objects.published().filter(slug=slug).first()
            if author is None:
                refuse("author", slug, gettext("there is no such author"))
            articles = articles.signed_by(author)
        if since := moment(query, "published_after"):
            articles = articles.filter(first_published_at__gte=since)
        if until := moment(query, "published_before"):
            articles = articles.filter(first_published_at__lt=until)
        return articles

    def find(self, key: int) -> Any:
        if key > LARGEST_KEY:
            return None
        articles = self.published()
        if self.settings_of_site.feeds_in_full:
            articles = articles.defer(None)
        return articles.filter(pk=key).first()
