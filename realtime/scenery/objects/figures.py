"""People as whole figures without faces: a pose, a garment, hair, something on the head, something in the hand."""

# ruff: noqa: E501 - a form reads best with its corners in a line
from __future__ import annotations

from dataclasses import dataclass

from realtime.scenery.objects.pen import Pen, Point
from realtime.scenery.objects.props import PROPS
from realtime.scenery.objects.worn import wear

BODY, LIGHT, SKIN, DEEP, DARK = 168, 238, 214, 118, 78


@dataclass(frozen=True, slots=True)
class Pose:
    """Joints, in heights: (elbow, hand) and (knee, foot) of the left and right side; lean: of the upper body
    to the right at the shoulders; low: how far the body is sunk; turn: degrees to the left, of the whole; lift:
    above the ground; folded: the legs are seen whatever is worn."""

    left_arm: tuple[Point, Point] = ((-0.155, 0.61), (-0.165, 0.46))
    right_arm: tuple[Point, Point] = ((0.155, 0.61), (0.165, 0.46))
    left_leg: tuple[Point, Point] = ((-0.07, 0.25), (-0.075, 0.03))
    right_leg: tuple[Point, Point] = ((0.07, 0.25), (0.075, 0.03))
    lean: float = 0.0
    low: float = 0.0
    turn: float = 0.0
    lift: float = 0.0
    folded: bool = False


# The legs of who sits on the ground, from the hip forward.
_SEATED = ((0.17, 0.6), (0.34, 0.42)), ((0.28, 0.58), (0.46, 0.42))
POSES = {
    "stand": Pose(),
    "walk": Pose(
        ((-0.17, 0.62), (-0.12, 0.47)), ((0.16, 0.6), (0.2, 0.48)), ((-0.05, 0.25), (-0.17, 0.05)),
        ((0.1, 0.26), (0.13, 0.03)), 0.02,
    ),
    "run": Pose(
        ((-0.2, 0.6), (-0.24, 0.74)), ((0.2, 0.62), (0.3, 0.7)), ((-0.05, 0.27), (-0.27, 0.22)),
        ((0.17, 0.33), (0.15, 0.08)), 0.09,
    ),
    "dance": Pose(
        ((-0.23, 0.84), (-0.21, 1.02)), ((0.26, 0.72), (0.37, 0.84)), ((-0.08, 0.25), (-0.05, 0.03)),
        ((0.2, 0.36), (0.33, 0.22)), -0.02,
    ),
    "cheer": Pose(((-0.2, 0.86), (-0.2, 1.05)), ((0.2, 0.86), (0.2, 1.05)), ((-0.09, 0.25), (-0.13, 0.03)), ((0.09, 0.25), (0.13, 0.03))),
    "hold": Pose(right_arm=((0.19, 0.66), (0.24, 0.72))),
    "raise": Pose(right_arm=((0.21, 0.82), (0.24, 0.98))),
    "reach": Pose(right_arm=((0.22, 0.72), (0.33, 0.66)), left_arm=((-0.16, 0.6), (-0.2, 0.48))),
    "hand_right": Pose(right_arm=((0.17, 0.61), (0.22, 0.46))),
    "hand_left": Pose(left_arm=((-0.17, 0.61), (-0.22, 0.46))),
    "wave": Pose(right_arm=((0.22, 0.78), (0.3, 0.98)), left_arm=((-0.16, 0.61), (-0.15, 0.47))),
    "stoop": Pose(
        ((-0.05, 0.56), (-0.02, 0.42)), ((0.2, 0.56), (0.26, 0.42)), ((-0.06, 0.24), (-0.07, 0.03)),
        ((0.07, 0.24), (0.06, 0.03)), 0.11, 0.06,
    ),
    "play": Pose(((-0.2, 0.62), (-0.05, 0.57)), ((0.2, 0.62), (0.17, 0.68))),
    "sing": Pose(((-0.2, 0.66), (-0.28, 0.8)), ((0.17, 0.63), (0.1, 0.77))),
    "sit": Pose(
        ((-0.15, 0.6), (-0.1, 0.48)), ((0.16, 0.6), (0.18, 0.47)), ((0.13, 0.43), (0.15, 0.21)),
        ((0.2, 0.42), (0.22, 0.2)), -0.01, 0.0, folded=True,
    ),
    "ground": Pose(((-0.2, 0.58), (-0.24, 0.43)), ((0.22, 0.66), (0.26, 0.58)), *_SEATED, -0.03, folded=True),
    "bent": Pose(((-0.08, 0.6), (0.16, 0.62)), ((0.24, 0.62), (0.3, 0.68)), *_SEATED, 0.05, 0.02, folded=True),
    "feed": Pose(((-0.08, 0.6), (0.16, 0.6)), ((0.26, 0.68), (0.17, 0.79)), *_SEATED, 0.04, 0.0, folded=True),
    "weep": Pose(((-0.12, 0.6), (0.03, 0.8)), ((0.24, 0.62), (0.12, 0.8)), *_SEATED, 0.06, 0.03, folded=True),
    "lie": Pose(
        ((-0.2, 0.82), (-0.06, 0.99)), ((0.16, 0.6), (0.04, 0.5)), ((-0.09, 0.25), (-0.08, 0.03)),
        ((0.13, 0.27), (0.05, 0.04)), 0.0, 0.0, 90.0, 0.4, folded=True,
    ),
    "swim": Pose(
        ((-0.2, 0.86), (-0.1, 1.08)), ((0.22, 0.66), (0.3, 0.52)), ((-0.1, 0.25), (-0.2, 0.04)),
        ((0.1, 0.26), (0.16, 0.04)), 0.0, 0.0, -74.0, 0.3, folded=True,
    ),
    "fly": Pose(
        ((-0.18, 0.62), (-0.26, 0.5)), ((0.17, 0.92), (0.16, 1.14)), ((-0.06, 0.25), (-0.1, 0.03)),
        ((0.08, 0.26), (0.13, 0.04)), 0.0, 0.0, -66.0, 0.3, folded=True,
    ),
    "fall": Pose(
        ((-0.26, 0.84), (-0.4, 0.98)), ((0.28, 0.8), (0.44, 0.9)), ((-0.2, 0.32), (-0.18, 0.1)),
        ((0.22, 0.34), (0.4, 0.2)), 0.0, 0.0, 146.0, 1.2, folded=True,
    ),
    "jump": Pose(
        ((-0.24, 0.86), (-0.3, 1.04)), ((0.24, 0.86), (0.3, 1.04)), ((-0.2, 0.34), (-0.34, 0.2)),
        ((0.22, 0.36), (0.24, 0.14)), 0.0, 0.0, 0.0, 0.16, folded=True,
    ),
    "climb": Pose(
        ((-0.2, 0.72), (-0.12, 0.88)), ((0.24, 0.86), (0.26, 1.06)), ((-0.14, 0.28), (-0.1, 0.06)),
        ((0.26, 0.42), (0.22, 0.22)), 0.06, folded=True,
    ),
    "cradle": Pose(((-0.2, 0.6), (-0.02, 0.53)), ((0.2, 0.6), (0.08, 0.56))),
    "hug": Pose(((-0.02, 0.66), (0.18, 0.62)), ((0.22, 0.68), (0.34, 0.68)), lean=0.04),
    "keys": Pose(
        ((-0.04, 0.6), (0.24, 0.6)), ((0.2, 0.6), (0.36, 0.62)), ((0.14, 0.45), (0.15, 0.2)),
        ((0.22, 0.44), (0.24, 0.2)), 0.03, folded=True,
    ),
    "blow": Pose(((-0.04, 0.66), (0.16, 0.74)), ((0.24, 0.66), (0.26, 0.78))),
    "strum": Pose(((-0.2, 0.6), (-0.05, 0.53)), ((0.22, 0.62), (0.2, 0.66)), *_SEATED, 0.0, folded=True),
    "punch": Pose(
        ((-0.16, 0.62), (0.02, 0.72)), ((0.24, 0.74), (0.42, 0.76)), ((-0.16, 0.26), (-0.26, 0.03)),
        ((0.16, 0.28), (0.2, 0.03)), 0.05, 0.02, folded=True,
    ),
    "tool": Pose(((-0.06, 0.58), (0.2, 0.54)), ((0.22, 0.64), (0.22, 0.66)), lean=0.05),
    "kneel": Pose(
        ((-0.1, 0.62), (0.04, 0.62)), ((0.14, 0.62), (0.06, 0.65)), ((-0.02, 0.24), (-0.24, 0.22)),
        ((0.16, 0.44), (0.15, 0.2)), 0.0, 0.0, folded=True,
    ),
    "fight": Pose(
        ((-0.12, 0.66), (0.06, 0.62)), ((0.22, 0.66), (0.14, 0.6)), ((-0.15, 0.26), (-0.22, 0.03)),
        ((0.14, 0.27), (0.2, 0.03)), 0.0, 0.03,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """One person. wears: behind, on the head, on the body: names of `worn.wear`; holds: names of
    `props.PROPS`, in the right hand, the first in the left where it begins with "-"; size: 1 is grown up."""

    pose: str = "stand"
    garment: str = "trousers"
    hair: str = "short"
    wears: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    size: float = 1.0
    tone: int = BODY
    skin: int = SKIN


_UNDER_HEAD = "pillow"


def draw_figure(pen: Pen, figure: Figure) -> None:
    """The figure, its feet at the pen's origin; a child's head is larger."""
    pose = POSES[figure.pose]
    lean, low = pose.lean, pose.low
    child = figure.size < 0.75
    pen = pen.beside((0.0, pose.lift * figure.size), figure.size, turn=pose.turn)
    head = (lean * 1.45, 0.885 - low * 1.4 + (0.02 if child else 0.0))
    radius = 0.125 if child else 0.092
    left, right = (-0.115 + lean, 0.755 - low), (0.115 + lean, 0.755 - low)
    wear(pen, figure.wears, "behind", head, radius, lean)
    if figure.hair == "long":
        x, y = head
        pen.form([(x - 0.12, y + 0.02), (x - 0.13, y - 0.2), (x - 0.09, y - 0.3), (x + 0.09, y - 0.3),
                  (x + 0.13, y - 0.2), (x + 0.12, y + 0.02)], DARK, True)  # fmt: skip
    for name in figure.holds:
        if name == _UNDER_HEAD:
            PROPS[name](pen, head)
    _arm(pen, left, pose.left_arm, figure)
    garment = _folded if pose.folded and figure.garment in _WIDE else GARMENTS[figure.garment]
    garment(pen, pose, figure.tone, left, right, figure.skin)
    pen.limb([(head[0] * 0.85, 0.74 - low), (head[0] * 0.95, 0.8 - low)], 0.05, figure.skin)
    wear(pen, figure.wears, "body", head, radius, lean)
    pen.disc(*head, radius, figure.skin)
    _hair(pen, figure.hair, head, radius)
    wear(pen, figure.wears, "head", head, radius, lean)
    for name in figure.holds:
        if name == _UNDER_HEAD:
            continue
        hand = pose.left_arm[1] if name.startswith("-") else pose.right_arm[1]
        PROPS[name.removeprefix("-")](pen, hand)
    _arm(pen, right, pose.right_arm, figure)


def _arm(pen: Pen, shoulder: Point, arm: tuple[Point, Point], figure: Figure) -> None:
    wide = {"kimono": 0.11, "robe": 0.1, "suit": 0.12, "armour": 0.09, "hanbok": 0.09}.get(
        figure.garment, 0.066
    )
    x, y = shoulder
    inner = (x * 0.86, y - 0.02)
    bare = figure.garment in ("dress", "tutu", "gown", "fish")
    sleeve = figure.skin if bare else LIGHT if figure.garment in ("hanbok", "suit") else figure.tone
    pen.limb([inner, *arm], wide, sleeve)
    pen.disc(*arm[1], 0.036, LIGHT if figure.garment == "suit" else figure.skin)


def _hair(pen: Pen, hair: str, head: Point, r: float) -> None:
    x, y = head
    if hair in ("short", "long", "bun", "tail", "topknot", "white", "curly"):
        tone = 246 if hair == "white" else DARK
        pen.form([(x - r, y), (x - r * 0.95, y + r * 0.6), (x - r * 0.4, y + r * 1.12), (x + r * 0.4, y + r * 1.12),
                  (x + r * 0.95, y + r * 0.6), (x + r, y), (x + r * 0.55, y + r * 0.42), (x - r * 0.3, y + r * 0.5)],
                 tone, True)  # fmt: skip
        if hair == "bun":
            pen.disc(x - r * 0.8, y + r * 0.95, r * 0.42, tone)
        if hair == "topknot":
            pen.disc(x, y + r * 1.3, r * 0.34, tone)
        if hair == "tail":
            pen.limb([(x - r * 0.9, y + r * 0.5), (x - r * 1.9, y), (x - r * 1.7, y - r)], 0.05, tone)
        if hair == "curly":
            for dx, dy in ((-1.0, 0.3), (-0.75, 0.85), (0.0, 1.15), (0.75, 0.85), (1.0, 0.3)):
                pen.disc(x + dx * r, y + dy * r, r * 0.42, tone)
    if hair == "grey_bun":
        pen.disc(x - r * 0.75, y + r * 0.85, r * 0.45, 246)
        pen.form([(x - r, y - r * 0.1), (x - r * 0.9, y + r * 0.7), (x, y + r * 1.15), (x + r * 0.9, y + r * 0.7),
                  (x + r * 0.95, y + r * 0.1), (x + r * 0.2, y + r * 0.45)], 246, True)  # fmt: skip


def _legs(pen: Pen, pose: Pose, tone: int, width: float, skin: int | None = None) -> None:
    for side, leg in ((-0.06, pose.left_leg), (0.06, pose.right_leg)):
        knee, foot = leg
        pen.limb([(foot[0], foot[1] - 0.008), (foot[0] + 0.05, foot[1] - 0.01)], 0.05, DARK)
        pen.limb([(side, 0.47 - pose.low), knee, foot], width, tone if skin is None else skin)


def _torso(pen: Pen, left: Point, right: Point, tone: int, hem: float = 0.44, wide: float = 0.105) -> None:
    (lx, ly), (rx, ry) = left, right
    pen.form([(lx - 0.01, ly - 0.03), (lx + 0.045, ly + 0.03), (rx - 0.045, ry + 0.03), (rx + 0.01, ry - 0.03),
              (0.095, 0.58), (wide, hem), (-wide, hem), (-0.095, 0.58)], tone, True)  # fmt: skip


def _trousers(pen, pose, tone, left, right, skin):
    _legs(pen, pose, DEEP, 0.088)
    _torso(pen, left, right, tone)


def _coat(pen, pose, tone, left, right, skin):
    _legs(pen, pose, DARK, 0.088)
    _torso(pen, left, right, tone, 0.24, 0.17)
    pen.line([((left[0] + right[0]) / 2, 0.73 - pose.low), (0.0, 0.27)], 0.012)


def _skirted(pen, left, right, tone, hem: float, wide: float, waist: float = 0.075):
    (lx, ly), (rx, ry) = left, right
    pen.form([(-waist, 0.57), (waist, 0.57), (wide * 0.75, (hem + 0.45) / 2), (wide, hem), (wide * 0.4, hem - 0.015),
              (-wide * 0.4, hem - 0.015), (-wide, hem), (-wide * 0.75, (hem + 0.45) / 2)], tone)  # fmt: skip
    pen.form([(lx + 0.02, ly), (rx - 0.02, ry), (waist, 0.56), (-waist, 0.56)], tone)


def _dress(pen, pose, tone, left, right, skin):
    _legs(pen, pose, tone, 0.06, skin)
    _skirted(pen, left, right, tone, 0.2, 0.2)


def _tutu(pen, pose, tone, left, right, skin):
    _legs(pen, pose, tone, 0.06, skin)
    _skirted(pen, left, right, LIGHT, 0.42, 0.27)


def _gown(pen, pose, tone, left, right, skin):
    _skirted(pen, left, right, tone, 0.01, 0.31)
    pen.line([(-0.05, 0.5), (-0.12, 0.05)], 0.012)
    pen.line([(0.05, 0.5), (0.12, 0.05)], 0.012)


def _robe(pen, pose, tone, left, right, skin):
    (lx, ly), (rx, ry) = left, right
    pen.form([(lx, ly), (lx + 0.05, ly + 0.03), (rx - 0.05, ry + 0.03), (rx, ry), (0.15, 0.4), (0.19, 0.01),
              (-0.19, 0.01), (-0.15, 0.4)], tone)  # fmt: skip
    pen.line([(lx + 0.06, ly + 0.02), (0.01, 0.5), (0.02, 0.04)], 0.014)
    pen.line([(-0.14, 0.48), (0.14, 0.48)], 0.022, DARK)


def _kimono(pen, pose, tone, left, right, skin):
    (lx, ly), (rx, ry) = left, right
    pen.form([(lx, ly), (lx + 0.05, ly + 0.03), (rx - 0.05, ry + 0.03), (rx, ry), (0.12, 0.45), (0.15, 0.01),
              (-0.15, 0.01), (-0.12, 0.45)], tone)  # fmt: skip
    pen.form([(-0.115, 0.6), (0.115, 0.6), (0.12, 0.48), (-0.12, 0.48)], LIGHT)
    pen.line([(lx + 0.06, ly + 0.02), (0.0, 0.62), (rx - 0.06, ry + 0.02)], 0.014)
    pen.line([(0.02, 0.47), (0.05, 0.03)], 0.014)


def _hanbok(pen, pose, tone, left, right, skin):
    pen.form([(-0.1, 0.64), (0.1, 0.64), (0.24, 0.38), (0.29, 0.12), (0.2, 0.01), (-0.2, 0.01), (-0.29, 0.12),
              (-0.24, 0.38)], tone, True)  # fmt: skip
    (lx, ly), (rx, ry) = left, right
    pen.form(
        [(lx, ly), (lx + 0.05, ly + 0.03), (rx - 0.05, ry + 0.03), (rx, ry), (0.11, 0.6), (-0.11, 0.6)], LIGHT
    )
    pen.limb([(0.02, 0.68), (0.06, 0.5), (0.05, 0.36)], 0.022, DARK, 0.006)


def _armour(pen, pose, tone, left, right, skin):
    _legs(pen, pose, DARK, 0.12)
    (lx, ly), (rx, _) = left, right
    pen.form([(-0.12, 0.5), (0.12, 0.5), (0.19, 0.3), (-0.19, 0.3)], DEEP)
    _torso(pen, left, right, tone, 0.46, 0.12)
    for y in (0.66, 0.6, 0.54, 0.42, 0.36):
        pen.line([(-0.11, y), (0.11, y)], 0.01)
    for x, side in ((lx, -1), (rx, 1)):
        pen.form([(x - side * 0.02, ly + 0.04), (x + side * 0.09, ly), (x + side * 0.11, 0.58), (x + side * 0.01, 0.6)], DEEP)  # fmt: skip
        pen.line([(x + side * 0.02, 0.67), (x + side * 0.09, 0.66)], 0.01)


def _suit(pen, pose, tone, left, right, skin):
    _legs(pen, pose, LIGHT, 0.125)
    _torso(pen, left, right, LIGHT, 0.42, 0.13)
    pen.form([(-0.06, 0.66), (0.06, 0.66), (0.06, 0.56), (-0.06, 0.56)], DEEP)


def _fish(pen, pose, tone, left, right, skin):
    """Nothing below the waist: a tail is worn there."""
    _torso(pen, left, right, skin, 0.5, 0.095)
    pen.form([(left[0] + 0.03, 0.7), (right[0] - 0.03, 0.7), (0.085, 0.62), (-0.085, 0.62)], tone)


def _folded(pen, pose, tone, left, right, skin):
    """What is wide, over legs that are seen."""
    for side, (knee, foot) in ((-0.06, pose.left_leg), (0.06, pose.right_leg)):
        shin = 0.5 * (knee[0] + foot[0]), 0.5 * (knee[1] + foot[1])
        pen.limb([(foot[0], foot[1] - 0.008), (foot[0] + 0.05, foot[1] - 0.01)], 0.05, DARK)
        pen.limb([knee, foot], 0.06, skin)
        pen.limb([(side, 0.48), knee, shin], 0.14, tone)
    _torso(pen, left, right, tone, 0.44, 0.13)


_WIDE = ("coat", "dress", "tutu", "gown", "robe", "kimono", "hanbok")
GARMENTS = {
    "trousers": _trousers, "coat": _coat, "dress": _dress, "tutu": _tutu, "gown": _gown, "robe": _robe,
    "kimono": _kimono, "hanbok": _hanbok, "armour": _armour, "suit": _suit, "fish": _fish,
}  # fmt: skip
