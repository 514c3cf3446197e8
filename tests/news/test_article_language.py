"""An article in another language says so to browsers, engines, feeds and colleagues."""

import json
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse
from django.utils.text import capfirst
from wagtail.models import Page

from editorial.gates.checks.text import findings
from editorial.versions.differences import marked
from news.feed_text import whole_text
from news.models import ArticleIndexPage, ArticlePage
from news.words import count_words
from tests.factories import ArticleFactory, SectionFactory, UserFactory
from tests.forms import fields_sent, problems, send
from tests.made_once import made_once

DC = "{http://purl.org/dc/elements/1.1/}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
ARABIC = "المدرسة الجديدة تفتح أبوابها"
STANDFIRST = "ألف تلميذ يعودون إلى الدراسة"


@pytest.fixture
@made_once
def section(home_page: Page) -> ArticleIndexPage:
    return SectionFactory(parent=home_page)


@pytest.fixture
@made_once
def article(section: ArticleIndexPage) -> ArticlePage:
    body = [
        ("heading", {"text": "Rentrée : Kati", "level": "2", "language": ""}),
        ("heading", {"text": "Two schools : Kati", "level": "3", "language": "en"}),
        ("paragraph", f"<p>{ARABIC}</p>"),
        ("quote", {"text": "أهلا !", "language": ""}),
        ("key_points", {"title": "Fɔli", "points": ["I ni ce", "Aw ni ce"], "language": "bm"}),
        ("related_article", {"article": ArticleFactory(parent=section, title="Le pont")}),
    ]
    return ArticleFactory(
        parent=section,
        title=ARABIC,
        kicker="التعليم",
        standfirst=STANDFIRST,
        language="ar",
        body=body,
        slug="madrasa",
    )


def page_of(reader: Client, address: str) -> BeautifulSoup:
    return BeautifulSoup(reader.get(address).content, "html.parser")


def inner_language(element: Tag) -> object:
    """The language in which a browser takes an element to be."""
    return next(each["lang"] for each in (element, *element.parents) if each.has_attr("lang"))


def test_its_texts_are_in_its_language_and_the_page_around_them_in_french(
    article: ArticlePage, reader: Client
) -> None:
    page = page_of(reader, article.url)
    own = ".article__head > :is(h1, .article__standfirst), .article__head .kicker span, .quote p"
    own += ", .prose > p:not(.see-also)"
    assert {inner_language(text) for text in page.select(own)} == {"ar"}
    assert page.select_one(".prose")["dir"] == "rtl"
    around = "html, nav, .meta, .bylines, .see-also span, .footer"
    assert {inner_language(part) for part in page.select(around)} == {"fr"}
    assert page.select_one('meta[property="og:locale"]') is None


def test_a_heading_and_key_points_may_be_in_another_language_than_the_article(
    article: ArticlePage, reader: Client
) -> None:
    prose = page_of(reader, article.url).select_one(".prose")
    languages = {text.text: inner_language(text) for text in prose.select("h2, h3, .key-points li")}
    assert languages == {
        "Rentrée : Kati": "ar",
        "Two schools : Kati": "en",
        "Fɔli": "bm",
        "I ni ce": "bm",
        "Aw ni ce": "bm",
    }


def test_a_french_article_says_no_language_of_its_own(
    section: ArticleIndexPage, reader: Client
) -> None:
    page = page_of(reader, ArticleFactory(parent=section, title="La crue").url)
    said = page.select(".article [lang], .article [dir=rtl]")
    assert [element.name for element in said if element.name != "aside"] == []
    assert page.select_one('meta[property="og:locale"]')["content"] == "fr_FR"


def test_wherever_its_title_stands_it_says_its_language(
    article: ArticlePage, reader: Client, section: ArticleIndexPage
) -> None:
    places = ["/", section.url, f"/recherche/?q={ARABIC}", f"/recherche/suggestions/?q={ARABIC}"]
    places += [ArticlePage.objects.get(title="Le pont").url, "/rien-du-tout/"]
    for place in places:
        titles = page_of(reader, place).find_all(string=lambda text: ARABIC in str(text))
        shown = [title for title in titles if title.find_parent("a")]
        assert shown, place
        assert {inner_language(title.parent) for title in shown} == {"ar"}, place


def test_machines_are_told_its_language(article: ArticlePage, reader: Client) -> None:
    page = page_of(reader, article.url)
    scripts = [json.loads(each.string) for each in page.select('script[type$="ld+json"]')]
    assert [data["inLanguage"] for data in scripts if "inLanguage" in data] == ["ar"]

    feed = ElementTree.fromstring(reader.get(reverse("feed")).content)  # noqa: S314
    entries = feed.iter("item")
    languages = {item.findtext("title"): item.findtext(f"{DC}language") for item in entries}
    assert languages == {ARABIC: "ar", "Le pont": None}
    items = reader.get(reverse("json_feed")).json()["items"]
    assert {item["title"]: item.get("language") for item in items} == {
        ARABIC: "ar",
        "Le pont": None,
    }
    news = ElementTree.fromstring(reader.get(reverse("news_sitemap")).content)  # noqa: S314
    told = [language.text for language in news.iter(f"{NEWS}language")]
    assert sorted(told) == ["ar", "fr"]


def test_its_whole_text_in_a_feed_is_in_its_language(article: ArticlePage) -> None:
    text = BeautifulSoup(whole_text(article, "http://localhost"), "html.parser")
    assert {inner_language(paragraph) for paragraph in text.select("p:not(.see-also)")} == {"ar"}
    assert text.select_one("div[lang]")["dir"] == "rtl"


def test_words_of_other_scripts_are_counted() -> None:
    assert count_words("المدرسة الجديدة، ߒߞߏ ߞߊ߲ߡߊ߬ – Aw ni ce") == 7


def test_the_editor_offers_it_and_keeps_it(section: ArticleIndexPage, client: Client) -> None:
    article = ArticleFactory(parent=section, language="ar")
    client.force_login(UserFactory(is_superuser=True))
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    assert fields_sent(client, address)["language"] == "ar"
    response = send(client, address, {"language": "nqo"})
    assert problems(response) == []
    stored = ArticlePage.objects.get(pk=article.pk)
    assert stored.get_latest_revision_as_object().language == "nqo"


def test_reviewers_see_that_the_language_has_changed(article: ArticlePage) -> None:
    before = ArticlePage.objects.get(pk=article.pk)
    article.language = ""
    (field,) = marked(before, article)
    said = [piece.text for change in field.changes for piece in change.pieces]
    named = ArticlePage._meta.get_field("language").verbose_name
    assert (field.label, said) == (capfirst(named), ["Arabe", "Français"])


def test_lengths_for_french_do_not_call_an_arabic_title_short(article: ArticlePage) -> None:
    codes: Any = {finding.code for finding in findings(article)}
    assert {"title_length", "standfirst_length"}.isdisjoint(codes)
    article.language = ""
    codes = {finding.code for finding in findings(article)}
    assert {"title_length", "standfirst_length"} <= codes
