"""A newsroom with one person of each role."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from editorial.gates.matrix import restore_defaults
from home.models import HomePage
from news.models import ArticleIndexPage, ArticlePage
from tests.accounts.second_factors import confirm
from tests.editorial.steps import approve, submit
from tests.factories import ArticleFactory, SectionFactory, UserFactory
from tests.made_once import made_once


def member(group: str, **attributes: str) -> User:
    person: User = UserFactory(**attributes)
    person.groups.add(Group.objects.get(name=group))
    return person


@pytest.fixture
@made_once
def writer(db: None) -> User:
    return member("Writers", username="awa", first_name="Awa", last_name="Sidibé")


@pytest.fixture
@made_once
def section(home_page: HomePage) -> ArticleIndexPage:
    return SectionFactory(parent=home_page, title="Politique", slug="politique")


@pytest.fixture
@made_once
def draft(section: ArticleIndexPage, writer: User) -> ArticlePage:
    """A draft of the writer's, saved once."""
    article = ArticleFactory(
        parent=section, owner=writer, live=False, first_published_at=None, title="Le pont ferme"
    )
    article.save_revision(user=writer)
    article.refresh_from_db()
    return article


@pytest.fixture
@made_once
def other_writer(db: None) -> User:
    return member("Writers", username="oumar")


@pytest.fixture
@made_once
def copy_editor(db: None) -> User:
    return member("Copy editors", username="moussa", first_name="Moussa", last_name="Dembélé")


@pytest.fixture
@made_once
def submitted(draft: ArticlePage, writer: User) -> ArticlePage:
    """The writer's text at the copy desk."""
    submit(draft, writer)
    return draft


@pytest.fixture
@made_once
def at_the_chiefs(submitted: ArticlePage, copy_editor: User) -> ArticlePage:
    """The same, approved by the copy editor."""
    approve(submitted, copy_editor)
    step = ArticlePage.objects.get(pk=submitted.pk).current_workflow_task
    assert step.name == "Rédaction en chef"
    return submitted


@pytest.fixture
@made_once
def chief(db: None) -> User:
    return member("Chief editors", username="fatoumata", first_name="Fatoumata", last_name="Koné")


@pytest.fixture
@made_once
def other_chief(db: None) -> User:
    return member("Chief editors", username="adama")


@pytest.fixture
@made_once
def lawyer(db: None) -> User:
    return member("Legal", username="mariam")


@pytest.fixture
@made_once
def moderator(db: None) -> User:
    return member("Moderators", username="ibrahim")


@pytest.fixture
@made_once
def admin(db: None) -> User:
    return UserFactory(username="seydou", is_superuser=True, is_staff=True)


@pytest.fixture
@made_once
def sign_in() -> Callable[[User], Client]:
    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        confirm(client)
        return client

    return signed_in


@pytest.fixture
@made_once
def gates_as_seeded(db: None) -> None:
    """The rules that a new site begins with."""
    restore_defaults()
