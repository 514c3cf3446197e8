"""The folder .venv and what is installed in it."""

import fcntl
import hashlib
import importlib.util
import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts import processes
from scripts.console import fail, say

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"
# Installs what pip installs too, in a sixth of the time.
UV = VENV / "bin" / "uv"
# On a slow line, a few downloads at once that may take their time.
UV_PATIENCE = {"UV_CONCURRENT_DOWNLOADS": "8", "UV_HTTP_TIMEOUT": "60"}
# Which releases of our requirements are in. Taken away before they are installed and written
# afterwards: a folder without it is half-made, and made anew.
STAMP = VENV / "installed.json"
LEVELS = ("base", "test")


def ensure(level: str) -> None:
    """Have .venv hold exactly requirements/<level>.txt; `test` contains `base`."""
    with _alone():
        wanted = {name: fingerprint(name) for name in LEVELS}
        installed = read_stamp()
        if installed.get(level) == wanted[level]:
            return
        _refuse_without_venv()
        STAMP.unlink(missing_ok=True)
        if installed.get("base") != wanted["base"]:
            _make_venv()
        say("Installation des paquets (la première fois)…")
        _install(level)
        done = LEVELS[: LEVELS.index(level) + 1]
        _write_stamp({name: wanted[name] for name in done})


def fingerprint(level: str) -> str:
    """What an environment of this level depends on: its packages, the Python and the place."""
    content = (REQUIREMENTS / f"{level}.txt").read_bytes()
    place = f"{sys.version_info[:2]} {VENV.resolve()}".encode()
    return hashlib.sha256(content + place).hexdigest()


def read_stamp() -> dict[str, str]:
    """The stamp, or nothing if it is missing, unreadable, or its Python has gone."""
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return stamp if PYTHON.exists() else {}


def _write_stamp(stamp: dict[str, str]) -> None:
    draft = STAMP.with_suffix(".draft")
    draft.write_text(json.dumps(stamp))
    draft.replace(STAMP)


def _refuse_without_venv() -> None:
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return
    fail(
        "Le module venv de Python manque : installez-le avec "
        "« apt-get install -y python3-venv », puis relancez la commande."
    )


def _make_venv() -> None:
    say("Création de l’environnement .venv…")
    if processes.run([sys.executable, "-m", "venv", "--clear", str(VENV)]).returncode:
        fail(
            "L’environnement .venv n’a pas pu être créé (voir ci-dessus) : vérifiez l’espace libre "
            "et les droits sur ce dossier, puis relancez la commande."
        )


def _install(level: str) -> None:
    packages = f"requirements/{level}.txt"
    if _installed_by_uv(packages):
        return
    say("L’installation continue avec pip, plus lentement…")
    if not _installed_by_pip(packages):
        fail(
            "L’installation des paquets a échoué (voir ci-dessus) : vérifiez l’accès au réseau, "
            "puis relancez la commande."
        )


def _installed_by_uv(packages: str) -> bool:
    """Whether uv could: it has no program for every machine, and does not read pip's settings."""
    if not (UV.exists() or _installed_by_pip("requirements/installer.txt")):
        return False
    command = [str(UV), "pip", "install", "--quiet", "--python", str(PYTHON)]
    options = ["--require-hashes", "-r", packages]
    return not processes.run([*command, *options], os.environ | UV_PATIENCE, cwd=ROOT).returncode


def _installed_by_pip(packages: str) -> bool:
    command = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    # Python compiles what it loads when it loads it, and most of this it never loads.
    options = ["--no-compile", "--require-hashes", "-r", packages]
    return not processes.run([*command, *options], cwd=ROOT).returncode


@contextmanager
def _alone() -> Iterator[None]:
    """One command at a time sets .venv up; a second one waits for it."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def test_environment() -> dict[str, str]:
    """The shell's environment without whatever would point the tests at a real site."""
    ours = (ROOT / ".env.example").read_text(encoding="utf-8")
    names = set(re.findall(r"^#? ?([A-Z_]+)=", ours, re.MULTILINE))
    # The tests start some hundred processes: each would compile the same modules again.
    names.add("PYTHONDONTWRITEBYTECODE")
    env = {name: value for name, value in os.environ.items() if name not in names}
    return env | {"DJANGO_SETTINGS_MODULE": "config.settings.test", "ACTUJET_ENV": "test"}
