"""`make bench`: each size on each database, then the report.

SIZES names the numbers of articles, DATABASES sqlite and postgresql, ROUNDS how often each page is
measured; the medians are reported. What is measured is added to `var/bench/results.json`.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from scripts import environment, nginx, processes
from scripts.bench import bare, client, corpora, crowd, freshness, machine, report, speed
from scripts.bench.serving import (
    RUN,
    Server,
    site_environment,
    start_site,
    start_web,
)
from scripts.console import interruptible, say
from scripts.environment import PYTHON, ROOT
from scripts.test import apt

SECONDS = 1
CROWDED = ("article", "la Une", "section")
MIXED_SECONDS = 20
PUBLICATIONS = 3


def main() -> int:
    processes.end_with_make()
    sizes = [int(size) for size in _listed("SIZES", "1000 20000 100000")]
    databases = _listed("DATABASES", "sqlite postgresql")
    with interruptible("make bench"):
        environment.ensure("test")
        if Path(sys.prefix) != environment.VENV:
            # PostgreSQL and what speaks to it are among the packages.
            os.execv(PYTHON, [str(PYTHON), "-m", "scripts.bench"])  # noqa: S606
        install()
        found: report.Results = {
            "machine": machine.in_words(),
        }
        postgres = corpora.Postgres() if "postgresql" in databases else None
        try:
            for size in sizes:
                for database in databases:
                    began = time.monotonic()
                    say(f"\n— {size} articles, {database}")
                    with tempfile.TemporaryDirectory(prefix="actujet-bench-") as folder:
                        chosen = postgres if database == "postgresql" else None
                        found[f"{database} {size}"] = stage(Path(folder), size, chosen)
                    # What was measured before stays.
                    report.write(report.read() | found)
                    say(f"  {time.monotonic() - began:.0f} s")
        finally:
            if postgres:
                postgres.stop()
        say(f"\n{report.DOCUMENT.relative_to(ROOT)} est à jour.")
    return 0


def _listed(name: str, usual: str) -> list[str]:
    return (os.environ.get(name) or usual).replace(",", " ").split()


def install() -> None:
    """nginx and wrk, where we may install them; the bench does without either."""
    missing = [] if shutil.which("wrk") else ["wrk"]
    if not nginx.NGINX or not nginx.BROTLI.exists():
        missing += nginx.PACKAGES
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"Installation de {' et '.join(missing)} (la première fois)…")
        apt("update")
        apt("install", *missing)


def stage(folder: Path, size: int, postgres: corpora.Postgres | None) -> dict[str, Any]:
    """All that is measured of one size on one database."""
    rounds = int(os.environ.get("ROUNDS") or 5)
    log = folder / "site.log"
    found: dict[str, Any] = {}
    with ExitStack() as stack:
        data = stack.enter_context(corpora.copy_of(corpora.folder(size), folder))
        url = stack.enter_context(postgres.copy_of(size, data)) if postgres else None
        cached = site_environment(data, url)
        uncached = cached | {"PAGE_CACHE_MB": "0"}
        say("  requêtes et octets")
        found["counts"] = _inside(uncached, "counts")
        pages: dict[str, list[str]] = _inside(uncached, "addresses")
        found["start-up"] = {"make run": _started_by_make(cached, log)} if not url else {}
        site = stack.enter_context(running(start_site("site", cached, log)))
        plain = stack.enter_context(running(start_site("site, uncached", uncached, log)))
        body = client.get(site.port, pages["article"][0]).body
        wsgi = stack.enter_context(running(bare.wsgi(folder / "wsgi", body, cached)))
        file = bare.nginx(folder / "nginx", body, cached)
        if file:
            stack.enter_context(running(file))
        bare_url = postgres.bare() if postgres else None
        stock = bare.wagtail(folder / "bare", size, cached, bare_url)
        stack.enter_context(running(stock))
        found["start-up"] |= {"web": site.started_in, "web of bare Wagtail": stock.started_in}
        say("  vitesse")
        found["speed"] = speed.measure(
            [
                *_targets(site, plain, wsgi, file, stock, pages),
                *_behind_nginx(stack, folder, cached, log, pages["article"][0]),
            ],
            rounds,
            SECONDS,
            say,
        )
        say("  une foule qui renonce")
        found["crowd"] = crowd.gives_up(plain, pages["article"])
    return found | _of_a_newsroom(folder, size, postgres, pages)


def _of_a_newsroom(
    folder: Path, size: int, postgres: corpora.Postgres | None, pages: dict[str, list[str]]
) -> dict[str, Any]:
    """What is measured of the site as `make run` starts it, alone on the machine."""
    found: dict[str, Any] = {}
    log = folder / "newsroom.log"
    with ExitStack() as stack:
        data = stack.enter_context(corpora.copy_of(corpora.folder(size), folder))
        url = stack.enter_context(postgres.copy_of(size, data)) if postgres else None
        env = site_environment(data, url)
        newsroom = stack.enter_context(running(start_web("make run", RUN, env, log)))
        say("  de la publication à la page")
        found["visible"] = freshness.publish_to_visible(newsroom, env, PUBLICATIONS)
        say("  on écrit pendant qu’on lit")
        mixed = [paths[0] for paths in pages.values()] + pages["article"]
        found["writing"] = freshness.while_writing(newsroom, env, mixed, MIXED_SECONDS)
        processes_of = machine.family(newsroom.pid)
        found["memory"] = {str(n): machine.pss_mb(pid) for n, pid in enumerate(processes_of)}
    return found


def _behind_nginx(
    stack: ExitStack, folder: Path, env: dict[str, str], log: Path, path: str
) -> list[speed.Target]:
    """A page that nginx sends from where the site has laid it down."""
    if not nginx.NGINX or not nginx.BROTLI.exists():
        return []
    front = folder / "front"
    front.mkdir()
    env = env | {"PAGE_FILES": str(front / "pages")}
    site = stack.enter_context(running(start_site("site, with files", env, log)))
    command = [str(PYTHON), "manage.py", "nginx_headers"]
    headers = subprocess.run(
        command, env=env, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    host = f"{client.HOST}:{site.port}"
    file = nginx.write(front, f"{client.HOST}:PORT", host, headers)
    text = file.with_name("site.conf")
    template = text.rename(front / "site.tmpl")
    # The port is known only when the server starts.
    shell = f"sed s/PORT/{{port}}/ {template} > {text} && exec {nginx.NGINX} -c {file}"
    server = start_web("nginx", ["sh", "-c", shell], env, log, front)
    stack.enter_context(running(server))
    return [speed.Target("article, through nginx, 1", server, [path])]


def _started_by_make(env: dict[str, str], log: Path) -> float:
    """Seconds from `make run`, whose work is done already, to its first page."""
    start_web("make run", RUN, env, log).stop()
    server = start_web("make run", RUN, env, log)
    server.stop()
    return server.started_in


def _targets(
    site: Server,
    plain: Server,
    wsgi: Server,
    file: Server | None,
    stock: Server,
    pages: dict[str, list[str]],
) -> Iterator[speed.Target]:
    for connections, seen in ((1, tuple(pages)), (16, CROWDED)):
        yield speed.Target(f"WSGI function, {connections}", wsgi, ["/"], connections)
        if file:
            yield speed.Target(f"nginx, file, {connections}", file, ["/body"], connections)
        yield speed.Target(f"bare Wagtail, {connections}", stock, ["/page-7/"], connections)
        for kind in seen:
            paths = pages[kind]
            yield speed.Target(f"{kind}, uncached, {connections}", plain, paths, connections)
            yield speed.Target(f"{kind}, cached, {connections}", site, paths[:1], connections)


@contextmanager
def running(server: Server) -> Iterator[Server]:
    try:
        yield server
    finally:
        server.stop()


def _inside(env: dict[str, str], command: str) -> Any:
    told = subprocess.run(
        [str(PYTHON), "-m", "scripts.bench.inside", command],
        env=env,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(told.stdout.splitlines()[-1])


if __name__ == "__main__":
    sys.exit(main())
