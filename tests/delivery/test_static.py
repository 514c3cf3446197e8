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


@pytest.fixture
def lists(tmp_path, settings):
    """Lists of styles and of scripts, collected as for a public server."""
    source, target = tmp_path / "source", tmp_path / "target"
    (source / "css").mkdir(parents=True)
    (source / "js").mkdir()
    (source / "css/site.css").write_text(
        '/* A list. */\n@import url("a.css");\n@import url("b.css");\n'
    )
    (source / "css/a.css").write_text("main {\n  color: black;\n}\n")
    (source / "css/b.css").write_text("p { margin: 0 }\n")
    (source / "js/site.js").write_text('import "./a.js";\nimport "./b.js";\n')
    (source / "js/a.js").write_text("const name = 1;\n")
    (source / "js/b.js").write_text("const name = 2;\n")
    files = {
        "STATICFILES_DIRS": [source],
        "STATICFILES_FINDERS": ["django.contrib.staticfiles.finders.FileSystemFinder"],
        "STATIC_ROOT": target,
        "STORAGES": settings.STORAGES
        | {"staticfiles": {"BACKEND": "delivery.static.StaticStorage"}},
    }
    with override_settings(**files):
        yield source, target


def served(target, name):
    call_command("collectstatic", interactive=False, verbosity=0)
    return (target / StaticStorage().url(name).removeprefix("/static/")).read_text()


def test_a_list_of_files_is_served_as_one_file_and_follows_its_parts(lists):
    source, target = lists
    style = served(target, "css/site.css")
    assert style.split() == "main { color: black; } p { margin: 0 }".split()
    assert served(target, "js/site.js") == "{\nconst name = 1;\n}\n{\nconst name = 2;\n}\n"
    (source / "css/a.css").write_text("main { color: red }\n")
    assert "red" in served(target, "css/site.css")


def test_names_are_read_anew_where_files_are_collected_after_the_code_was_loaded(lists):
    _source, target = lists
    loaded_before = StaticStorage()
    assert "main" in served(target, "css/site.css")
    name = StaticStorage().url("css/site.css")
    assert loaded_before.url("css/site.css") != name
    loaded_before.read_names()
    assert loaded_before.url("css/site.css") == name
