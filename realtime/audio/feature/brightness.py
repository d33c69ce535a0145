"""Brightness: where the middle of a spectrum lies, from the lowest bass to the treble."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from realtime.arrays import Reals

LOWEST_HZ, HIGHEST_HZ = 30.0, 16000.0
_NOTHING = 1e-6


def brightness(frequencies: Reals) -> Callable[[Reals], Reals]:
    """The measure for spectra with bins at `frequencies` (Hz): magnitudes (…, bins) → (…), 0..1.

    The spectral centroid on a scale of log frequency, 0 at LOWEST_HZ and 1 at HIGHEST_HZ; 0 in silence.
    """
    octaves = np.log(np.clip(frequencies, LOWEST_HZ, HIGHEST_HZ) / LOWEST_HZ)
    scale = (octaves / math.log(HIGHEST_HZ / LOWEST_HZ)).astype(np.float32)
    scale_and_one = np.stack([scale, np.ones_like(scale)], axis=1)

    def measure(magnitudes: Reals) -> Reals:
        sums = magnitudes @ scale_and_one
        centroid: Reals = sums[..., 0] / np.maximum(sums[..., 1], _NOTHING)
        return centroid

    return measure
