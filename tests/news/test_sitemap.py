"""What search engines are told about the site."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from wagtail.models import PageViewRestriction

from news.sitemaps import PageSitemap
from tests.counting import queries_of
from tests.factories import ArticleFactory, AuthorFactory, SectionFactory

NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture
def section(home_page):
    return SectionFactory(parent=home_page, title="Sports", slug="sports")


def locations(client, address="/sitemap.xml"):
    response = client.get(address)
    assert response.status_code == 200
    root = ElementTree.fromstring(response.content)  # noqa: S314
    return [place.text for place in root.findall(".//s:loc", NS)]


def test_live_public_pages_are_listed_with_full_addresses(section, reader):
    article = ArticleFactory(parent=section, authors=[AuthorFactory(slug="awa")])
    article.tags.add("Crue")
    article.save()
    ArticleFactory(parent=section, live=False)
    private = SectionFactory(parent=section)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    ArticleFactory(parent=private)
    assert set(locations(reader)) == {
        "http://localhost/",
        "http://localhost/sports/",
        f"http://localhost/sports/{article.slug}/",
        "http://localhost/auteurs/",
        "http://localhost/corrections/",
        "http://localhost/auteurs/awa/",
        "http://localhost/mots-cles/crue/",
    }


def test_author_without_a_published_article_is_not_listed(section, reader):
    ArticleFactory(parent=section, live=False, authors=[AuthorFactory(slug="awa")])
    assert "http://localhost/auteurs/awa/" not in locations(reader)


def test_last_change_is_told(section, reader):
    ArticleFactory(parent=section, first_published_at=datetime(2026, 3, 1, 8, tzinfo=UTC))
    assert b"<lastmod>2026-03-01" in reader.get("/sitemap.xml").content


def test_large_site_gets_an_index_of_several_files(section, reader, monkeypatch):
    monkeypatch.setattr(PageSitemap, "limit", 2)
    for _ in range(3):
        ArticleFactory(parent=section, authors=[AuthorFactory()])
    parts = locations(reader)
    assert parts[:3] == [
        "http://testserver/sitemap-pages.xml",
        "http://testserver/sitemap-pages.xml?p=2",
        "http://testserver/sitemap-pages.xml?p=3",
    ]
    listed = [place for part in parts for place in locations(reader, part)]
    assert len([place for place in listed if "/sports/" in place]) == 4


@pytest.mark.parametrize(
    "address",
    ["rien.xml", "pages.xml?p=9", "pages.xml?p=x", "pages.xml?p=0", "pages.xml?p=-1"],
)
def test_unknown_part_is_not_found(home_page, reader, address):
    assert reader.get(f"/sitemap-{address}").status_code == 404


def test_sitemap_costs_the_same_however_long_it_is(section, reader):
    ArticleFactory(parent=section, authors=[AuthorFactory()])
    few = queries_of(reader, "/sitemap.xml")
    for _ in range(20):
        ArticleFactory(parent=section, authors=[AuthorFactory()])
    assert queries_of(reader, "/sitemap.xml") == few
    assert few <= 15


def test_robots_are_told_where_to_go_and_where_not(home_page, reader):
    response = reader.get("/robots.txt")
    lines = response.content.decode().split("\n")
    assert response["Content-Type"].startswith("text/plain")
    assert "Sitemap: http://localhost/sitemap.xml" in lines
    assert {"User-agent: *", "Disallow: /admin/", "Disallow: /recherche/"} <= set(lines)
