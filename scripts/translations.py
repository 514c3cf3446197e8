"""The French catalogues: taken from the sources, compiled, and held to be current."""

import gettext
import shutil
import sys
import tempfile
from pathlib import Path

from scripts import environment, processes
from scripts.console import fail, interruptible, say
from scripts.environment import PYTHON, ROOT

# Of our own strings, which `--update` takes from the sources.
CATALOGUE = ROOT / "locale/fr/LC_MESSAGES/django.po"
# Of Wagtail's strings whose French is missing or another word than the newsroom's; by hand.
WAGTAIL = ROOT / "locale/wagtail/fr/LC_MESSAGES/django.po"
# Folders without strings of ours.
ELSEWHERE = (".venv", "var", "tests", "scripts", "node_modules", "docs", "deploy")


def main() -> int:
    if "--update" not in sys.argv:
        return is_stale()
    processes.end_with_make()
    with interruptible("make messages"):
        environment.ensure("base")
        return update()


def update() -> int:
    """Take new strings into our catalogue, and compile both."""
    need_gettext()
    command = [str(PYTHON), "manage.py", "makemessages", "--locale", "fr", "--no-wrap"]
    for folder in ELSEWHERE:
        command += ["--ignore", f"{folder}/*"]
    made = processes.run([*command, "--add-location", "file"], cwd=ROOT)
    if made.returncode:
        return made.returncode
    return max(
        compile_to(catalogue, catalogue.with_suffix(".mo")) for catalogue in (CATALOGUE, WAGTAIL)
    )


def is_stale() -> bool:
    """Whether a compiled catalogue says something else than the one it is compiled from."""
    need_gettext()
    return any(is_older(catalogue) for catalogue in (CATALOGUE, WAGTAIL))


def is_older(catalogue: Path) -> bool:
    """Whether what is compiled from `catalogue` is missing or says something else."""
    name = catalogue.relative_to(ROOT)
    if not catalogue.exists():
        say(f"{name} manque : make messages.")
        return True
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "django.mo"
        if compile_to(catalogue, fresh):
            return True
        compiled = catalogue.with_suffix(".mo")
        if compiled.exists() and content(compiled) == content(fresh):
            return False
    say(f"{name} : le fichier .mo n’est pas à jour : make messages.")
    return True


def compile_to(catalogue: Path, target: Path) -> int:
    return processes.run(
        ["msgfmt", "--check-format", "--output-file", str(target), str(catalogue)]
    ).returncode


def content(compiled: Path) -> dict[object, str]:
    """What a .mo file says, whichever release of gettext wrote it."""
    with compiled.open("rb") as file:
        return gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]


def need_gettext() -> None:
    if not shutil.which("msgfmt"):
        fail("gettext manque : installez-le avec « apt-get install -y gettext ».")


if __name__ == "__main__":
    sys.exit(main())
