"""Creatures and places out of doors that the font has no glyph for; each is 1 high and stands on 0."""

# ruff: noqa: E501 - a form reads best with its corners in a line
from __future__ import annotations

from collections.abc import Callable

import numpy as np

from realtime.scenery.objects.pen import Pen

_BODY, _LIGHT, _BRIGHT, _DEEP, _DARK, _EYE = 168, 225, 248, 118, 78, 20


def _seahorse(pen: Pen) -> None:
    pen.form([(-0.1, 0.66), (-0.34, 0.7), (-0.36, 0.46), (-0.1, 0.46)], _LIGHT, True)
    tail = [(0.04, 0.4), (-0.04, 0.24), (0.0, 0.1), (0.13, 0.05), (0.2, 0.13), (0.13, 0.18)]
    pen.limb(tail, 0.075, _BODY)
    pen.limb([(0.02, 0.42), (-0.03, 0.28)], 0.13, _BODY)
    pen.limb([(0.16, 0.87), (0.46, 0.82)], 0.07, _BODY)
    for x, y in ((-0.08, 0.98), (0.02, 1.02), (0.12, 1.0)):
        pen.form([(x - 0.05, 0.9), (x, y), (x + 0.05, 0.9)], _DEEP)
    pen.form([(-0.12, 0.84), (-0.06, 0.95), (0.08, 0.96), (0.2, 0.88), (0.14, 0.8), (0.06, 0.76), (0.1, 0.68), (0.2, 0.56), (0.16, 0.42),
              (0.02, 0.36), (-0.1, 0.46), (-0.12, 0.62), (-0.1, 0.74)], _BODY, True)  # fmt: skip
    for y in (0.46, 0.54, 0.62):
        pen.line([(-0.02, y), (0.15, y + 0.01)], 0.016)
    pen.dot(0.08, 0.87, 0.035, _EYE)


def _dragonfly(pen: Pen) -> None:
    for side in (-1.0, 1.0):
        pen.form(
            [(0.0, 0.7), (side * 0.3, 0.84), (side * 0.84, 0.92), (side * 0.86, 0.82), (side * 0.4, 0.72)],
            _BRIGHT,
            True,
        )
        pen.form(
            [(0.0, 0.62), (side * 0.3, 0.56), (side * 0.8, 0.5), (side * 0.82, 0.6), (side * 0.36, 0.68)],
            _BRIGHT,
            True,
        )
        pen.line([(0.0, 0.7), (side * 0.8, 0.87)], 0.01)
        pen.line([(0.0, 0.64), (side * 0.76, 0.56)], 0.01)
    pen.limb([(0.0, 0.7), (0.0, 0.04)], 0.07, _BODY)
    for y in (0.14, 0.26, 0.38, 0.5):
        pen.line([(-0.04, y), (0.04, y)], 0.016)
    pen.disc(0.0, 0.74, 0.09, _BODY, 0.12)
    pen.disc(-0.08, 0.9, 0.07, _DARK)
    pen.disc(0.08, 0.9, 0.07, _DARK)


def _ostrich(pen: Pen) -> None:
    for x, foot in ((-0.06, -0.1), (0.08, 0.2)):
        pen.limb([(x, 0.4), (0.5 * (x + foot) + 0.05, 0.2), (foot, 0.03), (foot + 0.1, 0.02)], 0.035, _LIGHT)
    pen.form(
        [(-0.4, 0.5), (-0.3, 0.64), (0.0, 0.66), (0.2, 0.56), (0.16, 0.42), (-0.1, 0.36), (-0.34, 0.4)],
        _DARK,
        True,
    )
    pen.form([(-0.52, 0.58), (-0.36, 0.62), (-0.32, 0.44), (-0.5, 0.42)], _BRIGHT, True)
    pen.limb([(0.14, 0.54), (0.24, 0.68), (0.22, 0.9)], 0.05, _LIGHT)
    pen.disc(0.24, 0.93, 0.06, _LIGHT)
    pen.form([(0.28, 0.95), (0.44, 0.91), (0.28, 0.89)], _BODY)
    pen.dot(0.26, 0.95, 0.016, _EYE)


def _ray(pen: Pen) -> None:
    """The fish."""
    pen.limb([(-0.3, 0.3), (-0.7, 0.12), (-1.1, 0.2)], 0.035, _BODY)
    pen.form(
        [
            (-0.4, 0.3),
            (-0.3, 0.96),
            (0.2, 0.66),
            (0.56, 0.52),
            (0.6, 0.4),
            (0.5, 0.28),
            (0.3, 0.04),
            (-0.1, 0.16),
        ],
        _BODY,
        True,
    )
    pen.form([(0.56, 0.5), (0.72, 0.5), (0.6, 0.42)], _DEEP)
    for x, y in ((0.0, 0.52), (-0.12, 0.66), (0.1, 0.3), (-0.2, 0.4)):
        pen.disc(x, y, 0.035, _BRIGHT)
    pen.dot(0.46, 0.44, 0.03, _EYE)


def _gazebo(pen: Pen) -> None:
    """A pavilion with an open hall under its roof."""
    pen.form([(-0.66, 0.02), (0.66, 0.02), (0.6, 0.12), (-0.6, 0.12)], _DEEP)
    for x in (-0.5, -0.18, 0.18, 0.5):
        pen.limb([(x, 0.12), (x, 0.54)], 0.055, _BODY)
    pen.limb([(-0.52, 0.26), (-0.18, 0.26)], 0.03, _LIGHT)
    pen.limb([(0.18, 0.26), (0.52, 0.26)], 0.03, _LIGHT)
    pen.form(
        [
            (-0.94, 0.62),
            (-0.7, 0.54),
            (0.7, 0.54),
            (0.94, 0.62),
            (0.44, 0.74),
            (0.08, 0.92),
            (-0.08, 0.92),
            (-0.44, 0.74),
        ],
        _DARK,
    )
    for x in (-0.4, 0.0, 0.4):
        pen.line([(0.2 * x, 0.9), (1.3 * x, 0.56)], 0.014, _BODY)
    pen.disc(0.0, 0.95, 0.05, _BRIGHT)


def _dolmen(pen: Pen) -> None:
    for x in (-0.46, 0.42):
        pen.form([(x - 0.2, 0.02), (x + 0.2, 0.02), (x + 0.15, 0.6), (x - 0.15, 0.6)], _BODY)
    pen.form(
        [(-0.96, 0.6), (-0.86, 0.84), (-0.2, 0.96), (0.6, 0.92), (0.94, 0.74), (0.8, 0.56), (-0.6, 0.54)],
        _LIGHT,
        True,
    )
    pen.line([(-0.5, 0.72), (-0.1, 0.8)], 0.016)
    pen.line([(0.2, 0.7), (0.5, 0.74)], 0.016)


def _obelisk(pen: Pen) -> None:
    pen.box(-0.26, 0.02, 0.26, 0.12, _DEEP)
    pen.form([(-0.15, 0.12), (0.15, 0.12), (0.09, 0.88), (-0.09, 0.88)], _LIGHT)
    pen.form([(-0.09, 0.88), (0.09, 0.88), (0.0, 1.0)], _BRIGHT)
    for y in (0.3, 0.45, 0.6):
        pen.line([(-0.05, y), (0.05, y)], 0.016)


def _sotdae(pen: Pen) -> None:
    """Birds of wood on poles, at the entrance of a village."""
    for x, high, turn in ((-0.34, 0.6, 1.0), (0.3, 0.78, -1.0)):
        pen.limb([(x, 0.02), (x, high)], 0.05, _DEEP)
        bird = pen.beside((x, high), 1.0, turn < 0.0)
        bird.form(
            [(-0.34, 0.1), (-0.16, 0.02), (0.1, 0.0), (0.2, 0.08), (0.08, 0.16), (-0.16, 0.14)], _BODY, True
        )
        bird.limb([(0.15, 0.1), (0.22, 0.18)], 0.06, _BODY)
        bird.form([(0.24, 0.22), (0.38, 0.18), (0.25, 0.15)], _DARK)
        bird.disc(0.22, 0.19, 0.05, _BODY)


def _greenhouse(pen: Pen) -> None:
    pen.form([(-0.8, 0.02), (0.8, 0.02), (0.8, 0.5), (0.0, 0.96), (-0.8, 0.5)], _BRIGHT)
    for x in (-0.6, -0.3, 0.3, 0.6):
        pen.form(
            [(x - 0.16, 0.04), (x + 0.16, 0.04), (x + 0.1, 0.26), (x, 0.36), (x - 0.1, 0.26)], _BODY, True
        )
    pen.box(-0.13, 0.02, 0.13, 0.46, _LIGHT)
    pen.line([(-0.8, 0.5), (0.8, 0.5)], 0.026)
    for x in (-0.4, 0.0, 0.4):
        pen.line([(x, 0.5), (x, 0.96 - 0.575 * abs(x))], 0.02)


def _dam(pen: Pen) -> None:
    pen.form([(-1.1, 0.9), (1.1, 0.9), (0.8, 0.08), (-0.8, 0.08)], _LIGHT)
    pen.limb([(-1.14, 0.92), (1.14, 0.92)], 0.09, _DEEP)
    for x in np.linspace(-0.66, 0.66, 5):
        pen.form([(x - 0.09, 0.7), (x + 0.09, 0.7), (0.9 * x + 0.11, 0.06), (0.9 * x - 0.11, 0.06)], _BODY)
    pen.line([(-1.0, 0.04), (-0.4, 0.07), (0.2, 0.03), (1.0, 0.06)], 0.04, _BODY)


def _heap(pen: Pen) -> None:
    """Of earth."""
    pen.form(
        [
            (-1.0, 0.02),
            (-0.7, 0.24),
            (-0.4, 0.5),
            (-0.1, 0.72),
            (0.12, 0.74),
            (0.36, 0.54),
            (0.66, 0.26),
            (1.0, 0.02),
        ],
        _BODY,
    )
    pen.form([(0.1, 0.74), (0.36, 0.54), (0.66, 0.26), (1.0, 0.02), (0.3, 0.02), (0.36, 0.3)], _DEEP)
    for x, y in (
        (-0.5, 0.16),
        (-0.3, 0.36),
        (-0.06, 0.2),
        (-0.1, 0.52),
        (0.16, 0.4),
        (0.5, 0.14),
        (-0.74, 0.08),
    ):
        pen.disc(x, y, 0.035, _LIGHT)


def _pool(pen: Pen) -> None:
    """To swim in, with its ladder."""
    pen.form([(-1.1, 0.04), (1.1, 0.04), (0.74, 0.56), (-0.74, 0.56)], _BRIGHT)
    pen.form([(-0.92, 0.1), (0.92, 0.1), (0.64, 0.5), (-0.64, 0.5)], _BODY)
    for y, wide in ((0.2, 0.5), (0.3, 0.3), (0.4, 0.4)):
        pen.line(
            [(-wide, y), (-0.5 * wide, y + 0.03), (0.0, y), (0.5 * wide, y + 0.03), (wide, y)], 0.022, _BRIGHT
        )
    for x in (0.36, 0.56):
        pen.limb([(x, 0.36), (x, 0.74), (x + 0.1, 0.8), (x + 0.18, 0.72), (x + 0.18, 0.5)], 0.04, _LIGHT)
    for y in (0.46, 0.56, 0.66):
        pen.limb([(0.36, y), (0.56, y)], 0.03, _LIGHT)


def _rowboat(pen: Pen) -> None:
    pen.form(
        [
            (-1.1, 0.52),
            (-0.7, 0.44),
            (0.7, 0.44),
            (1.1, 0.52),
            (0.86, 0.18),
            (0.6, 0.04),
            (-0.6, 0.04),
            (-0.86, 0.18),
        ],
        _BODY,
    )
    pen.limb([(-1.1, 0.52), (-0.7, 0.43), (0.7, 0.43), (1.1, 0.52)], 0.05, _BRIGHT)
    for y, wide in ((0.3, 0.9), (0.17, 0.78)):
        pen.line([(-wide, y), (wide, y)], 0.018)


def _viaduct(pen: Pen) -> None:
    """A long level bridge on arches, under which one sees through."""
    pen.form([(-1.2, 0.5), (1.2, 0.5), (1.2, 0.36), (-1.2, 0.36)], _BODY)
    for x in (-1.08, -0.36, 0.36, 1.08):
        pen.form([(x - 0.1, 0.02), (x + 0.1, 0.02), (x + 0.08, 0.4), (x - 0.08, 0.4)], _BODY)
    for x in (-0.72, 0.0, 0.72):
        arch = [(x + 0.29 * np.cos(a), 0.2 + 0.17 * np.sin(a)) for a in np.linspace(0.0, np.pi, 11)]
        pen.limb(arch, 0.03, _DEEP)
    pen.limb([(-1.2, 0.5), (1.2, 0.5)], 0.06, _LIGHT)


def _puddle(pen: Pen) -> None:
    pen.form([(-1.0, 0.16), (-0.7, 0.3), (-0.1, 0.28), (0.4, 0.34), (0.96, 0.22), (0.84, 0.06), (0.2, 0.02), (-0.6, 0.04)], _BODY, True)  # fmt: skip
    for x, y, wide in ((-0.3, 0.16, 0.3), (0.42, 0.2, 0.22)):
        pen.disc(x, y, wide, _LIGHT, 0.28 * wide)


OUTDOORS: dict[str, Callable[[Pen], None]] = {
    "seahorse": _seahorse, "dragonfly": _dragonfly, "ostrich": _ostrich, "ray": _ray, "gazebo": _gazebo,
    "dolmen": _dolmen, "obelisk": _obelisk, "sotdae": _sotdae, "greenhouse": _greenhouse, "dam": _dam,
    "heap": _heap, "pool": _pool, "rowboat": _rowboat, "viaduct": _viaduct, "puddle": _puddle,
}  # fmt: skip
