"""A public page is the same for all who ask anonymously, and makes no file when it is asked for."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time
from PIL import Image

from home.models import (
    Alert,
    Campaign,
    ContactDesk,
    ContactPage,
    FaqPage,
    HomePage,
    Identity,
    PolicyPage,
)
from news.images import NewsRendition
from news.models import ArticlePage, MachineSettings, TopicPage
from tests.factories import ArticleFactory, AuthorFactory, NewsImageFactory, SectionFactory
from tests.made_once import made_once

pytestmark = pytest.mark.django_db

STRANGER = {
    "user-agent": "Mozilla/5.0 (X11; Linux) Firefox/140",
    "accept-language": "bm,en",
    "cookie": "theme=dark; _ga=GA1.2.3; alert=3",
    "referer": "https://search.example/",
    "x-request-id": "another",
}


@pytest.fixture
@made_once
def addresses(home_page: HomePage) -> list[str]:
    """One page of each kind, with pictures of which no file is made yet."""
    now = timezone.now()
    site = home_page.get_site()
    Identity.objects.update_or_create(site=site, defaults={"logo": NewsImageFactory()})
    MachineSettings.objects.update_or_create(site=site, defaults={"feeds_in_full": True})
    section = SectionFactory(parent=home_page, title="Politique", slug="politique")
    author = AuthorFactory(slug="awa", portrait=NewsImageFactory(), biography="<p>Elle écrit.</p>")
    articles: list[ArticlePage] = []
    for number in range(7):
        article = ArticleFactory.build(
            title=f"Nouvelle {number}",
            lead_image=NewsImageFactory(),
            body=[("image", {"image": NewsImageFactory()}), *[("paragraph", "<p>Là.</p>")] * 6],
            authors=[author],
        )
        article.tags.add("crue")
        articles.append(section.add_child(instance=article))
    topic = TopicPage(title="La crue", lead_image=NewsImageFactory())
    topic.picks.set([topic.picks.model(article=article) for article in articles[:3]])
    topic.events.set([topic.events.model(day=date(2026, 8, 1), text="Les pluies")])
    section.add_child(instance=topic)
    faq = home_page.add_child(instance=FaqPage(title="Questions", slug="questions"))
    faq.questions.create(group="Le journal", question="Où ?", answer="<p>À Bamako.</p>")
    faq.save()
    home_page.add_child(
        instance=PolicyPage(title="Charte", slug="charte", effective_date=date(2026, 1, 15))
    )
    Alert(text="Le pont est fermé", page=articles[0]).approve()
    for number in range(6):
        Campaign.objects.create(
            name=f"Annonce {number}",
            advertiser="Librairie",
            title="Cahiers à moitié prix",
            url="https://librairie.example/",
            picture=NewsImageFactory(),
            ends_at=now + timedelta(days=1),
            **dict.fromkeys(("on_top", "in_lists", "in_articles", "at_side", "at_foot"), True),
        )
    names = ["author_index", "feed", "json_feed", "sitemap", "news_sitemap", "robots", "llms"]
    names += ["readings", "manifest", "service_worker", "search", "correction_feed"]
    return [
        "/",
        *(page.url for page in (section, articles[0], topic, faq)),
        f"{faq.url}ou/",
        "/charte/",
        "/charte/versions/",
        author.get_absolute_url(),
        "/mots-cles/",
        "/mots-cles/crue/",
        "/corrections/",
        "/recherche/?q=nouvelle",
        "/recherche/suggestions/?q=nouv",
        "/flux/politique/",
        "/flux/auteurs/awa/",
        "/sitemap-pages.xml",
        "/api/v2/articles/",
        "/rien/",
        *(reverse(name) for name in names),
    ]


def test_each_page_is_the_same_for_every_anonymous_reader_and_makes_no_file(
    addresses: list[str], reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    monkeypatch.setattr(Image.Image, "save", lambda *_args, **_options: made.append("picture"))

    def stored(_storage: Any, name: str, _content: Any) -> str:
        made.append(name)
        return name

    monkeypatch.setattr(FileSystemStorage, "_save", stored)
    wrong = []
    start = (timezone.now() + timedelta(hours=2)).replace(second=0, microsecond=0)
    for address in addresses:
        with freeze_time(start):
            first = reader.get(address)
        with freeze_time(start + timedelta(seconds=11)):
            second = reader.get(address, headers=STRANGER)
        assert first.status_code == (404 if address == "/rien/" else 200), address
        if first.content != second.content or first.get("ETag") != second.get("ETag"):
            wrong.append(f"{address} is another one for another reader, or later")
        if first.cookies or second.cookies:
            wrong.append(f"{address} sets a cookie")
        if made:
            wrong.append(f"{address} makes {made.pop()}")
    assert wrong == []
    assert not NewsRendition.objects.exists()


def test_the_form_to_write_to_us_alone_is_each_readers_own(
    home_page: HomePage, reader: Client
) -> None:
    page = ContactPage(title="Nous contacter", slug="contact")
    page.desks.add(ContactDesk(name="Rédaction", email="redaction@lefleuve.example"))
    home_page.add_child(instance=page)
    answer = reader.get(page.url)
    assert "csrftoken" in answer.cookies and "Cookie" in answer["Vary"]
