"""The catalogue that puts Wagtail's French right: each sentence is one of Wagtail's, and wins."""

import ast
import gettext
import inspect
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import wagtail
import wagtail_modeladmin
from django.contrib import admin
from django.contrib.admin import filters
from django.utils import translation
from django.utils.translation import ngettext

ROOT = Path(__file__).resolve().parents[2]
OURS = ROOT / "locale" / "fr" / "LC_MESSAGES" / "django.po"
MENDED = ROOT / "locale" / "wagtail" / "fr" / "LC_MESSAGES" / "django.po"
SOURCE = re.compile(r'^(?:msgid|msgid_plural) ((?:".*"\n)+)', re.MULTILINE)


def sources(catalogue: Path) -> Iterator[str]:
    """The English strings of a .po file, plural forms too."""
    for match in SOURCE.finditer(catalogue.read_text()):
        yield "".join(ast.literal_eval(line) for line in match.group(1).splitlines())


def test_each_sentence_still_exists_in_wagtail() -> None:
    known = {
        source
        for library in (wagtail, wagtail_modeladmin, admin)
        for catalogue in Path(str(library.__file__)).parent.glob(
            "**/locale/en/LC_MESSAGES/django.po"
        )
        for source in sources(catalogue)
    }
    assert len(known) > 1000
    gone = [source for source in sources(MENDED) if source not in known]
    assert gone == [], f"Gone from Wagtail: take them out of {MENDED.relative_to(ROOT)}"


def test_both_catalogues_say_the_same_where_both_have_a_sentence() -> None:
    first, second = (
        dict(gettext.GNUTranslations(path.with_suffix(".mo").open("rb"))._catalog)  # type: ignore[attr-defined]
        for path in (OURS, MENDED)
    )
    assert {key for key in first.keys() & second.keys() if key and first[key] != second[key]} == (
        set()
    )


@pytest.mark.parametrize(
    ("source", "french"),
    [
        ("Submit to %(workflow_name)s", "Soumettre à la relecture (%(workflow_name)s)"),
        ("Unpublish", "Retirer du site"),
        ("Add %(object)s", "Ajouter\u00a0: %(object)s"),
        ("In Moderation", "En relecture"),
        ("root page", "page d’accueil"),
        ("Table headers", "En-têtes du tableau"),
    ],
)
def test_its_words_are_shown_in_the_place_of_wagtails(source: str, french: str) -> None:
    with translation.override("fr"):
        assert translation.gettext(source) == french


def test_filters_of_lists_have_their_french() -> None:
    words = re.findall(r'_\(\s*"([^"]+)"', inspect.getsource(filters))
    assert "Any date" in words
    with translation.override("fr"):
        assert [word for word in words if translation.gettext(word) == word] == []


def test_its_plurals_are_counted_in_the_french_way() -> None:
    """Zero is singular in French."""
    one, many = "Unpublish 1 page", "Unpublish %(counter)s pages"
    with translation.override("fr"):
        assert ngettext(one, many, 0) == ngettext(one, many, 1) != ngettext(one, many, 2)


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext's tools are not installed")
def test_it_is_complete_and_compiled(tmp_path: Path) -> None:
    compiled = tmp_path / "django.mo"
    command = ["msgfmt", "--check-format", "--statistics", f"--output-file={compiled}", str(MENDED)]
    made = subprocess.run(command, capture_output=True, text=True, check=True)
    assert re.fullmatch(r"\d+ translated messages\.", made.stderr.strip())
    assert compiled.read_bytes() == MENDED.with_suffix(".mo").read_bytes()
