"""A full disk is said in words, keeps what was typed, and is waited for; a real disk is filled."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from accounts.sessions import tracking
from accounts.sessions.models import SignIn
from delivery import disk, health
from editorial.editor.kept_text import TAKE_UP_FIELD
from editorial.schedule.models import PublishingFailure
from home.models import HomePage
from home.outages import outage_answer
from jobs.models import PeriodicJob
from news.models import ArticleIndexPage, ArticlePage
from tests.editorial.scheduling import is_fully_live, scheduled_article
from tests.factories import ArticleFactory, SectionFactory, UserFactory
from tests.forms import fields_of, read_form
from tests.jobs.faults import tasks
from tests.jobs.faults.folder import notes
from tests.jobs.full_disk import SmallDisk
from tests.jobs.processes import Processes, wait_until

# PostgreSQL keeps its files elsewhere.
pytestmark = pytest.mark.sqlite
real = pytest.mark.usefixtures("transactional_db")
TYPED = "Le pont ferme lundi à l’aube. " * 4


@pytest.fixture
def section(small_disk: SmallDisk, home_page: HomePage) -> ArticleIndexPage:
    return SectionFactory(parent=home_page)


@pytest.fixture
def draft(section: ArticleIndexPage) -> ArticlePage:
    article = ArticleFactory(parent=section, live=False, first_published_at=None)
    article.save_revision()
    return article


@pytest.fixture
def desk(section: ArticleIndexPage) -> Client:
    client = Client(raise_request_exception=False)
    admin: User = UserFactory(is_superuser=True, is_staff=True)
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    return client


def latest(page: ArticlePage) -> Any:
    return ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()


@real
def test_a_save_is_refused_in_words_and_sent_again_from_the_answer(
    small_disk: SmallDisk, draft: ArticlePage, desk: Client
) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    fields = read_form(desk, url) | {"standfirst": TYPED}
    small_disk.brim()
    answer = desk.post(url, fields)
    assert answer.status_code == 507
    assert int(answer["Retry-After"]) > 0
    page = BeautifulSoup(answer.content, "html.parser")
    assert "Le disque du serveur est plein" in page.h1.text
    again = page.find("main").find("form")
    assert again["action"] == url
    kept = {field["name"]: field["value"] for field in again.find_all("input")}
    assert kept["standfirst"] == TYPED
    assert set(fields) <= set(kept)
    assert latest(draft).standfirst == draft.standfirst

    small_disk.make_room()
    assert desk.post(url, kept).status_code == 302
    assert latest(draft).standfirst.strip() == TYPED.strip()


@real
def test_an_autosave_is_told_in_json(
    small_disk: SmallDisk, draft: ArticlePage, desk: Client
) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    fields = read_form(desk, url) | {"standfirst": TYPED}
    small_disk.brim()
    answer = desk.post(url, fields, headers={"accept": "application/json"})
    assert answer.status_code == 507
    told = answer.json()
    assert (told["success"], told["error_code"]) == (False, "disk_full")
    assert "disque" in told["error_message"]
    # Who presses a button meanwhile is told before the form leaves the editor.
    assert desk.get(reverse("signed_in")).json()["obstacle"] == "disk-full"


@real
@pytest.mark.parametrize("is_new_to_the_list", [False, True])
def test_the_editor_opens_so_that_a_kept_text_can_be_taken_up(
    small_disk: SmallDisk, draft: ArticlePage, desk: Client, is_new_to_the_list: bool
) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    fields = read_form(desk, url) | {"standfirst": TYPED, TAKE_UP_FIELD: "1"}
    # Somebody who comes back: that they are at work would be written down.
    SignIn.objects.update(used_at=timezone.now() - timedelta(hours=1))
    if is_new_to_the_list:
        SignIn.objects.all().delete()
        session = desk.session
        del session[tracking.KEY]
        session.save()
    small_disk.brim()
    answer = desk.get(url)
    assert answer.status_code == 200
    assert "actujet-kept-text" in answer.text
    taken_up = desk.post(url, fields)
    assert taken_up.status_code == 200
    assert fields_of(taken_up.text)["standfirst"].strip() == TYPED.strip()
    for name in ["signed_in", "wagtailadmin_home"]:
        assert desk.get(reverse(name)).status_code == 200
    assert not SignIn.objects.filter(used_at__gt=timezone.now() - timedelta(minutes=30)).exists()


@real
def test_ready_says_that_the_disk_is_full(
    small_disk: SmallDisk, section: ArticleIndexPage, settings: Any, reader: Client
) -> None:
    settings.DISK_LOW_MB = 1
    settings.DISK_LOW_FILES = 1
    assert "database" not in str(health.warnings())
    small_disk.brim()
    told = reader.get("/readyz").json()["warnings"]["disk"]
    assert "base de données" in told


@real
@pytest.mark.processes
def test_the_clock_publishes_once_there_is_room_and_counts_no_failure(
    small_disk: SmallDisk, section: ArticleIndexPage, processes: Processes
) -> None:
    article = scheduled_article(section)
    small_disk.brim()
    clock = processes.start("clock", DATABASE_URL=small_disk.database_url)
    wait_until(lambda: b"no room on the disk" in clock.log.read_bytes())
    article.refresh_from_db()
    assert not article.live
    small_disk.make_room()
    wait_until(lambda: is_fully_live(article))
    assert notes("published") == [str(article.pk)]
    assert not PublishingFailure.objects.exists()
    assert not PeriodicJob.objects.filter(failures__gt=0).exists()
    assert clock.poll() is None


@real
@pytest.mark.processes
def test_a_task_that_meets_a_full_disk_is_run_again_and_counts_no_failure(
    small_disk: SmallDisk, section: ArticleIndexPage, processes: Processes
) -> None:
    # Its own disk is full, not the database's.
    processes.ask("full")
    tasks.write_where_there_is_no_room.enqueue("line")
    worker = processes.start("worker", DATABASE_URL=small_disk.database_url)
    wait_until(lambda: b"waits for room" in worker.log.read_bytes())
    ours = DBTaskResult.objects.filter(task_path__startswith="tests.")
    # What is logged is written next.
    wait_until(ours.filter(status=TaskResultStatus.READY, worker_ids=[]).exists)
    processes.mend("full")
    wait_until(lambda: notes("lines") == ["line"])

    # And this time the database's: what was done is put on record when there is room.
    processes.ask("hang")
    tasks.hang_then_write.enqueue("second")
    wait_until(lambda: notes("started"))
    small_disk.brim()
    processes.mend("hang")
    wait_until(lambda: b"could not record a task" in worker.log.read_bytes())
    small_disk.make_room()
    wait_until(lambda: ours.filter(status=TaskResultStatus.SUCCESSFUL).count() == 2)
    assert notes("lines") == ["line", "second"]
    assert worker.poll() is None


@pytest.fixture
def thresholds(settings: Any) -> None:
    settings.DISK_LOW_MB, settings.DISK_LOW_FILES = 1024, 10_000


def some_disk(size: int, files: int | None) -> disk.Disk:
    return disk.Disk(("base de données",), size, files)


@pytest.mark.parametrize(
    ("size", "files", "is_low", "is_full"),
    [
        (2 * 1024**3, 50_000, False, False),
        (2 * 1024**3, None, False, False),
        (900 * 1024**2, 50_000, True, False),
        (2 * 1024**3, 9_000, True, False),
        (1024**2, 50_000, True, True),
        (2 * 1024**3, 3, True, True),
    ],
)
def test_bytes_and_files_are_both_watched(
    thresholds: None, size: int, files: int | None, is_low: bool, is_full: bool
) -> None:
    watched = some_disk(size, files)
    assert (watched.is_low, watched.is_full) == (is_low, is_full)


def test_who_warns_says_which_disk_and_how_much_is_left(thresholds: None) -> None:
    told = some_disk(2 * 1024**3, 9_000).sentence()
    assert "base de données" in told and "2,0" in told and "9" in told


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("group", "low_mb", "is_told"), [("Writers", 10**9, False), ("Chief editors", 10**9, True)]
)
def test_the_dashboard_warns_who_can_have_room_made(
    home_page: HomePage, settings: Any, group: str, low_mb: int, is_told: bool
) -> None:
    settings.DISK_LOW_MB = low_mb
    person: User = UserFactory()
    person.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("wagtailadmin_home")).text
    assert ("Le disque du serveur est presque plein" in page) == is_told


@pytest.mark.django_db
def test_a_form_with_a_password_is_not_sent_back(home_page: HomePage) -> None:
    sent = {"username": "awa", "password": "hunter2"}
    request = RequestFactory().post("/admin/login/", sent)
    answer = outage_answer(request, OSError(28, "No space left on device"))
    assert answer is not None and answer.status_code == 507
    assert b"hunter2" not in answer.content and b"awa" not in answer.content


@pytest.mark.django_db
def test_a_form_whose_password_was_left_empty_is_sent_back(home_page: HomePage) -> None:
    sent = {"first_name": "Awa", "new_password1": ""}
    request = RequestFactory().post("/admin/account/", sent)
    answer = outage_answer(request, OSError(28, "No space left on device"))
    assert answer is not None and b'value="Awa"' in answer.content


@pytest.mark.django_db
def test_a_file_is_named_and_to_be_chosen_again(home_page: HomePage) -> None:
    sent = {"title": "Le marché", "file": ContentFile(b"x", name="marché.jpg")}
    request = RequestFactory().post("/admin/images/add/", sent)
    answer = outage_answer(request, OSError(122, "Disk quota exceeded"))
    assert answer is not None
    text = BeautifulSoup(answer.content, "html.parser").find("main").text
    assert "marché.jpg" in text
    assert 'value="Le marché"' in answer.content.decode()
