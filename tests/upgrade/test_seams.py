"""An upgrade that changes what our code leans on fails here, with our file's name beside it."""

from functools import cache
from pathlib import Path

import pytest
import wagtail

import config.urls  # noqa: F401 (its views and what they import are looked at too)
from tests.upgrade import finding, kept

KNOWN = kept.read()
DOCS = finding.ROOT / "docs/seams.md"


@cache
def found() -> dict[str, finding.Found]:
    return kept.found(KNOWN)


@cache
def rows_of_docs() -> list[str]:
    return [line for line in DOCS.read_text().splitlines() if line.startswith("| ")]


@pytest.mark.parametrize("section", ["templates", "methods", "patches", "private"])
def test_every_seam_is_known(section: str):
    new = set(found()[section]) - set(KNOWN[section])
    assert not new, (
        f"New seams: {sorted(new)}. Is there no hook or setting of the library for it? "
        "If not: `make seams`, and a row in docs/seams.md that says why."
    )
    gone = set(KNOWN[section]) - set(found()[section])
    assert not gone, f"No seam any more: {sorted(gone)}: `make seams`, and out of docs/seams.md."


@pytest.mark.parametrize("section", ["templates", "methods", "patches", "private", "watched"])
def test_what_a_seam_leans_on_is_as_it_was_read(section: str):
    changed = [
        f"{ours} (leans on {theirs})"
        for ours, (theirs, digest) in KNOWN[section].items()
        if finding.digest_of(theirs) != digest
    ]
    assert not changed, (
        f"The library has changed what these lean on: {changed}. Read the new source beside ours, "
        "mend ours if need be, then `make seams`."
    )


@pytest.mark.parametrize("section", ["templates", "methods", "patches", "private", "watched"])
def test_every_seam_has_its_reason(section: str):
    missing = [ours for ours in KNOWN[section] if not has_row(*parted(section, ours))]
    assert not missing, f"No row in docs/seams.md names: {missing}"


def parted(section: str, ours: str) -> tuple[str, str]:
    """Our file, and the name of the seam in it."""
    file, _, name = ours.partition(" ")
    return file, name.rpartition(".")[2] if section != "templates" else ""


def has_row(file: str, name: str) -> bool:
    return any(f"`{file}`" in row and (f"`{name}`" in row or not name) for row in rows_of_docs())


def test_scripts_find_what_they_name_in_those_of_wagtail():
    scripts = "".join(
        file.read_text(errors="replace") for file in Path(wagtail.__file__).parent.rglob("*.js")
    )
    pages = "".join(
        file.read_text() for file in Path(wagtail.__file__).parent.rglob("templates/**/*.html")
    )
    missing = [
        f"{ours}: {name}"
        for ours, names in KNOWN["scripts"].items()
        for name in names
        if name not in scripts and name not in pages
    ]
    assert not missing, f"Wagtail's scripts no longer know: {missing}"


def test_scripts_are_on_the_list():
    """Whatever of ours names an object or event of Wagtail's scripts."""
    marks = ("w-autosave", "w-unsaved", "w-tabs", "window.comments", "draftail", "wagtailStream")
    folder = finding.ROOT / "static/js/admin"
    naming = {
        str(file.relative_to(finding.ROOT))
        for file in folder.glob("*.js")
        if any(mark in file.read_text() for mark in marks)
    }
    assert naming <= set(KNOWN["scripts"])


def test_finder_sees_a_private_name_and_a_patch():
    assert finding.is_private("_committed")
    assert not finding.is_private("_meta")
    assert found()["patches"]["news/choosers.py BaseChooser.get_instance"].endswith(
        ":BaseChooser.get_instance"
    )


def test_digest_is_of_words_not_of_white_space():
    assert finding.digest("def a():\n    return 1") == finding.digest("def a():  return 1")
    assert finding.digest("def a(): return 1") != finding.digest("def a(): return 2")
