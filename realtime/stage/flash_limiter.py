"""No more than three flashes a second, even if the music or the operator asks for more.

The rule is that of WCAG 2.2, success criterion 2.3.1 ("three flashes or below threshold"): a general
flash is a pair of opposing changes in relative luminance of 10 % of the maximum or more, where the darker
is below 0.8, over a quarter of the screen. So only as many rises of that size are let through; falling to
dark is never held back, so that a blackout is at once. What is shown is computed, not measured: the limits
here are narrower than the rule's.
"""

from __future__ import annotations

import math
from collections import deque

import numpy as np
from numpy.typing import NDArray

STEP = 0.1
DARKER = 0.8
AREA = 0.25
WINDOW_S = 1.0
TOGETHER_S = 0.15
"""Parts of the screen that rise within so short a time flash together."""
_NARROWER = 0.8
_DIMMED = 0.85
"""A picture that is held back has at least this share of its mean luminance."""


class FlashLimiter:
    """Holds the picture back from rising when `flashes` rises began within the last second."""

    def __init__(self, flashes: int = 3) -> None:
        self._begun: deque[float] = deque(maxlen=flashes)
        self._up = True  # the last flash is not over yet
        self._since = -math.inf  # when it began, or ended
        # Of each part: lowest since its last rise, or highest within it; has it risen; when it last turned.
        self._turn: NDArray[np.floating] = np.empty(0)
        self._risen: NDArray[np.bool_] = np.empty(0, bool)
        self._turned: NDArray[np.floating] = np.empty(0)
        self._mean = 0.0  # of the last picture that was shown unchanged

    def limit(self, time: float, light: NDArray[np.floating]) -> float:
        """The share 0..1 of `light`, relative luminances of the screen's parts, that may be shown."""
        if self._turn.shape != light.shape:
            # The first picture of all is no flash, however bright.
            self._turn, self._risen = light.copy(), np.ones(light.shape, bool)
            self._turned = np.full(light.shape, -math.inf)
            return 1.0
        if time < self._since:  # the clock was set back
            self._since, self._turned = time, np.full(light.shape, -math.inf)
        share, held = 1.0, np.zeros(light.shape, bool)
        if not self._up:
            rising = self._rising(light)
            just = self._risen & (self._turned >= max(self._since, time - TOGETHER_S))
            if rising.any() and (rising | just).sum() >= self._flash:
                if len(self._begun) == self._begun.maxlen and 0.0 <= time - self._begun[0] <= WINDOW_S:
                    share, held = self._share(light, rising, int(just.sum())), rising
                else:
                    self._begun.append(time)
                    self._up, self._since = True, time
        self._take(light * np.float32(share), time, held)
        if share == 1.0:
            self._mean = float(light.mean())
        return share

    @property
    def _flash(self) -> float:
        """So many parts together are a flash."""
        return _NARROWER * AREA * self._turn.size

    def _rising(self, light: NDArray[np.floating]) -> NDArray[np.bool_]:
        return ~self._risen & (light - self._turn >= _NARROWER * STEP) & (self._turn < DARKER)

    def _share(self, light: NDArray[np.floating], rising: NDArray[np.bool_], risen: int) -> float:
        """The greatest share of `light` at which too few parts rise for a flash."""
        room = max(math.ceil(self._flash) - 1 - risen, 0)
        if room >= rising.sum():
            return 1.0
        least = np.sort((self._turn[rising] + 0.99 * _NARROWER * STEP) / light[rising])
        # Pushed down further, the rest of the screen would flash instead.
        return float(min(max(least[room], _DIMMED * self._mean / light.mean()), 1.0))

    def _take(self, light: NDArray[np.floating], time: float, held: NDArray[np.bool_]) -> None:
        """Remember what is shown. held: parts that are held back from rising, so they have not risen."""
        rise = self._rising(light)
        rise &= ~held
        light = np.where(held, self._turn, light)
        fall = self._risen & (self._turn - light >= _NARROWER * STEP) & (light < DARKER)
        self._risen = (self._risen | rise) & ~fall
        self._turned = np.where(rise | fall, time, self._turned)
        highest, lowest = np.maximum(self._turn, light), np.minimum(self._turn, light)
        self._turn = np.where(rise | fall, light, np.where(self._risen, highest, lowest))
        if self._up and (~self._risen & (self._turned >= self._since)).sum() >= self._flash:
            self._up, self._since = False, time
