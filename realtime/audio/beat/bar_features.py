"""Evidence for the bar, gathered from beat to beat: accents, new harmony, and how the beat is divided."""

from __future__ import annotations

import math

import numpy as np

from realtime.arrays import Doubles, Floats, Reals
from realtime.audio.feature.novelty import GROUPS

BEAT_LEADS = 0.1
"""A beat's accent is looked for from this much of a beat before it to as much after it."""
HARMONY = GROUPS
HALF_WAY = GROUPS + 1
"""Accents begin with the first column, those half-way to the next beat with this one."""
REPEATED = slice(0, 2 * GROUPS + 1)
"""Columns that come again with the bar: accents, harmonic change, accents half-way to the next beat."""
THIRD, HALF, TWO_THIRDS, ONE = range(2 * GROUPS + 1, 2 * GROUPS + 5)
COLUMNS = 2 * GROUPS + 5

_DIVISION_WIDTH = 0.055
_CHROMA_MEMORY_FRAMES = 500
_KEY_MEMORY_BEATS = 16
_TWELFTHS = np.full(12, 1 / 12, dtype=np.float32)


class BarFeatures:
    """Step it every frame; each beat that is complete gives one row."""

    def __init__(self) -> None:
        self._number: int | None = None
        self._row = [0.0] * COLUMNS
        self._chroma = np.zeros(12)
        self._usual_chroma = 0.0
        self._last = np.zeros(12)
        self._key = np.zeros(12)
        self._beats = 0

    def __call__(
        self, position: float, novelty: Reals, chroma: Floats, one: float | None = None
    ) -> tuple[int, Doubles] | None:
        """position: running beat number of this frame, with fraction; one: log-odds that the network gives
        for a bar's first beat, where it says something. At the end of each beat: (its number, float64
        (COLUMNS,): accents of the four groups on the beat, harmonic change since the beat before, accents
        half-way, novelty at one third, half and two thirds of the beat, the log-odds of "one", 0 where
        nothing was said)."""
        position += BEAT_LEADS
        number = math.floor(position)
        result = None
        if number != self._number:
            change = self._harmonic_change()
            if number - 1 == self._number:
                self._row[HARMONY] = change
                result = (number - 1, np.array(self._row))
            self._row = [0.0] * COLUMNS
            self._chroma = np.zeros(12)
            self._number = number
        phase = position - number - BEAT_LEADS
        self._hear(phase, novelty, chroma)
        if one is not None and phase < BEAT_LEADS:
            stored = self._row[ONE]
            self._row[ONE] = max(stored, one) if stored else one
        return result

    def _hear(self, phase: float, novelty: Reals, chroma: Floats) -> None:
        row = self._row
        if phase < BEAT_LEADS:
            self._strongest(0, novelty)
        elif abs(phase - 0.5) < BEAT_LEADS:
            self._strongest(HALF_WAY, novelty)
        for column, division in ((THIRD, 1 / 3), (HALF, 1 / 2), (TWO_THIRDS, 2 / 3)):
            if abs(phase - division) < _DIVISION_WIDTH:
                row[column] = max(row[column], sum(novelty.tolist()))
        loud = float(chroma.dot(_TWELFTHS))
        self._usual_chroma += (loud - self._usual_chroma) / (_CHROMA_MEMORY_FRAMES if self._beats else 1)
        # Compressed, so that one loud hit does not stand for the whole beat.
        self._chroma += np.log1p(chroma * (3.0 / max(self._usual_chroma, 1e-12)))

    def _strongest(self, first: int, novelty: Reals) -> None:
        """Of the four groups, in the columns from `first` on."""
        for column, new in enumerate(novelty.tolist(), first):
            if new > self._row[column]:
                self._row[column] = new

    def _harmonic_change(self) -> float:
        """0..2: cosine distance from the beat before, both less what has sounded all the time."""
        length = float(np.linalg.norm(self._chroma))
        chroma = self._chroma / length if length > 0.0 else self._chroma
        self._beats += 1
        self._key += (chroma - self._key) / min(self._beats, _KEY_MEMORY_BEATS)
        now, before = chroma - self._key, self._last - self._key
        self._last = chroma
        scale = float(np.linalg.norm(now) * np.linalg.norm(before))
        if self._beats < 4 or scale < 1e-9:
            return 1.0
        return 1.0 - float(now @ before) / scale
