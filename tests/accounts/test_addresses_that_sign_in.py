"""No address lets a password alone in, where there is a second factor."""

import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, include, path, reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.models import PageViewRestriction

from accounts.models import User
from tests.accounts.second_factors import PASSWORD, gets_in, with_app
from tests.factories import UserFactory

FILLED = {
    "int": "1",
    "slug": "x",
    "str": "x",
    "path": "x",
    "uuid": "0" * 8 + "-0000" * 3 + "-" + "0" * 12,
}


@pytest.fixture
def awa(db: None) -> User:
    return with_app(UserFactory(username="awa", is_superuser=True))


def addresses(patterns: Any = None, before: str = "/") -> Iterator[str]:
    """Every address of the site, each with something in its places."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        route = re.sub(
            r"<(?:(\w+):)?\w+>",
            lambda place: FILLED.get(place[1] or "str", "x"),
            str(entry.pattern),
        )
        # What is left of expressions: the last resort of a set of addresses.
        route = re.sub(r"\(.*\)|[\^$?\\*.]", "", route)
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, before + route)
        elif isinstance(entry, URLPattern):
            yield before + route


def opened_by_password(user: User, found: set[str]) -> list[str]:
    """The addresses among `found` that sign a person in who sends name and password."""
    sent = {"username": user.username, "login": user.username, "email": user.email}
    sent |= {"password": PASSWORD, "next": "/admin/"}
    opened = []
    for address in sorted(found):
        client = Client(raise_request_exception=False)
        client.post(address, sent)
        if "sessionid" in client.cookies and SESSION_KEY in client.session:
            opened.append(address)
    return opened


def test_no_address_signs_in_with_a_password_alone(awa: User) -> None:
    found = set(addresses())
    assert len(found) > 200
    assert {"/admin/login/", "/admin/login/passkey/", "/_util/login/"} <= found
    assert opened_by_password(awa, found) == []


def test_the_walk_finds_one_that_does(awa: User, settings: Any) -> None:
    plain = ModuleType("plain_urls")
    plain.urlpatterns = [path("admin/", include(wagtailadmin_urls))]  # type: ignore[attr-defined]
    settings.ROOT_URLCONF = plain
    found = {address for address in addresses() if "log" in address}
    assert opened_by_password(awa, found) == ["/admin/login/"]


def test_a_session_that_a_password_alone_has_opened_is_worth_nothing(
    awa: User, home_page: Any
) -> None:
    """Whatever opened it: an address that nobody thought of, or one from before the factor."""
    PageViewRestriction.objects.create(page=home_page, restriction_type="login")
    client = Client()
    client.force_login(awa, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/admin/").url.startswith(reverse("wagtailadmin_login"))
    assert client.get("/").status_code == 302


def test_a_new_password_signs_nobody_in(awa: User) -> None:
    client = Client()
    uid = urlsafe_base64_encode(force_bytes(awa.pk))
    token = default_token_generator.make_token(awa)
    link = reverse("wagtailadmin_password_reset_confirm", args=[uid, token])
    form = client.get(link).url
    new = {"new_password1": "une autre phrase 9", "new_password2": "une autre phrase 9"}
    assert client.post(form, new).status_code == 302
    awa.refresh_from_db()
    assert awa.check_password("une autre phrase 9")
    assert not gets_in(client)


def test_the_page_for_readers_leads_to_the_admins(db: None) -> None:
    answer = Client().get("/_util/login/?next=/x/")
    assert answer.url == "/admin/login/?next=/x/"
