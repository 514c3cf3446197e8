"""A process that has loaded the site, and forks clocks and workers for the tests from itself.

To load it takes two seconds and a half, each time. Run on its own: `Warm` starts it. It reads
orders, one on a line, and answers each with the number of the new process.
"""

import json
import os
import signal
import subprocess
import sys
import time
import traceback
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class Warm:
    """The other end of it."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.jobs.warm"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def fork(self, command: tuple[str, ...], environment: dict[str, str], log: Path) -> "Forked":
        assert self.process.stdin and self.process.stdout
        order = {"command": command, "environment": environment, "log": str(log)}
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return Forked(int(self.process.stdout.readline()), log)


class Forked:
    """A process that was forked for us: what `subprocess.Popen` is for one that was started."""

    def __init__(self, pid: int, log: Path) -> None:
        self.pid = pid
        self.log = log
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        deadline = time.monotonic() + (timeout or 600)
        while self.poll() is None:
            if time.monotonic() > deadline:
                raise TimeoutError(f"process {self.pid} has not ended")
            time.sleep(0.02)
        assert self.returncode is not None
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)


def main() -> None:
    sys.path.insert(0, str(ROOT / "site"))
    import django
    from django.db import connection

    django.setup()
    assert connection.connection is None, "a connection to SQLite is not for two processes"
    for line in sys.stdin:
        print(fork(json.loads(line)), flush=True)  # noqa: T201


def fork(order: dict[str, Any]) -> int:
    """The number of a process that is nobody's child: whoever started us adopts it."""
    reads, writes = os.pipe()
    between = os.fork()
    if not between:
        forked = os.fork()
        if not forked:
            run(order)
        os.write(writes, str(forked).encode())
        os._exit(0)
    os.close(writes)
    os.waitpid(between, 0)
    with os.fdopen(reads) as answer:
        return int(answer.read())


def run(order: dict[str, Any]) -> None:
    """Be `manage.py` with that command, and end."""
    status = 1
    try:
        log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for ours, theirs in ((nothing, 0), (log, 1), (log, 2)):
            os.dup2(ours, theirs)
        os.closerange(3, 64)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.environ.update(order["environment"])
        from django.core.management import execute_from_command_line

        execute_from_command_line(["manage.py", *order["command"]])
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    main()
