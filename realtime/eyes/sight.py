"""What the eye is given by a picture: light and saturated red of each of its parts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from realtime.eyes.rules import COLUMNS, LUMA, RED_SCALE, ROWS, SATURATED

_LUMA = np.array(LUMA, np.float32)
_PURE = np.array((1.0, -1.0, -1.0), np.float32)

Signals = NDArray[np.float32]
"""float32 (2, ROWS, COLUMNS): luminance 0..1 and red 0..320 of each part, row 0 at the top."""

_CODE = np.arange(256) / 255.0
LINEAR = np.where(_CODE <= 0.04045, _CODE / 12.92, ((_CODE + 0.055) / 1.055) ** 2.4).astype(np.float32)
"""Linear light of the 256 codes of sRGB (IEC 61966-2-1)."""


def luminance(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Relative luminance, (H, W), of a picture uint8 (H, W, 3 or 4) sRGB."""
    light: NDArray[np.float32] = LINEAR[pixels[..., :3]] @ _LUMA
    return light


def seen(pixels: NDArray[np.uint8]) -> Signals:
    """Signals of a picture uint8 (H, W, 3 or 4), sRGB, row 0 at the top, of any size from COLUMNS × ROWS."""
    colour = LINEAR[pixels[..., :3]]
    light = colour @ _LUMA
    pure = colour @ _PURE
    saturated = colour[..., 0] >= np.float32(SATURATED) * colour.sum(axis=-1)
    red = np.where(saturated & (pure > 0.0), pure * np.float32(RED_SCALE), np.float32(0.0))
    return np.stack([_parts(light), _parts(red)])


def _parts(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Means of (H, W) over ROWS × COLUMNS parts, which differ by a pixel where H or W cannot be divided."""
    height, width = values.shape
    if height % ROWS == 0 and width % COLUMNS == 0:
        return values.reshape(ROWS, height // ROWS, COLUMNS, width // COLUMNS).mean(axis=(1, 3))
    rows, columns = np.arange(ROWS) * height // ROWS, np.arange(COLUMNS) * width // COLUMNS
    sums = np.add.reduceat(np.add.reduceat(values, rows, axis=0), columns, axis=1)
    sizes = np.diff(np.append(rows, height))[:, None] * np.diff(np.append(columns, width))
    return (sums / sizes).astype(np.float32)
