"""Redirects: where they may lead, and who makes them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import ModelLogEntry

from accounts.models import User
from home.models import HomePage
from tests.factories import ArticleFactory, SectionFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(chief: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(chief)


def add_redirect(client: Client, **typed: Any) -> Any:
    address = reverse("wagtailredirects:add")
    return client.post(address, {"old_path": "/ancien/", "is_permanent": "on", **typed})


def test_a_redirect_leads_to_no_other_site(desk: Client, home_page: HomePage) -> None:
    assert add_redirect(desk, redirect_link="https://ailleurs.example/").status_code == 200
    assert not Redirect.objects.exists()
    administrator = Client()
    administrator.force_login(
        UserFactory(is_superuser=True), backend="django.contrib.auth.backends.ModelBackend"
    )
    add_redirect(administrator, redirect_link="https://ailleurs.example/")
    redirect = Redirect.objects.get()
    change = reverse("wagtailredirects:edit", args=[redirect.pk])
    desk.post(change, {"old_path": "/ancien/", "redirect_link": "https://pire.example/"})
    redirect.refresh_from_db()
    assert redirect.redirect_link == "https://ailleurs.example/"


def test_a_redirect_takes_no_address_of_a_page_that_readers_open(
    desk: Client, home_page: HomePage
) -> None:
    article = ArticleFactory(parent=SectionFactory(parent=home_page))
    answer = add_redirect(desk, old_path=article.url, redirect_page=home_page.pk)
    assert answer.status_code == 200
    assert not Redirect.objects.exists()


def test_who_made_a_redirect_is_on_record(desk: Client, home_page: HomePage) -> None:
    add_redirect(desk, redirect_page=home_page.pk)
    entry = ModelLogEntry.objects.get(action="wagtail.create", object_id=Redirect.objects.get().pk)
    assert entry.user is not None


def test_only_an_administrator_imports_redirects(desk: Client, home_page: HomePage) -> None:
    for name in ("start_import", "process_import"):
        assert desk.get(reverse(f"wagtailredirects:{name}")).status_code in (302, 403)
