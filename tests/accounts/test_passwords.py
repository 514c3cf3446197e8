"""Passwords of twelve characters that are not guessed first; older ones go on working."""

import pytest
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.test import Client, override_settings
from django.urls import reverse

from accounts.demo_accounts import DEMO_ACCOUNTS
from accounts.models import User
from home.models import HomePage, Identity
from tests.accounts.second_factors import confirm
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
WRITER = User(username="kadiatou", first_name="Kadiatou", last_name="Diallo")


def refusals(password: str, user: User = WRITER) -> list[str]:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return [each.code for each in error.error_list]
    return []


@pytest.mark.parametrize(
    "password",
    [
        "quatre lampes dansent tard",
        "girafe-tiroir-mangue",
        "x7#kQ2!vR9pLm",
        "le fleuve monte à Ségou cette nuit",
    ],
)
def test_words_of_ones_own_are_taken(password: str) -> None:
    assert refusals(password) == []


def test_eleven_characters_are_too_few() -> None:
    assert "password_too_short" in refusals("gk7#vQ2!xR9")
    assert refusals("gk7#vQ2!xR9z") == []


@pytest.mark.parametrize(
    "password",
    [
        "motdepasse2026",
        "MotDePasse!2026",
        "m0tdep@sse2026",
        "azertyuiop123",
        "azertyuiopqsdfgh",
        "Bonjour-Bamako-2026",
        "Fatoumata1985!",
        "123456789012345",
        "abcdefghijklmno",
        "aaaaaaaaaaaaaa",
        "redaction-actujet",
        "Kadiatou.Diallo.2026",
        "kadiatou12345678",
        "telechargement",
        "Soleil2Soleil2",
        "été été été 2026",
    ],
)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    assert refusals(password)


@override_settings(BASE_URL="https://nouvelles.example")
def test_the_newsrooms_own_name_does_not_count(home_page: HomePage) -> None:
    Identity(site=home_page.get_site(), name="Le Quotidien").save()
    assert "password_guessable" in refusals("lequotidien2026")


@pytest.mark.parametrize("account", DEMO_ACCOUNTS, ids=lambda account: account.username)
def test_the_demo_follows_the_rule(account: User) -> None:
    person = User(
        username=account.username,
        first_name=account.first_name,
        last_name=account.last_name,
        email=account.email,
    )
    assert refusals(account.password, person) == []


def test_the_form_says_beforehand_what_is_wanted() -> None:
    said = " ".join(password_validators_help_texts())
    assert "12" in said and "mots" in said


@pytest.mark.parametrize(
    ("password", "asked"), [("secret", True), ("quatre lampes dansent tard", False)]
)
def test_an_old_password_still_works_and_a_better_one_is_asked_for(
    db: None, password: str, asked: bool
) -> None:
    UserFactory(username="awa", is_superuser=True, password=password)
    client = Client()
    fields = {"username": "awa", "password": password}
    answer = client.post(reverse("wagtailadmin_login"), fields)
    assert answer.status_code == 302
    page = client.get(answer["Location"])
    said = " ".join(str(message) for message in get_messages(page.wsgi_request))
    shown = page.content.decode()
    assert (reverse("wagtailadmin_account") in said) is asked
    assert ("plus courte" in shown or "douze" in shown) is asked
    # Once, not on each page.
    assert "douze" not in client.get(reverse("wagtailadmin_account")).content.decode()


def test_a_short_new_password_is_refused_in_the_account(db: None) -> None:
    user = UserFactory(username="awa", is_superuser=True)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    confirm(client)
    client.post(
        reverse("wagtailadmin_account"),
        {
            "password-new_password1": "motdepasse2026",
            "password-new_password2": "motdepasse2026",
        },
    )
    user.refresh_from_db()
    assert user.check_password("secret")
