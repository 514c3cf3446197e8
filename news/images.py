"""The image model: credit, rights, and the widths in which pictures are served."""

import errno
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import DatabaseError, models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, get_upload_to

from delivery.outages import is_disk_full
from delivery.rolled_back_reads import writes_are_rolled_back
from news.photo_metadata import Malformed, strip
from news.photo_metadata.containers import kind_of
from news.picture_files import PictureFileField, SizeFileField

FORMATS = ("avif", "webp", "jpeg")  # the first one that a browser knows is taken
# The most pixels that a side may have, for the format and for browsers.
LONGEST_SIDE = {"avif": 32_768, "webp": 16_383, "jpeg": 65_500}
# Networks show a narrower picture as a thumbnail (https://developers.facebook.com/docs/sharing).
LARGE_CARD = 600
# Of two files of which the larger one is at most so many times as wide, it alone is made.
NEAR = 1.15
CARD_WIDTHS = (240, 320, 480, 720)
LEAD_WIDTHS = (480, 720, 960, 1440)
INLINE_WIDTHS = (480, 800, 1200)
PORTRAIT_WIDTHS = (96, 192)
ENGINE_WIDTHS = (1200,)  # https://developers.google.com/search/docs/appearance/google-discover
# Where the sizes are kept: the first folder is open to the world, the second to the newsroom.
READERS_FOLDER, STAFF_FOLDER = "images", "staff_images"


class Pixels(NamedTuple):
    """The size of a picture: all that the widths of its files depend on."""

    width: int
    height: int


@dataclass(frozen=True)
class Shape:
    """How a place of the page cuts its pictures: the widths in pixels, and the ratio if any.

    `shared` shapes are also shown by networks and feeds, as the widest JPEG. `formats` are those in
    which the shape is made. `only` is the whole specification where there is one size alone.
    """

    widths: tuple[int, ...]
    ratio: tuple[int, int] | None
    sizes: str
    shared: bool = False
    formats: tuple[str, ...] = FORMATS
    only: str = ""

    def spec(self, width: int, image_format: str) -> str:
        """Wagtail's filter specification for one width in one format."""
        if self.only:
            return self.only
        if self.ratio is None:
            return f"width-{width}|web|format-{image_format}"
        across, down = self.ratio
        return f"fill-{width}x{round(width * down / across)}|web|format-{image_format}"

    @property
    def specs(self) -> list[str]:
        """Every specification that some picture may have in this shape."""
        return [self.spec(width, name) for name in self.formats for width in self.widths]

    def useful_widths(self, image: "NewsImage | Pixels") -> list[int]:
        """The widths `image` can fill, or the smallest: nothing is blown up, nothing served twice.

        A picture between two widths also gets the larger one, which then is as wide as it can be.
        """
        widest = self.widest(image)
        larger = [width for width in self.widths if width >= widest][:1]
        # A picture of 970 pixels is not made at 960 as well.
        least = widest / NEAR if larger else widest
        return [width for width in self.widths if width < least] + larger

    def fallback_width(self, image: "NewsImage | Pixels") -> int:
        """The width of the one JPEG for browsers that know no other format of ours."""
        widths = self._held_widths("jpeg", image) or self.useful_widths(image)[:1]
        return widths[len(widths) // 2]

    def widths_in(self, image_format: str, image: "NewsImage | Pixels") -> list[int]:
        """The widths of `image` that pages show in this format, narrowest first.

        What the format cannot hold is left out: of a very long picture that may be all.
        """
        if image_format not in self.formats:
            return []
        widths = self._held_widths(image_format, image)
        if image_format != "jpeg" or not widths:
            return widths
        widest = {widths[-1]} if self.shared else set()
        return sorted({self.fallback_width(image)} | widest)

    def extent(self, image: "NewsImage | Pixels") -> tuple[int, int]:
        """The width and height of its largest file."""
        width = min(self.widths[-1], self.widest(image))
        across, down = self.ratio or (image.width, image.height)
        return width, max(1, round(width * down / across))

    def _held_widths(self, image_format: str, image: "NewsImage | Pixels") -> list[int]:
        longest = LONGEST_SIDE[image_format]
        widths = self.useful_widths(image)
        return [width for width in widths if self._height(width, image) <= longest]

    def _height(self, width: int, image: "NewsImage | Pixels") -> float:
        across, down = self.ratio or (image.width, image.height)
        return min(width, image.width) * down / across

    def widest(self, image: "NewsImage | Pixels") -> int:
        """How wide `image` is in this shape, in its own pixels."""
        if self.ratio is None:
            return image.width
        return min(image.width, image.height * self.ratio[0] // self.ratio[1])


# Cards and leads share a ratio, that of most cameras, so that they share files as well.
SHAPES = {
    "card": Shape(CARD_WIDTHS, (3, 2), "(min-width: 64rem) 20rem, (min-width: 40rem) 45vw, 100vw"),
    "lead": Shape(LEAD_WIDTHS, (3, 2), "(min-width: 64rem) 60rem, 100vw", shared=True),
    "inline": Shape(INLINE_WIDTHS, None, "(min-width: 48rem) 44rem, 100vw"),
    "portrait": Shape(PORTRAIT_WIDTHS, (1, 1), "6rem"),
    # For search engines alone, which cut pictures to the place where they show them.
    "square": Shape(ENGINE_WIDTHS, (1, 1), "", formats=("jpeg",)),
    "four_thirds": Shape(ENGINE_WIDTHS, (4, 3), "", formats=("jpeg",)),
    "wide": Shape(ENGINE_WIDTHS, (16, 9), "", formats=("jpeg",)),
    "advert": Shape((970,), None, "", formats=("webp",), only="max-970x500|web|format-webp"),
    # In the format of its own: it is drawn, and small.
    "logo": Shape((1200,), None, "", formats=("webp",), only="height-120|web"),
}
# The ratios that Google asks for, see `news.structured_data`.
ENGINE_SHAPES = ("square", "four_thirds", "wide")


def specs_for(image: "NewsImage", shapes: Iterable[Shape]) -> list[str]:
    """Every specification in which pages show `image` in `shapes`, each once, the cheap ones first.

    A reader who comes while they are made has a file that fits after a second.
    """
    return list(_specs_for(Pixels(image.width, image.height), tuple(shapes)))


@lru_cache(maxsize=1024)
def _specs_for(size: Pixels, shapes: tuple[Shape, ...]) -> tuple[str, ...]:
    wanted = {
        shape.spec(width, name): None
        for name in reversed(FORMATS)
        for shape in shapes
        for width in shape.widths_in(name, size)
    }
    return tuple(wanted)


@lru_cache(maxsize=256)
def spec_filter(spec: str) -> Filter:
    """The operations that a specification names, read once."""
    return Filter(spec=spec)


class NewsImage(AbstractImage):
    """A picture with its credit and rights; `description` is its default alternative text."""

    file = PictureFileField(
        _("file"), upload_to=get_upload_to, width_field="width", height_field="height"
    )
    credit = models.CharField(
        _("credit"),
        max_length=160,
        blank=True,
        help_text=_("Who took or drew it, as readers will see it: “Photo: A. Keïta”."),
    )
    rights_note = models.CharField(
        _("rights"),
        max_length=255,
        blank=True,
        help_text=_("What was agreed with the owner. Seen by the newsroom only."),
    )
    rights_expire_on = models.DateField(
        _("rights end on"),
        null=True,
        blank=True,
        help_text=_("The last day on which the newsroom may show this picture."),
    )
    taken_on = models.DateField(
        _("taken on"),
        null=True,
        blank=True,
        help_text=_("Read from the file where the camera wrote it. Seen by the newsroom only."),
    )
    # Whether readers can see a text with it; kept by `news.public_pictures`.
    is_public = models.BooleanField(default=False, editable=False)
    # Whether what its camera wrote has been taken out; False for files from before that was done.
    is_clean = models.BooleanField(default=False, editable=False, db_index=True)

    # The table of sizes of which its files were made; kept by `news.missing_files`.
    files_made_for = models.CharField(
        max_length=16, blank=True, default="", editable=False, db_index=True
    )

    # Files that `prefetch_renditions` or `news.renditions.know_files` has brought; the latter all.
    prefetched_renditions: "list[NewsRendition]"
    all_files_known = False

    # Set by a form that has shown what the file says: what is empty then was emptied by a person.
    facts_were_shown = False

    admin_form_fields = (
        "file",
        "title",
        "description",
        "credit",
        "rights_note",
        "rights_expire_on",
        "taken_on",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        changed = kwargs.get("update_fields")
        if (changed is None or "file" in changed) and self.file and not self.file._committed:
            # Before the row is written, which holds the size and the facts of the cleaned file.
            self.file.save(self.file.name, self.file.file, save=False)
        super().save(*args, **kwargs)

    def get_rendition(self, filter: Filter | str) -> "NewsRendition":
        """One size; without room to make it the dummy that Wagtail shows of a lost original."""
        try:
            size: NewsRendition = super().get_rendition(filter)
        except (OSError, DatabaseError) as error:
            if not is_disk_full(error):
                raise
            size = NewsRendition(image=self, width=0, height=0)
            size.file.name = "not-found"
        return size

    def create_rendition(self, filter: Filter) -> "NewsRendition":
        """Raises OSError where there is no room, for the file or for its row."""
        if writes_are_rolled_back.get():
            raise OSError(errno.ENOSPC, "No room for another size of a picture")
        made: NewsRendition = super().create_rendition(filter)
        return made

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:
        """One size of the picture; whatever its original holds, the size holds pixels only."""
        made = super().generate_rendition_file(filter, source=source)
        made.seek(0)
        content = made.read()
        try:
            return ContentFile(strip(content, kind_of(content) or ""), name=made.name)
        except Malformed:
            made.seek(0)
            return made

    @property
    def default_alt_text(self) -> str:
        """The description, or nothing: a file name helps nobody who cannot see the picture."""
        return self.description

    @property
    def fills_a_large_card(self) -> bool:
        """Whether networks can show it large with a link."""
        return SHAPES["lead"].widest(self) >= LARGE_CARD

    @property
    def rights_have_expired(self) -> bool:
        return self.rights_expire_on is not None and self.rights_expire_on < timezone.localdate()


class PictureShape(models.Model):
    """A shape in which some text or author has shown a picture; kept when that one goes.

    Which files are made in advance depends on it, see `news.picture_shapes`.
    """

    # It refers to a picture without using it.
    wagtail_reference_index_ignore = True

    image = models.ForeignKey(NewsImage, on_delete=models.CASCADE, related_name="shapes")
    shape = models.CharField(max_length=16)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=("image", "shape"), name="picture_shape_once")
        ]

    def __str__(self) -> str:
        return f"{self.image_id} {self.shape}"


class NewsRendition(AbstractRendition):
    image = models.ForeignKey(NewsImage, on_delete=models.CASCADE, related_name="renditions")
    file = SizeFileField()

    file_size = models.PositiveIntegerField(null=True, editable=False)

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.file_size is None:
            self.file_size = self.file.size
        super().save(*args, **kwargs)

    @property
    def folder(self) -> str:
        """Where the file belongs.

        Readers are shown the sizes whose specification says `web`, once a text with the picture
        is out; all else is for the newsroom.
        """
        for_readers = "web" in self.filter_spec.split("|")
        return READERS_FOLDER if for_readers and self.image.is_public else STAFF_FOLDER

    @property
    def is_misplaced(self) -> bool:
        return not self.file.name.startswith(f"{self.folder}/")

    def get_upload_to(self, filename: str) -> str:
        """In a folder that nobody can guess, another one for readers than for the newsroom: no
        address of one size leads to the next, and a text alone tells the addresses of its own.
        """
        folder = self.folder
        seed = f"{folder} {self.image_id} {self.image.file_hash}"
        key = salted_hmac("news.NewsRendition", seed).hexdigest()[:16]
        name = Path(super().get_upload_to(filename)).name
        return f"{folder}/{key}/{name}"

    @property
    def weight(self) -> int | None:
        """Bytes; of a file made before they were noted, what its storage says, if it is there."""
        if self.file_size is None:
            try:
                return int(self.file.size)
            except OSError:
                return None
        return self.file_size
