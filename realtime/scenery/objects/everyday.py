"""Everyday things whose glyph says little once it is painted, drawn by hand; each is 1 high and stands on 0."""

# ruff: noqa: E501 - a form reads best with its corners in a line
from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from realtime.scenery.objects.pen import Pen, Point

_BODY, _LIGHT, _BRIGHT, _DEEP, _DARK, _EYE = 168, 225, 248, 118, 78, 20


def _snake(pen: Pen) -> None:
    """Coiled, its head raised."""
    for y, wide in ((0.12, 0.62), (0.26, 0.5), (0.39, 0.37)):
        pen.disc(0.0, y, wide, _BODY, 0.12)
        for x in np.linspace(-0.7, 0.7, 6):
            pen.dot(float(x) * wide, y - 0.05 * math.sqrt(1.0 - float(x) ** 2), 0.026, _DARK)
    pen.limb([(-0.1, 0.46), (-0.2, 0.6), (-0.12, 0.76), (0.06, 0.84)], 0.15, _BODY)
    pen.form([(-0.04, 0.92), (0.14, 1.0), (0.36, 0.94), (0.42, 0.84), (0.3, 0.76), (0.06, 0.75)], _BODY, True)
    pen.dot(0.22, 0.9, 0.034, 250)
    pen.dot(0.23, 0.9, 0.018, _EYE)
    pen.line([(0.42, 0.83), (0.56, 0.81)], 0.022)
    pen.line([(0.62, 0.86), (0.55, 0.81), (0.63, 0.76)], 0.018)


def _road(pen: Pen) -> None:
    """It runs away to the horizon between its edges."""
    pen.form([(-1.2, 0.0), (1.2, 0.0), (0.12, 0.96), (0.0, 0.96)], _DARK)
    for near, far in ((0.03, 0.2), (0.3, 0.44), (0.52, 0.62), (0.68, 0.75), (0.8, 0.84)):
        wide = [0.09 * (1.0 - 0.92 * y) for y in (near, far)]
        middle = [0.06 * y for y in (near, far)]
        pen.form(
            [
                (middle[0] - wide[0], near),
                (middle[0] + wide[0], near),
                (middle[1] + wide[1], far),
                (middle[1] - wide[1], far),
            ],
            250,
        )
    for side in (-1, 1):
        pen.limb([(side * 1.12, 0.02), (0.06 + side * 0.055, 0.94)], 0.03, _LIGHT, 0.01)


def _heart(pen: Pen) -> None:
    curve: list[Point] = []
    for t in np.linspace(0.0, 2.0 * math.pi, 40, endpoint=False):
        y = 13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)
        curve.append((float(16 * math.sin(t) ** 3 / 30.0), float((y + 17.0) / 30.0)))
    pen.form(curve, _BODY)
    pen.form([(-0.36, 0.74), (-0.3, 0.86), (-0.16, 0.88), (-0.24, 0.8), (-0.3, 0.68)], 250, True)


def _five_star(pen: Pen) -> None:
    points = []
    for k in range(10):
        r, a = (0.52, 0.21)[k % 2], math.pi * (0.5 + 0.2 * k)
        points.append((r * math.cos(a), 0.5 + r * math.sin(a)))
    pen.form(points, _BRIGHT)


def _mouth(pen: Pen) -> None:
    """Lips, a little open."""
    pen.form(
        [
            (-0.8, 0.5),
            (-0.4, 0.72),
            (-0.16, 0.8),
            (0.0, 0.72),
            (0.16, 0.8),
            (0.4, 0.72),
            (0.8, 0.5),
            (0.44, 0.2),
            (0.0, 0.08),
            (-0.44, 0.2),
        ],
        _BODY,
        True,
    )
    pen.form(
        [
            (-0.62, 0.5),
            (-0.3, 0.57),
            (0.0, 0.56),
            (0.3, 0.57),
            (0.62, 0.5),
            (0.3, 0.38),
            (0.0, 0.34),
            (-0.3, 0.38),
        ],
        30,
        True,
    )
    pen.form([(-0.4, 0.54), (0.0, 0.55), (0.4, 0.54), (0.3, 0.46), (0.0, 0.44), (-0.3, 0.46)], 252, True)
    pen.line([(-0.3, 0.24), (0.0, 0.19), (0.3, 0.24)], 0.03, 240)


def _table(pen: Pen) -> None:
    for x in (-0.44, 0.44):
        pen.limb([(x * 0.86, 0.6), (x * 0.86, 0.2)], 0.06, _DARK)
    pen.form([(-0.86, 0.58), (-0.6, 0.78), (0.6, 0.78), (0.86, 0.58)], _LIGHT)
    pen.form([(-0.86, 0.58), (0.86, 0.58), (0.86, 0.5), (-0.86, 0.5)], _BODY)
    for x in (-0.76, 0.76):
        pen.form([(x - 0.06, 0.5), (x + 0.06, 0.5), (x + 0.04, 0.0), (x - 0.04, 0.0)], _BODY)


def _tower(pen: Pen) -> None:
    """Of stone, with battlements."""
    pen.form([(-0.24, 0.0), (0.24, 0.0), (0.19, 0.74), (-0.19, 0.74)], _BODY)
    pen.form([(-0.28, 0.74), (0.28, 0.74), (0.28, 0.86), (-0.28, 0.86)], _LIGHT)
    for x in (-0.23, -0.08, 0.08, 0.23):
        pen.form([(x - 0.045, 0.86), (x + 0.045, 0.86), (x + 0.045, 0.95), (x - 0.045, 0.95)], _LIGHT)
    for y in (0.34, 0.56):
        pen.form([(-0.035, y), (0.035, y), (0.035, y + 0.09), (0.0, y + 0.13), (-0.035, y + 0.09)], 30)
    pen.form([(-0.08, 0.0), (0.08, 0.0), (0.08, 0.14), (0.0, 0.21), (-0.08, 0.14)], _DARK)
    for x, y in ((-0.14, 0.2), (0.12, 0.3), (-0.12, 0.46), (0.1, 0.5), (-0.1, 0.66), (0.11, 0.68)):
        pen.line([(x - 0.04, y), (x + 0.04, y)], 0.014)


def _hat(pen: Pen) -> None:
    """With a brim and a band."""
    pen.form(
        [(-0.44, 0.3), (-0.4, 0.76), (-0.22, 0.92), (0.0, 0.84), (0.22, 0.92), (0.4, 0.76), (0.44, 0.3)],
        _BODY,
        True,
    )
    pen.form([(-0.46, 0.28), (0.46, 0.28), (0.44, 0.46), (-0.44, 0.46)], _DARK)
    pen.form(
        [
            (-0.95, 0.28),
            (-0.6, 0.36),
            (0.0, 0.3),
            (0.6, 0.36),
            (0.95, 0.28),
            (0.6, 0.1),
            (0.0, 0.04),
            (-0.6, 0.1),
        ],
        _BODY,
        True,
    )


def _revolver(pen: Pen) -> None:
    pen.form([(-0.62, 0.02), (-0.34, 0.02), (-0.22, 0.5), (-0.48, 0.62), (-0.6, 0.5)], 118)
    pen.form([(-0.1, 0.48), (0.1, 0.48), (0.12, 0.26), (0.02, 0.2), (-0.12, 0.24)], 190)
    pen.form([(-0.05, 0.45), (0.05, 0.45), (0.06, 0.3), (-0.06, 0.3)], 30)
    pen.form([(-0.52, 0.6), (0.9, 0.74), (0.9, 0.58), (0.24, 0.52), (0.1, 0.44), (-0.44, 0.46)], _BODY)
    pen.form([(-0.52, 0.6), (-0.62, 0.8), (-0.44, 0.72)], _BODY)
    pen.form([(-0.2, 0.46), (0.16, 0.48), (0.18, 0.72), (-0.18, 0.7)], _LIGHT)
    for y in (0.54, 0.63):
        pen.line([(-0.17, y), (0.16, y + 0.01)], 0.016)


def _baby(pen: Pen) -> None:
    """Crawling."""
    pen.limb([(-0.4, 0.36), (-0.3, 0.08), (-0.62, 0.07)], 0.17, _LIGHT)
    pen.limb([(0.26, 0.42), (0.3, 0.07), (0.4, 0.06)], 0.13, 214)
    pen.form(
        [(-0.56, 0.42), (-0.4, 0.66), (0.0, 0.62), (0.3, 0.62), (0.34, 0.4), (0.0, 0.26), (-0.4, 0.2)],
        _BODY,
        True,
    )
    pen.form([(-0.6, 0.4), (-0.46, 0.64), (-0.24, 0.64), (-0.2, 0.3), (-0.44, 0.2)], 250, True)
    pen.limb([(0.1, 0.44), (0.12, 0.08), (0.24, 0.06)], 0.14, _BODY)
    pen.disc(0.46, 0.74, 0.27, 214)
    pen.line([(0.4, 0.99), (0.48, 1.06), (0.56, 1.02)], 0.03)
    for x in (0.46, 0.62):
        pen.dot(x, 0.77, 0.032, _EYE)
    pen.line([(0.48, 0.64), (0.55, 0.61), (0.62, 0.64)], 0.022)


def _rope(pen: Pen) -> None:
    """A coil with a loose end."""
    for y in (0.14, 0.28, 0.42, 0.56):
        pen.disc(0.0, y, 0.56, _BODY, 0.14)
        for x in np.linspace(-0.46, 0.46, 8):
            pen.line([(float(x), y - 0.1), (float(x) + 0.05, y - 0.02)], 0.016)
    pen.disc(0.0, 0.57, 0.34, 40, 0.07)
    pen.limb([(0.5, 0.5), (0.72, 0.66), (0.6, 0.86), (0.8, 0.98)], 0.1, _BODY)


def _leaf(pen: Pen) -> None:
    pen.line([(-0.5, 0.02), (-0.28, 0.22)], 0.05)
    pen.form(
        [
            (-0.32, 0.18),
            (-0.4, 0.5),
            (-0.2, 0.82),
            (0.2, 0.96),
            (0.6, 0.98),
            (0.56, 0.6),
            (0.36, 0.28),
            (0.0, 0.12),
        ],
        _BODY,
        True,
    )
    pen.line([(-0.32, 0.18), (0.5, 0.9)], 0.026)
    for t in (0.2, 0.4, 0.6):
        x, y = -0.32 + 0.82 * t, 0.18 + 0.72 * t
        pen.line([(x, y), (x - 0.08, y + 0.22)], 0.016)
        pen.line([(x, y), (x + 0.22, y - 0.05)], 0.016)


def _needle(pen: Pen) -> None:
    """With its thread."""
    pen.limb([(-0.5, 0.06), (0.5, 0.9)], 0.05, 240)
    pen.limb([(0.36, 0.78), (0.5, 0.9)], 0.1, 240)
    pen.line([(0.4, 0.82), (0.47, 0.88)], 0.03)
    pen.limb([(0.44, 0.85), (0.66, 0.7), (0.5, 0.4), (0.2, 0.24), (0.5, 0.1), (0.8, 0.2)], 0.03, _BODY, 0.01)


def _salt(pen: Pen) -> None:
    """A shaker, and what falls out of it."""
    pen.form([(-0.26, 0.02), (0.26, 0.02), (0.18, 0.66), (-0.18, 0.66)], 240)
    pen.form([(-0.2, 0.66), (0.2, 0.66), (0.16, 0.86), (0.0, 0.94), (-0.16, 0.86)], _DEEP, True)
    for x, y in ((-0.07, 0.8), (0.07, 0.8), (0.0, 0.86)):
        pen.dot(x, y, 0.022)
    pen.line(
        [
            (0.08, 0.46),
            (0.02, 0.5),
            (-0.06, 0.5),
            (-0.09, 0.44),
            (0.08, 0.32),
            (0.06, 0.24),
            (-0.02, 0.22),
            (-0.09, 0.26),
        ],
        0.04,
    )


def _root(pen: Pen) -> None:
    """A stump above, its roots below."""
    for end, bend in ((-0.72, 0.1), (-0.4, -0.06), (-0.1, 0.1), (0.24, -0.08), (0.46, 0.08), (0.76, -0.06)):
        pen.limb([(0.1 * end, 0.58), (0.5 * end + bend, 0.36), (end, 0.06 + 0.12 * abs(end))], 0.075, _BODY)
        pen.limb([(0.5 * end + bend, 0.36), (0.6 * end - 0.6 * bend, 0.14)], 0.04, _BODY)
    pen.form([(-0.24, 0.5), (-0.17, 0.96), (0.17, 0.96), (0.24, 0.5), (0.0, 0.44)], _BODY)
    pen.disc(0.0, 0.95, 0.17, _LIGHT, 0.05)


def _utility_pole(pen: Pen) -> None:
    pen.limb([(0.0, 0.02), (0.0, 1.0)], 0.05, _DARK)
    for y in (0.8, 0.92):
        pen.limb([(-0.3, y), (0.3, y)], 0.035, _DARK)
        for x in (-0.26, -0.14, 0.14, 0.26):
            pen.limb([(x, y + 0.01), (x, y + 0.05)], 0.025, _LIGHT)
    for x in (-0.26, 0.26):
        for y in (0.85, 0.97):
            # Wires sag to the edge of the drawing.
            pen.line([(x, y), (2.0 * x, y - 0.05), (3.2 * x, y - 0.03)], 0.008)


def _blackboard(pen: Pen) -> None:
    for x in (-0.5, 0.5):
        pen.limb([(0.8 * x, 0.02), (0.9 * x, 0.3)], 0.04, _DEEP)
    pen.form([(-0.72, 0.24), (0.72, 0.24), (0.72, 0.98), (-0.72, 0.98)], _DEEP)
    pen.form([(-0.66, 0.3), (0.66, 0.3), (0.66, 0.92), (-0.66, 0.92)], _BODY)
    for y, x in ((0.78, 0.3), (0.64, 0.46), (0.5, 0.1)):
        pen.line([(-0.52, y), (x, y)], 0.02, 250)


def _pinwheel(pen: Pen) -> None:
    pen.limb([(0.0, 0.02), (0.0, 0.64)], 0.035, _DEEP)
    for k in range(4):
        c, s = math.cos(math.pi * (0.15 + 0.5 * k)), math.sin(math.pi * (0.15 + 0.5 * k))
        sail = [(0.0, 0.0), (0.36, 0.0), (0.3, 0.22), (0.12, 0.18)]
        pen.form([(x * c - y * s, 0.64 + x * s + y * c) for x, y in sail], (_BODY, _LIGHT)[k % 2])
    pen.disc(0.0, 0.64, 0.04, _DARK)


def _shooting_star(pen: Pen) -> None:
    for y, x in ((0.62, -0.62), (0.5, -0.8), (0.36, -0.6)):
        pen.limb([(0.34, y + 0.12), (x, y - 0.34)], 0.07, _LIGHT, 0.012)
    points = []
    for k in range(10):
        r, a = (0.34, 0.15)[k % 2], math.pi * (0.5 + 0.2 * k)
        points.append((0.42 + r * math.cos(a), 0.66 + r * math.sin(a)))
    pen.form(points, _BRIGHT)


def _firework(pen: Pen) -> None:
    for k in range(14):
        a = 2.0 * math.pi * k / 14
        c, s = math.cos(a), math.sin(a)
        pen.limb(
            [(0.12 * c, 0.5 + 0.12 * s), (0.42 * c, 0.5 + 0.42 * s)], 0.035, (_LIGHT, _BRIGHT)[k % 2], 0.014
        )
        pen.disc(0.47 * c, 0.5 + 0.47 * s, 0.03, _BRIGHT)
    pen.disc(0.0, 0.5, 0.07, _BRIGHT)


def _rails(pen: Pen) -> None:
    for k in range(8):
        near = 1.0 - k / 8.0
        y, wide = 0.04 + 0.9 * (1.0 - near**1.6), 0.1 + 0.66 * near**1.6
        pen.limb([(-wide, y), (wide, y)], 0.03 + 0.08 * near**1.6, _DEEP)
    for side in (-1.0, 1.0):
        pen.limb([(0.5 * side, 0.02), (0.07 * side, 0.97)], 0.06, _LIGHT, 0.018)


def _gayageum(pen: Pen) -> None:
    pen.form([(-0.95, 0.12), (0.8, 0.3), (0.95, 0.44), (-0.82, 0.32)], _BODY)
    pen.form([(-0.95, 0.12), (0.8, 0.3), (0.8, 0.2), (-0.95, 0.04)], _DEEP)
    for k in range(5):
        x = 0.1 + 0.16 * k
        pen.line([(-0.86, 0.17 + 0.026 * k), (0.8 + 0.02 * k, 0.33 + 0.022 * k)], 0.008)
        pen.limb([(x - 0.3, 0.28 + 0.02 * k), (x - 0.26, 0.36 + 0.02 * k)], 0.035, _BRIGHT)


EVERYDAY: dict[str, Callable[[Pen], None]] = {
    "snake": _snake,
    "road": _road,
    "heart": _heart,
    "five_star": _five_star,
    "mouth": _mouth,
    "table": _table,
    "tower": _tower,
    "hat": _hat,
    "revolver": _revolver,
    "baby": _baby,
    "rope": _rope,
    "leaf": _leaf,
    "needle": _needle,
    "salt": _salt,
    "root": _root,
    "utility_pole": _utility_pole,
    "blackboard": _blackboard,
    "pinwheel": _pinwheel,
    "shooting_star": _shooting_star,
    "firework": _firework,
    "rails": _rails,
    "gayageum": _gayageum,
}
