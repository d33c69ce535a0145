"""How long a request takes to become a frame, measured all the time."""

from __future__ import annotations

import numpy as np


class Latency:
    """p95 over the last `window` measurements; `guess` seconds until there is one."""

    def __init__(self, guess: float = 0.1, window: int = 64) -> None:
        self._guess = guess
        self._seconds = np.zeros(window)
        self._count = 0
        self._p95 = guess

    def add(self, seconds: float) -> None:
        self._seconds[self._count % len(self._seconds)] = seconds
        self._count += 1
        self._p95 = float(np.quantile(self._seconds[: self._filled], 0.95))

    def reset(self) -> None:
        """Forget the old engine's measurements; its p95 stays the guess for the next one's."""
        self._guess, self._count = self._p95, 0

    @property
    def _filled(self) -> int:
        return min(self._count, len(self._seconds))

    @property
    def p95(self) -> float:
        return self._p95

    @property
    def median(self) -> float:
        return float(np.median(self._seconds[: self._filled])) if self._count else self._guess
