"""Scenes of the fields, the forest and the desert."""

from . import nature
from .beasts import cow
from .canvas import WIDTH, Canvas
from .figures import Person, draw_person, gather, someone
from .palette import DAWN, DAYLIGHT, DUSK, GOLDEN, HARMATTAN, NOON, mix
from .pen import Pen, Point, smooth


def field(canvas: Canvas) -> None:
    """Farmers hoeing rows of millet."""
    rng = canvas.rng
    canvas.lit_by(*DAYLIGHT)
    horizon = canvas.height * rng.uniform(0.36, 0.5)
    canvas.sky(horizon, rng.uniform(0.3, 0.9))
    nature.ridge(canvas, horizon, rng.uniform(20, 80), (120, 104, 86), 0.7)
    nature.bush_line(canvas, horizon + 2, 30, 0.5)
    canvas.ground(horizon, (150, 92, 56), (160, 136, 84))
    _rows(canvas, horizon, (88, 124, 48), 1.0)
    _grove(canvas, horizon, 2)
    people: list[Person] = []
    lanes = rng.sample(range(5), 5)
    for step in range(rng.randint(3, 5)):
        near = 0.12 + 0.2 * step * rng.uniform(0.7, 1.0)
        y = horizon + near * (canvas.height - horizon)
        people.append(
            someone(
                rng,
                (lanes[step] + 0.5) * 300 + rng.uniform(-70, 70),
                y,
                60 + 340 * near,
                pose="hoe",
                hat=rng.choice(("straw", "scarf", "cap")),
                depth=max(0.0, 0.3 - near * 0.5),
            )
        )
    gather(canvas, people)
    _hoes(canvas, people)


def _hoes(canvas: Canvas, people: list[Person]) -> None:
    with canvas.layer() as pen:
        wood = pen.shade(pen.tone((140, 100, 66)), 0.2)
        for who in people:
            hand = (who.x + who.facing * 0.33 * who.height, who.y - 0.36 * who.height)
            blade = (who.x + who.facing * 0.56 * who.height, who.y - 0.01 * who.height)
            start = (hand[0] - who.facing * 0.12 * who.height, hand[1] - 0.17 * who.height)
            pen.line([start, blade], wood, who.height * 0.02)
            pen.limb(
                blade,
                (blade[0] - who.facing * 0.08 * who.height, blade[1]),
                who.height * 0.02,
                who.height * 0.012,
                pen.tone((70, 70, 76)),
            )


def _rows(canvas: Canvas, horizon: float, leaf: tuple[int, int, int], size: float) -> None:
    """Plant rows that meet at a vanishing point on the horizon."""
    rng, low = canvas.rng, canvas.height
    vanish = rng.uniform(400, 1200)
    with canvas.layer() as pen:
        for row in range(26):
            near = (row / 25) ** 2.0
            y = horizon + 14 + near * (low - horizon)
            tall = size * (7 + 74 * near)
            ink = pen.tone(leaf, 0.45 * (1 - near) ** 2)
            for column in range(-24, 25):
                x = vanish + column * (9 + 150 * near) + rng.uniform(-1, 1) * tall * 0.15
                if -60 < x < WIDTH + 60:
                    _tuft(pen, x, y, tall * rng.uniform(0.75, 1.1), ink)


def _tuft(pen: Pen, x: float, y: float, tall: float, ink: tuple[int, int, int]) -> None:
    for lean, tint in ((-0.5, 0.4), (0.45, 0.15), (-0.12, 0.0), (0.2, 0.0)):
        tip = (x + lean * tall, y - tall * (1 - abs(lean) * 0.5))
        pen.polygon(
            [
                (x - tall * 0.06, y),
                (x + lean * tall * 0.5, y - tall * 0.7),
                tip,
                (x + tall * 0.07, y),
            ],
            pen.shade(ink, tint),
        )


def _grove(canvas: Canvas, horizon: float, count: int) -> None:
    rng = canvas.rng
    draw = rng.choice((nature.acacia, nature.baobab, nature.tree, nature.acacia))
    spots = [(rng.uniform(60, 1540), horizon + rng.uniform(6, 60)) for _ in range(count)]
    canvas.shadows([(x, y, 70.0) for x, y in spots], 0.35)
    with canvas.layer(rim=canvas.palette.rim * 0.6) as pen:
        for x, y in sorted(spots, key=lambda spot: spot[1]):
            draw(pen, rng, x, y, rng.uniform(190, 340), 0.22)


def cotton(canvas: Canvas) -> None:
    """The cotton harvest."""
    rng = canvas.rng
    canvas.lit_by(*DAYLIGHT)
    horizon = canvas.height * rng.uniform(0.3, 0.44)
    canvas.sky(horizon, rng.uniform(0.2, 0.8))
    nature.bush_line(canvas, horizon + 2, 40, 0.5)
    canvas.ground(horizon, (136, 86, 56), (150, 128, 88))
    _grove(canvas, horizon, 2)
    _rows(canvas, horizon, (84, 92, 52), 1.15)
    pickers = [
        someone(
            rng,
            180 + 360 * k + rng.uniform(-90, 90),
            horizon + rng.uniform(60, 340),
            1.0,
            dress="pagne",
            pose=rng.choice(("work", "hoe", "work")),
            load=rng.choice(("", "bundle")),
        )
        for k in range(4)
    ]
    tall = [Person(**{**vars(who), "height": 90 + (who.y - horizon) * 0.75}) for who in pickers]
    gather(canvas, tall)
    with canvas.layer() as pen:
        white = mix(pen.tone((250, 246, 236)), (255, 255, 255), 0.25)
        for _ in range(900):
            near = rng.random() ** 1.7
            y = horizon + 16 + near * (canvas.height - horizon)
            size = (1.2 + 11 * near) * rng.uniform(0.6, 1.0)
            x = rng.uniform(0, WIDTH)
            pen.oval(x, y + size * 0.4, size * 1.1, size * 0.9, pen.shade(white, 0.35))
            pen.oval(x - size * 0.4, y, size * 0.7, size * 0.7, white)
            pen.oval(x + size * 0.4, y - size * 0.1, size * 0.7, size * 0.7, white)


def forest(canvas: Canvas) -> None:
    """Trunks in the mist, and people walking under them."""
    rng = canvas.rng
    canvas.lit_by(DAWN, GOLDEN, HARMATTAN, NOON)
    palette, low = canvas.palette, canvas.height
    base = low * rng.uniform(0.62, 0.72)
    green = mix(palette.haze, (150, 176, 110), 0.5)
    canvas.gradient(
        0, base, (mix(green, palette.shadow, 0.35), green, mix(green, palette.sun, 0.6))
    )
    canvas.glow(canvas.sun[0], low * 0.34, 700, palette.sun, 0.6)
    canvas.ground(base, (96, 92, 50), (140, 146, 84))
    for step in range(4):
        near = step / 3
        with canvas.layer(blur=4.5 - 4.2 * near, rim=0.3 * palette.rim * near) as pen:
            for _ in range(13 - 3 * step):
                x = rng.uniform(-40, WIDTH + 40)
                girth = (8 + 26 * near**1.5) * rng.uniform(0.6, 1.5)
                root = base + near * 140 + rng.uniform(-24, 24) * near
                lean = rng.uniform(-60, 60)
                bark = mix(pen.tone((88, 70, 54)), green, 0.72 * (1 - near) ** 0.8)
                pen.modelled(
                    smooth(
                        [
                            (x - girth * 1.9, root),
                            (x - girth, root - 90 * near - 20),
                            (x - girth * 0.8 + lean * 0.2, 300),
                            (x - girth * 0.7 + lean, -40),
                            (x + girth * 0.7 + lean, -40),
                            (x + girth * 0.8 + lean * 0.2, 300),
                            (x + girth, root - 90 * near - 20),
                            (x + girth * 2.0, root),
                        ]
                    ),
                    bark,
                    0.6,
                )
                if near:
                    tip = (x + rng.choice((-1, 1)) * rng.uniform(130, 260), rng.uniform(40, 160))
                    pen.limb(
                        (x + lean * 0.3, rng.uniform(260, 420)),
                        tip,
                        girth * 0.42,
                        girth * 0.16,
                        pen.shade(bark, 0.2),
                    )
            leaf = mix(pen.tone((64, 100, 48)), green, 0.66 * (1 - near))
            for _ in range(7):
                nature.foliage(
                    pen,
                    rng,
                    rng.uniform(0, WIDTH),
                    rng.uniform(-30, 190 - 90 * near),
                    rng.uniform(130, 240),
                    rng.uniform(50, 110),
                    leaf,
                    16,
                )
        canvas.veil(base - 320, base + 60 + 90 * near, green, 0.3 * (1 - near))
        if step == 2:
            x = rng.uniform(350, 1200)
            gather(
                canvas,
                [
                    someone(rng, x + k * 110, base + 96 + 12 * k, 210, pose="walk", facing=1)
                    for k in range(rng.randint(1, 3))
                ],
            )
    for _ in range(4):
        x = canvas.sun[0] + rng.uniform(-300, 300)
        drop = -canvas.lit * rng.uniform(260, 420)
        canvas.shaft(
            [(x, -20), (x + 80, -20), (x + drop + 200, base + 60), (x + drop, base + 60)],
            palette.sun,
            0.16,
        )
    with canvas.layer(blur=1.6) as pen:
        nature.grass(pen, rng, 0, WIDTH, low, 130, pen.shade(pen.tone((66, 92, 40)), 0.35), 420)


def desert(canvas: Canvas) -> None:
    """Dunes, and a caravan or herders on a crest."""
    rng = canvas.rng
    canvas.lit_by(DAWN, GOLDEN, DUSK, HARMATTAN)
    palette, low = canvas.palette, canvas.height
    horizon = low * rng.uniform(0.42, 0.58)
    canvas.sky(horizon, rng.uniform(0.0, 0.4))
    nature.ridge(canvas, horizon + 6, rng.uniform(40, 130), (176, 116, 78), 0.66, 2.0)
    canvas.ground(horizon, (206, 142, 84))
    count = 4
    for step in range(count):
        near = (step + 1) / count
        y = horizon + (low - horizon) * (0.04 + 0.62 * near**1.5)
        crest = rng.uniform(300, 1300)
        tall = 60 + 130 * near
        line = smooth(
            [
                (-60, y + tall * 0.4),
                (crest - 560, y + tall * 0.16),
                (crest - 190, y - tall * 0.62),
                (crest, y - tall),
                (crest + 260, y - tall * 0.3),
                (crest + 700, y + tall * 0.26),
                (WIDTH + 900, y),
            ],
            closed=False,
            steps=14,
        )
        _dune(canvas, line, crest, y, tall, 0.4 * (1 - near))
        if step == 1:
            _caravan(canvas, line, crest)
    canvas.mottle(horizon, low, 0.22, (5, 14))
    with canvas.layer(blur=0.6) as pen:
        ink = pen.tone((132, 124, 70))
        for _ in range(7):
            x, near = rng.uniform(0, WIDTH), rng.uniform(0.3, 1.0)
            nature.grass(pen, rng, x - 14, x + 14, low - (1 - near) * 200, 30 + 46 * near, ink, 16)
    canvas.veil(horizon - 60, horizon + 90, palette.haze, 0.2)


def _dune(
    canvas: Canvas, line: list[Point], crest: float, y: float, tall: float, depth: float
) -> None:
    with canvas.layer(blur=0.5) as pen:
        sand = pen.tone((222, 156, 92), depth)
        body = [*line, (WIDTH + 900, canvas.height), (-60, canvas.height)]
        pen.polygon(body, sand)
        keep = [point for point in line if (point[0] - crest) * canvas.lit <= 0]
        if len(keep) > 2:
            foot = [
                (crest + canvas.lit * tall * 0.9, y + tall * 0.5),
                (crest - canvas.lit * tall * 0.5, y + tall * 1.5),
                (keep[0 if canvas.lit > 0 else -1][0], y + tall * 2.2),
            ]
            edge = keep if canvas.lit > 0 else keep[::-1]
            pen.polygon([*edge, *smooth(foot, closed=False)], pen.shade(sand, 0.34))


def _caravan(canvas: Canvas, line: list[Point], crest: float) -> None:
    rng = canvas.rng
    span = rng.uniform(220, 420)
    spots = [p for p in line if abs(p[0] - crest + span * 0.3) < span]
    with canvas.layer(rim=canvas.palette.rim) as pen:
        for index, (x, y) in enumerate(spots[:: rng.randint(2, 3)]):
            if index % 3 == 1:
                cow(pen, x, y + 4, 62, pen.tone((150, 116, 90), 0.15))
            else:
                draw_person(
                    pen,
                    someone(
                        rng,
                        x,
                        y + 4,
                        76,
                        pose="walk",
                        dress="boubou",
                        hat="turban",
                        facing=1,
                        depth=0.12,
                    ),
                )
