"""Trees, grass, hills and dunes of the Sahel and the Niger."""

from math import cos, pi, sin
from random import Random

from .canvas import WIDTH, Canvas
from .palette import Colour, jitter, mix
from .pen import Pen, Point, smooth

LEAF: Colour = (74, 96, 48)
BARK: Colour = (92, 68, 54)


def ridge(
    canvas: Canvas, y: float, relief: float, ink: Colour, depth: float, blur: float = 1.5
) -> None:
    """Draw a line of hills along `y`, up to `relief` units high."""
    rng = canvas.rng
    points: list[Point] = [(-40, canvas.height)]
    x = -40.0
    while x < WIDTH + 200:
        points.append((x, y - relief * rng.random() ** 1.4))
        x += rng.uniform(70, 240)
    points.append((WIDTH + 240, canvas.height))
    with canvas.layer(blur=blur) as pen:
        pen.polygon(smooth(points, closed=False), pen.tone(ink, depth))
    canvas.veil(y - relief * 0.4, y + relief * 0.2, None, 0.25)


def bush_line(canvas: Canvas, y: float, tall: float, depth: float, blur: float = 1.2) -> None:
    """Draw a far line of trees and bushes standing on `y`."""
    rng = canvas.rng
    with canvas.layer(blur=blur) as pen:
        x = -20.0
        while x < WIDTH + 20:
            size = tall * rng.uniform(0.3, 1.0)
            ink = pen.tone(jitter(rng, LEAF, 12), depth)
            pen.oval(x, y - size * 0.4, size * rng.uniform(0.6, 1.1), size * 0.5, ink)
            x += size * rng.uniform(0.4, 1.4)
        pen.rect(-10, y - tall * 0.16, WIDTH + 10, y + 3, pen.tone(LEAF, depth))


def foliage(
    pen: Pen, rng: Random, x: float, y: float, rx: float, ry: float, ink: Colour, count: int = 26
) -> None:
    """Fill an oval crown with tufts, dark below and lit on the side of the sun."""
    shaded = pen.shade(ink, 0.5)
    light = mix(ink, pen.palette.sun, 0.22)
    for tint, lift, size, share in (
        (shaded, 0.12, 0.34, 1.0),
        (ink, -0.06, 0.26, 1.0),
        (light, -0.26, 0.16, 0.8),
    ):
        for _ in range(round(count * share)):
            turn, reach = rng.uniform(0, 2 * pi), rng.random() ** 0.5
            px = x + cos(turn) * rx * reach * 0.84
            py = y + sin(turn) * ry * reach * 0.75 + lift * ry
            if tint == light:
                px += pen.lit * rx * 0.16
            scale = size * rng.uniform(0.6, 1.15)
            pen.oval(px, py, rx * scale, max(ry * scale * 0.8, rx * scale * 0.3), tint)


def acacia(pen: Pen, rng: Random, x: float, y: float, tall: float, depth: float = 0.0) -> None:
    """Draw an umbrella acacia `tall` units high, rooted at (`x`, `y`)."""
    bark, leaf = pen.tone(BARK, depth), pen.tone(jitter(rng, LEAF, 10), depth)
    lean = rng.uniform(-0.12, 0.12) * tall
    fork = (x + lean * 0.5, y - tall * 0.42)
    pen.limb((x, y), fork, tall * 0.034, tall * 0.022, bark)
    for side in (-0.62, -0.3, 0.05, 0.36, 0.64):
        tip = (x + lean + side * tall * 0.72, y - tall * rng.uniform(0.74, 0.84))
        bend = ((fork[0] + tip[0]) / 2 - side * tall * 0.06, (fork[1] + tip[1]) / 2 - tall * 0.05)
        pen.limb(fork, bend, tall * 0.017, tall * 0.012, bark)
        pen.limb(bend, tip, tall * 0.012, tall * 0.005, bark)
    for _ in range(4):
        px = x + lean + rng.uniform(-0.32, 0.32) * tall
        foliage(
            pen,
            rng,
            px,
            y - tall * rng.uniform(0.8, 0.95),
            tall * rng.uniform(0.24, 0.42),
            tall * 0.085,
            leaf,
            18,
        )


def tree(pen: Pen, rng: Random, x: float, y: float, tall: float, depth: float = 0.0) -> None:
    """Draw a round-crowned tree, a mango or a nim, `tall` units high."""
    bark, leaf = pen.tone(BARK, depth), pen.tone(jitter(rng, (62, 98, 50), 14), depth)
    pen.limb((x, y), (x, y - tall * 0.5), tall * 0.05, tall * 0.035, bark)
    for side in (-0.2, 0.2):
        pen.limb(
            (x, y - tall * 0.34),
            (x + side * tall, y - tall * 0.56),
            tall * 0.026,
            tall * 0.014,
            bark,
        )
    foliage(pen, rng, x, y - tall * 0.68, tall * 0.42, tall * 0.32, leaf, 34)


def baobab(pen: Pen, rng: Random, x: float, y: float, tall: float, depth: float = 0.0) -> None:
    """Draw a leafless baobab `tall` units high."""
    bark = pen.tone((128, 104, 92), depth)
    girth = tall * rng.uniform(0.13, 0.17)
    top = y - tall * 0.5
    pen.modelled(
        smooth(
            [
                (x - girth * 1.35, y),
                (x - girth * 0.95, y - tall * 0.12),
                (x - girth, y - tall * 0.3),
                (x - girth * 0.8, top),
                (x, top - tall * 0.04),
                (x + girth * 0.8, top),
                (x + girth, y - tall * 0.28),
                (x + girth * 0.95, y - tall * 0.1),
                (x + girth * 1.4, y),
                (x, y + tall * 0.01),
            ]
        ),
        bark,
        0.6,
    )
    for index in range(7):
        turn = pi * (0.08 + 0.84 * index / 6) + rng.uniform(-0.08, 0.08)
        root = (x + cos(turn) * girth * 0.75, top + tall * 0.03)
        _branch(pen, rng, root, turn, tall * rng.uniform(0.2, 0.27), tall * 0.042, 3, bark)


def _branch(
    pen: Pen,
    rng: Random,
    root: Point,
    turn: float,
    length: float,
    girth: float,
    order: int,
    ink: Colour,
) -> None:
    tip = (root[0] + cos(turn) * length, root[1] - sin(turn) * length)
    pen.limb(root, tip, girth, girth * 0.5, ink)
    if order:
        for bend in (-0.55, 0.1, 0.6):
            _branch(
                pen,
                rng,
                tip,
                turn + bend + rng.uniform(-0.2, 0.2),
                length * rng.uniform(0.42, 0.6),
                girth * 0.48,
                order - 1,
                ink,
            )


def palm(pen: Pen, rng: Random, x: float, y: float, tall: float, depth: float = 0.0) -> None:
    """Draw a rônier palm `tall` units high."""
    bark, leaf = pen.tone(BARK, depth), pen.tone((70, 104, 58), depth)
    lean = rng.uniform(-0.07, 0.07) * tall
    head = (x + lean, y - tall * 0.84)
    pen.limb((x, y), head, tall * 0.024, tall * 0.016, bark)
    for index in range(15):
        turn = -0.5 + index / 14 * (pi + 1.0)
        reach = tall * rng.uniform(0.15, 0.22)
        tip = (head[0] + cos(turn) * reach, head[1] - sin(turn) * reach + tall * 0.03)
        middle = ((head[0] + tip[0]) / 2, (head[1] + tip[1]) / 2 - tall * 0.025)
        ink = leaf if index % 2 else pen.shade(leaf, 0.35)
        pen.limb(head, middle, tall * 0.004, tall * 0.017, ink)
        pen.limb(middle, tip, tall * 0.017, tall * 0.002, ink)


def grass(
    pen: Pen, rng: Random, x0: float, x1: float, y: float, tall: float, ink: Colour, count: int
) -> None:
    """Draw `count` blades of grass rooted along `y`, up to `tall` units high."""
    for _ in range(count):
        x, size = rng.uniform(x0, x1), tall * rng.uniform(0.4, 1.0)
        lean = rng.uniform(-0.4, 0.4) * size
        tint = jitter(rng, ink, 12)
        root = y + rng.uniform(0, tall * 0.15)
        pen.polygon(
            [
                (x - size * 0.04, root),
                (x + lean * 0.5, root - size * 0.6),
                (x + lean, root - size),
                (x + size * 0.04, root),
            ],
            tint,
        )


def pebbles(canvas: Canvas, y0: float, y1: float, ink: Colour, count: int) -> None:
    """Scatter stones on the ground between `y0` and `y1`, larger in front."""
    rng = canvas.rng
    with canvas.layer(opacity=0.5) as pen:
        tone = pen.tone(ink)
        for _ in range(count):
            near = rng.random()
            size = 1.2 + 4.5 * near**2 * rng.random()
            pen.oval(
                rng.uniform(0, WIDTH),
                y0 + near * (y1 - y0),
                size * 1.7,
                size * 0.6,
                pen.shade(tone, rng.uniform(0.1, 0.6)),
            )


def birds(pen: Pen, rng: Random, x: float, y: float, count: int, ink: Colour) -> None:
    """Draw a loose flight of `count` birds around (`x`, `y`)."""
    for _ in range(count):
        px, py, size = x + rng.gauss(0, 90), y + rng.gauss(0, 34), rng.uniform(5, 11)
        for side in (-1, 1):
            wing = [
                (px, py),
                (px + side * size * 0.6, py - size * 0.5),
                (px + side * size * 1.3, py - size * 0.1),
            ]
            pen.line(smooth(wing, closed=False), ink, 1.6)
