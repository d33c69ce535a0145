"""What BeatNet takes in, fifty times a second: a log spectrogram and what rises in it.

As its authors made it (BeatNet, Heydari, Cwitkowitz & Duan 2021; the bands are those of Böck's madmom):
windows of 64 ms, triangular bands, 24 an octave, log10(1 + magnitude). Theirs is for sound at 22,050 Hz;
here sound of any rate and loudness is brought to what it would be there.
"""

from __future__ import annotations

import math

import numpy as np

from realtime.arrays import Floats, Reals, constant
from realtime.audio.feature.decimator import Decimator

RATE, WINDOW = 22050, 1411
"""Of the sound that the network was fitted on, and of its windows, in samples."""
WINDOW_S = WINDOW / RATE
LOWEST_HZ, HIGHEST_HZ, BANDS_PER_OCTAVE, TUNING_HZ = 30.0, 17000.0, 24, 440.0
_NOTHING, _ONE = constant(0.0), constant(1.0)
_EASY = 320
"""Lengths that this divides are quickly transformed."""
_LOUDNESS = 0.12
"""RMS of the music that it was fitted on, about."""
_SLOWEST_STEPS = 500
_LEAST_RMS = 1e-4
_HEARD = 0.1
"""Of the usual RMS: what is softer does not count for it."""


def _bands() -> list[tuple[float, float, float]]:
    """Hz where each triangle begins, peaks and ends."""
    octaves = np.log2(np.array((LOWEST_HZ, HIGHEST_HZ)) / TUNING_HZ) * BANDS_PER_OCTAVE
    hz = TUNING_HZ * 2.0 ** (np.arange(np.floor(octaves[0]), np.ceil(octaves[1])) / BANDS_PER_OCTAVE)
    hz = hz[(hz >= LOWEST_HZ) & (hz <= HIGHEST_HZ)]
    # Each has its corners on bins of their transform, no two on the same.
    bins = np.unique(np.clip(np.rint(hz * WINDOW / RATE), 0, WINDOW // 2 - 1))
    corners = (bins * RATE / WINDOW).tolist()
    return list(zip(corners, corners[1:], corners[2:], strict=False))


BANDS = len(_bands())
INPUTS = 2 * BANDS


def _bank(frequencies: Reals) -> Floats:
    """(bands, bins): triangles over these frequencies; all that could lie in one sums to 1."""
    low, centre, high = np.array(_bands()).T[:, :, None]
    rise, fall = (frequencies - low) / (centre - low), (high - frequencies) / (high - centre)
    bank = np.clip(np.minimum(rise, fall), 0.0, None)
    spacing = frequencies[1] - frequencies[0]
    bank /= np.maximum(0.5 * (high - low) / spacing, 1.0)
    weights: Floats = bank.astype(np.float32)
    return weights


class _SparseBank:
    """The same sums without the zeros, of which there are fifty times as many."""

    def __init__(self, bank: Floats) -> None:
        """bank: (bands, bins); in a band what is not zero lies side by side."""
        looked_at = [np.flatnonzero(band) if band.any() else np.zeros(1, np.intp) for band in bank]
        self._bins = np.concatenate(looked_at)
        self._weights = np.concatenate([band[bins] for band, bins in zip(bank, looked_at, strict=True)])
        self._begins = np.cumsum([0, *(len(bins) for bins in looked_at[:-1])])

    def __call__(self, magnitudes: Floats) -> Floats:
        """float32 (bins,) → float32 (bands,)."""
        weighted = magnitudes.take(self._bins)
        weighted *= self._weights
        sums: Floats = np.add.reduceat(weighted, self._begins)
        return sums


class BeatNetInput:
    """Step it with windows of sound of any rate."""

    def __init__(self, rate: int) -> None:
        inner_rate = Decimator(rate).rate
        self.length = max(16, round(WINDOW_S * inner_rate))
        """Of a window, in samples at the rate to which `Spectra` averages down."""
        window = np.hanning(self.length)
        # As loud as a window of theirs would be.
        self._window = (window * (np.hanning(WINDOW).sum() / window.sum())).astype(np.float32)
        self._windowed = np.zeros(-(-self.length // _EASY) * _EASY, dtype=np.float32)
        frequencies = np.fft.rfftfreq(len(self._windowed), 1.0 / inner_rate)
        self._bins = int(np.searchsorted(frequencies, _bands()[-1][-1]))
        self._bank = _SparseBank(_bank(frequencies[: self._bins]))
        self._bands = np.zeros(BANDS, dtype=np.float32)
        self._usual = 0.0
        self._heard = 0

    def __call__(self, newest: Floats) -> Floats:
        """The newest `length` samples → float32 (INPUTS,)."""
        np.multiply(newest, self._window, out=self._windowed[: self.length])
        bands = self._bank(np.abs(np.fft.rfft(self._windowed)[: self._bins]))
        bands *= np.float32(self._gain(newest))
        bands += _ONE
        np.log10(bands, out=bands)
        inputs = np.empty(INPUTS, dtype=np.float32)
        inputs[:BANDS] = bands
        np.subtract(bands, self._bands, out=inputs[BANDS:])
        np.maximum(inputs[BANDS:], _NOTHING, out=inputs[BANDS:])
        self._bands = bands
        return inputs

    def _gain(self, newest: Floats) -> float:
        """What brings the sound of the last seconds to the usual loudness."""
        power = float(newest.dot(newest)) / self.length
        if power > _HEARD**2 * self._usual and power > _LEAST_RMS**2:
            self._heard += 1
            self._usual += (power - self._usual) / min(self._heard, _SLOWEST_STEPS)
        return _LOUDNESS / max(math.sqrt(self._usual), _LEAST_RMS)
