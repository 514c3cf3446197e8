"""Scenes of work: the solar plant, the mine, the workshop."""

from math import cos, pi, sin

from . import nature
from .canvas import WIDTH, Canvas
from .figures import draw_person, gather, someone
from .palette import DAWN, DUSK, GOLDEN, HARMATTAN, NOON, Colour, jitter, mix
from .pen import Pen, Point, smooth
from .rooms import room
from .things import desk

STEEL: Colour = (146, 150, 156)


def solar(canvas: Canvas) -> None:
    """Rows of solar panels running to the horizon, technicians among them."""
    rng = canvas.rng
    canvas.lit_by(NOON, GOLDEN, DAWN, HARMATTAN)
    low = canvas.height
    horizon = low * rng.uniform(0.34, 0.46)
    canvas.sky(horizon, rng.uniform(0.2, 0.8))
    nature.ridge(canvas, horizon, rng.uniform(40, 120), (140, 104, 84), 0.66)
    nature.bush_line(canvas, horizon + 2, 30, 0.5)
    canvas.ground(horizon, (186, 126, 76), (180, 154, 104))
    vanish = rng.uniform(200, 1400)
    rows = rng.randint(4, 8)
    slant = rng.uniform(-0.9, 0.9)
    walked = rng.sample(range(1, rows - 1), rng.randint(1, 2))
    gap = rng.uniform(0.5, 0.95)
    for row in range(rows):
        near = ((row + 0.6) / rows) ** 1.9
        y = horizon + 14 + near * (low * 0.94 - horizon)
        tall = (16 + 1500 / rows * near) * gap
        canvas.shadows([(x, y, tall * 1.2) for x in range(0, 1700, max(40, round(tall * 2)))], 0.3)
        with canvas.layer(rim=canvas.palette.rim * 0.4) as pen:
            _panel_row(pen, vanish, y, tall, slant, 0.42 * (1 - near) ** 1.5)
        if row in walked:
            who = someone(
                rng,
                rng.uniform(200, 1400),
                y + tall * 0.34,
                max(tall * 1.5, 60 + 330 * near),
                dress="vest",
                pose=rng.choice(("work", "talk", "walk")),
                hat="hardhat",
                cloth=(232, 120, 42),
                second=(46, 62, 96),
                depth=0.3 * (1 - near),
            )
            gather(canvas, [who])


def _panel_row(pen: Pen, vanish: float, y: float, tall: float, slant: float, depth: float) -> None:
    sky = pen.palette.sky[-2]
    glass = mix(pen.tone((26, 46, 92), depth), sky, 0.16)
    frame = pen.tone((206, 210, 214), depth)
    wide = tall * 1.7
    first = round((-200 - vanish) / wide)
    for k in range(first, first + round(2200 / wide) + 1):
        x = vanish + k * wide * 1.02
        lean = (vanish - x) * 0.05 + tall * slant
        corners = [
            (x, y - tall * 0.28),
            (x + wide, y - tall * 0.28),
            (x + wide + lean, y - tall),
            (x + lean, y - tall),
        ]
        pen.line(
            [(x + wide * 0.5, y - tall * 0.4), (x + wide * 0.5, y + tall * 0.05)],
            pen.shade(frame, 0.5),
            max(1.5, tall * 0.03),
        )
        pen.polygon(corners, frame)

        def at(u: float, v: float, x: float = x, lean: float = lean) -> Point:
            return (x + wide * u + lean * v, y - tall * (0.28 + 0.72 * v))

        cells, lines = (6, 3) if tall > 60 else (3, 2)
        for i in range(cells):
            for j in range(lines):
                u, v = (i + 0.06) / cells, (j + 0.06) / lines
                du, dv = 0.88 / cells, 0.88 / lines
                ink = mix(glass, sky, 0.1 + 0.34 * (j + 1) / lines * ((i + k) % cells) / cells)
                pen.polygon([at(u, v), at(u + du, v), at(u + du, v + dv), at(u, v + dv)], ink)


def mine(canvas: Canvas) -> None:
    """The terraces of a gold mine, its trucks and its people."""
    rng = canvas.rng
    canvas.lit_by(HARMATTAN, GOLDEN, DUSK, NOON)
    low = canvas.height
    horizon = low * rng.uniform(0.28, 0.38)
    canvas.sky(horizon, rng.uniform(0.1, 0.7))
    nature.ridge(canvas, horizon + 4, 90, (150, 106, 80), 0.62)
    centre, count = rng.uniform(600, 1000), 7
    canvas.ground(horizon, (190, 128, 78))
    for step in range(count):
        near = (step / (count - 1)) ** 1.35
        y = horizon + 10 + near * (low * 0.66 - horizon)
        tall = 26 + 84 * near
        curve = [
            (
                x,
                y
                + (tall * 1.5 + 40) * (1 - ((x - centre) / 1100) ** 2) * (0.5 + 0.5 * near)
                - 60 * near
                + rng.uniform(-3, 3),
            )
            for x in range(-60, 1700, 70)
        ]
        line = smooth(curve, closed=False)
        with canvas.layer(blur=0.6) as pen:
            earth = pen.tone(jitter(rng, (206, 142, 88), 10), 0.4 * (1 - near))
            pen.polygon([*line, (1760, low + 200), (-60, low + 200)], pen.shade(earth, 0.36))
            for x, top in curve:
                for _ in range(2):
                    gx = x + rng.uniform(0, 60)
                    pen.line(
                        [(gx, top), (gx + rng.uniform(-9, 9), top + tall * 0.8)],
                        pen.shade(earth, 0.5),
                        2 + 3 * near,
                    )
            pen.polygon(
                [*[(x, py + tall * 0.62) for x, py in line], (1760, low + 200), (-60, low + 200)],
                earth,
            )
            pen.line(line, mix(earth, canvas.palette.sun, 0.4), 2 + 3 * near)
        if step in (2, 4):
            x, py = curve[rng.randint(4, 20)]
            canvas.shadows([(x, py + tall * 0.9, 40 + 90 * near)], 0.4)
            with canvas.layer(rim=canvas.palette.rim) as pen:
                _dumper(pen, x, py + tall * 0.94, 90 + 170 * near, 0.3 * (1 - near))
            canvas.dust(
                py - 60,
                py + tall + 70,
                mix(canvas.palette.tone((226, 172, 116)), canvas.palette.haze, 0.4),
                0.4,
            )
    canvas.mottle(horizon, low, 0.5, (6, 12))
    nature.pebbles(canvas, low * 0.66, low, (140, 96, 66), 260)
    crew = [
        someone(
            rng,
            240 + 300 * k + rng.uniform(-70, 70),
            low * rng.uniform(0.9, 0.98),
            390,
            dress="vest",
            hat="hardhat",
            cloth=rng.choice(((232, 120, 42), (206, 200, 60))),
            second=(46, 56, 84),
            pose=rng.choice(("talk", "work", "walk", "hold")),
        )
        for k in range(rng.randint(2, 4))
    ]
    gather(canvas, crew)


def _dumper(pen: Pen, x: float, y: float, long: float, depth: float) -> None:
    paint, dark = pen.tone((232, 176, 44), depth), pen.tone((34, 32, 36), depth)
    pen.polygon(
        [
            (x - long * 0.46, y - long * 0.16),
            (x + long * 0.46, y - long * 0.16),
            (x + long * 0.46, y - long * 0.26),
            (x - long * 0.46, y - long * 0.26),
        ],
        dark,
    )
    pen.modelled(
        [
            (x - long * 0.52, y - long * 0.58),
            (x + long * 0.4, y - long * 0.6),
            (x + long * 0.46, y - long * 0.56),
            (x + long * 0.2, y - long * 0.5),
            (x + long * 0.12, y - long * 0.26),
            (x - long * 0.36, y - long * 0.24),
        ],
        paint,
    )
    pen.ball(
        x - long * 0.12, y - long * 0.6, long * 0.3, long * 0.09, pen.tone((176, 120, 76), depth)
    )
    pen.rect(x + long * 0.18, y - long * 0.46, x + long * 0.46, y - long * 0.22, paint, 3)
    pen.rect(
        x + long * 0.3,
        y - long * 0.43,
        x + long * 0.44,
        y - long * 0.33,
        mix(dark, pen.palette.sky[2], 0.5),
        2,
    )
    for px in (-0.26, 0.3):
        pen.oval(x + px * long, y - long * 0.13, long * 0.14, long * 0.14, dark)
        pen.oval(x + px * long, y - long * 0.13, long * 0.06, long * 0.06, paint)


def workshop(canvas: Canvas) -> None:
    """A welder and mechanics in a workshop open to the street."""
    rng = canvas.rng
    canvas.lit_by(GOLDEN, DUSK, HARMATTAN)
    low = canvas.height
    floor = low * rng.uniform(0.58, 0.66)
    room(canvas, floor, (124, 98, 82), (110, 88, 74))
    door = rng.uniform(520, 1080)
    sky = mix(canvas.palette.sky[-1], (255, 246, 222), 0.5)
    canvas.glow(door, floor * 0.55, 620, sky, 0.5)
    with canvas.layer(blur=1.4) as pen:
        pen.rect(door - 220, 130, door + 220, floor + 4, sky)
        nature.tree(pen, rng, door + rng.uniform(-130, 130), floor - 6, 230, 0.5)
        pen.rect(door - 220, floor - 26, door + 220, floor + 4, pen.tone((190, 140, 96), 0.4))
        draw_person(pen, someone(rng, door + rng.uniform(-150, 150), floor, 210, depth=0.3))
    canvas.shaft(
        [(door - 220, floor), (door + 220, floor), (door + 420, low), (door - 420, low)], sky, 0.3
    )
    with canvas.layer(blur=0.4) as pen:
        iron = pen.shade(pen.tone((92, 88, 88)), 0.45)
        for x in range(0, 1640, 46):
            pen.line([(x, 0), (800 + (x - 800) * 0.8, 96)], iron, 7)
        pen.rect(0, 92, WIDTH, 106, iron)
        for side in (-1, 1):
            _tool_wall(canvas, pen, door + side * 270, side, floor)
    with canvas.layer(rim=0.5) as pen:
        _bike_frame(pen, door + rng.choice((-1, 1)) * 380, floor + 190, 360)
        for k in range(3):
            pen.ring(110 + 60 * k, floor + 90 + 20 * k, 62, pen.tone((30, 28, 30)), 20)
    side = rng.choice((-1, 1))
    spot = (door + side * rng.uniform(30, 130), low * 0.8)
    bench = spot[0] - side * 40
    with canvas.layer(rim=0.6) as pen:
        desk(pen, bench - 210, low * 0.97, 420, 180, (106, 78, 58))
        pen.rect(bench - 120, low * 0.97 - 212, bench + 150, low * 0.97 - 180, pen.tone(STEEL))
    gather(
        canvas,
        [
            someone(
                rng,
                spot[0] - side * 250,
                low * 0.97,
                520,
                pose="work",
                facing=side,
                dress="shirt",
                hat="helmet",
                cloth=(44, 62, 96),
                second=(58, 56, 60),
            ),
            someone(
                rng,
                spot[0] + side * 480,
                low * 0.92,
                440,
                pose=rng.choice(("hold", "talk")),
                facing=-side,
                dress="shirt",
                cloth=(150, 70, 44),
                second=(60, 60, 70),
            ),
        ],
    )
    _sparks(canvas, bench, low * 0.97 - 216)


def _tool_wall(canvas: Canvas, pen: Pen, x: float, side: int, floor: float) -> None:
    rng = canvas.rng
    iron = pen.shade(pen.tone((150, 146, 142)), 0.4)
    for row in range(3):
        for k in range(7):
            px, py = x + side * (20 + k * 62), 170 + row * 105
            kind = rng.randint(0, 2)
            long = rng.uniform(40, 76)
            if kind == 0:
                pen.limb((px, py), (px, py + long), 4, 4, iron)
                pen.ring(px, py, 11, iron, 6)
            elif kind == 1:
                pen.rect(px - 4, py, px + 4, py + long, pen.tone((130, 84, 52)))
                pen.rect(px - 18, py - 8, px + 18, py + 12, iron, 3)
            else:
                pen.ring(px, py + 24, 25, iron, 7)
    pen.rect(x, floor - 90, x + side * 460, floor - 76, pen.tone((112, 78, 54)))


def _bike_frame(pen: Pen, x: float, y: float, long: float) -> None:
    dark, paint = pen.tone((34, 32, 36)), pen.tone((178, 52, 44))
    for px in (-0.36, 0.36):
        pen.ring(x + px * long, y - long * 0.19, long * 0.19, dark, 13)
    pen.line(
        [
            (x - long * 0.36, y - long * 0.19),
            (x, y - long * 0.2),
            (x + long * 0.24, y - long * 0.5),
            (x - long * 0.16, y - long * 0.44),
            (x, y - long * 0.2),
        ],
        paint,
        12,
    )
    pen.line(
        [
            (x + long * 0.36, y - long * 0.19),
            (x + long * 0.22, y - long * 0.62),
            (x + long * 0.12, y - long * 0.64),
        ],
        pen.tone(STEEL),
        9,
    )
    pen.limb((x - long * 0.28, y - long * 0.47), (x, y - long * 0.47), 12, 16, dark)


def _sparks(canvas: Canvas, x: float, y: float) -> None:
    rng = canvas.rng
    canvas.glow(x, y, 520, (130, 180, 255), 0.6)
    canvas.glow(x, y, 120, (255, 250, 235), 0.95)
    for blur, count in ((0.0, 90), (1.6, 60)):
        with canvas.layer(blur=blur) as pen:
            for _ in range(count):
                turn, reach = rng.uniform(-0.2, pi + 0.2), 30 + 210 * rng.random() ** 1.6
                tip = (x + cos(turn) * reach, y - sin(turn) * reach * 0.75 + reach**2 / 700)
                tail = (x + cos(turn) * reach * 0.84, y - sin(turn) * reach * 0.66 + reach**2 / 950)
                pen.line([tail, tip], (255, rng.randint(190, 245), 140), rng.uniform(1.5, 3))
