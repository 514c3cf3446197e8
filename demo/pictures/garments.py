"""The shoulders of a portrait, and what they wear."""

from .canvas import WIDTH
from .palette import mix
from .pen import Pen, smooth
from .sitter import IVORY, Sitter


def shoulders(who: Sitter, pen: Pen) -> None:
    """Paint the neck and shoulders, in a boubou, a jacket or a print."""
    broad = 1.0 if who.woman else 1.14
    low = WIDTH + 60
    neck = 92 if who.woman else 112
    outline = smooth(
        [
            (800 - 560 * broad, low + 200),
            (800 - 480 * broad, 1390),
            (800 - 330 * broad, 1210),
            (800 - neck - 40, 1120),
            (800, 1150),
            (800 + neck + 40, 1120),
            (800 + 330 * broad, 1210),
            (800 + 480 * broad, 1390),
            (800 + 560 * broad, low + 200),
        ]
    )
    pen.polygon(
        smooth(
            [
                (800 - neck, 880),
                (800 - neck - 6, 1080),
                (800 - neck - 90, 1160),
                (800, 1290),
                (800 + neck + 90, 1160),
                (800 + neck + 6, 1080),
                (800 + neck, 880),
            ]
        ),
        who.dark,
    )
    pen.polygon(
        [
            (800 - neck * 0.4 * pen.lit, 1010),
            (800 + neck * pen.lit, 985),
            (800 + (neck + 70) * pen.lit, 1160),
            (800, 1260),
        ],
        who.skin,
    )
    pen.polygon(outline, who.cloth)
    who.half(outline, mix(who.cloth, (24, 16, 32), 0.26), pen, 150)
    who.rng.choice((_boubou, _jacket, _round_neck))(who, pen, neck)


def _neckline(who: Sitter, pen: Pen, neck: float, depth: float) -> None:
    pen.polygon(
        smooth(
            [
                (800 - neck - 44, 1118),
                (800 - neck * 0.6, 1120 + depth * 0.62),
                (800, 1120 + depth),
                (800 + neck * 0.6, 1120 + depth * 0.62),
                (800 + neck + 44, 1118),
                (800 + neck, 1060),
                (800, 1050),
                (800 - neck, 1060),
            ]
        ),
        who.dark,
    )
    pen.polygon(
        smooth(
            [
                (800 + pen.lit * (neck + 30), 1118),
                (800 + pen.lit * neck * 0.6, 1112 + depth * 0.6),
                (800 + pen.lit * 10, 1106 + depth * 0.9),
                (800 - pen.lit * 20, 1080),
                (800 + pen.lit * neck, 1050),
            ]
        ),
        who.skin,
    )


def _boubou(who: Sitter, pen: Pen, neck: float) -> None:
    thread = mix(who.cloth, IVORY, 0.62)
    pen.polygon(
        smooth(
            [
                (800 - neck - 76, 1110),
                (800 - neck * 0.9, 1300),
                (800, 1450),
                (800 + neck * 0.9, 1300),
                (800 + neck + 76, 1110),
                (800, 1180),
            ]
        ),
        thread,
    )
    pen.polygon(
        smooth(
            [
                (800 - neck - 60, 1112),
                (800 - neck * 0.7, 1280),
                (800, 1420),
                (800 + neck * 0.7, 1280),
                (800 + neck + 60, 1112),
                (800, 1180),
            ]
        ),
        mix(who.cloth, (20, 14, 28), 0.14),
    )
    for k in range(5):
        pen.ring(800, 1330 + k * 58, 14, thread, 4)
    _neckline(who, pen, neck, 130)


def _jacket(who: Sitter, pen: Pen, neck: float) -> None:
    shirt = who.rng.choice((IVORY, (206, 218, 226), mix(who.second, IVORY, 0.5)))
    coat = mix(who.cloth, (20, 16, 28), 0.5)
    pen.polygon(
        [
            (800 - neck - 50, 1110),
            (800 + neck + 50, 1110),
            (800 + 120, 1660),
            (800 - 120, 1660),
        ],
        shirt,
    )
    _neckline(who, pen, neck, 90)
    for side in (-1, 1):
        pen.polygon(
            [
                (800 + side * (neck + 52), 1098),
                (800 + side * 46, 1236),
                (800 + side * 120, 1290),
                (800 + side * (neck + 96), 1150),
            ],
            mix(shirt, (255,) * 3, 0.3),
        )
        pen.polygon(
            smooth(
                [
                    (800 + side * (neck + 60), 1104),
                    (800 + side * 40, 1660),
                    (800 + side * 640, 1700),
                    (800 + side * 540, 1380),
                    (800 + side * 380, 1212),
                ],
                steps=5,
            ),
            coat if side == pen.lit else mix(coat, (14, 10, 20), 0.4),
        )
        pen.polygon(
            [
                (800 + side * (neck + 64), 1106),
                (800 + side * (neck + 150), 1250),
                (800 + side * (neck + 96), 1300),
                (800 + side * 66, 1600),
            ],
            mix(coat, (255, 250, 240), 0.1),
        )


def _round_neck(who: Sitter, pen: Pen, neck: float) -> None:
    pen.polygon(
        smooth(
            [
                (800 - neck - 64, 1112),
                (800 - neck * 0.7, 1236),
                (800, 1282),
                (800 + neck * 0.7, 1236),
                (800 + neck + 64, 1112),
                (800, 1150),
            ]
        ),
        mix(who.second, who.cloth, 0.25),
    )
    _neckline(who, pen, neck, 126)
    if who.rng.random() < 0.6:
        motif = mix(who.cloth, who.second, 0.55)
        for row in range(4):
            for k in range(-6, 7):
                x, y = 800 + k * 84 + (row % 2) * 42, 1360 + row * 76
                if abs(k) * 84 < 330 + row * 40:
                    pen.polygon([(x, y - 18), (x + 18, y), (x, y + 18), (x - 18, y)], motif)
