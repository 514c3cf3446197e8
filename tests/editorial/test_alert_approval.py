"""« Flash info »: a second person approves the line that stands on every page."""

import importlib
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.models import ModelLogEntry

from accounts.models import User
from editorial.alerts import approving
from editorial.alerts.models import UrgentAlert
from editorial.events.models import Announcement
from editorial.newsroom import NewsroomSettings, NewsroomSize
from editorial.notices.recipients import recipients_of
from home.alerts import alert_at
from home.models import Alert, HomePage
from tests.factories import UserFactory
from tests.forms import read_form

pytestmark = pytest.mark.django_db
TEXT = "Le pont des Martyrs est fermé"
OTHER = "Le pont des Martyrs a rouvert"
REASON = "Le pont s’effondre, chaque minute compte."


@pytest.fixture(autouse=True)
def _commit_at_once(monkeypatch: pytest.MonkeyPatch, home_page: HomePage) -> None:
    """What follows a commit follows at once: these tests stand in one transaction."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda then, **kwargs: then())


def member(group: str, **fields: Any) -> User:
    person = UserFactory(**fields)
    person.groups.add(Group.objects.get(name=group))
    return person


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def writer() -> User:
    return member("Copy editors", username="autrice")


@pytest.fixture
def second() -> User:
    return member("Copy editors", username="seconde")


@pytest.fixture
def chief() -> User:
    return member("Chief editors", username="chef")


def set_size(size: NewsroomSize) -> None:
    NewsroomSettings(size=size).save()


def type_in(person: User, text: str = TEXT, alert: Alert | None = None, **changes: Any) -> Alert:
    """Word an alert, or change one, as its form is sent."""
    client = signed_in(person)
    name = "wagtailsnippets_home_alert"
    url = reverse(f"{name}:edit", args=[alert.pk]) if alert else reverse(f"{name}:add")
    form = read_form(client, url, "form[action*='alert/edit'], form[action*='alert/add']")
    response = client.post(url, form | {"text": text} | changes)
    assert response.status_code == 302, response.content.decode()
    return Alert.objects.get(pk=alert.pk) if alert else Alert.objects.latest("pk")


def press(person: User, alert: Alert, act: str = "approve", **fields: str) -> Any:
    data = {"act": act, "seen": approving.alert_token(alert)} | fields
    return signed_in(person).post(reverse("alert", args=[alert.pk]), data)


def shown() -> str:
    """What readers get on every page."""
    alert = alert_at(timezone.now()).alert
    return alert.text if alert else ""


def minutes(n: int) -> Any:
    return timezone.now() + timedelta(minutes=n)


def test_a_line_is_on_no_page_until_a_second_person_approves_it(
    writer: User, second: User, reader: Client
) -> None:
    alert = type_in(writer)
    assert alert.state() == gettext("Waits for a second person")
    assert TEXT not in reader.get("/").content.decode()
    press(second, alert)
    alert.refresh_from_db()
    assert alert.state() == gettext("Online")
    assert TEXT in reader.get("/").content.decode()
    assert alert.approved_by == second
    assert ModelLogEntry.objects.get(action=approving.APPROVED_ACTION).user == second


def test_whoever_worded_it_last_cannot_approve_it(writer: User, second: User) -> None:
    alert = type_in(writer)
    assert press(writer, alert).status_code in (302, 403)
    assert shown() == ""
    alert = type_in(second, OTHER, alert)
    assert press(second, alert).status_code in (302, 403)
    assert shown() == ""
    press(writer, alert)
    assert shown() == OTHER


@pytest.mark.parametrize("group", ["Writers", "Moderators", "Legal"])
def test_other_roles_neither_approve_nor_see_it(writer: User, group: str) -> None:
    alert = type_in(writer)
    outsider = member(group)
    press(outsider, alert)
    assert shown() == ""
    page = signed_in(outsider).get(reverse("alert", args=[alert.pk]), follow=True)
    assert TEXT not in page.content.decode()


def test_a_change_of_a_shown_alert_asks_again_and_leaves_what_is_shown(
    writer: User, second: User
) -> None:
    alert = type_in(writer)
    press(second, alert)
    alert = type_in(second, OTHER, Alert.objects.get())
    assert shown() == TEXT
    assert alert.runs
    assert alert.waits
    press(writer, alert)
    assert shown() == OTHER


def test_a_change_of_its_article_asks_again(
    writer: User, second: User, home_page: HomePage
) -> None:
    alert = type_in(writer)
    press(second, alert)
    alert = type_in(writer, TEXT, alert, page=str(home_page.pk))
    assert alert.waits
    assert alert_at(timezone.now()).alert.url == ""  # type: ignore[union-attr]


def test_opening_and_saving_untouched_or_moving_its_end_asks_nobody(
    writer: User, second: User
) -> None:
    alert = type_in(writer)
    press(second, alert)
    alert = type_in(second, TEXT, Alert.objects.get())
    alert = type_in(second, TEXT, alert, ends_at=f"{minutes(90):%Y-%m-%d %H:%M}")
    assert not alert.waits
    assert alert.changed_by == writer
    assert shown() == TEXT


def test_an_alert_that_is_over_asks_again_when_it_is_given_new_hours(
    writer: User, second: User
) -> None:
    alert = type_in(writer)
    press(second, alert)
    Alert.objects.update(starts_at=minutes(-120), ends_at=minutes(-60))
    assert Alert.objects.get().state() == gettext("Over")
    alert = type_in(second, TEXT, Alert.objects.get(), ends_at=f"{minutes(90):%Y-%m-%d %H:%M}")
    assert alert.waits
    assert shown() == ""
    assert press(second, alert).status_code in (302, 403)
    press(writer, alert)
    assert shown() == TEXT


def test_nobody_approves_what_they_have_not_seen(writer: User, second: User) -> None:
    seen = type_in(writer)
    type_in(writer, OTHER, seen)
    response = press(second, seen)
    assert response.status_code == 302
    assert shown() == ""


def test_an_urgent_alert_asks_for_a_reason_and_is_read_afterwards(
    chief: User, writer: User
) -> None:
    alert = type_in(chief)
    assert press(chief, alert, "urgent", reason="").status_code == 200
    assert shown() == ""
    press(chief, alert, "urgent", reason=REASON)
    assert shown() == TEXT
    listed = signed_in(writer).get(reverse("read_afterwards")).content.decode()
    assert TEXT in listed
    assert REASON in listed
    entry = UrgentAlert.objects.get()
    read = reverse("read_alert_afterwards", args=[entry.pk])
    assert signed_in(chief).post(read, {"note": ""}).status_code in (302, 403)
    entry.refresh_from_db()
    assert entry.reviewed_at is None
    signed_in(writer).post(read, {"note": "Relu."})
    entry.refresh_from_db()
    assert entry.reviewed_by == writer
    actions = set(ModelLogEntry.objects.values_list("action", flat=True))
    assert {approving.URGENT_ACTION, approving.READ_ACTION} <= actions


def test_without_the_emergency_permission_no_reason_helps(writer: User) -> None:
    alert = type_in(writer)
    press(writer, alert, "urgent", reason=REASON)
    assert shown() == ""
    assert not UrgentAlert.objects.exists()


def test_in_a_newsroom_of_two_any_other_writer_approves(writer: User) -> None:
    set_size(NewsroomSize.DUO)
    other = member("Writers")
    alert = type_in(writer)
    press(member("Moderators"), alert)
    assert shown() == ""
    press(other, alert)
    assert shown() == TEXT


def test_alone_who_words_it_also_approves_it_and_the_history_says_so(writer: User) -> None:
    set_size(NewsroomSize.SOLO)
    type_in(writer)
    assert shown() == TEXT
    assert ModelLogEntry.objects.filter(action=approving.ALONE_ACTION, user=writer).exists()


def test_those_who_may_approve_are_told_and_nobody_else(
    writer: User, second: User, chief: User
) -> None:
    member("Writers")
    alert = type_in(writer)
    announcement = Announcement.objects.get(event="alert_waits")
    assert recipients_of(announcement) == {second, chief}
    press(second, alert)
    assert recipients_of(announcement) == set()


def test_the_dashboard_and_the_list_offer_it_in_one_press(writer: User, second: User) -> None:
    alert = type_in(writer)
    press_here = f'action="{reverse("alert", args=[alert.pk])}"'
    for address in (
        reverse("wagtailadmin_home"),
        reverse("wagtailsnippets_home_alert:list"),
    ):
        assert press_here in signed_in(second).get(address).content.decode(), address
        assert press_here not in signed_in(writer).get(address).content.decode(), address


def test_ending_it_asks_nobody(writer: User, second: User) -> None:
    alert = type_in(writer)
    press(second, alert)
    signed_in(writer).post(reverse("wagtailsnippets_home_alert:end", args=[alert.pk]))
    assert shown() == ""
    assert Alert.objects.get().state() == gettext("Over")


def test_alerts_made_before_approvals_stay_on_every_page(writer: User) -> None:
    Alert.objects.create(text=TEXT)
    changed_at = Alert.objects.get().changed_at
    migration = importlib.import_module("home.migrations.0010_alert_approval")
    migration.keep_what_readers_get(apps, SimpleNamespace(connection=connection))
    assert shown() == TEXT
    assert Alert.objects.get().approved_at == changed_at
