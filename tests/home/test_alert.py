"""« Flash info »: on every page while it holds, gone at its minute."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from home.models import Alert, HomePage
from news.models import ArticlePage
from tests.factories import ArticleFactory, SectionFactory, UserFactory
from tests.forms import read_form
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
TEXT = "Le pont des Martyrs est fermé"


@pytest.fixture
@made_once
def article(home_page: HomePage) -> ArticlePage:
    return ArticleFactory(parent=SectionFactory(parent=home_page))


@pytest.fixture(autouse=True)
def _commit_at_once(django_capture_on_commit_callbacks, monkeypatch) -> None:
    """What follows a commit follows at once: these tests stand in one transaction."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda then, **kwargs: then())


def raise_alert(**fields) -> Alert:
    now = timezone.now()
    times = {"starts_at": now - timedelta(minutes=1), "ends_at": now + timedelta(hours=1)}
    alert = Alert(**{"text": TEXT, **times, **fields})
    alert.approve()
    return alert


def ages(response) -> list[int]:
    return [int(age) for age in re.findall(r"max-?age=(\d+)", response["Cache-Control"])]


def test_it_stands_on_every_page_and_leads_to_its_article(
    article: ArticlePage, reader: Client
) -> None:
    raise_alert(page=article)
    addresses = ["/", article.url, article.section.url, reverse("search"), reverse("tag_index")]
    for address in [*addresses, "/nulle-part/"]:
        page = reader.get(address).content.decode()
        assert TEXT in page, address
    assert f'<a dir="auto" href="{article.url}">{TEXT}' in page


def test_it_ends_at_its_minute_and_pages_are_kept_no_longer(
    article: ArticlePage, reader: Client
) -> None:
    alert = raise_alert()
    with freeze_time(alert.ends_at - timedelta(seconds=10)):
        page = reader.get("/")
        assert TEXT in page.content.decode()
        assert all(0 < age <= 10 for age in ages(page))
    with freeze_time(alert.ends_at):
        assert TEXT not in reader.get("/").content.decode()


def test_it_begins_at_its_minute(article: ArticlePage, reader: Client) -> None:
    alert = raise_alert(starts_at=timezone.now() + timedelta(seconds=30))
    page = reader.get("/")
    assert TEXT not in page.content.decode()
    assert all(age <= 30 for age in ages(page))
    with freeze_time(alert.starts_at):
        assert TEXT in reader.get("/").content.decode()


def test_a_change_and_an_end_are_seen_at_once(article: ArticlePage, reader: Client) -> None:
    alert = raise_alert()
    first = reader.get("/").content.decode()
    alert.text = "Le pont rouvre"
    alert.approve()
    second = reader.get("/").content.decode()
    assert TEXT not in second
    assert "Le pont rouvre" in second
    assert first != second
    alert.delete()
    assert "Le pont rouvre" not in reader.get("/").content.decode()


def test_the_newest_of_two_is_shown(article: ArticlePage, reader: Client) -> None:
    raise_alert(starts_at=timezone.now() - timedelta(hours=1), text="Plus ancienne")
    raise_alert()
    page = reader.get("/").content.decode()
    assert TEXT in page
    assert "Plus ancienne" not in page


def test_of_two_that_run_the_list_says_which_one_readers_see(home_page: HomePage) -> None:
    older, newer = raise_alert(text="Le bac est arrêté"), raise_alert(text="Le pont est fermé")
    assert newer.state() == "En ligne"
    assert "Le pont est fermé" in older.state()
    newer.end_now()
    assert older.state() == "En ligne"


def test_it_leads_to_nothing_that_readers_cannot_open(article: ArticlePage, reader: Client) -> None:
    raise_alert(page=article)
    assert f'href="{article.url}">{TEXT}' in reader.get("/").content.decode()
    article.unpublish()
    page = reader.get("/").content.decode()
    assert TEXT in page
    assert article.url not in page.partition("</aside>")[0]


@pytest.mark.sqlite
def test_it_costs_a_page_no_query(
    transactional_db: None, article: ArticlePage, reader: Client
) -> None:
    def cost() -> int:
        reader.get(article.url)
        with CaptureQueriesContext(connection) as queries:
            reader.get(article.url)
        return len(queries)

    without = cost()
    raise_alert(page=article)
    assert cost() == without


def test_it_sets_no_cookie_and_is_a_plain_bar_without_script(
    article: ArticlePage, reader: Client
) -> None:
    raise_alert()
    response = reader.get("/")
    assert not response.cookies
    page = response.content.decode()
    assert 'class="alert__close needs-script"' in page
    assert 'role="status"' in page


@pytest.mark.parametrize(
    ("group", "status"),
    [("Writers", 302), ("Moderators", 302), ("Copy editors", 200), ("Chief editors", 200)],
)
def test_copy_and_chief_editors_raise_it(home_page: HomePage, group: str, status: int) -> None:
    person = UserFactory()
    person.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("wagtailsnippets_home_alert:add")
    assert client.get(address).status_code == status
    if status == 200:
        fields = read_form(client, address, "form[action*='alert/add']") | {"text": TEXT}
        response = client.post(address, fields)
        assert response.status_code == 302, sorted(fields.items())
        assert Alert.objects.get().text == TEXT
        wrong = fields | {"ends_at": "2020-01-01 10:00"}
        assert "après son début" in client.post(address, wrong).content.decode()
        assert Alert.objects.count() == 1


@pytest.mark.parametrize(("group", "may"), [("Writers", False), ("Copy editors", True)])
def test_one_press_in_the_list_ends_the_alert_that_runs(
    home_page: HomePage, reader: Client, group: str, may: bool
) -> None:
    running = raise_alert()
    later = raise_alert(starts_at=timezone.now() + timedelta(minutes=30), text="Plus tard")
    person = UserFactory()
    person.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    end = reverse("wagtailsnippets_home_alert:end", args=[running.pk])
    if may:
        listed = client.get(reverse("wagtailsnippets_home_alert:list")).content.decode()
        assert f'action="{end}"' in listed
        assert reverse("wagtailsnippets_home_alert:end", args=[later.pk]) not in listed
    assert client.get(end).status_code == 405
    assert TEXT in reader.get("/").content.decode()
    client.post(end)
    assert (TEXT in reader.get("/").content.decode()) is not may
    later.refresh_from_db()
    assert later.starts_at < later.ends_at
