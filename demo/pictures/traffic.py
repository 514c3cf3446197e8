"""Minibuses and motorbikes on their way, their headlights on after dark."""

from .beasts import motorbike
from .canvas import Canvas
from .things import minibus

SOTRAMA = (34, 128, 84)


def vehicle(canvas: Canvas, y: float, vanish: float, near: float, room: float = 620.0) -> None:
    rng = canvas.rng
    side = rng.choice((-1, 1))
    x = vanish + side * rng.uniform(0.1, 1.0) * room * (0.25 + near)
    long = 90 + 470 * near
    depth = 0.34 * max(0.0, 1 - 2.2 * near)
    bus = rng.random() < 0.42
    canvas.shadows([(x, y, long * (0.5 if bus else 0.28))], 0.55)
    with canvas.layer(blur=0.4, rim=canvas.palette.rim * 0.6) as pen:
        if bus:
            minibus(
                pen,
                rng,
                x,
                y,
                long,
                rng.choice((SOTRAMA, (228, 178, 52), (70, 110, 160), (220, 214, 202))),
                side,
                depth,
            )
        else:
            motorbike(pen, rng, x, y, long * 0.5, side, depth)
    if canvas.palette.dark:
        head = x + side * long * (0.5 if bus else 0.17)
        canvas.glow(head, y - long * 0.18, long * 0.6, (255, 240, 200), 0.8)
        canvas.glow(head + side * long * 0.3, y, long * 0.7, (255, 220, 160), 0.3)
