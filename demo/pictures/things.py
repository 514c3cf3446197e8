"""Boats, vehicles, lamps, furniture and the tools of trades."""

from random import Random

from .figures import Person, draw_person, someone
from .palette import CLOTHS, FRUITS, Colour, jitter, mix
from .pen import Pen, smooth


def pirogue(
    pen: Pen, rng: Random, x: float, y: float, long: float, depth: float = 0.0, crew: int = 2
) -> None:
    """Draw a pirogue `long` units from end to end, afloat on `y`, a boatman poling it."""
    hull = pen.tone((84, 58, 46), depth)
    facing = rng.choice((-1, 1))
    size = long * rng.uniform(0.21, 0.26)
    boatman = someone(
        rng,
        x - facing * long * 0.34,
        y - long * 0.015,
        size,
        pose="pole",
        facing=facing,
        dress="shirt",
        depth=depth,
    )
    hand = (boatman.x + facing * 0.2 * boatman.height, boatman.y - boatman.height)
    pen.line(
        [
            (hand[0] + facing * size * 0.16, hand[1] - size * 0.45),
            (hand[0] - facing * size * 0.1, y + size * 0.16),
        ],
        pen.shade(pen.tone((150, 116, 80), depth)),
        size * 0.025,
    )
    draw_person(pen, boatman)
    for seat in range(crew):
        place = x + facing * long * (-0.12 + 0.16 * seat)
        draw_person(
            pen, someone(rng, place, y + size * 0.02, size, pose="sit", facing=facing, depth=depth)
        )
    if rng.random() < 0.6:
        pen.ball(
            x + facing * long * 0.3,
            y - long * 0.02,
            long * 0.06,
            long * 0.036,
            pen.tone(rng.choice(FRUITS), depth),
        )
    outline = smooth(
        [
            (x - long * 0.52, y - long * 0.065),
            (x - long * 0.34, y - long * 0.018),
            (x, y - long * 0.002),
            (x + long * 0.34, y - long * 0.018),
            (x + long * 0.52, y - long * 0.07),
            (x + long * 0.4, y + long * 0.016),
            (x, y + long * 0.036),
            (x - long * 0.4, y + long * 0.016),
        ]
    )
    pen.polygon(outline, pen.shade(hull, 0.4))
    pen.polygon(
        [(px, y + (py - y) * 0.55 - long * 0.006) for px, py in outline],
        pen.tone(rng.choice(CLOTHS), depth),
    )
    pen.polygon([(px, y + (py - y) * 0.55 + long * 0.006) for px, py in outline], hull)


def minibus(
    pen: Pen,
    rng: Random,
    x: float,
    y: float,
    long: float,
    ink: Colour,
    facing: int = 1,
    depth: float = 0.0,
) -> None:
    """Draw a minibus with luggage on its roof, `long` units from end to end."""
    paint, dark = pen.tone(ink, depth), pen.tone((28, 28, 34), depth)
    glass = mix(pen.shade(paint, 0.6), pen.palette.sky[2], 0.4)
    tall = long * 0.46

    def px(share: float) -> float:
        return x + facing * share * long

    for k in range(5):
        pen.ball(
            px(-0.34 + k * 0.13),
            y - tall - long * 0.07,
            long * 0.08,
            long * rng.uniform(0.045, 0.08),
            pen.tone(rng.choice(CLOTHS), depth),
        )
    pen.line([(px(-0.44), y - tall - long * 0.03), (px(0.3), y - tall - long * 0.03)], dark, 4)
    body = smooth(
        [
            (px(-0.5), y - long * 0.1),
            (px(-0.5), y - tall),
            (px(-0.4), y - tall - long * 0.02),
            (px(0.26), y - tall - long * 0.01),
            (px(0.42), y - tall * 0.62),
            (px(0.5), y - tall * 0.5),
            (px(0.51), y - long * 0.1),
            (px(0.0), y - long * 0.08),
        ],
        steps=4,
    )
    pen.polygon(body, paint)
    pen.polygon([(bx, max(by, y - tall * 0.36)) for bx, by in body], pen.shade(paint, 0.3))
    pen.line(
        [(px(-0.5), y - tall * 0.42), (px(0.49), y - tall * 0.42)],
        mix(paint, (255, 250, 235), 0.7),
        long * 0.025,
    )
    for window in range(4):
        pen.rect(
            px(-0.45 + window * 0.16),
            y - tall * 0.92,
            px(-0.32 + window * 0.16),
            y - tall * 0.56,
            glass,
            4,
        )
    pen.polygon(
        [
            (px(0.21), y - tall * 0.9),
            (px(0.28), y - tall * 0.88),
            (px(0.38), y - tall * 0.58),
            (px(0.21), y - tall * 0.58),
        ],
        glass,
    )
    for wheel in (-0.32, 0.32):
        pen.oval(px(wheel), y - long * 0.07, long * 0.075, long * 0.075, dark)
        pen.oval(
            px(wheel), y - long * 0.07, long * 0.034, long * 0.034, pen.tone((160, 160, 164), depth)
        )
    pen.oval(px(0.48), y - long * 0.16, long * 0.022, long * 0.03, (255, 240, 196))


def lamp_post(pen: Pen, x: float, y: float, tall: float, facing: int, depth: float) -> None:
    """Draw a street lamp whose arm reaches out to the side it is `facing`."""
    ink = pen.shade(pen.tone((90, 92, 98), depth), 0.3)
    pen.line([(x, y), (x, y - tall * 0.94)], ink, max(1.5, tall * 0.014))
    arm = [
        (x, y - tall * 0.93),
        (x + facing * tall * 0.06, y - tall),
        (x + facing * tall * 0.2, y - tall),
    ]
    pen.line(smooth(arm, closed=False), ink, max(1.2, tall * 0.011))
    pen.oval(
        x + facing * tall * 0.21,
        y - tall * 0.995,
        tall * 0.035,
        tall * 0.014,
        (255, 236, 180) if pen.palette.dark else ink,
    )


def basket(pen: Pen, rng: Random, x: float, y: float, wide: float, ink: Colour) -> None:
    """Draw a basket or an enamel basin heaped with goods, standing on `y`."""
    heap = pen.tone(ink)
    for _ in range(16):
        pen.ball(
            x + rng.uniform(-0.36, 0.36) * wide,
            y - wide * rng.uniform(0.34, 0.52),
            wide * 0.1,
            wide * 0.09,
            jitter(rng, heap, 16),
        )
    side = pen.tone(rng.choice(((170, 130, 84), (176, 180, 182), (60, 104, 150))))
    pen.modelled(
        [
            (x - wide * 0.5, y - wide * 0.38),
            (x + wide * 0.5, y - wide * 0.38),
            (x + wide * 0.34, y),
            (x - wide * 0.34, y),
        ],
        side,
        0.62,
    )
    pen.rect(
        x - wide * 0.52,
        y - wide * 0.41,
        x + wide * 0.52,
        y - wide * 0.36,
        mix(side, (255, 250, 235), 0.25),
        3,
    )


def sack(pen: Pen, x: float, y: float, wide: float, ink: Colour) -> None:
    """Draw a full sack standing on `y`."""
    cloth = pen.tone(ink)
    pen.modelled(
        smooth(
            [
                (x - wide * 0.46, y),
                (x - wide * 0.5, y - wide * 0.6),
                (x - wide * 0.2, y - wide * 1.02),
                (x, y - wide * 0.98),
                (x + wide * 0.2, y - wide * 1.04),
                (x + wide * 0.5, y - wide * 0.6),
                (x + wide * 0.46, y),
            ]
        ),
        cloth,
        0.66,
    )


def desk(pen: Pen, x: float, y: float, wide: float, tall: float, ink: Colour) -> None:
    """Draw a table seen from the front, its feet at `y`."""
    wood = pen.tone(ink)
    for side in (0.05, 0.95):
        pen.rect(
            x + wide * side - tall * 0.05,
            y - tall,
            x + wide * side + tall * 0.05,
            y,
            pen.shade(wood, 0.5),
        )
    pen.rect(x, y - tall, x + wide, y - tall * 0.86, wood)
    pen.rect(x, y - tall * 0.86, x + wide, y - tall * 0.8, pen.shade(wood, 0.4))


def seated_writer(pen: Pen, rng: Random, x: float, y: float, tall: float, facing: int) -> Person:
    """Draw someone writing at a bench seen from the side, and return that person."""
    wood = pen.tone((132, 92, 60))
    who = someone(
        rng,
        x,
        y,
        tall,
        pose="write",
        facing=facing,
        dress="shirt",
        cloth=rng.choice(((206, 178, 128), (92, 132, 176), (206, 178, 128))),
        second=(86, 70, 60),
    )
    seat, top = y - tall * 0.24, y - tall * 0.42
    pen.rect(x - tall * 0.16, seat, x + tall * 0.1, seat + tall * 0.03, pen.shade(wood, 0.2))
    pen.rect(x - facing * tall * 0.1, seat, x - facing * tall * 0.07, y, pen.shade(wood, 0.5))
    draw_person(pen, who)
    near, far = x + facing * tall * 0.14, x + facing * tall * 0.5
    pen.rect(near, top, far, top + tall * 0.035, wood)
    pen.rect(far - facing * tall * 0.04, top, far - facing * tall * 0.08, y, pen.shade(wood, 0.4))
    pen.polygon(
        [
            (near + facing * tall * 0.08, top),
            (near + facing * tall * 0.1, top - tall * 0.02),
            (near + facing * tall * 0.26, top - tall * 0.02),
            (near + facing * tall * 0.25, top),
        ],
        pen.tone((240, 236, 226)),
    )
    return who
