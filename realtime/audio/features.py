"""What the ear says about the sound, once per block: the only thing that mapping knows of audio."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from realtime.audio.beat.clock import Beat, BeatClock

BANDS = ("bass", "low_mid", "high_mid", "treble")
SPECTRUM_BINS = 64
WAVEFORM_POINTS = 512
NEVER = -1e9


@dataclass(frozen=True, slots=True)
class Onset:
    """The start of a sound. band: one of BANDS; strength 0..1; times as in `Beat`."""

    time: float
    announced: float
    band: str
    strength: float


def _empty(points: int) -> np.ndarray:
    array = np.zeros(points, dtype=np.float32)
    array.flags.writeable = False
    return array


@dataclass(frozen=True, slots=True)
class Features:
    """The state of the ear after one block. Every number is finite; levels are 0..1.

    time: end of the block, audio-clock seconds.
    level, bass, low_mid, high_mid, treble: fast levels with auto-gain (1 = about the loudest lately).
    presence: slow energy; brightness: spectral centroid on a log scale; build: how surely a build-up
    is under way; drop: 1 at a drop, falling to 0 within some seconds.
    raw_level: mean |sample| over the block and channels, no auto-gain; silent: nothing is playing.
    last_onset: time of the newest onset per band (order of BANDS, NEVER if none);
    onset_strength: its strength. clock: tempo and beat. beats, onsets: those announced by this block.
    spectrum: float32 (SPECTRUM_BINS,), log-spaced 30 Hz..16 kHz, 0..1; waveform: float32
    (WAVEFORM_POINTS,), the newest samples, mono, -1..1. Both read-only.
    """

    time: float = 0.0
    level: float = 0.0
    bass: float = 0.0
    low_mid: float = 0.0
    high_mid: float = 0.0
    treble: float = 0.0
    presence: float = 0.0
    brightness: float = 0.0
    build: float = 0.0
    drop: float = 0.0
    raw_level: float = 0.0
    silent: bool = True
    last_onset: tuple[float, float, float, float] = (NEVER, NEVER, NEVER, NEVER)
    onset_strength: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    clock: BeatClock = BeatClock()
    beats: tuple[Beat, ...] = ()
    onsets: tuple[Onset, ...] = ()
    spectrum: np.ndarray = field(default_factory=lambda: _empty(SPECTRUM_BINS))
    waveform: np.ndarray = field(default_factory=lambda: _empty(WAVEFORM_POINTS))
