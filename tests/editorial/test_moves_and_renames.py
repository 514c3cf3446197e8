"""A section is moved at the moment when the section above it, or its new one, gets a new name."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import product
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, Site

from accounts.models import User
from news.models import ArticleIndexPage, FormerAddress
from tests.editorial.conftest import member
from tests.editorial.notices.conftest import work
from tests.factories import ArticleFactory, HomePageFactory, SectionFactory
from tests.forms import fields_sent

WAITING = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


@pytest.mark.usefixtures("transactional_db")
def test_every_old_address_leads_on_whichever_comes_first(
    sign_in: Callable[[User], Client], reader: Client
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time, which holds the whole database")
    home = HomePageFactory()
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    adama, fatou = (sign_in(member("Chief editors", username=name)) for name in ("adama", "fatou"))
    kinds = product((False, True), repeat=3)
    for number, (renames_the_new, moves_first, by_script) in enumerate(kinds):
        above = SectionFactory(parent=home, slug=f"politique-{number}")
        other = SectionFactory(parent=home, slug=f"societe-{number}")
        moved = SectionFactory(parent=above, slug="mairies")
        move: Callable[[], Any]
        rename: Callable[[], Any]
        ArticleFactory(parent=moved, slug="un-maire")
        renamed = other if renames_the_new else above
        if by_script:
            move = partial(read(moved).move, read(other), pos="last-child")
            page = read(renamed)
            page.slug = f"nom-{number}"
            rename = page.save
        else:
            address = reverse("wagtailadmin_pages:move_confirm", args=[moved.pk, other.pk])
            move = partial(adama.post, address)
            edit = reverse("wagtailadmin_pages:edit", args=[renamed.pk])
            fields = fields_sent(fatou, edit) | {"slug": f"nom-{number}", "action-publish": "1"}
            rename = partial(fatou.post, edit, fields)
        with held(renamed) as one_after_the_other:
            answers = one_after_the_other(*((move, rename) if moves_first else (rename, move)))
        assert [getattr(answer, "status_code", 302) for answer in answers] == [302, 302]
        assert not any(Page.find_problems())
        for page in Page.objects.filter(depth__gt=2):
            assert page.url_path == f"{page.get_parent().url_path}{page.slug}/"
        assert Page.objects.child_of(read(other)).get() == Page.objects.get(pk=moved.pk)
        now = read(moved).url
        assert now == f"/{'nom' if renames_the_new else 'societe'}-{number}/mairies/"
        old = [f"/politique-{number}/", f"/societe-{number}/"]
        for _times in ("before the queue", "after the queue"):
            answer = reader.get(f"{old[0]}mairies/un-maire/")
            assert (answer.status_code, answer["Location"]) == (301, f"{now}un-maire/")
            answer = reader.get(old[renames_the_new])
            assert (answer.status_code, answer["Location"]) == (301, f"/nom-{number}/")
            work()
        assert FormerAddress.objects.filter(page=moved).exists()


@pytest.mark.django_db
def test_a_move_at_the_desk_looks_once_for_the_pages_to_lock(
    sign_in: Callable[[User], Client], home_page: Page
) -> None:
    above, other = (SectionFactory(parent=home_page) for _ in range(2))
    moved = SectionFactory(parent=above)
    chief = sign_in(member("Chief editors", username="adama"))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        chief.post(reverse("wagtailadmin_pages:move_confirm", args=[moved.pk, other.pk]))
    assert read(moved).get_parent().pk == other.pk
    locks = [query for query in queries if '"numchild" > 0' in query["sql"]]
    # SQLite locks the whole database, and needs to know no page for it.
    assert len(locks) == (connection.vendor == "postgresql")


def read(page: Page) -> ArticleIndexPage:
    """`page` as a script would have it."""
    return ArticleIndexPage.objects.get(pk=page.pk)


@contextmanager
def held(page: Page) -> Iterator[Callable[..., list[Any]]]:
    """Makes calls that need `page` wait for it in their order, and then go on at once."""

    def run(call: Callable[[], Any]) -> Any:
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:

        def one_after_the_other(*calls: Callable[[], Any]) -> list[Any]:
            asked: list[Future[Any]] = []
            with transaction.atomic(), connection.cursor() as cursor:
                list(Page.objects.select_for_update().filter(pk=page.pk))
                for call in calls:
                    asked.append(pool.submit(run, call))
                    while not any(one.done() for one in asked):
                        cursor.execute("SELECT pg_stat_clear_snapshot()")
                        cursor.execute(WAITING)
                        if cursor.fetchone() == (len(asked),):
                            break
            return [one.result(timeout=60) for one in asked]

        yield one_after_the_other
