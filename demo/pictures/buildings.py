"""Houses of earth, towers of the town, and what stands along a street."""

from collections.abc import Sequence
from random import Random

from .palette import CLOTHS, MUD, Colour, jitter, mix
from .pen import Pen

LAMP: Colour = (255, 208, 120)


def mud_house(
    pen: Pen, rng: Random, x: float, y: float, wide: float, tall: float, depth: float = 0.0
) -> None:
    """Draw a Sudano-Sahelian house: buttresses, parapet cones, toron beams, a carved door."""
    wall = pen.tone(jitter(rng, rng.choice(MUD), 8), depth)
    dark = pen.shade(wall, 0.62)
    top = y - tall
    pen.polygon([(x, y), (x + wide * 0.015, top), (x + wide * 0.985, top), (x + wide, y)], wall)
    side = x if pen.lit > 0 else x + wide * 0.72
    pen.rect(side, top, side + wide * 0.28, y, pen.shade(wall, 0.22))
    bays = max(3, round(wide / tall * 3.2))
    step = wide / bays
    for bay in range(bays + 1):
        px = x + bay * step
        pen.modelled(
            [
                (px - step * 0.15, y),
                (px - step * 0.1, top - tall * 0.02),
                (px, top - tall * 0.17),
                (px + step * 0.1, top - tall * 0.02),
                (px + step * 0.15, y),
            ],
            wall,
            0.6,
        )
    for row in (0.2, 0.42):
        for bay in range(bays):
            px = x + (bay + 0.5) * step
            for shift in (-0.2, 0.2):
                bx, by = px + shift * step, top + tall * row
                pen.limb(
                    (bx, by),
                    (bx + tall * 0.035, by + tall * 0.012),
                    tall * 0.01,
                    tall * 0.007,
                    dark,
                )
    for bay in range(bays):
        px = x + (bay + 0.5) * step
        if bay == bays // 2:
            pen.rect(px - step * 0.24, y - tall * 0.42, px + step * 0.24, y, dark, tall * 0.03)
            pen.rect(
                px - step * 0.18,
                y - tall * 0.38,
                px + step * 0.18,
                y,
                pen.tone((110, 70, 44), depth),
            )
        else:
            pane = mix(LAMP, wall, 0.1) if pen.palette.dark else dark
            pen.rect(
                px - step * 0.13,
                y - tall * 0.62,
                px + step * 0.13,
                y - tall * 0.5,
                pane,
                tall * 0.015,
            )


def block(
    pen: Pen,
    rng: Random,
    x: float,
    y: float,
    wide: float,
    tall: float,
    ink: Colour,
    depth: float = 0.0,
) -> None:
    """Draw a building of concrete: floors, windows, lit at night."""
    wall = pen.tone(jitter(rng, ink, 10), depth)
    top = y - tall
    pen.rect(x, top, x + wide, y, wall)
    side = x if pen.lit > 0 else x + wide * 0.7
    pen.rect(side, top, side + wide * 0.3, y, pen.shade(wall, 0.25))
    pen.rect(x - 2, top - 5, x + wide + 2, top, pen.shade(wall, 0.15))
    floors, bays = max(1, int(tall / 34)), max(1, int(wide / 26))
    lamp = mix(LAMP, pen.palette.haze, depth * 0.6)
    glass = mix(pen.shade(wall, 0.55), pen.palette.sky[0], 0.25)
    for floor in range(floors):
        for bay in range(bays):
            lit = pen.palette.dark and rng.random() < 0.45
            px, py = x + (bay + 0.22) * wide / bays, top + 9 + floor * 34
            pane = jitter(rng, lamp, 14) if lit else glass
            pen.rect(px, py, px + wide / bays * 0.56, min(py + 17, y - 2), pane)


def tower(pen: Pen, rng: Random, x: float, y: float, tall: float, depth: float = 0.0) -> None:
    """Draw an office tower with earthen lines: battered walls, ribs and a horned crown."""
    wall = pen.tone((188, 142, 102), depth)
    wide = tall * 0.3
    top = y - tall
    pen.modelled(
        [
            (x - wide * 0.56, y),
            (x - wide * 0.44, top),
            (x + wide * 0.44, top),
            (x + wide * 0.56, y),
        ],
        wall,
        0.62,
    )
    for crown in (-0.4, -0.14, 0.14, 0.4):
        px = x + crown * wide
        pen.modelled(
            [
                (px - wide * 0.09, top + 2),
                (px - wide * 0.05, top - tall * 0.07),
                (px + wide * 0.05, top - tall * 0.07),
                (px + wide * 0.09, top + 2),
            ],
            wall,
        )
    lamp = mix(LAMP, pen.palette.haze, depth * 0.6)
    for floor in range(int(tall / 24)):
        py = top + 14 + floor * 24
        for rib in range(5):
            lit = pen.palette.dark and rng.random() < 0.5
            px = x + (rib - 2) * wide * 0.165
            pen.rect(
                px - wide * 0.045,
                py,
                px + wide * 0.045,
                py + 13,
                jitter(rng, lamp, 12) if lit else pen.shade(wall, 0.6),
            )


def shed(
    pen: Pen, rng: Random, x: float, y: float, wide: float, tall: float, depth: float = 0.0
) -> None:
    """Draw a shop with a corrugated roof and an open front."""
    wall = pen.tone(jitter(rng, rng.choice(MUD + ((120, 156, 160), (208, 190, 150))), 8), depth)
    roof = pen.tone((150, 138, 130), depth)
    pen.rect(x, y - tall, x + wide, y, wall)
    pen.rect(x + wide * 0.12, y - tall * 0.7, x + wide * 0.88, y, pen.shade(wall, 0.72))
    glow = mix(LAMP, wall, 0.35) if pen.palette.dark else pen.shade(wall, 0.5)
    pen.rect(x + wide * 0.16, y - tall * 0.64, x + wide * 0.84, y - tall * 0.36, glow)
    left, right, low, high = x - wide * 0.07, x + wide * 1.07, y - tall * 0.74, y - tall * 1.08
    pen.polygon([(left, low), (x + wide * 0.03, high), (x + wide * 0.97, high), (right, low)], roof)
    ribs = max(5, int(wide / 14))
    for rib in range(ribs):
        share = rib / ribs
        top_x = x + wide * (0.03 + 0.94 * share)
        pen.line([(left + (right - left) * share, low), (top_x, high)], pen.shade(roof, 0.28), 2)
    pen.rect(left, low, right, low + 4, pen.shade(roof, 0.5))


def parasol(
    pen: Pen, rng: Random, x: float, y: float, wide: float, tall: float, depth: float = 0.0
) -> None:
    """Draw a market parasol planted at (`x`, `y`), `wide` units across."""
    first = pen.tone(rng.choice(CLOTHS), depth)
    second = pen.tone(rng.choice(((236, 226, 206), *CLOTHS)), depth)
    top, low = y - tall, y - tall + wide * 0.24
    tilt = rng.uniform(-0.06, 0.06) * wide
    pen.line([(x, y), (x + tilt, top)], pen.shade(pen.tone((150, 130, 110), depth), 0.4), 4)
    panels = 8
    edge = [x + tilt + wide * 0.5 * (-1 + 2 * k / panels) for k in range(panels + 1)]
    for k in range(panels):
        middle = (edge[k] + edge[k + 1]) / 2
        bow = 1 - abs(k + 0.5 - panels / 2) / (panels / 2)
        ink = first if k % 2 else second
        away = (k + 0.5 < panels / 2) == (pen.lit > 0)
        pen.polygon(
            [
                (x + tilt, top),
                (edge[k], low - wide * 0.03 * (1 - bow)),
                (middle, low + wide * (0.02 + 0.035 * bow)),
                (edge[k + 1], low - wide * 0.03 * (1 - bow)),
            ],
            pen.shade(ink, 0.38 if away else 0.06),
        )


def stall(
    pen: Pen,
    rng: Random,
    x: float,
    y: float,
    wide: float,
    tall: float,
    goods: Sequence[Colour],
    depth: float = 0.0,
) -> None:
    """Draw a table of piled fruit, `wide` units long and `tall` high, its feet at `y`."""
    wood = pen.tone((124, 88, 58), depth)
    top = y - tall
    for leg in (0.06, 0.94):
        pen.rect(x + wide * leg - 4, top, x + wide * leg + 4, y, pen.shade(wood, 0.5))
    piles = max(2, round(wide / (tall * 0.95)))
    for pile in range(piles):
        centre = x + (pile + 0.5) * wide / piles
        ink = pen.tone(rng.choice(list(goods)), depth)
        size = wide / piles * 0.1
        for row in range(4):
            for k in range(4 - row):
                px = centre + (k - (3 - row) / 2) * size * 1.9
                pen.ball(px, top - size * (0.8 + row * 1.5), size, size, jitter(rng, ink, 16))
    pen.rect(x, top, x + wide, top + tall * 0.13, wood)
    cloth = pen.tone(rng.choice(CLOTHS), depth)
    pen.modelled(
        [
            (x + wide * 0.02, top + tall * 0.13),
            (x + wide * 0.98, top + tall * 0.13),
            (x + wide * 0.97, y - tall * 0.2),
            (x + wide * 0.03, y - tall * 0.2),
        ],
        cloth,
    )


def skyline(pen: Pen, rng: Random, y: float, tall: float, depth: float, towers: int = 2) -> None:
    """Draw a far town along `y`: low blocks, a few high ones and `towers` earthen towers."""
    x = -30.0
    while x < 1640:
        wide = rng.uniform(50, 130)
        high = tall * (rng.uniform(0.16, 0.42) if rng.random() < 0.8 else rng.uniform(0.5, 0.75))
        block(
            pen, rng, x, y, wide, high, rng.choice((*MUD, (206, 196, 180), (176, 170, 168))), depth
        )
        x += wide * rng.uniform(0.9, 1.25)
    for _ in range(towers):
        tower(pen, rng, rng.uniform(150, 1450), y, tall * rng.uniform(0.8, 1.1), depth * 0.9)
