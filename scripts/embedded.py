"""The embedded site: web, worker and clock, forked from one process that has loaded it. In .venv.

To load the site takes two seconds of a core and 130 MB, so it is done once, and most of the memory
is shared. Prints the line of `scripts.prepare` once the site may start, waits for a line on its
input, then runs until one of the three ends or it is asked to.
"""

import gc
import os
import selectors
import signal
import sys
import time

from scripts import processes
from scripts.environment import ROOT

# Seconds that the three get to stop, and that gunicorn takes of them for pages under way.
PATIENCE = 5
FOR_PAGES = 4

sys.path.insert(0, str(ROOT / "site"))


def main() -> int:
    # Nothing of what is loaded becomes garbage.
    gc.disable()
    from config import select_settings

    select_settings()
    import django

    django.setup()
    from delivery.forking import prepare_to_fork

    # In a process of its own: what it has read, and its connections, are no business of the others.
    preparing = os.fork()
    if not preparing:
        return prepare()
    _pid, status = os.waitpid(preparing, 0)
    if status:
        return 1
    prepare_to_fork()
    if not sys.stdin.readline():
        return 1
    running: dict[int, str] = {}
    output: dict[int, str] = {}
    for name, run in (("web", web), ("worker", worker), ("clock", clock)):
        reads, writes = os.pipe()
        pid = os.fork()
        if not pid:
            become(writes)
            return run()
        os.close(writes)
        running[pid], output[reads] = name, name
    return follow(running, output)


def prepare() -> int:
    from django.core.management.base import BaseCommand, SystemCheckError

    from scripts import prepare

    processes.end_with_parent()
    gc.enable()
    sys.stdout = sys.stderr
    try:
        # The three look no more: the worker would keep what it has read for it.
        BaseCommand().check()
    except SystemCheckError as error:
        print(error, file=sys.stderr)
        return 1
    prepare.main()
    return 0


def web() -> int:
    from gunicorn.app.wsgiapp import run

    address = f"127.0.0.1:{os.environ['PORT']}"
    options = ["--bind", address, "--graceful-timeout", str(FOR_PAGES)]
    sys.argv = ["gunicorn", *options, "config.wsgi"]
    run()
    return 0


def worker() -> int:
    return manage("worker", "--skip-checks")


def clock() -> int:
    return manage("clock", "--skip-checks")


def manage(*command: str) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["manage.py", *command])
    return 0


def become(output: int) -> None:
    """Be a process of the site: nothing to read, what is said goes to `output`."""
    processes.end_with_parent()
    nothing = os.open(os.devnull, os.O_RDONLY)
    for ours, theirs in ((nothing, 0), (output, 1), (output, 2)):
        os.dup2(ours, theirs)
    os.closerange(3, 64)


def follow(running: dict[int, str], output: dict[int, str]) -> int:
    """Show what the processes say until one of them ends, or SIGTERM comes; then end all."""
    asked: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, frame: asked.append(number))
    lines = Lines(output)
    while not asked and not ended(running):
        lines.show(0.5)
    for pid in running:
        os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    while running and time.monotonic() < deadline:
        ended(running)
        lines.show(0.05)
    for pid in running:
        os.kill(pid, signal.SIGKILL)
    return 0 if asked else 1


def ended(running: dict[int, str]) -> bool:
    """Take those that have ended off the list; return whether there were any."""
    before = len(running)
    for pid in list(running):
        if os.waitpid(pid, os.WNOHANG)[0]:
            del running[pid]
    return len(running) < before


class Lines:
    """What the processes say, line by line, each with the time and the name of its process."""

    def __init__(self, output: dict[int, str]) -> None:
        self.selector = selectors.DefaultSelector()
        self.begun = dict.fromkeys(output, b"")
        self.width = max(map(len, output.values()))
        for pipe, name in output.items():
            self.selector.register(pipe, selectors.EVENT_READ, name)

    def show(self, seconds: float) -> None:
        """Wait for something to be said, and show what is whole of it."""
        if not self.selector.get_map():
            time.sleep(seconds)
        for key, _events in self.selector.select(seconds):
            said = os.read(key.fd, 65536)
            if not said:
                self.selector.unregister(key.fd)
            *whole, self.begun[key.fd] = (self.begun[key.fd] + said).split(b"\n")
            for line in whole:
                text = line.decode("utf-8", "replace")
                said_at = time.strftime("%H:%M:%S")
                print(f"{said_at} {key.data:<{self.width}} | {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
