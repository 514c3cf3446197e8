"""Scenes of the media: a video studio and a rotary press."""

from .canvas import WIDTH, Canvas
from .figures import draw_person, gather, someone
from .palette import DAWN, DUSK, GOLDEN, HARMATTAN, NIGHT, NOON, Colour, jitter, mix
from .pen import Pen, Point, smooth
from .rooms import room, windows

STEEL: Colour = (146, 150, 156)


def studio(canvas: Canvas) -> None:
    """A video studio: a presenter in the light, the cameras in the dark."""
    rng = canvas.rng
    canvas.lit_by(NIGHT, DUSK)
    low = canvas.height
    floor = low * rng.uniform(0.66, 0.74)
    accent = rng.choice(((38, 98, 168), (196, 84, 46), (24, 128, 120), (122, 62, 140)))
    night = (14, 15, 26)
    canvas.gradient(0, floor, (night, mix(accent, night, 0.72), mix(accent, night, 0.5)))
    canvas.gradient(floor, low, (mix(accent, night, 0.62), night, night))
    middle = rng.uniform(640, 1000)
    with canvas.layer(blur=1.2) as pen:
        for k in range(-3, 4):
            if abs(k) < 1:
                continue
            x = middle + k * 165
            pen.rect(
                x - 66,
                150,
                x + 66,
                floor - 40,
                mix(accent, (240, 236, 226), 0.06 * (4 - abs(k))),
                6,
            )
        pen.rect(
            middle - 330, 130, middle + 330, floor - 60, mix(accent, (200, 220, 236), 0.22), 10
        )
        for k in range(9):
            high = rng.uniform(40, 200)
            x = middle - 300 + k * 68
            pen.rect(x, floor - 90 - high, x + 48, floor - 66, mix(accent, (210, 226, 236), 0.08))
        pen.oval(middle + 180, 250, 64, 64, mix(accent, (255, 230, 180), 0.5))
    canvas.glow(middle, floor * 0.55, 640, mix(accent, (255, 255, 255), 0.4), 0.4)
    bright: Colour = (255, 240, 214)
    for side in (-1, 1):
        x = middle + side * rng.uniform(380, 520)
        canvas.shaft(
            [(x - 24, 60), (x + 24, 60), (middle + 190, floor), (middle - 190, floor)], bright, 0.16
        )
    hosts = rng.choice((1, 2, 2))
    with canvas.layer(rim=0.6) as pen:
        for k in range(hosts):
            x = middle + (k - (hosts - 1) / 2) * 300
            who = someone(
                rng,
                x,
                floor + 220,
                560,
                pose=rng.choice(("talk", "hold", "speak")),
                facing=1 if k == 0 else -1,
            )
            draw_person(Pen(pen.draw, pen.scale, NOON, pen.lit), who)
        _presenter_desk(pen, middle, floor, accent)
    for x, side in ((middle - 640, 1), (middle + 620, -1)):
        _camera(canvas, x + rng.uniform(-60, 60), low + 30, side, rng.uniform(0.85, 1.15))
    for k in range(5):
        x = 160 + 320 * k
        with canvas.layer() as pen:
            pen.rect(0, 26, WIDTH, 34, (24, 24, 32))
            pen.polygon([(x - 26, 40), (x + 26, 40), (x + 36, 84), (x - 36, 84)], (30, 30, 40))
            pen.oval(x, 84, 34, 9, bright)
        canvas.glow(x, 88, 190, bright, 0.62)


def _presenter_desk(pen: Pen, middle: float, floor: float, accent: Colour) -> None:
    top = floor - 60
    pen.polygon(
        [
            (middle - 350, top),
            (middle + 350, top),
            (middle + 310, floor + 236),
            (middle - 310, floor + 236),
        ],
        mix(accent, (10, 12, 22), 0.55),
    )
    pen.polygon(
        [
            (middle - 372, top - 16),
            (middle + 372, top - 16),
            (middle + 350, top + 6),
            (middle - 350, top + 6),
        ],
        mix(accent, (255, 250, 240), 0.62),
    )
    pen.rect(middle - 290, top + 120, middle + 290, top + 127, mix(accent, (255, 240, 220), 0.5))
    for x in (-160, 120):
        pen.polygon(
            [
                (middle + x, top - 22),
                (middle + x + 66, top - 22),
                (middle + x + 78, top - 12),
                (middle + x - 12, top - 12),
            ],
            (240, 240, 234),
        )


def _camera(canvas: Canvas, x: float, y: float, side: int, size: float) -> None:
    ink: Colour = (12, 12, 20)
    with canvas.layer(blur=1.6, rim=0.5) as pen:
        top = y - 470 * size
        for lean in (-110, 0, 110):
            pen.line([(x, top + 60 * size), (x + lean * size, y)], ink, 14 * size)
        pen.rect(x - 120 * size, top - 80 * size, x + 110 * size, top + 50 * size, ink, 14)
        lens = x + side * 115 * size
        pen.rect(
            lens - 40 * size, top - 56 * size, lens + side * 80 * size, top + 26 * size, ink, 8
        )
        pen.rect(x - 60 * size, top - 120 * size, x + 70 * size, top - 104 * size, ink, 6)
        back = x - side * 150 * size
        draw_person(
            pen,
            someone(
                canvas.rng,
                back,
                y + 60 * size,
                700 * size,
                pose="work",
                dress="shirt",
                facing=side,
                cloth=(26, 26, 36),
                second=(20, 20, 28),
            ),
        )
        pen.oval(x - side * 60 * size, top - 60 * size, 6, 6, (230, 50, 44))


def press(canvas: Canvas) -> None:
    """A rotary press: the web of paper between its cylinders, the pressmen beside it."""
    rng = canvas.rng
    canvas.lit_by(DAWN, GOLDEN, NOON, HARMATTAN)
    low = canvas.height
    floor = low * rng.uniform(0.6, 0.68)
    room(canvas, floor, (128, 140, 148), (120, 116, 112))
    windows(canvas, (160, 420, 1440), 60, 170, 170, floor)
    units = rng.choice((3, 4))
    step = 1500 / units
    paper = mix(canvas.palette.tone((240, 236, 224)), (255, 255, 250), 0.2)
    for unit in range(units):
        x = 90 + unit * step
        with canvas.layer(rim=0.4) as pen:
            body = pen.tone(((70, 104, 120), (62, 92, 84), (92, 98, 110))[rng.randint(0, 2)])
            pen.modelled(
                [
                    (x, floor - 410),
                    (x + step * 0.62, floor - 410),
                    (x + step * 0.62, floor + 70),
                    (x, floor + 70),
                ],
                body,
                0.74,
            )
            pen.rect(x + 14, floor - 394, x + step * 0.62 - 14, floor - 384, pen.shade(body, 0.5))
            for k, (px, py, size) in enumerate(
                ((0.2, 300, 46), (0.43, 300, 46), (0.31, 200, 64), (0.2, 96, 46), (0.43, 96, 46))
            ):
                _cylinder(
                    pen, x + step * px, floor - py, size, STEEL if k != 2 else (200, 204, 206)
                )
            for k in range(3):
                pen.oval(
                    x + 30 + k * 26,
                    floor + 36,
                    8,
                    8,
                    ((206, 60, 50), (80, 160, 90), (226, 190, 80))[k],
                )
    with canvas.layer(rim=0.2) as pen:
        path: list[Point] = []
        for unit in range(units):
            x = 90 + unit * step
            path += [
                (x + step * 0.06, floor - 470),
                (x + step * 0.2, floor - 352),
                (x + step * 0.43, floor - 352),
                (x + step * 0.6, floor - 470),
            ]
        line = smooth([(-60, floor - 470), *path, (WIDTH + 60, floor - 470)], closed=False)
        pen.polygon([*line, *[(px, py + 26) for px, py in line[::-1]]], pen.shade(paper, 0.2))
        pen.line(line, paper, 14)
    _copies(canvas, low, paper)
    gather(
        canvas,
        [
            someone(
                rng,
                220 + 520 * k + rng.uniform(-60, 140),
                low * 0.97,
                470,
                pose=rng.choice(("work", "hold", "talk")),
                dress="shirt",
                cloth=(58, 84, 120),
                second=(48, 54, 70),
            )
            for k in range(rng.randint(2, 3))
        ],
    )


def _cylinder(pen: Pen, x: float, y: float, size: float, ink: Colour) -> None:
    steel = pen.tone(ink)
    pen.oval(x, y, size, size, pen.shade(steel, 0.75))
    pen.ball(x, y, size * 0.9, size * 0.9, steel)
    pen.oval(x - size * 0.2, y - size * 0.3, size * 0.34, size * 0.2, mix(steel, (255,) * 3, 0.5))
    pen.oval(x, y, size * 0.16, size * 0.16, pen.shade(steel, 0.7))


def _copies(canvas: Canvas, low: float, paper: Colour) -> None:
    """Run folded newspapers along a belt, and stack some in front."""
    rng = canvas.rng
    belt = low * 0.83
    with canvas.layer(rim=0.3) as pen:
        pen.rect(-10, belt, WIDTH + 10, belt + 46, pen.tone((52, 54, 60)))
        for roller in range(0, 1640, 80):
            pen.oval(roller, belt + 46, 18, 18, pen.shade(pen.tone(STEEL), 0.4))
        x = -60.0
        while x < WIDTH:
            _copy(pen, x, belt, paper)
            x += 74
    with canvas.layer(blur=1.4, rim=0.3) as pen:
        for place in (rng.uniform(20, 200), rng.uniform(1000, 1300)):
            for k in range(8):
                y = low - 6 - k * 17
                pen.rect(
                    place + rng.uniform(-4, 4), y - 15, place + 250, y, jitter(rng, paper, 6), 5
                )
                pen.rect(place + 2, y - 4, place + 250, y - 1, pen.shade(paper, 0.4))


def _copy(pen: Pen, x: float, y: float, paper: Colour) -> None:
    def at(u: float, v: float) -> Point:
        return (x + u * 120 + v * 34, y - 4 - v * 58)

    pen.polygon([at(0, 0), at(1, 0), at(1, 1), at(0, 1)], pen.shade(paper, 0.12))
    pen.line([at(0, 0), at(0, 1)], pen.shade(paper, 0.5), 2)
    grey = mix(paper, (60, 60, 66), 0.55)
    pen.polygon([at(0.06, 0.8), at(0.7, 0.8), at(0.7, 0.92), at(0.06, 0.92)], pen.shade(grey, 0.4))
    pen.polygon([at(0.06, 0.3), at(0.48, 0.3), at(0.48, 0.7), at(0.06, 0.7)], grey)
    for k in range(5):
        pen.line([at(0.54, 0.66 - k * 0.12), at(0.92, 0.66 - k * 0.12)], grey, 2)
