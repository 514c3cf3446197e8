"""The French catalogue: whatever the code says to people, it says in French."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "locale" / "fr" / "LC_MESSAGES" / "django.po"
ROOMS = (
    *("accounts", "audience", "delivery", "demo", "editorial"),
    *("home", "jobs", "news", "search", "site"),
)

pytestmark = pytest.mark.skipif(
    shutil.which("msgcmp") is None, reason="gettext's tools are not installed"
)


def run(*command: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every string that the code marks for translation, as it stands now."""
    copy = tmp_path_factory.mktemp("source")
    for name in (*ROOMS, "static", "templates"):
        ignored = shutil.ignore_patterns("__pycache__", "content", "pictures")
        shutil.copytree(ROOT / name, copy / name, ignore=ignored)
    shutil.copy(ROOT / "manage.py", copy)
    (copy / "locale").mkdir()
    made = run(sys.executable, "manage.py", "makemessages", "--locale=fr", "--keep-pot", cwd=copy)
    assert made.returncode == 0, made.stderr
    return copy / "locale" / "django.pot"


def test_catalogue_translates_every_string_of_the_code(template):
    missing = run("msgcmp", CATALOGUE, template)
    assert missing.returncode == 0, missing.stderr


def test_catalogue_holds_nothing_fuzzy_and_no_string_that_the_code_dropped(template, tmp_path):
    assert "#, fuzzy" not in CATALOGUE.read_text()
    assert "\n#~ " not in CATALOGUE.read_text()
    dropped = run("msgcmp", "--use-untranslated", template, CATALOGUE)
    assert dropped.returncode == 0, dropped.stderr


def test_french_signs_keep_to_their_words():
    """No line begins with “;”, “:”, “?”, “!” or “»”, none ends with “«”."""
    loose = re.compile(r"« | [»:;?!](?=[\s.,)…»<]|$)")
    written = re.findall(
        r'^msgstr(?:\[\d\])? ((?:"[^\n]*"\n)+)', CATALOGUE.read_text(), re.MULTILINE
    )
    told = ["".join(re.findall(r'^"(.*)"$', text, re.MULTILINE)) for text in written]
    assert len(told) > 2000
    assert [text for text in told if loose.search(text)] == []


def test_placeholders_of_translations_match_their_source():
    checked = run("msgfmt", "--check-format", "--output-file=/dev/null", CATALOGUE)
    assert checked.returncode == 0, checked.stderr


def test_compiled_catalogue_is_the_one_that_is_written(tmp_path):
    compiled = tmp_path / "django.mo"
    assert run("msgfmt", f"--output-file={compiled}", CATALOGUE).returncode == 0
    assert compiled.read_bytes() == CATALOGUE.with_suffix(".mo").read_bytes()


def test_no_text_hides_from_the_catalogue_in_an_f_string():
    """xgettext does not look into the braces."""
    hidden = re.compile(r"\{\s*(_|n?gettext|pgettext)\(")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted(ROOT.glob("[a-z]*/**/*.py"))
        if path.relative_to(ROOT).parts[0] not in {"tests", "scripts", "var"}
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if hidden.search(line)
    ]
    assert found == []
