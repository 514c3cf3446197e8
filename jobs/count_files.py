"""Files of counted lines: each process appends to one of its own, the clock takes them away.

A file that is written to is named `<uuid>.open`, one that is taken away `<uuid>.taken`; no name
comes again. Writers and takers hold the file's lock (flock), and a writer looks under it whether
its file still has its name: so no line goes into a file that somebody has begun to read.

What is written survives the end of the process, however it ends; a loss of power may cost the last
seconds, because nothing waits for the disk.
"""

import atexit
import fcntl
import os
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import structlog
from django.conf import settings

logger = structlog.get_logger(__name__)

OPEN, TAKEN = ".open", ".taken"
# Bytes after which a writer takes its file away itself: one transaction adds up to so much.
FULL_AT = 1_000_000
# Lines that a process holds while the disk takes none, and seconds until it tries again.
MOST_WAITING = 20_000
TRY_AGAIN = 5.0


class CountFile:
    """The file that this process appends to."""

    def __init__(self) -> None:
        self.waiting: deque[bytes] = deque(maxlen=MOST_WAITING)
        self.lost = 0
        self._start()

    def _start(self) -> None:
        self.lock = threading.Lock()
        self.descriptor: int | None = None
        self.path = Path()
        self.timer: threading.Timer | None = None

    def append(self, line: bytes) -> None:
        """Write a line, or hold it in memory while the disk takes none."""
        with self.lock:
            self.lost += len(self.waiting) == self.waiting.maxlen
            self.waiting.append(line)
            if self.timer is None:
                self._write_or_wait()

    def try_again(self) -> None:
        """Write the lines that wait."""
        with self.lock:
            self.timer = None
            if self.waiting:
                self._write_or_wait()

    def forget(self) -> None:
        """Begin anew, after a fork: file and waiting lines are the parent's."""
        if self.descriptor is not None:
            os.close(self.descriptor)
        self.waiting.clear()
        self.lost = 0
        self._start()

    def _write_or_wait(self) -> None:
        try:
            self._write()
        except OSError as error:
            # Whatever is wrong with the disk, readers go on.
            logger.warning("counts_wait", lines=len(self.waiting), error=str(error))
            self.timer = threading.Timer(TRY_AGAIN, self.try_again)
            self.timer.daemon = True
            self.timer.start()
            return
        if self.lost:
            logger.error("counts_lost", lines=self.lost)
            self.lost = 0

    def _write(self) -> None:
        lines = b"".join(self.waiting)
        descriptor = self._locked()
        try:
            size = os.fstat(descriptor).st_size
            written = os.write(descriptor, lines)
            if written < len(lines):
                os.ftruncate(descriptor, size)
                raise OSError(f"{written} of {len(lines)} bytes written")
            self.waiting.clear()
            if size + written >= FULL_AT:
                self.path.rename(self.path.with_suffix(TAKEN))
        finally:
            fcntl.flock(descriptor, fcntl.LOCK_UN)

    def _locked(self) -> int:
        """Return this process's file, locked; a new one if there is none under that name."""
        while True:
            if self.descriptor is None:
                settings.COUNTS_FOLDER.mkdir(parents=True, exist_ok=True)
                self.path = settings.COUNTS_FOLDER / f"{uuid4()}{OPEN}"
                flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL
                self.descriptor = os.open(self.path, flags, 0o640)
            fcntl.flock(self.descriptor, fcntl.LOCK_EX)
            if is_at(self.descriptor, self.path):
                return self.descriptor
            gone, self.descriptor = self.descriptor, None
            os.close(gone)


own_file = CountFile()
os.register_at_fork(after_in_child=own_file.forget)
atexit.register(own_file.try_again)


def is_at(descriptor: int, path: Path) -> bool:
    """Whether the open file is the one with that name."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def take() -> list[Path]:
    """Take the files away that are written to, and return all that are taken, oldest first.

    One that a writer has locked at this moment is left for the next time.
    """
    folder: Path = settings.COUNTS_FOLDER
    for path in folder.glob(f"*{OPEN}"):
        with locked(path) as descriptor:
            if descriptor is None:
                continue
            if os.fstat(descriptor).st_size:
                path.rename(path.with_suffix(TAKEN))
            else:
                path.unlink()
    return sorted(folder.glob(f"*{TAKEN}"), key=_written_at)


def oldest_waiting() -> timedelta | None:
    """Return how long ago the oldest file was written to that nobody has added; None without."""
    files = [path for end in (OPEN, TAKEN) for path in settings.COUNTS_FOLDER.glob(f"*{end}")]
    if not files:
        return None
    return timedelta(seconds=max(0, time.time() - min(map(_written_at, files))))


def _written_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return time.time()


@contextmanager
def locked(path: Path) -> Iterator[int | None]:
    """Hold the lock of a file; None if it is gone, or somebody else holds it."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        yield None
        return
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        try:
            yield descriptor if is_at(descriptor, path) else None
        finally:
            fcntl.flock(descriptor, fcntl.LOCK_UN)
    finally:
        os.close(descriptor)


def remove(path: Path) -> None:
    """Delete a file so that it does not come back after a loss of power."""
    path.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def name_of(path: Path) -> UUID:
    return UUID(path.stem)
