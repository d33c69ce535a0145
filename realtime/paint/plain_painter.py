"""The painter for a machine without even software GL: soft colours that drift, numpy only."""

from __future__ import annotations

import numpy as np

from realtime.paint.frame import FrameRequest

_COARSE = 6  # computed at a sixth of the size: the field is smooth
_DUSK = np.array([[0x16, 0x10, 0x3A], [0x6A, 0x2C, 0x8F], [0xF0, 0x6A, 0x6A], [0xFF, 0xD9, 0xA0]], np.float32)


class PlainPainter:
    """Slow interfering waves in four colours; `glow` and `punch` brighten them."""

    name = "plain"
    note = ""

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        width, height = size
        self._frame = np.full((height, width, 4), 255, np.uint8)
        rows, columns = -(-height // _COARSE) + 1, -(-width // _COARSE) + 1
        self._x, self._y = np.meshgrid(
            np.linspace(-width / height, width / height, columns, dtype=np.float32),
            np.linspace(1, -1, rows, dtype=np.float32),
        )
        self._level = np.full_like(self._x, 0.3)

    def paint(self, request: FrameRequest) -> np.ndarray:
        t = np.float32(request.source_time * 0.25 + request.subject.seed % 97)
        x, y = self._x, self._y
        for k in (1.3, 2.1, 3.4):  # each wave bends the next
            x, y = x + 0.5 / k * np.sin(k * y + t * 0.9), y + 0.5 / k * np.cos(k * x - t * 0.7)
        wanted = 0.5 + 0.5 * np.sin(1.7 * x + t) * np.cos(1.3 * y - 0.6 * t)
        self._level += max(0.05, request.strength) * (wanted - self._level)
        hit = 1 + 0.35 * request.inputs.get("glow", 0.0) + 0.25 * request.inputs.get("punch", 0.0)
        level = _enlarged(np.clip(self._level * hit, 0, 1), self.size) * (len(_DUSK) - 1)
        below = np.minimum(level.astype(np.int32), len(_DUSK) - 2)
        part = (level - below)[..., None]
        self._frame[..., :3] = _DUSK[below] * (1 - part) + _DUSK[below + 1] * part
        return self._frame

    def close(self) -> None:
        """Nothing to give back."""


def _enlarged(field: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """`field` drawn _COARSE times as large, bilinear, cropped to `size` (width, height)."""
    for axis, length in ((0, size[1]), (1, size[0])):
        at = np.arange(length, dtype=np.float32) / _COARSE
        low = at.astype(np.int32)
        part = (at - low).reshape((-1, 1) if axis == 0 else (1, -1))
        field = field.take(low, axis) * (1 - part) + field.take(low + 1, axis) * part
    return field
