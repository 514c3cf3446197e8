"""Scenes of institutions: parliament, court, bank."""

from . import nature
from .buildings import skyline, tower
from .canvas import WIDTH, Canvas
from .figures import audience, draw_person, gather, someone
from .palette import DAWN, GOLDEN, HARMATTAN, NOON, Colour, mix
from .pen import Pen, smooth
from .rooms import benches, room, windows
from .traffic import vehicle

INDOORS = (DAWN, HARMATTAN, NOON, GOLDEN)
WHITE: Colour = (240, 238, 230)


def assembly(canvas: Canvas) -> None:
    """The chamber seen from the last benches, a speaker at the rostrum."""
    rng = canvas.rng
    canvas.lit_by(*INDOORS)
    low = canvas.height
    floor = low * rng.uniform(0.44, 0.52)
    wall = rng.choice(((158, 108, 70), (134, 84, 62), (176, 136, 92)))
    room(canvas, floor, wall, (126, 62, 54))
    middle = rng.uniform(620, 980)
    _panelling(canvas, floor, wall)
    with canvas.layer(blur=0.8) as pen:
        pen.oval(middle, floor * 0.4, 104, 104, pen.tone((196, 158, 92)))
        pen.oval(middle, floor * 0.4, 92, 92, pen.shade(pen.tone(wall), 0.3))
        for k in range(-3, 4):
            high = floor * 0.4 + 54 - 24 * (3 - abs(k))
            pen.polygon(
                [
                    (middle + k * 22 - 9, floor * 0.4 + 58),
                    (middle + k * 22, high - 14),
                    (middle + k * 22 + 9, floor * 0.4 + 58),
                ],
                pen.tone((206, 166, 96)),
            )
    for spot in range(200, 1600, 300):
        canvas.glow(spot, -10, 330, (255, 232, 180), 0.42)
    _rostrum(canvas, middle, floor)
    rows = rng.choice((5, 6))
    for row in range(rows):
        near = row / (rows - 1)
        y = floor + 40 + (low - floor - 20) * near**1.25
        size = 46 + 128 * near
        curve = -(34 + 90 * near)
        with canvas.layer(
            blur=0.7 * (1 - near) + (1.8 if row == rows - 1 else 0), rim=canvas.palette.rim * 0.6
        ) as pen:
            x = -size * rng.random()
            while x < WIDTH + size:
                if rng.random() < 0.84:
                    bow = curve * ((x - 800) / 800) ** 2
                    audience(pen, rng, x, y + bow - size * 0.26, size, 0.2 * (1 - near))
                x += size * rng.uniform(1.2, 1.34)
        benches(canvas, y, size * 1.27, size * 0.8, (122, 74, 48), curve)


def _panelling(canvas: Canvas, floor: float, wall: Colour) -> None:
    with canvas.layer(opacity=0.6) as pen:
        tone = pen.tone(wall)
        step = canvas.rng.choice((64, 80, 100))
        for x in range(0, 1640, step):
            pen.rect(x, 0, x + 3, floor, pen.shade(tone, 0.55))
            pen.rect(x + 3, 0, x + 6, floor, mix(tone, (255, 236, 200), 0.2))


def _rostrum(canvas: Canvas, middle: float, floor: float) -> None:
    rng = canvas.rng
    with canvas.layer(blur=0.5, rim=0.3) as pen:
        wood = pen.tone((120, 70, 46))
        for k in (-2, -1, 0, 1, 2):
            if k:
                draw_person(pen, someone(rng, middle + k * 92, floor + 30, 190, pose="stand"))
        pen.modelled(
            [
                (middle - 280, floor - 26),
                (middle + 280, floor - 26),
                (middle + 300, floor + 50),
                (middle - 300, floor + 50),
            ],
            wood,
        )
        pen.rect(middle - 284, floor - 34, middle + 284, floor - 25, mix(wood, WHITE, 0.25))
        draw_person(pen, someone(rng, middle, floor + 62, 186, pose="speak", dress="boubou"))
        pen.modelled(
            [
                (middle - 46, floor - 18),
                (middle + 46, floor - 18),
                (middle + 38, floor + 66),
                (middle - 38, floor + 66),
            ],
            mix(wood, (210, 150, 90), 0.3),
        )


def court(canvas: Canvas) -> None:
    """Judges on the bench, counsel on its feet."""
    rng = canvas.rng
    canvas.lit_by(*INDOORS)
    low = canvas.height
    floor = low * rng.uniform(0.62, 0.7)
    wall = rng.choice(((150, 112, 80), (118, 96, 84), (164, 130, 96)))
    room(canvas, floor, wall, (120, 82, 60))
    _panelling(canvas, floor, wall)
    windows(canvas, (170, 1430) if rng.random() < 0.5 else (150, 400), 90, 150, 300, floor)
    middle = rng.uniform(740, 1000)
    robe: Colour = (34, 28, 36)
    with canvas.layer(rim=0.35) as pen:
        wood = pen.tone((112, 66, 44))
        top = floor - 150
        pen.modelled(
            [
                (middle - 360, top - 320),
                (middle + 360, top - 320),
                (middle + 360, floor),
                (middle - 360, floor),
            ],
            pen.shade(wood, 0.32),
        )
        _scales(pen, middle, top - 240, 46)
        seats = rng.choice(((-210, 0, 210), (-240, -80, 80, 240)))
        for seat in seats:
            pen.rect(
                middle + seat - 46, top - 150, middle + seat + 46, top, pen.tone((120, 40, 40)), 14
            )
            draw_person(
                pen,
                someone(
                    rng,
                    middle + seat,
                    top + 150,
                    280,
                    pose="stand",
                    dress="shirt",
                    hat="bare",
                    cloth=robe,
                    second=robe,
                ),
            )
            pen.polygon(
                [
                    (middle + seat - 12, top - 76),
                    (middle + seat + 12, top - 76),
                    (middle + seat + 8, top - 26),
                    (middle + seat - 8, top - 26),
                ],
                pen.tone(WHITE),
            )
        pen.modelled(
            [
                (middle - 400, top),
                (middle + 400, top),
                (middle + 390, floor + 30),
                (middle - 390, floor + 30),
            ],
            wood,
            0.76,
        )
        pen.rect(middle - 410, top - 14, middle + 410, top + 4, mix(wood, (255, 220, 170), 0.3))
        for k in range(5):
            left = middle - 340 + k * 140
            pen.rect(left, top + 34, left + 112, floor - 6, pen.shade(wood, 0.22), 6)
        for k in (-150, 90):
            pen.rect(middle + k, top - 24, middle + k + 70, top - 13, pen.tone(WHITE))
    side = rng.choice((-1, 1))
    gather(
        canvas,
        [
            someone(
                rng,
                middle + side * rng.uniform(430, 520),
                low * 0.93,
                470,
                pose="speak",
                dress="boubou",
                hat="bare",
                cloth=robe,
                facing=-side,
            )
        ],
    )
    with canvas.layer(blur=1.4, rim=0.3) as pen:
        x = rng.uniform(-60, 60)
        while x < WIDTH + 80:
            if abs(x - middle - side * 470) > 150:
                audience(pen, rng, x, low - 58, 158)
            x += rng.uniform(180, 240)
    benches(canvas, low - 66, 210, 130, (104, 62, 42), -16)


def _scales(pen: Pen, x: float, y: float, size: float) -> None:
    gold = pen.tone((206, 166, 92))
    pen.line([(x, y - size * 0.8), (x, y + size)], gold, 5)
    pen.line([(x - size, y - size * 0.55), (x + size, y - size * 0.55)], gold, 5)
    pen.oval(x, y - size * 0.86, 7, 7, gold)
    pen.rect(x - size * 0.4, y + size * 0.92, x + size * 0.4, y + size * 1.04, gold)
    for side in (-1, 1):
        px = x + side * size
        for reach in (-0.36, 0.36):
            pen.line([(px, y - size * 0.55), (px + reach * size, y + size * 0.2)], gold, 2)
        pen.polygon(
            smooth(
                [
                    (px - size * 0.42, y + size * 0.2),
                    (px + size * 0.42, y + size * 0.2),
                    (px, y + size * 0.44),
                ],
                steps=5,
            ),
            gold,
        )


def bank(canvas: Canvas) -> None:
    """The front of a bank: columns, steps, a tower, people going in."""
    rng = canvas.rng
    canvas.lit_by(DAWN, NOON, GOLDEN, HARMATTAN)
    low = canvas.height
    base = low * rng.uniform(0.66, 0.74)
    canvas.sky(base, rng.uniform(0.3, 0.9), disc=False)
    with canvas.layer(blur=2.2) as pen:
        skyline(pen, rng, base, rng.uniform(260, 380), 0.55, 0)
    with canvas.layer(blur=0.8) as pen:
        tower(pen, rng, rng.choice((220.0, 1380.0)), base, rng.uniform(480, 600), 0.24)
    canvas.ground(base, (176, 150, 124))
    left, wide = rng.uniform(180, 420), rng.uniform(800, 980)
    tall = base * rng.uniform(0.56, 0.68)
    with canvas.layer(rim=0.2) as pen:
        _bank_front(canvas, pen, left, base, wide, tall)
    with canvas.layer(rim=0.3) as pen:
        for x in (left - 120, left + wide + 110):
            nature.palm(pen, rng, x, base + 26, tall * rng.uniform(0.7, 0.95))
    gather(
        canvas,
        [
            someone(rng, left + rng.uniform(0, 1) * wide, base + rng.uniform(56, 110), 190)
            for _ in range(rng.randint(4, 7))
        ],
    )
    gather(
        canvas,
        [
            someone(rng, rng.uniform(100, 1500), low * rng.uniform(0.9, 0.99), 300, pose="walk")
            for _ in range(rng.randint(1, 3))
        ],
    )
    if rng.random() < 0.7:
        vehicle(canvas, low * 0.97, 800, 0.66)


def _bank_front(
    canvas: Canvas, pen: Pen, left: float, base: float, wide: float, tall: float
) -> None:
    stone = pen.tone(canvas.rng.choice(((214, 186, 150), (198, 156, 118), (222, 210, 190))))
    top = base - tall
    glass = mix(pen.shade(stone, 0.75), canvas.palette.sky[1], 0.42)
    pen.rect(left, top, left + wide, base, pen.shade(stone, 0.3))
    bays = canvas.rng.choice((5, 7))
    step = wide / bays
    for bay in range(bays):
        x = left + bay * step
        pen.rect(x + step * 0.2, top + tall * 0.2, x + step * 0.9, base, glass)
        for line in range(1, 6):
            y = top + tall * (0.2 + 0.8 * line / 6)
            pen.rect(x + step * 0.2, y, x + step * 0.9, y + 3, pen.shade(glass, 0.4))
        pen.polygon(
            [
                (x + step * 0.3, top + tall * 0.2),
                (x + step * 0.5, top + tall * 0.2),
                (x + step * 0.3, base - tall * 0.2),
                (x + step * 0.2, base - tall * 0.2),
            ],
            mix(glass, canvas.palette.sky[-1], 0.4),
        )
    for column in range(bays + 1):
        x = left + column * step
        pen.modelled(
            [
                (x - step * 0.13, base),
                (x - step * 0.1, top + tall * 0.16),
                (x + step * 0.1, top + tall * 0.16),
                (x + step * 0.13, base),
            ],
            stone,
            0.6,
        )
    pen.rect(left - 30, top, left + wide + 30, top + tall * 0.16, stone)
    pen.rect(
        left - 30, top + tall * 0.16, left + wide + 30, top + tall * 0.18, pen.shade(stone, 0.5)
    )
    for horn in range(bays * 2 + 1):
        x = left + horn * step / 2
        pen.modelled([(x - 14, top), (x - 6, top - 46), (x + 6, top - 46), (x + 14, top)], stone)
    for tread in range(4):
        y = base + tread * 13
        pen.rect(
            left - 20 - 18 * tread,
            y,
            left + wide + 20 + 18 * tread,
            y + 13,
            pen.shade(stone, 0.06 + 0.1 * (tread % 2)),
        )
