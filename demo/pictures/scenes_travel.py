"""Scenes of travel: the road and the airport."""

from collections.abc import Callable

from . import nature
from .buildings import block
from .canvas import Canvas
from .figures import gather, someone
from .palette import (
    DAYLIGHT,
    DUSK,
    NOON,
    WARM,
    mix,
)
from .pen import Pen, smooth
from .traffic import vehicle


def road(canvas: Canvas) -> None:
    """A road through the bush, of laterite or tar, and what travels on it."""
    rng = canvas.rng
    canvas.lit_by(*DAYLIGHT, DUSK)
    low = canvas.height
    horizon = low * rng.uniform(0.38, 0.54)
    canvas.sky(horizon, rng.uniform(0.2, 0.9))
    nature.ridge(canvas, horizon + 4, rng.uniform(50, 150), (136, 98, 80), 0.66)
    nature.bush_line(canvas, horizon + 3, 34, 0.48)
    canvas.ground(horizon, (166, 118, 70), (150, 142, 92))
    tar = rng.random() < 0.5
    vanish, base = rng.uniform(500, 1100), rng.uniform(500, 1100)
    bend = rng.uniform(-160, 160)

    def middle(near: float) -> float:
        return vanish + (base - vanish) * near + bend * near * (1 - near) * 2

    steps = [k / 24 for k in range(25)]
    with canvas.layer(blur=0.6) as pen:
        for spread, ink in ((1.18, (176, 98, 58)), (1.0, (92, 88, 90) if tar else (196, 110, 64))):
            left = [
                (middle(n) - spread * (5 + 560 * n), horizon + n * (low + 20 - horizon))
                for n in steps
            ]
            right = [
                (middle(n) + spread * (5 + 560 * n), y)
                for n, (_, y) in zip(steps, left, strict=True)
            ]
            pen.polygon([*left, *right[::-1]], pen.tone(ink, 0.12))
        if tar:
            for k in range(10):
                a, b = (k / 10) ** 2, ((k + 0.5) / 10) ** 2
                pen.polygon(
                    [
                        (middle(n) + s * (1 + 13 * n), horizon + n * (low - horizon))
                        for n, s in ((a, -1), (a, 1), (b, 1), (b, -1))
                    ],
                    pen.tone((236, 226, 200), 0.15),
                )
    canvas.mottle(horizon, low, 0.36, (5, 14))
    _roadside(canvas, horizon, middle)
    for near in sorted(rng.uniform(0.06, 0.62) for _ in range(rng.randint(2, 4))):
        vehicle(canvas, horizon + near * (low - horizon), middle(near), near * 0.9, 130)
        if not tar:
            canvas.dust(
                horizon - 40,
                horizon + near * (low - horizon) + 30,
                mix(canvas.palette.tone((220, 160, 110)), canvas.palette.haze, 0.4),
                0.5,
            )
    with canvas.layer(blur=2.5) as pen:
        side = rng.choice((0, 1))
        nature.grass(
            pen,
            rng,
            side * 1100 - 40,
            side * 1100 + 540,
            low + 16,
            150,
            pen.shade(pen.tone((170, 146, 76)), 0.35),
            170,
        )


def _roadside(canvas: Canvas, horizon: float, middle: Callable[[float], float]) -> None:
    rng = canvas.rng
    plants = (nature.acacia, nature.baobab, nature.palm, nature.tree, nature.acacia)
    kinds = rng.sample(plants, 2)
    for near in (0.02, 0.07, 0.16, 0.3):
        y = horizon + near * (canvas.height - horizon)
        spots = [
            (middle(near) + side * (90 + 1250 * near + rng.uniform(0, 260)), y)
            for side in (-1, 1)
            if rng.random() < 0.85
        ]
        canvas.shadows([(x, y, 30 + 220 * near) for x, y in spots], 0.36)
        with canvas.layer(
            blur=1.2 - 3 * near if near < 0.3 else 0.3, rim=canvas.palette.rim * 0.5
        ) as pen:
            for x, _ in spots:
                rng.choice(kinds)(
                    pen, rng, x, y, 120 + 1150 * near * rng.uniform(0.8, 1.2), 0.46 * (1 - 3 * near)
                )
    gather(
        canvas,
        [
            someone(
                rng,
                middle(0.36) + rng.choice((-1, 1)) * rng.uniform(270, 460),
                horizon + 0.36 * (canvas.height - horizon),
                190,
                pose="carry",
                load=rng.choice(("basin", "bundle")),
            )
            for _ in range(2)
        ],
    )


def airport(canvas: Canvas) -> None:
    """An airliner on the apron, passengers walking to it."""
    rng = canvas.rng
    canvas.lit_by(*WARM, NOON)
    low = canvas.height
    horizon = low * rng.uniform(0.5, 0.6)
    canvas.sky(horizon, rng.uniform(0.3, 0.9))
    nature.ridge(canvas, horizon + 2, rng.uniform(30, 80), (130, 100, 86), 0.7)
    nature.bush_line(canvas, horizon + 2, 20, 0.55)
    with canvas.layer(blur=0.8) as pen:
        x = rng.uniform(120, 1380)
        block(pen, rng, x - 260, horizon + 14, 520, 62, (206, 190, 170), 0.4)
        wall = pen.tone((216, 206, 190), 0.35)
        pen.modelled(
            [
                (x - 20, horizon + 10),
                (x - 14, horizon - 150),
                (x + 14, horizon - 150),
                (x + 20, horizon + 10),
            ],
            wall,
        )
        pen.polygon(
            [
                (x - 26, horizon - 150),
                (x - 36, horizon - 186),
                (x + 36, horizon - 186),
                (x + 26, horizon - 150),
            ],
            pen.shade(wall, 0.6),
        )
        pen.rect(x - 38, horizon - 194, x + 38, horizon - 186, wall)
    canvas.ground(horizon + 4, (138, 132, 130), (176, 164, 150))
    with canvas.layer(opacity=0.55) as pen:
        for k in range(7):
            x = 800 + (k - 3) * 160
            pen.polygon(
                [
                    (x - 2, horizon + 30),
                    (x + 2, horizon + 30),
                    (800 + (k - 3) * 620 + 9, low),
                    (800 + (k - 3) * 620 - 9, low),
                ],
                pen.tone((230, 196, 90), 0.2),
            )
    size = rng.uniform(900, 1150)
    x, y = rng.uniform(700, 950), horizon + rng.uniform(90, 150)
    canvas.shadows([(x, y + 6, size * 0.3)], 0.5)
    with canvas.layer(rim=canvas.palette.rim) as pen:
        _airliner(pen, x, y, size, rng.choice(((34, 90, 150), (196, 78, 44), (30, 120, 90))))
    walkers = [
        someone(
            rng, rng.uniform(180, 1400), low * rng.uniform(0.8, 0.97), 250, pose="walk", facing=1
        )
        for _ in range(rng.randint(3, 5))
    ]
    gather(canvas, walkers)
    with canvas.layer() as pen:
        for who in walkers[:3]:
            trunk = pen.tone(rng.choice(((150, 60, 50), (50, 70, 100), (60, 60, 66))))
            pen.line([(who.x - 28, who.y - 120), (who.x - 52, who.y - 66)], pen.shade(trunk), 3)
            pen.rect(who.x - 74, who.y - 70, who.x - 36, who.y - 4, trunk, 6)


def _airliner(pen: Pen, x: float, y: float, size: float, livery: tuple[int, int, int]) -> None:
    white, paint = pen.tone((238, 234, 226)), pen.tone(livery)
    dark = pen.shade(white, 0.7)
    top = y - size * 0.15

    def at(*points: tuple[float, float]) -> list[tuple[float, float]]:
        return [(x + px * size, top + py * size) for px, py in points]

    pen.polygon(at((0.02, 0.0), (-0.1, -0.15), (-0.16, -0.15), (-0.1, 0.0)), pen.shade(white, 0.4))
    pen.polygon(at((-0.38, -0.02), (-0.5, -0.2), (-0.43, -0.2), (-0.27, -0.02)), paint)
    body = smooth(
        at(
            (-0.52, -0.05),
            (-0.34, -0.055),
            (0.3, -0.055),
            (0.44, -0.035),
            (0.5, 0.012),
            (0.44, 0.045),
            (0.3, 0.055),
            (-0.2, 0.055),
            (-0.38, 0.02),
            (-0.53, -0.035),
        )
    )
    pen.polygon(body, pen.shade(white, 0.34))
    pen.polygon([(px, py if py < top else top + (py - top) * 0.35) for px, py in body], white)
    pen.rect(x - size * 0.4, top + size * 0.012, x + size * 0.47, top + size * 0.02, paint)
    for k in range(30):
        px = x - size * 0.32 + k * size * 0.023
        pen.rect(px, top - size * 0.022, px + size * 0.01, top - size * 0.006, dark, 2)
    pen.polygon(at((0.43, -0.03), (0.47, -0.012), (0.44, -0.008), (0.41, -0.025)), dark)
    pen.polygon(at((0.1, 0.03), (-0.16, 0.1), (-0.22, 0.1), (-0.06, 0.025)), pen.shade(white, 0.2))
    back, front = at((-0.04, 0.085), (0.05, 0.085))
    pen.limb(back, front, size * 0.026, size * 0.03, pen.shade(white, 0.3))
    pen.oval(x + size * 0.075, top + size * 0.085, size * 0.01, size * 0.03, dark)
    pen.polygon(at((-0.46, -0.03), (-0.56, -0.05), (-0.58, -0.05), (-0.5, -0.02)), paint)
    for px in (0.36, -0.1, -0.15):
        pen.line(at((px, 0.05), (px, 0.13)), dark, size * 0.008)
        pen.oval(x + px * size, y - size * 0.018, size * 0.018, size * 0.018, dark)
    stairs = at((0.3, 0.0), (0.36, 0.0), (0.54, 0.15), (0.47, 0.15))
    pen.polygon(stairs, pen.tone((188, 186, 184)))
    for k in range(9):
        share = k / 9
        pen.line(
            at((0.31 + 0.17 * share, 0.15 * share), (0.37 + 0.17 * share, 0.15 * share)),
            pen.shade(pen.tone((188, 186, 184)), 0.5),
            2,
        )
