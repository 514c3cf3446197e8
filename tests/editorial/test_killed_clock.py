"""A clock that dies at every statement of its run, one after the other."""

import os
import signal
import traceback
from itertools import count
from typing import Any

import pytest
from django.db import connection, connections
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from editorial.schedule.models import PublishingFailure
from jobs.clock import Clock
from news.models import ArticleIndexPage, ArticlePage
from tests.editorial.scheduling import (
    EXPIRED,
    expiring_article,
    is_fully_live,
    is_fully_scheduled,
    logged,
    scheduled_article,
)
from tests.factories import SectionFactory
from tests.jobs.processes import Processes, wait_until
from tests.scale import scaled

pytestmark = [
    pytest.mark.usefixtures("transactional_db"),
    pytest.mark.processes,
]


def run_clock_until(statement: int) -> int:
    """One step of a clock in a process of its own, which kills itself before that statement.

    Those that only read are left out but at the full scale: nothing has changed between two.

    Forked rather than started: a run has more statements than there is patience for starts.
    Returns 0 if the step ended before, -9 if it was killed.
    """
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        try:
            with connection.execute_wrapper(killing_at(statement)):
                Clock().step()
        except BaseException:  # noqa: BLE001
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def killing_at(statement: int) -> Any:
    executed = count(1)

    def kill(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        is_counted = scaled(0, 1) or not sql.startswith("SELECT")
        if is_counted and next(executed) == statement:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    return kill


def is_fully_withdrawn(page: Page) -> bool:
    page.refresh_from_db()
    return not page.live and page.expired and logged(page, EXPIRED) == 1


def is_untouched(page: Page) -> bool:
    page.refresh_from_db()
    return page.live and not page.expired and logged(page, EXPIRED) == 0


def test_killed_at_any_statement_each_page_is_done_whole_or_not_at_all(
    processes: Processes, home_page: Page
) -> None:
    section: ArticleIndexPage = SectionFactory(parent=home_page)
    if scaled(1, 0):
        # What else is due each hour or each day is done before, and not met again.
        assert run_clock_until(0) == 0
    published = [scheduled_article(section, title="Mil 0")]
    withdrawn = [expiring_article(section)]
    for statement in count(1):
        status = run_clock_until(statement)
        states = [
            (is_fully_live(published[-1]), is_fully_scheduled(published[-1])),
            (is_fully_withdrawn(withdrawn[-1]), is_untouched(withdrawn[-1])),
        ]
        assert all(done != waiting for done, waiting in states), (statement, states)
        if status == 0:
            break
        assert status == -signal.SIGKILL
        # Both kinds are due in every run, so that each of its statements is met with work to do.
        if states[0][0]:
            published.append(scheduled_article(section, title=f"Mil {statement}"))
        if states[1][0]:
            withdrawn.append(expiring_article(section))

    # Far more statements than a page has of its own: none was met by chance alone.
    assert statement > scaled(20, 60), statement
    wait_until(lambda: run_clock_until(0) == 0 and is_fully_live(published[-1]))
    assert all(is_fully_live(page) for page in published)
    assert all(is_fully_withdrawn(page) for page in withdrawn)
    assert not PublishingFailure.objects.exists()
    # What a clock died too early to index, the queue has kept.
    wait_until(lambda: processes.run("worker", "--batch") == 0)
    found = get_search_backend().search("Mil", ArticlePage.objects.live())
    assert {page.pk for page in found} == {page.pk for page in published}
