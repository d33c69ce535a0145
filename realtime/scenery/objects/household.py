"""What stands about in a house and has no glyph of its own; each is 1 high and stands on 0."""

# ruff: noqa: E501 - a form reads best with its corners in a line
from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from realtime.scenery.objects.pen import Pen

_BODY, _LIGHT, _BRIGHT, _DEEP, _DARK = 168, 225, 248, 118, 78


def _oven(pen: Pen) -> None:
    pen.box(-0.42, 0.03, 0.42, 0.9, _LIGHT)
    pen.box(-0.42, 0.74, 0.42, 0.9, _BODY)
    for x in (-0.28, -0.1, 0.1, 0.28):
        pen.disc(x, 0.82, 0.04, _DARK)
    pen.box(-0.3, 0.16, 0.3, 0.56, _DARK)
    pen.form([(-0.2, 0.22), (-0.1, 0.4), (0.0, 0.26), (0.1, 0.44), (0.2, 0.22)], _BODY)
    pen.limb([(-0.28, 0.65), (0.28, 0.65)], 0.035, _DEEP)
    for x in (-0.2, 0.2):
        pen.limb([(x - 0.13, 0.93), (x + 0.13, 0.93)], 0.03, _DARK)


def _microwave(pen: Pen) -> None:
    pen.box(-0.75, 0.08, 0.75, 0.9, _LIGHT)
    pen.box(-0.65, 0.2, 0.34, 0.78, _DARK)
    pen.disc(-0.16, 0.32, 0.26, _BODY, 0.06)
    pen.form([(-0.34, 0.34), (-0.26, 0.56), (-0.06, 0.56), (0.02, 0.34)], _BRIGHT)
    pen.box(0.46, 0.62, 0.66, 0.76, _BODY)
    for y in (0.24, 0.38, 0.52):
        for x in (0.5, 0.62):
            pen.dot(x, y, 0.034)
    for x in (-0.6, 0.6):
        pen.limb([(x - 0.06, 0.03), (x + 0.06, 0.03)], 0.04, _DARK)


def _toaster(pen: Pen) -> None:
    for x in (-0.22, 0.22):
        pen.form(
            [
                (x - 0.2, 0.5),
                (x + 0.2, 0.5),
                (x + 0.2, 0.88),
                (x + 0.1, 0.98),
                (x - 0.1, 0.98),
                (x - 0.2, 0.88),
            ],
            _BRIGHT,
        )
    pen.form([(-0.56, 0.1), (0.56, 0.1), (0.6, 0.3), (0.52, 0.64), (-0.52, 0.64), (-0.6, 0.3)], _BODY, True)
    pen.limb([(-0.4, 0.62), (0.4, 0.62)], 0.05, _DARK)
    pen.limb([(0.52, 0.44), (0.7, 0.44)], 0.06, _DARK)
    pen.disc(0.3, 0.28, 0.06, _LIGHT)
    for x in (-0.4, 0.4):
        pen.limb([(x - 0.05, 0.05), (x + 0.05, 0.05)], 0.05, _DARK)


def _blender(pen: Pen) -> None:
    pen.form([(-0.26, 0.03), (0.26, 0.03), (0.2, 0.3), (-0.2, 0.3)], _DEEP)
    pen.disc(0.0, 0.15, 0.06, _BRIGHT)
    pen.form([(-0.16, 0.32), (0.16, 0.32), (0.28, 0.86), (-0.28, 0.86)], _LIGHT)
    pen.form([(-0.17, 0.36), (0.17, 0.36), (0.24, 0.66), (0.08, 0.62), (-0.08, 0.69), (-0.24, 0.66)], _BODY)
    pen.limb([(0.25, 0.76), (0.42, 0.7), (0.36, 0.48), (0.2, 0.46)], 0.04, _DEEP)
    pen.box(-0.3, 0.86, 0.3, 0.92, _DARK)
    pen.box(-0.1, 0.92, 0.1, 0.98, _DARK)


def _iron(pen: Pen) -> None:
    """For clothes."""
    pen.form([(-0.8, 0.06), (0.7, 0.06), (0.66, 0.34), (0.4, 0.5), (-0.2, 0.48), (-0.62, 0.26)], _BODY)
    pen.form([(-0.84, 0.03), (0.74, 0.03), (0.72, 0.14), (-0.8, 0.14)], _BRIGHT)
    pen.limb([(-0.24, 0.46), (-0.2, 0.76), (0.5, 0.78), (0.56, 0.44)], 0.1, _DARK)
    pen.line([(0.56, 0.74), (0.8, 0.9), (0.72, 1.0)], 0.03)


def _sewing_machine(pen: Pen) -> None:
    pen.box(-0.8, 0.03, 0.8, 0.18, _DEEP)
    pen.form(
        [
            (0.3, 0.18),
            (0.62, 0.18),
            (0.62, 0.9),
            (-0.62, 0.9),
            (-0.66, 0.5),
            (-0.42, 0.5),
            (-0.36, 0.66),
            (0.3, 0.64),
        ],
        _BODY,
    )
    pen.disc(0.7, 0.72, 0.13, _LIGHT)
    pen.line([(-0.54, 0.5), (-0.54, 0.2)], 0.035)
    pen.limb([(0.1, 0.92), (0.1, 0.98)], 0.1, _BRIGHT)
    pen.line([(0.1, 0.95), (-0.5, 0.8), (-0.54, 0.5)], 0.012)


def _electric_fan(pen: Pen) -> None:
    pen.disc(0.0, 0.05, 0.28, _DEEP, 0.04)
    pen.limb([(0.0, 0.06), (0.0, 0.4)], 0.06, _DEEP)
    pen.disc(0.0, 0.66, 0.33, _BRIGHT)
    for k in range(4):
        c, s = math.cos(0.4 + math.pi * k / 2), math.sin(0.4 + math.pi * k / 2)
        blade = [(0.04, 0.0), (0.16, 0.1), (0.28, 0.06), (0.26, -0.06), (0.1, -0.04)]
        pen.form([(x * c - y * s, 0.66 + x * s + y * c) for x, y in blade], _BODY, True)
    pen.disc(0.0, 0.66, 0.06, _DARK)
    for k in range(8):
        c, s = math.cos(math.pi * k / 4), math.sin(math.pi * k / 4)
        pen.line([(0.06 * c, 0.66 + 0.06 * s), (0.33 * c, 0.66 + 0.33 * s)], 0.008)


def _table_lamp(pen: Pen) -> None:
    pen.disc(0.0, 0.06, 0.22, _DEEP, 0.05)
    pen.limb([(0.0, 0.08), (0.0, 0.52)], 0.06, _DEEP)
    pen.form([(-0.36, 0.5), (0.36, 0.5), (0.2, 0.97), (-0.2, 0.97)], _BRIGHT)
    pen.line([(-0.34, 0.56), (0.34, 0.56)], 0.02)
    pen.line([(-0.21, 0.92), (0.21, 0.92)], 0.02)
    pen.line([(0.12, 0.5), (0.12, 0.36)], 0.014)
    pen.dot(0.12, 0.34, 0.025)


def _chandelier(pen: Pen) -> None:
    pen.limb([(0.0, 1.0), (0.0, 0.4)], 0.04, _DEEP)
    for side in (-1.0, 1.0):
        for wide in (0.3, 0.62):
            pen.limb([(0.0, 0.36), (side * wide * 0.6, 0.3), (side * wide, 0.46)], 0.04, _BODY)
    for x in (-0.62, -0.3, 0.0, 0.3, 0.62):
        y = 0.48 if x else 0.42
        pen.box(x - 0.035, y, x + 0.035, y + 0.14, _BRIGHT)
        pen.form([(x - 0.04, y + 0.16), (x, y + 0.28), (x + 0.04, y + 0.16)], _LIGHT)
        pen.line([(x, y - 0.04), (x, y - 0.2)], 0.012)
        pen.disc(x, y - 0.22, 0.03, _BRIGHT)


def _towel(pen: Pen) -> None:
    """Over its rail."""
    pen.limb([(-0.62, 0.92), (0.62, 0.92)], 0.05, _DARK)
    pen.form([(-0.4, 0.94), (0.1, 0.94), (0.1, 0.1), (-0.4, 0.1)], _BODY)
    pen.form([(0.1, 0.94), (0.42, 0.94), (0.42, 0.34), (0.1, 0.34)], _DEEP)
    for y in (0.24, 0.32):
        pen.line([(-0.4, y), (0.1, y)], 0.03, _BRIGHT)
    for x in np.linspace(-0.37, 0.07, 7):
        pen.line([(x, 0.1), (x, 0.03)], 0.02)


def _carpet(pen: Pen) -> None:
    """Seen from the edge of the room, with fringes."""
    pen.form([(-1.0, 0.06), (1.0, 0.06), (0.62, 0.62), (-0.62, 0.62)], _BODY)
    pen.form([(-0.8, 0.13), (0.8, 0.13), (0.52, 0.55), (-0.52, 0.55)], _BRIGHT)
    pen.form([(-0.68, 0.18), (0.68, 0.18), (0.46, 0.51), (-0.46, 0.51)], _BODY)
    pen.form([(-0.3, 0.34), (0.0, 0.22), (0.3, 0.34), (0.0, 0.47)], _BRIGHT)
    for y in np.linspace(0.08, 0.6, 9):
        x = 1.0 - 0.38 * (y - 0.06) / 0.56
        for side in (-1.0, 1.0):
            pen.line([(side * x, y), (side * (x + 0.09), y - 0.01)], 0.014)


def _blanket(pen: Pen) -> None:
    """A quilt of patches over a bolster, turned down at the top."""
    pen.disc(-0.72, 0.5, 0.2, _BRIGHT, 0.12)
    pen.form([(-1.0, 0.04), (-0.92, 0.4), (-0.66, 0.56), (0.1, 0.5), (0.78, 0.54), (0.98, 0.34), (1.0, 0.04)], _BODY, True)  # fmt: skip
    for x in (-0.2, 0.18, 0.56):
        pen.line([(x, 0.5), (x + 0.05, 0.06)], 0.016)
    for y in (0.2, 0.35):
        pen.line([(-0.52, y), (0.92, y)], 0.016)
    pen.form([(-0.98, 0.04), (-0.94, 0.38), (-0.68, 0.55), (-0.44, 0.54), (-0.56, 0.34), (-0.58, 0.04)], _BRIGHT, True)  # fmt: skip


def _pillow(pen: Pen) -> None:
    pen.form([(-0.72, 0.1), (-0.4, 0.12), (0.4, 0.12), (0.72, 0.1), (0.66, 0.34), (0.72, 0.62), (0.4, 0.58), (-0.4, 0.58),
              (-0.72, 0.62), (-0.66, 0.34)], _BRIGHT, True)  # fmt: skip
    for side in (-1.0, 1.0):
        pen.line([(side * 0.58, 0.5), (side * 0.4, 0.42)], 0.016)
        pen.line([(side * 0.58, 0.2), (side * 0.42, 0.26)], 0.016)
    pen.line([(-0.2, 0.3), (0.0, 0.26), (0.2, 0.3)], 0.014)


def _jug(pen: Pen) -> None:
    pen.limb([(0.26, 0.74), (0.56, 0.7), (0.52, 0.36), (0.3, 0.28)], 0.07, _BODY)
    pen.form([(-0.26, 0.03), (0.26, 0.03), (0.4, 0.3), (0.3, 0.62), (0.24, 0.84), (0.28, 0.96), (-0.28, 0.96), (-0.46, 0.9),
              (-0.24, 0.8), (-0.3, 0.62), (-0.4, 0.3)], _BODY, True)  # fmt: skip
    pen.line([(-0.36, 0.42), (0.0, 0.36), (0.36, 0.42)], 0.03, _BRIGHT)


def _mortar(pen: Pen) -> None:
    """With its pestle."""
    pen.limb([(0.06, 0.5), (0.4, 0.96)], 0.12, _LIGHT)
    pen.form([(-0.5, 0.6), (0.5, 0.6), (0.4, 0.26), (0.2, 0.16), (-0.2, 0.16), (-0.4, 0.26)], _BODY)
    pen.form([(-0.3, 0.03), (0.3, 0.03), (0.18, 0.17), (-0.18, 0.17)], _DEEP)
    pen.disc(0.0, 0.6, 0.5, _DARK, 0.08)
    pen.limb([(0.12, 0.6), (0.4, 0.96)], 0.12, _LIGHT)


def _hammock(pen: Pen) -> None:
    for side in (-1.0, 1.0):
        pen.limb([(side * 1.0, 0.02), (side * 0.96, 1.0)], 0.09, _DEEP)
        pen.line([(side * 0.96, 0.76), (side * 0.62, 0.5)], 0.02)
        pen.line([(side * 0.96, 0.76), (side * 0.62, 0.4)], 0.02)
    pen.form(
        [
            (-0.64, 0.54),
            (-0.3, 0.34),
            (0.3, 0.34),
            (0.64, 0.54),
            (0.56, 0.28),
            (0.26, 0.12),
            (-0.26, 0.12),
            (-0.56, 0.28),
        ],
        _BODY,
    )
    for x in (-0.36, -0.12, 0.12, 0.36):
        pen.line([(x, 0.34 + 0.3 * x * x), (x * 0.8, 0.13)], 0.02, _BRIGHT)


def _wardrobe(pen: Pen) -> None:
    pen.box(-0.44, 0.06, 0.44, 0.92, _BODY)
    pen.box(-0.5, 0.9, 0.5, 0.98, _DEEP)
    pen.line([(0.0, 0.08), (0.0, 0.9)], 0.022)
    for side in (-1.0, 1.0):
        pen.box(side * 0.22 - 0.14, 0.52, side * 0.22 + 0.14, 0.82, _LIGHT)
        pen.box(side * 0.22 - 0.14, 0.16, side * 0.22 + 0.14, 0.44, _LIGHT)
        pen.dot(side * 0.05, 0.48, 0.025)
        pen.limb([(side * 0.36, 0.02), (side * 0.36, 0.06)], 0.06, _DARK)


def _hanger(pen: Pen) -> None:
    pen.limb([(-0.1, 0.86), (-0.06, 0.96), (0.06, 0.96), (0.1, 0.84), (0.0, 0.74), (0.0, 0.62)], 0.05, _DEEP)
    pen.limb([(0.0, 0.62), (-0.8, 0.2), (-0.74, 0.12), (0.74, 0.12), (0.8, 0.2), (0.0, 0.62)], 0.07, _BODY)


def _air_conditioner(pen: Pen) -> None:
    pen.form([(-0.9, 0.46), (0.9, 0.46), (0.94, 0.92), (-0.94, 0.92)], _BRIGHT)
    pen.box(-0.8, 0.5, 0.8, 0.6, _DARK)
    pen.line([(-0.8, 0.72), (0.8, 0.72)], 0.016)
    pen.dot(0.74, 0.82, 0.03)
    for x in (-0.5, 0.0, 0.5):
        pen.limb([(x, 0.4), (x + 0.08, 0.3), (x - 0.02, 0.2), (x + 0.06, 0.08)], 0.03, _LIGHT, 0.01)


def _vacuum_cleaner(pen: Pen) -> None:
    pen.form([(0.1, 0.12), (0.72, 0.12), (0.78, 0.3), (0.6, 0.46), (0.26, 0.46), (0.08, 0.3)], _BODY, True)
    pen.disc(0.28, 0.12, 0.09, _DARK)
    pen.disc(0.66, 0.12, 0.07, _DARK)
    pen.limb([(0.2, 0.4), (0.1, 0.7), (-0.1, 0.96), (-0.26, 0.9)], 0.06, _DEEP)
    pen.limb([(-0.24, 0.9), (-0.6, 0.12)], 0.05, _LIGHT)
    pen.form([(-0.84, 0.03), (-0.4, 0.03), (-0.48, 0.14), (-0.74, 0.14)], _DARK)


def _typewriter(pen: Pen) -> None:
    pen.box(-0.36, 0.5, 0.36, 0.98, _BRIGHT)
    for y in (0.74, 0.82, 0.9):
        pen.line([(-0.26, y), (0.2, y)], 0.016)
    pen.limb([(-0.7, 0.56), (0.7, 0.56)], 0.12, _DARK)
    pen.form([(-0.72, 0.04), (0.72, 0.04), (0.6, 0.5), (-0.6, 0.5)], _BODY)
    for row, y in enumerate((0.14, 0.24, 0.34)):
        for k in range(7):
            pen.disc(-0.48 + 0.16 * k + 0.04 * (row - 1), y, 0.038, _BRIGHT)


def _belt(pen: Pen) -> None:
    """Rolled up, its buckle in front."""
    pen.disc(0.1, 0.5, 0.56, _BODY, 0.3)
    pen.disc(0.1, 0.56, 0.42, _DARK, 0.18)
    pen.form([(-0.86, 0.2), (0.3, 0.16), (0.3, 0.36), (-0.86, 0.4)], _BODY)
    pen.box(-0.34, 0.1, 0.04, 0.46, _BRIGHT)
    pen.box(-0.26, 0.18, -0.04, 0.38, _BODY)
    pen.line([(-0.3, 0.28), (-0.02, 0.28)], 0.03)
    for x in (-0.5, -0.62, -0.74):
        pen.dot(x, 0.3, 0.024)


def _hair_dryer(pen: Pen) -> None:
    pen.form([(-0.06, 0.56), (0.28, 0.56), (0.22, 0.06), (-0.02, 0.03)], _DEEP)
    pen.form(
        [(-0.3, 0.54), (-0.36, 0.76), (-0.2, 0.96), (0.16, 0.96), (0.36, 0.86), (0.36, 0.62), (0.1, 0.5)],
        _BODY,
        True,
    )
    pen.form([(0.34, 0.88), (0.7, 0.84), (0.7, 0.64), (0.34, 0.6)], _DARK)
    for y in (0.64, 0.74, 0.84):
        pen.limb([(0.8, y), (1.05, y + 0.3 * (y - 0.74))], 0.03, _LIGHT, 0.01)
    pen.dot(-0.1, 0.76, 0.09)


def _sofa(pen: Pen) -> None:
    pen.form([(-0.8, 0.3), (0.8, 0.3), (0.8, 0.8), (0.66, 0.92), (-0.66, 0.92), (-0.8, 0.8)], _BODY)
    pen.line([(0.0, 0.86), (0.0, 0.5)], 0.02)
    pen.box(-0.82, 0.14, 0.82, 0.32, _DEEP)
    for side in (-1.0, 1.0):
        pen.form([(0.0, 0.32), (side * 0.76, 0.32), (side * 0.76, 0.5), (0.0, 0.5)], _LIGHT)
        pen.limb([(side * 0.7, 0.04), (side * 0.7, 0.12)], 0.06, _DARK)
        pen.form(
            [
                (side * 0.72, 0.14),
                (side * 0.98, 0.14),
                (side * 0.98, 0.6),
                (side * 0.86, 0.68),
                (side * 0.72, 0.6),
            ],
            _BODY,
        )


HOUSEHOLD: dict[str, Callable[[Pen], None]] = {
    "oven": _oven, "microwave": _microwave, "toaster": _toaster, "blender": _blender, "iron": _iron,
    "sewing_machine": _sewing_machine, "electric_fan": _electric_fan, "table_lamp": _table_lamp,
    "chandelier": _chandelier, "towel": _towel, "carpet": _carpet, "blanket": _blanket, "pillow": _pillow, "jug": _jug,
    "mortar": _mortar, "hammock": _hammock, "wardrobe": _wardrobe, "hanger": _hanger, "sofa": _sofa, "hair_dryer": _hair_dryer,
    "air_conditioner": _air_conditioner, "vacuum_cleaner": _vacuum_cleaner, "typewriter": _typewriter, "belt": _belt,
}  # fmt: skip
