"""The site's own address, which pages, feeds and sitemaps give away."""

import pytest
from django.apps import apps
from django.db.models.signals import post_migrate
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from home.models import HomePage
from tests.factories import ArticleFactory, SectionFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def behind_a_proxy(settings) -> None:
    settings.BASE_URL = "https://actujet.example"
    settings.ALLOWED_HOSTS = ["actujet.example"]


def test_site_made_with_the_port_that_its_form_proposes_is_told_in_https(
    home_page: HomePage,
) -> None:
    site = Site.objects.get()
    administrator = Client(headers={"host": "actujet.example"})
    administrator.force_login(
        UserFactory(is_superuser=True), backend="django.contrib.auth.backends.ModelBackend"
    )
    sent = {"hostname": "actujet.example", "port": "80", "site_name": "", "is_default_site": "on"}
    address = reverse("wagtailsites:edit", args=[site.pk])
    answer = administrator.post(address, sent | {"root_page": str(home_page.pk)})
    assert answer.status_code == 302
    article = ArticleFactory(parent=SectionFactory(parent=home_page))
    page = Client(headers={"host": "actujet.example"}).get(article.url).content.decode()
    assert f'<link rel="canonical" href="https://actujet.example{article.url}">' in page
    assert "http://actujet.example" not in page


def test_site_that_stands_already_is_told_in_https_after_an_upgrade(home_page: HomePage) -> None:
    Site.objects.update(hostname="actujet.example", port=80)
    home = apps.get_app_config("home")
    post_migrate.send(sender=home, app_config=home, verbosity=0, interactive=False, using="default")
    assert Site.objects.get().root_url == "https://actujet.example"


def test_site_of_another_host_keeps_its_port(home_page: HomePage) -> None:
    site = Site.objects.get()
    site.hostname, site.port = "autre.example", 8080
    site.save()
    site.refresh_from_db()
    assert site.port == 8080
