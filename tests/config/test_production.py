"""What a public server refuses to start with."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD_KEY = "k3Zt9_pQ7wXv2LmN8sRb4Yc6Hd1Jf5Ga0Te-UiOoPlKjMnBvCxZq"


@pytest.fixture
def manage(tmp_path):
    """Runs manage.py under the production settings, with what a good server is given, or less."""

    def run(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
        environment = {
            "PATH": os.environ["PATH"],
            "ACTUJET_ENV": "production",
            "DATA_DIR": str(tmp_path),
            "SECRET_KEY": GOOD_KEY,
            "ALLOWED_HOSTS": "actujet.example",
            "BASE_URL": "https://actujet.example",
        }
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=environment | changes,
            capture_output=True,
            text=True,
        )

    return run


@pytest.mark.parametrize(
    "key",
    [
        "",
        "short",
        "x" * 60,
        "django-insecure-" + "k3Zt9pQ7wXv2LmN8sRb4Yc6Hd1Jf5Ga0TeUiOo",
        "test-only",
    ],
)
def test_missing_or_guessable_secret_is_refused(manage, key):
    refused = manage("check", SECRET_KEY=key)
    assert refused.returncode != 0
    assert "SECRET_KEY is missing or guessable" in refused.stderr


def test_site_without_hosts_is_refused(manage):
    assert "ALLOWED_HOSTS is missing" in manage("check", ALLOWED_HOSTS="").stderr


def test_site_without_https_is_refused(manage):
    assert "BASE_URL must be" in manage("check", BASE_URL="http://actujet.example").stderr


def test_unknown_environment_is_refused(manage):
    assert (
        "ACTUJET_ENV is embedded, production or test" in manage("check", ACTUJET_ENV="prod").stderr
    )


def test_deployment_check_finds_nothing(manage):
    checked = manage("check", "--deploy", "--fail-level", "WARNING")
    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout


def told_to_browsers(manage, **changes: str) -> str:
    """The header that a page carries, as the settings of a server make it."""
    code = (
        "from django.test import Client;"
        "print(Client().get('/healthz', secure=True,"
        " headers={'host': 'actujet.example'})['Strict-Transport-Security'])"
    )
    asked = manage("shell", "--no-imports", "-c", code, **changes)
    return asked.stdout.strip() or asked.stderr


@pytest.mark.parametrize(
    ("changes", "header"),
    [
        ({}, "max-age=31536000"),
        ({"HSTS_SECONDS": "3600"}, "max-age=3600"),
        (
            {"HSTS_SUBDOMAINS": "1", "HSTS_PRELOAD": "1"},
            "max-age=31536000; includeSubDomains; preload",
        ),
    ],
)
def test_promises_about_https_reach_beyond_the_site_only_if_asked(manage, changes, header):
    assert told_to_browsers(manage, **changes) == header


def test_half_a_preload_is_refused(manage):
    assert "HSTS_PRELOAD=1 needs" in manage("check", HSTS_PRELOAD="1").stderr
