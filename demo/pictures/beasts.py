"""Horses and their riders, cattle, and the machines people ride."""

from collections.abc import Callable
from random import Random

from .figures import draw_person, someone
from .palette import CLOTHS, Colour
from .pen import Pen, Point, smooth

_HORSE: tuple[Point, ...] = (
    (-0.5, 0.88),
    (-0.2, 0.9),
    (0.2, 0.95),
    (0.42, 1.12),
    (0.62, 1.31),
    (0.67, 1.37),
    (0.72, 1.28),
    (0.94, 1.08),
    (0.95, 1.0),
    (0.86, 1.0),
    (0.72, 1.1),
    (0.62, 1.02),
    (0.54, 0.78),
    (0.42, 0.6),
    (0.05, 0.56),
    (-0.25, 0.6),
    (-0.5, 0.62),
    (-0.58, 0.76),
)
_GALLOPS: tuple[tuple[tuple[Point, ...], ...], ...] = (
    (
        ((0.42, 0.7), (0.78, 0.56), (0.98, 0.36), (1.06, 0.33)),
        ((0.38, 0.7), (0.66, 0.46), (0.5, 0.26), (0.44, 0.3)),
        ((-0.44, 0.72), (-0.6, 0.5), (-0.86, 0.36), (-1.0, 0.2)),
        ((-0.4, 0.7), (-0.38, 0.44), (-0.66, 0.28), (-0.74, 0.1)),
    ),
    (
        ((0.42, 0.7), (0.56, 0.42), (0.34, 0.26), (0.26, 0.3)),
        ((0.38, 0.7), (0.46, 0.36), (0.4, 0.08), (0.46, 0.02)),
        ((-0.42, 0.72), (-0.28, 0.44), (-0.4, 0.22), (-0.3, 0.08)),
        ((-0.44, 0.7), (-0.5, 0.42), (-0.7, 0.28), (-0.62, 0.12)),
    ),
)


def horse(pen: Pen, rng: Random, x: float, y: float, size: float, depth: float = 0.0) -> None:
    """Draw a galloping horse and its jockey, `size` units long, hooves at `y`."""
    coat = pen.tone(rng.choice(((92, 50, 30), (60, 36, 28), (126, 74, 44), (196, 178, 158))), depth)
    dark = pen.shade(coat, 0.6)

    def at(points: tuple[Point, ...]) -> list[Point]:
        return [(x + px * size, y - py * size) for px, py in points]

    stride = rng.choice(_GALLOPS)
    radii = (0.1, 0.05, 0.032, 0.024)
    for leg, path in enumerate(stride):
        joints = at(path)
        ink = dark if leg % 2 else pen.shade(coat, 0.3)
        for index in range(3):
            pen.limb(
                joints[index], joints[index + 1], radii[index] * size, radii[index + 1] * size, ink
            )
    pen.blob(
        at(
            ((-0.52, 0.86), (-0.78, 0.96), (-1.12, 0.82), (-1.0, 0.8), (-0.78, 0.84), (-0.54, 0.76))
        ),
        dark,
    )
    body = smooth(at(_HORSE))
    pen.polygon(body, pen.shade(coat))
    pen.polygon(
        [
            (px, y - (y - py) * 0.97 - 0.05 * size) if py > y - 0.75 * size else (px, py)
            for px, py in body
        ],
        coat,
    )
    pen.blob(
        at(((0.22, 0.96), (0.34, 1.12), (0.5, 1.28), (0.64, 1.38), (0.6, 1.26), (0.42, 1.06))), dark
    )
    _jockey(pen, rng, at, size, depth)


def _jockey(
    pen: Pen,
    rng: Random,
    at: Callable[[tuple[Point, ...]], list[Point]],
    size: float,
    depth: float,
) -> None:
    silk = pen.tone(rng.choice(CLOTHS), depth)
    white = pen.tone((236, 230, 216), depth)
    skin = pen.tone((82, 52, 40), depth)
    hip, knee, foot, neck, hand, head = at(
        ((-0.05, 1.12), (0.24, 0.98), (0.08, 0.72), (0.34, 1.36), (0.5, 1.18), (0.44, 1.46))
    )
    pen.limb(hip, knee, 0.085 * size, 0.06 * size, white)
    pen.limb(knee, foot, 0.055 * size, 0.04 * size, pen.shade(pen.tone((40, 30, 28))))
    pen.limb(hip, neck, 0.1 * size, 0.105 * size, pen.shade(silk))
    pen.limb(
        (hip[0], hip[1] - 0.03 * size),
        (neck[0], neck[1] - 0.02 * size),
        0.07 * size,
        0.075 * size,
        silk,
    )
    pen.limb(neck, hand, 0.05 * size, 0.03 * size, silk)
    pen.ball(*head, 0.075 * size, 0.085 * size, skin)
    pen.ball(head[0] - 0.01 * size, head[1] - 0.035 * size, 0.085 * size, 0.07 * size, silk)


def cow(pen: Pen, x: float, y: float, size: float, ink: Colour, facing: int = 1) -> None:
    """Draw a zebu, `size` units long, hooves at `y`."""

    def at(*points: Point) -> list[Point]:
        return [(x + facing * px * size, y - py * size) for px, py in points]

    for px, lean in ((-0.4, -0.02), (-0.28, 0.03), (0.26, 0.02), (0.36, -0.03)):
        top, foot = at((px, 0.4), (px + lean, 0.02))
        pen.limb(top, foot, 0.05 * size, 0.024 * size, pen.shade(ink, 0.35))
    pen.modelled(
        smooth(
            at(
                (-0.5, 0.68),
                (-0.1, 0.66),
                (0.14, 0.72),
                (0.24, 0.84),
                (0.36, 0.72),
                (0.54, 0.76),
                (0.62, 0.78),
                (0.78, 0.58),
                (0.74, 0.53),
                (0.58, 0.58),
                (0.46, 0.42),
                (0.2, 0.34),
                (-0.2, 0.34),
                (-0.46, 0.42),
            )
        ),
        ink,
    )
    for shift in (0.0, 0.06):
        horn = at((0.58 + shift, 0.76), (0.56 + shift, 0.92), (0.64 + shift, 1.04))
        pen.line(smooth(horn, closed=False), pen.shade(pen.tone((220, 210, 190)), 0.3), 0.03 * size)
    pen.line(at((-0.5, 0.66), (-0.56, 0.3)), pen.shade(ink), 0.025 * size)


def motorbike(
    pen: Pen, rng: Random, x: float, y: float, size: float, facing: int = 1, depth: float = 0.0
) -> None:
    """Draw a motorbike with its rider, and at times a passenger; `size` is its length."""
    dark = pen.tone((30, 28, 32), depth)
    paint = pen.tone(rng.choice(CLOTHS), depth)

    def at(px: float, py: float) -> Point:
        return (x + facing * px * size, y - py * size)

    for px in (-0.36, 0.36):
        pen.ring(*at(px, 0.19), 0.19 * size, dark, 0.045 * size)
        pen.oval(*at(px, 0.19), 0.035 * size, 0.035 * size, pen.tone((150, 150, 154), depth))
    pen.polygon(
        [at(-0.34, 0.22), at(-0.1, 0.14), at(0.16, 0.16), at(0.2, 0.4), at(-0.2, 0.42)], dark
    )
    pen.line([at(0.36, 0.19), at(0.24, 0.62)], pen.tone((150, 150, 154), depth), 0.04 * size)
    pen.blob([at(-0.06, 0.42), at(0.02, 0.54), at(0.22, 0.54), at(0.28, 0.4), at(0.1, 0.36)], paint)
    pen.limb(at(-0.5, 0.48), at(-0.06, 0.46), 0.035 * size, 0.045 * size, dark)
    pen.line([at(0.2, 0.68), at(0.3, 0.64)], dark, 0.035 * size)
    pen.oval(*at(0.31, 0.56), 0.05 * size, 0.055 * size, pen.tone((255, 240, 190), depth * 0.5))
    riders = (-0.34, -0.12) if rng.random() < 0.45 else (-0.14,)
    for index, px in enumerate(riders):
        foot = at(px, 0.08)
        rider = someone(
            rng,
            *foot,
            1.22 * size,
            pose="ride",
            facing=facing,
            depth=depth,
            dress="shirt" if index == len(riders) - 1 else "pagne",
            hat="helmet" if index == len(riders) - 1 else "scarf",
        )
        draw_person(pen, rider)
