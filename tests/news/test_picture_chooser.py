"""Whoever chooses a picture sees whose it is, and finds the one that fits."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from news.images import NewsImage
from tests.factories import NewsImageFactory, UserFactory
from tests.made_once import made_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(UserFactory(is_superuser=True))
    return client


@pytest.fixture(autouse=True)
@made_once
def pictures() -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    market = NewsImageFactory(title="Marché", credit="Photo : M. Touré", rights_expire_on=yesterday)
    market.tags.add("fleuve")
    NewsImageFactory(
        title="Pirogue",
        credit="Photo : A. Keïta",
        rights_note="Une seule parution",
        file__width=400,
        file__height=800,
    )
    old = NewsImageFactory(title="Barrage", credit="", file__width=800, file__height=400)
    month_ago = timezone.now() - timedelta(days=30)
    NewsImage.objects.filter(pk=old.pk).update(created_at=month_ago)


def shown(desk: Client, **chosen: str) -> list[str]:
    answer = desk.get(reverse("wagtailimages_chooser:choose_results"), chosen)
    page = BeautifulSoup(answer.content, "html.parser")
    return sorted(title.get_text(strip=True) for title in page.select(".actujet-pictures h3"))


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("chosen", "titles"),
    [
        ({}, ["Barrage", "Marché", "Pirogue"]),
        ({"credit": "keïta"}, ["Pirogue"]),
        ({"credit": "KEITA"}, ["Pirogue"]),
        ({"credit": "photo touré"}, ["Marché"]),
        ({"shape": "landscape"}, ["Barrage"]),
        ({"shape": "portrait"}, ["Pirogue"]),
        ({"recent": "on"}, ["Marché", "Pirogue"]),
        ({"with_rights": "on"}, ["Barrage", "Pirogue"]),
        ({"with_rights": "on", "q": "pirogue"}, ["Pirogue"]),
        ({"credit": "touré", "q": "pirogue"}, []),
        ({"tag": "fleuve"}, ["Marché"]),
        ({"tag": "fleuve", "q": "marché"}, ["Marché"]),
        ({"tag": "fleuve", "q": "pirogue"}, []),
    ],
)
def test_pictures_are_narrowed_by_what_a_page_needs(
    desk: Client, chosen: dict[str, str], titles: list[str]
) -> None:
    assert shown(desk, **chosen) == titles


def test_each_picture_says_whose_it_is_and_what_was_agreed(desk: Client) -> None:
    html = desk.get(reverse("wagtailimages_chooser:choose")).json()["html"]
    for words in ("Photo : A. Keïta", "Une seule parution", "Sans crédit", "Droits échus le"):
        assert words in html


def test_a_filter_that_leaves_nothing_says_so(desk: Client) -> None:
    answer = desk.get(reverse("wagtailimages_chooser:choose_results"), {"credit": "personne"})
    assert "Retirez un filtre" in answer.text
