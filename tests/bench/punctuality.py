"""How late the clock is: on an ordinary day, and with a thousand articles due at one moment."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import Page

from jobs.models import Heartbeat
from news.models import ArticleIndexPage, ArticlePage
from tests.editorial.scheduling import make_due, scheduled_article
from tests.factories import SectionFactory
from tests.jobs.processes import Processes, wait_until

pytestmark = [
    pytest.mark.usefixtures("transactional_db"),
    pytest.mark.processes,
]
AT_ONCE = 1000


@pytest.fixture
def section(processes: Processes, home_page: Page) -> ArticleIndexPage:
    return SectionFactory(parent=home_page)


def test_ordinary_day(processes: Processes, section: ArticleIndexPage) -> None:
    # Made beforehand: on a busy machine that takes longer than the moments are apart.
    tomorrow = timezone.now().replace(microsecond=0) + timedelta(days=1)
    steps = [timedelta(seconds=5 * number) for number in range(20)]
    articles = [scheduled_article(section, tomorrow + step) for step in steps for _ in range(10)]
    start_clock(processes)
    start = timezone.now().replace(microsecond=0) + timedelta(seconds=20)
    for step in steps:
        make_due(tomorrow + step, start + step)
    wait_until(lambda: ArticlePage.objects.live().count() == len(articles), 240)
    tell("200 articles, ten every five seconds", articles)


def test_a_thousand_at_once(processes: Processes, section: ArticleIndexPage) -> None:
    later = timezone.now() + timedelta(hours=1)
    articles = [scheduled_article(section, later) for _ in range(AT_ONCE)]
    start_clock(processes)
    make_due(later)
    wait_until(lambda: ArticlePage.objects.live().count() == AT_ONCE, 600)
    tell(f"{AT_ONCE} articles at one moment", articles)


def start_clock(processes: Processes) -> None:
    processes.start("clock")
    wait_until(Heartbeat.objects.exists)


def tell(what: str, articles: Sequence[ArticlePage]) -> None:
    """Print the seconds between the times that were set and the publications."""
    pages = ArticlePage.objects.filter(pk__in=[article.pk for article in articles])
    late = [page.last_published_at - page.go_live_at for page in pages]
    seconds = sorted(delay.total_seconds() for delay in late)
    in_time = sum(second <= 5 for second in seconds) / len(seconds)
    print(f"\n{connection.vendor}, {what}")
    print(f"  within 5 s: {in_time:.1%}")
    for share in (0.5, 0.99):
        print(f"  {share:.0%} within {seconds[int(share * (len(seconds) - 1))]:.2f} s")
    print(f"  latest: {seconds[-1]:.2f} s")
