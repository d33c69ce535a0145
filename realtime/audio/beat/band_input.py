"""What the ear's own network takes in, fifty times a second: the bands that novelty is made of, and pitches.

They are there already for the fitted model, so this input costs next to nothing.
"""

from __future__ import annotations

import math

import numpy as np

from realtime.arrays import Floats, constant
from realtime.audio.feature.novelty import FRAMES_PER_SECOND, FULL_BAND

FRAMES_A_STEP = 2
STEPS_PER_SECOND = FRAMES_PER_SECOND // FRAMES_A_STEP
BANDS, PITCHES = 30, 12
INPUTS = 3 * BANDS + PITCHES
"""Levels of the newest frame, rises of both, pitch classes of the newest; all 0..1."""
_PITCH_DECAY = 0.9985
_FULL_PITCH = 6.0
_PER_BAND, _PER_PITCH = constant(1.0 / FULL_BAND), constant(1.0 / math.log1p(_FULL_PITCH))
_LEAST_PEAK = 1e-9  # minutes of digital silence would end in a division by nothing


class BandInput:
    """Step it once a frame; every second one gives an input of the network."""

    def __init__(self) -> None:
        self._inputs = np.zeros(INPUTS, dtype=np.float32)
        self._peak = _LEAST_PEAK
        self._second = False

    def __call__(self, bands: Floats, risen: Floats, chroma: Floats) -> Floats | None:
        """bands, risen: `Novelty`'s, up to `BANDS` of them (sound of low rates has fewer: the missing are
        silent); chroma: (12,) energies → float32 (INPUTS,), of which the next call makes another."""
        inputs, count = self._inputs, min(len(bands), BANDS)
        self._peak = max(self._peak * _PITCH_DECAY, float(chroma[chroma.argmax()]), _LEAST_PEAK)
        if not self._second:
            inputs[2 * BANDS : 2 * BANDS + count] = risen[:count]
            self._second = True
            return None
        self._second = False
        inputs[:count] = bands[:count]
        inputs[BANDS : BANDS + count] = risen[:count]
        inputs[count:BANDS] = inputs[BANDS + count : 2 * BANDS] = inputs[2 * BANDS + count : 3 * BANDS] = 0.0
        inputs[: 3 * BANDS] *= _PER_BAND
        inputs[3 * BANDS :] = pitches(chroma, self._peak)
        self._inputs = np.empty_like(inputs)
        return inputs


def pitches(chroma: Floats, peak: float) -> Floats:
    """Energies of the pitch classes, against a recent peak, compressed: 0..1."""
    compressed: Floats = np.log1p(chroma * np.float32(_FULL_PITCH / peak)) * _PER_PITCH
    return compressed
