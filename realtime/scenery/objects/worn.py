"""What figures wear: behind them, on the body, on the head."""

# ruff: noqa: E501 - a form reads best with its corners in a line
from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from realtime.scenery.objects.pen import Pen, Point

_BODY, _LIGHT, _DEEP, _DARK = 168, 238, 118, 78


def wear(pen: Pen, names: Iterable[str], where: str, head: Point, r: float, lean: float) -> None:
    """Draw of `names` what lies there: "behind" the figure, on its "body", on its "head"."""
    for name in names:
        layer, draw = _WORN[name]
        if layer == where:
            draw(pen, head[0], head[1], r, lean)


def _wings(pen: Pen, x: float, y: float, r: float, lean: float) -> None:
    for side in (-1, 1):
        pen.form([(side * 0.04, 0.68), (side * 0.2, 0.92), (side * 0.42, 1.0), (side * 0.46, 0.8), (side * 0.4, 0.62),
                  (side * 0.3, 0.5), (side * 0.16, 0.46), (side * 0.05, 0.54)], 250, True)  # fmt: skip
        for k in range(3):
            pen.line([(side * 0.14, 0.62 - 0.03 * k), (side * (0.38 - 0.06 * k), 0.74 - 0.1 * k)], 0.012)


def _fairy_wings(pen: Pen, x: float, y: float, r: float, lean: float) -> None:
    for side in (-1, 1):
        pen.form(
            [(side * 0.04, 0.66), (side * 0.22, 0.98), (side * 0.36, 0.9), (side * 0.28, 0.68)], 250, True
        )
        pen.form(
            [(side * 0.04, 0.62), (side * 0.26, 0.6), (side * 0.26, 0.42), (side * 0.12, 0.44)], 225, True
        )


def _bat_wings(pen: Pen, x: float, y: float, r: float, lean: float) -> None:
    for side in (-1, 1):
        pen.form([(side * 0.05, 0.68), (side * 0.26, 0.98), (side * 0.5, 0.86), (side * 0.42, 0.66), (side * 0.33, 0.7),
                  (side * 0.26, 0.54), (side * 0.18, 0.6), (side * 0.06, 0.52)], _DARK)  # fmt: skip


def _cape(pen: Pen, x: float, y: float, r: float, lean: float) -> None:
    pen.form([(-0.1, 0.78), (0.1, 0.78), (0.2, 0.5), (0.29, 0.08), (0.1, 0.14), (0.0, 0.06), (-0.12, 0.14), (-0.29, 0.08),
              (-0.2, 0.5)], _DEEP)  # fmt: skip


def _backpack(pen: Pen, x: float, y: float, r: float, lean: float) -> None:
    pen.form([(-0.22, 0.74), (-0.06, 0.76), (-0.06, 0.48), (-0.23, 0.5)], _LIGHT, True)


def _veil(pen: Pen, x: float, y: float, r: float, lean: float) -> None:
    pen.form([(x - r, y + r * 0.6), (x, y + r * 1.3), (x + r, y + r * 0.6), (0.24, 0.3), (0.3, 0.06), (-0.3, 0.06),
              (-0.24, 0.3)], 250, True)  # fmt: skip


def _tail_of_fish(pen: Pen, x: float, y: float, r: float, lean: float) -> None:
    pen.form([(-0.09, 0.56), (0.09, 0.56), (0.11, 0.38), (0.05, 0.16), (0.15, 0.02), (0.02, 0.06), (-0.12, 0.0),
              (-0.01, 0.16), (-0.11, 0.38)], _BODY, True)  # fmt: skip
    for y_ in (0.46, 0.38, 0.3):
        pen.line([(-0.08, y_), (-0.03, y_ - 0.03), (0.02, y_), (0.08, y_ - 0.02)], 0.01)


def _tie(pen: Pen, x: float, y: float, r: float, lean: float) -> None:
    pen.form([(0.0, 0.77), (-0.025, 0.6), (0.0, 0.56), (0.025, 0.6)], _DARK)


def _scarf(pen: Pen, x: float, y: float, r: float, lean: float) -> None:
    pen.limb([(x - 0.09, y - r - 0.015), (x + 0.09, y - r - 0.015)], 0.05, _LIGHT)
    pen.limb([(x + 0.05, y - r - 0.02), (x + 0.09, y - r - 0.2)], 0.045, _LIGHT)


def _apron(pen: Pen, x: float, y: float, r: float, lean: float) -> None:
    pen.form([(-0.07, 0.62), (0.07, 0.62), (0.11, 0.24), (-0.11, 0.24)], 246)


def _cross(pen: Pen, x: float, y: float, r: float, lean: float) -> None:
    pen.line([(0.0, 0.68), (0.0, 0.54)], 0.03)
    pen.line([(-0.05, 0.63), (0.05, 0.63)], 0.03)


def _crown(pen: Pen, x: float, y: float, r: float, lean: float) -> None:
    base, top = y + r * 0.7, y + r * 1.75
    pen.form([(x - r * 0.95, base), (x - r * 1.05, top), (x - r * 0.5, base + r * 0.5), (x, top + r * 0.15),
              (x + r * 0.5, base + r * 0.5), (x + r * 1.05, top), (x + r * 0.95, base)], 252)  # fmt: skip


def _hat(pen: Pen, x: float, y: float, r: float, lean: float) -> None:
    pen.form(
        [
            (x - r * 0.8, y + r * 0.6),
            (x - r * 0.7, y + r * 1.5),
            (x + r * 0.7, y + r * 1.5),
            (x + r * 0.8, y + r * 0.6),
        ],
        _DEEP,
    )
    pen.limb([(x - r * 1.6, y + r * 0.62), (x + r * 1.6, y + r * 0.62)], 0.035, _DEEP)


def _top_hat(pen: Pen, x: float, y: float, r: float, lean: float) -> None:
    pen.form(
        [
            (x - r * 0.75, y + r * 0.6),
            (x - r * 0.8, y + r * 2.1),
            (x + r * 0.8, y + r * 2.1),
            (x + r * 0.75, y + r * 0.6),
        ],
        _DARK,
    )
    pen.limb([(x - r * 1.4, y + r * 0.62), (x + r * 1.4, y + r * 0.62)], 0.03, _DARK)


def _gat(pen: Pen, x: float, y: float, r: float, lean: float) -> None:
    pen.form(
        [
            (x - r * 0.6, y + r * 0.6),
            (x - r * 0.5, y + r * 1.7),
            (x + r * 0.5, y + r * 1.7),
            (x + r * 0.6, y + r * 0.6),
        ],
        _DARK,
    )
    pen.limb([(x - r * 2.2, y + r * 0.6), (x + r * 2.2, y + r * 0.6)], 0.028, _DARK)


def _straw_hat(pen: Pen, x: float, y: float, r: float, lean: float) -> None:
    pen.form([(x - r * 2.0, y + r * 0.35), (x, y + r * 1.7), (x + r * 2.0, y + r * 0.35)], _LIGHT)


def _witch_hat(pen: Pen, x: float, y: float, r: float, lean: float) -> None:
    pen.form(
        [
            (x - r * 0.9, y + r * 0.6),
            (x + r * 0.1, y + r * 2.9),
            (x + r * 0.55, y + r * 2.7),
            (x + r * 0.9, y + r * 0.6),
        ],
        _DARK,
    )
    pen.limb([(x - r * 1.8, y + r * 0.55), (x + r * 1.8, y + r * 0.55)], 0.035, _DARK)


def _kabuto(pen: Pen, x: float, y: float, r: float, lean: float) -> None:
    pen.form([(x - r * 1.15, y + r * 0.2), (x - r * 0.95, y + r * 1.0), (x, y + r * 1.4), (x + r * 0.95, y + r * 1.0),
              (x + r * 1.15, y + r * 0.2)], _DEEP, True)  # fmt: skip
    pen.form([(x - r * 1.05, y + r * 0.3), (x - r * 1.9, y - r * 0.5), (x - r * 1.2, y - r * 0.5)], _DEEP)
    pen.form([(x + r * 1.05, y + r * 0.3), (x + r * 1.9, y - r * 0.5), (x + r * 1.2, y - r * 0.5)], _DEEP)
    for side in (-1, 1):
        pen.form([(x, y + r * 0.8), (x + side * r * 0.8, y + r * 1.5), (x + side * r * 1.15, y + r * 2.4),
                  (x + side * r * 0.45, y + r * 1.5)], 252)  # fmt: skip
    pen.line([(x - r, y + r * 0.15), (x + r, y + r * 0.15)], 0.02)


def _helmet(pen: Pen, x: float, y: float, r: float, lean: float) -> None:
    pen.form([(x - r * 1.2, y + r * 0.1), (x - r * 1.1, y + r * 0.9), (x, y + r * 1.35), (x + r * 1.1, y + r * 0.9),
              (x + r * 1.2, y + r * 0.1)], _DEEP, True)  # fmt: skip


def _visor(pen: Pen, x: float, y: float, r: float, lean: float) -> None:
    pen.disc(x, y + 0.01, r * 1.22, _LIGHT)
    pen.line([(x - r * 0.85, y + r * 0.15), (x + r * 0.85, y + r * 0.15)], 0.035)
    pen.line([(x, y + r * 0.15), (x, y - r * 0.9)], 0.02)
    pen.limb([(x, y + r * 1.25), (x - r * 0.5, y + r * 2.1), (x - r * 1.3, y + r * 2.0)], 0.04, _BODY)


def _glass(pen: Pen, x: float, y: float, r: float, lean: float) -> None:
    pen.disc(x, y + 0.01, r * 1.55, 250)
    pen.disc(x, y, r * 1.1, _DARK, r * 0.85)
    pen.line([(x - r * 0.6, y + r * 0.35), (x - r * 0.2, y + r * 0.5)], 0.02, 250)


def _halo(pen: Pen, x: float, y: float, r: float, lean: float) -> None:
    ring = [
        (x + r * math.cos(a), y + r * (1.7 + 0.3 * math.sin(a)))
        for a in (math.pi * k / 10 for k in range(21))
    ]
    pen.limb(ring, 0.024, 252, 0.01)


def _horns(pen: Pen, x: float, y: float, r: float, lean: float) -> None:
    for side in (-1, 1):
        pen.form(
            [
                (x + side * r * 0.35, y + r * 0.9),
                (x + side * r * 1.1, y + r * 1.9),
                (x + side * r * 0.9, y + r * 0.6),
            ],
            _LIGHT,
        )


def _hood(pen: Pen, x: float, y: float, r: float, lean: float) -> None:
    pen.disc(x, y, r * 1.2, _DARK)
    pen.form(
        [
            (x - r * 0.8, y + r * 0.35),
            (x + r * 0.8, y + r * 0.35),
            (x + r * 0.75, y - r * 0.1),
            (x - r * 0.75, y - r * 0.1),
        ],
        214,
    )


def _cowl(pen: Pen, x: float, y: float, r: float, lean: float) -> None:
    pen.form([(x - r * 1.5, y - r * 1.1), (x - r * 1.2, y + r * 0.6), (x, y + r * 1.5), (x + r * 1.2, y + r * 0.6),
              (x + r * 1.5, y - r * 1.1)], _DARK, True)  # fmt: skip
    pen.disc(x, y - 0.005, r * 0.72, 40)


def _coif(pen: Pen, x: float, y: float, r: float, lean: float) -> None:
    pen.form([(x - r * 1.1, y + r * 0.6), (x, y + r * 1.35), (x + r * 1.1, y + r * 0.6), (x + r * 1.7, y - r * 2.4),
              (x - r * 1.7, y - r * 2.4)], _DARK, True)  # fmt: skip
    pen.disc(x, y, r * 0.8, 214)
    pen.line([(x - r * 0.75, y + r * 0.6), (x + r * 0.75, y + r * 0.6)], 0.03, 250)


def _cap(pen: Pen, x: float, y: float, r: float, lean: float) -> None:
    pen.form([(x - r * 1.05, y + r * 0.3), (x - r * 0.8, y + r * 1.0), (x, y + r * 1.25), (x + r * 0.8, y + r * 1.0),
              (x + r * 1.05, y + r * 0.3)], _DEEP, True)  # fmt: skip
    pen.limb([(x + r * 0.6, y + r * 0.33), (x + r * 1.6, y + r * 0.28)], 0.028, _DEEP)


def _chef_hat(pen: Pen, x: float, y: float, r: float, lean: float) -> None:
    pen.form([(x - r * 0.85, y + r * 0.6), (x - r * 1.3, y + r * 1.7), (x - r * 0.5, y + r * 2.2), (x + r * 0.5, y + r * 2.2),
              (x + r * 1.3, y + r * 1.7), (x + r * 0.85, y + r * 0.6)], 250, True)  # fmt: skip


def _nurse_cap(pen: Pen, x: float, y: float, r: float, lean: float) -> None:
    pen.form(
        [
            (x - r * 0.8, y + r * 0.75),
            (x - r, y + r * 1.5),
            (x + r, y + r * 1.5),
            (x + r * 0.8, y + r * 0.75),
        ],
        250,
    )
    pen.line([(x, y + r * 0.9), (x, y + r * 1.35)], 0.022)
    pen.line([(x - r * 0.3, y + r * 1.12), (x + r * 0.3, y + r * 1.12)], 0.022)


def _beard(pen: Pen, x: float, y: float, r: float, lean: float) -> None:
    pen.form([(x - r * 0.9, y - r * 0.1), (x, y - r * 0.35), (x + r * 0.9, y - r * 0.1), (x + r * 0.5, y - r * 1.4),
              (x, y - r * 2.0), (x - r * 0.5, y - r * 1.4)], 246, True)  # fmt: skip


def _feathers(pen: Pen, x: float, y: float, r: float, lean: float) -> None:
    for k in range(-2, 3):
        pen.form([(x + k * r * 0.35, y + r * 0.7), (x + k * r * 0.85 - r * 0.2, y + r * 2.0), (x + k * r * 0.95, y + r * 2.4),
                  (x + k * r * 0.75 + r * 0.25, y + r * 1.8)], (_LIGHT, _BODY)[k % 2])  # fmt: skip
    pen.line([(x - r, y + r * 0.55), (x + r, y + r * 0.55)], 0.03, _DEEP)


_WORN: dict[str, tuple[str, Callable[[Pen, float, float, float, float], None]]] = {
    "wings": ("behind", _wings), "fairy_wings": ("behind", _fairy_wings), "bat_wings": ("behind", _bat_wings),
    "cape": ("behind", _cape), "backpack": ("behind", _backpack), "veil": ("behind", _veil),
    "fish_tail": ("body", _tail_of_fish), "tie": ("body", _tie), "scarf": ("body", _scarf),
    "apron": ("body", _apron), "cross": ("body", _cross), "crown": ("head", _crown), "hat": ("head", _hat),
    "top_hat": ("head", _top_hat), "gat": ("head", _gat), "straw_hat": ("head", _straw_hat),
    "witch_hat": ("head", _witch_hat), "kabuto": ("head", _kabuto), "helmet": ("head", _helmet),
    "visor": ("head", _visor), "glass": ("head", _glass), "halo": ("head", _halo), "horns": ("head", _horns),
    "hood": ("head", _hood), "cowl": ("head", _cowl), "coif": ("head", _coif), "cap": ("head", _cap),
    "chef_hat": ("head", _chef_hat), "nurse_cap": ("head", _nurse_cap), "beard": ("head", _beard),
    "feathers": ("head", _feathers),
}  # fmt: skip
