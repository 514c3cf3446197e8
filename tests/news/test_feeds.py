"""RSS feeds of the site, a section, an author and a tag."""

from datetime import timedelta
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from home.models import Identity
from news.feed_text import rooted
from news.feeds import LENGTH
from news.models import ArticleIndexPage, MachineSettings, Tag
from tests.counting import queries_of
from tests.factories import ArticleFactory, AuthorFactory, SectionFactory
from tests.made_once import made_once

DC = "{http://purl.org/dc/elements/1.1/}"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
@made_once
def section(home_page):
    Identity.objects.create(site=home_page.get_site(), name="Le Journal")
    return SectionFactory(parent=home_page, title="Sports", slug="sports")


@pytest.fixture
@made_once
def article(section):
    article = ArticleFactory(
        parent=section,
        title="L’étalon & le fleuve",
        standfirst="Une course <en> pirogue.",
        authors=[AuthorFactory(name="Awa Diarra", slug="awa"), AuthorFactory(name="Sidi Ba")],
    )
    article.tags.add("Pirogue")
    article.save()
    return article


def channel(client, address="/flux/"):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/rss+xml")
    root = ElementTree.fromstring(response.content)  # noqa: S314
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    return root.find("channel")


def titles(client, address="/flux/"):
    return [item.findtext("title") for item in channel(client, address).iter("item")]


def test_item_tells_all_that_a_reader_of_feeds_shows(article, reader):
    feed = channel(reader)
    assert feed.findtext("title") == "Le Journal"
    assert feed.findtext("language") == "fr"
    assert feed.find(f"{ATOM}link").get("href") == "http://localhost/flux/"
    (item,) = feed.iter("item")
    assert item.findtext("title") == "L’étalon & le fleuve"
    # As HTML, which is what programmes take it for.
    assert item.findtext("description") == "Une course &lt;en&gt; pirogue."
    assert item.findtext("link") == f"http://localhost/sports/{article.slug}/"
    assert item.findtext(f"{DC}creator") == "Awa Diarra, Sidi Ba"
    assert [category.text for category in item.iter("category")] == ["Sports", "Pirogue"]
    assert item.find("guid").get("isPermaLink") == "false"
    assert item.findtext("pubDate")


def test_article_is_no_news_because_its_address_changed(article, reader):
    before = channel(reader).find("item").findtext("guid")
    article.slug = "autre-adresse"
    article.save()
    item = channel(reader).find("item")
    assert item.findtext("guid") == before and "autre-adresse" in item.findtext("link")


def test_only_what_is_published_is_in_a_feed(article, section, reader):
    ArticleFactory(parent=section, live=False)
    private = SectionFactory(parent=section)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    ArticleFactory(parent=private)
    assert titles(reader) == titles(reader, "/flux/sports/") == [article.title]


def test_newest_articles_come_first_and_the_list_is_short(section, reader):
    for hours in range(LENGTH + 3):
        at = timezone.now() - timedelta(hours=hours)
        ArticleFactory(parent=section, title=f"Il y a {hours} h", first_published_at=at)
    listed = titles(reader)
    assert len(listed) == LENGTH and listed[:2] == ["Il y a 0 h", "Il y a 1 h"]


def test_section_feed_holds_its_subsections(article, section, home_page, reader):
    football = SectionFactory(parent=section, title="Football", slug="football")
    other = SectionFactory(parent=home_page, title="Culture", slug="culture")
    ArticleFactory(parent=football, title="But")
    ArticleFactory(parent=other, title="Concert")
    assert titles(reader, "/flux/sports/football/") == ["But"]
    assert set(titles(reader, "/flux/sports/")) == {"But", article.title}
    assert channel(reader, "/flux/sports/").findtext("link") == "http://localhost/sports/"


def test_author_and_tag_have_feeds(article, section, reader):
    ArticleFactory(parent=section)
    assert titles(reader, "/flux/auteurs/awa/") == [article.title]
    assert titles(reader, "/flux/mots-cles/pirogue/") == [article.title]


@pytest.mark.parametrize(
    "address",
    [
        "/flux/culture/",
        "/flux/sports/rien/",
        "/flux/auteurs/personne/",
        "/flux/mots-cles/rien/",
        "/flux/../admin/",
        "/flux/%F0%9F%98%80/",
    ],
)
def test_unknown_feed_is_not_found(section, reader, address):
    assert reader.get(address).status_code == 404


def test_unpublished_section_has_no_feed(section, reader):
    section.unpublish()
    assert reader.get("/flux/sports/").status_code == 404


def test_feed_that_has_not_changed_is_not_sent_again(article, section, reader):
    first = reader.get("/flux/")
    assert "Last-Modified" not in first
    assert reader.get("/flux/", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    ArticleFactory(parent=section, first_published_at=timezone.now())
    assert reader.get("/flux/", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200


def test_no_character_of_a_text_or_name_breaks_what_machines_read(section, home_page, reader):
    """As an import or an older release may have stored them."""
    odd = "".join(map(chr, range(0x20))) + "\x7f\x85\ufffe\uffff\ufdd0"
    author, tag = AuthorFactory(name=f"Awa{odd}"), Tag.objects.create(name=f"a{odd}", slug="a")
    article = ArticleFactory(
        parent=section, title=f"Cloche{odd}", standfirst=odd, authors=[author], body=[]
    )
    article.tags.add(tag)
    article.corrections.create(text=odd, published_at=timezone.now())
    article.save()
    ArticleIndexPage.objects.filter(pk=section.pk).update(title=f"Sports{odd}")
    MachineSettings.objects.update_or_create(
        site=Site.objects.get(), defaults={"feeds_in_full": True}
    )
    addresses = [
        *("/flux/", "/flux/corrections/", f"/flux{section.url}", "/flux/mots-cles/a/"),
        f"/flux/auteurs/{author.slug}/",
        *("/sitemap.xml", "/sitemap-actualites.xml", "/sitemap-pages.xml", "/sitemap-auteurs.xml"),
        f"/flux/recherche/?q=cloche{quote(odd[1:])}",
    ]
    for address in addresses:
        answer = reader.get(address)
        assert answer.status_code == 200, address
        document = ElementTree.fromstring(answer.content)  # noqa: S314
        assert "\ufffe" not in "".join(document.itertext()), address
    assert [" ".join(title.split()) for title in titles(reader)] == ["Cloche"]


def test_every_size_of_a_picture_has_a_whole_address_in_a_feed():
    html = '<source srcset="/a.avif 480w, /b.avif 800w, https://x/c 9w"><img src="/d.jpg">'
    assert rooted(html, "https://j") == (
        '<source srcset="https://j/a.avif 480w, https://j/b.avif 800w, https://x/c 9w">'
        '<img src="https://j/d.jpg">'
    )


def test_empty_site_has_a_feed(home_page, reader):
    assert titles(reader) == []


def test_feed_costs_the_same_however_long_it_is(article, section, reader):
    few = queries_of(reader, "/flux/")
    for number in range(8):
        more = ArticleFactory(parent=section, authors=[AuthorFactory()])
        more.tags.add(f"Mot {number}", "Pirogue")
        more.save()
    assert queries_of(reader, "/flux/") == few
    assert few <= 20
