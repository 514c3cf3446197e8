"""Placeholders, links and weight: what is found in what writers typed."""

import re
import zlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from accounts.models import User
from editorial.gates.checks.text import findings
from editorial.gates.checks.weight import page_weight
from editorial.gates.evaluate import gate
from editorial.gates.models import GateSettings, LinkAnswer, Transition
from news.models import ArticleIndexPage, ArticlePage, Tag
from tests.factories import ArticleFactory, AuthorFactory, NewsImageFactory
from tests.made_once import made_once


@pytest.fixture
@made_once
def article(section: ArticleIndexPage) -> ArticlePage:
    return ArticleFactory(parent=section, body=[("paragraph", "<p>Le fleuve monte.</p>")])


def messages(article: ArticlePage, code: str) -> list[str]:
    return [finding.message for finding in findings(article) if finding.code == code]


def write(article: ArticlePage, html: str) -> ArticlePage:
    article.body = [("paragraph", html)]
    article.save()
    return ArticlePage.objects.get(pk=article.pk)


@pytest.mark.parametrize(
    "text",
    ["Le coût : TK francs", "M. xxx a dit", "XXX habitants", "À compléter.", "chiffre à compléter"],
)
def test_placeholder_is_found_as_a_word(article: ArticlePage, text: str) -> None:
    article.standfirst = text
    assert len(messages(article, "placeholder")) == 1


@pytest.mark.parametrize("text", ["Le pont[AB1] ferme", "selon la mairie [É12].", "[SD103]"])
def test_rest_of_a_word_processors_comment_is_found(article: ArticlePage, text: str) -> None:
    article.standfirst = text
    assert len(messages(article, "placeholder")) == 1


@pytest.mark.parametrize("text", ["la loi [1]", "« [Le maire] a signé »", "[2026]", "[ABCDE1]"])
def test_brackets_that_a_writer_types_are_no_placeholder(article: ArticlePage, text: str) -> None:
    article.standfirst = text
    assert messages(article, "placeholder") == []


@pytest.mark.parametrize("text", ["Victoire par TKO", "la XXXe édition", "un tk", "axxxb"])
def test_part_of_a_word_is_no_placeholder(article: ArticlePage, text: str) -> None:
    article.standfirst = text
    assert messages(article, "placeholder") == []


def test_placeholder_is_found_in_every_text(article: ArticlePage) -> None:
    article.title = article.kicker = article.seo_title = article.search_description = "TK"
    article.lead_image_alt = article.lead_image_caption = article.lead_image_credit = "TK"
    article.bylines.create(author=AuthorFactory(), role="photos TK")
    article.corrections.create(text="Il fallait lire neuf.", after="xxx travées")
    article.body = [
        ("paragraph", "<p>Le <b>TK</b> du fleuve</p>"),
        ("image", {"image": NewsImageFactory(), "alt": "TK", "caption": "xxx", "credit": "TK"}),
        ("quote", {"text": "xxx", "attribution": "TK", "role": ""}),
        ("key_points", {"title": "L’essentiel", "points": ["Un", "à compléter"]}),
    ]
    article.save()
    article = ArticlePage.objects.get(pk=article.pk)
    found = [finding for finding in findings(article) if finding.code == "placeholder"]
    assert len({finding.place for finding in found}) == 7 + 2 + 4


def test_link_to_what_readers_cannot_open_is_named(
    article: ArticlePage, section: ArticleIndexPage
) -> None:
    live, draft = ArticleFactory(parent=section), ArticleFactory(parent=section, live=False)
    private = ArticleFactory(parent=section)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    links = "".join(
        f'<p><a linktype="page" id="{page.pk}">vers {name}</a></p>'
        for name, page in {"vif": live, "brouillon": draft, "clos": private, "soi": article}.items()
    )
    article = write(article, links + '<p><a linktype="page" id="999999">vers rien</a></p>')
    found = " ".join(messages(article, "internal_link"))
    assert len(messages(article, "internal_link")) == 3
    assert "vers brouillon" in found and "vers clos" in found and "vers rien" in found


def test_link_to_a_document_of_a_closed_collection_is_named(article: ArticlePage) -> None:
    root = Collection.get_first_root_node()
    closed = root.add_child(instance=Collection(name="Juridique"))
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    open_one = Document.objects.create(title="Budget", file="budget.pdf", collection=root)
    secret = Document.objects.create(title="Avis", file="avis.pdf", collection=closed)
    article = write(
        article,
        f'<p><a linktype="document" id="{open_one.pk}">budget</a>'
        f'<a linktype="document" id="{secret.pk}">avis</a>'
        '<a linktype="document" id="999999">perdu</a></p>',
    )
    found = messages(article, "internal_link")
    assert len(found) == 2 and "avis" in found[0] and "perdu" in found[1]


def test_related_article_that_is_withdrawn_is_named(
    article: ArticlePage, section: ArticleIndexPage
) -> None:
    other = ArticleFactory(parent=section, live=False)
    article.body = [("related_article", {"article": other})]
    assert len(messages(article, "internal_link")) == 1


def test_addresses_of_this_site_are_followed(
    article: ArticlePage, section: ArticleIndexPage
) -> None:
    Tag.objects.create(name="Fleuve", slug="fleuve")
    AuthorFactory(slug="awa")
    Redirect.add_redirect("/ancienne/", redirect_to="/politique/", is_permanent=True)
    answering = [
        "/politique/",
        f"/politique/{article.slug}/",
        "http://localhost/politique/",
        "/mots-cles/fleuve/",
        "/auteurs/awa/",
        "/recherche/?q=pont",
        "/ancienne/",
        "#suite",
        "mailto:awa@example.org",
        "tel:+22320000000",
        "https://ailleurs.example/rien/",
    ]
    dead = ["/politique/rien/", "/mots-cles/rien/", "/auteurs/rien/", "http://LOCALHOST/rien/"]
    dead += [reverse("wagtailadmin_pages:edit", args=[article.pk]), "politique"]
    links = "".join(f'<p><a href="{address}">{address}</a></p>' for address in answering + dead)
    found = messages(write(article, links), "internal_link")
    assert [any(address in message for message in found) for address in dead] == [True] * len(dead)
    assert len(found) == len(dead)


def test_other_sites_are_advice_and_only_where_the_newsroom_asks(article: ArticlePage) -> None:
    address = "https://ailleurs.example/rapport"
    now = timezone.now()
    LinkAnswer.objects.create(
        address=address, asked_at=now, answered_at=now, is_dead=True, reason="404"
    )
    article = write(article, f'<p><a href="{address}">le rapport</a></p>')
    assert messages(article, "external_link") == []
    GateSettings(checks_external_links=True).save()
    assert "le rapport" in messages(article, "external_link")[0]
    LinkAnswer.objects.update(is_dead=False)
    assert messages(article, "external_link") == []


def test_heavy_page_is_named_with_its_budget(article: ArticlePage) -> None:
    article.lead_image = NewsImageFactory(file__width=1600, file__height=1200)
    image = {"alt": "", "caption": "", "credit": ""}
    article.body = [
        ("image", image | {"image": NewsImageFactory(file__width=1600, file__height=1200)})
        for _ in range(4)
    ]
    assert messages(article, "weight") == []
    GateSettings(page_budget=200).save()
    assert "200" in messages(article, "weight")[0]


def test_picture_that_stands_twice_is_counted_once(article: ArticlePage) -> None:
    image = NewsImageFactory(file__width=1600, file__height=1200)
    block = ("image", {"image": image, "alt": "", "caption": "", "credit": ""})
    article.body = [block]
    once = page_weight(article)
    article.body = [block, block]
    assert page_weight(article) - once < 1000


def test_weight_of_the_text_is_near_what_is_sent(article: ArticlePage, reader: Client) -> None:
    """Within a third of the compressed page with its styles and scripts, without pictures."""
    words = " ".join(f"mot{n}" for n in range(900))
    article = write(article, f"<p>{words}</p>")
    html = reader.get(article.url).content
    loaded = re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js))"', html.decode())
    styles = Path(finders.find("css/site.css")).read_text()
    loaded += [f"css/{name}" for name in re.findall(r'@import [^;]*"(?:\./)?([^"]+\.css)"', styles)]
    files = [Path(finders.find(name)).read_bytes() for name in loaded]
    sent = sum(len(zlib.compress(part)) for part in [html, *files])
    assert loaded and abs(page_weight(article) - sent) < sent / 3, sent


def test_rights_are_asked_of_the_day(article: ArticlePage) -> None:
    article.lead_image = NewsImageFactory(rights_expire_on=timezone.localdate() - timedelta(days=1))
    assert len(messages(article, "rights")) == 1


def test_page_that_is_no_article_has_no_gate(home_page: Page, writer: User) -> None:
    assert gate(home_page, Transition.PUBLISH, writer).is_open
