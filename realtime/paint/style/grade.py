"""Colour matching on thumbnails: the network's picture gets its source's light and colour back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

BLOCK = 8  # pixels of the painting to a thumbnail's, in both directions
_TO_YCC = np.array(
    [[0.299, 0.587, 0.114], [0.5, -0.418688, -0.081312], [-0.168736, -0.331264, 0.5]], np.float32
)
_TO_RGB = np.linalg.inv(_TO_YCC.astype(np.float64)).astype(np.float32)
_MATCH = np.array([0.5, 0.8, 0.8], np.float32)  # how far mean and deviation move, luma and chroma
_RETURN = np.float32(0.65)  # how much of the source's low frequencies comes back
_SETTLE_S = 0.6


@dataclass(frozen=True, slots=True)
class Grade:
    """What makes the network's picture the matched one: matrix (3, 3) float32 on its RGB, plus
    field float32 (2 h, 2 w, 4), RGB in the first three."""

    matrix: np.ndarray
    field: np.ndarray


class ColourMatch:
    """Statistics are averaged over time, or the match itself would flicker."""

    def __init__(self) -> None:
        self._gain: np.ndarray | None = None

    def reset(self) -> None:
        self._gain = None

    def match(self, before: np.ndarray, after: np.ndarray, dt: float) -> Grade:
        """before, after: float32 (h, w, 3) thumbnails, RGB 0..1, of the network's input and output."""
        after = np.nan_to_num(after, nan=0.5, posinf=1.0, neginf=0.0)
        source, painted = before @ _TO_YCC.T, after @ _TO_YCC.T
        source_mean, painted_mean = source.mean((0, 1)), painted.mean((0, 1))
        ratio = np.clip(source.std((0, 1)) / (painted.std((0, 1)) + 1e-3), 0.4, 2.2)
        if self._gain is None:
            self._gain = ratio
        else:
            self._gain = self._gain + (ratio - self._gain) * np.float32(1.0 - np.exp(-dt / _SETTLE_S))
        gain = 1.0 - _MATCH + _MATCH * self._gain
        offset = _MATCH * (source_mean - painted_mean * self._gain)
        low = blurred(source - (painted * gain + offset)) * _RETURN + offset
        field = np.zeros((2 * before.shape[0], 2 * before.shape[1], 4), np.float32)
        field[..., :3] = doubled(low @ _TO_RGB.T)
        return Grade(_TO_RGB @ (gain[:, None] * _TO_YCC), field)


def block_means(pixels: np.ndarray) -> np.ndarray:
    """float32 (h, w, c): means of BLOCK × BLOCK pixels of (h BLOCK, w BLOCK, c), any strides."""
    height, width, channels = pixels.shape
    kind = np.uint16 if pixels.dtype == np.uint8 else np.float32
    rows = pixels.reshape(height // BLOCK, BLOCK, width, channels).sum(1, dtype=kind)
    cells = rows.reshape(height // BLOCK, width // BLOCK, BLOCK, channels).sum(2, dtype=np.float32)
    return cells * np.float32(1.0 / BLOCK**2)


def blurred(image: np.ndarray) -> np.ndarray:
    """(h, w, c) smoothed by 1 4 6 4 1 in both directions, edges repeated."""
    for axis in (0, 1):
        n = image.shape[axis]
        p = np.moveaxis(_widened(image, axis, 2), axis, 0)
        smooth = p[:n] + p[4:] + 4.0 * (p[1 : n + 1] + p[3 : n + 3]) + 6.0 * p[2 : n + 2]
        image = np.moveaxis(smooth * np.float32(1 / 16), 0, axis)
    return image


def doubled(image: np.ndarray) -> np.ndarray:
    """(2 h, 2 w, c): each pixel cut in four, with the neighbours' share in each, so that no cells show."""
    for axis in (0, 1):
        p = np.moveaxis(_widened(image, axis, 1), axis, 0)
        fine = np.empty((2 * image.shape[axis], *p.shape[1:]), image.dtype)
        own = p[1:-1] * np.float32(0.75)
        fine[0::2] = own + p[:-2] * np.float32(0.25)
        fine[1::2] = own + p[2:] * np.float32(0.25)
        image = np.moveaxis(fine, 0, axis)
    return image


def _widened(image: np.ndarray, axis: int, by: int) -> np.ndarray:
    """`image` with its edges repeated `by` times along `axis`."""
    last = image.shape[axis] - 1
    return image.take(np.clip(np.arange(-by, last + 1 + by), 0, last), axis)
