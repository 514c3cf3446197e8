"""The pages that are measured, and what each asks of the database."""

import re
from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from demo.synthetic.archive import WITH_VERSIONS
from home.models import HomePage
from news.models import ArticleIndexPage, ArticlePage, Author, Tag

# So many articles are read in turn: a reader seldom asks for what was asked for a moment ago.
ARTICLES = 40
WRITING = re.compile(r"\s*(INSERT|UPDATE|DELETE)\b", re.IGNORECASE)
# Tables with a row for each article, or more. A scan of one grows with the archive.
GROWING = (
    "wagtailcore_page",
    "wagtailcore_revision",
    "wagtailcore_referenceindex",
    "wagtailcore_pagelogentry",
    "wagtailsearch_indexentry",
    "news_articlepage",
    "news_articletag",
    "news_byline",
    "news_correction",
    "search_indexeditem",
    "search_word",
)


def addresses() -> dict[str, list[str]]:
    """By kind of page the paths that are asked for in turn. The first of a list is the busiest."""
    return {kind: found() for kind, found in KINDS.items()}


def _articles() -> list[str]:
    every = ArticlePage.objects.published()
    total = every.count()
    older = every[min(WITH_VERSIONS, total // 2) :: max(1, total // ARTICLES)]
    return [article.url for article in [*older[: ARTICLES // 2], *every[20 : 20 + ARTICLES // 2]]]


def _sections() -> list[str]:
    return [max(ArticleIndexPage.objects.live(), key=lambda one: one.numchild).url]


def _tags() -> list[str]:
    used = Tag.objects.with_use().order_by("-used", "pk")
    return [tag.get_absolute_url() for tag in [used[0], used[10]]]


def _authors() -> list[str]:
    signed = sorted(Author.objects.all(), key=lambda one: -one.bylines.count())
    return [signed[0].get_absolute_url()]


KINDS: dict[str, Callable[[], list[str]]] = {
    "article": _articles,
    "la Une": lambda: [HomePage.objects.live().first().url],
    "section": _sections,
    "tag": _tags,
    "author": _authors,
    "search, common word": lambda: [f"{reverse('search')}?q=chantier"],
    "search, rare words": lambda: [f"{reverse('search')}?q=bac+neuf+Koulouba"],
    "corrections": lambda: [reverse("corrections")],
    "feed": lambda: [reverse("feed")],
    "sitemap": lambda: [reverse("sitemap")],
}


def counted(path: str) -> dict[str, int]:
    """Of a second visit: queries, writes, scans of growing tables, and bytes in Brotli."""
    client = Client(headers={"accept-encoding": "br"})
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path}: {response.status_code}")
    statements = [query["sql"] for query in asked.captured_queries]
    return {
        "queries": len(statements),
        "writes": sum(bool(WRITING.match(statement)) for statement in statements),
        "scans": sum(bool(scans(statement)) for statement in statements),
        "bytes": len(b"".join(response) if response.streaming else response.content),
    }


def scans(statement: str) -> list[str]:
    """The growing tables that a SELECT reads from end to end, as SQLite plans it.

    https://www.sqlite.org/eqp.html
    """
    if connection.vendor != "sqlite" or not statement.lstrip().upper().startswith(
        ("SELECT", "WITH")
    ):
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement.replace('%', '%%')}", [])
        plan = [row[3] for row in cursor.fetchall()]
    # A walk through an index in its order is none: it ends with its LIMIT.
    read = [re.match(r"SCAN (\w+)(?!.* USING INDEX)", step) for step in plan]
    named = _names(statement)
    return [
        table for found in read if found and (table := named.get(found[1], found[1])) in GROWING
    ]


def _names(statement: str) -> dict[str, str]:
    """Tables by the name that the statement gives them."""
    return {
        alias: table
        for table, alias in re.findall(r'"(\w+)" (?:AS )?"?(U\d+|T\d+|V\d+)"?', statement)
    }
