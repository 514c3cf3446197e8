"""Compares the search index with what it should hold, and repairs or rebuilds it."""

import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from modelsearch.utils import get_content_type_pk
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.index import Indexed, get_indexed_models
from wagtail.search.models import IndexEntry

from search.documents import Document
from search.engines import engine
from search.indexed_items import WRITTEN, items_for, source_of
from search.models import IndexedItem

CHUNK = 50


@dataclass(frozen=True)
class IndexDifference:
    """The differences between the entries of one model and its objects.

    missing: keys of objects without an entry, or shown to readers without an item.
    withdrawn: keys of objects that have left, although readers could be led to them.
    outdated: keys of objects whose entry says something else than they do.
    stale: keys of entries without an object.
    """

    model: type[Indexed]
    missing: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)
    stale: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.missing or self.withdrawn or self.outdated or self.stale)


def differences(read_since: datetime | None = None) -> Iterator[IndexDifference]:
    """Yield the differences of each model.

    read_since: of pages that have not changed since then, only that they have an entry is looked
    at, not what it says.
    """
    indexed = set(IndexedItem.objects.values_list("entry_id", flat=True))
    for model in get_indexed_models():
        content_type = get_content_type_pk(model)
        entries = dict(
            IndexEntry.objects.filter(content_type=content_type).values_list("object_id", "pk")
        )
        missing, withdrawn, there = [], [], set()
        for obj in _with_few_fields(model).iterator(chunk_size=2_000):
            key = str(obj.pk)
            there.add(key)
            shown = source_of(obj) is not None
            if key not in entries or (shown and entries[key] not in indexed):
                missing.append(key)
            elif not shown and entries[key] in indexed:
                withdrawn.append(key)
        right = there & entries.keys() - {*missing, *withdrawn}
        outdated = list(_outdated(model, entries, right, read_since))
        stale = [pk for key, pk in entries.items() if key not in there]
        yield IndexDifference(model, missing, withdrawn, outdated, stale)
    left = indexed - set(IndexEntry.objects.values_list("pk", flat=True))
    yield IndexDifference(IndexedItem, stale=sorted(left))


def repair(difference: IndexDifference) -> None:
    """Write what is missing or outdated and delete what is stale, a few at a time.

    What seems to have left is written too: should it have come back meanwhile, it is found.
    """
    for _ in write(
        difference.model, [*difference.missing, *difference.withdrawn, *difference.outdated]
    ):
        pass
    for start in range(0, len(difference.stale), CHUNK):
        gone = difference.stale[start : start + CHUNK]
        IndexedItem.objects.filter(entry_id__in=gone).delete()
        IndexEntry.objects.filter(pk__in=gone).delete()


def rebuild() -> Iterator[tuple[type[Indexed], int]]:
    """Write all entries again; yield model and number after each few.

    Each entry is replaced in place, so readers find the old one until the new one is there,
    and each few have a transaction of their own, so that no save waits for the end.
    """
    for model in get_indexed_models():
        keys = [str(key) for key in _with_few_fields(model).values_list("pk", flat=True)]
        for number in write(model, keys):
            yield model, number
    for difference in differences():
        repair(difference)


def write(model: type[Indexed], keys: list[str]) -> Iterator[int]:
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
        time.sleep(engine().pause)
    for key in left:
        yield len(_write(model, [key]))


@transaction.atomic
def _write(model: type[Indexed], keys: list[str], skip_locked: bool = False) -> set[str]:
    found = model.get_indexed_objects().filter(pk__in=keys)
    objs = list(found.select_for_update(skip_locked=skip_locked))
    get_search_backend().get_index_for_model(model).add_items(model, objs)
    return {str(obj.pk) for obj in objs}


def write_outdated(model: type[Indexed], keys: list[str]) -> int:
    """Write those of the entries of these objects that say something else than they do."""
    of_model = IndexEntry.objects.filter(content_type=get_content_type_pk(model))
    written = 0
    for start in range(0, len(keys), CHUNK):
        some = of_model.filter(object_id__in=keys[start : start + CHUNK])
        entries = dict(some.values_list("object_id", "pk"))
        written += sum(write(model, list(_outdated(model, entries, entries.keys()))))
    return written


def _with_few_fields(model: type[Indexed]) -> QuerySet[Model]:
    names = [name for name in ("pk", "live") if name == "pk" or hasattr(model, name)]
    return model.get_indexed_objects().order_by("pk").only(*names)


def _outdated(
    model: type[Indexed],
    entries: dict[str, int],
    keys: Collection[str],
    since: datetime | None = None,
) -> Iterator[str]:
    objects = model.get_indexed_objects()
    if since and issubclass(model, Page):
        changed = Q(latest_revision_created_at__gte=since) | Q(last_published_at__gte=since)
        objects = objects.filter(changed)
    ordered = sorted(keys)
    for start in range(0, len(ordered), CHUNK):
        objs = list(objects.filter(pk__in=ordered[start : start + CHUNK]))
        of_these = {str(obj.pk): entries[str(obj.pk)] for obj in objs}
        texts = {text.key: text for text in engine().texts(list(of_these.values()))}
        rows = IndexedItem.objects.filter(pk__in=of_these.values()).values("pk", *WRITTEN)
        kept = {row.pop("pk"): row for row in rows}
        due = {row.pk: row for row in items_for(objs, of_these)}
        for obj in objs:
            key, document = of_these[str(obj.pk)], Document.of(obj)
            said = texts.get(key)
            is_due = {name: getattr(due[key], name) for name in WRITTEN} if key in due else None
            same = said and (said.title, said.body) == (document.title_text(), document.body_text())
            if not same or kept.get(key) != is_due:
                yield str(obj.pk)
