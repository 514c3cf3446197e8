"""The demo newsroom's pictures: files in `demo/pictures/`, kept once, found again by their key."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from django.core.files.images import ImageFile

from news.images import SHAPES
from news.models import NewsImage
from news.picture_making import make_files

PICTURES = Path(__file__).with_name("pictures")
PORTRAITS = {"f", "m"}
MARK = "Dessin de démonstration"  # in the rights note, so that a second load finds the picture


class Key(NamedTuple):
    """A picture as the texts name it: its scene (a portrait's is `f` or `m`) and its number."""

    scene: str
    seed: int

    @property
    def file(self) -> Path:
        return PICTURES / f"{self.scene}-{self.seed}.webp"


class Album:
    def __init__(self) -> None:
        self._images: dict[Key, NewsImage] = {}
        for image in NewsImage.objects.filter(rights_note__startswith=MARK):
            scene, _, seed = image.rights_note.removeprefix(f"{MARK} ").rpartition("-")
            self._images[Key(scene, int(seed))] = image

    def missing(self, keys: Iterable[Key]) -> list[Key]:
        return sorted({key for key in keys if key not in self._images})

    def keep(self, keys: Iterable[Key]) -> Iterator[NewsImage]:
        """Store the picture of each key with a first file, and yield it.

        The queue makes the rest, in a minute or two; nobody's first look is at empty places.
        """
        for key in keys:
            with key.file.open("rb") as file:
                self._images[key] = NewsImage.objects.create(
                    title=key.file.name,
                    file=ImageFile(file, name=key.file.name),
                    rights_note=f"{MARK} {key.scene}-{key.seed}",
                )
            _make_first_files(self._images[key], key)
            yield self._images[key]

    def find(self, key: Key) -> NewsImage:
        return self._images[key]

    def describe(self, key: Key, *, title: str, alt: str, credit: str) -> NewsImage:
        """The picture of `key`, with these words unless an earlier text gave it others."""
        image = self._images[key]
        if not image.description:
            image.title, image.description, image.credit = title[:255], alt[:255], credit[:160]
            NewsImage.objects.filter(pk=image.pk).update(
                title=image.title, description=image.description, credit=image.credit
            )
        return image


def _make_first_files(image: NewsImage, key: Key) -> None:
    """The JPEG that pages fall back on, of the shapes in which such a picture is shown."""
    names = ["portrait"] if key.scene in PORTRAITS else ["card", "lead"]
    shapes = [SHAPES[name] for name in names]
    make_files(image, {shape.spec(shape.fallback_width(image), "jpeg") for shape in shapes})
