"""What shows an act at a glance: the signs of sleep, speed, a fall, water around a swimmer."""

from __future__ import annotations

import math

from realtime.scenery.objects.pen import Pen, Point

_LIGHT, _BRIGHT = 236, 252


def asleep(pen: Pen, at: Point) -> None:
    """Three letters z that rise from `at`."""
    for number, size in enumerate((0.07, 0.1, 0.14)):
        x, y = at[0] + 0.15 * number, at[1] + 0.17 * number
        letter = [(x, y + size), (x + size, y + size), (x, y), (x + size, y)]
        pen.line(letter, 0.055)
        pen.line(letter, 0.026, _BRIGHT)


def speed(pen: Pen, at: Point) -> None:
    """Lines behind somebody who runs to the right."""
    for number, long in enumerate((0.22, 0.3, 0.18)):
        x, y = at[0] - 0.1 * (number % 2), at[1] - 0.14 * number
        pen.limb([(x, y), (x - long, y)], 0.022, _BRIGHT, 0.01)


def falling(pen: Pen, at: Point) -> None:
    """Lines above somebody who falls."""
    for number, long in enumerate((0.2, 0.32, 0.24)):
        x = at[0] + 0.17 * (number - 1)
        pen.limb([(x, at[1]), (x, at[1] + long)], 0.022, _BRIGHT, 0.01)


def water(pen: Pen, half: float, level: float) -> None:
    """Takes away what is below `level`, and draws waves from −half to half around it."""
    pen.cut_below(level - 0.02)
    for row, (share, shift) in enumerate(((1.0, 0.0), (0.8, 0.1), (0.5, -0.08))):
        wide, y = half * share, level - 0.1 * row
        wave = [
            (x + shift, y + 0.03 * math.cos(5.0 * math.pi * x / half))
            for x in (wide * (k / 20.0 - 1.0) for k in range(41))
        ]
        pen.limb(wave, 0.035, _BRIGHT, 0.012)


def tears(pen: Pen, at: Point) -> None:
    """Drops on both sides of `at`."""
    for side, low in ((-1, 0.0), (1, -0.05), (-1, -0.14), (1, -0.18)):
        x, y = at[0] + side * (0.14 - 0.1 * low), at[1] + low
        pen.form([(x - 0.03, y), (x, y + 0.08), (x + 0.03, y), (x, y - 0.03)], _BRIGHT, True)


def shadow(pen: Pen, half: float) -> None:
    """On the ground, below somebody in the air."""
    pen.disc(0.0, 0.02, half, 78, 0.03)


def stool(pen: Pen, seat: float) -> None:
    """Below somebody who sits, its top at `seat`."""
    for x in (-0.13, 0.09):
        pen.limb([(x, 0.2), (x, seat - 0.05)], 0.04, 78)
    pen.limb([(-0.16, seat - 0.04), (0.12, seat - 0.04)], 0.07, 118)


def cliff(pen: Pen) -> None:
    """A rock face at the right of somebody who climbs."""
    edge = [(0.28, -0.06), (0.34, 0.24), (0.26, 0.5), (0.36, 0.78), (0.3, 1.06)]
    pen.form([*edge, (0.44, 1.2), (0.72, 1.16), (0.8, 0.6), (0.84, -0.06)], 118)
    for x, y in ((0.5, 0.24), (0.46, 0.66), (0.56, 0.94)):
        pen.line([(x, y), (x + 0.08, y - 0.1), (x + 0.16, y - 0.08)], 0.02)
