"""How suddenly something sets in, by aubio's onset function: strings and voices too, not drums alone."""

from __future__ import annotations

import math

import aubio

from realtime.arrays import Floats
from realtime.audio.feature.novelty import FRAMES_PER_SECOND

RELEASE_S = 0.12
MEAN_S, REFERENCE_S = 0.4, 3.0
RISE = 0.3
"""How far a louder attack lifts the reference: the first after silence, all bands at once, does not dwarf
what follows."""
LEAST = 0.02
"""Of all bands' full rise within a frame: peaks that are less than this are no attacks."""
_DECAY = math.exp(-1.0 / (RELEASE_S * FRAMES_PER_SECOND))
_MEAN_SHARE = 1.0 / (MEAN_S * FRAMES_PER_SECOND)
_REFERENCE_KEEPS = math.exp(-1.0 / (REFERENCE_S * FRAMES_PER_SECOND))


class Attack:
    """aubio's spectral flux (Dixon 2006) of bands that are each scaled by their own peak and compressed:
    above its mean, and by what its peaks have been lately."""

    def __init__(self, bands: int, full: float) -> None:
        """bands: their number; full: the highest that each can be."""
        size = 2 * (bands - 1)
        self._bands = aubio.cvec(size)
        self._flux = aubio.specdesc("specflux", size)
        self._share = 1.0 / (bands * full)
        self._mean = 0.0
        self._reference = LEAST
        self.level = 0.0
        """0..1: at an attack its strength, falling within a tenth of a second."""

    def hear(self, bands: Floats, silent: bool) -> None:
        """The newest of `Novelty.bands`, once a frame."""
        self._bands.norm = bands
        flux = self._share * float(self._flux(self._bands)[0])
        above = max(0.0, flux - self._mean)
        self._mean += _MEAN_SHARE * (flux - self._mean)
        reference = max(self._reference * _REFERENCE_KEEPS, LEAST)
        self._reference = reference + RISE * max(0.0, above - reference)
        new = 0.0 if silent else min(1.0, above / self._reference)
        self.level = max(new, self.level * _DECAY)
