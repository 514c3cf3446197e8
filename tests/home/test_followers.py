"""The networks in the foot, with their numbers where an editor has entered them."""

import pytest
from django.test import Client
from wagtail.models import Site

from home.models import HomePage, Identity

pytestmark = pytest.mark.django_db


def test_a_number_of_followers_stands_beside_its_network(
    home_page: HomePage, reader: Client
) -> None:
    identity = Identity.for_site(Site.objects.get())
    identity.social_links.create(network="facebook", url="https://f.example/", followers=12400)
    identity.social_links.create(network="x", url="https://x.example/")
    identity.save()
    foot = reader.get("/").content.decode().partition("<footer")[2]
    assert "12\u202f400 abonnés" in foot or "12\xa0400 abonnés" in foot
    assert foot.count("abonné") == 1
