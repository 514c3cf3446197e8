"""What a page asks of the database, and what it sends, is bounded. Nothing here looks at a clock.

`make bench` measures the same pages at full size. A limit is lowered when a page needs less.
"""

import pytest

from demo import synthetic
from demo.synthetic import archive, staff
from scripts.bench import pages
from tests.factories import AuthorFactory, SectionFactory
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
# Of a page that is rendered: queries, and statements that read a table that grows with the archive
# from end to end. None of these is meant to be.
QUERIES = {
    "article": 24,
    "la Une": 15,
    # One of them: which sections have races.
    "section": 18,
    "tag": 13,
    "author": 13,
    "search, common word": 19,
    "search, rare words": 19,
    "corrections": 10,
    "feed": 9,
    "sitemap": 7,
}
SCANS = {
    "search, common word": 1,
    "search, rare words": 1,
    "corrections": 1,
}
# In Brotli.
BYTES = 6_500
FEW, MORE = 60, 60


def add(count):
    small = [(staff, "TAGS", 30), (staff, "AUTHORS", 5), (archive, "WITH_VERSIONS", 2)]
    with pytest.MonkeyPatch.context() as patch:
        for where, name, value in small:
            patch.setattr(where, name, value)
        assert sum(synthetic.make(count)) == count


def counted():
    return {kind: pages.counted(paths[0]) for kind, paths in pages.addresses().items()}


@pytest.fixture
@made_once
def figures(home_page):
    """Of each kind of page, with few articles and with more."""
    AuthorFactory()
    for _ in range(3):
        SectionFactory(parent=home_page)
    add(FEW)
    few = counted()
    add(MORE)
    return few, counted()


def test_page_asks_and_sends_no_more_than_it_may(figures):
    _few, more = figures
    over = {
        kind: found
        for kind, found in more.items()
        if found["queries"] > QUERIES[kind]
        or found["scans"] > SCANS.get(kind, 0)
        or found["bytes"] > BYTES
    }
    assert not over, str(over)


def test_number_of_queries_does_not_grow_with_the_archive(figures):
    few, more = figures
    # Where hardly anything is found, other spellings are looked for.
    steady = set(few) - {"search, rare words"}
    assert {kind: few[kind]["queries"] for kind in steady} == {
        kind: more[kind]["queries"] for kind in steady
    }


def test_reader_writes_nothing(figures):
    _few, more = figures
    assert not {kind: found for kind, found in more.items() if found["writes"]}
