"""An article with comments, and those who moderate them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from freezegun import freeze_time

from accounts.models import User
from audience.comments import views
from audience.comments.deciding import decide
from audience.comments.models import Comment, CommentSettings, Mode, Status
from home.models import HomePage
from news.models import ArticlePage
from tests.editorial.conftest import member
from tests.factories import ArticleFactory, SectionFactory
from tests.made_once import made_once

Post = Callable[..., Any]


@pytest.fixture
@made_once
def article(home_page: HomePage) -> ArticlePage:
    return ArticleFactory(parent=SectionFactory(parent=home_page))


@pytest.fixture
@made_once
def moderator(db: None) -> User:
    return member("Moderators", username="ibrahim")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture(autouse=True)
def _no_limits() -> None:
    views.posts_limit.until = 0.0


def rule(mode: Mode, **rules: Any) -> None:
    settings = CommentSettings.load()
    settings.mode = mode
    for name, value in rules.items():
        setattr(settings, name, value)
    settings.save()


def comment_on(article: ArticlePage, status: Status = Status.APPROVED, **fields: Any) -> Comment:
    comment = Comment.objects.create(
        article=article,
        **{"name": "Awa", "email": "awa@example.net", "text": "Merci pour ce texte.", **fields},
    )
    if status != Status.PENDING:
        decide(comment.pk, status)
    comment.refresh_from_db()
    return comment


@pytest.fixture
def post(article: ArticlePage) -> Post:
    """Open the form, write for 40 seconds, and send it."""

    def post(**typed: Any) -> Any:
        address = f"/commentaires/{article.pk}/ecrire/"
        now = timezone.now()
        with freeze_time(now - timedelta(seconds=40)):
            shown = Client().get(address).content.decode()
        stamp = shown.split('name="stamp" value="')[1].split('"')[0]
        filled = {
            "text": "Le forage est à sec depuis mardi.",
            "name": "Awa Diarra",
            "email": "awa@example.net",
            "stamp": stamp,
        }
        with freeze_time(now):
            return Client().post(address, {**filled, **typed})

    return post
