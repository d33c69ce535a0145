"""Finds regular stripes: straight ones of any direction, rings, rays and checks.

The picture is cut into overlapping blocks, small and large. In a block of stripes most of what varies is one
wave (a square wave has 81 % of its power in its first harmonic; checks have two). Blocks of stripes that
touch are one pattern.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from realtime.eyes.rules import AREA, DARKER, LIGHT, PATTERN_LIGHT, PATTERN_PAIRS, PATTERN_STEP

BLOCKS = 5
"""Of the small kind, from top to bottom of the picture, were they side by side; of the large kind half."""
_LEAST_CYCLES = 2.2
"""Within a block: slower waves are no stripes yet."""
_PURE = 0.62
"""Share of what varies in a block that its wave must have, with the one across it."""
# Amplitude of a sine → difference between the means of its light and dark halves.
_HALVES = 4.0 / np.pi

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Stripes over a part of the picture. area: share of it; pairs: of light and dark stripes, across; light:
    mean luminance of the light ones; place: bool (H, W), where; step: from dark to light ones, luminance,
    where it is largest; period: of a pair, in rows."""

    area: float
    pairs: float
    light: float
    place: NDArray[np.bool_]
    step: float
    period: float

    @property
    def harmful(self) -> bool:
        return self.more_than(1.0)

    def more_than(self, share: float) -> bool:
        """Does it reach this share of each limit?"""
        enough = self.area >= share * AREA and self.light >= share * PATTERN_LIGHT
        return enough and self.pairs > share * (PATTERN_PAIRS - 0.5)


def find_pattern(light: Floats) -> Pattern | None:
    """The largest pattern in relative luminances (H, W), 100 to 400 rows; None where nothing is striped."""
    return max(find_patterns(light), key=lambda pattern: (pattern.harmful, pattern.area), default=None)


def find_patterns(light: Floats) -> list[Pattern]:
    """The largest pattern of each size of blocks, which may overlap, in relative luminances (H, W)."""
    return [pattern for block in _sizes(len(light)) if (pattern := _largest(light, block)) is not None]


def _sizes(rows: int) -> Iterator[int]:
    small = max(rows // BLOCKS // 2 * 2, 16)
    yield small
    yield small * 2
    yield min(small * 4, rows // 2 * 2)


def _largest(light: Floats, block: int) -> Pattern | None:
    hop = block // 2
    views = np.lib.stride_tricks.sliding_window_view(light, (block, block))[::hop, ::hop]
    shape = views.shape[:2]
    means = views.mean(axis=(2, 3))
    power = np.abs(np.fft.fft2((views - means[..., None, None]) * _window(block))) ** 2
    power = power.astype(np.float32).reshape(*shape, -1)
    total = power.sum(axis=-1) + np.float32(1e-9)
    peak = (power * _fast_enough(block)).argmax(axis=-1)
    fy, fx = _frequencies(block)[:, peak]
    # Each wave is there twice, as the spectrum of what is real has two equal halves.
    wave, across = 2.0 * _around(power, fy, fx, block)[0], 2.0 * _around(power, fx, -fy, block)[0]
    down, right = _around(power, fy, fx, block)[1]
    amplitude = np.sqrt(2.0 * wave / (_window(block) ** 2).sum()) / block
    step = _HALVES * amplitude
    dark = means - step / 2.0
    striped = (wave + across >= _PURE * total) & (step >= PATTERN_STEP) & (dark < DARKER[LIGHT])
    striped &= np.hypot(down, right) >= _LEAST_CYCLES
    chosen = _connected(striped)
    if not chosen.any():
        return None
    place = _covered(chosen, light.shape, hop)
    pairs = _pairs(place, np.abs(down[chosen]).mean() / block, np.abs(right[chosen]).mean() / block)
    light_ones = float((means + step / 2.0)[chosen].mean())
    period = block / float(np.hypot(down, right)[chosen].min())
    return Pattern(float(place.mean()), pairs, light_ones, place, float(step[chosen].max()), period)


def _pairs(place: NDArray[np.bool_], down: float, right: float) -> float:
    """Across all that the pattern covers, at so many a pixel down and to the right."""
    rows, columns = np.flatnonzero(place.any(axis=1)), np.flatnonzero(place.any(axis=0))
    return float(down * (np.ptp(rows) + 1) + right * (np.ptp(columns) + 1))


def _connected(striped: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The largest group of neighbours."""
    best = np.zeros_like(striped)
    left = striped.copy()
    while left.any():
        group = np.zeros_like(striped)
        group[tuple(np.argwhere(left)[0])] = True
        while True:
            grown = _grown(group) & left
            if (grown == group).all():
                break
            group = grown
        if group.sum() > best.sum():
            best = group
        left &= ~group
    return best


def _grown(group: NDArray[np.bool_]) -> NDArray[np.bool_]:
    padded = np.pad(group, 1)
    height, width = group.shape
    result = np.zeros_like(group)
    for row in range(3):
        for column in range(3):
            result |= padded[row : row + height, column : column + width]
    return result


def _covered(chosen: NDArray[np.bool_], shape: tuple[int, int], hop: int) -> NDArray[np.bool_]:
    """The pixels (H, W) to which a chosen block is the nearest."""
    rows, columns = (_nearest(length, count, hop) for length, count in zip(shape, chosen.shape, strict=True))
    return chosen[rows[:, None], columns]


def _nearest(length: int, count: int, hop: int) -> NDArray[np.int64]:
    """Of each of `length` pixels: which of `count` blocks, `hop` pixels apart and twice as wide, is near."""
    return np.clip((np.arange(length) - hop // 2) // hop, 0, count - 1)


def _around(power: Floats, fy: Floats, fx: Floats, block: int) -> tuple[Floats, tuple[Floats, Floats]]:
    """Power of the wave of these frequencies with its neighbours, into which the window spreads it, and its
    cycles in a block, down and to the right, which lie between theirs."""
    y, x = np.round(fy * block).astype(int), np.round(fx * block).astype(int)
    blocks = np.indices(fy.shape)
    whole: Floats = np.zeros(fy.shape, np.float32)
    down, right = whole.copy(), whole.copy()
    for dy in (-1, 0, 1):
        for dx in (-1, 0, 1):
            here = power[blocks[0], blocks[1], (y + dy) % block * block + (x + dx) % block]
            whole += here
            down += dy * here
            right += dx * here
    least = np.maximum(whole, np.float32(1e-9))
    refined = (y + down / least).astype(np.float32), (x + right / least).astype(np.float32)
    return whole, refined


@cache
def _window(block: int) -> Floats:
    hann = np.hanning(block + 1)[:-1]
    return np.outer(hann, hann).astype(np.float32)


@cache
def _frequencies(block: int) -> Floats:
    """Cycles a pixel (2, block²), down and to the right."""
    fy, fx = np.meshgrid(np.fft.fftfreq(block), np.fft.fftfreq(block), indexing="ij")
    return np.stack([fy.ravel(), fx.ravel()]).astype(np.float32)


@cache
def _fast_enough(block: int) -> Floats:
    return (np.hypot(*_frequencies(block)) * block >= _LEAST_CYCLES).astype(np.float32)
