"""Vehicles, tools and weapons that the font has no glyph for; each is 1 high and stands on 0."""

# ruff: noqa: E501 - a form reads best with its corners in a line
from __future__ import annotations

import math
from collections.abc import Callable

from realtime.scenery.objects.pen import Pen

_BODY, _LIGHT, _BRIGHT, _DEEP, _DARK = 168, 225, 248, 118, 78


def _spoked(pen: Pen, x: float, r: float, low: float = 0.03) -> None:
    """A wheel of a cart, on the ground."""
    y = low + r
    pen.disc(x, y, r, _DEEP)
    pen.disc(x, y, 0.76 * r, _BRIGHT)
    for k in range(4):
        c, s = r * 0.76 * math.cos(math.pi * k / 4), r * 0.76 * math.sin(math.pi * k / 4)
        pen.line([(x - c, y - s), (x + c, y + s)], 0.028)
    pen.disc(x, y, 0.16 * r, _DARK)


def _bicycle(pen: Pen) -> None:
    for x in (-0.62, 0.62):
        pen.disc(x, 0.38, 0.37, _DARK)
        pen.disc(x, 0.38, 0.29, _BRIGHT)
        for k in range(3):
            c, s = 0.28 * math.cos(math.pi * (k + 0.5) / 3), 0.28 * math.sin(math.pi * (k + 0.5) / 3)
            pen.line([(x - c, 0.38 - s), (x + c, 0.38 + s)], 0.022)
    hub, seat, head = (-0.05, 0.36), (-0.24, 0.86), (0.44, 0.84)
    for points in (
        [(-0.62, 0.38), hub, seat, (-0.62, 0.38)],
        [seat, (-0.18, 0.72), head, hub],
        [head, (0.62, 0.38)],
    ):
        pen.limb(points, 0.06, _BODY)
    pen.limb([(0.36, 1.04), (0.42, 0.98), head], 0.05, _DARK)
    pen.limb([(0.26, 1.06), (0.5, 1.06)], 0.06, _DARK)
    pen.limb([(-0.38, 0.92), (-0.1, 0.92)], 0.09, _DARK)
    pen.disc(*hub, 0.1, _DEEP)
    pen.line([(-0.05, 0.36), (0.06, 0.2)], 0.04)


def _cannon(pen: Pen) -> None:
    pen.limb([(-0.9, 0.1), (-0.1, 0.36)], 0.1, _DEEP)
    pen.form([(-0.46, 0.36), (-0.4, 0.62), (0.86, 0.94), (0.94, 0.72), (-0.3, 0.3)], _BODY)
    pen.form([(0.78, 0.94), (0.92, 0.98), (1.02, 0.72), (0.88, 0.68)], _DARK)
    pen.disc(-0.46, 0.48, 0.09, _DARK)
    _spoked(pen, 0.0, 0.29)


def _tank(pen: Pen) -> None:
    pen.limb([(0.1, 0.68), (1.05, 0.78)], 0.09, _DEEP)
    pen.form([(-0.4, 0.52), (0.36, 0.52), (0.28, 0.82), (-0.3, 0.82)], _BODY)
    pen.box(-0.2, 0.82, 0.04, 0.92, _DEEP)
    pen.form([(-0.84, 0.36), (0.86, 0.36), (0.7, 0.54), (-0.76, 0.54)], _BODY)
    pen.form([(-0.9, 0.2), (-0.78, 0.38), (0.8, 0.38), (0.92, 0.2), (0.74, 0.03), (-0.72, 0.03)], _DARK, True)
    for x in (-0.6, -0.3, 0.0, 0.3, 0.6):
        pen.disc(x, 0.19, 0.11, _LIGHT)


def _submarine(pen: Pen) -> None:
    pen.form(
        [
            (-1.0, 0.34),
            (-0.7, 0.56),
            (-0.1, 0.62),
            (0.6, 0.58),
            (1.0, 0.36),
            (0.6, 0.12),
            (-0.1, 0.08),
            (-0.7, 0.14),
        ],
        _BODY,
        True,
    )
    pen.form([(-0.3, 0.58), (0.24, 0.58), (0.16, 0.82), (-0.24, 0.82)], _DEEP)
    pen.limb([(0.0, 0.82), (0.0, 0.98), (0.14, 0.98)], 0.05, _DARK)
    for x in (-0.4, 0.0, 0.4):
        pen.disc(x, 0.36, 0.09, _BRIGHT)
    pen.form([(-0.92, 0.34), (-1.16, 0.6), (-1.16, 0.08)], _DEEP)


def _airship(pen: Pen) -> None:
    pen.form([(-0.96, 0.6), (-1.2, 0.92), (-0.8, 0.78)], _DEEP)
    pen.form([(-0.96, 0.56), (-1.2, 0.24), (-0.8, 0.4)], _DEEP)
    pen.form(
        [
            (-1.05, 0.58),
            (-0.6, 0.84),
            (0.2, 0.92),
            (0.86, 0.76),
            (1.06, 0.58),
            (0.86, 0.4),
            (0.2, 0.26),
            (-0.6, 0.34),
        ],
        _BODY,
        True,
    )
    for y in (0.7, 0.46):
        pen.line([(-0.8, 0.58 + 0.5 * (y - 0.58)), (0.1, y), (0.9, 0.58 + 0.5 * (y - 0.58))], 0.018)
    pen.form([(-0.3, 0.24), (0.36, 0.24), (0.26, 0.06), (-0.2, 0.06)], _DEEP)
    for x in (-0.12, 0.06, 0.24):
        pen.dot(x, 0.15, 0.04, _BRIGHT)


def _drone(pen: Pen) -> None:
    for side in (-1.0, 1.0):
        pen.limb([(side * 0.2, 0.5), (side * 0.78, 0.66)], 0.06, _DEEP)
        pen.limb([(side * 0.78, 0.66), (side * 0.78, 0.78)], 0.05, _DARK)
        pen.disc(side * 0.78, 0.82, 0.34, _BRIGHT, 0.035)
        pen.limb([(side * 0.2, 0.4), (side * 0.4, 0.06), (side * 0.52, 0.06)], 0.04, _DARK)
    pen.form(
        [(-0.34, 0.44), (-0.24, 0.62), (0.24, 0.62), (0.34, 0.44), (0.2, 0.34), (-0.2, 0.34)], _BODY, True
    )
    pen.disc(0.0, 0.32, 0.11, _DARK)
    pen.dot(0.02, 0.34, 0.04, _BRIGHT)


def _excavator(pen: Pen) -> None:
    pen.form(
        [(-0.86, 0.16), (-0.76, 0.28), (0.1, 0.28), (0.2, 0.16), (0.08, 0.03), (-0.74, 0.03)], _DARK, True
    )
    pen.form([(-0.84, 0.3), (0.14, 0.3), (0.14, 0.5), (-0.84, 0.56)], _BODY)
    pen.form([(-0.36, 0.5), (0.14, 0.5), (0.1, 0.9), (-0.3, 0.9)], _BODY)
    pen.form([(-0.24, 0.58), (0.06, 0.58), (0.03, 0.82), (-0.2, 0.82)], _BRIGHT)
    pen.limb([(0.14, 0.44), (0.5, 0.94), (0.94, 0.66), (0.9, 0.34)], 0.1, _BODY)
    pen.form([(0.78, 0.36), (1.04, 0.38), (1.0, 0.12), (0.82, 0.06), (0.7, 0.2)], _DEEP)


def _cart(pen: Pen) -> None:
    """Of wood, with its shafts."""
    pen.form([(-0.76, 0.4), (0.5, 0.4), (0.58, 0.76), (-0.84, 0.76)], _BODY)
    for y in (0.52, 0.64):
        pen.line([(-0.8, y), (0.54, y)], 0.018)
    pen.limb([(0.5, 0.42), (1.15, 0.5)], 0.05, _DEEP)
    _spoked(pen, -0.16, 0.31)


def _coach(pen: Pen) -> None:
    """A carriage with a cabin, as from a fairy tale."""
    pen.form([(-0.6, 0.34), (-0.68, 0.62), (-0.56, 0.9), (0.3, 0.9), (0.42, 0.62), (0.34, 0.34)], _BODY, True)
    pen.box(-0.46, 0.54, -0.2, 0.78, _BRIGHT)
    pen.box(-0.06, 0.54, 0.2, 0.78, _BRIGHT)
    pen.limb([(-0.58, 0.94), (0.34, 0.94)], 0.05, _DEEP)
    pen.form([(0.4, 0.44), (0.8, 0.44), (0.78, 0.62), (0.5, 0.6)], _DEEP)
    pen.limb([(-0.6, 0.3), (0.7, 0.3)], 0.05, _DARK)
    _spoked(pen, -0.46, 0.25)
    _spoked(pen, 0.56, 0.19)


def _wheelbarrow(pen: Pen) -> None:
    pen.limb([(-1.0, 0.5), (0.5, 0.24)], 0.06, _DEEP)
    pen.form([(-0.5, 0.4), (0.34, 0.3), (0.66, 0.8), (-0.7, 0.8)], _BODY)
    pen.limb([(-0.44, 0.38), (-0.5, 0.04)], 0.06, _DEEP)
    pen.disc(0.6, 0.22, 0.19, _DARK)
    pen.disc(0.6, 0.22, 0.07, _BRIGHT)


def _waterwheel(pen: Pen) -> None:
    pen.form([(-1.0, 0.03), (-0.36, 0.03), (-0.36, 0.56), (-1.0, 0.56)], _LIGHT)
    pen.form([(-1.12, 0.54), (-0.24, 0.54), (-0.68, 0.94)], _DEEP)
    pen.box(-0.8, 0.04, -0.58, 0.34, _DARK)
    pen.disc(0.3, 0.46, 0.42, _DEEP)
    pen.disc(0.3, 0.46, 0.33, _BRIGHT)
    for k in range(12):
        c, s = math.cos(math.pi * k / 6), math.sin(math.pi * k / 6)
        pen.line([(0.3, 0.46), (0.3 + 0.36 * c, 0.46 + 0.36 * s)], 0.026)
        pen.limb([(0.3 + 0.38 * c, 0.46 + 0.38 * s), (0.3 + 0.48 * c, 0.46 + 0.48 * s)], 0.05, _DEEP)
    pen.disc(0.3, 0.46, 0.07, _DARK)
    for y in (0.02, 0.08):
        pen.line([(-0.2, y), (0.1, y + 0.03), (0.4, y), (0.7, y + 0.03), (1.0, y)], 0.03, _BODY)


def _shovel(pen: Pen) -> None:
    pen.limb([(0.0, 0.36), (0.0, 0.9)], 0.06, _DEEP)
    pen.limb([(-0.13, 0.94), (0.13, 0.94)], 0.07, _DEEP)
    pen.form([(-0.22, 0.42), (0.22, 0.42), (0.22, 0.2), (0.0, 0.02), (-0.22, 0.2)], _BODY)
    pen.line([(0.0, 0.4), (0.0, 0.16)], 0.02)


def _rake(pen: Pen) -> None:
    pen.limb([(0.0, 0.26), (0.0, 0.98)], 0.055, _DEEP)
    pen.limb([(-0.32, 0.24), (0.32, 0.24)], 0.06, _BODY)
    for k in range(7):
        x = -0.3 + 0.1 * k
        pen.limb([(x, 0.24), (x, 0.04)], 0.03, _BODY)


def _sickle(pen: Pen) -> None:
    pen.limb([(-0.34, 0.04), (-0.14, 0.36)], 0.1, _DEEP)
    pen.form([(-0.2, 0.36), (-0.3, 0.62), (-0.16, 0.88), (0.18, 0.98), (0.5, 0.8), (0.2, 0.84), (-0.04, 0.76), (-0.14, 0.6),
              (-0.08, 0.38)], _BRIGHT)  # fmt: skip


def _hoe(pen: Pen) -> None:
    pen.limb([(-0.3, 0.03), (0.2, 0.92)], 0.07, _DEEP)
    pen.form([(0.14, 0.98), (0.26, 0.9), (0.6, 0.62), (0.46, 0.5), (0.22, 0.78)], _BRIGHT)


def _lawnmower(pen: Pen) -> None:
    pen.limb([(-0.3, 0.34), (-0.86, 0.96), (-1.0, 0.94)], 0.06, _DARK)
    pen.form([(-0.5, 0.14), (0.72, 0.14), (0.68, 0.4), (0.3, 0.46), (-0.46, 0.42)], _BODY)
    pen.box(-0.1, 0.44, 0.34, 0.64, _DEEP)
    for x in (-0.34, 0.54):
        pen.disc(x, 0.15, 0.13, _DARK)
        pen.disc(x, 0.15, 0.05, _BRIGHT)


def _anvil(pen: Pen) -> None:
    pen.form([(-0.36, 0.03), (0.36, 0.03), (0.2, 0.24), (0.18, 0.46), (-0.18, 0.46), (-0.2, 0.24)], _DEEP)
    pen.form(
        [(-0.4, 0.46), (0.4, 0.46), (0.46, 0.78), (-0.4, 0.78), (-0.66, 0.74), (-0.96, 0.72), (-0.7, 0.56)],
        _BODY,
    )


def _gallows(pen: Pen) -> None:
    pen.box(-0.6, 0.02, 0.6, 0.12, _DEEP)
    pen.limb([(-0.4, 0.1), (-0.4, 0.96)], 0.08, _BODY)
    pen.limb([(-0.44, 0.96), (0.4, 0.96)], 0.08, _BODY)
    pen.limb([(-0.38, 0.7), (-0.14, 0.94)], 0.06, _BODY)
    pen.line([(0.3, 0.94), (0.3, 0.62)], 0.03)
    pen.disc(0.3, 0.52, 0.1, _BRIGHT)


def _binoculars(pen: Pen) -> None:
    for x in (-0.34, 0.34):
        pen.form(
            [
                (x - 0.3, 0.06),
                (x + 0.3, 0.06),
                (x + 0.2, 0.6),
                (x + 0.16, 0.9),
                (x - 0.16, 0.9),
                (x - 0.2, 0.6),
            ],
            _BODY,
        )
        pen.disc(x, 0.1, 0.3, _BRIGHT, 0.09)
        pen.box(x - 0.18, 0.84, x + 0.18, 0.97, _DARK)
    pen.box(-0.14, 0.4, 0.14, 0.62, _DEEP)


def _crossbow(pen: Pen) -> None:
    pen.limb([(0.0, 0.05), (0.0, 0.86)], 0.1, _DEEP)
    pen.limb([(-0.66, 0.5), (-0.46, 0.72), (0.0, 0.82), (0.46, 0.72), (0.66, 0.5)], 0.06, _BODY)
    pen.line([(-0.66, 0.5), (0.0, 0.36), (0.66, 0.5)], 0.02)
    pen.limb([(0.0, 0.36), (0.0, 0.94)], 0.03, _BRIGHT)
    pen.form([(-0.06, 0.9), (0.0, 1.0), (0.06, 0.9)], _BRIGHT)


def _robot(pen: Pen) -> None:
    """On two legs, waving."""
    for side in (-1.0, 1.0):
        pen.limb([(side * 0.1, 0.36), (side * 0.11, 0.1)], 0.09, _DEEP)
        pen.box(side * 0.12 - 0.1, 0.02, side * 0.12 + 0.1, 0.1, _DARK)
    pen.limb([(-0.22, 0.6), (-0.34, 0.48), (-0.3, 0.36)], 0.07, _DEEP)
    pen.limb([(0.22, 0.6), (0.36, 0.7), (0.38, 0.86)], 0.07, _DEEP)
    pen.disc(-0.3, 0.33, 0.05, _LIGHT)
    pen.disc(0.38, 0.9, 0.05, _LIGHT)
    pen.box(-0.22, 0.34, 0.22, 0.66, _BODY)
    pen.box(-0.12, 0.46, 0.12, 0.58, _BRIGHT)
    for x in (-0.1, 0.0, 0.1):
        pen.dot(x, 0.4, 0.024)
    pen.box(-0.06, 0.66, 0.06, 0.7, _DARK)
    pen.box(-0.18, 0.7, 0.18, 0.92, _BODY)
    for x in (-0.08, 0.08):
        pen.disc(x, 0.82, 0.045, _BRIGHT)
    pen.line([(-0.08, 0.745), (0.08, 0.745)], 0.022)
    pen.line([(0.0, 0.92), (0.0, 0.97)], 0.02)
    pen.dot(0.0, 0.99, 0.03)


MACHINES: dict[str, Callable[[Pen], None]] = {
    "bicycle": _bicycle, "cannon": _cannon, "tank": _tank, "submarine": _submarine, "airship": _airship, "drone": _drone,
    "excavator": _excavator, "cart": _cart, "coach": _coach, "wheelbarrow": _wheelbarrow,
    "waterwheel": _waterwheel, "shovel": _shovel, "rake": _rake, "sickle": _sickle, "hoe": _hoe,
    "lawnmower": _lawnmower, "anvil": _anvil, "gallows": _gallows, "binoculars": _binoculars, "crossbow": _crossbow, "robot": _robot,
}  # fmt: skip
