"""Scenes of shared rooms: school, hospital, library, kitchen."""

from math import sin
from random import Random

from .canvas import WIDTH, Canvas
from .figures import Person, audience, draw_person, gather, someone
from .palette import DAWN, DUSK, FRUITS, GOLDEN, HARMATTAN, NOON, Colour, mix
from .pen import Pen, smooth
from .rooms import benches, books, lamp, room, windows
from .things import basket, sack, seated_writer

STEEL: Colour = (146, 150, 156)
FIRE: Colour = (255, 150, 60)
INDOORS = (DAWN, HARMATTAN, NOON, GOLDEN)
WHITE: Colour = (240, 238, 230)


def school(canvas: Canvas) -> None:
    """A classroom, from the side or from the back row."""
    rng = canvas.rng
    canvas.lit_by(*INDOORS)
    low = canvas.height
    floor = low * rng.uniform(0.5, 0.58)
    wall = rng.choice(((206, 178, 126), (170, 186, 172), (214, 156, 106), (188, 190, 196)))
    room(canvas, floor, wall, (156, 112, 78))
    board = rng.uniform(420, 700)
    with canvas.layer(blur=0.5) as pen:
        pen.rect(0, floor - 110, WIDTH, floor - 2, pen.shade(pen.tone((124, 92, 70)), 0.1))
        pen.rect(board - 10, 110, board + 560, floor - 130, pen.tone((136, 96, 62)))
        pen.rect(board, 120, board + 550, floor - 140, pen.tone((38, 62, 54)))
        chalk = mix(pen.tone((38, 62, 54)), (240, 240, 230), 0.5)
        for k in range(rng.randint(3, 5)):
            y = 150 + k * 42
            curve = [
                (board + 40 + j * 12, y + rng.uniform(-5, 5)) for j in range(rng.randint(12, 26))
            ]
            pen.line(smooth(curve, closed=False, steps=3), chalk, 3)
        pen.line(
            [(board + 420, 260), (board + 500, 160), (board + 520, 270), (board + 420, 260)],
            chalk,
            3,
        )
    windows(
        canvas, [x for x in (110, 320, 1430) if abs(x - board - 270) > 400], 110, 150, 190, floor
    )
    with canvas.layer(blur=0.5, rim=0.3) as pen:
        draw_person(
            pen,
            someone(rng, board + rng.choice((-30, 590)), floor + 40, 330, pose="speak", facing=1),
        )
    if rng.random() < 0.5:
        _pupils_from_side(canvas, floor)
    else:
        _pupils_from_behind(canvas, floor)


def _pupils_from_side(canvas: Canvas, floor: float) -> None:
    rng = canvas.rng
    for row, (y, size) in enumerate(
        ((floor + 120, 270.0), (floor + 270, 380.0), (floor + 480, 560.0))
    ):
        canvas.shadows([(x, y, size * 0.3) for x in range(60, 1700, round(size * 0.8))], 0.4)
        with canvas.layer(blur=0.8 if row == 0 else 0.0, rim=0.35) as pen:
            x = 60 + rng.uniform(-0.4, 0.1) * size
            while x < WIDTH + 100:
                if rng.random() < 0.9:
                    seated_writer(pen, rng, x, y, size * rng.uniform(0.96, 1.03), 1)
                x += size * 0.78


def _pupils_from_behind(canvas: Canvas, floor: float) -> None:
    rng, low = canvas.rng, canvas.height
    for row in range(4):
        near = row / 3
        y, size = floor + 70 + (low - floor - 40) * near**1.3, 66 + 116 * near
        with canvas.layer(blur=1.5 * near**3, rim=0.4) as pen:
            for column in range(-6, 7):
                x = 800 + column * size * 1.42 + rng.uniform(-8, 8)
                if rng.random() < 0.92:
                    audience(pen, rng, x, y - size * 0.3, size, 0.1 * (1 - near))
        benches(canvas, y + size * 0.12, size * 2.84, size * 0.3, (150, 104, 66), 0)


def hospital(canvas: Canvas) -> None:
    """A ward: beds, a nurse on her round, the light of the morning."""
    rng = canvas.rng
    canvas.lit_by(DAWN, NOON, HARMATTAN)
    low = canvas.height
    floor = low * rng.uniform(0.52, 0.6)
    wall = rng.choice(((178, 206, 200), (196, 208, 178), (186, 200, 214)))
    room(canvas, floor, wall, (168, 162, 150))
    with canvas.layer(blur=0.4) as pen:
        pen.rect(0, floor - 120, WIDTH, floor, pen.shade(pen.tone(wall), 0.28))
        pen.rect(0, floor - 126, WIDTH, floor - 118, pen.tone(WHITE))
    windows(canvas, [220 + 400 * k + rng.uniform(-30, 30) for k in range(4)], 90, 190, 250, floor)
    cloth = rng.choice(((92, 150, 170), (120, 170, 130), (214, 216, 210)))
    for row, (y, size) in enumerate(((floor + 90, 1.0), (floor + 330, 1.75))):
        long = 300 * size
        places = (190, 670, 1150) if row == 0 else (150, 1010)
        beds = [x + rng.uniform(-30, 40) for x in places]
        canvas.shadows([(x + long / 2, y, long * 0.34) for x in beds], 0.4)
        with canvas.layer(rim=0.2) as pen:
            for x in beds:
                _bed(pen, rng, x, y, long, cloth, rng.random() < 0.8)
        if row == 0:
            gather(
                canvas,
                [
                    someone(
                        rng,
                        rng.uniform(440, 1200),
                        y + 40,
                        370,
                        pose="work",
                        dress="shirt",
                        cloth=WHITE,
                        second=WHITE,
                        hat=rng.choice(("bare", "bun", "scarf")),
                    )
                ],
            )
    gather(
        canvas,
        [
            someone(
                rng,
                rng.uniform(760, 880),
                low * 0.96,
                560,
                pose=rng.choice(("hold", "work", "talk")),
                dress=rng.choice(("shirt", "boubou")),
                cloth=WHITE,
                second=(70, 130, 150),
                hat="bare",
            )
        ],
    )


def _bed(
    pen: Pen, rng: Random, x: float, y: float, long: float, cloth: Colour, taken: bool
) -> None:
    steel = pen.tone((176, 182, 186))
    top = y - long * 0.3
    for side in (0.0, 1.0):
        px = x + long * side
        pen.line([(px, y), (px, top - long * (0.22 if side == 0 else 0.1))], steel, long * 0.018)
        pen.oval(px, y, long * 0.02, long * 0.02, pen.shade(steel, 0.7))
    pen.rect(x, top, x + long, top + long * 0.09, pen.tone(WHITE), long * 0.02)
    pen.rect(x, top + long * 0.09, x + long, top + long * 0.12, pen.shade(steel, 0.3))
    pen.blob(
        [
            (x + 4, top),
            (x + long * 0.04, top - long * 0.08),
            (x + long * 0.2, top - long * 0.07),
            (x + long * 0.22, top),
        ],
        pen.shade(pen.tone(WHITE), 0.12),
    )
    if taken:
        skin = pen.tone(rng.choice(((86, 54, 40), (104, 66, 46), (70, 44, 34))))
        pen.ball(x + long * 0.12, top - long * 0.1, long * 0.052, long * 0.046, skin)
        pen.modelled(
            smooth(
                [
                    (x + long * 0.19, top + long * 0.02),
                    (x + long * 0.22, top - long * 0.11),
                    (x + long * 0.5, top - long * 0.12),
                    (x + long * 0.7, top - long * 0.15),
                    (x + long * 0.97, top - long * 0.08),
                    (x + long, top + long * 0.06),
                    (x + long * 0.6, top + long * 0.07),
                ]
            ),
            pen.tone(cloth),
        )
    pole = x - long * 0.1
    pen.line([(pole, y), (pole, top - long * 0.55)], steel, long * 0.012)
    pen.line(
        [(pole - long * 0.06, top - long * 0.55), (pole + long * 0.06, top - long * 0.55)],
        steel,
        long * 0.012,
    )
    pen.rect(
        pole - long * 0.075,
        top - long * 0.52,
        pole - long * 0.025,
        top - long * 0.4,
        mix(pen.tone((200, 226, 230)), WHITE, 0.3),
        long * 0.012,
    )


def library(canvas: Canvas) -> None:
    """Readers at long tables between the shelves."""
    rng = canvas.rng
    canvas.lit_by(DAWN, GOLDEN, HARMATTAN, DUSK)
    low = canvas.height
    floor = low * rng.uniform(0.56, 0.64)
    room(canvas, floor, (136, 100, 72), (128, 84, 58))
    opening = rng.uniform(560, 900)
    windows(canvas, (opening,), 60, 230, floor - 200, floor)
    with canvas.layer(blur=0.7) as pen:
        wood = pen.tone((104, 66, 44))
        for x0, x1 in ((-40, opening - 190), (opening + 190, 1640)):
            pen.rect(x0, 30, x1, floor + 6, pen.shade(wood, 0.6))
            step = (floor - 40) / 5
            for shelf in range(5):
                y = 40 + step * (shelf + 1)
                books(pen, canvas, x0 + 12, x1 - 12, y - 8, step * 0.84, 0.06)
                pen.rect(x0, y - 8, x1, y + 2, wood)
            for post in range(3):
                x = x0 + (x1 - x0) * post / 2
                pen.rect(x - 9, 20, x + 9, floor + 8, wood)
    for x in (opening - 420, opening, opening + 420):
        lamp(canvas, x + rng.uniform(-30, 30), rng.uniform(120, 180), 76, 330)
    for row, (y, size) in enumerate(((floor + 110, 300.0), (low - 30, 500.0))):
        with canvas.layer(rim=0.4) as pen:
            x = rng.uniform(60, 160)
            while x < WIDTH:
                seated_writer(pen, rng, x, y, size, rng.choice((-1, 1)))
                x += size * rng.uniform(1.0, 1.5)
        if row == 0:
            gather(canvas, [someone(rng, rng.uniform(200, 1400), y + 60, 360, pose="hold")])


def kitchen(canvas: Canvas) -> None:
    """Large pots over the fire, women stirring, steam."""
    rng = canvas.rng
    canvas.lit_by(DAWN, GOLDEN, DUSK, HARMATTAN)
    low = canvas.height
    floor = low * rng.uniform(0.54, 0.62)
    room(canvas, floor, (178, 124, 84), (146, 98, 68))
    windows(canvas, (rng.uniform(180, 420),), 90, 220, 250, floor)
    with canvas.layer(blur=0.6) as pen:
        wood = pen.tone((108, 74, 50))
        shelf = rng.uniform(760, 900)
        for row in range(2):
            y = 220 + row * 150
            pen.rect(shelf, y, shelf + 640, y + 14, wood)
            for k in range(8):
                ink = pen.tone(rng.choice((*FRUITS, STEEL, (120, 84, 60))))
                pen.ball(shelf + 46 + k * 78, y - 32, rng.uniform(20, 32), 32, ink)
    pots = rng.choice((2, 3))
    fires = [800 + (k - (pots - 1) / 2) * 520 + rng.uniform(-70, 70) for k in range(pots)]
    cooks = [
        someone(
            rng,
            x - rng.choice((-1, 1)) * 10,
            floor + 150,
            430,
            pose="work",
            dress="pagne",
            facing=rng.choice((-1, 1)),
        )
        for x in fires
    ]
    cooks = [
        Person(**{**vars(who), "x": x - who.facing * 135})
        for who, x in zip(cooks, fires, strict=True)
    ]
    gather(canvas, cooks)
    for x, who in zip(fires, cooks, strict=True):
        _pot(canvas, x, floor + 250, rng.uniform(105, 128), who)
    canvas.dust(40, floor + 90, mix(canvas.palette.sun, (255, 255, 255), 0.4), 0.34)
    with canvas.layer(rim=0.4) as pen:
        for k in range(4):
            basket(
                pen,
                rng,
                200 + 400 * k + rng.uniform(-80, 80),
                low - 18,
                rng.uniform(140, 190),
                rng.choice(FRUITS),
            )
        sack(pen, rng.uniform(60, 1540), low - 30, 150, (206, 182, 140))
    lamp(canvas, rng.uniform(500, 1100), 110, 66, 300)


def _pot(canvas: Canvas, x: float, y: float, size: float, cook: Person) -> None:
    rng = canvas.rng
    canvas.glow(x, y - 6, size * 3.4, FIRE, 0.6)
    with canvas.layer(blur=0.8) as pen:
        for _ in range(16):
            fx, high = x + rng.uniform(-0.8, 0.8) * size, size * rng.uniform(0.3, 0.75)
            ink = rng.choice(((255, 206, 92), (255, 150, 54), (236, 96, 40)))
            pen.blob(
                [(fx - 11, y), (fx + rng.uniform(-8, 8), y - high), (fx + 11, y), (fx, y + 6)], ink
            )
    with canvas.layer(rim=0.5) as pen:
        hand = (cook.x + cook.facing * 0.22 * cook.height, cook.y - 0.55 * cook.height)
        iron = pen.tone((52, 46, 48))
        pen.line(
            [(hand[0] - cook.facing * 20, hand[1] - 60), (x, y - size * 0.9)],
            pen.tone((176, 132, 88)),
            9,
        )
        pen.modelled(
            smooth(
                [
                    (x - size, y - size * 0.9),
                    (x - size * 1.08, y - size * 0.45),
                    (x - size * 0.6, y - size * 0.02),
                    (x + size * 0.6, y - size * 0.02),
                    (x + size * 1.08, y - size * 0.45),
                    (x + size, y - size * 0.9),
                ]
            ),
            iron,
        )
        pen.oval(x, y - size * 0.93, size * 1.06, size * 0.2, mix(iron, STEEL, 0.3))
        pen.oval(x, y - size * 0.94, size * 0.9, size * 0.14, pen.tone((206, 122, 60)))
        for side in (-0.7, 0.0, 0.7):
            pen.limb(
                (x + side * size, y),
                (x + side * size * 1.3, y + 26),
                16,
                13,
                pen.tone((84, 60, 48)),
            )
    with canvas.layer(blur=17, opacity=0.26) as pen:
        for k in range(9):
            pen.oval(
                x + sin(k * 0.9) * 34 + rng.uniform(-12, 12),
                y - size * (1.1 + 0.3 * k),
                36 + 10 * k,
                30 + 7 * k,
                (255, 248, 234),
            )
