"""What one publishing run does with one page."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models.signals import pre_save
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.search.backends import get_search_backend
from wagtail.signals import page_published, page_unpublished

from editorial.schedule.models import PublishingFailure
from editorial.schedule.run import publish_due
from news.models import ArticleIndexPage, ArticlePage
from tests.editorial.scheduling import (
    EXPIRED,
    PUBLISHED,
    expiring_article,
    is_fully_live,
    is_fully_scheduled,
    logged,
    schedule,
    scheduled_article,
)
from tests.factories import ArticleFactory, SectionFactory
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
@made_once
def section(home_page: Any) -> ArticleIndexPage:
    return SectionFactory(parent=home_page)


@contextmanager
def raising(signal: Any, sender: Any, page: Page, message: str) -> Iterator[None]:
    def receiver(instance: Page, **kwargs: Any) -> None:
        if instance.pk == page.pk:
            raise RuntimeError(message)

    signal.connect(receiver, sender=sender)
    try:
        yield
    finally:
        signal.disconnect(receiver, sender=sender)


def unpublishable(page: Page, message: str = "The disk is full") -> Any:
    return raising(pre_save, ArticlePage, page, message)


def try_now(page: Page) -> None:
    PublishingFailure.objects.filter(page=page.pk).update(next_try_at=timezone.now())
    publish_due()


@pytest.mark.postgres
def test_article_goes_live_at_its_time_and_not_before(section: ArticleIndexPage) -> None:
    at = timezone.now() + HOUR
    article = scheduled_article(section, at)
    assert publish_due().published == 0
    assert is_fully_scheduled(article)
    assert publish_due(at - timedelta(seconds=1)).published == 0


def test_live_article_is_on_every_list_at_once(section: ArticleIndexPage, reader: Any) -> None:
    article = scheduled_article(section, title="Le barrage de Sélingué rouvre")
    assert publish_due().published == 1
    assert is_fully_live(article)
    found = get_search_backend().search("barrage", ArticlePage.objects.live())
    assert [page.pk for page in found] == [article.pk]
    assert article in ArticlePage.objects.published()
    for page in (section, section.get_parent()):
        assert article.title in reader.get(page.url).content.decode()


@pytest.mark.postgres
def test_second_run_has_nothing_left_to_do(section: ArticleIndexPage) -> None:
    article = scheduled_article(section)
    assert publish_due().published == 1
    assert publish_due().published == 0
    assert is_fully_live(article)


def test_what_was_approved_is_published_not_what_was_written_since(
    section: ArticleIndexPage,
) -> None:
    article = scheduled_article(section, title="Approuvé")
    article.title = "Pas relu"
    article.save_revision()
    publish_due()
    assert is_fully_live(article)
    assert article.title == "Approuvé"
    assert article.has_unpublished_changes
    assert article.get_latest_revision_as_object().title == "Pas relu"


def test_cancelled_article_stays_a_draft(section: ArticleIndexPage) -> None:
    article = scheduled_article(section)
    revision = article.scheduled_revision
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    assert publish_due().published == 0
    article.refresh_from_db()
    assert not article.live


@pytest.mark.postgres
def test_update_of_a_live_article_goes_live_at_its_time(section: ArticleIndexPage) -> None:
    article = ArticleFactory(parent=section, title="Avant")
    first = article.first_published_at.replace(microsecond=0)
    article.title = "Après"
    schedule(article, timezone.now() - HOUR)
    publish_due()
    article.refresh_from_db()
    assert (article.title, article.live) == ("Après", True)
    assert article.first_published_at.replace(microsecond=0) == first


def test_update_that_was_written_before_the_first_publication_takes_nothing_offline(
    section: ArticleIndexPage,
) -> None:
    article = scheduled_article(section, title="Premier")
    draft = Page.objects.get(pk=article.pk).specific.get_latest_revision_as_object()
    draft.title = "Second"
    draft.go_live_at = timezone.now() + HOUR
    second = draft.save_revision()
    publish_due()
    Revision.objects.get(pk=second.pk).publish()
    article.refresh_from_db()
    assert (article.live, article.title) == (True, "Premier")
    assert article.scheduled_revision == second


def test_review_of_a_newer_version_goes_on_when_an_older_one_goes_live(
    section: ArticleIndexPage,
) -> None:
    article = scheduled_article(section, title="Premier")
    article.title = "Second"
    article.save_revision()
    state = article.get_workflow().start(article, None)
    publish_due()
    state.refresh_from_db()
    assert state.status == state.STATUS_IN_PROGRESS
    article.refresh_from_db()
    assert (article.live, article.title) == (True, "Premier")


def test_alias_goes_live_with_its_source(section: ArticleIndexPage) -> None:
    article = scheduled_article(section)
    alias = article.create_alias(update_slug="copie")
    publish_due()
    alias.refresh_from_db()
    assert alias.live


@pytest.mark.postgres
def test_article_expires_at_its_time(section: ArticleIndexPage) -> None:
    over = expiring_article(section)
    not_yet = expiring_article(section, timezone.now() + HOUR)
    assert publish_due().expired == 1
    assert publish_due().expired == 0
    over.refresh_from_db()
    not_yet.refresh_from_db()
    assert (over.live, over.expired) == (False, True)
    assert not_yet.live
    assert logged(over, EXPIRED) == 1
    assert over not in ArticlePage.objects.published()


def test_article_whose_whole_time_was_missed_goes_live_and_expires(
    section: ArticleIndexPage,
) -> None:
    article = scheduled_article(section, expire_at=timezone.now() - timedelta(seconds=1))
    publish_due()
    publish_due()
    article.refresh_from_db()
    assert (article.live, article.expired) == (False, True)
    assert (logged(article, PUBLISHED), logged(article, EXPIRED)) == (1, 1)


def test_expiry_does_not_drop_an_update_that_is_approved_for_later(
    section: ArticleIndexPage,
) -> None:
    article = expiring_article(section)
    later = timezone.now() + HOUR
    article.expire_at = None
    revision = schedule(article, later)
    publish_due()
    article.refresh_from_db()
    revision.refresh_from_db()
    assert not article.live
    assert revision.approved_go_live_at == later


@pytest.mark.postgres
def test_failing_article_does_not_stop_the_others_and_stays_scheduled(
    section: ArticleIndexPage,
) -> None:
    broken, sound = scheduled_article(section), scheduled_article(section)
    with unpublishable(broken):
        run = publish_due()
    assert (run.published, run.failed) == (1, 1)
    assert is_fully_live(sound)
    assert is_fully_scheduled(broken)
    failure = PublishingFailure.objects.get()
    assert (failure.page_id, failure.attempts) == (broken.pk, 1)
    assert "The disk is full" in failure.last_error
    assert "Traceback" in failure.traceback


@pytest.mark.postgres
@pytest.mark.parametrize("action", ["publish", "expire"])
def test_receiver_that_raises_leaves_the_page_as_it_was(
    section: ArticleIndexPage, action: str
) -> None:
    if action == "publish":
        page, signal = scheduled_article(section), page_published
    else:
        page, signal = expiring_article(section), page_unpublished
    with raising(signal, ArticlePage, page, "No answer"):
        assert publish_due().failed == 1
    page.refresh_from_db()
    assert page.live == (action == "expire")
    assert logged(page, PUBLISHED) + logged(page, EXPIRED) == 0
    try_now(page)
    page.refresh_from_db()
    assert page.live == (action == "publish")
    assert not PublishingFailure.objects.exists()


@pytest.mark.postgres
def test_revision_that_cannot_be_read_is_a_failure_like_any_other(
    section: ArticleIndexPage,
) -> None:
    broken, sound = scheduled_article(section), scheduled_article(section)
    Revision.objects.filter(object_id=str(broken.pk)).update(content={"pk": broken.pk, "x": []})
    assert publish_due().published == 1
    assert is_fully_live(sound)
    assert PublishingFailure.objects.get().page_id == broken.pk


def test_invalid_article_fails_with_the_words_of_the_form(section: ArticleIndexPage) -> None:
    article = scheduled_article(section, slug="pris")
    ArticleFactory(parent=section, slug="libre")
    Page.objects.filter(pk=article.pk).update(slug="autre")
    ArticleFactory(parent=section, slug="pris")
    assert publish_due().failed == 1
    assert is_fully_scheduled(article)
    failure = PublishingFailure.objects.get()
    assert "pris" in failure.last_error
    assert "ValidationError" not in failure.last_error


def test_failed_article_rests_longer_each_time_then_goes_live_once_mended(
    section: ArticleIndexPage,
) -> None:
    article = scheduled_article(section)
    rests = []
    with unpublishable(article):
        publish_due()
        assert publish_due().failed == 0
        for _ in range(3):
            failure = PublishingFailure.objects.get()
            rests.append((failure.next_try_at - failure.last_failed_at).total_seconds())
            try_now(article)
    assert rests == [5, 10, 20]
    assert PublishingFailure.objects.get().attempts == 4
    try_now(article)
    assert is_fully_live(article)
    assert not PublishingFailure.objects.exists()


def test_failure_is_forgotten_when_the_schedule_is_cancelled(section: ArticleIndexPage) -> None:
    article = scheduled_article(section)
    with unpublishable(article):
        publish_due()
    Revision.objects.filter(object_id=str(article.pk)).update(approved_go_live_at=None)
    assert not PublishingFailure.objects.current().exists()
    publish_due()
    assert not PublishingFailure.objects.exists()


def test_new_schedule_does_not_rest_for_the_failure_of_the_old_one(
    section: ArticleIndexPage,
) -> None:
    article = scheduled_article(section)
    with unpublishable(article):
        publish_due()
    Revision.objects.filter(object_id=str(article.pk)).update(
        approved_go_live_at=timezone.now() - timedelta(seconds=1)
    )
    assert publish_due().published == 1
    assert not PublishingFailure.objects.exists()


def test_version_that_names_a_later_time_than_its_approval_fails_in_words(
    section: ArticleIndexPage,
) -> None:
    article = scheduled_article(section)
    revision = article.scheduled_revision
    content = revision.content | {"go_live_at": (timezone.now() + HOUR).isoformat()}
    Revision.objects.filter(pk=revision.pk).update(content=content)
    assert publish_due().failed == 1
    assert is_fully_scheduled(article)
    failure = PublishingFailure.objects.get()
    assert failure.last_error == "La version approuvée porte une autre heure que son approbation."


@pytest.mark.postgres
def test_receiver_that_leaves_the_program_stops_nobody_else(section: ArticleIndexPage) -> None:
    broken, sound = scheduled_article(section), scheduled_article(section)

    def leave(instance: Page, **kwargs: Any) -> None:
        if instance.pk == broken.pk:
            raise SystemExit(3)

    page_published.connect(leave)
    try:
        assert publish_due().failed == 1
    finally:
        page_published.disconnect(leave)
    assert is_fully_live(sound)
    assert is_fully_scheduled(broken)


@pytest.mark.postgres
def test_error_that_no_database_can_hold_is_on_record_all_the_same(
    section: ArticleIndexPage,
) -> None:
    broken, sound = scheduled_article(section), scheduled_article(section)
    with unpublishable(broken, "Bad name \0 \udcff" + "x" * 100_000):
        run = publish_due()
    assert (run.published, run.failed) == (1, 1)
    assert is_fully_live(sound)
    failure = PublishingFailure.objects.get()
    assert failure.last_error.startswith("RuntimeError: Bad name ? ?x")
    assert len(failure.last_error) + len(failure.traceback) < 30_000


def test_rest_from_before_the_clock_was_set_back_does_not_hold(section: ArticleIndexPage) -> None:
    article = scheduled_article(section)
    with unpublishable(article):
        publish_due()
    PublishingFailure.objects.update(next_try_at=timezone.now() + 2 * HOUR)
    assert publish_due().published == 1


def test_run_ends_between_two_pages_when_told(section: ArticleIndexPage) -> None:
    articles = [scheduled_article(section) for _ in range(3)]
    answers = iter([True, False])
    assert publish_due(should_continue=lambda: next(answers)).published == 1
    assert [is_fully_live(article) for article in articles].count(True) == 1


def test_cron_out_of_habit_does_what_the_clock_does(section: ArticleIndexPage) -> None:
    article = scheduled_article(section)
    told = StringIO()
    call_command("publish_scheduled", "--dryrun", stdout=told)
    assert article.title in told.getvalue()
    assert is_fully_scheduled(article)
    with unpublishable(article), pytest.raises(CommandError):
        call_command("publish_scheduled", stdout=told)
    assert is_fully_scheduled(article)
    PublishingFailure.objects.all().delete()
    call_command("publish_scheduled", stdout=told)
    assert is_fully_live(article)
