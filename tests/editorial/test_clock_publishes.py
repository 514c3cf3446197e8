"""Publishing by real clocks: many at once, failing, killed."""

import signal
from collections import Counter
from datetime import timedelta
from itertools import cycle
from random import Random

import pytest
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from editorial.schedule.models import PublishingFailure
from jobs.models import Heartbeat
from news.models import ArticleIndexPage, ArticlePage
from tests.editorial.scheduling import (
    EXPIRED,
    PUBLISHED,
    expiring_article,
    is_fully_live,
    is_fully_scheduled,
    logged,
    make_due,
    scheduled_article,
)
from tests.factories import SectionFactory
from tests.jobs.faults.folder import notes
from tests.jobs.processes import Processes, wait_until
from tests.scale import scaled

pytestmark = [
    pytest.mark.usefixtures("transactional_db"),
    pytest.mark.processes,
]
HOUR = timedelta(hours=1)
# Where the clock's processes fail when asked (tests/jobs/faults/receivers.py), and at what.
REFUSALS = [
    ("refuse-", ""),
    ("refuse-published-", ""),
    ("refuse-statement-", 'UPDATE "wagtailcore_page"'),
    ("refuse-statement-", 'UPDATE "news_articlepage"'),
    ("refuse-statement-", 'INSERT INTO "wagtailcore_pagelogentry"'),
    # By it what the page failed with before is looked for, to be deleted.
    ("refuse-statement-", 'SELECT "editorial_publishingfailure"'),
]


@pytest.fixture
def section(processes: Processes, home_page: object) -> ArticleIndexPage:
    return SectionFactory(parent=home_page)


@pytest.mark.postgres
def test_four_clocks_publish_and_withdraw_each_article_once(
    processes: Processes, section: ArticleIndexPage
) -> None:
    number = scaled(12, 160)
    for _ in range(4):
        processes.start("clock")
    wait_until(lambda: Heartbeat.objects.count() == 4)
    for _ in range(scaled(1, 20)):
        # Held back until all are there, then due at one moment.
        later = timezone.now() + HOUR
        going = [scheduled_article(section, later) for _ in range(number)]
        leaving = [expiring_article(section, later) for _ in range(number // 4)]
        pks = [page.pk for page in [*going, *leaving]]
        make_due(later)
        wait_until(lambda pks=pks: not still_to_do(pks), 120)
        wait_until(lambda: len(notes("effects")) >= number)

        assert all(is_fully_live(page) for page in going)
        assert all(logged(page, EXPIRED) == 1 for page in leaving)
        once = {str(page.pk): 1 for page in going}
        assert Counter(notes("published")) == once
        assert Counter(notes("effects")) == once
        assert Counter(notes("unpublished")) == {str(page.pk): 1 for page in leaving}
        assert not PublishingFailure.objects.exists()
        for name in ("published", "effects", "unpublished"):
            processes.mend(name)


def still_to_do(pks: list[int]) -> bool:
    scheduled = Revision.objects.filter(
        object_id__in=[str(pk) for pk in pks], approved_go_live_at__isnull=False
    )
    over = Page.objects.filter(pk__in=pks, live=True, expire_at__isnull=False)
    return scheduled.exists() or over.exists()


@pytest.mark.postgres
def test_articles_that_fail_at_random_points_stay_scheduled_and_go_live_once_mended(
    processes: Processes, section: ArticleIndexPage
) -> None:
    chance = Random(20261124)  # noqa: S311
    articles = [scheduled_article(section) for _ in range(scaled(14, 1000))]
    broken = chance.sample(articles, max(len(REFUSALS) + 1, len(articles) // 20))
    unreadable = broken.pop()
    content = Revision.objects.get(object_id=str(unreadable.pk)).content
    Revision.objects.filter(object_id=str(unreadable.pk)).update(content={"pk": unreadable.pk})
    faults = []
    for article, (refusal, statement) in zip(broken, cycle(REFUSALS), strict=False):
        faults.append(f"{refusal}{article.pk}")
        processes.ask(faults[-1], statement)
    failing = {article.pk for article in [unreadable, *broken]}

    assert processes.run("clock", "--once", seconds=600) == 0
    assert {page.pk for page in articles if is_fully_live(page)} == {
        page.pk for page in articles
    } - failing
    assert {page.pk for page in articles if is_fully_scheduled(page)} == failing
    failures = PublishingFailure.objects.all()
    assert {failure.page_id for failure in failures} == failing
    assert {failure.attempts for failure in failures} == {1}
    assert all(failure.last_error and failure.traceback for failure in failures)

    for fault in faults:
        processes.mend(fault)
    Revision.objects.filter(object_id=str(unreadable.pk)).update(content=content)
    # What rests after its failure is due.
    failures.update(next_try_at=timezone.now())
    processes.start("clock")
    wait_until(lambda: not PublishingFailure.objects.exists(), 60)
    assert all(is_fully_live(page) for page in articles)


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


@pytest.mark.postgres
def test_clock_killed_among_many_leaves_the_rest_to_the_next(
    processes: Processes, section: ArticleIndexPage
) -> None:
    articles = [scheduled_article(section) for _ in range(10)]
    clock = processes.start("clock")
    wait_until(lambda: PageLogEntry.objects.filter(action=PUBLISHED).count() >= 3)
    clock.send_signal(signal.SIGKILL)
    clock.wait()
    live = [article for article in articles if is_fully_live(article)]
    assert all(is_fully_scheduled(article) for article in articles if article not in live)
    processes.start("clock")
    wait_until(lambda: ArticlePage.objects.live().count() == 10)
    assert all(is_fully_live(article) for article in articles)


def test_clock_told_to_stop_among_many_stops_between_two(
    processes: Processes, section: ArticleIndexPage
) -> None:
    articles = [scheduled_article(section) for _ in range(12)]
    clock = processes.start("clock")
    wait_until(lambda: PageLogEntry.objects.filter(action=PUBLISHED).exists())
    clock.send_signal(signal.SIGTERM)
    assert clock.wait(timeout=60) == 0
    assert all(is_fully_live(page) != is_fully_scheduled(page) for page in articles)
