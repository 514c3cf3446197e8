"""Illustrations for the demo newsroom, drawn from nothing: no file, no network, no font.

`draw` makes the picture of a scene, `portrait` that of a journalist, and
`document_pdf` a document to link to. The same arguments always give the same picture.
"""

from collections.abc import Callable
from random import Random

from PIL import Image

from . import (
    scenes_civic,
    scenes_inside,
    scenes_land,
    scenes_media,
    scenes_phone,
    scenes_sport,
    scenes_stage,
    scenes_town,
    scenes_travel,
    scenes_water,
    scenes_work,
)
from .canvas import Canvas
from .paper import document_pdf
from .portraits import portrait

__all__ = ["SCENES", "document_pdf", "draw", "portrait"]

SCENES: dict[str, Callable[[Canvas], None]] = {
    "market": scenes_town.market,
    "river": scenes_water.river,
    "assembly": scenes_civic.assembly,
    "school": scenes_inside.school,
    "stadium": scenes_sport.stadium,
    "hospital": scenes_inside.hospital,
    "road": scenes_travel.road,
    "field": scenes_land.field,
    "city-night": scenes_town.city_night,
    "city-day": scenes_town.city_day,
    "solar": scenes_work.solar,
    "library": scenes_inside.library,
    "workshop": scenes_work.workshop,
    "horse-race": scenes_sport.horse_race,
    "concert": scenes_stage.concert,
    "phone": scenes_phone.phone,
    "court": scenes_civic.court,
    "boat": scenes_water.boat,
    "press": scenes_media.press,
    "forest": scenes_land.forest,
    "desert": scenes_land.desert,
    "kitchen": scenes_inside.kitchen,
    "airport": scenes_travel.airport,
    "bank": scenes_civic.bank,
    "flood": scenes_water.flood,
    "pitch": scenes_sport.pitch,
    "mine": scenes_work.mine,
    "cotton": scenes_land.cotton,
    "rain": scenes_water.rain,
    "studio": scenes_media.studio,
}

# Rooms and fronts look alike from afar: some of their pictures are taken closer.
CLOSER = frozenset(
    {
        "airport",
        "bank",
        "concert",
        "court",
        "hospital",
        "kitchen",
        "library",
        "phone",
        "press",
        "school",
        "stadium",
        "studio",
        "workshop",
    }
)


def draw(scene: str, seed: int, size: tuple[int, int] = (1600, 1067)) -> Image.Image:
    """Return an RGB picture of `scene`, composed and lit by `seed`.

    `size` is in pixels; the scenes are composed for a width and a half the height.
    Raises `ValueError` for a scene that `SCENES` does not have.
    """
    paint = SCENES.get(scene)
    if paint is None:
        raise ValueError(f"no scene is called {scene!r}; there are {', '.join(sorted(SCENES))}")
    rng = Random(f"{scene} {seed}")  # noqa: S311 - a picture, not a secret
    zoom = rng.choice((1.0, 1.12, 1.24)) if scene in CLOSER else 1.0
    canvas = Canvas(size, rng, zoom)
    paint(canvas)
    return canvas.finish()
