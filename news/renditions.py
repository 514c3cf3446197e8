"""The files made from a picture: which there are, which are missing, and how they are made.

Readers are served what is there. The queue makes the rest, since half a dozen AVIF files take a
second.
"""

import logging
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import IO, Any, NamedTuple

from django.db import IntegrityError
from PIL import Image as Pillow
from PIL import ImageCms
from wagtail.images.image_operations import FilterOperation
from wagtail.images.models import Filter, SourceImageIOError
from willow.image import AvifImageFile
from willow.plugins.pillow import PillowImage

from delivery.request_cache import cached_for_request
from news.images import (
    ENGINE_SHAPES,
    FORMATS,
    READERS_FOLDER,
    SHAPES,
    NewsImage,
    NewsRendition,
    Shape,
    specs_for,
)

logger = logging.getLogger(__name__)

# Speed 8 takes a third of the time of Pillow's 6 for 7 % more bytes; the second core is left to
# the site, and a picture in one tile is 2 % smaller than in several.
AVIF_OPTIONS = {"speed": 8, "max_threads": 1, "autotiling": False}


class WebOperation(FilterOperation):
    """`web` in a specification: sRGB colours, and none of what the camera wrote into the file.

    A photograph carries the place where it was taken, which may betray a source; a profile or a
    CMYK separation shows wrong colours in some browsers.
    """

    def construct(self) -> None:
        """Takes no argument."""

    def run(self, willow: PillowImage, image: NewsImage, env: dict[str, Any]) -> PillowImage:
        return ReadersPicture(_plain(willow))


class ReadersPicture(PillowImage):
    """A picture that is written as the site's own settings say."""

    def save_as_avif(
        self, f: IO[bytes], quality: int = 80, lossless: bool = False, apply_optimizers: bool = True
    ) -> AvifImageFile:
        """Write the pixels with `AVIF_OPTIONS`, which neither Wagtail nor Willow lets through."""
        self.image.save(f, "AVIF", quality=100 if lossless else quality, **AVIF_OPTIONS)
        return AvifImageFile(f)


def _plain(willow: PillowImage) -> Pillow.Image:
    try:
        picture = willow.transform_colorspace_to_srgb().image
    except (ImageCms.PyCMSError, OSError):
        picture = willow.image
    if picture.mode.startswith(("I", "F")):
        picture = picture.convert("F").point(lambda level: level * (1 / 256) + 0).convert("L")
    transparent = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    picture = picture.convert("RGBA" if transparent else "RGB")
    picture.info = {}
    return picture


@lru_cache(maxsize=128)
def _filter(spec: str) -> Filter:
    return Filter(spec=spec)


def existing_renditions(image: NewsImage, shape: Shape) -> dict[str, NewsRendition]:
    """The files of `shape` that are there, by specification.

    No query where the listing has prefetched them, otherwise one for each picture of a page.
    """
    specs = specs_for(image, [shape])
    known = getattr(image, "known_files", None)
    if known is not None and known.specs.issuperset(specs):
        return _matching(image, known.files, specs)
    prefetched = getattr(image, "prefetched_renditions", None)
    if prefetched is not None:
        found = _matching(image, prefetched, specs)
        if len(found) == len(specs):
            return found
    return _matching(image, _all_files(image), specs)


class KnownFiles(NamedTuple):
    """All files of a picture in some specifications."""

    specs: frozenset[str]
    files: list[NewsRendition]


def fetch_files(images: Collection[NewsImage], shapes: Collection[str]) -> None:
    """Note on each of `images` its files in `shapes` (names in SHAPES), in one query for all."""
    if not images:
        return
    specs = frozenset(spec for name in shapes for spec in SHAPES[name].specs)
    files: dict[int, list[NewsRendition]] = {}
    wanted = NewsRendition.objects.filter(image__in=images, filter_spec__in=specs)
    for file in wanted:
        files.setdefault(file.image_id, []).append(file)
    for image in images:
        known = KnownFiles(specs, files.get(image.pk, []))
        image.known_files = known  # type: ignore[attr-defined]
        for file in known.files:
            file.image = image


def _all_files(image: NewsImage) -> list[NewsRendition]:
    """All files made of a picture, asked for once in a request that reads."""
    return cached_for_request(("files", image.pk), lambda: list(image.renditions.all()))


def _matching(
    image: NewsImage, renditions: Iterable[NewsRendition], specs: list[str]
) -> dict[str, NewsRendition]:
    if not specs:
        return {}
    # All specifications of one shape vary on the same fields, so one key serves them all.
    key = _filter(specs[0]).get_cache_key(image)
    return {
        rendition.filter_spec: rendition
        for rendition in renditions
        if rendition.filter_spec in specs and rendition.focal_point_key == key
    }


class ServedFiles(NamedTuple):
    """The files of a picture that a page points to, in one shape."""

    sources: dict[str, list[NewsRendition]]  # by format, narrowest first; JPEG is none of them
    fallback: NewsRendition  # a JPEG, for browsers that know none of the sources
    shared: NewsRendition  # a JPEG, for networks and feeds

    @property
    def largest(self) -> NewsRendition:
        widest = [files[-1] for files in self.sources.values()]
        return max(widest, key=lambda file: file.width, default=self.fallback)


def served_files(image: NewsImage, shape: Shape) -> ServedFiles | None:
    """The files to offer to a browser; None if the picture's own file is lost.

    A format counts when its widths are there, but for those below the middle one: a browser takes
    the first format that it knows, and must then find a width that is wide enough. The one JPEG is
    made at once if the queue has not been.
    """
    found = existing_renditions(image, shape)
    sources = {}
    for name in FORMATS[:-1]:
        specs = [shape.spec(width, name) for width in shape.widths_in(name, image)]
        there = [found[spec] for spec in specs if spec in found]
        if there and all(spec in found for spec in specs[len(specs) // 2 :]):
            sources[name] = there
    fallback = _fallback(image, shape, found)
    if fallback is None:
        return None
    jpegs = [shape.spec(width, "jpeg") for width in shape.widths_in("jpeg", image)]
    shared = [found[spec] for spec in jpegs if spec in found] or [fallback]
    return ServedFiles(sources, fallback, shared[-1])


def _fallback(
    image: NewsImage, shape: Shape, found: dict[str, NewsRendition]
) -> NewsRendition | None:
    spec = shape.spec(shape.fallback_width(image), "jpeg")
    try:
        return found.get(spec) or image.create_rendition(_filter(spec))
    except (SourceImageIOError, OSError):
        logger.warning("The file of picture %s cannot be read", image.pk)
        return None


def shared_file(image: NewsImage, shape: Shape) -> NewsRendition | None:
    """The widest JPEG of `shape` among the files that a listing has prefetched."""
    specs = [shape.spec(width, "jpeg") for width in shape.widths_in("jpeg", image)]
    found = _matching(image, getattr(image, "prefetched_renditions", []), specs)
    open_to_all = [found[spec] for spec in specs if spec in found and _is_for_readers(found[spec])]
    return open_to_all[-1] if open_to_all else None


def files_for_engines(image: NewsImage) -> list[NewsRendition]:
    """The files of ENGINE_SHAPES that are there for readers."""
    specs = specs_for(image, [SHAPES[name] for name in ENGINE_SHAPES])
    known = getattr(image, "known_files", None)
    files = known.files if known and known.specs.issuperset(specs) else _all_files(image)
    found = _matching(image, files, specs).values()
    return sorted(filter(_is_for_readers, found), key=lambda file: specs.index(file.filter_spec))


def _is_for_readers(file: NewsRendition) -> bool:
    """Whether the file is where all may fetch it; it is moved there once a text with it is out."""
    return bool(file.file.name.startswith(f"{READERS_FOLDER}/"))


def make_renditions(image: NewsImage, shapes: Collection[str] = tuple(SHAPES)) -> int:
    """Make every file that `image` lacks in `shapes` (names in SHAPES); returns how many were made.

    Safe to run twice at once and to stop half-way: what is there is kept.
    """
    specs = specs_for(image, [SHAPES[name] for name in shapes])
    there = set(image.renditions.values_list("filter_spec", "focal_point_key"))
    made = 0
    for spec in specs:
        wanted = _filter(spec)
        if (spec, wanted.get_cache_key(image)) in there:
            continue
        try:
            image.create_rendition(wanted)
        except IntegrityError:
            # The picture was deleted, or another worker was quicker.
            return made
        except ValueError as error:
            # The coder of this format refuses the picture for good; the others may take it.
            logger.warning("Picture %s cannot be %s: %s", image.pk, spec, error)
            continue
        made += 1
    return made
