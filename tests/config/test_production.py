"""What a public server refuses to start with."""

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD_KEY = "k3Zt9_pQ7wXv2LmN8sRb4Yc6Hd1Jf5Ga0Te-UiOoPlKjMnBvCxZq"


def python_in(folder: Path, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Runs Python under the production settings, with what a good server is given, or less."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
        "ACTUJET_ENV": "production",
        "DATA_DIR": str(folder),
        "SECRET_KEY": GOOD_KEY,
        "ALLOWED_HOSTS": "actujet.example",
        "BASE_URL": "https://actujet.example",
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment | changes,
        capture_output=True,
        text=True,
    )


def manage_in(folder: Path, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    return python_in(folder, "manage.py", *arguments, **changes)


@pytest.fixture
def manage(tmp_path):
    return partial(manage_in, tmp_path)


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


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    """What a good server says of itself: the deployment check, then a header of a page."""
    code = (
        "from django.core.management import call_command;"
        "from django.test import Client;"
        "call_command('check', deploy=True, fail_level='WARNING');"
        "print(Client().get('/healthz', secure=True,"
        " headers={'host': 'actujet.example'})['Strict-Transport-Security'])"
    )
    return manage_in(tmp_path_factory.mktemp("data"), "shell", "--no-imports", "-c", code)


def test_deployment_check_finds_nothing(started):
    assert started.returncode == 0, started.stderr
    assert "no issues" in started.stdout


def test_a_page_promises_https_for_its_own_host_alone(started):
    assert started.stdout.splitlines()[-1] == "max-age=31536000", started.stderr


@pytest.mark.parametrize(
    ("changes", "header"),
    [
        ({"HSTS_SECONDS": "3600"}, "max-age=3600"),
        (
            {"HSTS_SUBDOMAINS": "1", "HSTS_PRELOAD": "1"},
            "max-age=31536000; includeSubDomains; preload",
        ),
    ],
)
def test_promises_about_https_reach_beyond_the_site_only_if_asked(tmp_path, changes, header):
    """As the middleware writes them that makes the header of the page above."""
    code = (
        "import config;"
        "config.select_settings();"
        "from django.http import HttpRequest, HttpResponse;"
        "from django.middleware.security import SecurityMiddleware;"
        "request = HttpRequest();"
        "request.META['HTTP_X_FORWARDED_PROTO'] = 'https';"
        "answer = SecurityMiddleware(lambda _: HttpResponse())(request);"
        "print(answer['Strict-Transport-Security'])"
    )
    asked = python_in(tmp_path, "-c", code, **changes)
    assert asked.stdout.strip() == header, asked.stderr


def test_half_a_preload_is_refused(manage):
    assert "HSTS_PRELOAD=1 needs" in manage("check", HSTS_PRELOAD="1").stderr
