"""The measures of the table of features, smoothed, and the 64-bin spectrum for shaders.

All from the windows that the beat tracker uses."""

from __future__ import annotations

import math

import numpy as np

from realtime.arrays import Floats, Reals, constant
from realtime.audio.feature.brightness import HIGHEST_HZ, LOWEST_HZ
from realtime.audio.feature.novelty import FRAMES_PER_SECOND, Bank
from realtime.audio.feature_table import measures
from realtime.audio.features import SPECTRUM_BINS

SMOOTHING_S = 0.12
RELEASE_S = 0.12
RANGE_DB = 60.0
_LOOKS_PER_SECOND = FRAMES_PER_SECOND / 2
TILT_DB_PER_OCTAVE = 3.0
"""Music falls off towards the treble; the picture shows it level."""
_NOTHING, _ONE = constant(1e-12), constant(1.0)
_PER_RANGE = constant(10.0 / math.log(10.0) / RANGE_DB)
_TOP_FALL, _LOWEST_TOP = 0.5 / _LOOKS_PER_SECOND / RANGE_DB, -70.0 / RANGE_DB
_DECAY = constant(math.exp(-1.0 / (RELEASE_S * _LOOKS_PER_SECOND)))
_SLOWNESS = SMOOTHING_S * _LOOKS_PER_SECOND


class Timbre:
    def __init__(self, frequencies: Reals) -> None:
        edges = np.geomspace(LOWEST_HZ, HIGHEST_HZ, SPECTRUM_BINS + 1)
        centres = np.sqrt(edges[:-1] * edges[1:])
        spacing = frequencies[1]
        # Low bins are narrower than a window's line: each takes the line(s) nearest to it.
        width = np.maximum(edges[1:] - edges[:-1], spacing)
        distance = np.abs(frequencies[None, :] - centres[:, None]) / width[:, None]
        weights = np.clip(1.0 - distance, 0.0, None)
        weights[centres > frequencies[-1]] = 0.0
        self._bank = Bank(weights)
        self._tilt = (TILT_DB_PER_OCTAVE / RANGE_DB * np.log2(centres / 1000.0)).astype(np.float32)
        self._top = -40.0 / RANGE_DB
        """The level that is shown as 1; levels are logarithms of power here, 1 for `RANGE_DB`."""
        self._measures = measures(frequencies)
        self.measured = dict.fromkeys(self._measures, 0.0)
        """The newest value of each measure, smoothed over SMOOTHING_S; 0 in silence."""
        self._skip = True
        self._levels = np.zeros(SPECTRUM_BINS, dtype=np.float32)
        self._levels.flags.writeable = False

    def hear(self, magnitudes: Floats, silent: bool) -> None:
        """One window's magnitudes, a hundred a second; every second one is looked at."""
        self._skip = not self._skip
        if self._skip:
            return
        levels = self._bank(np.square(magnitudes))
        levels += _NOTHING
        np.log(levels, out=levels)
        levels *= _PER_RANGE
        levels += self._tilt
        if not silent:
            self._top = max(float(levels[levels.argmax()]), self._top - _TOP_FALL, _LOWEST_TOP)
        levels += 1.0 - self._top
        np.maximum(levels, self._levels * _DECAY, out=levels)
        np.minimum(levels, _ONE, out=levels)
        self._levels = levels
        self._levels.flags.writeable = False
        for name, measure in self._measures.items():
            target = 0.0 if silent else float(measure(magnitudes))
            self.measured[name] += (target - self.measured[name]) / _SLOWNESS

    def spectrum(self) -> Floats:
        """float32 (64,), 0..1, log-spaced, read-only."""
        return self._levels
