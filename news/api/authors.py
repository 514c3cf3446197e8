"""Authors in the JSON interface."""

from django.db.models import QuerySet
from rest_framework.fields import CharField, Field
from rest_framework.serializers import Serializer
from wagtail.rich_text import expand_db_html

from news.api.endpoint import Endpoint
from news.api.fields import ArticlesUrl, DetailUrl, Picture, Url, addresses_of
from news.feed_text import rooted
from news.images import NewsImage
from news.models import Author


class Portrait(Picture):
    shape = "portrait"

    def image_of(self, author: Author) -> NewsImage | None:
        return author.portrait

    def texts_of(self, author: Author, image: NewsImage) -> dict[str, str]:
        return {"alt": image.default_alt_text, "credit": image.credit}


class Biography(Field):
    """HTML, as readers get it."""

    def to_representation(self, text: str) -> str:
        return rooted(expand_db_html(text), addresses_of(self).root)


class AuthorSummary(Serializer):
    name = CharField()
    slug = CharField()
    position = CharField(source="role")
    portrait = Portrait(source="*")
    url = Url()
    detail_url = DetailUrl("authors", "slug")
    articles_url = ArticlesUrl("author")


class WholeAuthor(AuthorSummary):
    biography = Biography()


class Authors(Endpoint):
    """Those who have signed at least one article that readers can open, by name."""

    name = "authors"
    model = Author
    summary = AuthorSummary
    whole = WholeAuthor

    def get_queryset(self) -> QuerySet[Author]:
        authors: QuerySet[Author] = Author.objects.published().with_portraits()
        return authors.order_by("name", "pk")

    def find(self, key: str) -> Author | None:
        return self.get_queryset().filter(slug=key).first()
