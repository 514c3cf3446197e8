"""The hair of a portrait, and the scarf, veil or cap over it."""

from .palette import Colour, mix
from .pen import Pen, smooth
from .sitter import IVORY, Sitter


def crop(who: Sitter, pen: Pen) -> None:
    """Cut the hair short, rounder and higher for some women."""
    high = who.rng.uniform(0, 90) if who.woman else who.rng.uniform(0, 34)
    _hair_cap(who, pen, who.hair, high)


def shaved(who: Sitter, pen: Pen) -> None:
    """Leave the shadow of hair on the scalp."""
    _hair_cap(who, pen, mix(who.skin, who.hair, 0.4), -16)


def _hair_cap(who: Sitter, pen: Pen, ink: Colour, high: float) -> None:
    spread = 8 + high * 0.5
    cap = who.curve(
        (-236, -10),
        (-246 - spread, -150),
        (-190 - spread, -300 - high * 0.7),
        (0, -368 - high),
        (190 + spread, -300 - high * 0.7),
        (246 + spread, -150),
        (236, -10),
        (216, -120),
        (150, -232),
        (0, -258),
        (-150, -232),
        (-216, -120),
    )
    pen.polygon(cap, ink)
    _sheen(who, pen, ink, high)


def _sheen(who: Sitter, pen: Pen, ink: Colour, high: float) -> None:
    light = mix(ink, (255, 220, 180), 0.13)
    pen.polygon(
        who.curve(
            (pen.lit * 60, -330 - high * 0.9),
            (pen.lit * 170, -290 - high * 0.7),
            (pen.lit * 226, -190),
            (pen.lit * 160, -262),
            (pen.lit * 70, -296),
        ),
        light,
    )


def bun(who: Sitter, pen: Pen) -> None:
    """Tie the hair up on top."""
    pen.ball(who.x, who.py(-420), 122, 104, who.hair)
    _hair_cap(who, pen, who.hair, 0)


def braids(who: Sitter, pen: Pen) -> None:
    """Plait the hair back from the forehead."""
    _hair_cap(who, pen, who.hair, 12)
    line = mix(who.hair, who.skin, 0.4)
    for k in range(-4, 5):
        pen.line(
            smooth(
                [
                    (who.px(k * 32), who.py(-262)),
                    (who.px(k * 38), who.py(-306)),
                    (who.px(k * 26), who.py(-352)),
                ],
                closed=False,
            ),
            line,
            4,
        )


def behind(who: Sitter, pen: Pen, veil: bool) -> None:
    """Let long hair, or the back of a veil, fall behind the shoulders."""
    ink = who.second if veil else who.hair
    low = 1330 if veil else who.rng.uniform(1120, 1300)
    outline = smooth(
        [
            (who.px(-256), who.py(-160)),
            (who.px(-306), 900),
            (who.px(-330), low),
            (800, low + 40),
            (who.px(330), low),
            (who.px(306), 900),
            (who.px(256), who.py(-160)),
            (800, who.py(-330)),
        ]
    )
    pen.polygon(outline, mix(ink, (16, 10, 18), 0.3))
    if not veil:
        for k in range(-7, 8):
            if abs(k) > 3:
                pen.line(
                    [(who.px(k * 36), who.py(-60)), (who.px(k * 43), low - 10)],
                    mix(ink, (255, 220, 180), 0.12),
                    7,
                )


def veil(who: Sitter, pen: Pen) -> None:
    """Frame the face in a veil that crosses under the chin."""
    ink = who.second
    frame = who.curve(
        (-262, 0),
        (-268, -200),
        (-170, -350),
        (0, -392),
        (170, -350),
        (268, -200),
        (262, 0),
        (250, 200),
        (150, 380),
        (0, 470),
        (-150, 380),
        (-250, 200),
    )
    opening = who.curve(
        (-208, 0),
        (-200, -150),
        (-120, -236),
        (0, -256),
        (120, -236),
        (200, -150),
        (208, 0),
        (196, 130),
        (124, 280),
        (0, 338),
        (-124, 280),
        (-196, 130),
    )
    pen.polygon([*frame, frame[0], opening[0], *opening[::-1]], ink)
    fold = mix(ink, (20, 12, 24), 0.28)
    pen.polygon(
        smooth(
            [
                (who.px(-pen.lit * 250), who.py(150)),
                (who.px(-pen.lit * 120), who.py(330)),
                (800, who.py(420)),
                (800 - pen.lit * 330, 1330),
                (who.px(-pen.lit * 320), 1100),
            ]
        ),
        fold,
    )
    pen.polygon(
        smooth(
            [
                (who.px(pen.lit * 236), who.py(200)),
                (800, who.py(390)),
                (800 - pen.lit * 200, 1240),
                (800 + pen.lit * 150, 1330),
                (800 + pen.lit * 330, 1230),
            ]
        ),
        ink,
    )


def scarf(who: Sitter, pen: Pen) -> None:
    """Wrap a scarf around the head, knotted to one side."""
    ink, fold = who.second, mix(who.second, (24, 14, 28), 0.3)
    knot = who.rng.choice((-1, 1))
    pen.ball(who.px(knot * 150), who.py(-410), 130, 96, ink)
    pen.ball(who.px(knot * 230), who.py(-330), 88, 74, ink)
    wrap = who.curve(
        (-244, -60),
        (-266, -200),
        (-214, -370),
        (-40, -448),
        (140, -410),
        (250, -290),
        (256, -130),
        (240, -60),
        (190, -190),
        (0, -246),
        (-190, -190),
    )
    pen.polygon(wrap, ink)
    who.half(wrap, fold, pen, 110)
    for k in range(4):
        curve = [
            (-236 + k * 34, -120 - k * 34),
            (-60 + k * 26, -286 - k * 34),
            (190 + k * 8, -236 - k * 44),
        ]
        pen.line(
            smooth([(who.px(knot * a), who.py(b)) for a, b in curve], closed=False),
            mix(ink, (20, 12, 24), 0.42),
            6,
        )


def cap(who: Sitter, pen: Pen) -> None:
    """Set an embroidered cap on the head."""
    _hair_cap(who, pen, who.hair, -14)
    ink = who.second
    crown = who.curve(
        (-238, -150),
        (-226, -320),
        (-190, -400),
        (0, -424),
        (190, -400),
        (226, -320),
        (238, -150),
        (120, -214),
        (0, -226),
        (-120, -214),
    )
    pen.polygon(crown, ink)
    who.half(crown, mix(ink, (20, 12, 24), 0.3), pen, 110)
    thread = mix(ink, IVORY, 0.6)
    for k in range(-5, 6):
        y = who.py(-262 + abs(k) ** 2 * 2)
        pen.polygon(
            [
                (who.px(k * 40), y - 18),
                (who.px(k * 40 + 15), y),
                (who.px(k * 40), y + 18),
                (who.px(k * 40 - 15), y),
            ],
            thread,
        )
