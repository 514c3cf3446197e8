"""What a first visit costs a reader, in bytes over the wire and in requests."""

import gzip
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client, override_settings

from home.models import HomePage
from news.models import ArticlePage
from tests.factories import SectionFactory
from tests.made_once import made_once
from tests.news.newsroom import Newsroom

pytestmark = pytest.mark.django_db

KB = 1024
TEXTS = Path(__file__).parents[2] / "demo/content/articles"
WORDS = 600  # of the demo's texts: repeated words would be squeezed as no real text is
SECTIONS = 13
# Of the answers to files, status line included; those of a page are counted.
FILE_HEADERS = 450
LINKS = {
    "stylesheet": 'link[rel="stylesheet"]',
    "script": "script[src]",
    "icon": 'link[rel="icon"]',
    "manifest": 'link[rel="manifest"]',
}


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The site's own styles and scripts, as a public server has them."""
    from django.conf import settings

    target = tmp_path_factory.mktemp("static")
    storages: dict[str, Any] = {"staticfiles": {"BACKEND": "delivery.static.StaticStorage"}}
    with override_settings(
        STATIC_ROOT=target,
        STATICFILES_FINDERS=["django.contrib.staticfiles.finders.FileSystemFinder"],
        STORAGES=settings.STORAGES | storages,
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield target


@pytest.fixture
@made_once
def article(home_page: HomePage) -> ArticlePage:
    newsroom = Newsroom(home_page)
    for number in range(SECTIONS - len(newsroom.sections)):
        SectionFactory(parent=home_page, title=f"Rubrique lointaine {number}")
    newsroom.publish(14)
    page = newsroom.articles[0]
    page.body = [{"type": "paragraph", "value": text} for text in real_text()]
    page.save()
    return page


def real_text() -> Iterator[str]:
    """Paragraphs of real prose, WORDS words or a few more."""
    words = 0
    for file in sorted(TEXTS.glob("*.toml")):
        blocks = tomllib.loads(file.read_text())["body"]
        for text in re.findall(r"<p>.*?</p>", " ".join(block.get("html", "") for block in blocks)):
            if words >= WORDS:
                return
            words += len(text.split())
            yield text


class Visit:
    """The bytes of a page and of all that its HTML asks for, pictures apart."""

    def __init__(self, reader: Client, static: Path, address: str, **headers: str) -> None:
        response = reader.get(address, headers={"accept-encoding": "gzip", **headers})
        assert response.status_code == 200
        assert response["Content-Encoding"] == "gzip"
        self.html = len(response.content)
        self.page = BeautifulSoup(gzip.decompress(response.content), "html.parser")
        self.headers = sum(len(f"{name}: {value}\r\n") for name, value in response.items())
        self.files = {
            name: [
                self._size(reader, static, tag)
                for tag in self.page.select(links)
                if not tag.get("href", "").startswith("data:")
            ]
            for name, links in LINKS.items()
        }

    @staticmethod
    def _size(reader: Client, static: Path, tag: Any) -> int:
        address = tag.get("href") or tag["src"]
        if not address.startswith("/static/"):
            return len(reader.get(address).content)
        file = static / address.removeprefix("/static/")
        compressed = file.with_name(f"{file.name}.br")
        return (compressed if compressed.exists() else file).stat().st_size

    @property
    def requests(self) -> int:
        return 1 + sum(len(sizes) for sizes in self.files.values())

    @property
    def total(self) -> int:
        files = sum(sum(sizes) for sizes in self.files.values())
        return self.html + self.headers + files + FILE_HEADERS * (self.requests - 1)


def test_an_article_costs_35_kilobytes_in_four_requests(
    article: ArticlePage, reader: Client, collected: Path
) -> None:
    visit = Visit(reader, collected, article.url)
    assert visit.html <= 14 * KB
    assert sum(visit.files["stylesheet"]) <= 12 * KB
    assert sum(visit.files["script"]) <= 8 * KB
    assert visit.requests <= 4
    assert visit.total <= 35 * KB


def test_the_front_page_costs_60_kilobytes_in_six_requests(
    article: ArticlePage, reader: Client, collected: Path
) -> None:
    visit = Visit(reader, collected, "/")
    assert visit.requests <= 6
    assert visit.total <= 60 * KB


def test_an_article_in_economy_costs_20_kilobytes_and_loads_no_picture(
    article: ArticlePage, reader: Client, collected: Path
) -> None:
    visit = Visit(reader, collected, article.url, **{"save-data": "on"})
    assert not visit.page.select("img:not(noscript img), picture, video, iframe")
    assert visit.page.select("[data-picture]")
    assert visit.total <= 20 * KB


def test_what_the_first_paint_needs_is_one_style_and_no_script_that_holds_it_up(
    article: ArticlePage, reader: Client, collected: Path
) -> None:
    page = Visit(reader, collected, article.url).page
    assert len(page.select('link[rel="stylesheet"]')) == 1
    assert all(tag.get("type") == "module" for tag in page.select("script[src]"))
    assert not page.select("link[rel=preload][as=font], style")


def test_every_picture_has_its_place_before_it_arrives(
    article: ArticlePage, reader: Client, collected: Path
) -> None:
    pictures = Visit(reader, collected, article.url).page.select("main img")
    assert pictures
    assert all(picture.get("width") and picture.get("height") for picture in pictures)
