"""Onsets per band, to a fifth of a millisecond: a hit is announced in the very block that holds it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from realtime.arrays import Flags, Floats, constant
from realtime.audio.feature.bands import group_ends, group_length
from realtime.audio.feature_table import BANDS
from realtime.audio.features import NEVER, Onset

CONTRAST = (4.5, 3.6, 2.8, 2.4)
"""Power over its recent mean that makes an onset; narrow bands fluctuate more, so they need more."""
_CALM = constant(1.5)
MEMORY_S = 0.12
REFRACTORY_S = 0.07
STRENGTH_LOOK_S = 0.015
"""An onset's strength may still grow for this long after it was announced."""


class OnsetDetector:
    """Compares the fast power of each band with its own mean over the last eighth of a second."""

    def __init__(self, rate: int) -> None:
        self._group_s = group_length(rate) / rate
        self._mean = _RecentMean(rate)
        self._armed = [True] * len(BANDS)
        self.last = [NEVER] * len(BANDS)
        self.strength = [0.0] * len(BANDS)

    def __call__(
        self, power: Floats, n: int, start: float, announced: float, reference: Sequence[float]
    ) -> list[Onset]:
        """power: (4, groups of n samples) smoothed power from time `start`; reference: of the four bands,
        the amplitude of full level."""
        loudest = np.maximum.reduce(power, axis=1).tolist()
        floors = [0.0064 * amplitude * amplitude + 1e-9 for amplitude in reference]
        before = self._mean.value
        # Most blocks hold no onset even against the least that the mean can be in them.
        lowest_mean = self._mean.pass_over(power, n)
        found: list[Onset] = []
        perhaps = [
            new > contrast * low + floor
            for new, contrast, low, floor in zip(loudest, CONTRAST, lowest_mean, floors, strict=True)
        ]
        for band, hit in enumerate(perhaps):
            if not hit and self._armed[band]:
                continue
            own = power[band]
            mean = self._mean.within(before[band], own, n)
            calm: Flags = own < _CALM * mean + np.float32(floors[band])
            any_calm = bool(calm.any())
            if hit and (any_calm or self._armed[band]):
                above = own > CONTRAST[band] * mean + floors[band]
                found += self._hits_in(band, above, calm, own, start, announced, reference[band])
            elif any_calm:
                self._armed[band] = True
        for band, last in enumerate(self.last):
            if 0.0 <= start - last < STRENGTH_LOOK_S:
                self.strength[band] = max(self.strength[band], _strength(loudest[band], reference[band]))
        found.sort(key=lambda onset: onset.time)
        return found

    def _hits_in(
        self,
        band: int,
        above: Flags,
        calm: Flags,
        power: Floats,
        start: float,
        announced: float,
        reference: float,
    ) -> list[Onset]:
        found = []
        position = 0
        while position < len(above):
            if not self._armed[band]:
                rearm = calm[position:].argmax()
                if not calm[position + rearm]:
                    break
                position += int(rearm)
                self._armed[band] = True
            hit = int(above[position:].argmax())
            if not above[position + hit]:
                break
            position += hit
            time = start + position * self._group_s
            self._armed[band] = False
            if time - self.last[band] >= REFRACTORY_S:
                look = power[position : position + max(1, round(STRENGTH_LOOK_S / self._group_s))]
                strength = _strength(float(look.max()), reference)
                self.last[band], self.strength[band] = time, strength
                found.append(Onset(time, announced, BANDS[band], strength))
        return found


class _RecentMean:
    """Exponential mean of power over `MEMORY_S`, the same time for every band."""

    def __init__(self, rate: int) -> None:
        self._log_decay = -1.0 / (MEMORY_S * rate)
        self._group = group_length(rate)
        self._tables: dict[int, tuple[Floats, Floats, Floats]] = {}
        self.value = np.zeros(len(BANDS), dtype=np.float32)

    def pass_over(self, power: Floats, n: int) -> list[float]:
        """Take in groups of n samples (4, groups); what the mean would be had they been silent."""
        _, decay, last = self._table(n)
        silent = self.value * decay[-1]
        self.value = power.dot(last)
        self.value += silent
        lowest: list[float] = silent.tolist()
        return lowest

    def within(self, before: np.float32, power: Floats, n: int) -> Floats:
        """(groups,): of one band, the mean at the end of each group, from what it was before them."""
        shares, decay, _ = self._table(n)
        mean = power * shares
        np.add.accumulate(mean, out=mean)
        mean += before
        mean *= decay
        return mean

    def _table(self, n: int) -> tuple[Floats, Floats, Floats]:
        """The share of each group in the mean over how far it decays until then, that decay, and the share
        that is left at the last end."""
        table = self._tables.get(n)
        if table is None:
            if len(self._tables) > 8:
                self._tables.clear()
            ends = group_ends(n, self._group)
            decay = np.exp(ends * self._log_decay)
            shares = -np.expm1(np.diff(ends, prepend=0) * self._log_decay) / decay
            last = shares * decay[-1]
            table = shares.astype(np.float32), decay.astype(np.float32), last.astype(np.float32)
            self._tables[n] = table
        return table


def _strength(power: float, reference: float) -> float:
    return min(1.0, math.sqrt(power) / max(reference, 1e-9))
