"""Colours, and the six lights a picture can be taken in."""

from dataclasses import dataclass
from random import Random

Colour = tuple[int, int, int]


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Return `first` moved towards `second` by `share` (0 keeps, 1 replaces)."""
    return (
        round(first[0] + (second[0] - first[0]) * share),
        round(first[1] + (second[1] - first[1]) * share),
        round(first[2] + (second[2] - first[2]) * share),
    )


def jitter(rng: Random, colour: Colour, spread: int = 10) -> Colour:
    """Return `colour` made lighter or darker by up to `spread` levels of 255."""
    step = rng.randint(-spread, spread)
    red, green, blue = (min(255, max(0, channel + step)) for channel in colour)
    return (red, green, blue)


@dataclass(frozen=True)
class Palette:
    """A time of day: its sky from zenith to horizon, its light and its shadows.

    `dim` (0 to 1) is the share of a local colour that the shadow swallows: near 0 at noon,
    near 1 against the light, when people are silhouettes.
    """

    name: str
    sky: tuple[Colour, ...]
    sun: Colour
    haze: Colour
    ground: Colour
    shadow: Colour
    dim: float
    sun_height: float
    rim: float
    dark: bool = False

    def tone(self, local: Colour, depth: float = 0.0) -> Colour:
        """Return `local` as this light shows it at `depth` (0 near, 1 lost in the haze)."""
        return mix(mix(local, self.shadow, self.dim), self.haze, depth)

    def shade(self, colour: Colour, share: float = 0.42) -> Colour:
        """Return the side of `colour` that the light does not reach."""
        return mix(colour, self.shadow, share)


DAWN = Palette(
    "dawn",
    ((62, 76, 124), (148, 126, 152), (232, 158, 132), (252, 208, 160)),
    (255, 226, 180),
    (238, 184, 152),
    (128, 84, 68),
    (44, 34, 62),
    0.3,
    0.78,
    0.55,
)
HARMATTAN = Palette(
    "harmattan",
    ((176, 156, 126), (208, 184, 146), (228, 205, 166), (236, 216, 180)),
    (255, 246, 222),
    (222, 199, 160),
    (170, 128, 84),
    (78, 56, 44),
    0.22,
    0.42,
    0.25,
)
NOON = Palette(
    "noon",
    ((44, 112, 176), (92, 156, 204), (158, 200, 222), (224, 232, 222)),
    (255, 252, 236),
    (206, 216, 212),
    (186, 122, 72),
    (58, 40, 52),
    0.08,
    0.12,
    0.2,
)
GOLDEN = Palette(
    "golden",
    ((92, 128, 152), (178, 166, 138), (240, 182, 104), (255, 220, 150)),
    (255, 236, 178),
    (244, 194, 124),
    (164, 94, 46),
    (58, 32, 34),
    0.34,
    0.66,
    0.7,
)
DUSK = Palette(
    "dusk",
    ((34, 34, 82), (98, 54, 104), (204, 88, 88), (250, 162, 92)),
    (255, 202, 132),
    (206, 106, 92),
    (84, 46, 56),
    (24, 16, 38),
    0.5,
    0.86,
    0.6,
)
NIGHT = Palette(
    "night",
    ((6, 10, 28), (14, 24, 56), (30, 44, 86), (66, 72, 108)),
    (232, 236, 244),
    (44, 54, 92),
    (40, 38, 52),
    (8, 9, 22),
    0.58,
    0.25,
    0.3,
    True,
)

DAYLIGHT = (DAWN, HARMATTAN, NOON, GOLDEN)
WARM = (DAWN, HARMATTAN, GOLDEN, DUSK)

CLOTHS: tuple[Colour, ...] = (
    (34, 62, 128),
    (206, 132, 38),
    (22, 112, 94),
    (178, 62, 44),
    (236, 226, 206),
    (156, 44, 92),
    (70, 124, 168),
    (222, 176, 72),
    (94, 62, 124),
    (92, 128, 58),
    (232, 112, 76),
    (52, 56, 70),
    (24, 132, 142),
    (206, 84, 110),
)
SKINS: tuple[Colour, ...] = (
    (70, 44, 34),
    (86, 54, 40),
    (104, 66, 46),
    (58, 38, 32),
    (120, 78, 54),
    (94, 60, 44),
)
MUD: tuple[Colour, ...] = (
    (186, 126, 82),
    (174, 112, 72),
    (198, 140, 94),
    (164, 104, 66),
    (206, 154, 108),
)
FRUITS: tuple[Colour, ...] = (
    (214, 64, 40),
    (236, 152, 34),
    (244, 206, 72),
    (98, 146, 52),
    (166, 52, 74),
    (238, 224, 190),
)
