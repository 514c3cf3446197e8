"""The site of a request is the one that Wagtail finds."""

from itertools import product

import pytest
from django.test import RequestFactory
from wagtail.models import Site

from home.models import HomePage
from news.sites import site_of

pytestmark = pytest.mark.django_db
HOSTS = ("testserver", "testserver:8000", "autre.test", "autre.test:8000", "inconnu.test")


def asked_at(host: str):
    name, _colon, port = host.partition(":")
    return RequestFactory().get("/", SERVER_NAME=name, SERVER_PORT=port or "80", HTTP_HOST=host)


@pytest.mark.parametrize("default", ["autre.test", "tiers.test", None])
def test_site_is_the_one_that_wagtail_finds(
    home_page: HomePage, settings, default: str | None
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    Site.objects.all().delete()
    for host, port in product(("testserver", "autre.test", "tiers.test"), (80, 8000)):
        if (host, port) == ("testserver", 8000):
            continue
        is_default = host == default and port == 80
        Site.objects.create(
            hostname=host, port=port, root_page=home_page, is_default_site=is_default
        )
    for host in HOSTS:
        assert site_of(asked_at(host)) == Site.find_for_request(asked_at(host)), host


def test_host_that_is_not_allowed_has_the_page_of_the_default_site(home_page: HomePage) -> None:
    assert site_of(asked_at("inconnu.test")) == Site.objects.get(is_default_site=True)


def test_site_is_asked_for_once(home_page: HomePage, django_assert_num_queries) -> None:
    request = asked_at("testserver")
    with django_assert_num_queries(1):
        assert site_of(request) == site_of(request) == Site.find_for_request(request)
