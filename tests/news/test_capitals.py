"""An address with capitals, as a phone writes it or somebody dictates it."""

import pytest
from django.test import Client

from tests.factories import ArticleFactory
from tests.news.newsroom import Newsroom

pytestmark = pytest.mark.django_db


def test_capitals_lead_to_the_page_in_lower_case_once(home_page, reader: Client) -> None:
    newsroom = Newsroom(home_page)
    article, section = newsroom.publish(1)[0], newsroom.sections[0]
    addresses = [article.url, section.url, newsroom.authors[0].get_absolute_url(), "/auteurs/"]
    led = {}
    for address in addresses:
        answer = reader.get(f"{address.upper()}?Utm=A")
        led[address] = (answer.status_code, answer.get("Location"))
    assert led == {address: (301, f"{address}?Utm=A") for address in addresses}


def test_capitals_lead_to_no_draft_and_nowhere_else(home_page, reader: Client) -> None:
    draft = ArticleFactory(parent=Newsroom(home_page).sections[0], live=False)
    paths = [draft.url.upper(), "/Rien/", "/media/Rien.jpg", "/Admin/", "/%C3%89/"]
    assert {path: reader.get(path).status_code for path in paths} == dict.fromkeys(paths, 404)
    assert reader.post("/Recherche/").status_code == 404
