"""Spectra a hundred times a second, and how much new sound each brings: what the beat tracker hears."""

from __future__ import annotations

import math

import numpy as np

from realtime.audio.features import WAVEFORM_POINTS

FRAMES_PER_SECOND = 100
WINDOW_S = 2048 / 44100
WAVEFORM_SPAN_S = 0.023
GROUP_EDGES_HZ = (140.0, 800.0, 3000.0)
GROUPS = 4
"""Novelty is told for four groups of bands: below 140 Hz, to 800 Hz, to 3 kHz, above."""
CHROMA_RANGE_HZ = (200.0, 2200.0)

_LOWEST_HZ, _HIGHEST_HZ = 30.0, 16000.0
_LAG_FRAMES = 4


class Spectra:
    """Cuts sound of any rate and block length into overlapping windows, one every 10 ms.

    Rates above 64 kHz are averaged down first: nothing above 16 kHz is looked at.
    """

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._factor = max(1, rate // 44100)
        self._inner_rate = rate / self._factor
        self._window_length = max(16, round(WINDOW_S * self._inner_rate))
        self._fft_length = _smooth_length(self._window_length)
        window = np.hanning(self._window_length + 1)[:-1]
        self._window = (window / (0.5 * window.sum())).astype(np.float32)
        self._history = np.zeros(self._window_length, dtype=np.float32)
        self._rest = np.zeros(0, dtype=np.float32)
        span = min(self._window_length, max(2, round(WAVEFORM_SPAN_S * self._inner_rate)))
        oldest = self._window_length - span
        self._picks = np.linspace(oldest, self._window_length - 1, WAVEFORM_POINTS).astype(np.intp)
        self._consumed = 0
        self._frame = 0

    @property
    def frequencies(self) -> np.ndarray:
        """Hz of each bin."""
        return np.fft.rfftfreq(self._fft_length, 1.0 / self._inner_rate)

    def __call__(self, mono: np.ndarray) -> list[tuple[float, np.ndarray]]:
        """float32 (n,) → [(seconds from the block's first sample to the window's end, magnitudes)].

        A sine of amplitude 1 has magnitude 1. The seconds may be slightly negative: at most one
        averaged sample.
        """
        block_start = self._consumed + len(self._rest) / self._factor
        if self._factor > 1:
            joined = np.concatenate([self._rest, mono])
            whole = len(joined) // self._factor * self._factor
            self._rest = joined[whole:]
            mono = joined[:whole].reshape(-1, self._factor).mean(axis=1)
        buffer = np.concatenate([self._history, mono])
        start = self._consumed
        self._consumed += len(mono)
        frames = []
        while True:
            end = round((self._frame + 1) * self._inner_rate / FRAMES_PER_SECOND)
            if end > self._consumed:
                break
            last = end - start + self._window_length
            windowed = buffer[last - self._window_length : last] * self._window
            magnitudes = np.abs(np.fft.rfft(windowed, self._fft_length)).astype(np.float32, copy=False)
            frames.append(((end - block_start) / self._inner_rate, magnitudes))
            self._frame += 1
        self._history = buffer[-self._window_length :]
        return frames

    def waveform(self) -> np.ndarray:
        """The newest 23 ms at `WAVEFORM_POINTS` evenly spaced samples: float32, read-only."""
        points = self._history[self._picks]
        points.flags.writeable = False
        return points


class Novelty:
    """Spectral flux of log-compressed bands with a maximum filter (SuperFlux, Böck & Widmer 2013).

    Each band is scaled by its own recent peak, so soft music counts as much as loud; the flux looks 40 ms
    back, so slow attacks count as well as clicks.
    """

    def __init__(self, frequencies: np.ndarray) -> None:
        self._bank, centres = _triangles(frequencies)
        groups = np.searchsorted(GROUP_EDGES_HZ, centres)
        self._mean = np.zeros((GROUPS, len(centres)), dtype=np.float32)
        for group in range(GROUPS):
            members = groups == group
            if members.any():
                self._mean[group, members] = 1.0 / members.sum()
        self._chroma = _chroma_bank(frequencies)
        self._peak = np.full(len(centres), 1e-6, dtype=np.float32)
        self._past = np.zeros((_LAG_FRAMES, len(centres)), dtype=np.float32)
        self._cursor = 0
        self._warm = 0
        self._average = [0.0] * GROUPS
        self._reference = [0.08] * GROUPS
        self.bands = np.zeros(len(centres), dtype=np.float32)
        """Log-compressed band levels of the newest frame, 0..1."""

    def __call__(self, magnitudes: np.ndarray) -> np.ndarray:
        """Magnitudes of one window → novelty of the four groups, 0..1."""
        return self.rise(np.sqrt(self._bank @ np.square(magnitudes)))

    def rise(self, level: np.ndarray) -> np.ndarray:
        """Amplitudes of the bands → novelty of the four groups, 0..1."""
        np.maximum(self._peak * 0.9985, level, out=self._peak)
        np.maximum(self._peak, 0.06 * self._peak.max(), out=self._peak)
        bands = np.log1p(level * (6.0 / self._peak)) * np.float32(1.0 / math.log(7.0))
        before = self._past[self._cursor]
        widest = before.copy()
        np.maximum(widest[1:], before[:-1], out=widest[1:])
        np.maximum(widest[:-1], before[1:], out=widest[:-1])
        flux = self._mean @ np.maximum(bands - widest, 0.0)
        self._past[self._cursor] = bands
        self._cursor = (self._cursor + 1) % _LAG_FRAMES
        self.bands = bands
        if self._warm < _LAG_FRAMES:
            self._warm += 1
            return np.zeros(GROUPS)
        average, reference = self._average, self._reference
        rise = np.empty(GROUPS)
        for group, new in enumerate(flux.tolist()):
            average[group] += 0.05 * (new - average[group])
            peak = max(new - average[group], 0.0)
            reference[group] = max(reference[group] * 0.998, peak, 0.02)
            rise[group] = peak / reference[group]
        return rise

    def chroma(self, magnitudes: np.ndarray) -> np.ndarray:
        """Energy of the twelve pitch classes."""
        return self._chroma @ magnitudes


def _smooth_length(least: int) -> int:
    """The smallest even 2^a·3^b·5^c that is at least `least`: fast to transform."""
    length = least + least % 2
    while True:
        rest = length
        for prime in (2, 3, 5):
            while rest % prime == 0:
                rest //= prime
        if rest == 1:
            return length
        length += 2


def _triangles(frequencies: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
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


def _chroma_bank(frequencies: np.ndarray) -> np.ndarray:
    """(12, bins): each bin between 200 and 2200 Hz belongs to its nearest semitones."""
    bank = np.zeros((12, len(frequencies)), dtype=np.float32)
    inside = (frequencies > CHROMA_RANGE_HZ[0]) & (frequencies < CHROMA_RANGE_HZ[1])
    semitone = 12.0 * np.log2(frequencies[inside] / 440.0)
    for pitch in range(12):
        distance = (semitone - pitch + 6.0) % 12.0 - 6.0
        bank[pitch, inside] = np.clip(1.0 - np.abs(distance), 0.0, None)
    return bank
