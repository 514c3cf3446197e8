"""Scenes of sport: the stadium, the pitch, the horse race."""

from math import cos, pi, sin

from . import nature
from .beasts import horse
from .canvas import WIDTH, Canvas
from .figures import Person, audience, draw_person, gather, someone
from .palette import CLOTHS, DUSK, GOLDEN, HARMATTAN, NIGHT, NOON, Colour, jitter, mix

TURF: Colour = (70, 132, 62)


def stadium(canvas: Canvas) -> None:
    """A stadium under its floodlights, seen from high in the stands."""
    rng = canvas.rng
    canvas.lit_by(NIGHT, DUSK, DUSK, GOLDEN)
    low = canvas.height
    rim = low * rng.uniform(0.26, 0.34)
    canvas.sky(rim + 60, rng.uniform(0.2, 0.7), disc=rng.random() < 0.4)
    bow = rng.uniform(-70, -36)
    near_edge = low * rng.uniform(0.5, 0.56)
    with canvas.layer(blur=0.5) as pen:
        roof = pen.tone((150, 148, 152), 0.2)
        edge = [(x, rim - 46 + bow * ((x - 800) / 800) ** 2) for x in range(-40, 1680, 40)]
        pen.polygon([*edge, *[(x, y + 22) for x, y in edge[::-1]]], roof)
        pen.polygon(
            [*[(x, y + 22) for x, y in edge], (1680, near_edge), (-40, near_edge)],
            pen.shade(roof, 0.75),
        )
        for post, y in edge[::3]:
            pen.line([(post, y + 8), (post, y + 130)], pen.shade(roof, 0.4), 4)
    _stand(canvas, rim, near_edge, 8.5, 0.5, bow)
    turf = mix(canvas.palette.tone(TURF), (120, 190, 100), 0.42)
    _striped_turf(canvas, near_edge - 12, turf, rng.choice((8, 10, 12)))
    for x in (rng.uniform(60, 220), rng.uniform(1380, 1540)):
        _floodlight(canvas, x, rim + 40, rim * rng.uniform(0.8, 1.0))
    players: list[Person] = []
    for k in range(16):
        y = near_edge + 26 + rng.random() * (low * 0.86 - near_edge)
        players.append(
            someone(
                rng,
                rng.uniform(80, 1520),
                y,
                44 + (y - near_edge) * 0.2,
                pose=rng.choice(("run", "run", "walk", "stand")),
                dress="sport",
                hat="bare",
                cloth=((222, 58, 44), (246, 240, 226))[k % 2],
                second=((246, 240, 226), (30, 60, 120))[k % 2],
            )
        )
    gather(canvas, players)
    with canvas.layer(blur=1.6, rim=0.5) as pen:
        x = -30.0
        while x < WIDTH + 60:
            size = rng.uniform(92, 116)
            audience(pen, rng, x, low - rng.uniform(0, 50), size)
            if rng.random() < 0.3:
                draw_person(pen, someone(rng, x, low + 250, 320, pose="raise"))
            x += size * rng.uniform(1.0, 1.3)


def _striped_turf(canvas: Canvas, y: float, turf: Colour, bands: int) -> None:
    low = canvas.height
    canvas.gradient(
        y, low, (mix(turf, canvas.palette.haze, 0.25), turf, canvas.palette.shade(turf, 0.3))
    )
    lines = mix(turf, (255, 255, 250), 0.72)
    with canvas.layer(blur=1.2, opacity=0.3) as pen:
        for k in range(-bands, bands, 2):
            pen.polygon(
                [
                    (800 + k * 120, y),
                    (800 + (k + 1) * 120, y),
                    (800 + (k + 1) * 260, low),
                    (800 + k * 260, low),
                ],
                canvas.palette.shade(turf, 0.35),
            )
    with canvas.layer(opacity=0.8) as pen:
        pen.line([(0, y + 14), (WIDTH, y + 14)], lines, 3)
        middle = canvas.rng.uniform(500, 1100)
        pen.line([(middle, y + 14), (800 + (middle - 800) * 2.1, low)], lines, 4)
        centre = y + (low - y) * 0.4
        circle = [
            (middle + (middle - 800) * 0.4 + 230 * cos(k * pi / 24), centre + 76 * sin(k * pi / 24))
            for k in range(49)
        ]
        pen.line(circle, lines, 4)


def _floodlight(canvas: Canvas, x: float, y: float, tall: float) -> None:
    top = y - tall
    with canvas.layer() as pen:
        steel = pen.shade(pen.tone((120, 122, 130)), 0.4)
        for lean in (-1, 1):
            pen.line([(x + lean * 16, y), (x + lean * 7, top)], steel, 4)
        for k in range(8):
            py = y - tall * k / 8
            pen.line([(x - 14, py), (x + 14, py - tall / 8)], steel, 2)
        pen.rect(x - 52, top - 50, x + 52, top + 6, steel, 4)
        for row in range(3):
            for column in range(5):
                pen.oval(x - 40 + column * 20, top - 38 + row * 17, 7, 6, (255, 252, 236))
    if canvas.palette.name != "golden":
        canvas.glow(x, top - 22, 420, (250, 246, 226), 0.7)
        canvas.glow(x, top - 22, 120, (255, 252, 240), 0.8)


def pitch(canvas: Canvas) -> None:
    """Footballers around the ball, on turf or on the earth of a district ground."""
    rng = canvas.rng
    canvas.lit_by(NOON, GOLDEN, HARMATTAN, DUSK)
    low = canvas.height
    horizon = low * rng.uniform(0.42, 0.54)
    district = rng.random() < 0.5
    canvas.sky(horizon, rng.uniform(0.2, 0.8))
    if district:
        nature.ridge(canvas, horizon, 70, (130, 96, 80), 0.66)
        with canvas.layer(blur=2.4) as pen:
            for _ in range(6):
                nature.tree(
                    pen, rng, rng.uniform(0, WIDTH), horizon + 6, rng.uniform(120, 200), 0.4
                )
        gather(
            canvas,
            [someone(rng, rng.uniform(0, WIDTH), horizon + 26, 96, depth=0.3) for _ in range(34)],
            blur=1.3,
        )
        canvas.veil(horizon - 50, horizon + 30, None, 0.3)
        ground = canvas.palette.tone((190, 122, 76))
        canvas.ground(horizon + 22, (190, 122, 76))
        gather(
            canvas,
            [someone(rng, rng.uniform(0, WIDTH), horizon + 34, 104, depth=0.26) for _ in range(26)],
            blur=1.2,
        )
    else:
        _stand(canvas, horizon * 0.42, horizon + 10, 13, 2.6, -30)
        ground = mix(canvas.palette.tone(TURF), (120, 180, 90), 0.3)
        _striped_turf(canvas, horizon, ground, 8)
        with canvas.layer(blur=1.6) as pen:
            for k in range(9):
                ink = pen.tone(jitter(rng, rng.choice(CLOTHS), 8), 0.12)
                pen.rect(k * 180, horizon - 26, k * 180 + 178, horizon + 12, ink)
    goal = rng.random() < 0.62
    if goal:
        _goal(canvas, 1290, horizon + 190, 300)
    _play(canvas, low, goal)
    if district:
        canvas.dust(low * 0.62, low, mix(ground, (255, 226, 180), 0.4), 0.42)


def _goal(canvas: Canvas, x: float, y: float, tall: float) -> None:
    white: Colour = (244, 242, 236)
    with canvas.layer(opacity=0.5) as pen:
        for k in range(15):
            pen.line([(x - 230 + k * 33, y - tall), (x - 160 + k * 28, y - 20)], white, 1.4)
        for k in range(10):
            pen.line(
                [
                    (x - 230 + 7 * k, y - tall + k * tall / 10),
                    (x + 236 - 2 * k, y - tall + k * tall / 10),
                ],
                white,
                1.4,
            )
    with canvas.layer(rim=0.3) as pen:
        pen.line(
            [(x - 240, y), (x - 240, y - tall), (x + 240, y - tall), (x + 240, y)],
            pen.tone(white),
            11,
        )


def _play(canvas: Canvas, low: float, goal: bool) -> None:
    rng = canvas.rng
    first, second = rng.sample(CLOTHS, 2)
    white: Colour = (242, 240, 230)

    def player(x: float, y: float, tall: float, pose: str, home: bool, facing: int) -> Person:
        return someone(
            rng,
            x,
            y,
            tall,
            pose=pose,
            dress="sport",
            hat="bare",
            facing=facing,
            cloth=first if home else second,
            second=white if home else (40, 44, 60),
        )

    striker = rng.uniform(430, 700)
    base = low * rng.uniform(0.86, 0.94)
    team = [
        player(striker, base, rng.uniform(480, 540), "kick", True, 1),
        player(striker + rng.uniform(320, 420), base - 60, 440, "run", False, -1),
        player(striker - rng.uniform(260, 340), base - 120, 390, "run", True, 1),
    ]
    team += [
        player(
            rng.uniform(200, 1400),
            low * rng.uniform(0.64, 0.7),
            240,
            rng.choice(("run", "walk", "run")),
            k % 2 == 0,
            rng.choice((-1, 1)),
        )
        for k in range(rng.randint(2, 4))
    ]
    if goal:
        keeper = player(1270, low * 0.5 + 240, 300, rng.choice(("dive", "raise")), False, -1)
        team.append(Person(**{**vars(keeper), "cloth": (226, 190, 50)}))
    gather(canvas, team)
    ball = (striker + rng.uniform(215, 250), base - rng.uniform(80, 170))
    canvas.shadows([(ball[0], base, 20)])
    with canvas.layer(rim=0.4) as pen:
        pen.ball(*ball, 25, 25, pen.tone((246, 244, 236)))
        pen.star(*ball, 8, (40, 40, 46))
        for k in range(5):
            turn = 2 * pi * k / 5
            pen.star(ball[0] + 18 * sin(turn), ball[1] - 18 * cos(turn), 5, (40, 40, 46))


def horse_race(canvas: Canvas) -> None:
    """Horses at the gallop in their own dust."""
    rng = canvas.rng
    canvas.lit_by(GOLDEN, HARMATTAN, DUSK, NOON)
    low = canvas.height
    horizon = low * rng.uniform(0.4, 0.54)
    canvas.sky(horizon, rng.uniform(0.2, 0.8))
    nature.ridge(canvas, horizon, rng.uniform(40, 110), (130, 96, 80), 0.66)
    if rng.random() < 0.6:
        _stand(canvas, horizon - rng.uniform(70, 130), horizon + 26, 9, 1.8, -12)
    with canvas.layer(blur=2) as pen:
        for _ in range(6):
            nature.tree(pen, rng, rng.uniform(0, WIDTH), horizon + 22, rng.uniform(90, 160), 0.4)
    canvas.ground(horizon + 14, (190, 126, 76))
    with canvas.layer(blur=0.9) as pen:
        rail = pen.tone((238, 234, 222), 0.12)
        pen.rect(0, horizon + 46, WIDTH, horizon + 53, rail)
        for post in range(20, 1600, 110):
            pen.rect(post, horizon + 46, post + 6, horizon + 96, pen.shade(rail, 0.2))
    dust = mix(canvas.palette.tone((222, 164, 110)), canvas.palette.sun, 0.3)
    canvas.dust(horizon - 20, low * 0.78, dust, 0.7)
    field = rng.randint(4, 6)
    lead = rng.uniform(1230, 1400)
    lanes = rng.sample(range(field), field)
    for k in range(field):
        near = k / (field - 1)
        size = 150 + 190 * near
        x = lead - lanes[k] * 1250 / field + rng.uniform(-50, 50)
        y = horizon + 130 + (low * 0.9 - horizon - 130) * near
        canvas.shadows([(x, y, size * 0.6)], 0.45)
        with canvas.layer(blur=0.6 * (1 - near), rim=canvas.palette.rim) as pen:
            horse(pen, rng, x, y, size, 0.26 * (1 - near))
        _hoof_dust(canvas, x, y, size, dust)
    canvas.dust(low * 0.66, low, dust, 0.5)


def _hoof_dust(canvas: Canvas, x: float, y: float, size: float, dust: Colour) -> None:
    rng = canvas.rng
    with canvas.layer(blur=11, opacity=0.5) as pen:
        for _ in range(16):
            back = rng.random() ** 0.8
            puff = size * (0.05 + 0.13 * back) * rng.uniform(0.6, 1.2)
            pen.oval(
                x - size * (0.2 + 1.7 * back),
                y - puff * rng.uniform(0, 1.5),
                puff * 1.4,
                puff,
                dust,
            )
    with canvas.layer() as pen:
        for _ in range(18):
            clod = rng.uniform(1.5, 4.5)
            pen.oval(
                x - size * rng.uniform(0.4, 1.4),
                y - size * rng.uniform(0, 0.35),
                clod,
                clod,
                pen.shade(dust, 0.5),
            )


def _stand(canvas: Canvas, y0: float, y1: float, size: float, blur: float, bow: float) -> None:
    """Fill the terraces between `y0` and `y1` with a crowd of dots `size` units wide."""
    rng = canvas.rng
    with canvas.layer(blur=blur) as pen:
        base = pen.shade(pen.tone((92, 86, 92)), 0.5)
        edge = [(x, y0 + bow * ((x - 800) / 800) ** 2) for x in range(-40, 1680, 40)]
        pen.polygon([*edge, (1680, y1), (-40, y1)], base)
        inks = [mix(pen.tone(ink, 0.12), ink, 0.3) for ink in CLOTHS]
        heads = [pen.tone(ink, 0.12) for ink in ((70, 46, 36), (92, 60, 44))]
        y = y0 + size * 2.4
        while y < y1:
            x = rng.uniform(-size * 2, 0)
            shift = bow * (y1 - y) / max(1.0, y1 - y0)
            while x < WIDTH + size:
                if rng.random() < 0.88:
                    py = y + shift * ((x - 800) / 800) ** 2 + rng.uniform(-1, 1) * size * 0.2
                    pen.oval(x, py, size * 0.62, size * 0.72, rng.choice(inks))
                    pen.oval(x, py - size * 0.86, size * 0.32, size * 0.38, rng.choice(heads))
                x += size * rng.uniform(1.3, 1.6)
            y += size * 1.6
