"""Sound of high rates, averaged down: nothing above 18 kHz is looked at."""

from __future__ import annotations

import numpy as np

from realtime.arrays import Floats


class Decimator:
    """Averages neighbouring samples of sound above 64 kHz to a rate of 44.1 to 64 kHz.

    rate: Hz of what comes out; below 88.2 kHz that is what comes in.
    """

    def __init__(self, rate: int) -> None:
        self._factor = max(1, rate // 44100)
        self.rate = rate / self._factor
        self._rest = np.zeros(0, dtype=np.float32)

    @property
    def waiting(self) -> float:
        """Samples at the lower rate, a part of one, that wait for the next block."""
        return len(self._rest) / self._factor

    def __call__(self, mono: Floats) -> Floats:
        """float32 (n,) → float32 (m,), the whole samples that are ready."""
        if self._factor == 1:
            return mono
        joined = np.concatenate([self._rest, mono])
        whole = len(joined) // self._factor * self._factor
        self._rest = joined[whole:]
        averaged: Floats = joined[:whole].reshape(-1, self._factor).mean(axis=1)
        return averaged
