"""Things that the font has no glyph for, drawn by hand; each is 1 high and stands on 0."""

# ruff: noqa: E501 - a form reads best with its corners in a line
from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from realtime.scenery.objects.everyday import EVERYDAY
from realtime.scenery.objects.household import HOUSEHOLD
from realtime.scenery.objects.instruments import INSTRUMENTS
from realtime.scenery.objects.machines import MACHINES
from realtime.scenery.objects.outdoors import OUTDOORS
from realtime.scenery.objects.pen import Pen

_BODY, _LIGHT, _LAMP, _DEEP, _DARK = 168, 225, 252, 118, 78


def _paper_boat(pen: Pen) -> None:
    pen.form(
        [(-0.62, 0.36), (-0.36, 0.02), (0.36, 0.02), (0.62, 0.36), (0.26, 0.3), (0.0, 0.78), (-0.26, 0.3)],
        244,
    )
    pen.form([(-0.62, 0.36), (-0.36, 0.02), (0.36, 0.02), (0.62, 0.36), (0.0, 0.2)], 205)
    pen.line([(0.0, 0.76), (0.0, 0.22)], 0.014)
    pen.line([(-0.36, 0.03), (0.0, 0.2), (0.36, 0.03)], 0.014)


def _paper_plane(pen: Pen) -> None:
    pen.form([(-0.62, 0.5), (0.62, 0.86), (-0.1, 0.38)], 244)
    pen.form([(-0.1, 0.38), (0.62, 0.86), (0.16, 0.2)], 190)
    pen.form([(-0.1, 0.38), (0.62, 0.86), (-0.06, 0.12)], 140)


def _lighthouse(pen: Pen) -> None:
    pen.form([(-0.34, 0.02), (-0.2, 0.12), (0.22, 0.12), (0.36, 0.02)], _DARK)
    for k in range(5):
        low, high = 0.12 + 0.11 * k, 0.23 + 0.11 * k
        wide = [0.17 - 0.09 * (y - 0.12) / 0.55 for y in (low, high)]
        pen.form(
            [(-wide[0], low), (wide[0], low), (wide[1], high), (-wide[1], high)], 244 if k % 2 else _BODY
        )
    pen.limb([(-0.13, 0.68), (0.13, 0.68)], 0.03, _DARK)
    pen.form([(-0.07, 0.7), (0.07, 0.7), (0.07, 0.84), (-0.07, 0.84)], _LAMP)
    pen.form([(-0.11, 0.84), (0.11, 0.84), (0.0, 0.99)], _BODY)


def _windmill(pen: Pen) -> None:
    pen.form([(-0.2, 0.02), (0.2, 0.02), (0.12, 0.6), (-0.12, 0.6)], _BODY)
    pen.form([(-0.16, 0.58), (0.16, 0.58), (0.0, 0.78)], _DEEP)
    pen.form([(-0.05, 0.02), (0.05, 0.02), (0.05, 0.18), (-0.05, 0.18)], _DARK)
    for k in range(4):
        a = math.pi * (0.2 + 0.5 * k)
        c, s = math.cos(a), math.sin(a)
        blade = [(0.04, 0.0), (0.42, -0.02), (0.42, 0.1), (0.08, 0.07)]
        pen.form([(x * c - y * s, 0.6 + x * s + y * c) for x, y in blade], 244)
    pen.disc(0.0, 0.6, 0.04, _DARK)


def _bridge(pen: Pen) -> None:
    arch = [(0.9 * math.cos(a), 0.1 + 0.42 * math.sin(a)) for a in np.linspace(0.0, math.pi, 13)]
    under = [(0.66 * math.cos(a), 0.05 + 0.25 * math.sin(a)) for a in np.linspace(math.pi, 0.0, 13)]
    pen.form([*arch, (-0.9, 0.05), *under, (0.9, 0.05)], _BODY)
    for x in np.linspace(-0.78, 0.78, 9):
        y = 0.1 + 0.42 * math.sqrt(max(0.0, 1.0 - (x / 0.9) ** 2))
        pen.limb([(x, y), (x, y + 0.14)], 0.022, _DEEP, 0.008)
    pen.limb(
        [(0.88 * math.cos(a), 0.25 + 0.42 * math.sin(a)) for a in np.linspace(0.12, math.pi - 0.12, 13)],
        0.026,
        _LIGHT,
    )


def _street_lamp(pen: Pen) -> None:
    pen.form([(-0.08, 0.02), (0.08, 0.02), (0.03, 0.12), (-0.03, 0.12)], _DARK)
    pen.limb([(0.0, 0.1), (0.0, 0.74)], 0.034, _DARK)
    pen.form([(-0.07, 0.76), (0.07, 0.76), (0.12, 0.92), (-0.12, 0.92)], _LAMP)
    pen.form([(-0.14, 0.92), (0.14, 0.92), (0.0, 1.0)], _DARK)


def _air_balloon(pen: Pen) -> None:
    for wide, tone in ((0.36, _BODY), (0.22, _LIGHT), (0.08, _BODY)):
        pen.form([(0.0, 1.0), (-wide * 0.8, 0.9), (-wide, 0.68), (-wide * 0.72, 0.44), (-0.07, 0.24), (0.07, 0.24),
                  (wide * 0.72, 0.44), (wide, 0.68), (wide * 0.8, 0.9)], tone, True)  # fmt: skip
    pen.line([(-0.07, 0.26), (-0.07, 0.13)], 0.012)
    pen.line([(0.07, 0.26), (0.07, 0.13)], 0.012)
    pen.form([(-0.1, 0.14), (0.1, 0.14), (0.08, 0.02), (-0.08, 0.02)], _DEEP)


def _swing(pen: Pen) -> None:
    for x in (-0.5, 0.5):
        pen.limb([(x * 1.24, 0.02), (x, 0.96), (x * 0.76, 0.02)], 0.04, _DEEP)
    pen.limb([(-0.56, 0.95), (0.56, 0.95)], 0.045, _DEEP)
    pen.line([(-0.12, 0.93), (-0.12, 0.28)], 0.016)
    pen.line([(0.12, 0.93), (0.12, 0.28)], 0.016)
    pen.limb([(-0.17, 0.27), (0.17, 0.27)], 0.045, _LIGHT)


def _bench(pen: Pen) -> None:
    for x in (-0.42, 0.42):
        pen.limb([(x, 0.02), (x, 0.56)], 0.045, _DARK)
    for y in (0.26, 0.4, 0.52):
        pen.limb([(-0.56, y), (0.56, y)], 0.06, _BODY)


def _harp(pen: Pen) -> None:
    for k in range(7):
        x = -0.18 + 0.07 * k
        pen.line([(x, 0.86 - 0.05 * abs(k - 2)), (x + 0.02, 0.14 + 0.09 * k)], 0.01)
    pen.limb([(-0.28, 0.06), (-0.26, 0.9)], 0.05, _LIGHT)
    pen.limb([(-0.26, 0.92), (-0.1, 0.84), (0.08, 0.9), (0.28, 0.74)], 0.06, _LIGHT)
    pen.limb([(-0.27, 0.05), (0.0, 0.28), (0.28, 0.74)], 0.08, _BODY)


def _grand_piano(pen: Pen) -> None:
    for x in (-0.5, 0.46, 0.1):
        pen.limb([(x, 0.02), (x, 0.36)], 0.05, _DARK)
    pen.form([(-0.56, 0.5), (-0.1, 0.92), (0.3, 0.98), (0.64, 0.78), (0.56, 0.5)], _DEEP)
    pen.form([(-0.62, 0.32), (0.6, 0.32), (0.62, 0.5), (-0.62, 0.5)], _DARK)
    pen.form([(-0.72, 0.36), (-0.44, 0.36), (-0.44, 0.46), (-0.72, 0.46)], _LAMP)
    for k in range(3):
        pen.line([(-0.65 + 0.07 * k, 0.37), (-0.65 + 0.07 * k, 0.45)], 0.012)


def _hanok(pen: Pen) -> None:
    pen.form([(-0.62, 0.02), (0.62, 0.02), (0.62, 0.1), (-0.62, 0.1)], 140)
    pen.form([(-0.54, 0.1), (0.54, 0.1), (0.54, 0.42), (-0.54, 0.42)], 232)
    for x in (-0.5, -0.17, 0.17, 0.5):
        pen.limb([(x, 0.11), (x, 0.42)], 0.045, _DEEP)
    for x in (-0.335, 0.0, 0.335):
        pen.form([(x - 0.1, 0.12), (x + 0.1, 0.12), (x + 0.1, 0.36), (x - 0.1, 0.36)], _LAMP)
        pen.line([(x, 0.12), (x, 0.36)], 0.012)
        pen.line([(x - 0.1, 0.24), (x + 0.1, 0.24)], 0.012)
    pen.form([(-0.86, 0.5), (-0.74, 0.43), (-0.4, 0.4), (0.4, 0.4), (0.74, 0.43), (0.86, 0.5), (0.62, 0.56), (0.44, 0.76),
              (-0.44, 0.76), (-0.62, 0.56)], _DARK)  # fmt: skip
    for x in np.linspace(-0.5, 0.5, 9):
        pen.line([(x * 0.85, 0.74), (x * 1.25, 0.44)], 0.01, 140)
    pen.limb([(-0.47, 0.77), (0.0, 0.75), (0.47, 0.77)], 0.05, _DEEP)


def _pagoda(pen: Pen) -> None:
    pen.form([(-0.44, 0.02), (0.44, 0.02), (0.4, 0.1), (-0.4, 0.1)], _DEEP)
    for k in range(4):
        y, wide = 0.1 + 0.2 * k, 0.32 - 0.06 * k
        pen.form([(-wide, y), (wide, y), (wide, y + 0.12), (-wide, y + 0.12)], _LIGHT)
        pen.form([(-0.04, y), (0.04, y), (0.04, y + 0.1), (-0.04, y + 0.1)], _DARK)
        pen.form([(-wide - 0.17, y + 0.13), (-wide, y + 0.11), (wide, y + 0.11), (wide + 0.17, y + 0.13), (wide - 0.04, y + 0.21),
                  (-wide + 0.04, y + 0.21)], _BODY)  # fmt: skip
    pen.limb([(0.0, 0.9), (0.0, 1.0)], 0.03, _LAMP)


def _trunk(pen: Pen, tone: int) -> None:
    pen.form([(-0.1, 0.02), (-0.045, 0.16), (-0.05, 0.4), (0.05, 0.4), (0.045, 0.16), (0.1, 0.02)], tone)
    pen.limb([(-0.01, 0.36), (-0.2, 0.6)], 0.045, tone)
    pen.limb([(0.01, 0.36), (0.18, 0.58)], 0.045, tone)


def _blossom_tree(pen: Pen) -> None:
    _trunk(pen, _DARK)
    for x, y, r in (
        (-0.3, 0.6, 0.19),
        (0.3, 0.58, 0.19),
        (-0.17, 0.78, 0.19),
        (0.17, 0.78, 0.19),
        (0.0, 0.62, 0.2),
    ):
        pen.disc(x, y, r, _LIGHT)
    for k in range(26):
        a, r = 2.4 * k, 0.07 * math.sqrt(k)
        pen.dot(r * math.cos(a) * 1.15, 0.67 + 0.75 * r * math.sin(a), 0.022, (_LAMP, _BODY)[k % 2])


def _bare_tree(pen: Pen) -> None:
    def branch(x: float, y: float, angle: float, length: float, width: float) -> None:
        x1, y1 = x + length * math.cos(angle), y + length * math.sin(angle)
        pen.limb([(x, y), (x1, y1)], width, _DEEP, 0.008)
        if length > 0.09:
            for turn in (-0.55, 0.42):
                branch(x1, y1, angle + turn, length * 0.72, width * 0.66)

    branch(0.0, 0.02, math.pi / 2, 0.3, 0.085)


def _willow(pen: Pen) -> None:
    _trunk(pen, _DARK)
    pen.form([(-0.48, 0.5), (-0.4, 0.82), (0.0, 0.98), (0.4, 0.82), (0.48, 0.5), (0.0, 0.62)], _BODY, True)
    for k in range(11):
        x = -0.5 + 0.1 * k
        pen.limb(
            [(x * 0.8, 0.74), (x, 0.5), (x * 1.04, 0.2 + 0.09 * (k % 3))],
            0.035,
            (_BODY, _LIGHT)[k % 2],
            0.008,
        )


def _well(pen: Pen) -> None:
    pen.form([(-0.34, 0.02), (0.34, 0.02), (0.34, 0.36), (-0.34, 0.36)], _BODY)
    for y, shift in ((0.13, 0.0), (0.25, 0.1)):
        pen.line([(-0.34, y), (0.34, y)], 0.014)
        for x in (-0.2, 0.0, 0.2):
            pen.line([(x + shift, y - 0.1), (x + shift, y)], 0.014)
    for x in (-0.28, 0.28):
        pen.limb([(x, 0.38), (x, 0.74)], 0.04, _DEEP)
    pen.form([(-0.44, 0.72), (0.44, 0.72), (0.0, 0.98)], _DARK)
    pen.line([(0.0, 0.74), (0.0, 0.5)], 0.014)
    pen.form([(-0.07, 0.5), (0.07, 0.5), (0.05, 0.4), (-0.05, 0.4)], _LIGHT)


def _pyramid(pen: Pen) -> None:
    pen.form([(-0.72, 0.02), (0.0, 0.86), (0.2, 0.02)], _LIGHT)
    pen.form([(0.2, 0.02), (0.0, 0.86), (0.72, 0.02)], _DEEP)
    for k in range(1, 6):
        y, share = 0.02 + 0.14 * k, 1.0 - 0.14 * k / 0.84
        pen.line([(-0.72 * share, y), (0.2 * share, y)], 0.01)


def _igloo(pen: Pen) -> None:
    pen.form([(0.7 * math.cos(a), 0.02 + 0.66 * math.sin(a)) for a in np.linspace(0.0, math.pi, 17)], 240)
    for y in (0.2, 0.38, 0.54):
        x = 0.7 * math.sqrt(1.0 - ((y - 0.02) / 0.66) ** 2)
        pen.line([(-x, y), (x, y)], 0.012)
    pen.form([(0.2 * math.cos(a), 0.02 + 0.3 * math.sin(a)) for a in np.linspace(0.0, math.pi, 11)], _DARK)


def _treasure(pen: Pen) -> None:
    pen.form([(-0.5, 0.02), (0.5, 0.02), (0.5, 0.36), (-0.5, 0.36)], _BODY)
    pen.form([(-0.46, 0.36), (-0.2, 0.5), (0.0, 0.46), (0.2, 0.52), (0.46, 0.36)], _LAMP, True)
    pen.form([(-0.5, 0.62), (0.5, 0.62), (0.46, 0.82), (-0.46, 0.82)], _DEEP)
    pen.form([(-0.07, 0.14), (0.07, 0.14), (0.07, 0.3), (-0.07, 0.3)], _LAMP)
    for x in (-0.46, 0.46):
        pen.line([(x, 0.36), (x, 0.62)], 0.03)


def _throne(pen: Pen) -> None:
    pen.form(
        [(-0.28, 0.3), (-0.26, 0.86), (-0.14, 0.8), (0.0, 1.0), (0.14, 0.8), (0.26, 0.86), (0.28, 0.3)], _LAMP
    )
    pen.form([(-0.2, 0.34), (-0.18, 0.74), (0.18, 0.74), (0.2, 0.34)], _BODY)
    pen.form([(-0.4, 0.02), (0.4, 0.02), (0.36, 0.34), (-0.36, 0.34)], _DEEP)
    for x in (-0.37, 0.37):
        pen.limb([(x, 0.3), (x, 0.52)], 0.08, _LAMP)


def _signpost(pen: Pen) -> None:
    pen.limb([(0.0, 0.02), (0.0, 0.96)], 0.06, _DEEP)
    pen.form([(-0.08, 0.84), (0.42, 0.84), (0.54, 0.74), (0.42, 0.64), (-0.08, 0.64)], _LIGHT)
    pen.form([(0.08, 0.56), (-0.42, 0.56), (-0.54, 0.47), (-0.42, 0.38), (0.08, 0.38)], _BODY)


def _stairs(pen: Pen) -> None:
    steps = 6
    outline = [(-0.6, 0.02)]
    for k in range(steps):
        outline += [(-0.6 + 0.2 * k, 0.02 + 0.15 * (k + 1)), (-0.4 + 0.2 * k, 0.02 + 0.15 * (k + 1))]
    pen.form([*outline, (0.6, 0.02)], _BODY)
    for k in range(steps):
        x, y = -0.6 + 0.2 * k, 0.02 + 0.15 * (k + 1)
        pen.limb([(x, y), (x + 0.2, y)], 0.03, _LAMP)


def _gate(pen: Pen) -> None:
    for x in (-0.42, 0.42):
        pen.form([(x - 0.1, 0.02), (x + 0.1, 0.02), (x + 0.1, 0.86), (x - 0.1, 0.86)], _BODY)
        pen.disc(x, 0.92, 0.07, _LAMP)
    for k in range(7):
        x = -0.27 + 0.09 * k
        pen.limb([(x, 0.04), (x, 0.62 + 0.16 * (1.0 - (x / 0.3) ** 2))], 0.022, _DARK, 0.008)
    pen.limb([(-0.32, 0.2), (0.32, 0.2)], 0.022, _DARK, 0.008)
    pen.limb([(-0.32, 0.55), (0.32, 0.55)], 0.022, _DARK, 0.008)


def _cross(pen: Pen) -> None:
    pen.form([(-0.07, 0.02), (0.07, 0.02), (0.07, 0.58), (0.3, 0.58), (0.3, 0.72), (0.07, 0.72), (0.07, 0.98), (-0.07, 0.98),
              (-0.07, 0.72), (-0.3, 0.72), (-0.3, 0.58), (-0.07, 0.58)], _LIGHT)  # fmt: skip


def _bow_and_arrow(pen: Pen) -> None:
    bend = [(-0.3 + 0.42 * math.sin(a), 0.5 + 0.48 * math.cos(a)) for a in np.linspace(0.0, math.pi, 15)]
    pen.line([(-0.3, 0.98), (-0.48, 0.5), (-0.3, 0.02)], 0.014)
    pen.limb(bend, 0.045, _BODY)
    pen.limb([(-0.48, 0.5), (0.34, 0.5)], 0.024, _DEEP, 0.01)
    pen.form([(0.32, 0.57), (0.32, 0.43), (0.5, 0.5)], _LAMP)


def _snow_globe(pen: Pen) -> None:
    pen.form([(-0.34, 0.02), (0.34, 0.02), (0.28, 0.2), (-0.28, 0.2)], _DEEP)
    pen.disc(0.0, 0.57, 0.4, 245)
    pen.form([(-0.16, 0.3), (0.0, 0.74), (0.16, 0.3)], _BODY)
    for x, y in ((-0.22, 0.7), (0.2, 0.76), (0.26, 0.5), (-0.26, 0.46), (0.06, 0.88)):
        pen.dot(x, y, 0.024, 150)


def _portal(pen: Pen) -> None:
    pen.disc(0.0, 0.5, 0.34, _DEEP, 0.49)
    pen.disc(0.0, 0.5, 0.26, _BODY, 0.4)
    pen.disc(0.0, 0.5, 0.15, _LAMP, 0.27)


def _scarecrow(pen: Pen) -> None:
    pen.limb([(0.0, 0.02), (0.0, 0.5)], 0.04, _DARK)
    pen.limb([(-0.44, 0.6), (0.44, 0.6)], 0.09, _BODY)
    pen.form(
        [(-0.13, 0.66), (0.13, 0.66), (0.2, 0.26), (0.08, 0.3), (0.0, 0.24), (-0.08, 0.3), (-0.2, 0.26)],
        _BODY,
    )
    pen.disc(0.0, 0.77, 0.11, _LIGHT)
    pen.form([(-0.26, 0.82), (0.0, 1.0), (0.26, 0.82)], _DEEP)
    for x in (-0.04, 0.04):
        pen.dot(x, 0.77, 0.018)


def _fence(pen: Pen) -> None:
    for y in (0.3, 0.6):
        pen.limb([(-0.85, y), (0.85, y)], 0.06, _BODY)
    for k in range(7):
        x = -0.75 + 0.25 * k
        pen.form([(x - 0.06, 0.02), (x + 0.06, 0.02), (x + 0.06, 0.74), (x, 0.86), (x - 0.06, 0.74)], 238)


def _turntable(pen: Pen) -> None:
    pen.form([(-0.62, 0.1), (0.62, 0.1), (0.62, 0.82), (-0.62, 0.82)], _BODY)
    pen.disc(-0.12, 0.46, 0.31, _DARK)
    pen.disc(-0.12, 0.46, 0.1, _LAMP)
    pen.limb([(0.46, 0.7), (0.42, 0.36), (0.2, 0.3)], 0.03, 240)


def _iceberg(pen: Pen) -> None:
    pen.form(
        [(-0.6, 0.02), (-0.5, 0.36), (-0.2, 0.62), (-0.05, 0.9), (0.16, 0.7), (0.4, 0.4), (0.62, 0.02)], 240
    )
    pen.form([(-0.05, 0.9), (0.16, 0.7), (0.4, 0.4), (0.62, 0.02), (0.1, 0.02), (0.02, 0.5)], 190)


def _crane(pen: Pen) -> None:
    pen.line([(0.0, 0.42), (0.02, 0.02)], 0.022)
    pen.line([(0.06, 0.42), (0.12, 0.22), (0.06, 0.16)], 0.022)
    pen.form([(-0.4, 0.4), (-0.2, 0.56), (0.1, 0.6), (0.18, 0.5), (0.05, 0.4), (-0.2, 0.36)], 246, True)
    pen.form([(-0.5, 0.44), (-0.2, 0.5), (-0.16, 0.4), (-0.42, 0.3)], _DARK)
    pen.limb([(0.12, 0.54), (0.22, 0.7), (0.18, 0.86), (0.24, 0.92)], 0.045, 246)
    pen.disc(0.25, 0.93, 0.045, _BODY)
    pen.form([(0.29, 0.94), (0.46, 0.9), (0.29, 0.9)], _DARK)


def _compass_star(pen: Pen) -> None:
    points = []
    for k in range(8):
        r, a = (0.49 if k % 2 == 0 else 0.15), math.pi * (0.5 + k / 4)
        points.append((r * math.cos(a), 0.5 + r * math.sin(a)))
    pen.form(points, _LAMP)


def _fridge(pen: Pen) -> None:
    pen.form([(-0.3, 0.03), (0.3, 0.03), (0.3, 0.98), (-0.3, 0.98)], 236)
    pen.line([(-0.3, 0.64), (0.3, 0.64)], 0.024)
    for low, high in ((0.4, 0.58), (0.7, 0.86)):
        pen.limb([(-0.21, low), (-0.21, high)], 0.03, _DEEP)


def _washer(pen: Pen) -> None:
    pen.form([(-0.4, 0.03), (0.4, 0.03), (0.4, 0.92), (-0.4, 0.92)], 236)
    pen.form([(-0.4, 0.76), (0.4, 0.76), (0.4, 0.92), (-0.4, 0.92)], _BODY)
    pen.disc(0.0, 0.4, 0.27, _DEEP)
    pen.disc(0.0, 0.4, 0.19, _LIGHT)
    pen.line([(-0.15, 0.38), (-0.05, 0.43), (0.05, 0.36), (0.15, 0.41)], 0.03, _BODY)
    pen.dot(0.28, 0.84, 0.035)


THINGS: dict[str, Callable[[Pen], None]] = {
    "paper_boat": _paper_boat, "paper_plane": _paper_plane, "lighthouse": _lighthouse, "windmill": _windmill,
    "bridge": _bridge, "street_lamp": _street_lamp, "air_balloon": _air_balloon, "swing": _swing, "bench": _bench,
    "harp": _harp, "grand_piano": _grand_piano, "hanok": _hanok, "pagoda": _pagoda, "blossom_tree": _blossom_tree,
    "bare_tree": _bare_tree, "willow": _willow, "well": _well, "pyramid": _pyramid, "igloo": _igloo,
    "treasure": _treasure, "throne": _throne, "signpost": _signpost, "stairs": _stairs, "gate": _gate,
    "cross": _cross, "bow_and_arrow": _bow_and_arrow, "snow_globe": _snow_globe, "portal": _portal,
    "scarecrow": _scarecrow, "fence": _fence, "turntable": _turntable, "iceberg": _iceberg,
    "crane": _crane, "four_star": _compass_star,
    "fridge": _fridge, "washer": _washer,
} | EVERYDAY | HOUSEHOLD | INSTRUMENTS | MACHINES | OUTDOORS  # fmt: skip


def thing_tones(name: str) -> tuple[np.ndarray, np.ndarray]:
    """(tones, cover), uint8 (H, W) each, of one of THINGS, as `bake.fitted` takes them."""
    pen = Pen()
    THINGS[name](pen)
    return pen.planes()
