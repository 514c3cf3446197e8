"""The files of pictures that pages point to: which there are, and which a browser is offered.

Readers are served what is there. The queue makes the rest (`news.picture_making`), since half a
dozen AVIF files take half a second.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from delivery.request_cache import cached_for_request
from news.images import (
    ENGINE_SHAPES,
    FORMATS,
    READERS_FOLDER,
    SHAPES,
    NewsImage,
    NewsRendition,
    Pixels,
    Shape,
    spec_filter,
    specs_for,
)


def know_files(images: Iterable[NewsImage | None]) -> None:
    """Have `images` bring the files of all their shapes, in one query for those that do not yet."""
    known: dict[int, list[NewsImage]] = {}
    for image in images:
        if image is not None and not image.all_files_known:
            image.prefetched_renditions, image.all_files_known = [], True
            known.setdefault(image.pk, []).append(image)
    for file in NewsRendition.objects.filter(image__in=known) if known else ():
        for image in known[file.image_id]:
            image.prefetched_renditions.append(file)


def existing_renditions(image: NewsImage, shape: Shape) -> dict[str, NewsRendition]:
    """The files of `shape` that are there, by specification.

    No query where the listing has prefetched them, otherwise one for each picture of a page.
    """
    specs = specs_for(image, [shape])
    prefetched = getattr(image, "prefetched_renditions", None)
    if prefetched is not None:
        found = _matching(image, prefetched, specs)
        if image.all_files_known or len(found) == len(specs):
            return found
    return _matching(image, _all_files(image), specs)


def _all_files(image: NewsImage) -> list[NewsRendition]:
    """All files made of a picture, asked for once in a request that reads."""
    return cached_for_request(("files", image.pk), lambda: list(image.renditions.all()))


def _matching(
    image: NewsImage, renditions: Iterable[NewsRendition], specs: list[str]
) -> dict[str, NewsRendition]:
    if not specs:
        return {}
    # All specifications of one shape vary on the same fields, so one key serves them all.
    key = spec_filter(specs[0]).get_cache_key(image)
    return {
        rendition.filter_spec: rendition
        for rendition in renditions
        if rendition.filter_spec in specs and rendition.focal_point_key == key
    }


class ServedFiles(NamedTuple):
    """The files of a picture that a page points to, in one shape."""

    sources: dict[str, list[NewsRendition]]  # by format, narrowest first; JPEG is none of them
    fallback: NewsRendition  # for browsers that know none of the sources; a JPEG once it is made
    shared: NewsRendition | None  # a JPEG, for networks and feeds

    @property
    def srcsets(self) -> dict[str, str]:
        """By format, the attribute of that name."""
        return {
            name: ", ".join(f"{file.url} {file.width}w" for file in files)
            for name, files in self.sources.items()
        }

    @property
    def largest(self) -> NewsRendition:
        widest = [files[-1] for files in self.sources.values()]
        return max(widest, key=lambda file: file.width, default=self.fallback)


class Wanted(NamedTuple):
    """The specifications of the files that a page would best have of a picture in one shape."""

    sources: dict[str, list[str]]
    jpegs: list[str]
    fallback: str


@lru_cache(maxsize=1024)
def _wanted(shape: Shape, size: Pixels) -> Wanted:
    specs = {
        name: [shape.spec(width, name) for width in shape.widths_in(name, size)] for name in FORMATS
    }
    jpegs = specs.pop(FORMATS[-1])
    return Wanted(specs, jpegs, shape.spec(shape.fallback_width(size), "jpeg"))


def served_files(image: NewsImage, shape: Shape) -> ServedFiles | None:
    """The files to offer to a browser; None while there are none.

    A format counts when its widths are there, but for those below the middle one: a browser takes
    the first format that it knows, and must then find a width that is wide enough.
    """
    found = existing_renditions(image, shape)
    wanted = _wanted(shape, Pixels(image.width, image.height))
    sources = {}
    for name, specs in wanted.sources.items():
        there = [found[spec] for spec in specs if spec in found]
        if there and all(spec in found for spec in specs[len(specs) // 2 :]):
            sources[name] = there
    shared = [found[spec] for spec in wanted.jpegs if spec in found]
    fallback = found.get(wanted.fallback) or _best(found)
    return ServedFiles(sources, fallback, shared[-1] if shared else None) if fallback else None


def _best(found: dict[str, NewsRendition]) -> NewsRendition | None:
    """Of what is there the middle one, in the format that most browsers know."""
    for name in reversed(FORMATS):
        if files := [found[spec] for spec in found if spec.endswith(f"format-{name}")]:
            files.sort(key=lambda file: file.width)
            return files[len(files) // 2]
    return None


def only_file(image: NewsImage, shape: str) -> NewsRendition | None:
    """The file of `image` in a shape of one size, once it is made and open to readers."""
    return next(filter(is_for_readers, existing_renditions(image, SHAPES[shape]).values()), None)


def shared_file(image: NewsImage, shape: Shape) -> NewsRendition | None:
    """The widest JPEG of `shape` among the files that a listing has prefetched."""
    specs = [shape.spec(width, "jpeg") for width in shape.widths_in("jpeg", image)]
    found = _matching(image, getattr(image, "prefetched_renditions", []), specs)
    open_to_all = [found[spec] for spec in specs if spec in found and is_for_readers(found[spec])]
    return open_to_all[-1] if open_to_all else None


def files_for_engines(image: NewsImage) -> list[NewsRendition]:
    """The files of ENGINE_SHAPES that are there for readers, in one query at most."""
    specs = specs_for(image, [SHAPES[name] for name in ENGINE_SHAPES])
    known = image.prefetched_renditions if image.all_files_known else _all_files(image)
    found = filter(is_for_readers, _matching(image, known, specs).values())
    return sorted(found, key=lambda file: specs.index(file.filter_spec))


def is_for_readers(file: NewsRendition) -> bool:
    """Whether the file is where all may fetch it; it is moved there once a text with it is out."""
    return bool(file.file.name.startswith(f"{READERS_FOLDER}/"))
