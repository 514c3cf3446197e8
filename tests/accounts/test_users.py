"""Administrators keep the list of the newsroom's people."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.second_factors import confirm
from tests.factories import UserFactory
from tests.forms import fields_of, read_form

FORM = "form[data-edit-form]"
PASSWORD = "une phrase assez longue 7"
FIELDS = {
    "username": "kadiatou",
    "email": "kadiatou@example.org",
    "first_name": "Kadiatou",
    "last_name": "Diallo",
    "job_title": "Cheffe du service Politique",
    "password1": PASSWORD,
    "password2": PASSWORD,
}


@pytest.fixture
def office(db: None) -> Client:
    client = Client()
    client.force_login(
        UserFactory(is_superuser=True), backend="django.contrib.auth.backends.ModelBackend"
    )
    confirm(client)
    return client


def test_a_person_is_added_with_their_position(office: Client) -> None:
    url = reverse("wagtailusers_users:add")
    office.post(url, read_form(office, url, FORM) | FIELDS)
    person = User.objects.get(username="kadiatou")
    assert person.job_title == "Cheffe du service Politique"
    assert str(person) == "Kadiatou Diallo"


def test_a_position_is_changed(office: Client) -> None:
    person = UserFactory(username="kadiatou", first_name="Kadiatou", last_name="Diallo")
    url = reverse("wagtailusers_users:edit", args=[person.pk])
    office.post(url, read_form(office, url, FORM) | {"job_title": "Grand reporter"})
    person.refresh_from_db()
    assert person.job_title == "Grand reporter"


def test_what_was_typed_survives_a_mistake(office: Client) -> None:
    url = reverse("wagtailusers_users:add")
    response = office.post(url, read_form(office, url, FORM) | FIELDS | {"password2": "autre"})
    assert response.status_code == 200
    assert fields_of(response.content.decode(), FORM)["job_title"] == FIELDS["job_title"]
    assert not User.objects.filter(username="kadiatou").exists()


def test_the_newsrooms_groups_are_shown_in_french(office: Client) -> None:
    writers = Group.objects.get(name="Writers")
    for url in (
        reverse("wagtailusers_groups:index"),
        reverse("wagtailusers_users:add"),
        reverse("wagtailusers_users:index"),
    ):
        assert "Rédaction en chef" in office.get(url).content.decode(), url
    assert str(writers) == "Rédaction"


def test_a_group_that_the_newsroom_made_is_called_as_it_likes(db: None) -> None:
    assert str(Group(name="Pages spéciales")) == "Pages spéciales"
