"""Readers' messages in the admin."""

import csv
from io import BytesIO, StringIO

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from openpyxl import load_workbook

from home.models import ContactMessage
from tests.factories import UserFactory

LIST = "/admin/messages/"


@pytest.fixture
def message(db) -> ContactMessage:
    ContactMessage.objects.create(
        desk_name="Publicité", desk_email="pub@example.org", name="Sidi", email="s@example.net",
        subject="Un tarif", message="Combien pour une page ?", handled=True,
    )  # fmt: skip
    return ContactMessage.objects.create(
        desk_name="Rédaction", desk_email="r@example.org", name="Awa", email="a@example.net",
        subject="Le pont", message="=2+3 il est ouvert",
    )  # fmt: skip


@pytest.fixture
def chief(client, db):
    user = UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name="Chief editors"))
    client.force_login(user)
    return client


@pytest.mark.postgres
def test_chief_editor_lists_searches_and_filters(message, chief):
    listing = chief.get(LIST).content.decode()
    assert "Le pont" in listing and "Un tarif" in listing
    for query in ("q=ouvert", "handled__exact=0", "desk_name=R%C3%A9daction"):
        found = chief.get(f"{LIST}?{query}").content.decode()
        assert "Le pont" in found and "Un tarif" not in found, query


def test_message_is_read_and_marked_handled_but_never_rewritten(message, chief):
    assert "il est ouvert" in chief.get(f"{LIST}inspect/{message.pk}/").content.decode()
    edit = f"{LIST}edit/{message.pk}/"
    assert "il est ouvert" in chief.get(edit).content.decode()
    response = chief.post(edit, {"handled": "on", "message": "Autre", "email": "x@example.org"})
    assert response.status_code == 302
    message.refresh_from_db()
    assert message.handled
    assert (message.message, message.email) == ("=2+3 il est ouvert", "a@example.net")


def test_nobody_writes_a_message_in_the_admin(message, client):
    client.force_login(UserFactory(is_superuser=True))
    assert f"{LIST}create/" not in client.get(LIST).content.decode()
    assert client.get(f"{LIST}create/").status_code == 302
    assert ContactMessage.objects.count() == 2


@pytest.mark.parametrize("group", ["Writers", "Copy editors", "Moderators", "Legal", None])
def test_other_roles_do_not_see_messages(message, client, group):
    user = UserFactory()
    if group:
        user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    for address in (LIST, f"{LIST}inspect/{message.pk}/", f"{LIST}?export=csv"):
        assert "Le pont" not in client.get(address, follow=True).content.decode()
    client.post(f"{LIST}edit/{message.pk}/", {"handled": "on"})
    message.refresh_from_db()
    assert not message.handled


def test_messages_are_exported_as_csv_and_xlsx(message, chief):
    text = b"".join(chief.get(f"{LIST}?export=csv").streaming_content).decode()
    rows = list(csv.reader(StringIO(text)))
    assert len(rows) == 3 and any("Le pont" in row for row in rows)
    assert "'=2+3 il est ouvert" in rows[1], "no spreadsheet computes what a stranger wrote"
    xlsx = b"".join(chief.get(f"{LIST}?export=xlsx").streaming_content)
    sheet = load_workbook(BytesIO(xlsx)).active
    assert sheet.max_row == 3
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if "ouvert" in str(cell.value)] == ["s"]


def test_menu_leads_chief_editors_there(chief):
    assert LIST in chief.get(reverse("wagtailadmin_home")).content.decode()
