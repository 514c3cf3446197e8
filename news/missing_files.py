"""Files that pictures of published texts lack: those of shapes and widths that came later.

When a picture's files are made, it notes of which table of sizes. Once the table is another one,
the queue makes what is new, a few pictures at a time.
"""

from collections.abc import Iterable
from hashlib import sha256

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from wagtail.models import Page, ReferenceIndex

from news.images import FORMATS, LONGEST_SIDE, SHAPES, NewsImage, PictureShape
from news.picture_making import make_renditions
from news.public_pictures import settle


def lacking() -> QuerySet[NewsImage]:
    """The pictures that readers see and whose files are those of another table."""
    return NewsImage.objects.filter(is_public=True).exclude(files_made_for=table())


def table() -> str:
    """A digest of all sizes that pages ask for, in memory as declared."""
    shown = [(model._meta.label, fields) for model, fields in _showing()]
    known = repr((SHAPES, FORMATS, LONGEST_SIDE, shown))
    return sha256(known.encode()).hexdigest()[:16]


def complete(image: NewsImage) -> int:
    """Make every file that pages show of `image` and that it lacks; returns how many were made.

    A picture whose own file is lost needs none. Raises what the storage raises.
    """
    made = 0
    current = table()
    if image.file.storage.exists(image.file.name):
        rows = [PictureShape(image=image, shape=shape) for shape in _shapes_shown(image.pk)]
        PictureShape.objects.bulk_create(rows, ignore_conflicts=True)
        made = make_renditions(image, image.shapes.values_list("shape", flat=True))
        if made:
            # A text with it may have come out meanwhile.
            settle([image.pk])
    NewsImage.objects.filter(pk=image.pk).update(files_made_for=current)
    return made


def _shapes_shown(image: int) -> set[str]:
    """The shapes in which live pages, and what has no drafts, show a picture today."""
    found: set[str] = set()
    types = ContentType.objects.get_for_models(NewsImage, Page)
    references = ReferenceIndex.objects.filter(
        to_content_type=types[NewsImage], base_content_type=types[Page], to_object_id=str(image)
    )
    places = set(references.values_list("content_type", "object_id", "model_path"))
    live = Page.objects.live().filter(pk__in={page for _type, page, _path in places})
    keys = set(live.values_list("pk", flat=True))
    for type_id, page, path in places:
        model = ContentType.objects.get_for_id(type_id).model_class()
        if int(page) in keys and model:
            found.update(getattr(model, "picture_shapes", {}).get(path.partition(".")[0], ()))
    for model, fields in _showing():
        if not issubclass(model, Page):
            for name, shapes in fields.items():
                if model._base_manager.filter(**{name: image}).exists():
                    found.update(shapes)
    return found


def _showing() -> Iterable[tuple[type[Model], dict[str, tuple[str, ...]]]]:
    """The models that show pictures, with the shapes of each field."""
    for model in apps.get_models():
        if fields := getattr(model, "picture_shapes", None):
            yield model, fields
