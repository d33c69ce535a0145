"""Instruments that the font has no glyph for; each is 1 high and stands on 0."""

# ruff: noqa: E501 - a form reads best with its corners in a line
from __future__ import annotations

import math
from collections.abc import Callable

from realtime.scenery.objects.pen import Pen

_BODY, _LIGHT, _BRIGHT, _DEEP, _DARK = 168, 225, 248, 118, 78


def _xylophone(pen: Pen) -> None:
    pen.form([(-0.95, 0.1), (0.9, 0.3), (0.9, 0.38), (-0.95, 0.24)], _DARK)
    pen.form([(-0.95, 0.62), (0.9, 0.5), (0.9, 0.58), (-0.95, 0.76)], _DARK)
    for k in range(8):
        x = -0.86 + 0.24 * k
        low, high = 0.04 + 0.024 * k, 0.86 - 0.032 * k
        pen.box(x - 0.085, low, x + 0.085, high, (_BODY, _LIGHT)[k % 2])
    for x, y in ((-0.2, 0.66), (0.3, 0.58)):
        pen.limb([(x, y), (x + 0.5, y + 0.36)], 0.035, _DEEP)
        pen.disc(x, y, 0.06, _BRIGHT)


def _tambourine(pen: Pen) -> None:
    pen.disc(0.0, 0.5, 0.48, _DEEP)
    pen.disc(0.0, 0.5, 0.37, _BRIGHT)
    for k in range(8):
        x, y = 0.425 * math.cos(math.pi * k / 4), 0.5 + 0.425 * math.sin(math.pi * k / 4)
        pen.disc(x, y, 0.055, _LIGHT)
        pen.dot(x, y, 0.02)


def _cymbals(pen: Pen) -> None:
    """On their stands."""
    for x, high in ((-0.42, 0.92), (0.44, 0.74)):
        pen.limb([(x, 0.24), (x, high)], 0.03, _DARK)
        for side in (-0.2, 0.2):
            pen.limb([(x, 0.26), (x + side, 0.03)], 0.03, _DARK)
        pen.disc(x, high, 0.44, _BODY, 0.07)
        pen.disc(x, high + 0.03, 0.14, _BRIGHT, 0.05)


def _gong(pen: Pen) -> None:
    for x in (-0.6, 0.6):
        pen.limb([(x * 1.1, 0.02), (x, 0.94)], 0.06, _DEEP)
    pen.limb([(-0.72, 0.95), (0.72, 0.95)], 0.08, _DEEP)
    for x in (-0.2, 0.2):
        pen.line([(x, 0.92), (x, 0.74)], 0.018)
    pen.disc(0.0, 0.46, 0.38, _BODY)
    pen.disc(0.0, 0.46, 0.27, _LIGHT)
    pen.disc(0.0, 0.46, 0.1, _BRIGHT)


def _harmonica(pen: Pen) -> None:
    pen.form([(-0.95, 0.3), (0.95, 0.3), (1.0, 0.5), (0.95, 0.7), (-0.95, 0.7), (-1.0, 0.5)], _LIGHT)
    pen.box(-0.86, 0.42, 0.86, 0.58, _DARK)
    for k in range(9):
        pen.box(-0.82 + 0.19 * k, 0.44, -0.7 + 0.19 * k, 0.56, _BRIGHT)


def _janggu(pen: Pen) -> None:
    """The drum in the form of an hourglass, lying."""
    pen.form(
        [
            (-0.7, 0.92),
            (-0.16, 0.6),
            (0.16, 0.6),
            (0.7, 0.92),
            (0.7, 0.08),
            (0.16, 0.4),
            (-0.16, 0.4),
            (-0.7, 0.08),
        ],
        _BODY,
    )
    for a, b in ((0.86, 0.5), (0.66, 0.3), (0.46, 0.7), (0.26, 0.5), (0.14, 0.86)):
        pen.line([(-0.7, a), (0.7, b)], 0.02, _BRIGHT)
    for side in (-1.0, 1.0):
        pen.disc(side * 0.74, 0.5, 0.13, _BRIGHT, 0.48)
    pen.limb([(-0.08, 0.62), (-0.08, 0.38)], 0.05, _DARK)
    pen.limb([(0.08, 0.62), (0.08, 0.38)], 0.05, _DARK)


def _bagpipes(pen: Pen) -> None:
    for x, tip in ((-0.1, -0.34), (0.1, -0.02), (0.3, 0.3)):
        pen.limb([(x, 0.5), (tip, 0.98)], 0.055, _DEEP)
        pen.limb([(0.5 * (x + tip), 0.74), (0.45 * x + 0.55 * tip, 0.77)], 0.09, _BRIGHT)
    pen.form(
        [(-0.6, 0.34), (-0.3, 0.56), (0.2, 0.6), (0.56, 0.46), (0.5, 0.22), (0.1, 0.14), (-0.4, 0.18)],
        _BODY,
        True,
    )
    for x in (-0.3, 0.0, 0.3):
        pen.line([(x, 0.54), (x - 0.04, 0.18)], 0.02, _BRIGHT)
    pen.limb([(-0.5, 0.4), (-0.86, 0.66)], 0.05, _DEEP)
    pen.limb([(0.4, 0.22), (0.62, 0.03)], 0.06, _DEEP)


def _gramophone(pen: Pen) -> None:
    pen.box(-0.56, 0.03, 0.44, 0.24, _DEEP)
    pen.disc(-0.08, 0.27, 0.4, _DARK, 0.05)
    pen.limb([(0.3, 0.26), (0.44, 0.4), (0.34, 0.52)], 0.06, _LIGHT)
    pen.form([(0.28, 0.46), (0.4, 0.54), (0.22, 0.78), (0.02, 1.0), (-0.6, 0.62), (-0.1, 0.58)], _BODY, True)
    # The mouth of the horn is seen from the side.
    rim = [(math.cos(a), math.sin(a)) for a in (math.pi * k / 10 for k in range(20))]
    pen.form([(-0.3 + 0.34 * c - 0.1 * s, 0.82 + 0.2 * c + 0.16 * s) for c, s in rim], _BRIGHT)
    pen.form([(-0.3 + 0.22 * c - 0.06 * s, 0.82 + 0.13 * c + 0.1 * s) for c, s in rim], _DARK)


def _metronome(pen: Pen) -> None:
    pen.form([(-0.42, 0.04), (0.42, 0.04), (0.2, 0.92), (-0.2, 0.92)], _BODY)
    pen.form([(-0.3, 0.24), (0.3, 0.24), (0.16, 0.84), (-0.16, 0.84)], _BRIGHT)
    for y in (0.4, 0.5, 0.6, 0.7):
        pen.line([(-0.06, y), (0.06, y)], 0.014)
    pen.limb([(0.0, 0.2), (0.3, 0.98)], 0.03, _DARK)
    pen.form([(0.13, 0.66), (0.29, 0.6), (0.33, 0.72), (0.17, 0.78)], _DARK)
    pen.box(-0.5, 0.0, 0.5, 0.08, _DEEP)


def _amplifier(pen: Pen) -> None:
    """For a guitar, with its cloth and knobs."""
    pen.box(-0.56, 0.05, 0.56, 0.94, _DARK)
    pen.box(-0.48, 0.12, 0.48, 0.66, _BODY)
    pen.disc(0.0, 0.39, 0.23, _DEEP)
    pen.disc(0.0, 0.39, 0.09, _LIGHT)
    pen.box(-0.48, 0.72, 0.48, 0.86, _BRIGHT)
    for x in (-0.36, -0.18, 0.0, 0.18, 0.36):
        pen.dot(x, 0.79, 0.034)
    pen.limb([(-0.2, 0.97), (0.2, 0.97)], 0.05, _DEEP)


INSTRUMENTS: dict[str, Callable[[Pen], None]] = {
    "xylophone": _xylophone, "tambourine": _tambourine, "cymbals": _cymbals, "gong": _gong, "harmonica": _harmonica,
    "janggu": _janggu, "bagpipes": _bagpipes, "gramophone": _gramophone, "metronome": _metronome,
    "amplifier": _amplifier,
}  # fmt: skip
