"""A pen that draws smooth shapes in picture units, whatever the pixels underneath."""

from collections.abc import Sequence
from math import cos, hypot, pi, sin

from PIL import ImageDraw

from .palette import Colour, Palette

Point = tuple[float, float]
Ink = Colour | tuple[int, int, int, int]


def smooth(points: Sequence[Point], closed: bool = True, steps: int = 6) -> list[Point]:
    """Return a Catmull-Rom curve through `points`, `steps` samples to a segment."""
    count = len(points)
    curve: list[Point] = []
    for index in range(count if closed else count - 1):
        if closed:
            a, b, c, d = (points[(index + shift) % count] for shift in (-1, 0, 1, 2))
        else:
            a, b = points[max(index - 1, 0)], points[index]
            c, d = points[index + 1], points[min(index + 2, count - 1)]
        for step in range(steps):
            t = step / steps
            curve.append((_catmull(a[0], b[0], c[0], d[0], t), _catmull(a[1], b[1], c[1], d[1], t)))
    if not closed:
        curve.append(points[-1])
    return curve


def _catmull(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )


def hull(points: Sequence[Point]) -> list[Point]:
    """Return the convex hull of `points` (Andrew's monotone chain)."""
    ordered = sorted(set(points))

    def half(run: Sequence[Point]) -> list[Point]:
        chain: list[Point] = []
        for x, y in run:
            while len(chain) > 1:
                (ax, ay), (bx, by) = chain[-2], chain[-1]
                if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0:
                    break
                chain.pop()
            chain.append((x, y))
        return chain[:-1]

    return half(ordered) + half(ordered[::-1])


class Pen:
    """Draws on one layer. Lengths are in picture units (the picture is 1600 units wide).

    `lit` is the side the light comes from: -1 for the left, 1 for the right.
    """

    def __init__(
        self, draw: ImageDraw.ImageDraw, scale: float, palette: Palette, lit: int = 1
    ) -> None:
        self.draw = draw
        self.scale = scale
        self.palette = palette
        self.lit = lit

    def tone(self, local: Colour, depth: float = 0.0) -> Colour:
        """Return `local` in the light of this picture, at `depth` in the haze."""
        return self.palette.tone(local, depth)

    def shade(self, colour: Colour, share: float = 0.42) -> Colour:
        """Return `colour` on its unlit side."""
        return self.palette.shade(colour, share)

    def polygon(self, points: Sequence[Point], ink: Ink) -> None:
        """Fill a polygon."""
        self.draw.polygon([(x * self.scale, y * self.scale) for x, y in points], fill=ink)

    def blob(self, points: Sequence[Point], ink: Ink) -> None:
        """Fill the smooth closed curve through `points`."""
        self.polygon(smooth(points), ink)

    def modelled(self, points: Sequence[Point], ink: Colour, share: float = 0.7) -> None:
        """Fill `points` in two tones, the lit one covering `share` of the width."""
        self.polygon(points, self.shade(ink))
        edge = (max if self.lit > 0 else min)(x for x, _ in points)
        self.polygon([(edge + (x - edge) * share, y) for x, y in points], ink)

    def rect(self, x0: float, y0: float, x1: float, y1: float, ink: Ink, radius: float = 0) -> None:
        """Fill the rectangle between two corners, rounded by `radius`."""
        box = [min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)]
        scaled = [value * self.scale for value in box]
        if radius:
            self.draw.rounded_rectangle(scaled, radius * self.scale, fill=ink)
        else:
            self.draw.rectangle(scaled, fill=ink)

    def oval(self, x: float, y: float, rx: float, ry: float, ink: Ink) -> None:
        """Fill the ellipse of radii `rx` and `ry` around a centre."""
        s = self.scale
        self.draw.ellipse([(x - rx) * s, (y - ry) * s, (x + rx) * s, (y + ry) * s], fill=ink)

    def ball(self, x: float, y: float, rx: float, ry: float, ink: Colour) -> None:
        """Draw a rounded volume: a shaded oval and its lit part."""
        self.oval(x, y, rx, ry, self.shade(ink))
        self.oval(x + self.lit * rx * 0.16, y - ry * 0.1, rx * 0.82, ry * 0.88, ink)

    def line(self, points: Sequence[Point], ink: Ink, width: float) -> None:
        """Stroke a line `width` units thick through `points`."""
        self.draw.line(
            [(x * self.scale, y * self.scale) for x, y in points],
            fill=ink,
            width=max(1, round(width * self.scale)),
            joint="curve",
        )

    def ring(self, x: float, y: float, radius: float, ink: Ink, width: float) -> None:
        """Stroke a circle `width` units thick."""
        s = self.scale
        self.draw.ellipse(
            [(x - radius) * s, (y - radius) * s, (x + radius) * s, (y + radius) * s],
            outline=ink,
            width=max(1, round(width * s)),
        )

    def limb(self, a: Point, b: Point, ra: float, rb: float, ink: Ink) -> None:
        """Draw a tapered limb from `a` (radius `ra`) to `b` (radius `rb`)."""
        dx, dy = b[0] - a[0], b[1] - a[1]
        length = hypot(dx, dy) or 1.0
        nx, ny = -dy / length, dx / length
        self.polygon(
            [
                (a[0] + nx * ra, a[1] + ny * ra),
                (b[0] + nx * rb, b[1] + ny * rb),
                (b[0] - nx * rb, b[1] - ny * rb),
                (a[0] - nx * ra, a[1] - ny * ra),
            ],
            ink,
        )
        self.oval(*a, ra, ra, ink)
        self.oval(*b, rb, rb, ink)

    def star(self, x: float, y: float, radius: float, ink: Ink, spokes: int = 5) -> None:
        """Draw a regular polygon, for balls and bolts."""
        turn = 2 * pi / spokes
        self.polygon(
            [(x + radius * sin(turn * k), y - radius * cos(turn * k)) for k in range(spokes)], ink
        )
