"""Spectral flatness: how much of what sounds is noise, and how much is tones."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from realtime.arrays import Reals

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
    first = int(np.searchsorted(frequencies, ROUGH_HZ[0]))
    last = int(np.searchsorted(frequencies, ROUGH_HZ[1], "right"))
    # Products with them are several times as fast as numpy's means.
    of_all = np.full(len(frequencies), _HISS / len(frequencies), np.float32)
    of_noise = np.full(last - first, 1.0 / max(last - first, 1), np.float32)

    def measure(magnitudes: Reals) -> Reals:
        power = magnitudes * magnitudes
        noise = power[..., first:last] + _NOTHING
        if not noise.shape[-1]:
            return np.zeros(magnitudes.shape[:-1], np.float32)
        least = power @ of_all + _NOTHING
        share: Reals = np.exp(np.log(noise) @ of_noise) / np.maximum(noise @ of_noise, least)
        return share

    return measure
