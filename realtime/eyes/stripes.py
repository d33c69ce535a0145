"""How much of the stripes in a picture is held back: softly, from when they are seen until they are gone.

What is shown is the picture with less contrast where the stripes are, as through mist; its mean light stays.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from realtime.eyes.pattern import Pattern
from realtime.eyes.rules import AREA, COLUMNS, PATTERN_S, PATTERN_STEP, ROWS

LOOK_EVERY_S = 0.3 * PATTERN_S
"""Stripes that are looked for so often are held back before they have been seen for PATTERN_S."""
_COMES_S, _GOES_S, _STAYS_S = 0.3 * PATTERN_S, 1.5, 0.5
# The limits kept here are narrower than the rules': a picture is looked at only so often.
_NARROWER, _STEP_LEFT = 0.8, 0.6
_SPREAD = 2
"""Parts by which the mist reaches beyond the stripes before it ends softly."""
_BLUR = np.array([1.0, 2.0, 3.0, 2.0, 1.0], np.float32) / 9.0

Field = NDArray[np.float32]
"""float32 (ROWS, COLUMNS)."""


@dataclass(frozen=True, slots=True)
class Mist:
    """amount: 0..1 of each part, the share of contrast that is taken; period: of the stripes, share of the
    picture's height."""

    amount: Field
    period: float


class StripeHold:
    """Is given what was found in the pictures that were asked for."""

    def __init__(self) -> None:
        self._wanted: Field = np.zeros((ROWS, COLUMNS), np.float32)
        self._amount = self._wanted
        self._period = 0.0
        self._seen = self._time = -math.inf

    def found(self, time: float, patterns: Sequence[Pattern], rows: int) -> None:
        """The patterns of the picture at `time` (s), which was looked at in so many rows."""
        near = [pattern for pattern in patterns if pattern.more_than(_NARROWER)]
        if near:
            self._seen = time
            self._wanted = np.max([_wanted(pattern) for pattern in near], axis=0)
            self._period = max(pattern.period for pattern in near) / rows
        elif time - self._seen >= _STAYS_S or time < self._seen:
            self._wanted = np.zeros((ROWS, COLUMNS), np.float32)

    def at(self, time: float) -> Mist | None:
        """What is to be held back of the picture at `time`; None for nothing."""
        lasted = min(max(time - self._time, 0.0), 1.0) if self._time > -math.inf else 0.0
        self._time = time
        if not self._wanted.any() and not self._amount.any():
            return None
        change = np.clip(self._wanted - self._amount, -lasted / _GOES_S, lasted / _COMES_S)
        self._amount = (self._amount + change).astype(np.float32)
        return Mist(self._amount, self._period) if self._amount.any() else None


def _wanted(pattern: Pattern) -> Field:
    taken = 1.0 - min(_STEP_LEFT * PATTERN_STEP / max(pattern.step, 1e-6), 1.0)
    height, width = pattern.place.shape
    rows = ((np.arange(ROWS) + 0.5) * height / ROWS).astype(int)
    columns = ((np.arange(COLUMNS) + 0.5) * width / COLUMNS).astype(int)
    place = pattern.place[rows[:, None], columns].astype(np.float32)
    size = 2 * _SPREAD + 1
    wide = np.lib.stride_tricks.sliding_window_view(np.pad(place, _SPREAD), (size, size)).max(axis=(2, 3))
    wide = np.pad(wide, _SPREAD, mode="edge")
    across = np.lib.stride_tricks.sliding_window_view(wide, size, axis=1) @ _BLUR
    soft: Field = np.lib.stride_tricks.sliding_window_view(across, size, axis=0) @ _BLUR
    return (taken * soft).astype(np.float32)


def may_have_stripes(light: NDArray[np.float32]) -> bool:
    """False where relative luminances (H, W) vary too little in too many places for any pattern: it takes a
    hundredth of looking for one."""
    block = max(light.shape[0] // 8, 8)
    height, width = (length // block for length in light.shape)
    parts = light[: height * block, : width * block].reshape(height, block, width, block)
    # Stripes of a step vary by half of it; a block at their edge, or of half a pair, by less.
    return float((parts.std(axis=(1, 3)) >= 0.25 * PATTERN_STEP).mean()) >= 0.5 * AREA
