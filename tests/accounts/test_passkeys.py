"""A passkey in a real browser, with a key that the browser itself plays."""

import re
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.second_factor import factors
from tests.accounts.second_factors import PASSWORD
from tests.factories import UserFactory
from tests.windows import Window


@pytest.fixture
def page(window: Window) -> Page:
    """A page whose browser plays the key."""
    page = window.new_page()
    wire = window.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


@pytest.fixture
def awa(transactional_db: None) -> User:
    return UserFactory(username="awa", is_superuser=True)


def type_password(page: Page) -> None:
    page.goto("/admin/login/")
    page.fill("[name=username]", "awa")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()


def sign_out(page: Page) -> None:
    page.context.clear_cookies()


@pytest.mark.browser
def test_a_passkey_is_made_then_proves_who_signs_in_then_stands_for_the_password(
    awa: User, page: Page, settings: Any
) -> None:
    settings.BASE_URL = "http://localhost"
    type_password(page)
    page.goto("/admin/account/security/passkey/")
    expect(page.get_by_label("Nom")).to_have_value("Chrome sur Linux")
    page.get_by_label("Nom").fill("Mon téléphone")
    page.get_by_role("button", name="Créer la clé d’accès").click()
    expect(page.get_by_text("Ils ne s’affichent que cette fois")).to_be_visible()
    assert [str(key) for key in factors.passkeys_of(awa)] == ["Mon téléphone"]

    sign_out(page)
    type_password(page)
    page.wait_for_url("**/second-factor/passkey/")
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    page.wait_for_url("**/admin/")

    sign_out(page)
    page.goto("/admin/login/?next=/admin/reports/")
    page.get_by_role("button", name="Se connecter avec une clé d’accès").click()
    # The page of signing in has this address in its own.
    expect(page).to_have_url(re.compile(r"^[^?]+/admin/reports/$"))
    page.wait_for_load_state()

    session = Session.objects.latest("expire_date")
    store = SessionStore(session.session_key)
    store["second_factor_confirmed_at"] = 0
    store.save()
    page.goto("/admin/account/")
    page.get_by_role("link", name="Changer de mot de passe").click()
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    expect(page.get_by_label("Nouveau mot de passe", exact=False).first).to_be_visible()

    sign_out(page)
    factors.remove_all(awa)
    page.goto("/admin/login/")
    page.get_by_role("button", name="Se connecter avec une clé d’accès").click()
    expect(page.get_by_role("alert")).to_contain_text("n’ouvre aucun compte")


@pytest.mark.django_db
def test_an_answer_that_no_passkey_gives_is_refused_in_words(client: Client) -> None:
    address = "/admin/login/passkey/"
    for sent in ("", "{}", "[]", "null", '{"id": 1}', '{"response": "x"}', "x"):
        assert client.post(address).json()["publicKey"]["challenge"]
        answer = client.post(address, {"credential": sent})
        assert answer.status_code == 400, sent
        assert "n’ouvre aucun compte" in answer.json()["error"], sent
