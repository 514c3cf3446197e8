"""Portraits of journalists: head and shoulders, on a plain ground with soft light."""

from random import Random

from PIL import Image

from .canvas import Canvas
from .face import beard, earrings, face, glasses
from .garments import shoulders
from .headdress import behind, braids, bun, cap, crop, scarf, shaved, veil
from .palette import NOON, Colour, mix
from .sitter import Sitter

GROUNDS: tuple[Colour, ...] = (
    (206, 150, 92),
    (124, 152, 150),
    (196, 120, 92),
    (150, 168, 126),
    (110, 132, 168),
    (214, 186, 130),
    (166, 128, 150),
    (96, 140, 128),
    (190, 172, 152),
)


def portrait(sex: str, seed: int, size: tuple[int, int] = (800, 800)) -> Image.Image:
    """Return the portrait of a journalist, the same for the same `sex` and `seed`.

    `sex` is "f" or "m" (a longer word is read by its first letter); `size` is in pixels.
    Raises `ValueError` for any other `sex`.
    """
    first = sex[:1].lower()
    if first not in ("f", "m"):
        raise ValueError(f"a portrait is of a woman (f) or a man (m), not {sex!r}")
    rng = Random(f"portrait {first} {seed}")  # noqa: S311 - a picture, not a secret
    canvas = Canvas(size, rng)
    canvas.lit_by(NOON)
    ground = rng.choice(GROUNDS)
    canvas.gradient(
        0,
        canvas.height,
        (mix(ground, (255, 250, 240), 0.16), ground, mix(ground, (40, 30, 40), 0.22)),
    )
    canvas.glow(800 + canvas.lit * 330, 420, 900, mix(ground, (255, 246, 228), 0.5), 0.34)
    canvas.sun = (800 + canvas.lit * 700, -300)
    sitter = Sitter(canvas, rng, first == "f", ground)
    _paint(sitter)
    return canvas.finish()


def _paint(who: Sitter) -> None:
    head_dress = who.rng.choice(
        (scarf, braids, crop, bun, scarf, veil) if who.woman else (crop, crop, shaved, cap, crop)
    )
    with who.canvas.layer(blur=26, opacity=0.3) as pen:
        pen.oval(who.x - who.canvas.lit * 110, who.y + 90, 330, 440, (30, 22, 34))
    with who.canvas.layer(rim=0.22) as pen:
        if head_dress in (braids, veil):
            behind(who, pen, head_dress == veil)
        shoulders(who, pen)
        face(who, pen)
        head_dress(who, pen)
        if not who.woman:
            beard(who, pen)
        if who.rng.random() < 0.42:
            glasses(who, pen)
        if who.woman and head_dress != veil:
            earrings(who, pen)
