"""What a whole song is made of, frame by frame: for films, keyframe files and plots."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from realtime.audio.beat.offline import SongBeats, analyse_song
from realtime.audio.feature_table import BANDS
from realtime.audio.features import Onset
from realtime.audio.io.file import FileSource
from realtime.errors import UserError
from realtime.keyframes.onsets import find_onsets
from realtime.keyframes.sections import Section, find_sections
from realtime.keyframes.spectra import SongSpectra, SpectraReader

_BLOCK = 1 << 15
PEAKS_PER_S = 50


@dataclass(frozen=True, slots=True)
class Song:
    """A song analysed at `fps` frames a second.

    features: by name, float64 (frames,), 0..1: all rows of the table of features that are `in_songs`. There
    level is the 2023 study's: mean |sample| over the frame's samples and channels, divided by its largest
    value in the song (`loudest`); a band is its RMS, divided by its own largest. peaks: float32 (n,), the
    largest |sample| PEAKS_PER_S times a second, for drawing. Times are in seconds.
    """

    path: Path
    duration: float
    fps: float
    features: Mapping[str, np.ndarray]
    loudest: float
    onsets: tuple[Onset, ...]
    beats: SongBeats
    sections: tuple[Section, ...]
    peaks: np.ndarray

    @property
    def level(self) -> np.ndarray:
        return self.features["level"]

    @property
    def frames(self) -> int:
        return len(self.level)

    @property
    def downbeats(self) -> np.ndarray:
        """Times of the beats that begin a bar."""
        return self.beats.times[self.beats.beat_in_bar == 1]

    @property
    def tempo(self) -> float:
        """Median tempo in bpm, 0 where no beat was found."""
        return float(np.median(self.beats.tempo)) if len(self.beats.tempo) else 0.0


def analyse(path: Path | str, fps: float) -> Song:
    """Listen to a whole sound file in bounded memory. Raises UserError where it cannot be read."""
    if not 0.0 < fps <= 1000.0:
        raise UserError(f"{fps:g} is no frame rate: give frames a second, such as 30.")
    source = FileSource(path, block=_BLOCK)
    sums = _Bins(source.rate / fps)
    peaks = _Bins(source.rate / PEAKS_PER_S)
    reader = SpectraReader(source.rate)
    samples = 0
    while (block := source.read()) is not None:
        loud = np.abs(block.samples)
        sums.add(loud.mean(axis=1, dtype=np.float64))
        peaks.highest(loud.max(axis=1))
        reader.feed(block.samples.mean(axis=1))
        samples += len(block.samples)
    source.close()
    spectra = reader.finish()
    duration = samples / source.rate
    frames = max(1, math.ceil(duration * fps - 1e-6))
    level = sums.means(frames)
    loudest = float(level.max())
    level = level / loudest if loudest > 0.0 else level
    bands = _bands(spectra, frames, fps)
    beats = analyse_song(path)
    downbeats = beats.times[beats.beat_in_bar == 1]
    begins = (spectra.flux / np.maximum(spectra.flux.mean(axis=1, keepdims=True), 1e-9)).sum(axis=0)
    sections = find_sections(spectra.cells, max(duration, 1e-6), level, bands[0], begins, downbeats)
    features = {"level": level, **dict(zip(BANDS, bands, strict=True))}
    for name, hops in spectra.timbre.items():
        features[name] = np.where(level > 1e-4, _per_frame(spectra.hop_times, hops, frames, fps), 0.0)
    onsets = find_onsets(spectra)
    return Song(Path(path), duration, fps, features, loudest, onsets, beats, sections, peaks.values)


class _Bins:
    """Running sums (or maxima) of samples in bins of `width` samples, which need not be whole."""

    def __init__(self, width: float) -> None:
        self._width = width
        self._sums = np.zeros(1024)
        self._counts = np.zeros(1024)
        self._seen = 0

    def add(self, values: np.ndarray) -> None:
        bins, firsts = self._bins(len(values))
        self._sums[bins] += np.add.reduceat(values, firsts)
        self._counts[bins] += np.diff(np.append(firsts, len(values)))

    def highest(self, values: np.ndarray) -> None:
        bins, firsts = self._bins(len(values))
        self._sums[bins] = np.maximum(self._sums[bins], np.maximum.reduceat(values, firsts))
        self._counts[bins] = 1

    def means(self, count: int) -> np.ndarray:
        """float64 (count,): the mean of each bin; one that got no sample has that of the bin before."""
        means = self.values[:count]
        means = np.pad(means, (0, count - len(means)))
        filled = np.maximum.accumulate(np.where(self._counts[:count] > 0, np.arange(count), 0))
        return means[filled]

    @property
    def values(self) -> np.ndarray:
        used = np.flatnonzero(self._counts)
        last = int(used[-1]) + 1 if len(used) else 0
        return self._sums[:last] / np.maximum(self._counts[:last], 1)

    def _bins(self, count: int) -> tuple[np.ndarray, np.ndarray]:
        """(bin numbers, where each begins among the next `count` samples)."""
        numbers = ((self._seen + np.arange(count)) / self._width + 1e-9).astype(np.int64)
        self._seen += count
        while numbers[-1] >= len(self._sums):
            self._sums = np.concatenate([self._sums, np.zeros_like(self._sums)])
            self._counts = np.concatenate([self._counts, np.zeros_like(self._counts)])
        return np.unique(numbers, return_index=True)


def _bands(spectra: SongSpectra, frames: int, fps: float) -> np.ndarray:
    bands = np.stack([_per_frame(spectra.hop_times, band, frames, fps) for band in spectra.amplitude])
    highest = bands.max(axis=1, keepdims=True)
    return np.where(highest > 1e-6, bands / np.maximum(highest, 1e-6), 0.0)


def _per_frame(times: np.ndarray, values: np.ndarray, frames: int, fps: float) -> np.ndarray:
    """Mean of the hops within each frame; at high frame rates interpolated."""
    if not len(times):
        return np.zeros(frames)
    numbers = np.minimum((times * fps).astype(np.int64), frames - 1)
    counts = np.bincount(numbers, minlength=frames)
    means = np.bincount(numbers, values, minlength=frames) / np.maximum(counts, 1)
    between = np.interp((np.arange(frames) + 0.5) / fps, times, values)
    return np.where(counts > 0, means, between)
