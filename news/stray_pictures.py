"""Files of renditions without a row, left where a deletion broke off."""

from collections.abc import Iterator
from datetime import timedelta

from django.core.files.storage import Storage
from django.utils import timezone

from news.images import READERS_FOLDER, STAFF_FOLDER, NewsRendition

# A size is stored a moment before its row is.
IN_THE_MAKING = timedelta(hours=1)


def delete_strays() -> int:
    """Delete them; returns how many there were.

    Raises NotImplementedError where the storage cannot list its files.
    """
    storage = NewsRendition._meta.get_field("file").storage
    old = timezone.now() - IN_THE_MAKING
    strays = [
        name
        for folder in (READERS_FOLDER, STAFF_FOLDER)
        for name in _unknown(storage, folder)
        if storage.get_modified_time(name) < old
    ]
    for name in strays:
        storage.delete(name)
    return len(strays)


def _unknown(storage: Storage, folder: str) -> Iterator[str]:
    """The files in `folder` that belong to no size, folder by folder."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    # A bucket may list the folder itself as a file without a name.
    names = {f"{folder}/{file}" for file in files if file}
    known = NewsRendition.objects.filter(file__startswith=f"{folder}/")
    yield from sorted(names - set(known.values_list("file", flat=True)) if names else ())
    for below in folders:
        yield from _unknown(storage, f"{folder}/{below}")
