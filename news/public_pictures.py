"""Which pictures readers may see, and the files that go with that.

A size of a picture is in the folder that readers' browsers reach from the moment a text with it is
out until the last such text is withdrawn; before and after, only the newsroom sees it.
"""

import logging
from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import PurePath
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.core.files import File
from django.db import models, transaction
from wagtail.models import Page, PageViewRestriction, ReferenceIndex

from news.images import NewsImage, NewsRendition

logger = logging.getLogger(__name__)

BATCH = 200
# A bucket answers each request after some 20 ms, and many at once.
COPIES_AT_ONCE = 8

ModelClass = TypeVar("ModelClass", bound=type[models.Model])
_shown_when_saved: set[type[models.Model]] = set()


def shown_when_saved(model: ModelClass) -> ModelClass:
    """Declare that readers see the pictures of `model` as soon as it is saved: it has no draft."""
    _shown_when_saved.add(model)
    return model


def shows_pictures(thing: Any) -> bool:
    """Whether readers may see what `thing` refers to."""
    return thing.live if isinstance(thing, Page) else type(thing) in _shown_when_saved


def pictures_of(thing: models.Model) -> set[int]:
    """The keys of the pictures that `thing` shows, as the database knows it."""
    if isinstance(thing, Page):
        return pictures_in([thing.pk])
    row = type(thing)._base_manager.filter(pk=thing.pk).values_list(*_fields(type(thing))).first()
    return {key for key in row or () if key is not None}


def pictures_in(pages: Iterable[int]) -> set[int]:
    """The keys of the pictures that the current versions of `pages` refer to."""
    references = _references().filter(object_id__in=[str(key) for key in pages])
    return {int(key) for key in references.values_list("to_object_id", flat=True)}


def shown(pictures: Collection[int]) -> set[int]:
    """Those of `pictures` that readers may see: in a live page, or in what has no drafts.

    A page that only the newsroom may open shows nothing to readers; one behind a password does, to
    those who have it.
    """
    found: set[int] = set()
    for model in _shown_when_saved:
        for field in _fields(model):
            chosen = model._base_manager.filter(**{f"{field}__in": pictures})
            found |= set(chosen.values_list(field, flat=True))
    in_pages: dict[str, set[int]] = {}
    references = _references().filter(to_object_id__in=[str(key) for key in pictures])
    for key, page in references.values_list("to_object_id", "object_id"):
        in_pages.setdefault(page, set()).add(int(key))
    if in_pages:
        for page in _open_pages().filter(pk__in=in_pages).values_list("pk", flat=True):
            found |= in_pages[str(page)]
    return found


def settle(pictures: Iterable[int]) -> int:
    """Put the files of `pictures` where they belong; returns how many were moved.

    Safe to run at any time, and by several at once.
    """
    keys = sorted(set(pictures))
    batches = (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))
    return sum(_settle(batch) for batch in batches)


def _settle(keys: Collection[int]) -> int:
    with transaction.atomic():
        images = NewsImage.objects.select_for_update().filter(pk__in=keys)
        public = shown(keys)
        moving = []
        for image in images.prefetch_related("renditions"):
            if image.is_public != (image.pk in public):
                image.is_public = image.pk in public
                NewsImage.objects.filter(pk=image.pk).update(is_public=image.is_public)
            for rendition in image.renditions.all():
                rendition.image = image
                if rendition.is_misplaced:
                    moving.append(rendition)
        return _move(moving) if moving else 0


def _move(renditions: list[NewsRendition]) -> int:
    """Copy the files, point the rows to the copies, and delete the old ones once that is sure."""
    old = [rendition.file.name for rendition in renditions]
    wanted = [
        rendition.get_upload_to(PurePath(rendition.file.name).name) for rendition in renditions
    ]
    storage = renditions[0].file.storage
    with ThreadPoolExecutor(COPIES_AT_ONCE) as pool:
        new = list(pool.map(partial(_copy, storage), old, wanted))
    moved = []
    for rendition, name in zip(renditions, new, strict=True):
        if name is None:
            # Without its file it helps nobody, and is in the way of a new one.
            NewsRendition.objects.filter(pk=rendition.pk).delete()
            NewsImage.objects.filter(pk=rendition.image_id).update(files_made_for="")
        else:
            rendition.file.name = name
            moved.append(rendition)
    NewsRendition.objects.bulk_update(moved, ["file"], batch_size=BATCH)
    keys = [rendition.get_cache_key() for rendition in renditions]
    NewsRendition.cache_backend.delete_many(keys)
    transaction.on_commit(partial(_after, storage, old, keys), robust=True)
    return len(moved)


def _copy(storage: Any, old: str, wanted: str) -> str | None:
    try:
        with storage.open(old) as file:
            return str(storage.save(wanted, File(file)))
    except FileNotFoundError:
        return None


def _after(storage: Any, old: list[str], keys: list[str]) -> None:
    # A request that ran meanwhile may have kept the address that was.
    NewsRendition.cache_backend.delete_many(keys)
    for name in old:
        storage.delete(name)


def _fields(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.related_model is NewsImage]


def _references() -> models.QuerySet[ReferenceIndex]:
    """What pages refer to. Of other models the index knows some only."""
    types = ContentType.objects.get_for_models(NewsImage, Page)
    return ReferenceIndex.objects.filter(
        to_content_type=types[NewsImage], base_content_type=types[Page]
    )


def _open_pages() -> Any:
    """The live pages that some reader can open."""
    closed = PageViewRestriction.objects.exclude(restriction_type=PageViewRestriction.PASSWORD)
    pages = Page.objects.live()
    for path in closed.values_list("page__path", flat=True):
        pages = pages.exclude(path__startswith=path)
    return pages
