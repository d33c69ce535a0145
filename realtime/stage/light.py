"""How light the parts of the finished picture are, reckoned from its frames: for the flash limiter.

Nothing is read back from the GPU, which would wait for it. Filters and the camera's way since a frame was
painted are left out: they move light about, but hardly make it come and go.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np

from realtime.smoothstep import smoothstep_between
from realtime.stage.finish import LUMA, finish_colours, room

PARTS = (9, 16)
"""Rows and columns of parts that a picture is looked at in."""
GAMMA = 2.2
_POINTS = 4  # looked at in each direction of a part
_LUMA = np.array(LUMA, np.float32)
_LINEAR = (np.arange(256, dtype=np.float32) / 255.0) ** np.float32(GAMMA)


def parts_of(pixels: np.ndarray) -> np.ndarray:
    """What a picture uint8 (H, W, 4), sRGB, row 0 at the top, has in each part: float32 (*PARTS, 7).

    Its colour 0..1; the colour of its lights, which glow; how much room its dark has for a glow, 0..1."""
    rows, columns = _points(pixels.shape[0], PARTS[0]), _points(pixels.shape[1], PARTS[1])
    points = pixels[rows[:, None], columns, :3]
    c = points * np.float32(1.0 / 255.0)
    most = c.max(axis=2, keepdims=True)
    seen = np.concatenate([_LINEAR[points], c * smoothstep_between(0.5, 1.0, most), room(most)], axis=2)
    parts = seen.reshape(PARTS[0], _POINTS, PARTS[1], _POINTS, 7).mean(axis=(1, 3))
    parts[..., :3] **= np.float32(1.0 / GAMMA)
    return parts


def even(luminance: float) -> np.ndarray:
    """Parts of a grey picture of this relative luminance."""
    side = 4 * max(PARTS)
    level = round(255.0 * luminance ** (1.0 / GAMMA))
    return parts_of(np.full((side, side, 4), level, dtype=np.uint8))


def finished(parts: np.ndarray, uniforms: Mapping[str, object], aspect: float) -> np.ndarray:
    """Relative luminance of each part after the finish, before its gain: float32 PARTS."""
    c = finish_colours(parts[..., :3], parts[..., 3:6], parts[..., 6:], _radius2(aspect), uniforms)
    return np.clip(c, 0.0, 1.0) ** np.float32(GAMMA) @ _LUMA


@cache
def _points(length: int, parts: int) -> np.ndarray:
    return ((np.arange(parts * _POINTS) + 0.5) * length / (parts * _POINTS)).astype(int)


@cache
def _radius2(aspect: float) -> np.ndarray:
    """Squared distance of each part from the middle, in heights: (*PARTS, 1)."""
    y, x = ((np.arange(count) + 0.5) / count - 0.5 for count in PARTS)
    return (y[:, None] ** 2 + (x * aspect) ** 2)[..., None].astype(np.float32)


DARK = even(0.0)
