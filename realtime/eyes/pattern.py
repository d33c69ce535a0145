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
    means = views.mean(axis=(2, 3))
    waving = (views - means[..., None, None]) * _window(block)
    # All that varies in a block is no less than its wave: most blocks of most pictures vary too little.
    may = _step((waving**2).sum(axis=(2, 3)) * np.float32(block**2) / 2.0, block) >= PATTERN_STEP
    if not may.any():
        return None
    power = _power(waving[may])
    peak = (power * _fast_enough(block)).reshape(len(power), -1).argmax(axis=-1)
    fy, fx = _frequencies(block).reshape(2, -1)[:, peak]
    # Each wave is there twice, in two equal halves, as what is looked at is real: here in one of them.
    wave, (down, right) = _around(power, fy, fx, block)
    across = _around(power, fx, -fy, block)[0]
    step = _step(wave, block)
    dark = means[may] - step / 2.0
    pure = wave + across >= _PURE * (power @ _twice(block)).sum(axis=-1) / 2.0
    fast = np.hypot(down, right) >= _LEAST_CYCLES
    striped = np.zeros(may.shape, bool)
    striped[may] = pure & fast & (step >= PATTERN_STEP) & (dark < DARKER[LIGHT])
    chosen = _connected(striped)
    if not chosen.any():
        return None
    place, of = _covered(chosen, light.shape, hop), chosen[may]
    pairs = _pairs(place, np.abs(down[of]).mean() / block, np.abs(right[of]).mean() / block)
    light_ones = float((means[may] + step / 2.0)[of].mean())
    period = block / float(np.hypot(down, right)[of].min())
    return Pattern(float(place.mean()), pairs, light_ones, place, float(step[of].max()), period)


def _power(waving: Floats) -> Floats:
    """Power spectra (n, block, block // 2 + 1) of blocks (n, block, block): the half that says all."""
    spectrum = np.fft.rfft2(waving)
    return np.asarray(spectrum.real**2 + spectrum.imag**2, np.float32)


def _step(wave: Floats, block: int) -> Floats:
    """From the dark to the light halves of waves of such a power, luminance."""
    amplitude = np.sqrt(4.0 * wave / (_window(block) ** 2).sum()) / block
    return (_HALVES * amplitude).astype(np.float32)


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
    number = np.arange(len(power))
    whole: Floats = np.zeros(fy.shape, np.float32)
    down, right = whole.copy(), whole.copy()
    for dy in (-1, 0, 1):
        for dx in (-1, 0, 1):
            row, column = (y + dy) % block, (x + dx) % block
            other = column > block // 2  # in the half that is the same
            row, column = np.where(other, -row % block, row), np.where(other, block - column, column)
            here = power[number, row, column]
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
    """Cycles a pixel (2, block, block // 2 + 1), down and to the right."""
    fy, fx = np.meshgrid(np.fft.fftfreq(block), np.fft.rfftfreq(block), indexing="ij")
    return np.stack([fy, fx]).astype(np.float32)


@cache
def _twice(block: int) -> Floats:
    """How often the whole spectrum has each column of its half."""
    columns = np.full(block // 2 + 1, 2.0, np.float32)
    columns[[0, -1]] = 1.0  # blocks are even
    return columns


@cache
def _fast_enough(block: int) -> Floats:
    return (np.hypot(*_frequencies(block)) * block >= _LEAST_CYCLES).astype(np.float32)
