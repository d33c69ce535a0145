"""Four-legged animals that do something: curled up asleep, lying, sitting, running, dancing, in the water."""

# ruff: noqa: E501 - a form reads best with its corners in a line
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from realtime.scenery.objects.marks import asleep, falling, speed, water
from realtime.scenery.objects.pen import Pen, Point

_LIGHT, _DEEP, _DARK, _EYE = 236, 118, 78, 20


@dataclass(frozen=True, slots=True)
class Beast:
    """ears: point, flop, round, long; tail: thin, bushy, short, tuft; muzzle: how far it reaches, in heights;
    tone: of the body, limbs: of the legs; mark: of _MARKS, "" for none; thick: of the legs."""

    ears: str = "point"
    tail: str = "thin"
    muzzle: float = 0.14
    tone: int = 168
    limbs: int = 168
    mark: str = ""
    thick: float = 0.09


BEASTS = {
    "🐈": Beast(mark="stripes", muzzle=0.1), "🐕": Beast("flop", "thin", 0.17), "🐩": Beast("flop", "tuft", 0.17, mark="wool"),
    "wolf": Beast("point", "bushy", 0.22), "fox": Beast("point", "bushy", 0.22, limbs=_DARK), "raccoon": Beast("round", "bushy", 0.16, mark="mask"),
    "bear": Beast("round", "short", 0.15, thick=0.14), "panda": Beast("round", "short", 0.12, 246, 30, "mask", 0.14),
    "lion": Beast("round", "tuft", 0.14, mark="mane", thick=0.11), "🐅": Beast("round", "thin", 0.14, mark="stripes", thick=0.11),
    "🐆": Beast("round", "thin", 0.14, mark="spots"), "🐎": Beast("point", "bushy", 0.27, mark="crest", thick=0.08),
    "🐇": Beast("long", "short", 0.09), "🐄": Beast("flop", "tuft", 0.22, 236, 236, "cow"), "🐂": Beast("flop", "tuft", 0.22, mark="horns", thick=0.12),
    "🐃": Beast("flop", "tuft", 0.22, mark="horns", thick=0.12), "🦌": Beast("point", "short", 0.2, mark="antlers", thick=0.06), "🐑": Beast("flop", "short", 0.17, 240, _DARK, "wool", 0.07),
    "🐐": Beast("flop", "short", 0.19, mark="horns", thick=0.07), "🐖": Beast("flop", "short", 0.15, thick=0.1), "🐁": Beast("round", "thin", 0.16, thick=0.05),
    "🐀": Beast("round", "thin", 0.18, thick=0.05), "🐿": Beast("point", "bushy", 0.1, thick=0.06), "🐒": Beast("round", "thin", 0.1, thick=0.08),
}  # fmt: skip
"""Animals that can be drawn in a pose of POSES."""
_Points = list[Point]


def _ears(pen: Pen, x: float, y: float, kind: Beast) -> None:
    for side in (-1, 1):
        at = x + side * 0.11
        if kind.ears == "point":
            pen.form([(at - 0.09, y + 0.09), (at + side * 0.03, y + 0.33), (at + 0.09, y + 0.09)], kind.tone)
        elif kind.ears == "long":
            pen.form([(at - 0.05, y + 0.1), (at - 0.06, y + 0.4), (at, y + 0.48), (at + 0.06, y + 0.4), (at + 0.05, y + 0.1)], kind.tone, True)  # fmt: skip
        elif kind.ears == "round":
            pen.disc(at + side * 0.03, y + 0.17, 0.075, kind.limbs if kind.mark == "mask" else kind.tone)


def _head(pen: Pen, x: float, y: float, kind: Beast, shut: bool = False) -> None:
    """Its middle at (x, y), looking right."""
    if kind.mark == "mane":
        for k in range(12):
            angle = k * np.pi / 6
            pen.disc(x + 0.2 * float(np.cos(angle)), y + 0.2 * float(np.sin(angle)), 0.1, _DARK)
    if kind.mark == "antlers":
        for side in (-1, 1):
            pen.limb([(x + side * 0.05, y + 0.12), (x + side * 0.16, y + 0.34), (x + side * 0.12, y + 0.5)], 0.03, _DARK)  # fmt: skip
            pen.limb([(x + side * 0.15, y + 0.3), (x + side * 0.3, y + 0.42)], 0.03, _DARK)
    if kind.mark == "horns":
        for side in (-1, 1):
            pen.limb([(x + side * 0.1, y + 0.12), (x + side * 0.24, y + 0.2), (x + side * 0.24, y + 0.34)], 0.045, _LIGHT)  # fmt: skip
    if kind.mark == "crest":
        pen.form([(x - 0.24, y - 0.1), (x - 0.22, y + 0.2), (x, y + 0.28), (x + 0.06, y + 0.12), (x - 0.08, y)], _DARK, True)  # fmt: skip
    _ears(pen, x, y, kind)
    pen.disc(x, y, 0.19, kind.tone, 0.175)
    long = kind.muzzle > 0.16
    pen.disc(x + 0.08 + 0.5 * kind.muzzle, y - 0.06, 0.05 + 0.5 * kind.muzzle, kind.tone if long else _LIGHT, 0.085)  # fmt: skip
    tip = x + 0.1 + kind.muzzle
    pen.dot(tip, y - 0.035, 0.028, _EYE)
    if kind.mark == "mask":
        pen.dot(x + 0.04, y + 0.03, 0.06, _DARK if kind.tone < 200 else 30)
    if kind.ears == "flop":
        pen.form([(x - 0.12, y + 0.16), (x - 0.22, y + 0.06), (x - 0.2, y - 0.14), (x - 0.1, y - 0.12), (x - 0.04, y + 0.1)], _DEEP, True)  # fmt: skip
    if shut:
        pen.line([(x - 0.03, y + 0.03), (x + 0.03, y), (x + 0.1, y + 0.03)], 0.022)
    else:
        pen.dot(x + 0.05, y + 0.035, 0.028, 250 if kind.mark == "mask" else _EYE)


def _tail(pen: Pen, points: _Points, kind: Beast) -> None:
    """From the body outward."""
    if kind.tail == "short":
        pen.disc(*points[0], 0.07, _LIGHT if kind.ears == "long" else kind.tone)
    else:
        pen.limb(points, 0.13 if kind.tail == "bushy" else 0.06, kind.tone)
        if kind.tail != "thin":
            pen.disc(*points[-1], 0.075, _LIGHT if kind.tail == "bushy" else _DARK)


def _marks(pen: Pen, kind: Beast, back: _Points) -> None:
    """What the coat has along `back`, from behind to front."""
    for number, (x, y) in enumerate(back):
        if kind.mark == "stripes":
            pen.line([(x, y), (x + 0.03, y - 0.15)], 0.03)
        elif kind.mark == "spots":
            pen.dot(x, y - 0.08, 0.035, _DARK)
        elif kind.mark == "cow" and number != 1:
            pen.dot(x, y - 0.1, 0.1, _DARK)
        elif kind.mark == "wool":
            pen.disc(x, y - 0.03, 0.13, kind.tone)


def _sleep(pen: Pen, kind: Beast) -> None:
    _lying(pen, kind)
    _head(pen.beside((0.46, 0.23), 1.15), 0.0, 0.0, kind, shut=True)
    asleep(pen, (0.6, 0.5))


def _lie(pen: Pen, kind: Beast) -> None:
    _lying(pen, kind)
    pen.limb([(0.34, 0.3), (0.44, 0.46)], 0.19, kind.tone)
    _head(pen, 0.46, 0.56, kind)


def _lying(pen: Pen, kind: Beast) -> None:
    pen.form([(-0.56, 0.04), (-0.66, 0.24), (-0.46, 0.44), (-0.1, 0.46), (0.26, 0.4), (0.44, 0.2), (0.4, 0.04)], kind.tone, True)  # fmt: skip
    _marks(pen, kind, [(-0.34, 0.44), (-0.14, 0.45), (0.06, 0.43)])
    pen.form([(-0.54, 0.04), (-0.5, 0.24), (-0.3, 0.3), (-0.12, 0.2), (-0.1, 0.04)], kind.tone, True)
    pen.limb([(0.2, 0.07), (0.66, 0.05)], kind.thick, kind.limbs)
    pen.limb([(-0.3, 0.06), (0.0, 0.05)], kind.thick, kind.limbs)
    _tail(pen, [(-0.6, 0.12), (-0.78, 0.06), (-0.98, 0.1)], kind)


def _sit(pen: Pen, kind: Beast) -> None:
    _tail(pen, [(-0.36, 0.1), (-0.6, 0.08), (-0.74, 0.26)], kind)
    pen.form([(-0.36, 0.03), (-0.42, 0.26), (-0.26, 0.56), (-0.04, 0.78), (0.16, 0.74), (0.22, 0.46), (0.14, 0.06)], kind.tone, True)  # fmt: skip
    _marks(pen, kind, [(-0.34, 0.42), (-0.24, 0.56), (-0.12, 0.68)])
    pen.limb([(0.02, 0.5), (0.02, 0.05), (0.08, 0.04)], kind.thick, kind.limbs)
    pen.limb([(0.14, 0.5), (0.16, 0.05), (0.22, 0.04)], kind.thick, kind.limbs)
    pen.disc(-0.2, 0.2, 0.17, kind.tone)
    pen.limb([(-0.22, 0.05), (-0.06, 0.04)], kind.thick, kind.limbs)
    _head(pen, 0.12, 0.92, kind)


def _run(pen: Pen, kind: Beast) -> None:
    wide = kind.thick
    pen.limb([(-0.42, 0.5), (-0.62, 0.34), (-0.9, 0.36)], wide, _DEEP if kind.limbs == 168 else kind.limbs)
    pen.limb([(0.36, 0.46), (0.64, 0.44), (0.88, 0.36)], wide, _DEEP if kind.limbs == 168 else kind.limbs)
    _tail(pen, [(-0.54, 0.58), (-0.78, 0.68), (-1.0, 0.66)], kind)
    pen.form([(-0.62, 0.54), (-0.44, 0.74), (-0.06, 0.7), (0.24, 0.72), (0.54, 0.84), (0.6, 0.52), (0.3, 0.34), (-0.1, 0.38), (-0.48, 0.34)], kind.tone, True)  # fmt: skip
    _marks(pen, kind, [(-0.36, 0.72), (-0.12, 0.7), (0.12, 0.71)])
    pen.limb([(-0.46, 0.48), (-0.66, 0.24), (-0.94, 0.16)], wide * 1.15, kind.limbs)
    pen.limb([(0.4, 0.46), (0.66, 0.26), (0.9, 0.2)], wide * 1.15, kind.limbs)
    _head(pen.beside((0.62, 0.86), 1.25), 0.0, 0.0, kind)
    speed(pen, (-0.72, 0.46))


def _jump(pen: Pen, kind: Beast) -> None:
    _run(pen.beside((0.0, 0.28), 0.9, turn=20.0), kind)
    pen.disc(0.0, 0.02, 0.42, _DARK, 0.035)


def _dance(pen: Pen, kind: Beast) -> None:
    _tail(pen, [(-0.2, 0.26), (-0.42, 0.2), (-0.5, 0.38)], kind)
    pen.limb([(-0.2, 0.64), (-0.42, 0.76), (-0.46, 0.98)], kind.thick, kind.limbs)
    pen.limb([(0.12, 0.24), (0.34, 0.28), (0.42, 0.1)], kind.thick * 1.2, kind.limbs)
    pen.form([(-0.24, 0.24), (-0.26, 0.5), (-0.16, 0.74), (0.16, 0.74), (0.24, 0.5), (0.2, 0.22), (0.0, 0.16)], kind.tone, True)  # fmt: skip
    _marks(pen, kind, [(-0.14, 0.6), (0.0, 0.6), (0.14, 0.6)])
    pen.limb([(-0.12, 0.22), (-0.12, 0.05), (-0.04, 0.04)], kind.thick * 1.2, kind.limbs)
    pen.limb([(0.18, 0.64), (0.4, 0.72), (0.5, 0.94)], kind.thick, kind.limbs)
    _head(pen, 0.0, 0.9, kind)


def _swim(pen: Pen, kind: Beast) -> None:
    _run(pen.beside((0.0, -0.3)), kind)
    water(pen, 1.15, 0.12)


def _fall(pen: Pen, kind: Beast) -> None:
    _run(pen.beside((-0.3, 0.95), 0.66, turn=-125.0), kind)
    falling(pen, (0.1, 1.4))


POSES: dict[str, Callable[[Pen, Beast], None]] = {
    "sleep": _sleep, "lie": _lie, "sit": _sit, "run": _run, "jump": _jump, "dance": _dance, "cheer": _dance,
    "fight": _dance, "swim": _swim, "fall": _fall,
}  # fmt: skip
AT = "@"


def beast_posed(name: str, deed: str) -> str:
    """The drawing of an animal that does that, or itself where it only stands so."""
    # A horse of the font runs anyway.
    return f"{name}{AT}{deed}" if name in BEASTS and deed in POSES and (name, deed) != ("🐎", "run") else name


def is_beast(drawing: str) -> bool:
    """Whether a drawing is an animal in a pose."""
    base, at, pose = drawing.partition(AT)
    return bool(at) and base in BEASTS and pose in POSES


def beast_tones(drawing: str) -> tuple[np.ndarray, np.ndarray]:
    """(tones, cover), uint8 (H, W) each, of an animal in a pose, as `bake.fitted` takes them."""
    base, _, pose = drawing.partition(AT)
    pen = Pen()
    POSES[pose](pen.beside((0.0, 0.0)), BEASTS[base])
    return pen.planes()
