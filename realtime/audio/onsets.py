"""Onsets per band, found sample by sample: a hit is told in the very block that holds it."""

from __future__ import annotations

import math

import numpy as np

from realtime.audio.bands import OnePole
from realtime.audio.features import BANDS, NEVER, Onset

CONTRAST = np.array((4.5, 3.6, 2.8, 2.4))
"""Power over its recent mean that makes an onset; narrow bands fluctuate more, so they need more."""
_CONTRASTS = CONTRAST[:, None].astype(np.float32)
MEMORY_S = 0.12
REFRACTORY_S = 0.07
STRENGTH_LOOK_S = 0.015
"""An onset's strength may still grow for this long after it was announced."""


class OnsetDetector:
    """Compares the fast power of each band with its own mean over the last eighth of a second."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._mean = OnePole(np.full(len(BANDS), MEMORY_S), rate)
        self._armed = [True] * len(BANDS)
        self._hits = np.zeros(len(BANDS), dtype=np.intp)
        self.last = [NEVER] * len(BANDS)
        self.strength = [0.0] * len(BANDS)

    def __call__(
        self, power: np.ndarray, start: float, announced: float, reference: np.ndarray
    ) -> tuple[Onset, ...]:
        """power: (4, n) smoothed power from time `start`; reference: (4,) amplitude of full level."""
        lowest_mean = self._mean.value * math.exp(-power.shape[1] / (MEMORY_S * self._rate))
        loudest = np.maximum.reduce(power, axis=1)
        floor = (np.square(0.08 * reference) + 1e-9).astype(np.float32)
        # Most blocks hold no onset even against the least that the mean can be in them.
        perhaps = (loudest > CONTRAST * lowest_mean + floor).tolist()
        found: list[Onset] = []
        if any(perhaps) or not all(self._armed):
            mean = self._mean(power)
            floor = floor[:, None]
            above = power > _CONTRASTS * mean + floor
            calm = power < np.float32(1.5) * mean + floor
            any_above = above.any(axis=1)
            for band in range(len(BANDS)):
                if any_above[band]:
                    found += self._hits_in(
                        band, above[band], calm[band], power[band], start, announced, reference
                    )
                elif not self._armed[band]:
                    self._armed[band] = bool(calm[band].any())
        else:
            self._mean.pass_over(power)
        for band in range(len(BANDS)):
            if 0.0 <= start - self.last[band] < STRENGTH_LOOK_S:
                self.strength[band] = max(
                    self.strength[band], _strength(float(loudest[band]), float(reference[band]))
                )
        return tuple(sorted(found, key=lambda onset: onset.time))

    def _hits_in(
        self,
        band: int,
        above: np.ndarray,
        calm: np.ndarray,
        power: np.ndarray,
        start: float,
        announced: float,
        reference: np.ndarray,
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
            time = start + position / self._rate
            self._armed[band] = False
            if time - self.last[band] >= REFRACTORY_S:
                look = power[position : position + max(1, round(STRENGTH_LOOK_S * self._rate))]
                strength = _strength(float(look.max()), float(reference[band]))
                self.last[band], self.strength[band] = time, strength
                found.append(Onset(time, announced, BANDS[band], strength))
        return found


def _strength(power: float, reference: float) -> float:
    return min(1.0, float(np.sqrt(power)) / max(reference, 1e-9))
