"""Styles, scripts and icons."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import override_settings

from delivery.static import StaticStorage

ROOT = Path(__file__).resolve().parents[2]
USED = sorted(
    {
        (name, path.relative_to(ROOT).as_posix())
        for path in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r"{% static ['\"]([^'\"{]+)['\"]", path.read_text())
    }
)


@pytest.mark.parametrize(("name", "template"), USED)
def test_every_file_that_a_template_names_exists(name, template):
    assert finders.find(name), f"{template} names {name}"


@pytest.fixture
def collected(tmp_path, settings):
    """One style, collected as for a public server."""
    source, target = tmp_path / "source", tmp_path / "target"
    source.mkdir()
    (source / "paper.css").write_text("main { color: black }\n" * 50)
    files = {
        "STATICFILES_DIRS": [source],
        "STATICFILES_FINDERS": ["django.contrib.staticfiles.finders.FileSystemFinder"],
        "STATIC_ROOT": target,
        "STORAGES": settings.STORAGES
        | {"staticfiles": {"BACKEND": "delivery.static.StaticStorage"}},
    }
    with override_settings(**files):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield target


def test_files_are_compressed_under_names_that_follow_their_content(collected):
    name = StaticStorage().url("paper.css").rpartition("/")[2]
    assert re.fullmatch(r"paper\.[0-9a-f]{12}\.css", name)
    assert (collected / f"{name}.br").exists() and (collected / f"{name}.gz").exists()


def test_missing_file_costs_no_page(collected):
    assert StaticStorage().url("forgotten.css") == "/static/forgotten.css"
