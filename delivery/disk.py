"""The room left on the disks of this machine, with a warning before there is none."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connections
from django.template.defaultfilters import filesizeformat
from django.utils.formats import localize
from django.utils.translation import gettext as _

# With less than this, a save is refused within minutes at best (bytes, files).
FULL_BYTES = 16 * 1024**2
FULL_FILES = 100


@dataclass(frozen=True)
class Disk:
    """The room left on one file system; `files` is None where their number has no limit."""

    places: tuple[str, ...]
    bytes: int
    files: int | None

    def has_less_than(self, least_bytes: int, least_files: int) -> bool:
        return self.bytes < least_bytes or (self.files is not None and self.files < least_files)

    @property
    def is_low(self) -> bool:
        return self.has_less_than(settings.DISK_LOW_MB * 1024**2, settings.DISK_LOW_FILES)

    @property
    def is_full(self) -> bool:
        return self.has_less_than(FULL_BYTES, FULL_FILES)

    def sentence(self) -> str:
        """Return the room left, in words."""
        values = {"places": ", ".join(self.places), "size": filesizeformat(max(self.bytes, 0))}
        if self.files is not None and self.files < settings.DISK_LOW_FILES:
            values["files"] = localize(self.files)
            sentence = _("Disk of: %(places)s. Left: %(size)s; number of files left: %(files)s.")
            return sentence % values
        return _("Disk of: %(places)s. Left: %(size)s.") % values


def warning() -> str | None:
    """For `/readyz`: what is low on room, or nothing."""
    return " ".join(disk.sentence() for disk in low_disks()) or None


def low_disks() -> list[Disk]:
    return [disk for disk in disks() if disk.is_low]


def is_full() -> bool:
    """Whether a save on this machine is about to be refused."""
    return any(disk.is_full for disk in disks())


def disks() -> list[Disk]:
    """The file systems that this machine writes to, each once."""
    places: dict[int, list[str]] = {}
    folders: dict[int, Path] = {}
    for name, folder in _places():
        device = os.stat(folder).st_dev
        folders.setdefault(device, folder)
        if name not in places.setdefault(device, []):
            places[device].append(name)
    return [_disk(tuple(places[device]), folders[device]) for device in folders]


def _disk(places: tuple[str, ...], folder: Path) -> Disk:
    left = os.statvfs(folder)
    files = left.f_favail if left.f_files else None
    return Disk(places, left.f_bavail * left.f_frsize, files)


def _places() -> Iterator[tuple[str, Path]]:
    """Yield the things this machine writes, each with its folder or the nearest existing one."""
    yield _("data"), _existing(Path(settings.DATA_FOLDER))
    for connection in connections.all():
        if connection.vendor == "sqlite":
            yield _("database"), _existing(Path(str(connection.settings_dict["NAME"])).parent)
    if isinstance(default_storage, FileSystemStorage):
        yield _("pictures and documents"), _existing(Path(default_storage.location))
    yield _("uploads under way"), _existing(Path(gettempdir()))


def _existing(folder: Path) -> Path:
    return next(place for place in (folder, *folder.parents) if place.exists())
