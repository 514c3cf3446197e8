"""`make lint` and `make format`: everything about the code that a machine can judge."""

import sys

from scripts import environment, processes
from scripts.console import interruptible, say
from scripts.environment import PYTHON, ROOT, VENV

BIN = VENV / "bin"
ROOMS = "accounts audience delivery demo editorial home jobs news search scripts".split()

CHECKS = {
    "le style (ruff)": [str(BIN / "ruff"), "check", "."],
    "la mise en forme (ruff format)": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
    "les gabarits (djlint)": [str(BIN / "djlint"), "templates", "--lint", "--quiet"],
    "les types (mypy)": [str(BIN / "mypy"), "manage.py", *ROOMS, "site/config"],
    "les imports entre les salles (import-linter)": [str(BIN / "lint-imports")],
    "la fraîcheur de la traduction": [str(PYTHON), "-m", "scripts.translations"],
}


def main() -> int:
    processes.end_with_make()
    with interruptible("make lint"):
        environment.ensure("test")
        return fix() if "--fix" in sys.argv else check()


def check() -> int:
    """Run every check, whatever the others find, and name those that found something."""
    env = environment.test_environment() | {"PYTHONPATH": "site"}
    failed = []
    for name, command in CHECKS.items():
        say(f"— {name}")
        if processes.run(command, cwd=ROOT, env=env).returncode:
            failed.append(name)
    if failed:
        say(f"\nÀ corriger : {', '.join(failed)}.")
    return bool(failed)


def fix() -> int:
    ruff = str(BIN / "ruff")
    processes.run([ruff, "check", "--fix", "--quiet", "."], cwd=ROOT)
    return processes.run([ruff, "format", "."], cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main())
