"""The French catalogue: taken from the sources, compiled, and held to be current."""

import gettext
import shutil
import sys
import tempfile
from pathlib import Path

from scripts import environment, processes
from scripts.console import fail, interruptible, say
from scripts.environment import PYTHON, ROOT

CATALOGUE = ROOT / "locale/fr/LC_MESSAGES/django.po"
# Where words to translate stand; nothing of .venv or var/ is ours to translate.
ELSEWHERE = (".venv", "var", "tests", "scripts", "node_modules", "docs", "deploy")


def main() -> int:
    if "--update" not in sys.argv:
        return is_stale()
    processes.end_with_make()
    with interruptible("make messages"):
        environment.ensure("base")
        return update()


def update() -> int:
    """Take new words into the .po file and compile it."""
    need_gettext()
    command = [str(PYTHON), "manage.py", "makemessages", "--locale", "fr", "--no-wrap"]
    for folder in ELSEWHERE:
        command += ["--ignore", f"{folder}/*"]
    made = processes.run([*command, "--add-location", "file"], cwd=ROOT)
    return made.returncode or compile_to(CATALOGUE.with_suffix(".mo"))


def is_stale() -> bool:
    """Whether the compiled catalogue says something else than the one it is compiled from."""
    if not CATALOGUE.exists():
        say("Il n’y a pas encore de traduction : make messages.")
        return True
    need_gettext()
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "django.mo"
        if compile_to(fresh):
            return True
        compiled = CATALOGUE.with_suffix(".mo")
        if compiled.exists() and content(compiled) == content(fresh):
            return False
    say("locale/fr : le fichier .mo n’est pas à jour : make messages.")
    return True


def compile_to(target: Path) -> int:
    return processes.run(
        ["msgfmt", "--check-format", "--output-file", str(target), str(CATALOGUE)]
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
