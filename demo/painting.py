"""Drawing one picture; free of Django, so that a fresh process can start with it at once."""

from io import BytesIO
from typing import NamedTuple

from demo.pictures import draw, portrait

SIZE = (1280, 854)
PORTRAIT_SIZE = (640, 640)
JPEG_QUALITY = 84


class Key(NamedTuple):
    """What to draw: a scene's name, or a portrait's `f` or `m`, and a seed."""

    scene: str
    seed: int

    @property
    def file_name(self) -> str:
        return f"{self.scene}-{self.seed}.jpg"


def paint(key: Key, scale: float = 1) -> tuple[Key, bytes]:
    """The picture of `key` as a JPEG file; `scale` makes it smaller, and quicker to draw."""
    if key.scene in ("f", "m"):
        picture = portrait(key.scene, key.seed, _scaled(PORTRAIT_SIZE, scale))
    else:
        picture = draw(key.scene, key.seed, _scaled(SIZE, scale))
    file = BytesIO()
    picture.save(file, "JPEG", quality=JPEG_QUALITY, progressive=True, optimize=True)
    return key, file.getvalue()


def _scaled(size: tuple[int, int], scale: float) -> tuple[int, int]:
    return round(size[0] * scale), round(size[1] * scale)
