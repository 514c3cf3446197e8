"""What search engines are told about the site."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from wagtail.models import PageViewRestriction

from news.sitemaps import PageSitemap
from tests.counting import queries_of
from tests.factories import ArticleFactory, AuthorFactory, SectionFactory
from tests.made_once import made_once

NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture
@made_once
def section(home_page):
    return SectionFactory(parent=home_page, title="Sports", slug="sports")


def locations(client, address="/sitemap.xml"):
    response = client.get(address)
    assert response.status_code == 200
    root = ElementTree.fromstring(response.content)  # noqa: S314
    places = [place.text for place in root.findall(".//s:loc", NS)]
    if not root.tag.endswith("sitemapindex"):
        return places
    return [place for part in places for place in locations(client, _path(part))]


def parts(client):
    """The files that the index names."""
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314
    return [_path(place.text) for place in root.findall(".//s:loc", NS)]


def _path(address):
    return address.removeprefix("http://localhost")


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
        "http://localhost/mots-cles/",
        "http://localhost/corrections/",
        "http://localhost/auteurs/awa/",
        "http://localhost/mots-cles/crue/",
    }


@pytest.mark.postgres
def test_author_without_a_published_article_is_not_listed(section, reader):
    ArticleFactory(parent=section, live=False, authors=[AuthorFactory(slug="awa")])
    assert "http://localhost/auteurs/awa/" not in locations(reader)


def test_last_change_is_told(section, reader):
    ArticleFactory(parent=section, first_published_at=datetime(2026, 3, 1, 8, tzinfo=UTC))
    assert b"<lastmod>2026-03-01" in reader.get("/sitemap-articles-2026-03.xml").content


@pytest.mark.postgres
def test_articles_have_a_file_for_each_month(section, reader):
    for month in (3, 4):
        at = datetime(2026, month, 1, tzinfo=UTC)
        ArticleFactory(parent=section, first_published_at=at, slug=f"mois-{month}")
    assert parts(reader)[:3] == [
        "/sitemap-articles-2026-04.xml",
        "/sitemap-articles-2026-03.xml",
        "/sitemap-pages.xml",
    ]
    assert locations(reader, "/sitemap-articles-2026-03.xml") == ["http://localhost/sports/mois-3/"]
    assert "http://localhost/sports/mois-3/" not in locations(reader, "/sitemap-pages.xml")


def test_large_site_gets_an_index_of_several_files(section, reader, monkeypatch):
    monkeypatch.setattr(PageSitemap, "limit", 2)
    for _ in range(3):
        ArticleFactory(parent=section, authors=[AuthorFactory()])
    files = parts(reader)
    month = files[0].partition("?")[0]
    assert files[:2] == [month, f"{month}?p=2"]
    listed = [place for part in files for place in locations(reader, part)]
    assert len([place for place in listed if "/sports/" in place]) == 4


@pytest.mark.parametrize(
    "address",
    [
        "rien.xml",
        "articles-2026-13.xml",
        "articles-1999-01.xml",
        "pages.xml?p=9",
        "pages.xml?p=x",
        "pages.xml?p=0",
        "pages.xml?p=-1",
    ],
)
def test_unknown_part_is_not_found(home_page, reader, address):
    assert reader.get(f"/sitemap-{address}").status_code == 404


def test_sitemap_costs_the_same_however_long_it_is(section, reader):
    ArticleFactory(parent=section, authors=[AuthorFactory()])
    month = parts(reader)[0]
    few = queries_of(reader, month)
    for _ in range(20):
        ArticleFactory(parent=section, authors=[AuthorFactory()])
    assert queries_of(reader, month) == few
    assert few <= 15


def test_robots_are_told_where_to_go_and_where_not(home_page, reader):
    response = reader.get("/robots.txt")
    lines = response.content.decode().split("\n")
    assert response["Content-Type"].startswith("text/plain")
    assert "Sitemap: http://localhost/sitemap.xml" in lines
    assert {"User-agent: *", "Disallow: /admin/", "Disallow: /recherche/?"} <= set(lines)
