"""The folders of finished answers that nginx sends by itself (`PAGE_FILES`).

All answers in one folder, a generation, were right when it began or later; `current` leads to the
one that counts. Whatever changes what readers see begins an empty one after its commit. Who writes
a file asks first which generation counts, then what has changed, and writes into the generation of
its first question: if anything changes in between, the file is in a folder that nobody reads.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path

import structlog
from django.conf import settings

from delivery.pages.changes import Known, known
from delivery.pages.snapshots import Snapshot, as_text, from_text

logger = structlog.get_logger(__name__)

CURRENT = "current"
PREFIX = "g-"
# What had been committed when a generation began.
SNAPSHOT = ".snapshot"
NOTHING = Snapshot(0, 0)
# nginx looks for files of the present period only, so that each one ends by itself.
PERIOD = 1000  # seconds


def period() -> int:
    """The number of the present period; nginx cuts it out of the time."""
    return int(time.time()) // PERIOD


class Generations:
    """root: the folder that holds them."""

    def __init__(self, root: Path, changes: Known = known) -> None:
        self.root = root
        self.changes = changes
        self._current = str(root / CURRENT)

    def current(self) -> str:
        """The name of the generation that counts; empty if there is none."""
        try:
            return os.readlink(self._current)
        except OSError:
            return ""

    def renew(self) -> None:
        """Begin a generation if anything has changed since the current one began, or may have.

        If there is no room for one, there is none: answers come from the processes then.
        """
        snapshot = self.changes.read_now()
        with self._none_if_it_fails():
            self._renew(snapshot)

    def catch_up(self) -> None:
        """As `renew`, if the log of changes can be read; and sweep."""
        snapshot = self.changes.read_now()
        if snapshot is None:
            return
        with self._none_if_it_fails():
            self._renew(snapshot)
            self.sweep()

    def begin(self) -> None:
        """Begin a generation in any case, and sweep out what earlier processes have left."""
        with self._none_if_it_fails():
            with self._alone():
                self._begin(NOTHING)
            self.sweep()

    def end(self) -> None:
        """Have no generation count."""
        with suppress(OSError):
            os.unlink(self._current)

    def sweep(self) -> None:
        """Delete the generations, and of the current one the periods, that are over."""
        with self._alone():
            current = self.current()
            over = [folder for folder in self.root.glob(f"{PREFIX}*") if folder.name != current]
        if current:
            now = period()
            periods = (self.root / current).iterdir()
            over += [each for each in periods if each.name.isdigit() and int(each.name) < now]
        for folder in over:
            shutil.rmtree(folder, ignore_errors=True)

    def _renew(self, snapshot: Snapshot | None) -> None:
        with self._alone():
            if snapshot is None:
                self._begin(NOTHING)
            elif self._is_behind():
                self._begin(snapshot)

    def _is_behind(self) -> bool:
        current = self.current()
        if not current:
            return True
        try:
            began = from_text((self.root / current / SNAPSHOT).read_text())
        except (OSError, ValueError):
            return True
        return any(self.changes.unseen(began, list(self.changes.by_tag)))

    def _begin(self, snapshot: Snapshot) -> None:
        name = f"{PREFIX}{secrets.token_hex(8)}"
        folder = self.root / name
        _make(folder)
        (folder / SNAPSHOT).write_text(as_text(snapshot))
        link = self.root / f"{name}.link"
        link.symlink_to(name)
        link.replace(self._current)

    @contextmanager
    def _none_if_it_fails(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.end()
            logger.warning("pages_not_renewed", error=str(error))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No other process, and no other thread, begins or sweeps meanwhile."""
        if not self.root.exists():
            _make(self.root)
        folder = os.open(self.root, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)


def _make(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    # nginx reads it, whatever a command was started with.
    folder.chmod(0o755)


@lru_cache(maxsize=1)
def _in(root: str) -> Generations:
    return Generations(Path(root))


def generations() -> Generations | None:
    """Those of the settings, or None if they want none."""
    return _in(settings.PAGE_FILES) if settings.PAGE_FILES else None
