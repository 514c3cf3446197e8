"""How one person is drawn: limbs, clothes, head and load, hung on the joints of a pose."""

from dataclasses import dataclass

from .palette import Colour, mix
from .pen import Pen, Point, hull, smooth
from .poses import POSES


@dataclass(frozen=True)
class Person:
    """Someone whose feet are at (`x`, `y`), `height` units tall, at `depth` in the haze."""

    x: float
    y: float
    height: float
    pose: str = "stand"
    dress: str = "shirt"
    hat: str = "bare"
    load: str = ""
    facing: int = 1
    cloth: Colour = (34, 62, 128)
    second: Colour = (52, 56, 70)
    skin: Colour = (86, 54, 40)
    depth: float = 0.0


def draw_person(pen: Pen, who: Person) -> None:
    """Draw one person.

    Raises `KeyError` for a pose that `poses.POSES` does not have.
    """
    joints = {
        name: (who.x + who.facing * x * who.height, who.y - y * who.height)
        for name, (x, y) in POSES[who.pose].items()
    }
    _Body(pen, who, joints).draw()


class _Body:
    """The drawing of one person, part after part."""

    def __init__(self, pen: Pen, who: Person, joints: dict[str, Point]) -> None:
        self.pen = pen
        self.who = who
        self.at = joints
        self.unit = who.height
        self.skin = pen.tone(who.skin, who.depth)
        self.cloth = pen.tone(who.cloth, who.depth)
        self.second = pen.tone(who.second, who.depth)

    def draw(self) -> None:
        self._arm("far")
        if self.who.dress in ("shirt", "sport", "vest"):
            self._leg("far")
            self._leg("near")
            self._torso()
        elif self.who.dress == "pagne":
            self._feet()
            self._skirt()
            self._torso()
        else:
            self._feet()
            self._robe()
        self._head()
        self._arm("near")
        if self.who.load:
            self._load()

    def _limb(self, a: Point, b: Point, ra: float, rb: float, ink: Colour) -> None:
        pen, unit = self.pen, self.unit
        pen.limb(a, b, ra * unit, rb * unit, pen.shade(ink))
        slip = pen.lit * ra * unit * 0.3
        pen.limb((a[0] + slip, a[1]), (b[0] + slip, b[1]), ra * unit * 0.68, rb * unit * 0.66, ink)

    def _leg(self, side: str) -> None:
        hip, knee, foot = self.at["hip"], self.at[f"{side}_knee"], self.at[f"{side}_foot"]
        ink = self.second if side == "near" else self.pen.shade(self.second, 0.3)
        bare = self.skin if side == "near" else self.pen.shade(self.skin, 0.3)
        start = (hip[0] + (knee[0] - hip[0]) * 0.25, hip[1])
        ankle = (foot[0], foot[1] - 0.022 * self.unit)
        if self.who.dress == "sport":
            middle = (start[0] + (knee[0] - start[0]) * 0.7, start[1] + (knee[1] - start[1]) * 0.7)
            self._limb(middle, knee, 0.042, 0.033, bare)
            self._limb(knee, ankle, 0.034, 0.02, self.second)
            self._limb(start, middle, 0.06, 0.06, ink)
        else:
            self._limb(start, knee, 0.06, 0.047, ink)
            self._limb(knee, ankle, 0.046, 0.034, ink)
        self._foot(foot)

    def _foot(self, foot: Point) -> None:
        unit = self.unit
        self.pen.oval(
            foot[0] + self.who.facing * 0.022 * unit,
            foot[1] - 0.012 * unit,
            0.045 * unit,
            0.018 * unit,
            self.pen.shade(self.pen.tone((40, 30, 28)), 0.3),
        )

    def _feet(self) -> None:
        for side in ("far", "near"):
            foot = self.at[f"{side}_foot"]
            knee = self.at[f"{side}_knee"]
            self._limb(knee, (foot[0], foot[1] - 0.02 * self.unit), 0.03, 0.02, self.skin)
            self._foot(foot)

    def _spine(self) -> tuple[Point, Point, Point]:
        """Return the neck, the hip and the unit vector across the back."""
        (nx, ny), (hx, hy) = self.at["neck"], self.at["hip"]
        length = ((nx - hx) ** 2 + (ny - hy) ** 2) ** 0.5 or 1.0
        return (nx, ny), (hx, hy), (-(ny - hy) / length, (nx - hx) / length)

    def _torso(self) -> None:
        neck, hip, across = self._spine()
        unit = self.unit
        outline: list[Point] = []
        widths = ((0.0, 0.035), (0.05, 0.105), (0.2, 0.112), (0.62, 0.078), (1.05, 0.092))
        for sign, order in ((1, widths), (-1, widths[::-1])):
            for place, width in order:
                x = neck[0] + (hip[0] - neck[0]) * place + across[0] * width * unit * sign
                y = neck[1] + (hip[1] - neck[1]) * place + across[1] * width * unit * sign
                outline.append((x, y))
        self.pen.modelled(smooth(outline), self.cloth)
        if self.who.dress == "vest":
            y = neck[1] + (hip[1] - neck[1]) * 0.55
            self.pen.limb(
                (hip[0] - 0.07 * unit, y),
                (hip[0] + 0.07 * unit, y),
                0.014 * unit,
                0.014 * unit,
                mix(self.cloth, (255, 255, 230), 0.65),
            )

    def _wrap(self, spots: list[tuple[Point, float]]) -> list[Point]:
        around: list[Point] = []
        for (x, y), width in spots:
            half = width * self.unit
            around += [(x - half, y), (x + half, y), (x, y - half * 0.4), (x, y + half * 0.3)]
        return smooth(hull(around), steps=4)

    def _hem(self, side: str, place: float) -> Point:
        knee, foot = self.at[f"{side}_knee"], self.at[f"{side}_foot"]
        return (knee[0] + (foot[0] - knee[0]) * place, knee[1] + (foot[1] - knee[1]) * place)

    def _skirt(self) -> None:
        at = self.at
        waist = (at["hip"][0], at["hip"][1] - 0.06 * self.unit)
        outline = self._wrap(
            [
                (waist, 0.072),
                (at["hip"], 0.1),
                (at["far_knee"], 0.066),
                (at["near_knee"], 0.066),
                (self._hem("far", 0.78), 0.06),
                (self._hem("near", 0.78), 0.06),
            ]
        )
        self.pen.modelled(outline, self.second)
        low = max(y for _, y in outline)
        band = [(x, y) for x, y in outline if y > low - 0.12 * self.unit]
        if len(band) > 3 and self.who.pose in ("stand", "carry", "walk", "talk"):
            self.pen.polygon(band, self.pen.shade(mix(self.second, self.cloth, 0.5), 0.15))

    def _robe(self) -> None:
        at, unit = self.at, self.unit
        neck = (at["neck"][0], at["neck"][1] + 0.035 * unit)
        outline = self._wrap(
            [
                (neck, 0.1),
                (at["hip"], 0.125),
                (at["far_knee"], 0.095),
                (at["near_knee"], 0.095),
                (self._hem("far", 0.66), 0.09),
                (self._hem("near", 0.66), 0.09),
            ]
        )
        self.pen.modelled(outline, self.cloth)
        fold = self.pen.shade(self.cloth, 0.22)
        for shift in (-0.03, 0.035):
            x = at["hip"][0] + shift * unit
            self.pen.line(
                [(x, at["neck"][1] + 0.2 * unit), (x + shift * unit, at["hip"][1] + 0.28 * unit)],
                fold,
                0.008 * unit,
            )
        self.pen.oval(
            neck[0] + self.who.facing * 0.01 * unit,
            neck[1] + 0.02 * unit,
            0.03 * unit,
            0.06 * unit,
            mix(self.cloth, (255, 240, 200), 0.3),
        )

    def _arm(self, side: str) -> None:
        neck, _, across = self._spine()
        elbow, hand = self.at[f"{side}_elbow"], self.at[f"{side}_hand"]
        sign = 1 if (elbow[0] - neck[0]) * across[0] >= 0 else -1
        reach = 0.08 * self.unit * sign
        shoulder = (neck[0] + across[0] * reach, neck[1] + across[1] * reach + 0.035 * self.unit)
        skin = self.skin if side == "near" else self.pen.shade(self.skin, 0.25)
        sleeve = self.cloth if side == "near" else self.pen.shade(self.cloth, 0.25)
        self._limb(elbow, hand, 0.025, 0.017, skin)
        self.pen.oval(*hand, 0.022 * self.unit, 0.024 * self.unit, skin)
        if self.who.dress == "boubou":
            self._limb(shoulder, elbow, 0.05, 0.062, sleeve)
        elif self.who.dress == "sport":
            self._limb(shoulder, elbow, 0.035, 0.025, skin)
            middle = ((shoulder[0] + elbow[0]) / 2, (shoulder[1] + elbow[1]) / 2)
            self._limb(shoulder, middle, 0.042, 0.042, sleeve)
        else:
            self._limb(shoulder, elbow, 0.04, 0.032, sleeve)

    def _head(self) -> None:
        pen, unit, (x, y) = self.pen, self.unit, self.at["head"]
        neck = self.at["neck"]
        pen.limb(
            (neck[0], neck[1] + 0.015 * unit),
            (x, y),
            0.03 * unit,
            0.032 * unit,
            pen.shade(self.skin, 0.5),
        )
        pen.ball(x, y, 0.05 * unit, 0.064 * unit, self.skin)
        hair = pen.shade(pen.tone((26, 20, 20), self.who.depth), 0.4)
        back = -self.who.facing
        pen.blob(
            [
                (x + back * 0.05 * unit, y + 0.012 * unit),
                (x + back * 0.052 * unit, y - 0.04 * unit),
                (x, y - 0.07 * unit),
                (x - back * 0.042 * unit, y - 0.045 * unit),
                (x, y - 0.034 * unit),
            ],
            hair,
        )
        self._hat(x, y, back)

    def _hat(self, x: float, y: float, back: int) -> None:
        pen, unit, hat = self.pen, self.unit, self.who.hat
        if hat == "scarf":
            pen.modelled(
                smooth(
                    [
                        (x + back * 0.056 * unit, y + 0.012 * unit),
                        (x + back * 0.072 * unit, y - 0.05 * unit),
                        (x + back * 0.01 * unit, y - 0.105 * unit),
                        (x - back * 0.05 * unit, y - 0.06 * unit),
                        (x - back * 0.044 * unit, y - 0.028 * unit),
                    ]
                ),
                self.second,
            )
            pen.ball(
                x + back * 0.066 * unit, y - 0.055 * unit, 0.026 * unit, 0.03 * unit, self.second
            )
        elif hat == "bun":
            pen.oval(
                x + back * 0.03 * unit,
                y - 0.075 * unit,
                0.032 * unit,
                0.03 * unit,
                pen.tone((30, 22, 22), self.who.depth),
            )
        elif hat == "cap":
            pen.modelled(
                smooth(
                    [
                        (x - 0.05 * unit, y - 0.03 * unit),
                        (x - 0.045 * unit, y - 0.078 * unit),
                        (x + 0.045 * unit, y - 0.078 * unit),
                        (x + 0.05 * unit, y - 0.03 * unit),
                    ]
                ),
                self.second,
            )
        elif hat == "turban":
            pen.ball(x, y - 0.045 * unit, 0.066 * unit, 0.042 * unit, self.second)
            pen.ball(x, y + 0.045 * unit, 0.056 * unit, 0.036 * unit, self.second)
        elif hat in ("helmet", "hardhat"):
            drop = 0.0 if hat == "helmet" else -0.03
            pen.ball(
                x,
                y + (drop - 0.018) * unit,
                0.06 * unit,
                0.058 * unit,
                self.cloth if hat == "helmet" else pen.tone((240, 190, 50), self.who.depth),
            )
        elif hat == "straw":
            straw = pen.tone((214, 178, 108), self.who.depth)
            pen.oval(x, y - 0.04 * unit, 0.12 * unit, 0.024 * unit, pen.shade(straw, 0.3))
            pen.modelled(
                [
                    (x - 0.1 * unit, y - 0.045 * unit),
                    (x, y - 0.125 * unit),
                    (x + 0.1 * unit, y - 0.045 * unit),
                ],
                straw,
            )

    def _load(self) -> None:
        pen, unit, (x, y) = self.pen, self.unit, self.at["head"]
        top = y - 0.09 * unit
        if self.who.load == "basin":
            heap = pen.tone(mix(self.who.second, (236, 152, 34), 0.6), self.who.depth)
            pen.ball(x, top - 0.075 * unit, 0.11 * unit, 0.06 * unit, heap)
            metal = pen.tone((166, 172, 176), self.who.depth)
            pen.modelled(
                [
                    (x - 0.14 * unit, top - 0.08 * unit),
                    (x + 0.14 * unit, top - 0.08 * unit),
                    (x + 0.085 * unit, top),
                    (x - 0.085 * unit, top),
                ],
                metal,
                0.6,
            )
        elif self.who.load == "bundle":
            pen.ball(
                x,
                top - 0.05 * unit,
                0.15 * unit,
                0.075 * unit,
                pen.tone((214, 196, 158), self.who.depth),
            )
        elif self.who.load == "tray":
            pen.modelled(
                [
                    (x - 0.13 * unit, top - 0.03 * unit),
                    (x + 0.13 * unit, top - 0.03 * unit),
                    (x + 0.12 * unit, top),
                    (x - 0.12 * unit, top),
                ],
                pen.tone((150, 112, 74), self.who.depth),
            )
            for shift in (-0.08, -0.03, 0.03, 0.08):
                pen.ball(
                    x + shift * unit,
                    top - 0.05 * unit,
                    0.032 * unit,
                    0.03 * unit,
                    pen.tone(self.who.second, self.who.depth),
                )
