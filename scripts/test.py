"""`make test`: whatever can be known about this tree before it is shipped."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts import environment, nginx, processes
from scripts.console import fail, interruptible, say
from scripts.environment import PYTHON, ROOT

OUR_APPS = "accounts editorial home jobs news search".split()
# Commands that tests call, and the Debian packages that bring them.
DEBIAN = {
    "msgfmt": ["gettext"],
    "npm": ["npm"],
}
# The browser: the one without windows does the same for two thirds of the work. `tests/chromium.py`
# drives the other where only that is there.
LIGHTER = ["chromium-headless-shell", "fonts-dejavu-core", "libfribidi0"]
OTHER = ["chromium", "fonts-dejavu-core", "libfribidi0"]
# Where it is missing, its tests are skipped.

# Three processes take the next module each: on two cores, since tests with a browser often wait.
# What a module makes for its tests is made once.
# `tests/conftest.py` says in which order.
IN_THREE = ["-n", "3", "--dist", "loadfile", "--no-loadscope-reorder"]


@dataclass
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped
        )

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def main() -> int:
    started = time.monotonic()
    processes.end_with_make()
    with interruptible("make test"), tempfile.TemporaryDirectory(prefix="actujet-tests-") as folder:
        environment.ensure("test")
        env = environment.test_environment()
        compiling = begin_compiling(env)
        install_debian_packages()
        install_old_chromium()
        checks = [begin_lint(Path(folder))]
        if compiling:
            compiling.wait()
        checks += begin_checks(env, Path(folder))
        total = run_suites(env, Path(folder))
        judged = [check.wait() for check in checks]
    minutes, seconds = divmod(int(time.monotonic() - started), 60)
    say(f"\nDurée : {minutes} min {seconds:02d} s.")
    if not all(judged):
        say("Une vérification du code ou du projet a échoué : voir plus haut.")
    say(str(total))
    return not (all(judged) and total.passed and not total.failed)


def begin_compiling(env: dict[str, str]) -> subprocess.Popen[str] | None:
    """Begin to load all tests, the first time: the suites and checks, which begin together, would
    each compile the same modules.
    """
    if (ROOT / "tests" / "__pycache__").exists():
        return None
    command = [str(PYTHON), "-m", "pytest", "-q", "--collect-only"]
    nowhere = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return processes.start(command, env, cwd=ROOT, **nowhere)


def install_debian_packages() -> None:
    missing = [
        name for command, names in DEBIAN.items() if not shutil.which(command) for name in names
    ]
    has_lighter, has_other = (bool(shutil.which(names[0])) for names in (LIGHTER, OTHER))
    may_install = os.geteuid() == 0 and bool(shutil.which("apt-get"))
    wants_nginx = may_install and not has_nginx()
    if has_lighter and not missing and not wants_nginx:
        return
    if not may_install:
        if missing or not has_other:
            missing += [] if has_other else LIGHTER
            command = f"apt-get install -y {' '.join(missing)}"
            fail(f"Il manque des programmes pour les tests ; en tant que root : {command}")
        return
    say("Installation de ce qui manque aux tests (la première fois)…")
    apt("update")
    # Not every release of Debian has it.
    if not has_lighter and not apt("install", *LIGHTER) and not has_other:
        missing += OTHER
    if wants_nginx:
        apt("install", *nginx.PACKAGES)
    if missing and not apt("install", *missing):
        command = f"apt-get install -y {' '.join(missing)}"
        fail(f"Leur installation a échoué (voir ci-dessus) ; essayez : {command}")


def has_nginx() -> bool:
    """Whether it is there, or shall not be installed: systemd would start it at once."""
    return bool(nginx.NGINX) or Path("/run/systemd/system").exists()


def apt(act: str, *packages: str) -> bool:
    """Whether `apt-get` has done that."""
    # Without a network, the tests shall not wait for long.
    options = ["-q", "-y", "-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=20"]
    options += ["--no-install-recommends"] if act == "install" else []
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = processes.run(["apt-get", act, *options, *packages], env, stdout=subprocess.DEVNULL)
    return done.returncode == 0


def install_old_chromium() -> None:
    """The oldest browser that readers' pages are looked at with."""
    if processes.run([str(PYTHON), "-m", "scripts.old_chromium"], cwd=ROOT).returncode:
        raise SystemExit(1)


class Running:
    """A command that runs beside others; what it says is shown when it has ended."""

    def __init__(
        self, title: str, command: list[str], env: dict[str, str], log: Path | None = None
    ) -> None:
        self.title = title
        self.log = log.open("w+") if log else None
        if not log:
            say(f"\n{title}")
        self.process = processes.start(
            command, env, cwd=ROOT, stdout=self.log, stderr=subprocess.STDOUT if log else None
        )

    def wait(self) -> bool:
        """Wait, show what it had to say, and return whether it found nothing wrong."""
        returned = self.process.wait()
        if self.log:
            self.log.seek(0)
            say(f"\n{self.title}\n{self.log.read()}".rstrip())
            self.log.close()
        return returned == 0


def begin_lint(folder: Path) -> Running:
    lint = ["nice", str(PYTHON), "-m", "scripts.lint"]
    return Running("— le code", lint, dict(os.environ), folder / "lint.log")


def begin_checks(env: dict[str, str], folder: Path) -> list[Running]:
    """Begin Django’s checks, ours and those of a public server, and look for missing migrations."""
    production = env | {
        "ACTUJET_ENV": "production",
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "DATA_DIR": str(folder),
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "actujet.example",
        "BASE_URL": "https://actujet.example",
    }
    python = ["nice", str(PYTHON)]
    # It begins with all checks.
    migrations = [*python, "manage.py", "makemigrations", "--check", "--dry-run", *OUR_APPS]
    public = [*python, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return [
        Running("— le projet (makemigrations --check)", migrations, env, folder / "project.log"),
        Running("— le projet (check --deploy)", public, production, folder / "public.log"),
    ]


def run_suites(env: dict[str, str], folder: Path) -> Count:
    """All on SQLite; beside it what may differ on PostgreSQL, and the main job."""
    with real_servers(folder) as addresses:
        differing = ["-m", "postgres and not browser"]
        others = [Suite("PostgreSQL et Valkey", env | addresses, folder, *differing, aside=True)]
        suite = Suite("SQLite, avec le navigateur", env, folder, *IN_THREE)
        if not arguments():
            # Most of its time it waits for a minute of the clock, and then it must be punctual.
            name, journey = "Du premier mot à la page", ["-m", "journey", "tests/journey"]
            others.append(Suite(name, env, folder, *journey, aside=True, first=True))
        return sum([run.end() for run in (suite, *others)], Count())


class Suite:
    """One run of pytest, which goes on to its end whatever fails."""

    def __init__(
        self,
        name: str,
        env: dict[str, str],
        folder: Path,
        *options: str,
        aside: bool = False,
        first: bool = False,
    ) -> None:
        self.report = folder / f"{name}.xml"
        before = [] if first else ["nice"]
        command = [*before, str(PYTHON), "-m", "pytest", "-q", f"--junitxml={self.report}"]
        log = folder / f"{name}.log" if aside else None
        self.run = Running(f"— les tests : {name}", [*command, *options, *arguments()], env, log)

    def end(self) -> Count:
        """Wait, and count."""
        ended_well = self.run.wait()
        count = counted(self.report)
        if not ended_well and not count.failed:
            # It broke off, or found no test at all.
            return count + Count(failed=1)
        return count


def arguments() -> list[str]:
    """What is behind `python -m scripts.test`, for pytest."""
    return sys.argv[1:]


def counted(report: Path) -> Count:
    """What pytest's report says, in the form of JUnit's."""
    try:
        suites = list(xml.etree.ElementTree.parse(report).iter("testsuite"))
    except (OSError, xml.etree.ElementTree.ParseError):
        return Count()
    total = {
        key: sum(int(suite.get(key, 0)) for suite in suites)
        for key in ("tests", "failures", "errors", "skipped")
    }
    failed = total["failures"] + total["errors"]
    return Count(max(total["tests"] - failed - total["skipped"], 0), failed, total["skipped"])


@contextmanager
def real_servers(folder: Path) -> Iterator[dict[str, str]]:
    """PostgreSQL and Valkey, which stop when their input is closed, by us or by our end."""
    with (folder / "servers.log").open("w+") as log:
        servers = subprocess.Popen(
            [str(PYTHON), "-m", "scripts.servers"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            # Ctrl-C is for pytest; the servers end with their input.
            start_new_session=True,
        )
        assert servers.stdin and servers.stdout  # noqa: S101
        try:
            addresses = servers.stdout.readline()
            if not addresses:
                log.seek(0)
                fail(f"PostgreSQL ou Valkey n’ont pas démarré :\n{log.read()}")
            yield json.loads(addresses)
        finally:
            servers.stdin.close()
            servers.wait(60)


if __name__ == "__main__":
    sys.exit(main())
