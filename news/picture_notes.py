"""What a person who uploads a picture is told of it: readers will not see it as the file has it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from news.images import LONGEST_SIDE, NewsImage
from news.photo_metadata import moves

# As much of a file as a browser sends before it uploads it.
START = 128 * 1024


def notes(start: bytes, width: int, height: int) -> Iterator[str]:
    """Sentences on a file that starts with `start`; width and height in pixels."""
    if moves(start):
        yield _(
            "This picture moves; readers see its first image, which does not. To show a film, put "
            "it in the text as a video."
        )
    limit = LONGEST_SIDE["webp"]
    if max(width, height) > limit:
        yield _(
            "A side of this picture has %(side)d pixels: browsers that cannot show more than "
            "%(limit)d get a smaller copy. Cut into several pictures, it stays sharp everywhere."
        ) % {"side": max(width, height), "limit": limit}


def notes_on(image: NewsImage) -> str:
    """The same of a picture that is stored; empty if its file does not answer."""
    try:
        with image.file.storage.open(image.file.name) as file:
            start = file.read(START)
    except OSError:
        return ""
    return " ".join(notes(start, image.width, image.height))
