"""The face of a portrait: features, beard, glasses, earrings."""

from collections.abc import Callable

from .palette import Colour, mix
from .pen import Pen, smooth
from .sitter import IVORY, Sitter


def face(who: Sitter, pen: Pen) -> None:
    """Paint the head: ears, the two sides of the face, its features."""
    for side in (-1, 1):
        ear = who.skin if side == pen.lit else who.dark
        pen.oval(who.px(side * 236), who.py(20), 34, 58, ear)
        pen.oval(who.px(side * 234), who.py(22), 16, 34, mix(ear, (30, 16, 20), 0.3))
    jaw = 0.94 if who.woman else 1.04
    outline = who.curve(
        (-232, -70),
        (-214, -220),
        (-110, -312),
        (0, -326),
        (110, -312),
        (214, -220),
        (232, -70),
        (222, 90),
        (170 * jaw, 226),
        (78 * jaw, 318),
        (0, 336),
        (-78 * jaw, 318),
        (-170 * jaw, 226),
        (-222, 90),
    )
    pen.polygon(outline, who.skin)
    who.half(outline, mix(who.skin, who.dark, 0.62), pen, 96)
    cheek = who.px(pen.lit * 120)
    pen.oval(cheek, who.py(96), 66, 52, who.light)
    pen.oval(who.px(pen.lit * 60), who.py(-214), 110, 54, who.light)
    _eyes(who, pen)
    _nose(who, pen)
    mouth(who, pen)


def _eyes(who: Sitter, pen: Pen) -> None:
    brow = mix(who.hair, who.skin, 0.12)
    lift = who.rng.uniform(-6, 8)
    for side in (-1, 1):
        x, y = who.px(side * 98), who.py(-28)
        pen.polygon(
            smooth([(x - 54, y + 2), (x, y - 26), (x + 54, y + 2), (x, y + 22)]),
            mix(IVORY, who.skin, 0.12),
        )
        pen.oval(x, y - 2, 24, 24, (42, 26, 22))
        pen.oval(x, y - 2, 12, 12, (12, 8, 10))
        pen.oval(x + pen.lit * 8, y - 10, 6, 6, (250, 246, 238))
        pen.line(
            smooth([(x - 56, y + 2), (x, y - 27), (x + 56, y + 2)], closed=False),
            (22, 14, 16),
            10 if who.woman else 7,
        )
        pen.line(
            smooth([(x - 46, y + 14), (x, y + 28), (x + 46, y + 14)], closed=False),
            mix(who.skin, who.dark, 0.8),
            4,
        )
        thick = 8 if who.woman else 13
        inner, outer = x - side * 56, x + side * 66
        pen.polygon(
            smooth(
                [
                    (inner, y - 56 - lift),
                    (x, y - 84 - lift),
                    (outer, y - 58),
                    (x, y - 84 + thick * 1.7 - lift),
                ]
            ),
            brow,
        )


def _nose(who: Sitter, pen: Pen) -> None:
    x = who.x
    shadow = mix(who.skin, who.dark, 0.75)
    pen.polygon(
        smooth(
            [
                (x - pen.lit * 18, who.py(-20)),
                (x - pen.lit * 46, who.py(96)),
                (x - pen.lit * 10, who.py(116)),
                (x - pen.lit * 2, who.py(20)),
            ]
        ),
        shadow,
    )
    pen.oval(x, who.py(92), 44, 30, mix(who.skin, who.light, 0.5))
    for side in (-1, 1):
        pen.oval(x + side * 40, who.py(100), 20, 18, who.skin if side == pen.lit else shadow)
        pen.oval(x + side * 24, who.py(114), 14, 6, mix(who.dark, (20, 8, 10), 0.4))


def mouth(who: Sitter, pen: Pen) -> None:
    x, y, smile = who.x, who.py(202), who.smile
    lip = mix(who.skin, (172, 60, 66) if who.woman else (130, 66, 60), 0.42)
    pen.polygon(
        smooth(
            [
                (x - 82, y - smile),
                (x - 30, y - 20),
                (x, y - 13),
                (x + 30, y - 20),
                (x + 82, y - smile),
                (x, y + 8),
            ]
        ),
        mix(lip, who.dark, 0.35),
    )
    pen.polygon(
        smooth(
            [
                (x - 80, y - smile + 2),
                (x, y + 6),
                (x + 80, y - smile + 2),
                (x + 44, y + 34),
                (x, y + 42),
                (x - 44, y + 34),
            ]
        ),
        lip,
    )
    if smile > 10:
        pen.polygon(
            smooth([(x - 62, y - smile + 8), (x, y + 2), (x + 62, y - smile + 8), (x, y + 19)]),
            (244, 238, 228),
        )
    pen.line(
        smooth([(x - 84, y - smile), (x, y + 5), (x + 84, y - smile)], closed=False),
        mix(who.dark, (20, 8, 12), 0.4),
        5,
    )
    pen.oval(x, y + 62, 40, 8, mix(who.skin, who.dark, 0.5))


def beard(who: Sitter, pen: Pen) -> None:
    """Grow a full beard, a goatee or none."""
    kind = who.rng.random()
    ink = mix(who.hair, who.skin, 0.14)
    if kind < 0.3:
        return
    if kind > 0.62:
        outer = [
            (-224, 40),
            (-206, 160),
            (-160, 262),
            (-70, 352),
            (0, 366),
            (70, 352),
            (160, 262),
            (206, 160),
            (224, 40),
            (180, 150),
            (112, 158),
            (0, 150),
            (-112, 158),
            (-180, 150),
        ]
        pen.polygon(who.curve(*outer), ink)
        mouth(who, pen)
    else:
        pen.polygon(
            who.curve((-70, 270), (0, 262), (70, 270), (50, 340), (0, 356), (-50, 340)), ink
        )
    pen.polygon(
        who.curve(
            (-100, 176),
            (-40, 144),
            (0, 150),
            (40, 144),
            (100, 176),
            (40, 168),
            (0, 172),
            (-40, 168),
        ),
        ink,
    )


def glasses(who: Sitter, pen: Pen) -> None:
    """Put on round or square glasses."""
    frame = who.rng.choice(((26, 22, 28), (92, 54, 36), (150, 112, 60)))
    draw: Callable[[float, float], None]
    y = who.py(-24)
    if who.rng.random() < 0.5:

        def draw(x: float, y: float) -> None:
            pen.ring(x, y, 82, frame, 10)
    else:

        def draw(x: float, y: float) -> None:
            s = pen.scale
            pen.draw.rounded_rectangle(
                [(x - 88) * s, (y - 58) * s, (x + 88) * s, (y + 62) * s],
                34 * s,
                outline=frame,
                width=round(11 * s),
            )

    for side in (-1, 1):
        draw(who.px(side * 100), y)
        pen.line([(who.px(side * 190), y - 14), (who.px(side * 238), y - 6)], frame, 11)
    pen.line([(who.px(-18), y - 8), (who.px(18), y - 8)], frame, 11)


def earrings(who: Sitter, pen: Pen) -> None:
    """Hang hoops, studs or nothing from the ears."""
    gold: Colour = (222, 176, 84)
    hoop = who.rng.random()
    for side in (-1, 1):
        x, y = who.px(side * 240), who.py(92)
        if hoop < 0.4:
            pen.ring(x, y + 34, 32, gold, 7)
        elif hoop < 0.8:
            pen.oval(x, y + 4, 14, 14, gold)
