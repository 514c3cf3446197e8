"""What every test may ask for."""

import pytest
from django.core.cache import cache
from django.test import Client
from wagtail.models import Site

from home.models import HomePage
from tests.factories import HomePageFactory

pytest_plugins = ["tests.jobs.processes"]


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.fixture
def home_page(db: None) -> HomePage:
    """The front page, as the root of the default site."""
    home = HomePageFactory()
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    return home


@pytest.fixture
def reader() -> Client:
    """An anonymous visitor, who sees errors as a visitor does."""
    return Client(raise_request_exception=False)
