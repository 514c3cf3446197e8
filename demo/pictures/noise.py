"""Seeded noise: the grain of a picture, clouds, and the mottling of earth and walls."""

from random import Random

from PIL import Image, ImageOps


def fractal(
    rng: Random, size: tuple[int, int], base: tuple[int, int] = (4, 3), octaves: int = 5
) -> Image.Image:
    """Return an L image of cloudy noise, black to white.

    `size` is in pixels; `base` is the number of cells of the coarsest octave, so (2, 12)
    gives streaks along the horizon.
    """
    total = Image.new("L", size, 128)
    for octave in reversed(range(octaves)):
        cells = (base[0] << octave, base[1] << octave)
        coarse = Image.frombytes("L", cells, rng.randbytes(cells[0] * cells[1]))
        total = Image.blend(total, coarse.resize(size, Image.Resampling.BICUBIC), 0.55)
    return ImageOps.autocontrast(total, cutoff=1)


def grain(rng: Random, size: tuple[int, int], strength: int) -> Image.Image:
    """Return an L image of fine noise between 0 and `strength` levels.

    `PIL.Image.effect_noise` cannot be seeded, and a picture must be the same each time.
    """
    raw = Image.frombytes("L", size, rng.randbytes(size[0] * size[1]))
    return raw.point([level * strength // 255 for level in range(256)])
