"""A night of music."""

from .canvas import WIDTH, Canvas
from .figures import draw_person, someone
from .palette import DUSK, NIGHT, Colour, mix
from .pen import Pen, smooth


def concert(canvas: Canvas) -> None:
    """A night of music: beams, players on the stage, hands in the air."""
    rng = canvas.rng
    canvas.lit_by(NIGHT)
    low = canvas.height
    stage = low * rng.uniform(0.6, 0.7)
    first, second = rng.sample(
        [(236, 92, 60), (232, 170, 60), (90, 120, 230), (196, 70, 170), (50, 180, 170)], 2
    )
    dark = (12, 10, 24)
    canvas.gradient(0, stage, (dark, mix(first, dark, 0.82), mix(first, dark, 0.45)))
    canvas.gradient(stage, low, (mix(second, dark, 0.7), dark, dark))
    canvas.dust(0, stage, mix(first, second, 0.5), 0.3)
    middle = rng.uniform(620, 980)
    canvas.glow(middle, stage - 160, 800, first, 0.62)
    for group in range(3):
        with canvas.layer(blur=13, opacity=rng.uniform(0.16, 0.26)) as pen:
            for k in range(group, 9, 3):
                x = 120 + k * 170
                target, foot = middle + rng.uniform(-620, 620), stage + 40
                ink = mix((first, second)[k % 2], (255, 255, 255), 0.3)
                beam = [(x - 8, 40), (x + 8, 40), (target + 110, foot), (target - 110, foot)]
                pen.polygon(beam, ink)
    with canvas.layer(blur=0.6) as pen:
        truss = (22, 20, 32)
        pen.rect(0, 18, WIDTH, 24, truss)
        pen.rect(0, 52, WIDTH, 58, truss)
        for x in range(0, 1640, 40):
            pen.line([(x, 20), (x + 20, 56), (x + 40, 20)], truss, 3)
        for x in (70, 1530):
            for k in range(4):
                pen.rect(x - 60, stage - 70 - k * 84, x + 60, stage + 8 - k * 84, truss, 4)
                pen.oval(x, stage - 31 - k * 84, 30, 30, (40, 38, 54))
    for k in range(9):
        x = 120 + k * 170
        canvas.glow(x, 48, 100, mix((first, second)[k % 2], (255, 255, 255), 0.5), 0.95)
    with canvas.layer() as pen:
        pen.rect(0, stage - 2, WIDTH, stage + 34, (16, 14, 26))
        pen.rect(0, stage - 4, WIDTH, stage, mix(second, (255, 255, 255), 0.3))
    canvas.palette = NIGHT
    with canvas.layer(rim=0.75) as pen:
        lit = Pen(pen.draw, pen.scale, DUSK, pen.lit)
        draw_person(lit, someone(rng, middle, stage + 2, 330, pose="speak", facing=1))
        pen.line([(middle + 78, stage), (middle + 70, stage - 268)], (30, 28, 40), 4)
        pen.oval(middle + 70, stage - 274, 9, 11, (60, 58, 70))
        for x, instrument in ((-320, _kora), (300, _guitar), (-560, _drums)):
            player = middle + x + rng.uniform(-30, 30)
            draw_person(
                lit,
                someone(
                    rng,
                    player,
                    stage + 2,
                    300,
                    pose="hold",
                    dress=rng.choice(("boubou", "shirt")),
                    facing=1,
                ),
            )
            instrument(pen, player, stage)
    _raised_hands(canvas, low, first)


def _kora(pen: Pen, x: float, y: float) -> None:
    pen.line([(x + 46, y - 100), (x + 66, y - 310)], (66, 42, 30), 7)
    pen.ball(x + 46, y - 104, 50, 54, (176, 116, 62))
    for k in range(5):
        pen.line([(x + 30 + k * 9, y - 120), (x + 62, y - 290 + k * 14)], (220, 200, 160), 1.2)


def _guitar(pen: Pen, x: float, y: float) -> None:
    pen.line([(x + 10, y - 160), (x + 150, y - 214)], (60, 36, 28), 8)
    pen.ball(x + 4, y - 152, 42, 32, (170, 60, 40))
    pen.ball(x + 40, y - 170, 30, 25, (170, 60, 40))
    pen.oval(x + 26, y - 162, 10, 10, (30, 20, 20))


def _drums(pen: Pen, x: float, y: float) -> None:
    for shift in (6, 84):
        px = x + shift
        pen.polygon(
            smooth(
                [
                    (px - 34, y - 140),
                    (px + 34, y - 140),
                    (px + 14, y - 60),
                    (px + 24, y),
                    (px - 24, y),
                    (px - 14, y - 60),
                ]
            ),
            (120, 72, 44),
        )
        pen.oval(px, y - 138, 36, 10, (226, 206, 170))


def _raised_hands(canvas: Canvas, low: float, glow: Colour) -> None:
    rng = canvas.rng
    for row in range(3):
        near = row / 2
        size = 72 + 88 * near
        ink = mix((10, 8, 18), glow, 0.16 * (1 - near))
        edge = mix(ink, glow, 0.4)
        with canvas.layer(blur=0.6 + 1.6 * near**3, rim=0.4) as pen:
            x = -20.0
            while x < WIDTH + 40:
                y = low - 210 + 130 * near + rng.uniform(-22, 22)
                pen.limb((x, y + size), (x, y + size * 0.66), size * 0.56, size * 0.42, ink)
                pen.oval(x, y, size * 0.26, size * 0.32, ink)
                pen.limb((x, y), (x, y + size * 0.5), size * 0.14, size * 0.16, ink)
                if rng.random() < 0.4:
                    for side in rng.choice(((-1,), (1,), (-1, 1))):
                        elbow = (x + side * size * 0.66, y + size * 0.1)
                        hand = (
                            x + side * size * rng.uniform(0.5, 0.8),
                            y - size * rng.uniform(0.7, 1.1),
                        )
                        pen.limb(
                            (x + side * size * 0.45, y + size * 0.7),
                            elbow,
                            size * 0.14,
                            size * 0.11,
                            ink,
                        )
                        pen.limb(elbow, hand, size * 0.11, size * 0.08, ink)
                        pen.oval(*hand, size * 0.12, size * 0.14, edge)
                x += size * rng.uniform(0.95, 1.3)
