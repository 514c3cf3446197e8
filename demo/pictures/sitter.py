"""Who sits for a portrait: features and colours drawn by lot, and the frame of the head."""

from random import Random

from .canvas import Canvas
from .palette import CLOTHS, Colour, mix
from .pen import Pen, smooth

SKINS: tuple[Colour, ...] = (
    (92, 58, 42),
    (110, 70, 50),
    (126, 84, 60),
    (76, 48, 38),
    (142, 96, 68),
    (102, 66, 52),
)
HAIR: Colour = (28, 22, 24)
GREY: Colour = (128, 124, 122)
IVORY: Colour = (238, 230, 214)


class Sitter:
    """One person's features, drawn by lot, in units around the middle of the head."""

    def __init__(self, canvas: Canvas, rng: Random, woman: bool, ground: Colour) -> None:
        self.canvas = canvas
        self.rng = rng
        self.woman = woman
        self.skin = rng.choice(SKINS)
        far = sorted(
            CLOTHS, key=lambda ink: -sum(abs(a - b) for a, b in zip(ink, ground, strict=True))
        )
        self.cloth = rng.choice(far[:9])
        self.second = rng.choice([ink for ink in far[:10] if ink != self.cloth])
        self.age = rng.random()
        self.hair = GREY if self.age > 0.82 else HAIR
        self.wide = rng.uniform(0.95, 1.07) * (0.95 if woman else 1.02)
        self.long = rng.uniform(0.97, 1.05)
        self.smile = rng.uniform(4, 16)
        self.x, self.y = 800.0, 690.0
        self.dark = mix(self.skin, (34, 18, 24), 0.42)
        self.light = mix(self.skin, (255, 206, 160), 0.07)

    def px(self, px: float) -> float:
        """Return the abscissa of a feature `px` units from the middle of the face."""
        return self.x + px * self.wide

    def py(self, py: float) -> float:
        """Return the ordinate of a feature `py` units below the middle of the face."""
        return self.y + py * self.long

    def curve(self, *points: tuple[float, float]) -> list[tuple[float, float]]:
        """Return the closed curve through `points`, given from the middle of the face."""
        return smooth([(self.px(px), self.py(py)) for px, py in points])

    def half(self, points: list[tuple[float, float]], ink: Colour, pen: Pen, cut: float) -> None:
        """Shade the side of a shape that is turned away from the light."""
        edge = self.x - pen.lit * cut
        side = [(min(px, edge) if pen.lit > 0 else max(px, edge), py) for px, py in points]
        pen.polygon(side, ink)
