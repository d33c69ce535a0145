"""Spectra a hundred times a second, and how much new sound each brings: what the beat tracker hears.

Spectra and filter banks are aubio's.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import aubio
import numpy as np

from realtime.arrays import Doubles, Floats, Reals, constant
from realtime.audio.feature.decimator import Decimator
from realtime.audio.features import WAVEFORM_POINTS

FRAMES_PER_SECOND = 100
WINDOW_S = 2048 / 44100
WAVEFORM_SPAN_S = 0.023
GROUP_EDGES_HZ = (140.0, 800.0, 3000.0)
GROUPS = 4
"""Novelty is given for four groups of bands: below 140 Hz, to 800 Hz, to 3 kHz, above."""
CHROMA_RANGE_HZ = (200.0, 2200.0)

_LOWEST_HZ, _HIGHEST_HZ = 30.0, 16000.0
_TOP_HZ = 18000.0
"""The last triangle of the bands ends below this."""
_NEARLY = 0.1
"""A power of two that is so near to the usual window's length is taken for it."""
_CALL_COSTS = 1000
"""What a call of a filter bank costs, in products."""
_LAG_FRAMES = 4
_PEAK_DECAY = constant(0.9985)
_LEAST_PEAK = constant(0.06)
"""Of the strongest band's peak."""
_FULL = constant(6.0)
"""Levels are compressed to log(1 + 6 × level)."""
FULL_BAND = math.log1p(_FULL)
_NOTHING = constant(0.0)


class Spectra:
    """Cuts sound of any rate and block length into overlapping windows, one every 10 ms.

    Rates above 64 kHz are averaged down first: nothing above 18 kHz is looked at.
    """

    def __init__(self, rate: int, kept_s: float = WINDOW_S) -> None:
        """kept_s: how much sound `newest` may be asked for."""
        self.rate = rate
        self._decimated = Decimator(rate)
        self._inner_rate = self._decimated.rate
        usual = WINDOW_S * self._inner_rate
        size = max(16, 1 << round(math.log2(usual)))
        self._window_length = size
        if abs(size / usual - 1.0) > _NEARLY:
            # aubio transforms powers of two only. Where none is near, silence makes the window up to one.
            self._window_length = max(16, round(usual))
            size = 1 << (self._window_length - 1).bit_length()
        window = np.hanning(self._window_length + 1)[:-1]
        self._window = window.astype(np.float32)
        self._scale = constant(1.0 / (0.5 * window.sum()))
        self._windowed = np.zeros(size, dtype=np.float32)
        # Each call transforms a window of its own: pvoc overlaps by whole samples, which 10 ms need not be.
        self._pvoc = aubio.pvoc(size, size)
        self._pvoc.set_window("ones")
        self._middle_s = 0.5 * (WINDOW_S - self._window_length / self._inner_rate)
        all_hz = np.fft.rfftfreq(size, 1.0 / self._inner_rate)
        self._bins = int(np.searchsorted(all_hz, _TOP_HZ))
        self.frequencies = all_hz[: self._bins]
        """Hz of each bin."""
        # The newest samples end at `_end`; where there is no more room, those kept move to the front.
        self._kept = max(self._window_length, math.ceil(kept_s * self._inner_rate) + 1)
        self._room = np.zeros(4 * self._kept, dtype=np.float32)
        self._end = self._frame_end = self._kept
        span = min(self._window_length, max(2, round(WAVEFORM_SPAN_S * self._inner_rate)))
        self._span = span
        self._picks = np.linspace(0, span - 1, WAVEFORM_POINTS).astype(np.intp)
        self._points, self._of_frame = np.zeros(WAVEFORM_POINTS, dtype=np.float32), -1
        self._consumed = 0
        self._frame = 0
        self._next_end = round(self._inner_rate / FRAMES_PER_SECOND)

    def __call__(self, mono: Floats) -> Iterator[tuple[float, Floats]]:
        """float32 (n,) → (seconds from the block's first sample to the window's end, magnitudes) of each.

        A sine of amplitude 1 has magnitude 1. The end is that of a window of `WINDOW_S` with the same middle,
        so that sound of every rate is heard at the same time; it may be a little before the block.
        """
        block_start = self._consumed + self._decimated.waiting
        mono = self._decimated(mono)
        self._keep(mono)
        while self._next_end <= self._consumed:
            last = self._frame_end = self._end - (self._consumed - self._next_end)
            newest = self._room[last - self._window_length : last]
            np.multiply(newest, self._window, out=self._windowed[: self._window_length])
            offset = (self._next_end - block_start) / self._inner_rate + self._middle_s
            self._frame += 1
            self._next_end = round((self._frame + 1) * self._inner_rate / FRAMES_PER_SECOND)
            # aubio gives the same array each time; the product is a new one.
            yield offset, self._pvoc(self._windowed).norm[: self._bins] * self._scale

    def newest(self, count: int) -> Floats:
        """The last samples of the frame that was given last, at the rate to which sound is averaged down."""
        return self._room[self._frame_end - count : self._frame_end]

    def _keep(self, mono: Floats) -> None:
        count = len(mono)
        if self._end + count > len(self._room):
            old = self._room[self._end - self._kept : self._end]
            if self._kept + count > len(self._room):
                self._room = np.zeros(2 * (self._kept + count), dtype=np.float32)
            self._room[: self._kept] = old
            self._end = self._kept
        self._room[self._end : self._end + count] = mono
        self._end += count
        self._consumed += count

    def waveform(self) -> Floats:
        """The newest 23 ms at `WAVEFORM_POINTS` evenly spaced samples: float32, read-only. However short
        blocks are, it changes only with frames."""
        if self._of_frame != self._frame:
            self._points = self._room[self._end - self._span : self._end].take(self._picks)
            self._points.flags.writeable = False
            self._of_frame = self._frame
        return self._points


class Bank:
    """Weighted sums over bins, by aubio's filter bank.

    aubio multiplies all bins for each band. Low bands look at few: bands next to each other that look at the
    same bins make a bank of their own.
    """

    def __init__(self, weights: Floats) -> None:
        """weights: (bands, bins), from low bands to high; at least two bins."""
        self._bands = len(weights)
        self._parts = [_Part(weights, first, last) for first, last in _parts(weights)]

    def __call__(self, bins: Floats) -> Floats:
        """float32 (bins,) → float32 (bands,)."""
        sums = np.empty(self._bands, dtype=np.float32)
        for part in self._parts:
            part.spectrum.norm = bins[part.bins]
            sums[part.bands] = part.filterbank(part.spectrum)
        return sums


class _Part:
    """Bands `first` to `last` − 1, and the bins that they look at."""

    def __init__(self, weights: Floats, first: int, last: int) -> None:
        self.bands = slice(first, last)
        self.bins = _looked_at(weights[first:last])
        size = 2 * (self.bins.stop - self.bins.start - 1)
        self.spectrum = aubio.cvec(size)
        self.filterbank = aubio.filterbank(last - first, size)
        self.filterbank.set_coeffs(np.ascontiguousarray(weights[first:last, self.bins], dtype=np.float32))


def _parts(weights: Floats) -> list[tuple[int, int]]:
    """(first, last + 1) of bands that are best summed up together."""
    best: list[tuple[int, list[tuple[int, int]]]] = [(0, [])]
    for last in range(1, len(weights) + 1):
        costs = []
        for first in range(last):
            bins = _looked_at(weights[first:last])
            cost, before = best[first]
            products = (last - first) * (bins.stop - bins.start)
            costs.append((cost + products + _CALL_COSTS, [*before, (first, last)]))
        best.append(min(costs, key=lambda found: found[0]))
    return best[-1][1]


def _looked_at(weights: Floats) -> slice:
    """At least two bins, as a spectrum has."""
    used = np.flatnonzero(weights.any(axis=0))
    if not len(used):
        return slice(0, 2)
    first = min(int(used[0]), weights.shape[1] - 2)
    return slice(first, max(int(used[-1]) + 1, first + 2))


class Novelty:
    """Spectral flux of log-compressed bands with a maximum filter (SuperFlux, Böck & Widmer 2013).

    Each band is scaled by its own recent peak, so soft music counts as much as loud; the flux looks 40 ms
    back, so slow attacks count as well as clicks.
    """

    def __init__(self, frequencies: Reals) -> None:
        triangles, centres = _triangles(frequencies)
        self._bank = Bank(triangles)
        groups = np.searchsorted(GROUP_EDGES_HZ, centres)
        self._mean = np.zeros((GROUPS, len(centres)), dtype=np.float32)
        for group in range(GROUPS):
            members = groups == group
            if members.any():
                self._mean[group, members] = 1.0 / FULL_BAND / members.sum()
        self._low_bins = slice(1, int(np.searchsorted(frequencies, GROUP_EDGES_HZ[0])))
        self.chroma = Bank(_chroma_bank(frequencies))
        """Magnitudes → energy of the twelve pitch classes."""
        self._peak = np.full(len(centres), 1e-6, dtype=np.float32)
        self._past = np.zeros((_LAG_FRAMES, len(centres)), dtype=np.float32)
        self._cursor = 0
        self._warm = 0
        self.bands: Floats = np.zeros(len(centres), dtype=np.float32)
        """The newest frame's, each scaled by its own recent peak and compressed: 0..`FULL_BAND`."""
        self.risen: Floats = np.zeros(len(centres), dtype=np.float32)
        """How far each band of the newest frame is above what it and its neighbours were 40 ms ago."""
        self._average = [0.0] * GROUPS
        self._reference = [0.08] * GROUPS

    def __call__(self, magnitudes: Floats) -> Doubles:
        """Magnitudes of one window → novelty of the four groups, 0..1."""
        return self.rise(np.sqrt(self._bank(np.square(magnitudes))))

    def rise(self, level: Floats) -> Doubles:
        """Amplitudes of the bands → novelty of the four groups, 0..1."""
        peak = self._peak
        peak *= _PEAK_DECAY
        np.maximum(peak, level, out=peak)
        np.maximum(peak, _LEAST_PEAK * peak[peak.argmax()], out=peak)
        bands = level / peak
        bands *= _FULL
        np.log1p(bands, out=bands)
        self.bands = bands
        rising = self._past[self._cursor]
        np.subtract(bands, rising, out=rising)
        np.maximum(rising, _NOTHING, out=rising)
        self.risen = rising.copy()
        flux = self._mean.dot(rising)
        # What 40 ms later will be looked at: the strongest of each band and its neighbours.
        np.maximum(bands[1:], bands[:-1], out=rising[1:])
        rising[0] = bands[0]
        np.maximum(rising[:-1], bands[1:], out=rising[:-1])
        self._cursor = (self._cursor + 1) % _LAG_FRAMES
        if self._warm < _LAG_FRAMES:
            self._warm += 1
            return np.zeros(GROUPS)
        average, reference = self._average, self._reference
        rise = []
        for group, new in enumerate(flux.tolist()):
            average[group] += 0.05 * (new - average[group])
            above = max(new - average[group], 0.0)
            reference[group] = max(reference[group] * 0.998, above, 0.02)
            rise.append(above / reference[group])
        return np.array(rise)

    def low(self, magnitudes: Floats) -> float:
        """Power of the first group of bands."""
        bass = magnitudes[self._low_bins]
        return float(bass.dot(bass))


def _triangles(frequencies: Reals) -> tuple[Floats, Doubles]:
    """Triangular bands (bands, bins) at least 32 Hz and 19 % apart, and their centres in Hz."""
    edges = [_LOWEST_HZ]
    top = min(_HIGHEST_HZ, frequencies[-1])
    while edges[-1] < top:
        edges.append(edges[-1] + max(32.0, 0.19 * edges[-1]))
    edges_hz = np.array(edges)
    low, centre, high = edges_hz[:-2, None], edges_hz[1:-1, None], edges_hz[2:, None]
    rise = (frequencies - low) / (centre - low)
    fall = (high - frequencies) / (high - centre)
    bank = np.clip(np.minimum(rise, fall), 0.0, None).astype(np.float32)
    return bank, edges_hz[1:-1]


def _chroma_bank(frequencies: Reals) -> Floats:
    """(12, bins): each bin between 200 and 2200 Hz belongs to its nearest semitones."""
    bank = np.zeros((12, len(frequencies)), dtype=np.float32)
    inside = (frequencies > CHROMA_RANGE_HZ[0]) & (frequencies < CHROMA_RANGE_HZ[1])
    semitone = 12.0 * np.log2(frequencies[inside] / 440.0)
    for pitch in range(12):
        distance = (semitone - pitch + 6.0) % 12.0 - 6.0
        bank[pitch, inside] = np.clip(1.0 - np.abs(distance), 0.0, None)
    return bank
