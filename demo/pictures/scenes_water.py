"""Scenes of the Niger, of the rains and of the flood."""

from math import pi, sin

from . import nature
from .buildings import mud_house, shed
from .canvas import WIDTH, Canvas
from .figures import Person, draw_person, gather, someone
from .palette import DAWN, DUSK, GOLDEN, HARMATTAN, NOON, WARM, mix
from .pen import Pen, smooth
from .things import pirogue


def _far_bank(canvas: Canvas, shore: float) -> None:
    """Paint the sky and the far bank of the Niger, ready to be mirrored."""
    rng = canvas.rng
    canvas.sky(shore, rng.uniform(0.2, 0.7))
    nature.ridge(canvas, shore - 8, rng.uniform(40, 120), (110, 84, 78), 0.72, 2.5)
    nature.bush_line(canvas, shore, rng.uniform(26, 44), 0.5)
    with canvas.layer(blur=0.6, rim=0.2) as pen:
        for _ in range(rng.randint(1, 3)):
            x = rng.uniform(60, 1300)
            for step in range(rng.randint(1, 3)):
                mud_house(pen, rng, x + step * 88, shore + 2, 84, rng.uniform(40, 60), 0.38)
        for _ in range(rng.randint(2, 5)):
            nature.palm(pen, rng, rng.uniform(0, WIDTH), shore, rng.uniform(90, 170), 0.35)
    canvas.veil(shore - 90, shore, None, 0.3)


def _near_bank(canvas: Canvas) -> None:
    """Frame the foreground with reeds on one side."""
    rng, low = canvas.rng, canvas.height
    with canvas.layer(blur=2.2) as pen:
        ink = pen.shade(pen.tone((66, 80, 44)), 0.55)
        pen.blob(
            [(-60, low + 40), (-40, low - 90), (180, low - 60), (420, low - 14), (620, low + 40)],
            pen.shade(pen.tone((92, 66, 50)), 0.6),
        )
        nature.grass(pen, rng, -20, 360, low - 20, 190, ink, 130)


def river(canvas: Canvas) -> None:
    """The Niger, pirogues and their reflections."""
    rng = canvas.rng
    canvas.lit_by(*WARM)
    shore = canvas.height * rng.uniform(0.4, 0.56)
    _far_bank(canvas, shore)
    canvas.water(shore, calm=0.72)
    _fleet(canvas, shore, rng.randint(3, 5))
    with canvas.layer() as pen:
        nature.birds(
            pen,
            rng,
            rng.uniform(300, 1300),
            shore * 0.45,
            rng.randint(5, 12),
            pen.shade(pen.tone((60, 50, 54)), 0.3),
        )
    if rng.random() < 0.7:
        _near_bank(canvas)


def _fleet(canvas: Canvas, shore: float, count: int) -> None:
    rng = canvas.rng
    boats = sorted(rng.random() ** 0.8 for _ in range(count))
    lanes = rng.sample(range(6), count)
    for near, lane in zip(boats, lanes, strict=True):
        y = shore + 26 + near * (canvas.height - shore) * 0.55
        x, long = 180 + lane * 250 + rng.uniform(-50, 50), 130 + 330 * near
        _afloat(canvas, x, y, long, 0.4 * (1 - near), rng.randint(0, 2))


def _afloat(canvas: Canvas, x: float, y: float, long: float, depth: float, crew: int) -> None:
    with canvas.layer(blur=3.5, opacity=0.42) as pen:
        pen.oval(x, y + long * 0.07, long * 0.48, long * 0.05, canvas.palette.shadow)
        pen.oval(x - long * 0.3, y + long * 0.15, long * 0.05, long * 0.1, canvas.palette.shadow)
    with canvas.layer(rim=canvas.palette.rim) as pen:
        pirogue(pen, canvas.rng, x, y, long, depth, crew)


def boat(canvas: Canvas) -> None:
    """One large pirogue close by, its passengers on the way to market."""
    rng = canvas.rng
    canvas.lit_by(DAWN, GOLDEN, DUSK, HARMATTAN)
    shore = canvas.height * rng.uniform(0.36, 0.46)
    _far_bank(canvas, shore)
    canvas.water(shore, calm=0.6)
    _afloat(canvas, rng.uniform(1150, 1450), shore + 50, 170, 0.35, 1)
    _afloat(
        canvas,
        rng.uniform(560, 860),
        canvas.height * rng.uniform(0.7, 0.78),
        rng.uniform(820, 1000),
        0.0,
        rng.randint(2, 3),
    )


def rain(canvas: Canvas) -> None:
    """A street or a plain under the first storm of the season."""
    rng = canvas.rng
    canvas.lit_by(HARMATTAN, DAWN, DUSK)
    low = canvas.height
    horizon = low * rng.uniform(0.48, 0.6)
    grey = mix(canvas.palette.sky[1], (70, 82, 100), 0.72)
    canvas.gradient(
        0, horizon + 4, (mix(grey, (26, 30, 44), 0.6), grey, mix(grey, (222, 218, 200), 0.55))
    )
    canvas.clouds(0, horizon, 1.0, mix(grey, (20, 24, 36), 0.55))
    canvas.clouds(0, horizon * 0.8, 0.8, mix(grey, (214, 214, 214), 0.3))
    canvas.gradient(horizon, horizon + 40, [mix(canvas.palette.tone((120, 88, 66)), grey, 0.4)] * 2)
    nature.bush_line(canvas, horizon, 50, 0.5, 3)
    with canvas.layer(blur=1.0) as pen:
        for _ in range(rng.randint(3, 5)):
            mud_house(
                pen,
                rng,
                rng.uniform(-60, 1450),
                horizon + rng.uniform(4, 26),
                rng.uniform(150, 280),
                rng.uniform(90, 150),
                0.3,
            )
        for _ in range(2):
            nature.palm(pen, rng, rng.uniform(80, 1500), horizon + 20, 270, 0.25)
    shore = horizon + 30
    canvas.water(shore, mix(grey, (74, 56, 50), 0.5), calm=0.55)
    people = [
        someone(
            rng,
            260 + 330 * k + rng.uniform(-80, 80),
            low * rng.uniform(0.8, 0.95),
            330,
            pose="walk",
            depth=0.06,
        )
        for k in range(rng.randint(2, 4))
    ]
    gather(canvas, people, rim=0.25)
    with canvas.layer(rim=0.25) as pen:
        for who in people:
            _umbrella(canvas, pen, who)
    slant = rng.uniform(-0.28, 0.28)
    for blur, opacity, count, long in ((0.5, 0.3, 420, 46), (1.4, 0.26, 120, 110)):
        with canvas.layer(blur=blur, opacity=opacity) as pen:
            for _ in range(count):
                x, y = rng.uniform(-80, WIDTH + 80), rng.uniform(-60, low)
                reach = long * rng.uniform(0.5, 1.2)
                pen.line([(x, y), (x + slant * reach, y + reach)], (224, 230, 238), 1.6)
    with canvas.layer(opacity=0.5) as pen:
        for _ in range(110):
            near = rng.random()
            pen.oval(
                rng.uniform(0, WIDTH),
                shore + 20 + near * (low - shore),
                4 + 12 * near,
                0.8 + 1.6 * near,
                (218, 222, 228),
            )


def _umbrella(canvas: Canvas, pen: Pen, who: Person) -> None:
    x, y, size = who.x + who.facing * who.height * 0.1, who.y - who.height * 1.12, who.height * 0.42
    ink = pen.tone(canvas.rng.choice(((186, 44, 46), (30, 90, 130), (222, 170, 60), (40, 44, 56))))
    pen.line(
        [(x, y), (who.x + who.facing * who.height * 0.14, who.y - who.height * 0.55)],
        pen.shade(ink, 0.7),
        3.5,
    )
    dome = smooth(
        [
            (x - size, y + size * 0.1),
            (x - size * 0.72, y - size * 0.36),
            (x, y - size * 0.56),
            (x + size * 0.72, y - size * 0.36),
            (x + size, y + size * 0.1),
        ],
        closed=False,
    )
    pen.modelled(
        [
            *dome,
            (x + size * 0.5, y + size * 0.02),
            (x, y + size * 0.1),
            (x - size * 0.5, y + size * 0.02),
        ],
        ink,
        0.62,
    )


def flood(canvas: Canvas) -> None:
    """Houses standing in the water, people wading."""
    rng = canvas.rng
    canvas.lit_by(DAWN, HARMATTAN, NOON)
    shore = canvas.height * rng.uniform(0.46, 0.56)
    canvas.sky(shore, 1.0, disc=False)
    nature.bush_line(canvas, shore, 44, 0.5, 2)
    with canvas.layer(blur=0.5, rim=0.15) as pen:
        x = rng.uniform(-80, 60)
        while x < WIDTH:
            wide = rng.uniform(170, 330)
            kind = rng.random()
            if kind < 0.45:
                mud_house(pen, rng, x, shore + 12, wide, rng.uniform(90, 190), 0.2)
            elif kind < 0.7:
                shed(pen, rng, x, shore + 12, wide, rng.uniform(90, 130), 0.2)
            else:
                nature.tree(pen, rng, x + wide / 2, shore + 10, rng.uniform(180, 260), 0.2)
            x += wide + rng.uniform(0, 190)
    brown = mix(canvas.palette.tone((128, 96, 66)), canvas.palette.shadow, 0.1)
    canvas.water(shore + 10, brown, calm=0.68)
    waders = [
        someone(
            rng,
            200 + 320 * k + rng.uniform(-80, 80),
            canvas.height * rng.uniform(0.74, 0.98),
            rng.uniform(290, 400),
            pose="carry",
            load=rng.choice(("basin", "bundle")),
            facing=1,
        )
        for k in range(rng.randint(2, 4))
    ]
    _afloat(canvas, rng.uniform(900, 1300), shore + 70, 260, 0.1, 2)
    for who in sorted(waders, key=lambda each: each.y):
        level = who.y - who.height * 0.26
        with canvas.sunk(level), canvas.layer(rim=canvas.palette.rim) as pen:
            draw_person(pen, who)
        _waterline(canvas, who, level)


def _waterline(canvas: Canvas, who: Person, level: float) -> None:
    """Mirror `who` under the water that stands at `level`, with a ripple around."""
    with canvas.layer(blur=4, opacity=0.4) as pen:
        width = 0.085 * who.height
        cloth = mix(pen.tone(who.second), canvas.palette.shadow, 0.4)
        pen.blob(
            [
                (who.x - width, level),
                (who.x + width, level),
                (who.x + width * 0.9, level + 0.3 * who.height),
                (who.x - width * 0.9, level + 0.3 * who.height),
            ],
            cloth,
        )
    with canvas.layer(blur=0.8, opacity=0.55) as pen:
        for ring in (1.0, 1.7, 2.6):
            half = who.height * 0.12 * ring
            curve = [
                (who.x + half * (k / 6 - 1), level + 1 + 6 * ring * sin(k * pi / 12))
                for k in range(13)
            ]
            pen.line(curve, (244, 240, 228), 2)
