"""What machines are told on each kind of page, and the card of a shared link."""

import json
import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from PIL import Image

from home.models import FaqPage, HomePage, Identity, SharePicture
from home.share_card import ACCENTS, Card, draw, fitted
from home.tasks import draw_share_picture
from news.models import ArticlePage, MachineSettings
from news.picture_making import make_renditions
from news.public_pictures import settle
from tests.factories import ArticleFactory, AuthorFactory, NewsImageFactory, SectionFactory
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
TOKENS = Path(__file__).parents[2] / "static/css/tokens.css"


def told(reader: Client, address: str) -> dict[str, Any]:
    """The structured data of a page, by type."""
    page = BeautifulSoup(reader.get(address).content, "html.parser")
    found = [json.loads(tag.string) for tag in page.select('script[type="application/ld+json"]')]
    assert all(data["@context"] == "https://schema.org" for data in found)
    things = [thing for data in found for thing in data.get("@graph", [data])]
    return {
        kinds[0] if isinstance(kinds := thing["@type"], list) else kinds: thing for thing in things
    }


@pytest.fixture
@made_once
def article(home_page: HomePage) -> ArticlePage:
    Identity.objects.create(site=home_page.get_site(), name="Le Fleuve")
    sports = SectionFactory(parent=home_page, title="Sports", slug="sports")
    football = SectionFactory(parent=sports, title="Football", slug="football")
    author = AuthorFactory(name="Awa Diarra", slug="awa", role="Reporter", biography="<p>Née.</p>")
    return ArticleFactory(parent=football, title="Le match", slug="match", authors=[author])


def test_the_front_page_says_whose_it_is_and_where_to_search(
    article: ArticlePage, reader: Client
) -> None:
    data = told(reader, "/")
    assert data["NewsMediaOrganization"]["name"] == "Le Fleuve"
    target = data["WebSite"]["potentialAction"]["target"]["urlTemplate"]
    assert target == "http://localhost/recherche/?q={search_term_string}"
    assert data["WebSite"]["publisher"]["@id"] == data["NewsMediaOrganization"]["@id"]


def test_an_article_says_the_way_that_leads_to_it(article: ArticlePage, reader: Client) -> None:
    data = told(reader, article.url)
    steps = data["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"], step.get("item")) for step in steps] == [
        (1, "Accueil", "http://localhost/"),
        (2, "Sports", "http://localhost/sports/"),
        (3, "Football", "http://localhost/sports/football/"),
        (4, "Le match", None),
    ]
    assert data["NewsArticle"]["publisher"]["@id"] == "http://localhost/#organization"


def test_an_author_has_a_profile(article: ArticlePage, reader: Client) -> None:
    person = told(reader, "/auteurs/awa/")["ProfilePage"]["mainEntity"]
    assert (person["name"], person["jobTitle"], person["description"]) == (
        "Awa Diarra",
        "Reporter",
        "Née.",
    )


def test_questions_come_with_their_answers(home_page: HomePage, reader: Client) -> None:
    page = home_page.add_child(instance=FaqPage(title="Questions", slug="questions"))
    page.questions.create(question="Où ?", answer="<p>À <b>Bamako</b>.</p><p>Ici.</p>")
    page.save()
    (entry,) = told(reader, page.url)["FAQPage"]["mainEntity"]
    assert entry["name"] == "Où ?"
    assert entry["acceptedAnswer"]["text"] == "À Bamako. Ici."


def test_an_article_without_a_picture_is_shared_with_a_card_of_its_title(
    article: ArticlePage, reader: Client
) -> None:
    draw_share_picture.call(article.pk)
    page = BeautifulSoup(reader.get(article.url).content, "html.parser")
    address = page.select_one('meta[property="og:image"]')["content"]
    assert page.select_one('meta[name="twitter:card"]')["content"] == "summary_large_image"
    assert told(reader, article.url)["NewsArticle"]["image"] == [address]
    file = reader.get(address.removeprefix("http://localhost"))
    picture = Image.open(BytesIO(b"".join(file.streaming_content)))
    assert picture.size == (1200, 630)


def test_a_card_is_drawn_again_only_when_what_stands_on_it_changes(article: ArticlePage) -> None:
    draw_share_picture.call(article.pk)
    first = SharePicture.objects.get()
    draw_share_picture.call(article.pk)
    assert SharePicture.objects.get().file.name == first.file.name
    article.title = "Le match est reporté"
    article.save()
    draw_share_picture.call(article.pk)
    second = SharePicture.objects.get()
    assert second.file.name != first.file.name
    assert not default_storage.exists(first.file.name)
    article.lead_image = NewsImageFactory(file__width=900, file__height=600)
    article.save()
    draw_share_picture.call(article.pk)
    assert not SharePicture.objects.exists()
    assert not default_storage.exists(second.file.name)


def test_a_lead_too_small_for_a_large_card_gives_way_to_a_drawn_one(
    article: ArticlePage, reader: Client
) -> None:
    found = {}
    for width, height in [(500, 900), (900, 300), (600, 400)]:
        article.lead_image = NewsImageFactory(file__width=width, file__height=height)
        article.save()
        make_renditions(article.lead_image, ["lead"])
        settle([article.lead_image_id])
        for is_drawn in (False, True):
            if is_drawn:
                draw_share_picture.call(article.pk)
            page = BeautifulSoup(reader.get(article.url).content, "html.parser")
            shared = page.select_one('meta[property="og:image:width"]')["content"]
            card = page.select_one('meta[name="twitter:card"]')["content"]
            found[width, height, is_drawn] = (shared, card)
    assert found == {
        (500, 900, False): ("1200", "summary_large_image"),
        (500, 900, True): ("1200", "summary_large_image"),
        (900, 300, False): ("1200", "summary_large_image"),
        (900, 300, True): ("1200", "summary_large_image"),
        (600, 400, False): ("600", "summary_large_image"),
        (600, 400, True): ("600", "summary_large_image"),
    }


def test_publishing_has_the_queue_draw_the_card(
    article: ArticlePage, django_capture_on_commit_callbacks: Any
) -> None:
    from django_tasks_db.models import DBTaskResult

    with django_capture_on_commit_callbacks(execute=True):
        article.save_revision().publish()
    drawn = DBTaskResult.objects.filter(task_path="home.tasks.draw_share_picture")
    assert [task.args_kwargs["args"] for task in drawn] == [[article.pk]]


@pytest.mark.parametrize(
    "title", ["Crue", "Œuvre d’été à Ségou : « ça » vient", "Anticonstitutionnellement " * 30]
)
def test_any_title_fits_its_card(title: str) -> None:
    font, lines = fitted(title)
    assert len(lines) <= 5
    assert all(font.getlength(line) <= 1200 - 72 for line in lines)
    assert len(draw(Card(title, "Crue", "Le Fleuve", "river"))) < 60_000


def test_cards_wear_the_accents_of_the_pages() -> None:
    css = TOKENS.read_text()
    by_day = dict(re.findall(r'\[data-accent="(\w+)"\] \{ --accent-by-day: (#\w+);', css))
    by_day["brick"] = re.findall(r"--accent-by-day: (#\w+);", css)[0]
    assert by_day == ACCENTS


def test_feeds_give_the_whole_text_if_the_paper_says_so(
    article: ArticlePage, reader: Client
) -> None:
    article.lead_image = NewsImageFactory()
    article.body = [{"type": "paragraph", "value": '<p>Le but <a href="/sports/">décisif</a>.</p>'}]
    article.save()
    make_renditions(article.lead_image, ["lead"])
    settle([article.lead_image_id])
    assert b"content:encoded" not in reader.get("/flux/").content
    MachineSettings.objects.update_or_create(
        site=article.get_site(), defaults={"feeds_in_full": True}
    )
    for feed in ("/flux/", "/flux/sports/", "/flux/auteurs/awa/"):
        item = ElementTree.fromstring(reader.get(feed).content).find(".//item")  # noqa: S314
        text = item.findtext(CONTENT)
        assert '<a href="http://localhost/sports/">décisif</a>' in text
        assert '<img src="http://localhost/media/images/' in text


def test_the_news_sitemap_holds_the_last_two_days(article: ArticlePage, reader: Client) -> None:
    ArticleFactory(
        parent=article.get_parent(),
        title="Avant-hier",
        first_published_at=timezone.now() - timedelta(hours=49),
    )
    root = ElementTree.fromstring(  # noqa: S314
        reader.get("/sitemap-actualites.xml").content
    )
    assert [entry.text for entry in root.iter(f"{NEWS}title")] == ["Le match"]
    assert root.findtext(f".//{NEWS}language") == "fr"


def test_robots_follow_the_settings(article: ArticlePage, reader: Client) -> None:
    settings = MachineSettings.objects.create(
        site=article.get_site(), robots="User-agent: GPTBot\nDisallow: /"
    )
    lines = reader.get("/robots.txt").content.decode().splitlines()
    assert lines.index("User-agent: GPTBot") < lines.index(
        "Sitemap: http://localhost/sitemap-actualites.xml"
    )
    settings.hidden = True
    settings.save()
    assert reader.get("/robots.txt").content.decode().split("\n")[:2] == [
        "User-agent: *",
        "Disallow: /",
    ]


def test_a_shared_page_that_is_no_article_says_what_it_is(
    home_page: HomePage, reader: Client
) -> None:
    page = home_page.add_child(
        instance=FaqPage(title="Questions", slug="questions", introduction="Nos réponses.")
    )
    page.questions.create(group="Lire", question="Où ?", answer="<p>Ici.</p>")
    page.save()
    for address, title in ((page.url, "Questions"), (f"{page.url}ou/", "Où ?")):
        html = BeautifulSoup(reader.get(address).content, "html.parser")
        assert html.select_one('meta[property="og:title"]')["content"] == title


def test_pages_say_their_one_address_and_their_language(
    article: ArticlePage, reader: Client
) -> None:
    page = BeautifulSoup(reader.get(f"{article.url}?utm_source=x").content, "html.parser")
    address = f"http://localhost{article.url}"
    assert page.select_one('link[rel="canonical"]')["href"] == address
    assert page.html["lang"] == "fr"
    # There is one language only: nothing to choose from.
    assert not page.select("link[hreflang]")
