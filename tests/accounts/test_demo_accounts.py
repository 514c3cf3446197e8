"""The demo's published passwords: known to everybody, so never on a public site."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import Group
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from accounts.checks import open_demo_accounts, refuse_demo_passwords
from accounts.demo_accounts import DEMO_ACCOUNTS
from accounts.models import User

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def demo_user(db: None) -> User:
    account = DEMO_ACCOUNTS[0]
    return User.objects.create_user(account.username, account.email, account.password)


def test_there_is_one_account_for_each_role(db: None) -> None:
    groups = set(Group.objects.values_list("name", flat=True))
    assert {account.group for account in DEMO_ACCOUNTS} == groups | {None}


def test_a_published_password_that_works_is_found(demo_user: User) -> None:
    assert open_demo_accounts() == ["redaction"]


def test_a_changed_password_or_a_closed_account_is_no_concern(demo_user: User) -> None:
    demo_user.is_active = False
    demo_user.save()
    assert open_demo_accounts() == []
    demo_user.is_active = True
    demo_user.set_password("une autre phrase 9")
    demo_user.save()
    assert open_demo_accounts() == []


def test_the_deploy_check_names_the_accounts(demo_user: User) -> None:
    errors = [
        error
        for error in run_checks(tags=["security"], include_deployment_checks=True)
        if error.id == "accounts.E001"
    ]
    assert "redaction" in errors[0].msg


def test_a_production_start_is_refused(demo_user: User, settings: Any) -> None:
    settings.DEMO_PASSWORDS_ALLOWED = False
    with pytest.raises(ImproperlyConfigured, match="redaction"):
        refuse_demo_passwords()


def test_ones_own_machine_starts(demo_user: User, settings: Any) -> None:
    settings.DEMO_PASSWORDS_ALLOWED = True
    refuse_demo_passwords()


@pytest.mark.processes
class TestRealStart:
    """config.wsgi under the production settings, as gunicorn loads it."""

    @pytest.fixture
    def environment(self, tmp_path: Path) -> dict[str, str]:
        return os.environ | {
            "ACTUJET_ENV": "production",
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            "SECRET_KEY": "fifty-random-characters-are-not-so-hard-to-write-0123456789",
            "ALLOWED_HOSTS": "example.org",
            "BASE_URL": "https://example.org",
            "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
            "MEDIA_STORAGE_URL": f"file://{tmp_path}/media",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
        }

    def start(self, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", "import config.wsgi"],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def test_an_empty_database_does_not_stop_it(self, environment: dict[str, str]) -> None:
        result = self.start(environment)
        assert result.returncode == 0, result.stderr

    def test_a_demo_account_stops_it_with_one_sentence(
        self, environment: dict[str, str], demo_user: User, tmp_path: Path
    ) -> None:
        if connection.vendor != "sqlite":
            pytest.skip("The server of this test has a file for its database")
        row = User.objects.filter(pk=demo_user.pk).values().get()
        # The test settings hash with a method that no server knows.
        password = DEMO_ACCOUNTS[0].password
        row["password"] = PBKDF2PasswordHasher().encode(password, "salt", iterations=1)
        row["date_joined"] = str(row["date_joined"])
        migrated = connection.settings_dict["NAME"]
        names, places = ", ".join(row), ", ".join("?" * len(row))
        with (
            closing(sqlite3.connect(migrated)) as source,
            closing(sqlite3.connect(tmp_path / "db.sqlite3")) as copy,
        ):
            source.backup(copy)
            copy.execute(f"INSERT INTO accounts_user ({names}) VALUES ({places})", [*row.values()])  # noqa: S608
            copy.commit()
        result = self.start(environment)
        assert result.returncode != 0
        last_line = result.stderr.strip().splitlines()[-1]
        assert "ImproperlyConfigured" in last_line and "redaction" in last_line
