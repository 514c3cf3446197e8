"""What went out without an approval is read afterwards, by somebody else."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageLogEntry

from accounts.models import User
from editorial.urgent.emergency import PublishInEmergency
from editorial.urgent.models import EmergencyReview
from news.models import ArticlePage
from tests.made_once import made_once

SignIn = Callable[[User], Client]
REASON = "Le barrage menace de céder, les riverains doivent partir."
LIST = "/admin/read-afterwards/"


@pytest.fixture
@made_once
def entry(draft: ArticlePage, chief: User) -> EmergencyReview:
    PublishInEmergency(draft.pk, chief, REASON, draft.latest_revision_id).execute()
    return EmergencyReview.objects.get()


def url_of(entry: EmergencyReview) -> str:
    return reverse("read_afterwards_entry", args=[entry.pk])


def test_the_list_says_what_went_out_by_whom_and_why(
    entry: EmergencyReview, copy_editor: User, sign_in: SignIn
) -> None:
    client = sign_in(copy_editor)
    page = client.get(LIST).content.decode()
    assert all(text in page for text in ("Le pont ferme", "Fatoumata Koné", REASON))
    assert url_of(entry) in page
    assert LIST in client.get(reverse("wagtailadmin_home")).content.decode()


def test_an_empty_list_says_so(copy_editor: User, sign_in: SignIn, home_page: object) -> None:
    client = sign_in(copy_editor)
    page = client.get(LIST)
    assert page.status_code == 200
    assert "Rien n’attend" in page.content.decode()
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "panel-read-afterwards" not in home


def test_somebody_else_reads_it_and_the_history_keeps_that(
    entry: EmergencyReview, copy_editor: User, sign_in: SignIn
) -> None:
    client = sign_in(copy_editor)
    response = client.post(url_of(entry), {"note": "Un chiffre corrigé depuis."}, follow=True)
    entry.refresh_from_db()
    assert (entry.reviewed_by, entry.note) == (copy_editor, "Un chiffre corrigé depuis.")
    assert entry.reviewed_at is not None
    assert "Un chiffre corrigé depuis." in response.content.decode()
    log = PageLogEntry.objects.get(action="editorial.read_afterwards")
    assert log.user == copy_editor
    history = client.get(reverse("wagtailadmin_pages:history", args=[entry.page_id]))
    assert "Un chiffre corrigé depuis." in history.content.decode()


def test_neither_who_published_nor_who_wrote_it_reads_it_afterwards(
    entry: EmergencyReview, chief: User, draft: ArticlePage, copy_editor: User, sign_in: SignIn
) -> None:
    assert sign_in(chief).get(url_of(entry)).status_code == 200
    assert sign_in(chief).post(url_of(entry), {"note": ""}).status_code in {302, 403}
    draft.owner = copy_editor
    draft.save()
    sign_in(copy_editor).post(url_of(entry), {"note": ""})
    entry.refresh_from_db()
    assert entry.reviewed_at is None


def test_of_two_readers_the_second_changes_nothing(
    entry: EmergencyReview, copy_editor: User, other_chief: User, sign_in: SignIn
) -> None:
    sign_in(copy_editor).post(url_of(entry), {"note": "Premier"})
    sign_in(other_chief).post(url_of(entry), {"note": "Second"})
    entry.refresh_from_db()
    assert (entry.reviewed_by, entry.note) == (copy_editor, "Premier")


def test_writers_lawyers_and_moderators_have_no_such_entry(
    entry: EmergencyReview, writer: User, lawyer: User, moderator: User, sign_in: SignIn
) -> None:
    for person in (writer, lawyer, moderator):
        assert sign_in(person).get(url_of(entry)).status_code == 404
    assert LIST not in sign_in(writer).get(reverse("wagtailadmin_home")).content.decode()
    assert LIST in sign_in(lawyer).get(reverse("wagtailadmin_home")).content.decode()


def test_the_list_costs_the_same_with_one_and_with_ten(
    entry: EmergencyReview,
    copy_editor: User,
    sign_in: SignIn,
) -> None:
    client = sign_in(copy_editor)
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    for _number in range(9):
        entry.pk = None
        entry.save()
    with CaptureQueriesContext(connection) as ten:
        client.get(LIST)
    assert len(ten) == len(one)
