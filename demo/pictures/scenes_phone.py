"""A phone in a hand, close by."""

from .canvas import WIDTH, Canvas
from .palette import DAWN, DUSK, FRUITS, GOLDEN, NIGHT, SKINS, Colour, mix


def phone(canvas: Canvas) -> None:
    """A hand holding a lit phone, the lights of the town out of focus."""
    rng = canvas.rng
    canvas.lit_by(NIGHT, DUSK, GOLDEN, DAWN)
    low = canvas.height
    canvas.gradient(0, low, (*canvas.palette.sky[:3], canvas.palette.shadow))
    lights: tuple[Colour, ...] = (
        (255, 196, 110),
        (255, 150, 90),
        (120, 170, 230),
        (255, 224, 170),
        (230, 96, 80),
        (110, 200, 160),
    )
    for opacity, count, size in ((0.3, 26, 70), (0.42, 34, 42), (0.5, 30, 22)):
        with canvas.layer(blur=2.5, opacity=opacity) as pen:
            for _ in range(count):
                reach = size * rng.uniform(0.6, 1.2)
                pen.oval(
                    rng.uniform(0, WIDTH),
                    low * rng.betavariate(2.2, 2.4),
                    reach,
                    reach,
                    rng.choice(lights),
                )
    x, y = rng.uniform(520, 1080), low * rng.uniform(0.44, 0.5)
    accent = rng.choice(((44, 120, 190), (214, 96, 52), (34, 140, 116)))
    skin = rng.choice(SKINS)
    canvas.glow(x, y, 640, mix(accent, (235, 245, 255), 0.7), 0.42)
    _hand_back(canvas, x, y, skin)
    _screen(canvas, x, y, accent)
    _thumb(canvas, x, y, skin)
    canvas.glow(x, y, 420, mix(accent, (255, 255, 255), 0.7), 0.16)


def _hand_back(canvas: Canvas, x: float, y: float, skin: Colour) -> None:
    cloth = canvas.rng.choice(((150, 52, 84), (34, 76, 128), (190, 130, 50), (226, 218, 202)))
    with canvas.layer(rim=0.7) as pen:
        tone = pen.shade(mix(skin, (150, 120, 110), 0.16), 0.25)
        dark = pen.shade(tone, 0.4)
        pen.blob(
            [
                (x + 60, y + 220),
                (x + 250, y + 190),
                (x + 330, y + 400),
                (x + 470, y + 760),
                (x + 120, y + 760),
                (x + 30, y + 430),
            ],
            dark,
        )
        pen.blob(
            [
                (x + 90, y + 210),
                (x + 246, y + 200),
                (x + 318, y + 400),
                (x + 450, y + 760),
                (x + 190, y + 760),
                (x + 90, y + 430),
            ],
            tone,
        )
        pen.blob(
            [(x + 120, y + 560), (x + 400, y + 500), (x + 560, y + 800), (x + 80, y + 800)],
            pen.shade(cloth, 0.4),
        )
        pen.blob(
            [(x + 170, y + 575), (x + 392, y + 520), (x + 540, y + 800), (x + 150, y + 800)],
            pen.shade(cloth, 0.15),
        )
        for k in range(4):
            fy = y - 40 + k * 78
            pen.limb((x - 120, fy + 24), (x - 226, fy), 36 - 2 * k, 29 - 2 * k, dark)
            pen.limb((x - 120, fy + 18), (x - 222, fy - 4), 29 - 2 * k, 23 - 2 * k, tone)


def _screen(canvas: Canvas, x: float, y: float, accent: Colour) -> None:
    rng = canvas.rng
    paper: Colour = (244, 246, 248)
    with canvas.layer(rim=0.4) as pen:
        pen.rect(x - 206, y - 380, x + 206, y + 390, (18, 18, 24), 46)
        pen.rect(x - 190, y - 360, x + 190, y + 370, paper, 34)
        pen.rect(x - 190, y - 360, x + 190, y - 262, accent, 34)
        pen.rect(x - 190, y - 300, x + 190, y - 262, accent)
        pen.oval(x, y - 338, 9, 9, (18, 18, 24))
        pen.rect(x - 160, y - 300, x - 60, y - 284, mix(accent, paper, 0.8), 8)
        pen.rect(x - 166, y - 236, x + 166, y - 36, mix(accent, (250, 214, 150), 0.62), 12)
        pen.polygon(
            [
                (x - 166, y - 60),
                (x - 70, y - 150),
                (x + 10, y - 84),
                (x + 90, y - 170),
                (x + 166, y - 90),
                (x + 166, y - 40),
                (x - 166, y - 40),
            ],
            mix(accent, (60, 50, 60), 0.5),
        )
        pen.oval(x + 100, y - 190, 22, 22, (255, 240, 206))
        for k, wide in enumerate((0.92, 0.7)):
            pen.rect(
                x - 166, y - 14 + k * 30, x - 166 + 332 * wide, y + 2 + k * 30, (62, 66, 78), 7
            )
        for card in range(3):
            top = y + 66 + card * 96
            pen.rect(x - 166, top, x - 70, top + 76, mix(accent, rng.choice(FRUITS), 0.6), 9)
            for k, wide in enumerate((0.95, 0.8, 0.5)):
                pen.rect(
                    x - 54,
                    top + 6 + k * 25,
                    x - 54 + 220 * wide,
                    top + 18 + k * 25,
                    (150, 156, 166) if k else (74, 78, 90),
                    6,
                )


def _thumb(canvas: Canvas, x: float, y: float, skin: Colour) -> None:
    with canvas.layer(blur=9, opacity=0.4) as pen:
        pen.limb((x + 250, y + 290), (x + 96, y + 116), 58, 40, (20, 20, 30))
    with canvas.layer(rim=0.7) as pen:
        tone = pen.shade(mix(skin, (160, 132, 122), 0.2), 0.12)
        pen.limb((x + 268, y + 330), (x + 206, y + 190), 78, 56, pen.shade(tone, 0.35))
        pen.limb((x + 206, y + 190), (x + 98, y + 92), 54, 38, pen.shade(tone, 0.35))
        pen.limb((x + 262, y + 318), (x + 204, y + 184), 66, 45, tone)
        pen.limb((x + 204, y + 184), (x + 100, y + 90), 44, 30, tone)
        pen.limb((x + 106, y + 82), (x + 86, y + 66), 20, 18, mix(tone, (230, 190, 170), 0.4))
