"""An editor changes their mind while the clock is on that very page.

Two threads, each with its own connection, whose statements are interleaved at random. The draws
come from a seed, which a failure names.
"""

import threading
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from accounts.models import User
from editorial.gates.models import GateRule
from editorial.schedule.run import publish_due
from editorial.versions.tokens import revision_token
from editorial.workflow import history
from home.models import HomePage
from news.models import ArticleIndexPage, ArticlePage
from tests.editorial.conftest import member
from tests.editorial.scheduling import PUBLISHED, is_fully_live, logged, schedule, scheduled_article
from tests.factories import ArticleFactory, SectionFactory
from tests.scale import scaled

pytestmark = pytest.mark.usefixtures("transactional_db")
HOUR = timedelta(hours=1)
ROUNDS = scaled(4, 100)


class Newsroom:
    """The people and the section that all rounds share."""

    def __init__(self, home_page: HomePage) -> None:
        # Tests with real commits begin with the rules of a new site; these texts are too short.
        GateRule.objects.all().delete()
        self.section: ArticleIndexPage = SectionFactory(parent=home_page)
        self.writer = member("Writers", username="awa")
        self.copy_editor = member("Copy editors", username="moussa")
        self.chief = member("Chief editors", username="fatoumata")
        self.clients = {}
        for user in (self.writer, self.copy_editor, self.chief):
            client = self.clients[user.pk] = Client()
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def as_chief(self, name: str, *args: object) -> "Request":
        return Request(self.clients[self.chief.pk], reverse(name, args=args))


class Request:
    """A request that is ready to be sent, and its answer."""

    def __init__(self, client: Client, url: str) -> None:
        self.client = client
        self.url = url
        self.data: dict[str, Any] = {}
        self.response: Any = None

    def send(self) -> None:
        self.response = self.client.post(self.url, self.data)

    @property
    def told(self) -> str:
        *_earlier, last = get_messages(self.response.wsgi_request)
        return str(last)


class Interleaving:
    """Runs two calls at once; after a statement of one it may be the other's turn for a while."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.done = threading.Condition()
        self.statements = {"clock": 0, "editor": 0}
        self.ended: set[str] = set()
        self.errors: list[BaseException] = []
        # One has a start of up to a whole publication. Both orders are met for certain: the first
        # two rounds let one begin when the other has ended.
        chance = Random(seed)  # noqa: S311
        self.second = ("clock", "editor")[seed] if seed < 2 else chance.choice(["clock", "editor"])
        self.head_start = 10_000 if seed < 2 else chance.randrange(80)

    def run(self, clock: Callable[[], object], editor: Callable[[], object]) -> None:
        threads = [
            threading.Thread(target=self._run, args=args)
            for args in (("clock", clock, "editor"), ("editor", editor, "clock"))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        assert len(self.ended) == 2, (self.seed, "hangs")
        assert not self.errors, (self.seed, self.errors)

    def _run(self, name: str, call: Callable[[], object], other: str) -> None:
        chance = Random(f"{self.seed} {name}")  # noqa: S311
        try:
            if name == self.second:
                self._let_go_on(other, self.head_start, 10)
            with connection.execute_wrapper(self._stepping(name, other, chance)):
                call()
        except BaseException as error:  # noqa: BLE001
            self.errors.append(error)
        finally:
            connection.close()
            with self.done:
                self.ended.add(name)
                self.done.notify_all()

    def _stepping(self, name: str, other: str, chance: Random) -> Any:
        def step(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            with self.done:
                self.statements[name] += 1
                self.done.notify_all()
            if chance.random() < 0.1:
                # The other may wait for a lock that this one holds: it is given little time.
                self._let_go_on(other, chance.randrange(1, 20), 0.02)
            return execute(sql, params, many, context)

        return step

    def _let_go_on(self, other: str, statements: int, seconds: float) -> None:
        with self.done:
            goal = self.statements[other] + statements
            self.done.wait_for(
                lambda: other in self.ended or self.statements[other] >= goal, seconds
            )


@pytest.fixture
def newsroom(home_page: HomePage) -> Newsroom:
    return Newsroom(home_page)


def race(seed: int, request: Request) -> None:
    """The clock's run beside the request, then one more run, which finds what the first left."""
    Interleaving(seed).run(publish_due, request.send)
    publish_due()


def scheduled(page: Page) -> list[int]:
    return list(page.revisions.exclude(approved_go_live_at=None).values_list("pk", flat=True))


def live_title(page: Page) -> str:
    page.refresh_from_db()
    return page.title if page.live else ""


def newer_version(page: ArticlePage, title: str, user: User, **fields: Any) -> Any:
    draft = Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object()
    draft.title = title
    draft.go_live_at = None
    for name, value in fields.items():
        setattr(draft, name, value)
    return draft.save_revision(user=user)


def at_the_last_step(page: ArticlePage, newsroom: Newsroom) -> Request:
    """The newest version in review, approved by the copy desk; the chief editor's approval."""
    page = Page.objects.get(pk=page.pk).specific
    page.get_workflow().start(page, newsroom.writer)
    first = page.current_workflow_task_state
    first.task.specific.on_action(
        first, newsroom.copy_editor, "approve", seen=revision_token(page.latest_revision)
    )
    page = Page.objects.get(pk=page.pk).specific
    last = page.current_workflow_task_state
    request = newsroom.as_chief("wagtailadmin_pages:workflow_action", page.pk, "approve", last.pk)
    request.url += f"?seen={revision_token(page.latest_revision)}"
    return request


@pytest.mark.postgres
def test_cancelled_article_never_slips_out(newsroom: Newsroom) -> None:
    outcomes = set()
    for seed in range(ROUNDS):
        article = scheduled_article(newsroom.section, title=f"Embargo {seed}")
        revision = article.scheduled_revision
        cancel = newsroom.as_chief(
            "wagtailadmin_pages:revisions_unschedule", article.pk, revision.pk
        )
        race(seed, cancel)
        too_late = "Trop tard" in cancel.told
        outcomes.add(too_late)
        assert is_fully_live(article) == too_late, seed
        assert logged(article, "wagtail.schedule.cancel") == (not too_late), seed
        assert logged(article, PUBLISHED) == too_late, seed
        assert not scheduled(article), seed
    assert outcomes == {True, False}


@pytest.mark.postgres
def test_withdrawn_article_does_not_come_back(newsroom: Newsroom) -> None:
    for seed in range(ROUNDS):
        article = ArticleFactory(parent=newsroom.section, title=f"Avant {seed}")
        article.title = f"Après {seed}"
        schedule(article, timezone.now() - HOUR)
        withdraw = newsroom.as_chief("wagtailadmin_pages:unpublish", article.pk)
        withdraw.data = {"reason": "Une erreur de personne."}
        race(seed, withdraw)
        assert withdraw.response.status_code == 302, seed
        assert live_title(article) == "", seed
        assert not scheduled(article), seed
        assert logged(article, history.WITHDRAWN) == 1, seed


@pytest.mark.postgres
def test_newer_version_that_was_approved_is_not_overwritten_by_the_scheduled_one(
    newsroom: Newsroom,
) -> None:
    for seed in range(ROUNDS):
        article = scheduled_article(newsroom.section, title=f"Ancien {seed}")
        newer_version(article, f"Nouveau {seed}", newsroom.writer)
        approve = at_the_last_step(article, newsroom)
        race(seed, approve)
        assert live_title(article) == f"Nouveau {seed}", seed
        assert not scheduled(article), seed


def test_version_put_off_to_a_later_hour_replaces_the_scheduled_one(newsroom: Newsroom) -> None:
    outcomes = set()
    for seed in range(ROUNDS):
        article = scheduled_article(newsroom.section, title=f"Ancien {seed}")
        later = timezone.now() + HOUR
        newer = newer_version(article, f"Nouveau {seed}", newsroom.writer, go_live_at=later)
        approve = at_the_last_step(article, newsroom)
        race(seed, approve)
        went_first = order_of(article, PUBLISHED) < order_of(article, "wagtail.publish.schedule")
        outcomes.add(went_first)
        assert live_title(article) == (f"Ancien {seed}" if went_first else ""), seed
        assert logged(article, PUBLISHED) == went_first, seed
        assert scheduled(article) == [newer.pk], seed
    assert outcomes == {True, False}


def order_of(page: Page, action: str) -> float:
    """When the history first tells of `action`, for comparison; never is later than all."""
    entry = PageLogEntry.objects.filter(page=page.pk, action=action).order_by("pk").first()
    return entry.pk if entry else float("inf")


@pytest.mark.postgres
def test_correction_of_a_live_article_is_not_overwritten(newsroom: Newsroom) -> None:
    for seed in range(ROUNDS):
        article = ArticleFactory(parent=newsroom.section, title=f"Avant {seed}")
        article.title = f"Mise à jour {seed}"
        schedule(article, timezone.now() - HOUR)
        correction = newer_version(article, f"Corrigé {seed}", newsroom.copy_editor)
        correct = newsroom.as_chief("publish_in_emergency", article.pk)
        correct.data = {"reason": "Le chiffre est faux.", "revision": correction.pk}
        race(seed, correct)
        assert correct.response.status_code == 302, seed
        assert live_title(article) == f"Corrigé {seed}", seed
        assert not scheduled(article), seed
