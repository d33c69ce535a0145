"""What the ear hears, once per block: the only thing that mapping knows of audio."""

from __future__ import annotations

from dataclasses import dataclass, field, make_dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from realtime.arrays import Floats
from realtime.audio.beat.clock import Beat, BeatClock
from realtime.audio.feature_table import BANDS, FEATURES
from realtime.audio.foresight import Foresight

SPECTRUM_BINS = 64
WAVEFORM_POINTS = 512
NEVER = -1e9


class StemLevels(Protocol):
    """Stems of a song, as files beside it."""

    def level(self, name: str, time: float) -> float:
        """0..1 of the stem `name` at `time` audio-clock seconds; 0 where there is none of that name."""
        ...


@dataclass(frozen=True, slots=True)
class Onset:
    """The start of a sound. band: one of BANDS; strength 0..1; times as in `Beat`."""

    time: float
    announced: float
    band: str
    strength: float


def _empty(points: int) -> Floats:
    array = np.zeros(points, dtype=np.float32)
    array.flags.writeable = False
    return array


if TYPE_CHECKING:

    class _Levels:
        """A type checker cannot read the table: any other name is taken for one of its levels."""

        def __getattr__(self, name: str) -> float: ...

else:
    _Levels = make_dataclass(
        "_Levels", [(name, float, 0.0) for name in FEATURES], frozen=True, slots=True, kw_only=True
    )
    """A field for each row of the table of features."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Features(_Levels):
    """The state of the ear after one block. Every number is finite.

    level, bass … drop: one field for each row of `feature_table.FEATURES`, 0..1.
    time: end of the block, audio-clock seconds.
    raw_level: mean |sample| over the block and channels, no auto-gain; silent: nothing is playing.
    last_onset: time of the newest onset per band (order of BANDS, NEVER if none);
    onset_strength: its strength. clock: tempo and beat. beats, onsets: those announced by this block.
    spectrum: float32 (SPECTRUM_BINS,), log-spaced 30 Hz..16 kHz, 0..1; waveform: float32
    (WAVEFORM_POINTS,), the newest samples, mono, -1..1. Both read-only.
    foreseen: what will sound, for requests whose pictures are seen later; None: nothing is foreseen.
    stems: the song's stems, where there are any.
    """

    time: float = 0.0
    raw_level: float = 0.0
    silent: bool = True
    last_onset: tuple[float, ...] = (NEVER,) * len(BANDS)
    onset_strength: tuple[float, ...] = (0.0,) * len(BANDS)
    clock: BeatClock = BeatClock()
    beats: tuple[Beat, ...] = ()
    onsets: tuple[Onset, ...] = ()
    spectrum: Floats = field(default_factory=lambda: _empty(SPECTRUM_BINS))
    waveform: Floats = field(default_factory=lambda: _empty(WAVEFORM_POINTS))
    foreseen: Foresight | None = None
    stems: StemLevels | None = None
