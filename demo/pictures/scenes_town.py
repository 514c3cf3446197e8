"""Scenes of the town: its market and its avenues, by day and at night."""

from . import nature
from .buildings import block, mud_house, parasol, shed, skyline, stall
from .canvas import WIDTH, Canvas
from .figures import Person, gather, someone
from .palette import DAWN, DAYLIGHT, DUSK, FRUITS, GOLDEN, HARMATTAN, NIGHT, NOON, mix
from .things import basket, lamp_post, pirogue, sack
from .traffic import vehicle


def market(canvas: Canvas) -> None:
    """Rows of stalls under parasols, sellers and buyers."""
    rng = canvas.rng
    canvas.lit_by(*DAYLIGHT)
    low = canvas.height
    horizon = low * rng.uniform(0.34, 0.48)
    canvas.sky(horizon, rng.uniform(0.2, 0.7))
    with canvas.layer(blur=2.4) as pen:
        skyline(pen, rng, horizon + 6, rng.uniform(120, 230), 0.62, rng.randint(0, 2))
        for _ in range(5):
            nature.tree(pen, rng, rng.uniform(0, WIDTH), horizon + 14, rng.uniform(110, 190), 0.5)
    canvas.ground(horizon, (186, 120, 76))
    with canvas.layer(blur=1.2) as pen:
        x = -40.0
        while x < WIDTH:
            wide = rng.uniform(150, 240)
            draw = rng.choice((shed, shed, mud_house))
            draw(pen, rng, x, horizon + 40, wide, rng.uniform(90, 130), 0.38)
            x += wide + rng.uniform(20, 70)
    canvas.veil(horizon - 60, horizon + 60, None, 0.35)
    for near in (0.12, 0.36, 0.72):
        _market_row(canvas, horizon + 30 + (low - horizon) * near * 0.92, near)
        canvas.veil(horizon, horizon + 90 + 240 * near, None, 0.16 * (1 - near))
    with canvas.layer(blur=5) as pen:
        x = rng.choice((120.0, 1480.0))
        for k in range(3):
            basket(pen, rng, x + (k - 1) * 190, low + 30 + 20 * (k % 2), 230, rng.choice(FRUITS))


def _market_row(canvas: Canvas, y: float, near: float) -> None:
    rng = canvas.rng
    tall = 110 + 330 * near
    depth = 0.36 * (1 - near) ** 1.5
    step = tall * 1.75
    x = rng.uniform(-0.6, 0.2) * step
    people: list[Person] = []
    posts: list[tuple[float, float]] = []
    while x < WIDTH + step:
        if near < 0.6 or rng.random() < 0.62:
            posts.append((x, rng.uniform(0.9, 1.15)))
        x += step * rng.uniform(0.9, 1.4)
    people = [
        someone(
            rng, x + rng.uniform(-0.3, 0.3) * step, y - tall * 0.05, tall, pose="talk", depth=depth
        )
        for x, _ in posts
    ]
    canvas.shadows([(x, y, tall * 0.7) for x, _ in posts], 0.4)
    blur = 0.9 * (1 - near)
    with canvas.layer(blur=blur, rim=canvas.palette.rim * 0.7) as pen:
        for x, size in posts:
            parasol(pen, rng, x, y, tall * 1.45 * size, tall * 1.32 * size, depth)
    gather(canvas, people, blur=blur)
    with canvas.layer(blur=blur, rim=canvas.palette.rim * 0.5) as pen:
        for x, size in posts:
            wide = tall * 1.05 * size
            stall(pen, rng, x - wide / 2, y + tall * 0.06, wide, tall * 0.36, FRUITS, depth)
            if rng.random() < 0.5:
                sack(pen, x + wide * 0.66, y + tall * 0.08, tall * 0.24, (196, 170, 128))
    walkers = [
        someone(
            rng,
            rng.uniform(40, WIDTH - 40),
            y + tall * rng.uniform(0.16, 0.4),
            tall,
            pose=rng.choice(("carry", "walk", "carry")),
            dress="pagne",
            load="basin" if rng.random() < 0.8 else "tray",
            depth=depth,
        )
        for _ in range(rng.randint(1, 3))
    ]
    gather(canvas, [_unladen(who) for who in walkers], blur=blur)


def _unladen(who: Person) -> Person:
    """Take the load off someone whose hands are not up to hold it."""
    return who if who.pose == "carry" else Person(**{**vars(who), "load": ""})


def city_day(canvas: Canvas) -> None:
    """An avenue by day: shops, minibuses, motorbikes, the towers behind."""
    rng = canvas.rng
    canvas.lit_by(DAWN, HARMATTAN, NOON, GOLDEN)
    horizon = canvas.height * rng.uniform(0.48, 0.58)
    canvas.sky(horizon, rng.uniform(0.3, 0.9))
    _street(canvas, horizon)


def city_night(canvas: Canvas) -> None:
    """The town at night, along an avenue or across the river."""
    rng = canvas.rng
    canvas.lit_by(NIGHT, NIGHT, DUSK)
    horizon = canvas.height * rng.uniform(0.46, 0.58)
    canvas.sky(horizon, rng.uniform(0.2, 0.6))
    if rng.random() < 0.5:
        _street(canvas, horizon)
    else:
        _quay(canvas, horizon)


def _quay(canvas: Canvas, shore: float) -> None:
    rng = canvas.rng
    with canvas.layer(blur=0.7) as pen:
        skyline(pen, rng, shore - 4, rng.uniform(230, 330), 0.3, 2)
    with canvas.layer() as pen:
        deck = shore - rng.uniform(30, 50)
        ink = pen.shade(pen.tone((120, 112, 110), 0.2), 0.4)
        pen.rect(0, deck, WIDTH, deck + 11, ink)
        for pier in range(13):
            pen.rect(pier * 132 + 20, deck, pier * 132 + 38, shore, pen.shade(ink, 0.4))
        lamps = [(pier * 88 + 30.0, deck) for pier in range(18)]
        for x, y in lamps:
            lamp_post(pen, x, y, 54, 1, 0.2)
        for _ in range(9):
            pen.rect(x := rng.uniform(0, WIDTH), deck - 9, x + 26, deck, (40, 36, 44), 3)
    for x, y in lamps:
        canvas.glow(x + 11, y - 53, 74, (255, 206, 128), 0.5)
    canvas.water(shore, mix(canvas.palette.sky[0], (8, 10, 24), 0.4), calm=0.42)
    for _ in range(26):
        x = rng.uniform(0, WIDTH)
        canvas.glow(x, shore + rng.uniform(20, 130), rng.uniform(40, 100), (255, 190, 110), 0.14)
    with canvas.layer(rim=canvas.palette.rim) as pen:
        pirogue(
            pen,
            rng,
            rng.uniform(300, 1300),
            canvas.height * 0.8,
            rng.uniform(340, 520),
            0.0,
            rng.randint(0, 2),
        )


def _street(canvas: Canvas, horizon: float) -> None:
    rng, low, dark = canvas.rng, canvas.height, canvas.palette.dark
    with canvas.layer(blur=1.6) as pen:
        skyline(pen, rng, horizon + 8, rng.uniform(260, 400), 0.5, rng.randint(1, 3))
    canvas.veil(horizon - 160, horizon + 8, None, 0.45)
    canvas.ground(horizon, (112, 102, 100), (150, 138, 128))
    vanish = rng.uniform(620, 980)
    with canvas.layer(blur=0.6) as pen:
        walk = pen.tone((184, 146, 110))
        for side in (-1, 1):
            edge = vanish + side * 30
            pen.polygon(
                [
                    (edge, horizon),
                    (vanish + side * 1050, low),
                    (vanish + side * 2400, low),
                    (vanish + side * 700, horizon),
                ],
                pen.shade(walk, 0.12),
            )
            pen.polygon(
                [(edge, horizon), (vanish + side * 1050, low), (vanish + side * 1015, low)],
                pen.shade(walk, 0.5),
            )
        for k in range(9):
            a, b = (k / 9) ** 2.2, ((k + 0.5) / 9) ** 2.2
            ya, yb = horizon + a * (low - horizon), horizon + b * (low - horizon)
            pen.polygon(
                [
                    (vanish - 12 * a, ya),
                    (vanish + 12 * a, ya),
                    (vanish + 12 * b, yb),
                    (vanish - 12 * b, yb),
                ],
                pen.tone((226, 216, 190), 0.3),
            )
    glows: list[tuple[float, float, float]] = []
    for near in (0.05, 0.16, 0.34):
        glows += _street_sides(canvas, horizon, vanish, near)
    spots = [0.1, 0.2, 0.32, 0.5, 0.72][: rng.randint(4, 5)]
    for near in spots:
        vehicle(canvas, horizon + near * (low - horizon), vanish, near)
    gather(
        canvas,
        [
            someone(
                rng,
                vanish + side * (640 + rng.uniform(-60, 140)),
                low * rng.uniform(0.84, 0.98),
                330,
                pose=rng.choice(("walk", "carry")),
                load="",
            )
            for side in rng.sample((-1, 1, 1, -1), rng.randint(1, 3))
        ],
    )
    if dark:
        for x, y, reach in glows:
            canvas.glow(x, y, reach, (255, 204, 128), 0.62)


def _street_sides(
    canvas: Canvas, horizon: float, vanish: float, near: float
) -> list[tuple[float, float, float]]:
    """Line both sides of the street at one distance, and return where its lamps shine."""
    rng = canvas.rng
    y = horizon + near * (canvas.height - horizon)
    size = 60 + 480 * near
    depth = 0.42 * (1 - near * 2.6)
    lamps: list[tuple[float, float, float]] = []
    with canvas.layer(blur=0.8, rim=canvas.palette.rim * 0.4) as pen:
        for side in (-1, 1):
            x = vanish + side * (70 + 1100 * near + size * 0.3)
            for _ in range(4):
                wide = size * rng.uniform(1.0, 1.6)
                left = x if side > 0 else x - wide
                kind = rng.random()
                if kind < 0.45:
                    shed(pen, rng, left, y, wide, size * rng.uniform(0.7, 0.95), depth)
                elif kind < 0.8:
                    block(
                        pen,
                        rng,
                        left,
                        y,
                        wide,
                        size * rng.uniform(1.2, 2.1),
                        rng.choice(((214, 196, 166), (190, 150, 116), (196, 204, 200))),
                        depth,
                    )
                else:
                    nature.tree(pen, rng, left + wide / 2, y, size * 1.5, depth)
                x += side * (wide + size * 0.12)
            post = vanish + side * (44 + 930 * near)
            lamp_post(pen, post, y + size * 0.1, size * 1.5, -side, depth)
            lamps.append((post - side * size * 0.31, y - size * 1.38, 60 + size * 0.8))
    people = [
        someone(
            rng,
            vanish + rng.choice((-1, 1)) * (80 + 1020 * near + rng.uniform(0, 160)),
            y + size * rng.uniform(0.08, 0.2),
            size * 0.52,
            depth=max(0.0, depth),
        )
        for _ in range(5)
    ]
    gather(canvas, people, blur=0.5)
    canvas.veil(horizon - 60, y + 30, None, 0.14)
    return lamps
