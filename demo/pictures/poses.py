"""The joints of a body for each pose, facing right, in heights of the person (y upwards)."""

from .pen import Point

Joints = dict[str, Point]

_STAND: Joints = {
    "head": (0.008, 0.925),
    "neck": (0.0, 0.83),
    "hip": (0.0, 0.5),
    "far_knee": (-0.04, 0.27),
    "far_foot": (-0.05, 0.0),
    "near_knee": (0.045, 0.27),
    "near_foot": (0.055, 0.0),
    "far_elbow": (-0.125, 0.67),
    "far_hand": (-0.12, 0.51),
    "near_elbow": (0.125, 0.67),
    "near_hand": (0.12, 0.51),
}
_WALK: Joints = _STAND | {
    "head": (0.035, 0.925),
    "neck": (0.02, 0.83),
    "far_knee": (-0.04, 0.27),
    "far_foot": (-0.15, 0.03),
    "near_knee": (0.1, 0.28),
    "near_foot": (0.15, 0.0),
    "far_elbow": (-0.1, 0.67),
    "far_hand": (-0.11, 0.53),
    "near_elbow": (0.11, 0.67),
    "near_hand": (0.18, 0.56),
}
_SIT: Joints = {
    "head": (0.03, 0.7),
    "neck": (0.015, 0.6),
    "hip": (0.0, 0.28),
    "far_knee": (0.2, 0.29),
    "far_foot": (0.2, 0.0),
    "near_knee": (0.23, 0.27),
    "near_foot": (0.24, 0.0),
    "far_elbow": (-0.04, 0.44),
    "far_hand": (0.13, 0.34),
    "near_elbow": (0.06, 0.42),
    "near_hand": (0.18, 0.34),
}

POSES: dict[str, Joints] = {
    "stand": _STAND,
    "walk": _WALK,
    "sit": _SIT,
    "write": _SIT
    | {
        "head": (0.1, 0.68),
        "neck": (0.05, 0.6),
        "far_elbow": (0.1, 0.46),
        "far_hand": (0.24, 0.45),
        "near_elbow": (0.08, 0.44),
        "near_hand": (0.28, 0.46),
    },
    "carry": _WALK
    | {
        "head": (0.02, 0.925),
        "far_knee": (-0.02, 0.27),
        "far_foot": (-0.1, 0.02),
        "near_knee": (0.07, 0.28),
        "near_foot": (0.1, 0.0),
        "near_elbow": (0.15, 0.85),
        "near_hand": (0.1, 1.02),
    },
    "talk": _STAND | {"near_elbow": (0.13, 0.67), "near_hand": (0.23, 0.75)},
    "speak": _STAND
    | {
        "near_elbow": (0.15, 0.74),
        "near_hand": (0.23, 0.9),
        "far_elbow": (-0.14, 0.68),
        "far_hand": (-0.05, 0.58),
    },
    "raise": _STAND
    | {
        "far_elbow": (-0.14, 0.9),
        "far_hand": (-0.13, 1.06),
        "near_elbow": (0.14, 0.92),
        "near_hand": (0.15, 1.08),
    },
    "hold": _STAND
    | {
        "far_elbow": (-0.1, 0.66),
        "far_hand": (0.06, 0.66),
        "near_elbow": (0.12, 0.65),
        "near_hand": (0.12, 0.7),
    },
    "work": _STAND
    | {
        "head": (0.06, 0.915),
        "neck": (0.03, 0.82),
        "far_elbow": (0.07, 0.62),
        "far_hand": (0.2, 0.55),
        "near_elbow": (0.1, 0.6),
        "near_hand": (0.24, 0.54),
    },
    "hoe": {
        "head": (0.31, 0.71),
        "neck": (0.22, 0.68),
        "hip": (-0.06, 0.48),
        "far_knee": (-0.06, 0.25),
        "far_foot": (-0.1, 0.0),
        "near_knee": (0.05, 0.26),
        "near_foot": (0.07, 0.0),
        "far_elbow": (0.24, 0.5),
        "far_hand": (0.3, 0.36),
        "near_elbow": (0.27, 0.48),
        "near_hand": (0.36, 0.35),
    },
    "run": {
        "head": (0.13, 0.92),
        "neck": (0.09, 0.83),
        "hip": (0.0, 0.52),
        "far_knee": (-0.08, 0.3),
        "far_foot": (-0.27, 0.22),
        "near_knee": (0.17, 0.42),
        "near_foot": (0.17, 0.14),
        "far_elbow": (0.2, 0.68),
        "far_hand": (0.27, 0.78),
        "near_elbow": (-0.05, 0.68),
        "near_hand": (-0.09, 0.55),
    },
    "kick": {
        "head": (-0.03, 0.92),
        "neck": (-0.05, 0.83),
        "hip": (0.0, 0.52),
        "far_knee": (-0.01, 0.27),
        "far_foot": (-0.06, 0.0),
        "near_knee": (0.17, 0.42),
        "near_foot": (0.34, 0.27),
        "far_elbow": (0.08, 0.7),
        "far_hand": (0.2, 0.7),
        "near_elbow": (-0.17, 0.76),
        "near_hand": (-0.27, 0.84),
    },
    "ride": _SIT
    | {
        "head": (0.07, 0.71),
        "neck": (0.04, 0.62),
        "far_elbow": (0.15, 0.5),
        "far_hand": (0.28, 0.46),
        "near_elbow": (0.13, 0.46),
        "near_hand": (0.27, 0.44),
        "near_foot": (0.17, 0.02),
        "far_foot": (0.17, 0.02),
    },
    "pole": _STAND
    | {
        "head": (0.03, 0.92),
        "neck": (0.02, 0.83),
        "far_elbow": (0.12, 0.72),
        "far_hand": (0.2, 0.62),
        "near_elbow": (0.16, 0.82),
        "near_hand": (0.2, 0.96),
    },
    "dive": {
        "head": (0.36, 0.52),
        "neck": (0.27, 0.5),
        "hip": (-0.04, 0.42),
        "far_knee": (-0.22, 0.34),
        "far_foot": (-0.4, 0.28),
        "near_knee": (-0.2, 0.42),
        "near_foot": (-0.32, 0.5),
        "far_elbow": (0.4, 0.6),
        "far_hand": (0.52, 0.68),
        "near_elbow": (0.42, 0.54),
        "near_hand": (0.56, 0.6),
    },
}
