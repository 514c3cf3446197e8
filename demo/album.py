"""The demo newsroom's pictures: drawn in parallel, kept once, found again by their key."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from io import BytesIO
from multiprocessing import get_context

from django.core.files.images import ImageFile

from demo.painting import Key, paint
from news.models import NewsImage

MARK = "Dessin de démonstration"  # in the rights note, so that a second load finds the picture


class Album:
    def __init__(self) -> None:
        self._images: dict[Key, NewsImage] = {}
        for image in NewsImage.objects.filter(rights_note__startswith=MARK):
            scene, _, seed = image.rights_note.removeprefix(f"{MARK} ").rpartition("-")
            self._images[Key(scene, int(seed))] = image

    def missing(self, keys: Iterable[Key]) -> list[Key]:
        return sorted({key for key in keys if key not in self._images})

    def draw(self, keys: list[Key], scale: float = 1, processes: int = 2) -> Iterator[NewsImage]:
        """Draw `keys` in parallel and yield each picture as soon as it is kept."""
        if not keys:
            return
        # Forked children would share this process's database connection; spawned ones have none.
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            for key, content in pool.map(partial(paint, scale=scale), keys):
                yield self._keep(key, content)

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

    def _keep(self, key: Key, content: bytes) -> NewsImage:
        image = NewsImage.objects.create(
            title=key.file_name,
            file=ImageFile(BytesIO(content), name=key.file_name),
            rights_note=f"{MARK} {key.scene}-{key.seed}",
        )
        self._images[key] = image
        return image
