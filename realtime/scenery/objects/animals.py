"""Animals of which the font has only the head, on all fours from the side."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from realtime.scenery.objects.pen import Pen, Points

_BODY, _LIGHT, _DEEP, _DARK, _EYE = 168, 236, 118, 78, 20


def _legs(pen: Pen, xs: Points, width: float, tone: int, top: float = 0.34) -> None:
    for x, foot in xs:
        pen.limb([(x, top), (foot, 0.04)], width, tone)
        pen.limb([(foot, 0.035), (foot + 0.045, 0.03)], width * 0.8, tone)


def _wolf(pen: Pen) -> None:
    """Howling."""
    pen.form([(-0.5, 0.4), (-0.78, 0.34), (-0.9, 0.14), (-0.74, 0.16), (-0.56, 0.26)], _DEEP, True)
    _legs(pen, [(-0.36, -0.42), (0.2, 0.16)], 0.075, _DEEP)
    pen.form(
        [
            (-0.52, 0.46),
            (-0.3, 0.56),
            (0.1, 0.56),
            (0.32, 0.7),
            (0.46, 0.6),
            (0.4, 0.4),
            (0.24, 0.28),
            (-0.1, 0.3),
            (-0.4, 0.26),
        ],
        _BODY,
        True,
    )
    _legs(pen, [(-0.42, -0.34), (0.3, 0.3)], 0.08, _BODY)
    pen.form(
        [
            (0.22, 0.58),
            (0.26, 0.8),
            (0.36, 0.9),
            (0.56, 1.0),
            (0.6, 0.96),
            (0.5, 0.86),
            (0.58, 0.84),
            (0.54, 0.78),
            (0.46, 0.72),
            (0.44, 0.56),
        ],
        _BODY,
    )
    pen.form([(0.3, 0.84), (0.14, 0.92), (0.24, 0.74)], _DEEP)
    pen.form([(0.3, 0.42), (0.42, 0.58), (0.4, 0.36), (0.3, 0.28)], _LIGHT)
    pen.dot(0.39, 0.83, 0.018, _EYE)


def _fox(pen: Pen) -> None:
    pen.form([(-0.36, 0.4), (-0.6, 0.5), (-0.86, 0.4), (-0.96, 0.2), (-0.8, 0.14), (-0.56, 0.2)], _BODY, True)
    pen.form([(-0.96, 0.22), (-0.86, 0.32), (-0.78, 0.18), (-0.86, 0.12)], _LIGHT, True)
    _legs(pen, [(-0.28, -0.32), (0.2, 0.18)], 0.06, _DARK)
    pen.form(
        [(-0.42, 0.4), (-0.2, 0.5), (0.14, 0.48), (0.34, 0.56), (0.34, 0.36), (0.1, 0.28), (-0.3, 0.26)],
        _BODY,
        True,
    )
    _legs(pen, [(-0.34, -0.26), (0.26, 0.27)], 0.062, _DARK)
    pen.form(
        [
            (0.18, 0.52),
            (0.2, 0.76),
            (0.34, 0.72),
            (0.48, 0.8),
            (0.5, 0.62),
            (0.66, 0.48),
            (0.46, 0.42),
            (0.28, 0.42),
        ],
        _BODY,
    )
    pen.form([(0.3, 0.46), (0.46, 0.54), (0.66, 0.48), (0.46, 0.42)], _LIGHT)
    pen.dot(0.65, 0.48, 0.026, _EYE)
    pen.dot(0.44, 0.6, 0.022, _EYE)


def _bear_of(pen: Pen, body: int, limbs: int, patch: int | None = None) -> None:
    _legs(pen, [(-0.34, -0.36), (0.2, 0.2)], 0.13, limbs)
    pen.form(
        [
            (-0.56, 0.4),
            (-0.46, 0.64),
            (-0.1, 0.72),
            (0.22, 0.68),
            (0.4, 0.5),
            (0.3, 0.28),
            (-0.1, 0.24),
            (-0.46, 0.24),
        ],
        body,
        True,
    )
    _legs(pen, [(-0.44, -0.46), (0.3, 0.32)], 0.14, limbs)
    pen.disc(0.36, 0.78, 0.07, limbs)
    pen.disc(0.58, 0.76, 0.06, limbs)
    pen.form(
        [(0.26, 0.6), (0.34, 0.78), (0.52, 0.8), (0.66, 0.68), (0.76, 0.54), (0.62, 0.46), (0.4, 0.46)],
        body if patch is None else patch,
        True,
    )
    pen.disc(0.68, 0.56, 0.075, _LIGHT)
    pen.dot(0.72, 0.58, 0.026, _EYE)
    if patch is not None:
        pen.dot(0.54, 0.68, 0.045, limbs)
    pen.dot(0.54, 0.68, 0.02, _EYE if patch is None else 250)


def _bear(pen: Pen) -> None:
    _bear_of(pen, _BODY, _BODY)


def _panda(pen: Pen) -> None:
    _bear_of(pen, 246, 30, 246)


def _lion(pen: Pen) -> None:
    pen.limb([(-0.48, 0.5), (-0.74, 0.42), (-0.78, 0.2)], 0.035, _BODY)
    pen.disc(-0.78, 0.16, 0.06, _DARK)
    _legs(pen, [(-0.34, -0.36), (0.16, 0.14)], 0.09, _DEEP)
    pen.form(
        [(-0.54, 0.46), (-0.36, 0.6), (0.0, 0.58), (0.3, 0.6), (0.34, 0.34), (0.1, 0.28), (-0.4, 0.28)],
        _BODY,
        True,
    )
    _legs(pen, [(-0.42, -0.42), (0.26, 0.27)], 0.095, _BODY)
    mane = [
        ((0.3 + 0.035 * (k % 2)) * math.cos(a) + 0.38, 0.66 + (0.32 + 0.035 * (k % 2)) * math.sin(a))
        for k, a in enumerate(np.linspace(0.0, 2.0 * math.pi, 22, endpoint=False))
    ]
    pen.form(mane, _DARK)
    pen.disc(0.28, 0.86, 0.055, _BODY)
    pen.disc(0.54, 0.86, 0.055, _BODY)
    pen.disc(0.42, 0.66, 0.2, _BODY)
    pen.disc(0.46, 0.57, 0.09, _LIGHT)
    for x in (0.35, 0.51):
        pen.dot(x, 0.7, 0.022, _EYE)
    pen.form([(0.42, 0.61), (0.5, 0.61), (0.46, 0.56)], _DARK)


def _horse(pen: Pen, horn: bool = False, wings: bool = False) -> None:
    pen.form(
        [(-0.5, 0.58), (-0.72, 0.56), (-0.82, 0.3), (-0.74, 0.2), (-0.66, 0.4), (-0.5, 0.48)], _DARK, True
    )
    _legs(pen, [(-0.34, -0.4), (0.18, 0.26)], 0.07, _DEEP, 0.4)
    if wings:
        pen.form(
            [
                (0.0, 0.56),
                (-0.2, 0.98),
                (-0.56, 1.06),
                (-0.46, 0.88),
                (-0.54, 0.84),
                (-0.4, 0.72),
                (-0.44, 0.66),
                (-0.2, 0.54),
            ],
            250,
        )
    pen.form(
        [
            (-0.54, 0.52),
            (-0.42, 0.64),
            (-0.1, 0.6),
            (0.14, 0.64),
            (0.3, 0.56),
            (0.28, 0.42),
            (0.1, 0.36),
            (-0.4, 0.36),
        ],
        _LIGHT if horn or wings else _BODY,
        True,
    )
    tone = _LIGHT if horn or wings else _BODY
    _legs(pen, [(-0.44, -0.34), (0.24, 0.2)], 0.075, tone, 0.42)
    pen.form(
        [
            (0.06, 0.6),
            (0.26, 0.86),
            (0.34, 0.98),
            (0.4, 0.92),
            (0.52, 0.82),
            (0.62, 0.7),
            (0.56, 0.64),
            (0.42, 0.7),
            (0.32, 0.5),
        ],
        tone,
    )
    pen.form([(0.32, 0.98), (0.2, 0.94), (0.06, 0.76), (0.0, 0.6), (0.1, 0.62), (0.26, 0.86)], _DARK, True)
    if horn:
        pen.form([(0.38, 0.93), (0.56, 1.2), (0.44, 0.89)], 252)
    pen.dot(0.43, 0.83, 0.02, _EYE)
    if wings:
        pen.form(
            [
                (0.06, 0.56),
                (-0.06, 0.94),
                (-0.38, 1.0),
                (-0.3, 0.84),
                (-0.36, 0.78),
                (-0.22, 0.68),
                (-0.24, 0.62),
                (-0.1, 0.52),
            ],
            242,
        )


def _koala(pen: Pen) -> None:
    pen.limb([(0.18, 0.02), (0.18, 1.0)], 0.1, _DEEP)
    pen.form([(-0.2, 0.06), (-0.26, 0.34), (-0.1, 0.54), (0.12, 0.5), (0.16, 0.2), (0.04, 0.04)], _BODY, True)
    pen.limb([(-0.02, 0.42), (0.2, 0.5)], 0.09, _BODY)
    pen.limb([(-0.02, 0.12), (0.2, 0.18)], 0.1, _BODY)
    pen.disc(-0.26, 0.8, 0.11, _LIGHT)
    pen.disc(0.14, 0.8, 0.11, _LIGHT)
    pen.disc(-0.06, 0.68, 0.2, _BODY)
    pen.disc(-0.06, 0.63, 0.045, _DARK, 0.075)
    for x in (-0.15, 0.03):
        pen.dot(x, 0.72, 0.024, _EYE)


def _frog(pen: Pen) -> None:
    for side in (-1, 1):
        pen.form(
            [
                (side * 0.1, 0.1),
                (side * 0.5, 0.4),
                (side * 0.6, 0.16),
                (side * 0.46, 0.04),
                (side * 0.66, 0.03),
                (side * 0.3, 0.02),
            ],
            _DEEP,
        )
    pen.form(
        [(-0.36, 0.1), (-0.36, 0.4), (-0.2, 0.62), (0.2, 0.62), (0.36, 0.4), (0.36, 0.1), (0.0, 0.03)],
        _BODY,
        True,
    )
    pen.form([(-0.2, 0.08), (-0.2, 0.3), (0.2, 0.3), (0.2, 0.08)], _LIGHT, True)
    for side in (-1, 1):
        pen.disc(side * 0.2, 0.66, 0.12, _BODY)
        pen.disc(side * 0.2, 0.68, 0.07, 250)
        pen.dot(side * 0.2, 0.68, 0.03, _EYE)
    pen.line([(-0.24, 0.44), (0.0, 0.38), (0.24, 0.44)], 0.02)


def _raccoon(pen: Pen) -> None:
    for k in range(5):
        pen.disc(-0.42 - 0.09 * k, 0.2 + 0.05 * k, 0.09, (_BODY, _DARK)[k % 2])
    _fox_body = [(-0.4, 0.36), (-0.2, 0.54), (0.16, 0.5), (0.36, 0.5), (0.34, 0.3), (0.1, 0.22), (-0.3, 0.2)]
    _legs(pen, [(-0.26, -0.28), (0.18, 0.18), (-0.1, -0.1), (0.28, 0.3)], 0.07, _DARK, 0.28)
    pen.form(_fox_body, _BODY, True)
    pen.form(
        [(0.14, 0.46), (0.14, 0.72), (0.3, 0.7), (0.46, 0.74), (0.5, 0.56), (0.62, 0.44), (0.36, 0.38)], _BODY
    )
    pen.form([(0.22, 0.6), (0.5, 0.6), (0.48, 0.5), (0.22, 0.5)], _DARK, True)
    pen.dot(0.42, 0.56, 0.024, 250)
    pen.dot(0.61, 0.44, 0.026, _EYE)


ANIMALS: dict[str, Callable[[Pen], None]] = {
    "wolf": _wolf,
    "fox": _fox,
    "bear": _bear,
    "panda": _panda,
    "lion": _lion,
    "unicorn": lambda pen: _horse(pen, horn=True),
    "pegasus": lambda pen: _horse(pen, wings=True),
    "koala": _koala,
    "frog": _frog,
    "raccoon": _raccoon,
}


def animal_tones(name: str) -> tuple[np.ndarray, np.ndarray]:
    """(tones, cover), uint8 (H, W) each, of one of ANIMALS, as `bake.fitted` takes them."""
    pen = Pen()
    ANIMALS[name](pen)
    return pen.planes()
