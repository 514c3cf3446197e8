"""What the admin's lists cost: as many queries at any size, and no reading of a whole table."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models.pages import PagePermissionTester

from accounts.models import User
from editorial.permissions import NewsroomPermissions
from news.models import ArticleIndexPage
from tests.counting import queries_of
from tests.factories import ArticleFactory, AuthorFactory

SignIn = Callable[[User], Client]

SORTS = ("title", "-title", "live", "-live", "latest_revision_created_at")
# Tables that grow with the paper.
GROWING = (
    "wagtailcore_page",
    "news_articlepage",
    "wagtailcore_revision",
    "wagtailsearch_indexentry",
    "news_byline",
    "news_articletag",
    "wagtailcore_pagelogentry",
    "wagtailcore_modellogentry",
    "wagtailcore_workflowstate",
    "wagtailcore_taskstate",
)
# A walk along one of these ends where the page of the list is full.
IN_ORDER = ("INDEX editorial", "INDEX wagtailcore_pagelogentry_timestamp")


def lists(section: ArticleIndexPage) -> list[str]:
    explorer = reverse("wagtailadmin_explore", args=[section.pk])
    articles = reverse("articles:index")
    chooser = reverse("wagtailadmin_choose_page_child", args=[section.pk])
    menu = reverse("wagtailadmin_api:pages:listing")
    author = AuthorFactory().pk
    return [
        *(f"{address}?ordering={sort}" for address in (explorer, articles) for sort in SORTS),
        *(f"{address}?q=crue" for address in (explorer, articles)),
        f"{explorer}?q=crue&ordering=title",
        f"{articles}?author={author}&kind=news",
        f"{articles}?section={section.pk}",
        f"{articles}?state=draft",
        reverse("wagtailadmin_pages:search") + "?q=crue",
        reverse("wagtailadmin_pages:search") + "?q=c&content_type=news.articlepage",
        chooser,
        f"{chooser}?page_type=news.articlepage",
        reverse("wagtailadmin_choose_page_search") + "?q=crue",
        f"{menu}?child_of={section.pk}&for_explorer=1",
        f"{menu}?child_of={section.get_parent().pk}&for_explorer=1",
        reverse("wagtailadmin_reports:aging_pages"),
        reverse("wagtailadmin_reports:locked_pages"),
        reverse("wagtailadmin_reports:site_history"),
        reverse("wagtailadmin_reports:workflow"),
        reverse("wagtailadmin_reports:workflow_tasks"),
        reverse("wagtailadmin_home"),
    ]


def write(section: ArticleIndexPage, user: User, count: int) -> None:
    for _number in range(count):
        author = AuthorFactory()
        article = ArticleFactory(
            parent=section, authors=[author], title=f"La crue {author.pk}", owner=user
        )
        article.tags.add("Fleuve")
        article.save_revision(user=user, log_action=True).publish()
        draft = ArticleFactory(
            parent=section, authors=[author], owner=user, live=False, first_published_at=None
        )
        draft.save_revision(user=user)
        draft.get_workflow().start(draft, user)


def test_a_list_has_as_many_queries_with_two_articles_as_with_twelve(
    section: ArticleIndexPage, writer: User, chief: User, sign_in: SignIn
) -> None:
    addresses = [address for address in lists(section) if "?ordering=" not in address]
    asked = [(sign_in(chief), address) for address in addresses]
    asked += [(sign_in(writer), lists(section)[0])]
    write(section, writer, 2)
    few = [(address, queries_of(client, address)) for client, address in asked]
    write(section, writer, 10)
    assert [(address, queries_of(client, address)) for client, address in asked] == few


@pytest.mark.parametrize("who", ["admin", "chief", "moderator", "writer"])
@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("is_own", [True, False])
def test_what_wagtail_lets_one_delete_is_known_without_a_query(
    section: ArticleIndexPage,
    who: str,
    live: bool,
    is_own: bool,
    request: pytest.FixtureRequest,
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    user = request.getfixturevalue(who)
    owner = user if is_own else None
    page = ArticleFactory(parent=section, live=live, owner=owner)
    ours, stock = NewsroomPermissions(user, page), PagePermissionTester(user, page)
    expected = stock.can_delete()
    with django_assert_num_queries(0):
        assert ours._takes_away(ignore_bulk=False) == expected


@pytest.mark.parametrize("who", ["chief", "writer"])
def test_no_list_reads_a_table_that_grows(
    section: ArticleIndexPage, who: str, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("of few rows, PostgreSQL reads any table")
    user = request.getfixturevalue(who)
    write(section, user, 2)
    client = sign_in(user)
    found = {
        address: reads for address in lists(section) if (reads := whole_reads(client, address))
    }
    assert found == {}


def whole_reads(client: Client, address: str) -> list[str]:
    """The steps of the plans of its queries that read all rows of a growing table."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code in (200, 302)
    steps = []
    with connection.cursor() as cursor:
        for query in queries.captured_queries:
            if query["sql"].startswith("SELECT"):
                cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}".replace("%", "%%"), [])
                steps += [(row[3], query["sql"]) for row in cursor.fetchall()]
    return [
        f"{step}: {sql[:300]} … {sql[-300:]}"
        for step, sql in steps
        if step.startswith("SCAN ")
        and step.split()[1] in GROWING
        and not any(index in step for index in IN_ORDER)
        # The number of all rows is counted in the smallest of the indexes.
        and not (sql.startswith("SELECT COUNT(*)") and "COVERING INDEX" in step)
    ]
