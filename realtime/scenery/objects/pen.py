"""A pen for drawings in tones: filled forms with an outline, in units of the drawing's own height."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from realtime.scenery.objects.bake import LINE

Point = tuple[float, float]
Points = Sequence[Point]

_UNIT = 520  # pixels of 1; drawings are shown at half of it and less
_WIDE, _HIGH, _BELOW = 2.6, 1.9, 0.15
_OUTLINE = 0.014


class Pen:
    """Draws at (x, y): x from the middle to the right, y up from the foot, in units of the drawing's height.

    at: where its own origin lies on the sheet; scale: of its unit; flip: −1 mirrors it; turn: degrees to the
    left around its origin. Several pens share a sheet (`beside`).
    """

    def __init__(self) -> None:
        size = round(_WIDE * _UNIT), round((_HIGH + _BELOW) * _UNIT)
        self.tones, self.cover = Image.new("L", size, 0), Image.new("L", size, 0)
        self._draw = ImageDraw.Draw(self.tones), ImageDraw.Draw(self.cover)
        self._at, self._scale, self._flip, self._turn = (0.0, 0.0), 1.0, 1.0, 0.0

    def beside(self, at: Point, scale: float = 1.0, flip: bool = False, turn: float = 0.0) -> Pen:
        """Another pen on the same sheet; turn: degrees to the left."""
        other = object.__new__(Pen)
        other.tones, other.cover, other._draw = self.tones, self.cover, self._draw
        other._at = self._on_sheet(at)
        other._turn = self._turn + math.radians(turn)
        other._scale, other._flip = self._scale * scale, -self._flip if flip else self._flip
        return other

    def planes(self) -> tuple[np.ndarray, np.ndarray]:
        """(tones, cover), uint8 (H, W) each, as `bake.fitted` takes them."""
        return np.asarray(self.tones), np.asarray(self.cover)

    def cut_below(self, y: float) -> None:
        """Take away all that is drawn below `y`, on the whole sheet."""
        row = self._pixels([(0.0, y)])[0][1]
        for draw in self._draw:
            draw.rectangle((0.0, row, *self.tones.size), fill=0)

    def form(self, points: Points, tone: int, round_: bool = False) -> None:
        """A closed form; round_: its points are joined by curves."""
        pixels = self._pixels(_smooth(points) if round_ else points)
        for draw, fill, line in zip(self._draw, (tone, 255), (LINE, 255), strict=True):
            draw.polygon(pixels, fill=fill)
            draw.line(
                [*pixels, pixels[0], pixels[1]], fill=line, width=self._width(2 * _OUTLINE), joint="curve"
            )

    def box(self, left: float, low: float, right: float, high: float, tone: int) -> None:
        """An upright rectangle."""
        self.form([(left, low), (right, low), (right, high), (left, high)], tone)

    def disc(self, x: float, y: float, r: float, tone: int, ry: float | None = None) -> None:
        """A circle, or with `ry` an ellipse."""
        self._ellipse(x, y, r + _OUTLINE, (ry or r) + _OUTLINE, LINE)
        self._ellipse(x, y, r - _OUTLINE, (ry or r) - _OUTLINE, tone)

    def dot(self, x: float, y: float, r: float, tone: int = LINE) -> None:
        """A circle without an outline."""
        self._ellipse(x, y, r, r, tone)

    def limb(self, points: Points, width: float, tone: int, outline: float = _OUTLINE) -> None:
        """A rounded stroke with an outline."""
        self._stroke(points, width + 2 * outline, LINE)
        self._stroke(points, width, tone)

    def line(self, points: Points, width: float = 0.02, tone: int = LINE) -> None:
        """A stroke without an outline."""
        self._stroke(points, width, tone)

    def _stroke(self, points: Points, width: float, tone: int) -> None:
        pixels, wide = self._pixels(points), self._width(width)
        for draw, fill in zip(self._draw, (tone, 255), strict=True):
            draw.line(pixels, fill=fill, width=wide, joint="curve")
            for x, y in (pixels[0], pixels[-1]):
                draw.ellipse((x - wide / 2, y - wide / 2, x + wide / 2, y + wide / 2), fill=fill)

    def _ellipse(self, x: float, y: float, rx: float, ry: float, tone: int) -> None:
        if self._turn and rx != ry:
            rim = [(x + rx * math.cos(a), y + ry * math.sin(a)) for a in np.linspace(0.0, 2.0 * math.pi, 40)]
            for draw, fill in zip(self._draw, (tone, 255), strict=True):
                draw.polygon(self._pixels(rim), fill=fill)
            return
        (cx, cy) = self._pixels([(x, y)])[0]
        rx, ry = rx * self._scale * _UNIT, ry * self._scale * _UNIT
        for draw, fill in zip(self._draw, (tone, 255), strict=True):
            draw.ellipse((cx - rx, cy - ry, cx + rx, cy + ry), fill=fill)

    def _pixels(self, points: Points) -> list[tuple[float, float]]:
        return [((x + 0.5 * _WIDE) * _UNIT, (_HIGH - y) * _UNIT) for x, y in map(self._on_sheet, points)]

    def _on_sheet(self, at: Point) -> Point:
        c, s = math.cos(self._turn), math.sin(self._turn)
        x, y = c * at[0] - s * at[1], s * at[0] + c * at[1]
        return self._at[0] + self._flip * self._scale * x, self._at[1] + self._scale * y

    def _width(self, width: float) -> int:
        return max(2, round(width * max(self._scale, 0.6) * _UNIT))


def _smooth(points: Points) -> list[Point]:
    """A closed Catmull-Rom curve through the points."""
    p = np.array(points)
    before, after, next_ = np.roll(p, 1, 0), np.roll(p, -1, 0), np.roll(p, -2, 0)
    found = []
    for t in np.linspace(0.0, 1.0, 8, endpoint=False):
        found.append(
            0.5
            * (
                2 * p
                + (after - before) * t
                + (2 * before - 5 * p + 4 * after - next_) * t**2
                + (3 * p - before - 3 * after + next_) * t**3
            )
        )
    curve = np.stack(found, 1).reshape(-1, 2)
    return [(float(x), float(y)) for x, y in curve]
