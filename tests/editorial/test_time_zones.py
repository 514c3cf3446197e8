"""An editor in another time zone schedules by their own clock, changes of hour included."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from freezegun import freeze_time
from wagtail.users.models import UserProfile

from accounts.models import User
from editorial.schedule.run import publish_due
from news.models import ArticlePage
from tests.forms import fields_of, fields_sent, read_form, send
from tests.made_once import made_once

SignIn = Callable[[User], Client]
# In Paris, clocks are put back at 3:00 that night, and forward at 2:00 in March.
TWICE, NEVER = "2027-10-31 02:30", "2027-03-28 02:30"
FIRST, SECOND = f"{TWICE}+02:00", f"{TWICE}+01:00"


@pytest.fixture
@made_once
def in_paris(writer: User, sign_in: SignIn) -> Client:
    profile = UserProfile.get_for_user(writer)
    profile.current_time_zone = "Europe/Paris"
    profile.save()
    return sign_in(writer)


def edit_url(page: ArticlePage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def go_live_at(page: ArticlePage) -> datetime:
    draft: Any = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return draft.go_live_at


@pytest.mark.parametrize(("typed", "hour"), [(FIRST, 0), (SECOND, 1)])
def test_either_of_two_equal_hours_is_scheduled_shown_and_met(
    draft: ArticlePage, in_paris: Client, typed: str, hour: int
) -> None:
    send(in_paris, edit_url(draft), {"go_live_at": typed})
    due_at = datetime(2027, 10, 31, hour, 30, tzinfo=UTC)
    assert go_live_at(draft) == due_at
    assert read_form(in_paris, edit_url(draft))["go_live_at"] == typed
    # Saved once more as it is shown, it stays that hour.
    send(in_paris, edit_url(draft), {"title": "Le pont ferme deux fois"})
    assert go_live_at(draft) == due_at

    revision = ArticlePage.objects.get(pk=draft.pk).latest_revision
    revision.publish()
    for minute, live in ((29, False), (30, True)):
        with freeze_time(due_at.replace(minute=minute, second=1)):
            publish_due()
        draft.refresh_from_db()
        assert draft.live == live


@pytest.mark.parametrize(("typed", "told"), [(TWICE, [FIRST, SECOND]), (NEVER, ["n’existe pas"])])
def test_hour_that_comes_twice_or_never_is_refused_with_a_way_out_and_the_text_kept(
    draft: ArticlePage, in_paris: Client, typed: str, told: list[str]
) -> None:
    response = send(in_paris, edit_url(draft), {"go_live_at": typed, "title": "Tapé cette nuit"})
    html = response.content.decode()
    assert all(words in html for words in told)
    assert fields_of(html)["title"] == "Tapé cette nuit"
    assert fields_of(html)["go_live_at"] == typed
    assert go_live_at(draft) is None


def test_colleague_elsewhere_sees_the_same_moment_by_their_own_clock(
    draft: ArticlePage, in_paris: Client, copy_editor: User, sign_in: SignIn
) -> None:
    send(in_paris, edit_url(draft), {"go_live_at": FIRST})
    in_bamako = fields_sent(sign_in(copy_editor), edit_url(draft))
    assert in_bamako["go_live_at"] == "31/10/2027 00:30"
