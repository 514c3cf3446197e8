"""The picture being made: sky, layers, light, water and the finish of a print."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from .noise import fractal, grain
from .palette import NOON, Colour, Palette, mix
from .pen import Pen, Point

OVERSAMPLING = 2
WIDTH = 1600.0


def ramp(low: float, high: float, peak: int = 255) -> list[int]:
    """Return a lookup table rising from 0 at `low` to `peak` at `high` (levels of 255)."""
    span = (high - low) or 1
    return [round(peak * min(1.0, max(0.0, (level - low) / span))) for level in range(256)]


class Canvas:
    """A picture 1600 units wide, whatever its size in pixels.

    The constructor takes that size, the random source that every choice of the scene is
    drawn from, and how far to close in: with a `zoom` of 1.3 the print keeps a part of the
    scene that is 1 / 1.3 of its width.
    """

    def __init__(self, size: tuple[int, int], rng: Random, zoom: float = 1.0) -> None:
        self.rng = rng
        self.print_size = size
        self.size = (round(size[0] * zoom), round(size[1] * zoom))
        self.unit = self.size[0] / WIDTH
        self.height = self.size[1] / self.unit
        self.image = Image.new("RGB", self.size)
        self.palette = NOON
        self.sun: Point = (WIDTH / 2, 0.0)
        self.lit = 1

    def lit_by(self, *palettes: Palette) -> Palette:
        """Pick one of `palettes` and the side the light comes from."""
        self.palette = self.rng.choice(palettes)
        self.lit = self.rng.choice((-1, 1))
        offset = self.rng.uniform(0.1, 0.34) * self.lit
        self.sun = (WIDTH * (0.5 + offset), self.height * 0.2)
        return self.palette

    def indoors(self) -> None:
        """Soften the shadows: walls throw the light back on everything."""
        self.palette = replace(self.palette, dim=self.palette.dim * 0.4)

    def _px(self, length: float) -> int:
        return round(length * self.unit)

    def gradient(self, y0: float, y1: float, colours: Sequence[Colour]) -> None:
        """Fill the band from `y0` to `y1` (units) with `colours` from top to bottom."""
        top, bottom = self._px(y0), self._px(y1)
        rows = max(1, bottom - top)
        column = Image.new("RGB", (1, rows))
        last = len(colours) - 1
        for row in range(rows):
            place = row / rows * last
            index = min(int(place), last - 1)
            ink = mix(colours[index], colours[index + 1], place - index)
            column.putpixel((0, row), ink)
        band = column.resize((self.size[0], rows), Image.Resampling.NEAREST)
        self.image.paste(band, (0, top))

    def sky(self, horizon: float, clouds: float = 0.4, disc: bool = True) -> None:
        """Paint the sky down to `horizon`, with a sun or a moon and `clouds` (0 to 1)."""
        palette = self.palette
        self.gradient(0, horizon + 4, palette.sky)
        x = self.sun[0]
        y = horizon * min(0.94, palette.sun_height * self.rng.uniform(0.88, 1.08))
        self.sun = (x, y)
        if palette.dark:
            self._stars(horizon)
        if clouds:
            self.clouds(0, horizon, clouds)
        reach = 260 if palette.dark else 620
        self.glow(x, y, reach, palette.sun, 0.5 if palette.dark else 0.62)
        if disc:
            self.glow(x, y, 150, palette.sun, 0.7)
            radius = 26 if palette.dark or palette.name == "noon" else 44
            with self.layer(blur=0.8) as pen:
                pen.oval(x, y, radius, radius, mix(palette.sun, (255, 255, 255), 0.45))

    def _stars(self, horizon: float) -> None:
        with self.layer(opacity=0.8) as pen:
            for _ in range(140):
                size = self.rng.uniform(0.6, 1.5)
                y = horizon * self.rng.random() ** 1.6
                pen.oval(self.rng.uniform(0, WIDTH), y, size, size, (226, 230, 245))

    def clouds(self, y0: float, y1: float, amount: float, tint: Colour | None = None) -> None:
        """Spread clouds of density `amount` (0 to 1) between `y0` and `y1`."""
        size = (self.size[0], max(1, self._px(y1 - y0)))
        small = (max(1, size[0] // 4), max(1, size[1] // 4))
        mask = fractal(self.rng, small, (2, 5))
        threshold = 225 - 130 * amount
        mask = mask.point(ramp(threshold, threshold + 110, round(150 + 60 * amount)))
        fade = Image.linear_gradient("L").resize(small).point(ramp(255, 130))
        mask = ImageChops.multiply(mask, fade).resize(size, Image.Resampling.BICUBIC)
        ink = tint or mix(self.palette.sky[-1], self.palette.sun, 0.55)
        if self.palette.dark and tint is None:
            ink = mix(self.palette.sky[-1], self.palette.haze, 0.4)
        self.image.paste(ink, (0, self._px(y0)), mask)

    def glow(self, x: float, y: float, radius: float, ink: Colour, strength: float) -> None:
        """Add light around a point: `radius` in units, `strength` from 0 to 1."""
        side = max(2, self._px(radius * 2))
        falloff = [round(255 * strength * max(0.0, 1 - d / 180) ** 2.2) for d in range(256)]
        mask = Image.radial_gradient("L").point(falloff).resize((side, side))
        left, top = self._px(x - radius), self._px(y - radius)
        box = (
            max(0, left),
            max(0, top),
            min(self.size[0], left + side),
            min(self.size[1], top + side),
        )
        if box[0] >= box[2] or box[1] >= box[3]:
            return
        mask = mask.crop((box[0] - left, box[1] - top, box[2] - left, box[3] - top))
        light = Image.composite(Image.new("RGB", mask.size, ink), Image.new("RGB", mask.size), mask)
        self.image.paste(ImageChops.screen(self.image.crop(box), light), box[:2])

    @contextmanager
    def layer(self, *, blur: float = 0.0, opacity: float = 1.0, rim: float = 0.0) -> Iterator[Pen]:
        """Yield a pen on a new transparent layer, laid on the picture afterwards.

        `blur` is a radius in units; `opacity` and `rim`, the strength of the light caught
        by the edges that face the sun, go from 0 to 1.
        """
        scale = self.unit * OVERSAMPLING
        sheet = Image.new("RGBA", (self.size[0] * OVERSAMPLING, self.size[1] * OVERSAMPLING))
        yield Pen(ImageDraw.Draw(sheet), scale, self.palette, self.lit)
        bounds = sheet.getchannel("A").getbbox()
        if bounds is None:
            return
        margin = (self._px(blur * 3) + 4) * OVERSAMPLING
        left, top = (max(0, edge - margin) // OVERSAMPLING for edge in bounds[:2])
        right = min(self.size[0], (bounds[2] + margin) // OVERSAMPLING + 1)
        bottom = min(self.size[1], (bounds[3] + margin) // OVERSAMPLING + 1)
        box = [edge * OVERSAMPLING for edge in (left, top, right, bottom)]
        # Premultiplied, so that transparent black does not bleed into the edges.
        cut = sheet.crop((box[0], box[1], box[2], box[3])).convert("RGBa").reduce(OVERSAMPLING)
        if blur:
            cut = cut.filter(ImageFilter.GaussianBlur(blur * self.unit))
        ready = cut.convert("RGBA")
        alpha = ready.getchannel("A")
        if opacity < 1:
            alpha = alpha.point(ramp(0, 255, round(255 * opacity)))
        self.image.paste(ready, (left, top), alpha)
        if rim:
            self._rim(alpha, (left, top), rim)

    def _rim(self, alpha: Image.Image, place: tuple[int, int], strength: float) -> None:
        step = max(1, self._px(2.2))
        moved = ImageChops.offset(alpha, -self.lit * step, step)
        edge = ImageChops.subtract(alpha, moved).filter(ImageFilter.GaussianBlur(0.7 * self.unit))
        self.image.paste(self.palette.sun, place, edge.point(ramp(0, 255, round(255 * strength))))

    def veil(self, y0: float, y1: float, ink: Colour | None, strength: float) -> None:
        """Lay a bank of haze between `y0` and `y1`, thickest at `y1`."""
        size = (self.size[0], max(1, self._px(y1 - y0)))
        mask = Image.linear_gradient("L").point(ramp(0, 255, round(255 * strength))).resize(size)
        self.image.paste(ink or self.palette.haze, (0, self._px(y0)), mask)

    def dust(self, y0: float, y1: float, ink: Colour, strength: float) -> None:
        """Drift clouds of dust or smoke between `y0` and `y1`."""
        size = (self.size[0], max(1, self._px(y1 - y0)))
        small = (max(1, size[0] // 8), max(1, size[1] // 8))
        mask = fractal(self.rng, small, (4, 2), 4).point(ramp(60, 230, round(255 * strength)))
        swell = Image.linear_gradient("L").resize(small)
        swell = ImageChops.multiply(swell.point(ramp(0, 150)), swell.point(ramp(255, 190)))
        mask = ImageChops.multiply(mask, swell).resize(size, Image.Resampling.BICUBIC)
        self.image.paste(ink, (0, self._px(y0)), mask)

    def ground(self, horizon: float, near: Colour, far: Colour | None = None) -> None:
        """Fill from `horizon` down with earth, `far` in the distance and `near` in front."""
        palette = self.palette
        front = palette.tone(near)
        back = palette.tone(far or near, 0.55)
        self.gradient(
            horizon, self.height, (back, mix(back, front, 0.75), front, palette.shade(front, 0.3))
        )
        self.mottle(horizon, self.height, 0.5)

    def mottle(self, y0: float, y1: float, strength: float, base: tuple[int, int] = (3, 9)) -> None:
        """Vary the tones between `y0` and `y1` like earth, plaster or worn concrete."""
        box = (0, self._px(y0), self.size[0], self._px(y1))
        size = (box[2], max(1, box[3] - box[1]))
        small = (max(1, size[0] // 3), max(1, size[1] // 3))
        noise = fractal(self.rng, small, base, 6)
        middle = [round(128 + (level - 128) * strength) for level in range(256)]
        noise = noise.point(middle).resize(size, Image.Resampling.BICUBIC)
        band = self.image.crop((0, box[1], size[0], box[1] + size[1]))
        self.image.paste(ImageChops.soft_light(band, noise.convert("RGB")), (0, box[1]))

    def water(self, shore: float, ink: Colour | None = None, calm: float = 0.6) -> None:
        """Turn everything below `shore` into water that mirrors what stands above.

        `calm` from 0 (choppy) to 1 (a mirror).
        """
        top = self._px(shore)
        depth = self.size[1] - top
        source = self.image.crop((0, max(0, top - depth), self.size[0], top))
        mirror = source.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        if mirror.height < depth:
            mirror = mirror.resize((self.size[0], depth))
        rippled = mirror.copy()
        row = 0
        while row < depth:
            tall = 1 + row // 45
            reach = (1 - calm) * (2 + row / 14)
            shift = round(self.rng.uniform(-reach, reach))
            strip = mirror.crop((0, row, self.size[0], min(depth, row + tall)))
            rippled.paste(ImageChops.offset(strip, shift, 0), (0, row))
            row += tall
        rippled = rippled.filter(ImageFilter.GaussianBlur(1.1 * self.unit))
        base = ink or mix(self.palette.sky[0], self.palette.shadow, 0.35)
        mask = (
            Image.linear_gradient("L")
            .point([round(56 + level * 0.42) for level in range(256)])
            .resize((self.size[0], depth))
        )
        rippled.paste(base, (0, 0), mask)
        self.image.paste(rippled, (0, top))
        self._glints(shore)

    def _glints(self, shore: float) -> None:
        ink = mix(self.palette.sun, self.palette.sky[-1], 0.3)
        span = self.height - shore
        with self.layer(opacity=0.55) as pen:
            for _ in range(230):
                near = self.rng.random() ** 1.5
                y = shore + 6 + near * span
                x = self.rng.gauss(self.sun[0], 60 + 150 * near)
                pen.oval(x, y, self.rng.uniform(4, 12 + 34 * near), 0.8 + 1.6 * near, ink)
            for _ in range(90):
                near = self.rng.random() ** 1.3
                y = shore + 8 + near * span
                reach = self.rng.uniform(8, 20 + 60 * near)
                pen.oval(self.rng.uniform(0, WIDTH), y, reach, 0.6 + near, ink)

    def shadows(self, spots: Sequence[tuple[float, float, float]], strength: float = 0.4) -> None:
        """Ground people and things: each spot is x, y and half a width, in units."""
        lean = -self.lit * (0.4 if self.palette.name == "noon" else 1.5)
        with self.layer(blur=3.5, opacity=strength) as pen:
            for x, y, half in spots:
                cast = lean * min(half, 55) * 0.8
                pen.oval(
                    x + cast, y, half * 0.8 + abs(cast), min(half * 0.2, 22), self.palette.shadow
                )

    @contextmanager
    def sunk(self, level: float) -> Iterator[None]:
        """Hide under water whatever is drawn below `level` meanwhile."""
        top = self._px(level)
        surface = self.image.crop((0, top, *self.size))
        yield
        self.image.paste(surface, (0, top))

    def shaft(self, points: Sequence[Point], ink: Colour, strength: float) -> None:
        """Let a beam of light fall across the polygon `points`."""
        with self.layer(blur=16, opacity=strength) as pen:
            pen.polygon(points, ink)

    def finish(self) -> Image.Image:
        """Return the print: bloom of the sun, vignette, grain, perhaps mirrored."""
        if not self.palette.dark:
            self.glow(*self.sun, 900, self.palette.sun, 0.3 * self.palette.rim)
        wide, tall = self.print_size
        left = round((self.size[0] - wide) * self.rng.uniform(0.25, 0.75))
        top = round((self.size[1] - tall) * self.rng.uniform(0.5, 0.8))
        picture = self.image.crop((left, top, left + wide, top + tall))
        edge = Image.radial_gradient("L").point(ramp(120, 255, 70)).resize(self.print_size)
        picture.paste(self.palette.shadow, (0, 0), edge)
        strength = 9
        noise = grain(self.rng, self.print_size, strength).convert("RGB")
        picture = ImageChops.add(picture, noise, 1, -(strength // 2))
        if self.rng.random() < 0.5:
            picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        return picture
