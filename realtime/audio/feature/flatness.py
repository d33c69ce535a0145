"""Spectral flatness: how much of what sounds is noise, and how much is tones."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from realtime.arrays import Doubles, Reals

# Between a bass that is always a tone and the hiss of a recording.
ROUGH_HZ = (1000.0, 8000.0)
# Where next to nothing sounds there, it is a recording's own hiss that is heard: this share of all power.
_HISS = 1e-3
_NOTHING = 1e-14


def flatness(frequencies: Reals) -> Callable[[Reals], Reals]:
    """The measure for spectra with bins at `frequencies` (Hz): magnitudes (…, bins) → (…), 0..1.

    Geometric over arithmetic mean of the power in ROUGH_HZ (Johnston 1988): 0 for tones, about 0.56 for
    white noise in one window, 0 where there is no bin.
    """
    first = np.searchsorted(frequencies, ROUGH_HZ[0])
    last = np.searchsorted(frequencies, ROUGH_HZ[1], "right")

    def measure(magnitudes: Reals) -> Reals:
        power = magnitudes * magnitudes
        noise = power[..., first:last] + _NOTHING
        if not noise.shape[-1]:
            return np.zeros(magnitudes.shape[:-1], np.float32)
        total, mean, logarithm = (
            np.asarray(value, np.float64)
            for value in (power.sum(axis=-1), noise.mean(axis=-1), np.exp(np.log(noise).mean(axis=-1)))
        )
        share: Doubles = logarithm / np.maximum(mean, _HISS * (total + 1e-12) / power.shape[-1])
        return share

    return measure
