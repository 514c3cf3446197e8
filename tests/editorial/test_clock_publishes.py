"""Publishing by real clocks: many at once, failing, killed."""

import signal
from collections import Counter
from datetime import timedelta
from itertools import count

import pytest
from django.utils import timezone
from wagtail.models import PageLogEntry
from wagtail.search.backends import get_search_backend

from editorial.models import PublishingFailure
from jobs.models import Heartbeat
from news.models import ArticleIndexPage, ArticlePage
from tests.editorial.scheduling import (
    EXPIRED,
    PUBLISHED,
    expiring_article,
    is_fully_live,
    is_fully_scheduled,
    logged,
    scheduled_article,
)
from tests.factories import SectionFactory
from tests.jobs.faults.folder import notes
from tests.jobs.processes import Processes, wait_until

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.processes,
]


@pytest.fixture
def section(processes: Processes, home_page: object) -> ArticleIndexPage:
    return SectionFactory(parent=home_page)


def test_four_clocks_publish_and_withdraw_each_article_once(
    processes: Processes, section: ArticleIndexPage
) -> None:
    at = timezone.now() + timedelta(seconds=15)
    going = [scheduled_article(section, at) for _ in range(40)]
    leaving = [expiring_article(section, at) for _ in range(10)]
    for _ in range(4):
        processes.start("clock")
    wait_until(lambda: Heartbeat.objects.count() == 4)
    assert not ArticlePage.objects.live().exclude(pk__in=[page.pk for page in leaving]).exists()
    wait_until(lambda: ArticlePage.objects.live().count() == 40, 60)
    wait_until(lambda: ArticlePage.objects.filter(expired=True).count() == 10)
    wait_until(lambda: len(notes("effects")) >= 40)

    assert all(is_fully_live(page) for page in going)
    assert all(logged(page, EXPIRED) == 1 for page in leaving)
    once = {str(page.pk): 1 for page in going}
    assert Counter(notes("published")) == once
    assert Counter(notes("effects")) == once
    assert Counter(notes("unpublished")) == {str(page.pk): 1 for page in leaving}
    assert not PublishingFailure.objects.exists()


def test_failing_articles_stay_scheduled_and_go_live_once_mended(
    processes: Processes, section: ArticleIndexPage
) -> None:
    articles = [scheduled_article(section) for _ in range(6)]
    faults = [f"refuse-{articles[1].pk}", f"refuse-published-{articles[3].pk}"]
    for fault in faults:
        processes.ask(fault)
    processes.start("clock")
    wait_until(lambda: ArticlePage.objects.live().count() == 4)
    wait_until(lambda: PublishingFailure.objects.filter(attempts__gte=1).count() == 2)
    assert is_fully_scheduled(articles[1])
    assert is_fully_scheduled(articles[3])

    for fault in faults:
        processes.mend(fault)
    wait_until(lambda: ArticlePage.objects.live().count() == 6)
    assert all(is_fully_live(article) for article in articles)
    assert not PublishingFailure.objects.exists()


def test_effect_that_fails_after_the_commit_is_no_failure_of_the_article(
    processes: Processes, section: ArticleIndexPage
) -> None:
    first, second = scheduled_article(section), scheduled_article(section)
    processes.ask(f"refuse-effect-{first.pk}")
    processes.start("clock")
    wait_until(lambda: ArticlePage.objects.live().count() == 2)
    wait_until(lambda: notes("effects") == [str(second.pk)])
    assert is_fully_live(first)
    assert Counter(notes("published")) == {str(first.pk): 1, str(second.pk): 1}
    assert not PublishingFailure.objects.exists()


def test_killed_at_any_statement_each_article_is_fully_live_or_fully_scheduled(
    processes: Processes, section: ArticleIndexPage
) -> None:
    """Ever later in the run, in strides that are no multiple of a page's statements."""
    articles = [scheduled_article(section, title=f"Mil {number}") for number in range(4)]
    for statement in count(11, 17):
        status = processes.run("clock", "--once", KILL_AT_STATEMENT=str(statement))
        states = [(is_fully_live(page), is_fully_scheduled(page)) for page in articles]
        assert all(live != scheduled for live, scheduled in states), (statement, states)
        if status == 0:
            break
        assert status == -signal.SIGKILL
    assert all(is_fully_live(article) for article in articles)
    assert len(processes.started) > 4
    # What a clock died too early to index, the queue has kept.
    wait_until(lambda: processes.run("worker", "--batch") == 0)
    found = get_search_backend().search("Mil", ArticlePage.objects.live())
    assert {page.pk for page in found} == {page.pk for page in articles}


def test_clock_killed_among_many_leaves_the_rest_to_the_next(
    processes: Processes, section: ArticleIndexPage
) -> None:
    articles = [scheduled_article(section) for _ in range(30)]
    clock = processes.start("clock")
    wait_until(lambda: PageLogEntry.objects.filter(action=PUBLISHED).count() >= 5)
    clock.send_signal(signal.SIGKILL)
    clock.wait()
    live = [article for article in articles if is_fully_live(article)]
    assert all(is_fully_scheduled(article) for article in articles if article not in live)
    processes.start("clock")
    wait_until(lambda: ArticlePage.objects.live().count() == 30)
    assert all(is_fully_live(article) for article in articles)


def test_clock_told_to_stop_among_many_stops_within_two_seconds(
    processes: Processes, section: ArticleIndexPage
) -> None:
    articles = [scheduled_article(section) for _ in range(60)]
    clock = processes.start("clock")
    wait_until(lambda: PageLogEntry.objects.filter(action=PUBLISHED).exists())
    clock.send_signal(signal.SIGTERM)
    assert clock.wait(timeout=2) == 0
    assert all(is_fully_live(page) != is_fully_scheduled(page) for page in articles)
