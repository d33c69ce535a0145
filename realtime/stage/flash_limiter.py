"""No more than three full-field flashes a second, whatever the music or the operator asks for.

The rule is that of WCAG 2.2, success criterion 2.3.1 ("three flashes or below threshold"): a general
flash is a pair of opposing changes in relative luminance of 10 % of the maximum or more. So only as many
rises of that size are let through; falling to dark is never held back, so that a blackout is at once.
"""

from __future__ import annotations

from collections import deque

STEP = 0.1
WINDOW_S = 1.0


class FlashLimiter:
    """Holds back a rise of the picture's mean luminance when `flashes` rises began within the last second."""

    def __init__(self, flashes: int = 3) -> None:
        self._rises: deque[float] = deque(maxlen=flashes)
        self._rising = False
        self._turn = 0.0  # lowest since the last rise, or highest within this one
        self._last: float | None = None

    def limit(self, time: float, luminance: float) -> float:
        """The luminance (0..1, mean of the picture) that may be shown at `time` when this is asked for."""
        if self._last is None:
            # The first picture of all is no flash, however bright.
            self._turn, self._rising = luminance, True
        elif self._rising:
            self._turn = max(self._turn, luminance)
            if self._turn - luminance >= STEP:
                self._rising, self._turn = False, luminance
        else:
            self._turn = min(self._turn, luminance)
            if luminance - self._turn >= STEP:
                luminance = self._rise(time, luminance)
        self._last = luminance
        return luminance

    def _rise(self, time: float, luminance: float) -> float:
        full = len(self._rises) == self._rises.maxlen
        if full and 0.0 <= time - self._rises[0] <= WINDOW_S:
            return self._turn + STEP * 0.99
        self._rises.append(time)
        self._rising, self._turn = True, luminance
        return luminance
