"""Short-time spectra of a whole song, reduced at once, so that an hour needs a few megabytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from realtime.audio.feature.bands import BAND_EDGES_HZ
from realtime.audio.feature_table import measures

HOP_S = 1.0 / 86.0
WINDOW_S = 0.046
CELL_S = 0.5
CELL_BANDS = 24
_COMPRESSION = 100.0
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class SongSpectra:
    """hop_times: seconds of each hop's centre; amplitude, flux: float32 (4, hops) per band;
    timbre: by feature with a measure, float32 (hops,);
    cells: float32 (cells, 24 bands + 12 pitch classes), one every CELL_S."""

    hop_times: np.ndarray
    amplitude: np.ndarray
    flux: np.ndarray
    timbre: Mapping[str, np.ndarray]
    cells: np.ndarray


class SpectraReader:
    """Takes a song's mono samples piece by piece."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self.size = 1 << max(6, round(np.log2(WINDOW_S * rate)))
        self.hop = max(1, round(HOP_S * rate))
        self._window = np.hanning(self.size + 1)[:-1].astype(np.float32)
        frequencies = np.fft.rfftfreq(self.size, 1.0 / rate)
        self._bands = _bank(
            frequencies, np.array([BAND_EDGES_HZ[0][0], *(high for _, high in BAND_EDGES_HZ)])
        )
        self._cell_bands = _bank(frequencies, np.geomspace(40.0, 16000.0, CELL_BANDS + 1))
        self._pitches = _pitch_bank(frequencies)
        self._measures = measures(frequencies)
        # Half a window of silence in front puts the first hop's centre at time 0.
        self._rest = np.zeros(self.size // 2, np.float32)
        self._last = np.zeros(self.size // 2 + 1, np.float32)
        self._hops: list[np.ndarray] = []
        self._cell_sums: list[np.ndarray] = []
        self._cell_counts: list[np.ndarray] = []
        self._count = 0

    def feed(self, mono: np.ndarray) -> None:
        """mono: float32 (n,), the next samples."""
        for start in range(0, len(mono), _CHUNK):
            self._feed(mono[start : start + _CHUNK])

    def finish(self) -> SongSpectra:
        """All that was reduced."""
        self._feed(np.zeros(self.size // 2, np.float32))
        names = tuple(self._measures)
        hops = np.concatenate(self._hops) if self._hops else np.zeros((0, 8 + len(names)), np.float32)
        sums = (
            np.concatenate(self._cell_sums) if self._cell_sums else np.zeros((0, CELL_BANDS + 12), np.float32)
        )
        times = np.arange(len(hops)) * (self.hop / self.rate)
        cells = np.zeros(
            (max(1, int(times[-1] / CELL_S) + 1) if len(times) else 1, CELL_BANDS + 12), np.float32
        )
        if len(sums):
            numbers = np.concatenate(self._cell_counts)
            counts = np.zeros(len(cells))
            np.add.at(cells, numbers[:, 0], sums)
            np.add.at(counts, numbers[:, 0], numbers[:, 1])
            cells /= np.maximum(counts, 1)[:, None]
        timbre = dict(zip(names, hops[:, 8:].T, strict=True))
        return SongSpectra(times, hops[:, :4].T, hops[:, 4:8].T, timbre, cells)

    def _feed(self, mono: np.ndarray) -> None:
        samples = np.concatenate([self._rest, mono])
        count = (len(samples) - self.size) // self.hop + 1
        if count <= 0:
            self._rest = samples
            return
        self._rest = samples[count * self.hop :]
        frames = np.lib.stride_tricks.sliding_window_view(samples, self.size)[:: self.hop][:count]
        spectrum = np.abs(np.fft.rfft(frames * self._window, axis=1)).astype(np.float32) * (2.0 / self.size)
        power = spectrum * spectrum
        compressed = np.log1p(_COMPRESSION * spectrum)
        # Against the loudest of three neighbouring bins before: vibrato and leakage are no onsets (SuperFlux,
        # Böck and Widmer 2013).
        before = np.concatenate([self._last[None], compressed[:-1]])
        before[:, 1:-1] = np.maximum(np.maximum(before[:, :-2], before[:, 2:]), before[:, 1:-1])
        rise = np.maximum(compressed - before, 0.0)
        self._last = compressed[-1]
        timbre = [measure(spectrum) for measure in self._measures.values()]
        reduced = [np.sqrt(power @ self._bands), rise @ self._bands, np.stack(timbre, axis=1)]
        self._hops.append(np.concatenate(reduced, axis=1).astype(np.float32))
        pitch = power @ self._pitches
        pitch /= np.maximum(pitch.sum(axis=1, keepdims=True), 1e-9)
        per_hop = np.concatenate([np.log10(power @ self._cell_bands + 1e-8), pitch], axis=1)
        numbers = ((self._count + np.arange(count)) * self.hop / self.rate / CELL_S).astype(np.int64)
        cells, firsts, counts = np.unique(numbers, return_index=True, return_counts=True)
        self._cell_sums.append(np.add.reduceat(per_hop, firsts, axis=0).astype(np.float32))
        self._cell_counts.append(np.stack([cells, counts], axis=1))
        self._count += count


def _bank(frequencies: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """float32 (bins, bands): 1 where a bin lies in a band; a band between two bins takes the nearest."""
    bank = np.zeros((len(frequencies), len(edges) - 1), np.float32)
    for band, (low, high) in enumerate(pairwise(edges)):
        inside = (frequencies >= low) & (frequencies < high)
        if not inside.any() and low < frequencies[-1]:
            inside[np.argmin(np.abs(frequencies - (low + high) / 2))] = True
        bank[inside, band] = 1.0
    return bank


def _pitch_bank(frequencies: np.ndarray) -> np.ndarray:
    """float32 (bins, 12): bins from 100 Hz to 5 kHz to the nearest pitch class."""
    bank = np.zeros((len(frequencies), 12), np.float32)
    for number, frequency in enumerate(frequencies):
        if 100.0 <= frequency <= 5000.0:
            bank[number, round(12 * np.log2(frequency / 440.0)) % 12] = 1.0
    return bank
