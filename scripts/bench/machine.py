"""What processes have used, read from /proc, and the machine in words."""

import os
import re
from pathlib import Path

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
# The fields of /proc/<pid>/stat behind the name: the parent, and time in user and kernel mode, of
# the process and of its children that have ended. https://man7.org/linux/man-pages/man5/proc.5.html
PARENT, TIMES = 1, slice(11, 15)


def family(pid: int) -> list[int]:
    """The process and all below it."""
    by_parent = _by_parent()
    found, queue = [], [pid]
    while queue:
        found.append(queue.pop())
        queue += by_parent.get(found[-1], [])
    return found


def below(pid: int) -> list[int]:
    """The processes that it has started, and that have not ended."""
    return _by_parent().get(pid, [])


def _by_parent() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            found.setdefault(int(fields[PARENT]), []).append(int(entry.name))
    return found


def cpu_seconds(pid: int) -> float:
    """CPU time of a process and all below it, the ended ones included."""
    return sum(sum(map(int, _stat(one)[TIMES])) for one in family(pid) if _stat(one)) / TICKS


def pss_mb(pid: int) -> float:
    """Memory of one process in MB; what it shares with others counts in proportion."""
    try:
        text = (PROC / str(pid) / "smaps_rollup").read_text()
    except OSError:
        return 0.0
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def in_words() -> str:
    """The machine without its name: cores, memory, load by others."""
    total = re.search(r"^MemTotal:\s+(\d+)", (PROC / "meminfo").read_text(), re.MULTILINE)
    memory = round(int(total[1]) / 1024**2) if total else 0
    return (
        f"{os.cpu_count()} cores shared with other work (load {os.getloadavg()[0]:.1f} at the"
        f" start), {memory} GB of memory"
    )


def _stat(pid: int) -> list[str]:
    try:
        text = (PROC / str(pid) / "stat").read_text()
    except OSError:
        return []
    return text.rpartition(")")[2].split()
