"""In which shapes pictures are shown: exactly their files are made in advance.

A page type or snippet says in `picture_shapes` which of its fields show pictures to readers, and in
which of `news.images.SHAPES`. When a version is saved, what it adds is noted and put in the queue.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from wagtail.fields import StreamField
from wagtail.models import Revision

from news.blocks import picture_keys
from news.images import NewsImage, PictureShape
from news.tasks import make_picture_files

Shown = dict[int, set[str]]


def shapes_in(thing: models.Model) -> Shown:
    """The shapes in which `thing` shows pictures as it stands in memory, by the picture's key."""
    return _shapes(type(thing), lambda field: field.value_from_object(thing))


def shapes_in_version(version: Revision) -> Shown:
    """The same of a version; no page is built and no picture is loaded for it."""
    model = ContentType.objects.get_for_id(version.content_type_id).model_class()
    content: dict[str, Any] = version.content
    return _shapes(model, lambda field: field.to_python(content.get(field.name))) if model else {}


def note(shown: Mapping[int, Collection[str]]) -> None:
    """Record the shapes that are new for their pictures, and have the files made."""
    known = set(PictureShape.objects.filter(image__in=shown).values_list("image_id", "shape"))
    pairs = ((key, shape) for key, shapes in shown.items() for shape in shapes)
    new = [pair for pair in pairs if pair not in known]
    if not new:
        return
    with transaction.atomic():
        # A version may name a picture that has been deleted since.
        there = set(NewsImage.objects.filter(pk__in=shown).values_list("pk", flat=True))
        rows = [PictureShape(image_id=key, shape=shape) for key, shape in new if key in there]
        PictureShape.objects.bulk_create(rows, ignore_conflicts=True)
        for key in sorted({row.image_id for row in rows}):
            transaction.on_commit(partial(make_picture_files.enqueue, key), robust=True)


def _shapes(model: type[models.Model], value_of: Callable[[Any], Any]) -> Shown:
    shown: Shown = {}
    declared: dict[str, tuple[str, ...]] = getattr(model, "picture_shapes", {})
    for name, shapes in declared.items():
        field = model._meta.get_field(name)
        for key in _keys(field, value_of(field)):
            shown.setdefault(key, set()).update(shapes)
    return shown


def _keys(field: Any, value: Any) -> Iterator[int]:
    if isinstance(field, StreamField):
        yield from picture_keys(value)
    elif value is not None:
        yield value
