"""Colour matching on thumbnails: the network's picture gets its source's light and colour back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_TO_YCC = np.array(
    [[0.299, 0.587, 0.114], [0.5, -0.418688, -0.081312], [-0.168736, -0.331264, 0.5]], np.float32
)
_MATCH = np.array([0.5, 0.8, 0.8], np.float32)  # how far mean and deviation move, luma and chroma
_RETURN = np.array([0.65, 0.65, 0.65], np.float32)  # how much of the source's low frequencies comes back
_SETTLE_S = 0.6


@dataclass(frozen=True, slots=True)
class Grade:
    """gain, offset: (3,) in Y, Cr, Cb; correction: float32 (h, w, 4) to be added, likewise."""

    gain: np.ndarray
    offset: np.ndarray
    correction: np.ndarray


class ColourMatch:
    """Statistics are averaged over time, or the match itself would flicker."""

    def __init__(self) -> None:
        self._gain: np.ndarray | None = None

    def reset(self) -> None:
        self._gain = None

    def match(self, before: np.ndarray, after: np.ndarray, dt: float) -> Grade:
        """before, after: float32 (h, w, 3) thumbnails, RGB 0..1, of the network's input and output."""
        source, painted = (
            before @ _TO_YCC.T,
            np.nan_to_num(after, nan=0.5, posinf=1.0, neginf=0.0) @ _TO_YCC.T,
        )
        source_mean, painted_mean = source.mean((0, 1)), painted.mean((0, 1))
        ratio = np.clip(source.std((0, 1)) / (painted.std((0, 1)) + 1e-3), 0.4, 2.2)
        if self._gain is None:
            self._gain = ratio
        else:
            self._gain = self._gain + (ratio - self._gain) * np.float32(1.0 - np.exp(-dt / _SETTLE_S))
        gain = 1.0 - _MATCH + _MATCH * self._gain
        offset = _MATCH * (source_mean - painted_mean * self._gain)
        low = blurred(source) - (blurred(painted) * gain + offset)
        correction = np.zeros((*before.shape[:2], 4), np.float32)
        correction[..., :3] = low * _RETURN
        return Grade(gain, offset, correction)


def blurred(image: np.ndarray) -> np.ndarray:
    """(h, w, c) smoothed by 1 4 6 4 1 in both directions, edges repeated."""
    for axis in (0, 1):
        pad = [(2, 2) if i == axis else (0, 0) for i in range(3)]
        p = np.pad(image, pad, mode="edge")
        n = image.shape[axis]
        parts = [p[i : i + n] if axis == 0 else p[:, i : i + n] for i in range(5)]
        image = (parts[0] + parts[4] + 4.0 * (parts[1] + parts[3]) + 6.0 * parts[2]) * np.float32(1 / 16)
    return image
