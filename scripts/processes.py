"""Processes that never outlive the command that started them."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

# From <sys/prctl.h>.
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


def _prctl(option: int, value: int) -> None:
    """Ask Linux for a favour; other systems do without it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def ends_with_parent(with_signal: int = signal.SIGKILL) -> Callable[[], None]:
    """What a child calls first, to be ended when its parent dies, were it by kill -9."""
    parent = os.getpid()

    def tie() -> None:
        _prctl(PR_SET_PDEATHSIG, with_signal)
        if os.getppid() != parent:
            os.kill(os.getpid(), with_signal)

    return tie


def end_with_parent() -> None:
    """Take the death of the process that forked us for a SIGTERM."""
    _prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def end_with_make() -> None:
    """Take the death of `make` for a SIGTERM, and a SIGTERM for a Ctrl-C."""
    _prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    signal.signal(signal.SIGTERM, _as_interrupt)


def _as_interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def run(
    command: Sequence[str], env: Mapping[str, str] | None = None, **options: Any
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; it is killed with us, and before us if we are interrupted."""
    return subprocess.run(
        command, env=env, check=False, text=True, preexec_fn=ends_with_parent(), **options
    )


def start(
    command: Sequence[str], env: Mapping[str, str] | None = None, **options: Any
) -> subprocess.Popen[str]:
    """Start a command that is killed with us."""
    return subprocess.Popen(command, env=env, text=True, preexec_fn=ends_with_parent(), **options)


def adopt_orphans() -> None:
    """Have what our children leave behind become ours, so that `end_all` finds it."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1)


def children() -> list[int]:
    """The ids of our living child processes, adopted ones included."""
    found = []
    for entry in os.scandir("/proc") if os.path.isdir("/proc/self") else []:
        if not entry.name.isdigit():
            continue
        try:
            with open(f"/proc/{entry.name}/stat", "rb") as file:
                # The name in brackets may itself hold a bracket or a space.
                state, parent = file.read().rpartition(b")")[2].split()[:2]
        except OSError:
            continue
        if int(parent) == os.getpid() and state != b"Z":
            found.append(int(entry.name))
    return found


def end_all(patience: float) -> None:
    """End every child: SIGTERM first, SIGKILL for what is still there after `patience` seconds."""
    deadline = time.monotonic() + patience
    number = signal.SIGTERM
    told: set[int] = set()
    while living := children():
        if number != signal.SIGKILL and time.monotonic() > deadline:
            number, told = signal.SIGKILL, set()
        for pid in set(living) - told:
            told.add(pid)
            _signal(pid, number)
        _reap()
        time.sleep(0.05)
    _reap()


def _signal(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass
