"""Whether the index holds what it should, and how to make it so while everybody goes on."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from modelsearch.utils import get_content_type_pk
from wagtail.search.backends import get_search_backend
from wagtail.search.index import get_indexed_models
from wagtail.search.models import IndexEntry

from search.listing import source_of
from search.models import Findable

CHUNK = 50
# SQLite lets nobody in between two writes: whoever waits looks again after up to 25 ms.
# https://www.sqlite.org/c3ref/busy_timeout.html
PAUSE = 0.03  # seconds


@dataclass
class Difference:
    """What is wrong with the entries of one model.

    missing: keys of objects without an entry, or shown to readers without being findable.
    stale: keys of entries without an object.
    withdrawn: entries that readers could be led to although the page has left.
    """

    model: Any
    missing: list[str] = field(default_factory=list)
    stale: list[int] = field(default_factory=list)
    withdrawn: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.missing or self.stale or self.withdrawn)


def differences() -> Iterator[Difference]:
    """Compare index and objects, model by model."""
    findable = set(Findable.objects.values_list("entry_id", flat=True))
    for model in get_indexed_models():
        content_type = get_content_type_pk(model)
        entries = dict(
            IndexEntry.objects.filter(content_type=content_type).values_list("object_id", "pk")
        )
        difference = Difference(model)
        there = set()
        for obj in _light(model).iterator(chunk_size=2_000):
            key = str(obj.pk)
            there.add(key)
            shown = source_of(obj) is not None
            if key not in entries or (shown and entries[key] not in findable):
                difference.missing.append(key)
            elif not shown and entries[key] in findable:
                difference.withdrawn.append(entries[key])
        difference.stale = [pk for key, pk in entries.items() if key not in there]
        yield difference
    left = findable - set(IndexEntry.objects.values_list("pk", flat=True))
    yield Difference(Findable, withdrawn=sorted(left))


def mend(difference: Difference) -> None:
    """Write what is missing and take away what is stale, a few at a time."""
    for _ in write(difference.model, difference.missing):
        pass
    gone = [*difference.stale, *difference.withdrawn]
    for start in range(0, len(gone), CHUNK):
        Findable.objects.filter(entry_id__in=gone[start : start + CHUNK]).delete()
    for start in range(0, len(difference.stale), CHUNK):
        IndexEntry.objects.filter(pk__in=difference.stale[start : start + CHUNK]).delete()


def rebuild() -> Iterator[tuple[Any, int]]:
    """Write all entries again; yield model and number after each few.

    Each entry is replaced where it stands, so readers find the old one until the new one is there,
    and each few have a transaction of their own, so that no save waits for the end.
    """
    for model in get_indexed_models():
        keys = [str(key) for key in _light(model).values_list("pk", flat=True)]
        for number in write(model, keys):
            yield model, number
    for difference in differences():
        mend(difference)


def write(model: Any, keys: list[str]) -> Iterator[int]:
    """Write the entries of the objects with these keys; yield how many after each few.

    An object is held while it is read and written, so that no older text of it replaces what a
    save has just put in its entry. One that somebody else holds is left for the end, and then
    waited for alone: nobody waits for each other.
    """
    left: list[str] = []
    for start in range(0, len(keys), CHUNK):
        some = keys[start : start + CHUNK]
        written = _write(model, some, skip_locked=True)
        left += [key for key in some if key not in written]
        yield len(written)
        if connection.vendor == "sqlite":
            time.sleep(PAUSE)
    for key in left:
        yield len(_write(model, [key]))


@transaction.atomic
def _write(model: Any, keys: list[str], skip_locked: bool = False) -> set[str]:
    found = model.get_indexed_objects().filter(pk__in=keys)
    objs = list(found.select_for_update(skip_locked=skip_locked))
    get_search_backend().get_index_for_model(model).add_items(model, objs)
    return {str(obj.pk) for obj in objs}


def _light(model: Any) -> Any:
    names = [name for name in ("pk", "live") if name == "pk" or hasattr(model, name)]
    return model.get_indexed_objects().order_by("pk").only(*names)
