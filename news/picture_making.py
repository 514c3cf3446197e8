"""The making of a picture's files, in the queue: decoded once, resized once a width, encoded."""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings
from django.db import IntegrityError
from PIL import Image as Pillow
from PIL import ImageCms, ImageOps
from wagtail.images.image_operations import FilterOperation
from wagtail.images.models import Filter
from willow.image import AvifImageFile, ImageFile, JPEGImageFile, WebPImageFile
from willow.plugins.pillow import PillowImage

from news.images import SHAPES, NewsImage, spec_filter, specs_for

logger = logging.getLogger(__name__)

# By the width up to which it holds. At the same SSIM (photographs of 720 pixels), 7 takes 1.5 times
# the CPU of 8 for 2 % fewer bytes, and 9 a fifth to a quarter for 4 to 7 % more; WebP has 17 to
# 32 % more. Telephones load the narrow ones, which are made with more care.
AVIF_SPEEDS = ((720, 8), (65_536, 9))
# The second core is left to the site, and a picture in one tile is 2 % smaller than in several.
AVIF_OPTIONS = {"max_threads": 1, "autotiling": False}
WRITTEN = {"avif": AvifImageFile, "webp": WebPImageFile, "jpeg": JPEGImageFile}
# How many times the pixels of its largest size a decoded picture keeps, each way.
SPARE = 2


class WebOperation(FilterOperation):
    """`web` in a specification: sRGB colours, and none of what the camera wrote into the file.

    A photograph carries the place where it was taken, which may betray a source; a profile or a
    CMYK separation shows wrong colours in some browsers.
    """

    def construct(self) -> None:
        """Takes no argument."""

    def run(self, willow: PillowImage, image: NewsImage, env: dict[str, Any]) -> PillowImage:
        return PillowImage(_plain(willow))


def make_renditions(image: NewsImage, shapes: Collection[str] = tuple(SHAPES)) -> int:
    """Make every file that `image` lacks in `shapes` (names in SHAPES); returns how many were made.

    Safe to run twice at once and to stop half-way: what is there is kept.
    """
    return make_files(image, specs_for(image, [SHAPES[name] for name in shapes]))


def make_files(image: NewsImage, specs: Collection[str]) -> int:
    """Make the files of `specs` that `image` lacks; returns how many were made.

    Raises what the storage raises, and SourceImageIOError where the picture's own file is no
    picture.
    """
    there = set(image.renditions.values_list("filter_spec", "focal_point_key"))
    known = {spec: spec_filter(spec).get_cache_key(image) for spec in specs}
    missing = [spec for spec in specs if (spec, known[spec]) not in there]
    if not missing:
        return 0
    original = Original.decode(image, missing)
    made = 0
    for spec in missing:
        try:
            image.create_rendition(DecodedFilter(spec, original))
        except IntegrityError:
            # The picture was deleted, or another worker was quicker.
            return made
        except ValueError as error:
            # The coder of this format refuses the picture for good; the others may take it.
            logger.warning("Picture %s cannot be %s: %s", image.pk, spec, error)
            continue
        made += 1
    return made


@dataclass
class Original:
    """A picture's own pixels, decoded once for all its files."""

    pixels: Pillow.Image
    size: tuple[int, int]  # of the file; `pixels` may be fewer
    _resized: dict[tuple[float, ...], Pillow.Image]

    @classmethod
    def decode(cls, image: NewsImage, specs: Collection[str]) -> "Original":
        """The pixels of `image`: upright, in sRGB, and no more of them than `specs` need."""
        with image.open_file() as file:
            file.seek(0)
            picture: Pillow.Image = Pillow.open(file)
            full = _upright_size(picture)
            scale = SPARE * max(_scale(image, spec, full) for spec in specs) or 1
            if scale < 1:
                # A JPEG is decoded at a half, a quarter or an eighth of its size.
                picture.draft(
                    None, (int(picture.width * scale) + 1, int(picture.height * scale) + 1)
                )
            picture.load()
        picture = ImageOps.exif_transpose(picture)
        factor = int(picture.width / (full[0] * scale))
        if factor > 1 and picture.mode in {"L", "RGB", "RGBA", "CMYK"}:
            picture = picture.reduce(factor)
        return cls(_plain(PillowImage(picture)), full, {})

    def cut(self, image: NewsImage, wanted: Filter) -> Pillow.Image:
        """The pixels of one size, the same for all formats."""
        transform = wanted.get_transform(image, self.size)
        rect = transform.get_rect().round()
        key = (*rect, *transform.size)
        if key not in self._resized:
            across = self.pixels.width / self.size[0]
            down = self.pixels.height / self.size[1]
            box = (
                max(0, rect.left) * across,
                max(0, rect.top) * down,
                min(rect.right, self.size[0]) * across,
                min(rect.bottom, self.size[1]) * down,
            )
            self._resized[key] = self.pixels.resize(
                transform.size, Pillow.Resampling.LANCZOS, box, reducing_gap=3.0
            )
        return self._resized[key]


class DecodedFilter(Filter):
    """A specification for a picture that is decoded already; one without a format is Wagtail's."""

    def __init__(self, spec: str, original: Original) -> None:
        super().__init__(spec)
        self.original = original

    def run(self, image: NewsImage, output: IO[bytes], source: object = None) -> ImageFile:
        _, named, image_format = self.spec.rpartition("format-")
        if not named:
            return super().run(image, output)
        write(self.original.cut(image, self), image_format, output)
        return WRITTEN[image_format](output)


def write(pixels: Pillow.Image, image_format: str, output: IO[bytes]) -> None:
    """Encode `pixels` as the site's settings say."""
    quality = getattr(settings, f"WAGTAILIMAGES_{image_format.upper()}_QUALITY")
    options: dict[str, Any] = {}
    if image_format == "avif":
        options = AVIF_OPTIONS | {"speed": avif_speed(pixels.width)}
    elif image_format == "jpeg":
        options = {"progressive": True, "optimize": True}
        if pixels.mode == "RGBA":
            white = Pillow.new("RGBA", pixels.size, "white")
            pixels = Pillow.alpha_composite(white, pixels).convert("RGB")
    pixels.save(output, image_format.upper(), quality=quality, **options)


def avif_speed(width: int) -> int:
    return next(speed for most, speed in AVIF_SPEEDS if width <= most)


def _upright_size(picture: Pillow.Image) -> tuple[int, int]:
    turned = picture.getexif().get(0x0112, 1) in {5, 6, 7, 8}
    return (picture.height, picture.width) if turned else picture.size


def _scale(image: NewsImage, spec: str, full: tuple[int, int]) -> float:
    """How much of the original's width a size keeps; nothing if it has no pixel of height."""
    try:
        transform = spec_filter(spec).get_transform(image, full)
    except ValueError:
        return 0.0
    rect = transform.get_rect()
    return float(transform.size[0] / max(1, rect.right - rect.left))


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
