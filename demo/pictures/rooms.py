"""Interiors: walls, floors, windows and the light that falls through them."""

from collections.abc import Sequence

from .canvas import WIDTH, Canvas
from .palette import Colour, jitter, mix
from .pen import Pen

DAY: Colour = (255, 244, 214)


def room(canvas: Canvas, floor: float, wall: Colour, ground: Colour) -> None:
    """Paint a wall down to `floor` (units) and the ground in front of it."""
    canvas.indoors()
    tone, earth = canvas.palette.tone(wall), canvas.palette.tone(ground)
    shade = canvas.palette.shade
    canvas.gradient(0, floor + 2, (shade(tone, 0.3), tone, shade(tone, 0.1)))
    canvas.gradient(floor, canvas.height, (shade(earth, 0.24), earth, shade(earth, 0.3)))
    canvas.mottle(0, floor, 0.3, (4, 3))
    canvas.mottle(floor, canvas.height, 0.34, (3, 10))
    with canvas.layer(blur=5, opacity=0.5) as pen:
        pen.rect(0, floor - 8, WIDTH, floor + 10, shade(tone, 0.8))


def windows(
    canvas: Canvas, places: Sequence[float], y: float, wide: float, tall: float, floor: float
) -> None:
    """Open windows centred on `places`, top at `y`, and let the day fall through them."""
    frame = canvas.palette.shade(canvas.palette.tone((120, 92, 70)), 0.3)
    sky = mix(canvas.palette.sky[-1], DAY, 0.6)
    for x in places:
        canvas.glow(x, y + tall / 2, wide * 1.9, DAY, 0.42)
    with canvas.layer(blur=0.5) as pen:
        for x in places:
            pen.rect(x - wide / 2 - 9, y - 9, x + wide / 2 + 9, y + tall + 9, frame)
            pen.rect(x - wide / 2, y, x + wide / 2, y + tall, sky)
            pen.rect(
                x - wide / 2,
                y + tall * 0.62,
                x + wide / 2,
                y + tall,
                mix(sky, canvas.palette.tone((112, 140, 84)), 0.4),
            )
            pen.rect(x - 4, y, x + 4, y + tall, frame)
            pen.rect(x - wide / 2, y + tall * 0.48, x + wide / 2, y + tall * 0.52, frame)
    drift = -canvas.lit * 260
    for x in places:
        low = floor + (canvas.height - floor) * 0.6
        canvas.shaft(
            [
                (x - wide / 2, y + 10),
                (x + wide / 2, y + 10),
                (x + wide * 0.75 + drift, low),
                (x - wide * 0.5 + drift, low),
            ],
            DAY,
            0.13,
        )
        canvas.shaft(
            [
                (x - wide * 0.45 + drift, low - 90),
                (x + wide * 0.6 + drift, low - 90),
                (x + wide * 0.8 + drift * 1.3, low + 40),
                (x - wide * 0.5 + drift * 1.3, low + 40),
            ],
            DAY,
            0.3,
        )


def lamp(canvas: Canvas, x: float, y: float, wide: float, reach: float) -> None:
    """Hang a lamp at (`x`, `y`), shining as far as `reach`."""
    with canvas.layer() as pen:
        ink = canvas.palette.shade((70, 60, 58), 0.4)
        pen.line([(x, 0), (x, y)], ink, 2.5)
        pen.polygon(
            [
                (x - wide * 0.14, y - wide * 0.3),
                (x + wide * 0.14, y - wide * 0.3),
                (x + wide * 0.5, y),
                (x - wide * 0.5, y),
            ],
            ink,
        )
        pen.oval(x, y, wide * 0.34, wide * 0.09, (255, 246, 214))
    canvas.glow(x, y + 6, reach, (255, 226, 164), 0.6)


def books(
    pen: Pen, canvas: Canvas, x0: float, x1: float, y: float, tall: float, depth: float = 0.0
) -> None:
    """Fill a shelf from `x0` to `x1`, standing on `y`, with books up to `tall` units high."""
    rng = canvas.rng
    spines: tuple[Colour, ...] = (
        (128, 52, 44),
        (46, 74, 96),
        (170, 128, 70),
        (74, 92, 66),
        (206, 190, 156),
        (88, 58, 80),
        (52, 50, 56),
        (186, 98, 52),
    )
    x = x0
    while x < x1 - 4:
        wide = min(tall * rng.uniform(0.1, 0.26), x1 - x)
        high = tall * rng.uniform(0.7, 0.97)
        ink = pen.tone(jitter(rng, rng.choice(spines), 10), depth)
        pen.rect(x, y - high, x + wide - 1.2, y, ink)
        pen.rect(x, y - high, x + wide * 0.22, y, pen.shade(ink, 0.3))
        pen.rect(
            x, y - high * 0.84, x + wide - 1.2, y - high * 0.78, mix(ink, (240, 220, 170), 0.4)
        )
        x += wide
        if rng.random() < 0.05:
            x += tall * 0.3


def benches(canvas: Canvas, y: float, wide: float, tall: float, ink: Colour, curve: float) -> None:
    """Draw a curved row of seat backs across the picture, `curve` units of bow."""
    with canvas.layer(blur=0.4) as pen:
        wood = pen.tone(ink)
        top = [(x, y + curve * ((x - 800) / 800) ** 2) for x in range(-40, 1680, 40)]
        pen.polygon([*top, *[(x, py + tall) for x, py in top[::-1]]], pen.shade(wood, 0.3))
        pen.polygon(
            [*top, *[(x, py + tall * 0.12) for x, py in top[::-1]]],
            mix(wood, canvas.palette.sun, 0.25),
        )
        for x in range(-40, 1680, max(20, round(wide))):
            py = y + curve * ((x - 800) / 800) ** 2
            pen.line([(x, py + tall * 0.14), (x, py + tall)], pen.shade(wood, 0.6), 2.5)
