"""The site as an application on a device."""

import pytest
from django.test import Client
from django.urls import reverse

from home.models import HomePage, Identity

pytestmark = pytest.mark.django_db


def test_the_manifest_bears_the_papers_name(home_page: HomePage, reader: Client) -> None:
    Identity.objects.create(site=home_page.get_site(), name="Le Fleuve")
    manifest = reader.get(reverse("manifest")).json()
    assert manifest["name"] == "Le Fleuve" and manifest["start_url"] == "/"
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}


def test_the_worker_is_asked_for_again_each_time_and_keeps_the_page_of_what_is_kept(
    home_page: HomePage, reader: Client
) -> None:
    worker = reader.get("/sw.js")
    assert worker["Content-Type"] == "text/javascript"
    assert "no-cache" in worker["Cache-Control"]
    assert reverse("readings") in worker.content.decode()


def test_the_page_of_what_is_kept_says_what_it_is_without_a_script(
    home_page: HomePage, reader: Client
) -> None:
    html = reader.get(reverse("readings")).content.decode()
    assert "<noscript>" in html and "noindex" in html
