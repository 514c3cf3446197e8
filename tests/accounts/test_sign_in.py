"""Signing in, in French; how it is throttled is in test_throttling."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories import UserFactory


@pytest.fixture
def user(db: None) -> User:
    return UserFactory(username="awa", is_superuser=True)


@pytest.fixture
def stranger() -> Client:
    return Client()


def try_password(client: Client, password: str, username: str = "awa") -> int:
    fields = {"username": username, "password": password}
    return client.post(reverse("wagtailadmin_login"), fields).status_code


def test_the_right_password_signs_in(user: User, stranger: Client) -> None:
    assert try_password(stranger, "secret") == 302


def test_a_wrong_password_keeps_the_name_in_the_form(user: User, stranger: Client) -> None:
    fields = {"username": "awa", "password": "faux"}
    response = stranger.post(reverse("wagtailadmin_login"), fields)
    assert 'value="awa"' in response.content.decode()
    assert "faux" not in response.content.decode()


def test_the_admin_is_in_french_at_bamako_time(user: User, stranger: Client) -> None:
    stranger.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    page = stranger.get(reverse("wagtailadmin_home")).content.decode()
    assert '<html lang="fr"' in page
    account = stranger.get(reverse("wagtailadmin_account")).content.decode()
    assert "Africa/Bamako" in account
