"""How tests make pages and people."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import factory
import wagtail_factories
from django.utils import timezone
from factory.django import DjangoModelFactory
from wagtail.documents.models import Document
from wagtail.models import Page

from accounts.models import User
from home.models import HomePage
from news.models import ArticleIndexPage, ArticlePage, Author, Byline, NewsImage


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"personne{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    password = factory.django.Password("secret")


class NewsImageFactory(wagtail_factories.ImageFactory):
    class Meta:
        model = NewsImage

    description = "Un marché au bord du fleuve"
    credit = "Photo : M. Touré"


class AuthorFactory(DjangoModelFactory):
    class Meta:
        model = Author

    name = factory.Sequence(lambda n: f"Autrice {n}")
    slug = factory.Sequence(lambda n: f"autrice-{n}")


class HomePageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = HomePage

    title = "La Une"
    slug = "la-une"
    parent = factory.LazyFunction(lambda: Page.get_first_root_node())


class SectionFactory(wagtail_factories.PageFactory):
    class Meta:
        model = ArticleIndexPage

    title = factory.Sequence(lambda n: f"Rubrique {n}")


class ArticleFactory(wagtail_factories.PageFactory):
    """A live article, published an hour ago unless told otherwise."""

    class Meta:
        model = ArticlePage

    title = factory.Sequence(lambda n: f"Le fleuve monte, {n}e jour")
    kicker = "Crue"
    standfirst = "Les riverains s’organisent."
    first_published_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))
    last_published_at = factory.SelfAttribute("first_published_at")
    authors: Sequence[Author] = ()

    @classmethod
    def _build(cls, model_class: type[ArticlePage], *args: Any, **kwargs: Any) -> ArticlePage:
        authors = kwargs.pop("authors")
        article: ArticlePage = super()._build(model_class, *args, **kwargs)
        # Before the first save: another one would cost as much as the article.
        article.bylines = [Byline(author=author) for author in authors]
        return article

    @classmethod
    def _create_instance(
        cls, model_class: type[ArticlePage], parent: Page, kwargs: dict[str, Any]
    ) -> ArticlePage:
        added: ArticlePage = parent.add_child(
            instance=cls._build(model_class, parent=parent, **kwargs)
        )
        return added


def article_showing(document: Document, home: HomePage) -> ArticlePage:
    """A live article with a document in its text: readers may open it."""
    section = SectionFactory(parent=home)
    article: ArticlePage = ArticleFactory(
        parent=section, body=[("document", {"document": document})]
    )
    return article
