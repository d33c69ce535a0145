"""What figures hold."""

# ruff: noqa: E501 - a form reads best with its corners in a line

from __future__ import annotations

import math
from collections.abc import Callable

from realtime.scenery.objects.pen import Pen, Point

_BODY, _LIGHT, _DEEP, _DARK = 168, 238, 118, 78


def _cane(pen: Pen, hand: Point) -> None:
    x, y = hand
    pen.limb(
        [(x - 0.06, y + 0.05), (x - 0.03, y + 0.08), (x, y + 0.05), (x + 0.01, 0.02)], 0.022, _DEEP, 0.008
    )


def _katana(pen: Pen, hand: Point) -> None:
    x, y = hand
    blade = [(x + 0.03, y + 0.04), (x + 0.14, y + 0.26), (x + 0.28, y + 0.46)]
    pen.limb(blade, 0.026, 252, 0.01)
    pen.limb([(x - 0.07, y - 0.13), (x + 0.01, y + 0.02)], 0.032, _DARK, 0.01)
    pen.limb([(x - 0.02, y + 0.05), (x + 0.06, y + 0.01)], 0.02, _LIGHT, 0.008)


def _sword(pen: Pen, hand: Point) -> None:
    x, y = hand
    pen.form([(x - 0.03, y + 0.06), (x - 0.024, y + 0.46), (x, y + 0.54), (x + 0.024, y + 0.46), (x + 0.03, y + 0.06)], 252)  # fmt: skip
    pen.limb([(x - 0.09, y + 0.05), (x + 0.09, y + 0.05)], 0.026, _DEEP, 0.01)
    pen.limb([(x, y - 0.08), (x, y + 0.03)], 0.026, _DARK, 0.01)


def _staff(pen: Pen, hand: Point) -> None:
    x, _ = hand
    pen.limb([(x, 0.02), (x, 1.02)], 0.026, _DEEP, 0.01)
    pen.disc(x, 1.06, 0.055, _LIGHT)


def _spear(pen: Pen, hand: Point) -> None:
    x, _ = hand
    pen.limb([(x, 0.02), (x, 1.1)], 0.024, _DEEP, 0.01)
    pen.form([(x - 0.035, 1.1), (x, 1.3), (x + 0.035, 1.1)], 252)


def _scythe(pen: Pen, hand: Point) -> None:
    x, _ = hand
    pen.limb([(x + 0.02, 0.02), (x - 0.02, 1.15)], 0.026, _DEEP, 0.01)
    pen.form([(x - 0.02, 1.18), (x - 0.2, 1.14), (x - 0.36, 0.98), (x - 0.2, 1.06), (x - 0.02, 1.1)], 252)


def _rifle(pen: Pen, hand: Point) -> None:
    x, y = hand
    pen.limb([(x - 0.1, y - 0.16), (x - 0.03, y)], 0.05, _DEEP, 0.01)
    pen.limb([(x - 0.03, y), (x + 0.14, y + 0.42)], 0.026, _DARK, 0.01)


def _umbrella(pen: Pen, hand: Point) -> None:
    x, y = hand
    top = max(y + 0.56, 1.28)
    pen.limb([(x, y - 0.06), (x, top)], 0.02, _DARK, 0.008)
    wide, low = 0.46, top - 0.25
    arc = [(x + wide * math.cos(a), low + 0.27 * math.sin(a)) for a in (math.pi * k / 12 for k in range(13))]
    edge = [(x - wide + wide * 2 * k / 12, low - (0.0 if k % 3 == 0 else -0.04)) for k in range(13)]
    pen.form([*arc, *edge], _BODY)
    for k in (3, 6, 9):
        pen.line([(x, low + 0.27), (x - wide + wide * 2 * k / 12, low)], 0.012)


def _parasol(pen: Pen, hand: Point) -> None:
    _umbrella(pen.beside((hand[0] * 0.3, 0.15), 0.8), (hand[0] * 0.85, hand[1]))


def _guitar(pen: Pen, hand: Point) -> None:
    pen.limb([(0.02, 0.6), (0.36, 0.76)], 0.035, _DARK, 0.01)
    pen.form([(-0.16, 0.5), (-0.12, 0.62), (0.0, 0.6), (0.08, 0.66), (0.13, 0.6), (0.08, 0.5), (0.0, 0.47),
              (-0.08, 0.42)], _LIGHT, True)  # fmt: skip
    pen.dot(0.0, 0.56, 0.035)


def _violin(pen: Pen, hand: Point) -> None:
    pen.form([(0.02, 0.78), (0.06, 0.85), (0.17, 0.83), (0.18, 0.76), (0.08, 0.73)], _LIGHT, True)
    pen.limb([(0.17, 0.79), (0.32, 0.77)], 0.022, _DARK, 0.008)
    pen.line([(0.0, 0.66), (0.26, 0.92)], 0.014)


def _microphone(pen: Pen, hand: Point) -> None:
    x, y = hand
    pen.limb([(x + 0.01, y - 0.05), (x, y + 0.04)], 0.024, _DARK, 0.008)
    pen.disc(x, y + 0.06, 0.034, _LIGHT)


def _book(pen: Pen, hand: Point) -> None:
    x, y = hand
    pen.form([(x - 0.11, y - 0.05), (x, y - 0.08), (x + 0.11, y - 0.05), (x + 0.11, y + 0.09), (x, y + 0.06),
              (x - 0.11, y + 0.09)], _LIGHT)  # fmt: skip
    pen.line([(x, y - 0.07), (x, y + 0.05)], 0.012)


def _flowers(pen: Pen, hand: Point) -> None:
    x, y = hand
    pen.form([(x, y - 0.12), (x - 0.06, y + 0.04), (x + 0.06, y + 0.04)], _DEEP)
    for dx, dy in ((-0.07, 0.06), (0.0, 0.11), (0.07, 0.06), (0.0, 0.04)):
        pen.disc(x + dx, y + dy, 0.042, _LIGHT if dx else _BODY)


def _lantern(pen: Pen, hand: Point) -> None:
    x, y = hand
    pen.line([(x, y), (x + 0.01, y - 0.08)], 0.014)
    pen.form([(x - 0.05, y - 0.1), (x + 0.07, y - 0.1), (x + 0.08, y - 0.22), (x - 0.06, y - 0.22)], 252)


def _balloon(pen: Pen, hand: Point) -> None:
    x, y = hand
    pen.line([(x, y), (x + 0.05, y + 0.3), (x + 0.02, y + 0.5)], 0.012)
    pen.form([(x + 0.02, y + 0.5), (x - 0.11, y + 0.66), (x - 0.08, y + 0.82), (x + 0.02, y + 0.87), (x + 0.12, y + 0.82),
              (x + 0.15, y + 0.66)], _LIGHT, True)  # fmt: skip


def _wand(pen: Pen, hand: Point) -> None:
    x, y = hand
    pen.limb([(x, y), (x + 0.1, y + 0.2)], 0.016, _DARK, 0.008)
    points = []
    for k in range(10):
        r, a = (0.07 if k % 2 == 0 else 0.03), math.pi * (0.5 + k / 5)
        points.append((x + 0.12 + r * math.cos(a), y + 0.25 + r * math.sin(a)))
    pen.form(points, 252)


def _broom(pen: Pen, hand: Point) -> None:
    x, _ = hand
    pen.limb([(x, 0.16), (x + 0.02, 0.98)], 0.026, _DEEP, 0.01)
    pen.form([(x - 0.03, 0.22), (x + 0.03, 0.22), (x + 0.09, 0.01), (x - 0.09, 0.01)], _LIGHT)


def _shield(pen: Pen, hand: Point) -> None:
    x, y = hand
    pen.form([(x - 0.11, y + 0.14), (x, y + 0.18), (x + 0.11, y + 0.14), (x + 0.09, y - 0.06), (x, y - 0.18),
              (x - 0.09, y - 0.06)], _LIGHT)  # fmt: skip
    pen.line([(x, y + 0.14), (x, y - 0.13)], 0.02)


def _bag(pen: Pen, hand: Point) -> None:
    x, y = hand
    pen.form([(x - 0.1, y - 0.04), (x + 0.1, y - 0.04), (x + 0.1, y - 0.2), (x - 0.1, y - 0.2)], _DEEP)


def _basket(pen: Pen, hand: Point) -> None:
    x, y = hand
    pen.form([(x - 0.1, y - 0.06), (x + 0.1, y - 0.06), (x + 0.07, y - 0.18), (x - 0.07, y - 0.18)], _LIGHT)
    pen.line([(x - 0.09, y - 0.06), (x, y + 0.02), (x + 0.09, y - 0.06)], 0.014)


def _rod(pen: Pen, hand: Point) -> None:
    x, y = hand
    pen.limb([(x - 0.05, y - 0.08), (x + 0.3, y + 0.45)], 0.016, _DARK, 0.006)
    pen.line([(x + 0.3, y + 0.45), (x + 0.36, y - 0.3)], 0.01)


def _child(pen: Pen, hand: Point) -> None:
    x, y = hand
    pen.form(
        [(x - 0.16, y - 0.02), (x - 0.02, y - 0.1), (x + 0.1, y), (x + 0.08, y + 0.1), (x - 0.06, y + 0.1)],
        _LIGHT,
        True,
    )
    pen.disc(x + 0.07, y + 0.1, 0.062, 214)


def _ball(pen: Pen, hand: Point) -> None:
    pen.disc(hand[0] + 0.05, hand[1] + 0.06, 0.07, _LIGHT)


def _knitting(pen: Pen, hand: Point) -> None:
    x, y = hand
    pen.line([(x, y - 0.04), (x + 0.2, y - 0.3), (x + 0.3, y - 0.2)], 0.02)
    pen.disc(x + 0.28, y - 0.18, 0.09, _LIGHT)
    for k in (-1, 0, 1):
        pen.line([(x + 0.21, y - 0.18 + 0.04 * k), (x + 0.28, y - 0.12 + 0.04 * k), (x + 0.35, y - 0.19 + 0.04 * k)], 0.012)  # fmt: skip
    pen.form([(x - 0.18, y - 0.02), (x + 0.04, y - 0.02), (x + 0.06, y - 0.24), (x - 0.16, y - 0.24)], _LIGHT)
    for k in range(3):
        pen.line([(x - 0.16, y - 0.08 - 0.06 * k), (x + 0.04, y - 0.08 - 0.06 * k)], 0.014)
    pen.limb([(x - 0.22, y - 0.06), (x + 0.08, y + 0.13)], 0.018, 252, 0.01)
    pen.limb([(x + 0.08, y - 0.06), (x - 0.22, y + 0.13)], 0.018, 252, 0.01)


def _open_book(pen: Pen, hand: Point) -> None:
    _book(pen.beside((hand[0] - 0.06, hand[1] + 0.01), 1.5), (0.0, 0.0))


def _letter(pen: Pen, hand: Point) -> None:
    x, y = hand
    pen.form([(x - 0.22, y - 0.1), (x + 0.06, y - 0.12), (x + 0.1, y + 0.03), (x - 0.18, y + 0.05)], 250)
    for k in range(3):
        pen.line([(x - 0.16, y - 0.06 + 0.035 * k), (x - 0.02 + 0.02 * k, y - 0.07 + 0.035 * k)], 0.012)
    pen.limb([(x - 0.03, y - 0.04), (x + 0.1, y + 0.18)], 0.022, _DARK, 0.01)


def _bowl(pen: Pen, hand: Point) -> None:
    pen.form([(0.04, 0.62), (0.32, 0.62), (0.27, 0.5), (0.09, 0.5)], _LIGHT)
    for k in range(3):
        x = 0.1 + 0.08 * k
        pen.line([(x, 0.66), (x + 0.02, 0.7), (x - 0.01, 0.74)], 0.014, 250)
    pen.limb([(hand[0], hand[1]), (0.2, 0.62)], 0.018, _DARK, 0.008)


def _cup(pen: Pen, hand: Point) -> None:
    x, y = hand
    pen.limb([(x + 0.08, y + 0.06), (x + 0.16, y + 0.04), (x + 0.09, y - 0.02)], 0.02, _LIGHT, 0.01)
    pen.form([(x - 0.07, y + 0.1), (x + 0.1, y + 0.1), (x + 0.08, y - 0.07), (x - 0.05, y - 0.07)], _LIGHT)


def _pillow(pen: Pen, hand: Point) -> None:
    pen.form([(-0.17, 0.78), (0.02, 0.8), (0.17, 0.78), (0.19, 0.9), (0.17, 1.02), (0.0, 1.0), (-0.17, 1.02), (-0.19, 0.9)], 250, True)  # fmt: skip


def _cover(pen: Pen, hand: Point) -> None:
    """Over somebody who lies, up to the chest."""
    pen.form([(-0.22, 0.68), (0.0, 0.7), (0.22, 0.68), (0.25, 0.4), (0.24, -0.04), (0.0, -0.07), (-0.24, -0.04), (-0.25, 0.4)], _BODY, True)  # fmt: skip
    pen.form([(-0.23, 0.68), (0.23, 0.68), (0.24, 0.58), (-0.24, 0.58)], _LIGHT)
    for y in (0.42, 0.22):
        pen.line([(-0.2, y), (0.2, y)], 0.014)
    for x in (-0.1, 0.1):
        pen.line([(x, 0.56), (x, 0.02)], 0.014)


PROPS: dict[str, Callable[[Pen, Point], None]] = {
    "cane": _cane, "katana": _katana, "sword": _sword, "staff": _staff, "spear": _spear, "scythe": _scythe,
    "rifle": _rifle, "umbrella": _umbrella, "parasol": _parasol, "guitar": _guitar, "violin": _violin,
    "microphone": _microphone, "book": _book, "flowers": _flowers, "lantern": _lantern, "balloon": _balloon,
    "wand": _wand, "broom": _broom, "shield": _shield, "bag": _bag, "basket": _basket, "rod": _rod,
    "child": _child, "ball": _ball, "knitting": _knitting, "open_book": _open_book, "letter": _letter, "bowl": _bowl,
    "cup": _cup, "pillow": _pillow, "cover": _cover,
}  # fmt: skip
"""What is held, drawn with a hand at the given place."""
