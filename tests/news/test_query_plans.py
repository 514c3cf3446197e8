"""How the database finds what readers ask for: by an index, however much is published.

SQLite plans alike for ten rows and for a hundred thousand, as long as it has no statistics.
PostgreSQL reads small tables whole, and joins them whole; forbidden to do so, it does it only
where no index serves.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from home.models import HomePage
from news.models import Correction, TopicArticle, TopicPage
from tests.made_once import made_once
from tests.news.newsroom import Newsroom

pytestmark = pytest.mark.django_db

# These grow with what is published. Small ones (sections, authors, tags, dossiers, corrections,
# settings, adverts) may be read whole.
GROWING = {
    "wagtailcore_page",
    "wagtailcore_revision",
    "wagtailcore_referenceindex",
    "news_articlepage",
    "news_articletag",
    "news_byline",
    "news_listedarticle",
    "news_newsimage",
    "news_newsrendition",
    "search_indexeditem",
    "wagtailsearch_indexentry",
}
# Of a search, the few hundred candidates that are weighed are named one by one; and what the index
# of words finds, PostgreSQL may join with the small rows of all texts, in whichever order is less.
MOST_NAMED = 100
SEARCHES = ("/recherche/", "/flux/recherche")
# An index of what is not finished, or was withdrawn: PostgreSQL reads all of it while that is a few
# rows, in the place of an index of addresses.
OF_FEW = "editorial_page_unfinished"
# A range of paths, which may hold all pages: other conditions are to be asked first.
TREE_WALK = re.compile(r"\(path>|path\)?(::text)? >")
TREE = re.compile(r"path\"? LIKE ", re.IGNORECASE)


@pytest.fixture
@made_once
def newsroom(home_page: HomePage) -> Newsroom:
    newsroom = Newsroom(home_page)
    newsroom.publish(45)
    article = newsroom.articles[5]
    Correction.objects.create(article=article, text="Le pont est à Ségou.")
    topic = newsroom.sections[0].add_child(instance=TopicPage(title="Crue", slug="crue"))
    TopicArticle.objects.create(page=topic, article=article, sort_order=0)
    return newsroom


def addresses(newsroom: Newsroom) -> Iterator[str]:
    """Each public listing, feed and sitemap."""
    section, author, tag = newsroom.sections[0], newsroom.authors[0], newsroom.tags[0]
    month = f"{newsroom.articles[0].first_published_at:%Y-%m}"
    yield from ("/", newsroom.articles[5].url, f"{section.url}crue/", "/nulle-part/")
    yield from (section.url, f"{section.url}?mois={month}")
    for page in (author.get_absolute_url(), tag.get_absolute_url()):
        yield from (page, f"{page}?page=2", f"/flux{page}")
    yield from (f"/flux{section.url}", f"/flux{section.url}crue/", "/flux/", "/flux/corrections/")
    yield from map(reverse, ("author_index", "tag_index", "corrections"))
    yield from ("/sitemap.xml", "/sitemap-actualites.xml", f"/sitemap-articles-{month}.xml")
    for name in ("pages", "listes", "auteurs", "mots-cles", "questions"):
        yield f"/sitemap-{name}.xml"
    yield from ("/recherche/?q=nouvelle", "/recherche/suggestions/?q=nou")
    yield "/flux/recherche/?q=nouvelle"


def test_no_reader_has_a_growing_table_read_whole(newsroom: Newsroom, reader: Client) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")
            for way in ("seqscan", "hashjoin", "mergejoin"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
    wrong: list[str] = []
    seen: set[str] = set()
    for address in addresses(newsroom):
        reader.get(address)
        cache.clear()
        for sql, params in queries_of(reader, address):
            shape = re.sub(r"\(%s(, %s)*\)", "(…)", sql)
            if shape in seen or not sql.lstrip().startswith(("SELECT", "WITH")):
                continue
            seen.add(shape)
            for found in faults(sql, params):
                if not (address.startswith(SEARCHES) and "search_indexeditem" in found):
                    wrong.append(f"{address}: {found}\n{sql[:1500]}")
            rows = re.findall(r"IN \([%s, ]+\)", sql)
            named = max((row.count("%s") for row in rows), default=0)
            if named > MOST_NAMED and not address.startswith(SEARCHES):
                wrong.append(f"{address}: {named} named one by one\n{sql[:600]}")
            if TREE.search(sql):
                wrong.append(f"{address}: LIKE on a path\n{sql[:1500]}")
    assert not wrong, "\n\n".join(wrong)


def queries_of(reader: Client, address: str) -> list[tuple[str, Any]]:
    asked: list[tuple[str, Any]] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        assert reader.get(address).status_code in (200, 404), address
    return asked


def faults(sql: str, params: Any) -> Iterator[str]:
    """The growing tables that a query reads whole."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            lines = [row[3] for row in cursor.fetchall()]
        else:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
            plan = cursor.fetchone()[0]
            lines = list(whole(json.loads(plan) if isinstance(plan, str) else plan))
    names = {**aliases(sql), **{table: table for table in GROWING}}
    for line in lines:
        # One neighbour's address: PostgreSQL takes whichever index has fewer rows just now.
        if TREE_WALK.search(line) and '"slug" = ' not in sql:
            yield line
        scanned = re.match(r"SCAN (\w+)", line)
        if (
            scanned
            and "VIRTUAL" not in line
            and OF_FEW not in line
            and names.get(scanned[1]) in GROWING
        ):
            yield line


def aliases(sql: str) -> dict[str, str]:
    """The tables by the names that the query gives them."""
    found = re.findall(r'(?:FROM|JOIN) "?(\w+)"? (?:AS )?"?(\w+)"?', sql)
    return {alias: table for table, alias in found}


def whole(plan: Any) -> Iterator[str]:
    """The tables that PostgreSQL reads whole, be it in the order of an index."""
    if isinstance(plan, list):
        for part in plan:
            yield from whole(part)
    elif isinstance(plan, dict):
        if condition := plan.get("Index Cond"):
            yield f"SEARCH {plan['Index Name']} {condition}"
        is_scan = plan.get("Node Type") in ("Seq Scan", "Index Scan", "Index Only Scan")
        if is_scan and "Index Cond" not in plan:
            yield f"SCAN {plan['Relation Name']} {plan.get('Index Name', '')}"
        for part in plan.values():
            if isinstance(part, (list, dict)):
                yield from whole(part)
