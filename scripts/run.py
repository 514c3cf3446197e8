"""`make run`: from an empty clone to a newsroom at work, and back to nothing at Ctrl-C."""

import errno
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import suppress

from scripts import environment, processes
from scripts.console import fail, interruptible, say, table
from scripts.environment import PYTHON, ROOT

# How long, in seconds, the site may take to be ready, and its processes to stop.
START = 60
STOP = 10


def main() -> None:
    processes.end_with_make()
    processes.adopt_orphans()
    with interruptible("make run"):
        port = chosen_port()
        refuse_taken(port)
        environment.ensure("base")
        site, logins = prepared(site_environment(port))
        refuse_taken(port)
    serve(port, site, logins)


def chosen_port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        fail(f"PORT={text} n’est pas un port : donnez un nombre, par exemple PORT=8001 make run.")
    return int(text)


def refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        # As gunicorn does: a port that was closed a moment ago is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno == errno.EACCES:
                fail(f"Le port {port} est réservé au système ; essayez : PORT=8001 make run.")
            other = 8001 if port == 8000 else port + 1
            fail(
                f"Le port {port} est déjà pris par un autre programme (peut-être un autre "
                f"« make run ») : arrêtez-le, ou choisissez un autre port : PORT={other} make run."
            )


def site_environment(port: int) -> dict[str, str]:
    defaults = {
        "BASE_URL": f"http://127.0.0.1:{port}",
        "LOG_FORMAT": "text",
        # Python's threads take turns: a heap for each would cost memory, and no less waiting.
        "MALLOC_ARENA_MAX": "1",
    }
    return {**defaults, **os.environ, "PORT": str(port), "PYTHONUNBUFFERED": "1"}


def prepared(env: dict[str, str]) -> tuple[subprocess.Popen[str], list[list[str]]]:
    """The process of the site, with all up to date; and the rows of the login table.

    It starts the site once it is told to: a first preparation takes a minute.
    """
    site = subprocess.Popen(
        [str(PYTHON), "-m", "scripts.embedded"],
        cwd=ROOT,
        env=env,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # Its own session: Ctrl-C comes here first, and each process is asked to stop once.
        start_new_session=True,
        preexec_fn=processes.ends_with_parent(signal.SIGTERM),
    )
    try:
        answer = site.stdout.readline() if site.stdout else ""
    except KeyboardInterrupt:
        stop(site)
        raise
    if not answer:
        site.wait()
        fail("La préparation du site a échoué (voir ci-dessus) : corrigez, puis relancez make run.")
    logins: list[list[str]] = json.loads(answer)["logins"]
    return site, logins


def serve(port: int, site: subprocess.Popen[str], logins: list[list[str]]) -> None:
    """Run the site until Ctrl-C, or until one of its processes ends by itself."""
    asked = False
    try:
        begin(site)
        wait_until_ready(port, site)
        say(banner(port, logins))
        site.wait()
    except KeyboardInterrupt:
        asked = True
        say("\nArrêt du site…")
    stop(site)
    if not asked:
        fail("Un des processus s’est arrêté de lui-même (voir ci-dessus) ; les autres aussi.")
    say("Le site est arrêté. « make run » le relance, avec tout son contenu.")


def begin(site: subprocess.Popen[str]) -> None:
    """Tell a prepared site to start; whether it has died meanwhile is seen by who waits for it."""
    if site.stdin:
        with suppress(BrokenPipeError):
            site.stdin.write("\n")
            site.stdin.flush()


def wait_until_ready(port: int, site: subprocess.Popen[str]) -> None:
    """Wait for the site to be well; after a minute, say what is not and let it run."""
    deadline = time.monotonic() + START
    answer = "aucune réponse"
    while time.monotonic() < deadline and site.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5).close()
            return
        except urllib.error.HTTPError as error:
            answer = error.read().decode()
        except OSError:
            pass
        time.sleep(0.2)
    if site.poll() is None:
        say(f"Le site n’est pas tout à fait prêt : {answer}")


def banner(port: int, logins: list[list[str]]) -> str:
    address = f"http://127.0.0.1:{port}"
    lines = ["", f"Actujet est ouvert :  {address}/", f"La rédaction :        {address}/admin/", ""]
    if logins:
        lines += ["Comptes de démonstration :", ""]
        lines += [table(["Rôle", "Nom d’utilisateur", "Mot de passe"], logins), ""]
    return "\n".join([*lines, "Ctrl-C arrête tout.", ""])


def stop(site: subprocess.Popen[str]) -> None:
    """Have the site stop its processes, then end whatever is left; a second Ctrl-C hurries."""
    patience = STOP
    try:
        if site.poll() is None:
            site.terminate()
            site.wait(STOP)
    except (KeyboardInterrupt, subprocess.TimeoutExpired):
        patience = 0
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    processes.end_all(patience)


if __name__ == "__main__":
    main()
