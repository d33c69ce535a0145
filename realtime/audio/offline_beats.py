"""Beats of a whole song."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from realtime.audio.analyzer import Analyzer
from realtime.audio.file import FileSource


@dataclass(frozen=True, slots=True)
class SongBeats:
    """times: seconds, ascending; beat_in_bar: from 1, one per beat; tempo: bpm at each beat."""

    times: np.ndarray
    beat_in_bar: np.ndarray
    beats_per_bar: int
    tempo: np.ndarray


def analyse_song(path: Path | str) -> SongBeats:
    """Beats, bars and tempo curve of a sound file. Raises UserError where it cannot be read."""
    source = FileSource(path, block=1024)
    analyzer = Analyzer(source.rate, 1024)
    beats = []
    beats_per_bar = 4
    while not source.ended:
        block = source.read()
        if block is None:
            break
        features = analyzer.feed(block)
        beats_per_bar = features.clock.beats_per_bar
        beats += features.beats
    source.close()
    return SongBeats(
        np.array([beat.time for beat in beats]),
        np.array([beat.beat_in_bar for beat in beats], dtype=int),
        beats_per_bar,
        np.array([beat.tempo for beat in beats]),
    )
