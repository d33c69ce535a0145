"""A second judge of stripes, which shares no line with `realtime.eyes`: it counts along lines.

After Ofcom's guidance on photosensitive epilepsy: more than five pairs of light and dark stripes, the light
ones of 50 cd/m² (of 200), differing by 20, over a quarter of the screen, for half a second. Lines are laid
over the picture in eight directions; a stretch of a line is striped where light and dark change that often,
each stripe about as wide as the next.
"""

from __future__ import annotations

import numpy as np
from PIL import Image

_HALVES, _STEP, _LIGHT, _AREA, _SECONDS = 12, 0.1, 0.25, 0.25, 0.5
_DIRECTIONS = tuple(22.5 * number for number in range(8))
_LIKE = 1.7
_SIZE = (224, 126)


class Stripes:
    """Takes frames at `fps`. failures: frames with harmful stripes; most: largest share that was striped."""

    def __init__(self, fps: float) -> None:
        self._every = max(round(fps / 8), 1)
        self._needed = round(_SECONDS * fps / self._every)
        self._number = self._in_a_row = self.failures = 0
        self.most = 0.0

    def add(self, picture: np.ndarray) -> None:
        """picture: uint8 (H, W, 3 or 4), sRGB."""
        self._number += 1
        if self._number % self._every:
            return
        share = striped_share(picture)
        self.most = max(self.most, share)
        self._in_a_row = self._in_a_row + 1 if share >= _AREA else 0
        self.failures += self._in_a_row >= self._needed


def striped_share(picture: np.ndarray) -> float:
    """Share of the picture that is striped in the direction in which most of it is."""
    rgb = np.asarray(picture[..., :3], np.float32) / 255.0
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    light = Image.fromarray((linear @ np.array([0.2126, 0.7152, 0.0722])).astype(np.float32))
    light = light.resize(_SIZE, Image.Resampling.BOX)
    shares = []
    for angle in _DIRECTIONS:
        turned = np.asarray(light.rotate(angle, Image.Resampling.BILINEAR, expand=True, fillcolor=-1.0))
        covered = sum(_striped(line[line >= 0.0]) for line in turned)
        shares.append(covered / (_SIZE[0] * _SIZE[1]))
    return max(shares)


def _striped(line: np.ndarray) -> int:
    """Pixels of a line that lie in stripes."""
    if len(line) < 2 * _HALVES or line.max() < _LIGHT or line.max() - line.min() < _STEP:
        return 0
    window = max(len(line) // 6, 5)
    half = window // 2
    padded = np.concatenate([np.full(half, line[0]), line, np.full(half, line[-1])])
    sums = np.concatenate([[0.0], np.cumsum(padded, dtype=np.float64)])
    around = (sums[window:] - sums[:-window])[: len(line)] / window
    turns = np.flatnonzero(np.diff(line[: len(around)] > around)) + 1
    if len(turns) + 1 < _HALVES:
        return 0
    bounds = np.concatenate([[0], turns, [len(line)]])
    widths = np.diff(bounds)
    means = np.add.reduceat(line, bounds[:-1]) / widths
    if np.count_nonzero(np.abs(np.diff(means)) >= _STEP) + 1 < _HALVES:
        return 0
    covered, begin = 0, 0
    for number in range(1, len(widths) + 1):
        if number < len(widths) and _alike(means, widths, number):
            continue
        if number - begin >= _HALVES:
            covered += int(bounds[number] - bounds[begin])
        begin = number
    return covered


def _alike(means: np.ndarray, widths: np.ndarray, number: int) -> bool:
    """Is this half of a pair like the ones before, and the other half of the last?"""
    if abs(means[number] - means[number - 1]) < _STEP or max(means[number - 1 : number + 1]) < _LIGHT:
        return False
    ratios = [widths[number] / widths[number - 1]]
    if number > 1:  # light and dark stripes may differ in width, not one light stripe from the next
        ratios = [widths[number] / widths[number - 2]]
    return all(1.0 / _LIKE <= ratio <= _LIKE for ratio in ratios) or bool(widths[number] <= 2)
