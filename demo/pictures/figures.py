"""People: someone drawn by lot, a group with its shadows, an audience from behind."""

from random import Random

from .body import Person, draw_person
from .canvas import Canvas
from .palette import CLOTHS, SKINS, Colour
from .pen import Pen, smooth

__all__ = ["Person", "audience", "draw_person", "gather", "someone"]


def someone(
    rng: Random,
    x: float,
    y: float,
    height: float,
    *,
    pose: str = "",
    dress: str = "",
    hat: str = "",
    load: str = "",
    facing: int = 0,
    cloth: Colour | None = None,
    second: Colour | None = None,
    depth: float = 0.0,
) -> Person:
    """Return a person of that `height`, all that is not told being drawn by lot."""
    dress = dress or rng.choice(("shirt", "pagne", "pagne", "boubou", "shirt"))
    cover = {"pagne": ("scarf", "scarf", "bun"), "boubou": ("cap", "bare", "turban")}
    return Person(
        x,
        y,
        height * rng.uniform(0.94, 1.05),
        pose or rng.choice(("stand", "walk", "talk", "stand")),
        dress,
        hat or rng.choice(cover.get(dress, ("bare", "bare", "bare", "cap"))),
        load,
        facing or rng.choice((-1, 1)),
        cloth or rng.choice(CLOTHS),
        second or rng.choice(CLOTHS),
        rng.choice(SKINS),
        depth,
    )


def gather(
    canvas: Canvas, people: list[Person], *, blur: float = 0.0, rim: float | None = None
) -> None:
    """Draw `people` from the farthest to the nearest, with their shadows."""
    canvas.shadows([(who.x, who.y, who.height * 0.13) for who in people])
    with canvas.layer(blur=blur, rim=canvas.palette.rim if rim is None else rim) as pen:
        for who in sorted(people, key=lambda each: each.y):
            draw_person(pen, who)


def audience(pen: Pen, rng: Random, x: float, y: float, size: float, depth: float = 0.0) -> None:
    """Draw one person from behind, head and shoulders, `size` units across the shoulders."""
    cloth = pen.tone(rng.choice(CLOTHS), depth)
    skin = pen.tone(rng.choice(SKINS), depth)
    top = y - size * 0.3
    pen.modelled(
        smooth(
            [
                (x - size * 0.5, y + size * 0.5),
                (x - size * 0.48, y + size * 0.05),
                (x - size * 0.2, top + size * 0.06),
                (x + size * 0.2, top + size * 0.06),
                (x + size * 0.48, y + size * 0.05),
                (x + size * 0.5, y + size * 0.5),
            ]
        ),
        cloth,
    )
    pen.limb((x, top + size * 0.1), (x, top - size * 0.1), size * 0.1, size * 0.1, pen.shade(skin))
    pen.ball(x, top - size * 0.22, size * 0.19, size * 0.24, skin)
    cover = rng.random()
    if cover < 0.35:
        scarf = pen.tone(rng.choice(CLOTHS), depth)
        pen.ball(x, top - size * 0.3, size * 0.22, size * 0.22, scarf)
        pen.ball(x, top - size * 0.2, size * 0.1, size * 0.1, scarf)
    elif cover < 0.5:
        pen.ball(x, top - size * 0.36, size * 0.19, size * 0.13, pen.tone((236, 226, 206), depth))
    else:
        pen.ball(x, top - size * 0.28, size * 0.2, size * 0.21, pen.tone((34, 26, 25), depth))
