"""What it costs to open a text and to save it: no question is asked over and over."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from news.models import ArticlePage, Byline
from tests.editorial.steps import submit
from tests.factories import AuthorFactory, NewsImageFactory
from tests.forms import fields_sent

SignIn = Callable[[User], Client]
AS_AUTOSAVE = {"accept": "application/json"}


@contextmanager
def questions() -> Iterator[Counter[str]]:
    """Count what the database is asked meanwhile, without what only holds it together."""
    asked: Counter[str] = Counter()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        yield asked
    for query in queries:
        if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN")):
            asked[re.sub(r"\s+", " ", query["sql"])] += 1


def often(asked: Counter[str], times: int) -> dict[str, int]:
    return {sql: number for sql, number in asked.items() if number > times}


@pytest.fixture
def illustrated(draft: ArticlePage, writer: User) -> ArticlePage:
    """The draft with a picture, two authors and three tags."""
    draft.lead_image = NewsImageFactory()
    draft.bylines.set([Byline(author=AuthorFactory()) for _ in range(2)])
    draft.tags.set(["Budget", "Mairies", "Ségou"])
    draft.save()
    draft.save_revision(user=writer)
    return ArticlePage.objects.get(pk=draft.pk)


def test_the_page_of_the_editor_is_small_on_the_line(
    illustrated: ArticlePage, writer: User, sign_in: SignIn
) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[illustrated.pk])
    page = sign_in(writer).get(url, headers={"accept-encoding": "br"})
    assert page["Content-Encoding"] == "br"
    # Each time that a text is opened: 220 KB and more as it is.
    assert len(page.content) < 32_000


def test_a_reviewers_page_asks_each_question_once(
    draft: ArticlePage, writer: User, copy_editor: User, sign_in: SignIn
) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    submit(draft, writer)
    client = sign_in(copy_editor)
    client.get(url)
    with questions() as asked:
        client.get(url)
    assert often(asked, 2) == {}
    assert asked.total() < 90


@pytest.mark.parametrize("headers", [{}, AS_AUTOSAVE], ids=["by hand", "autosave"])
def test_a_save_asks_no_question_over_and_over(
    illustrated: ArticlePage, writer: User, sign_in: SignIn, headers: dict[str, str]
) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[illustrated.pk])
    client = sign_in(writer)
    fields = fields_sent(client, url) | {"standfirst": "Un autre chapô."}
    with questions() as asked:
        answer = client.post(url, fields, headers=headers)
    assert answer.status_code == (200 if headers else 302)
    assert ArticlePage.objects.get(pk=illustrated.pk).latest_revision.content["standfirst"] == (
        "Un autre chapô."
    )
    # Rows are read by form, page, version and both indexes, each as they are by then.
    assert often(asked, 6) == {}
    assert asked.total() < (120 if headers else 100)


def test_a_save_writes_the_references_of_a_page_once_and_its_tags_in_place(
    illustrated: ArticlePage, writer: User, sign_in: SignIn
) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[illustrated.pk])
    client = sign_in(writer)
    before = set(illustrated.tagged_items.values_list("pk", "tag__name"))
    fields = fields_sent(client, url) | {"tags": "Budget, Mairies, Kayes"}
    with questions() as asked:
        assert client.post(url, fields).status_code == 302
    read = [sql for sql in asked.elements() if 'FROM "wagtailcore_referenceindex"' in sql]
    assert len([sql for sql in read if sql.startswith("SELECT")]) <= 2
    after = set(illustrated.tagged_items.values_list("pk", "tag__name"))
    assert {name for _pk, name in after} == {"Budget", "Mairies", "Kayes"}
    assert len(before & after) == 2


def test_a_save_as_a_version_alone_writes_no_references(
    illustrated: ArticlePage, writer: User
) -> None:
    with questions() as asked:
        illustrated.save_revision(user=writer)
    assert not [sql for sql in asked if "wagtailcore_referenceindex" in sql]


def test_a_version_looks_for_what_it_names_once_a_table(
    illustrated: ArticlePage, django_assert_max_num_queries: Any
) -> None:
    version = illustrated.latest_revision
    with django_assert_max_num_queries(10):
        page = version.as_object()
        assert [byline.author.name for byline in page.bylines.all()]
        assert {tag.name for tag in page.tags.all()} == {"Budget", "Mairies", "Ségou"}
        assert page.lead_image.title
