"""What every page shows of the newest articles is put into kept pages without making them anew."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError

from delivery.pages import changes, parts
from delivery.pages.changes import known
from home.models import HomePage
from news.models import ArticleIndexPage, ArticlePage
from tests.delivery.test_page_cache import Reader
from tests.factories import ArticleFactory, SectionFactory

# What differs on PostgreSQL is how changes become known (`test_change_log`).
pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("transactional_db")]


class CountingReader(Reader):
    """Also counts which pages Django was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.made: list[str] = []
        inner = self.cache.application

        def counted(environ: Any, start_response: Any) -> Any:
            self.made.append(environ["PATH_INFO"])
            return inner(environ, start_response)

        self.cache.application = counted

    def made_for(self, address: str, **headers: str) -> tuple[Any, list[str]]:
        """The answer, and what was made for it."""
        self.made.clear()
        return self.get(address, **headers), [*self.made]


@pytest.fixture
def section(home_page: HomePage) -> ArticleIndexPage:
    return SectionFactory(parent=home_page, title="Société", slug="societe")


@pytest.fixture
def articles(section: ArticleIndexPage) -> list[ArticlePage]:
    return [
        ArticleFactory(parent=section, title=f"Article {number}", slug=f"article-{number}")
        for number in range(10)
    ]


@pytest.fixture
def reader(
    articles: list[ArticlePage], monkeypatch: pytest.MonkeyPatch
) -> Iterator[CountingReader]:
    monkeypatch.setattr(changes, "BETWEEN_READS", {"sqlite": 0.0, "postgresql": 0.0})
    known.close()
    Reader().get("/")
    yield CountingReader()
    known.close()


OLD = "/societe/article-0/"


def correct(article: ArticlePage, title: str) -> None:
    article = ArticlePage.objects.get(pk=article.pk)
    article.title = title
    article.save_revision().publish()


def test_a_correction_elsewhere_is_put_into_a_kept_page(
    reader: CountingReader, articles: list[ArticlePage]
) -> None:
    before, made = reader.made_for(OLD)
    assert made == [OLD]
    for title in ("Crue", "Inondations", "Pont"):
        correct(articles[-1], title)
        again, made = reader.made_for(OLD)
        assert made == []
        assert again.text == before.text.replace("Article 9", title)
        assert again.headers["ETag"] != before.headers["ETag"]
        assert again.headers["Cache-Control"] == before.headers["Cache-Control"]
        kept, made = reader.made_for(OLD)
        assert (kept.body, made) == (again.body, [])


def test_what_the_page_itself_shows_has_it_made_anew(
    reader: CountingReader, articles: list[ArticlePage], section: ArticleIndexPage
) -> None:
    reader.get(OLD)
    correct(articles[0], "Le premier")
    again, made = reader.made_for(OLD)
    assert made == [OLD]
    assert "<h1" in again.text and "Le premier" in again.text
    section.title = "Vie sociale"
    section.save_revision().publish()
    again, made = reader.made_for(OLD)
    assert made == [OLD]
    assert again.text.count("Vie sociale") > 2


def test_a_page_with_parts_anew_is_the_page_that_is_made_anew(
    reader: CountingReader, articles: list[ArticlePage]
) -> None:
    for address in (OLD, "/societe/article-9/", "/auteurs/", "/recherche/", "/corrections/"):
        for number, headers in enumerate(
            ({}, {"HTTP_SAVE_DATA": "on"}, {"HTTP_COOKIE": "economie=1"})
        ):
            before, _made = reader.made_for(address, **headers)
            correct(articles[-2], f"Corrigé pour {address} {number}")
            anew, _made = reader.made_for(address, **headers)
            reader.cache.memory.clear()
            whole, made = reader.made_for(address, **headers)
            assert made == [address]
            assert anew.text == whole.text != before.text
            assert anew.headers == whole.headers


def test_an_article_is_never_in_its_own_list_of_the_newest(
    reader: CountingReader, articles: list[ArticlePage]
) -> None:
    newest = "/societe/article-9/"
    assert "Article 3" in reader.get(newest).text.partition("<aside")[2].partition("</aside>")[0]
    correct(articles[6], "Le septième")
    again, made = reader.made_for(newest)
    aside = again.text.partition("<aside")[2].partition("</aside>")[0]
    assert "Le septième" in aside
    assert "Article 9" not in aside
    assert made == []


def test_parts_that_cannot_be_drawn_leave_the_page_to_django(
    reader: CountingReader, articles: list[ArticlePage], monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.get(OLD)
    correct(articles[-1], "Le dernier")

    def fails(*args: object) -> list[str]:
        raise DatabaseError("gone")

    monkeypatch.setattr("delivery.pages.making.draw_anew", fails)
    again, made = reader.made_for(OLD)
    assert made == [OLD]
    assert "Le dernier" in again.text


def test_parts_are_found_where_they_stand_and_no_empty_one() -> None:
    one, two, empty = (parts.Part(None, None, {"n": n}) for n in range(3))  # type: ignore[arg-type]
    from delivery.pages.dependencies import Dependencies, Drawn

    drawn = [Drawn(one, "é", Dependencies()), Drawn(empty, "", Dependencies())]
    drawn += [Drawn(two, "é", Dependencies()), Drawn(one, "nulle part", Dependencies())]
    body = "aébéc".encode()
    places, lost = parts.places_of(body, drawn)
    assert [(place.part, body[place.start : place.end].decode()) for place in places] == [
        (one, "é"),
        (two, "é"),
    ]
    assert [each.part for each in lost] == [empty, one]
    new, moved = parts.put_in(body, places, ["", "long"])
    assert new.decode() == "ablongc"
    assert parts.put_in(new, moved, ["x", "y"])[0].decode() == "axbyc"
