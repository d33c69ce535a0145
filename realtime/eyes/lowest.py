"""The least that values were within the last second."""

from __future__ import annotations

import math

import numpy as np

from realtime.eyes.rules import SECOND_S
from realtime.eyes.transitions import Values

_BUCKETS = 10


class Lowest:
    """values: the least that each one was; there is none before the first `add`."""

    def __init__(self) -> None:
        self._buckets: dict[int, Values] = {}

    def add(self, time: float, values: Values) -> None:
        number = math.floor(time * _BUCKETS / SECOND_S)
        before = self._buckets.get(number)
        self._buckets[number] = values if before is None else np.minimum(before, values)
        if before is None:
            # One more than a second holds: the oldest one is only partly within it.
            for old in [old for old in self._buckets if not number - _BUCKETS <= old <= number]:
                del self._buckets[old]
        self.values: Values = np.minimum.reduce(list(self._buckets.values()))
