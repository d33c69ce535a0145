"""aubio's own tempo tracker, for sound of any rate and in blocks of any length."""

from __future__ import annotations

import math

import aubio
import numpy as np

from realtime.arrays import Doubles, Floats
from realtime.audio.io.mono import clean, to_mono
from realtime.audio.io.source import AudioSource

HOP_S = 512 / 44100
"""What aubio's tempo is made for, at most about this; its window is two hops."""
_COUNTED = 1 << 32
"""aubio counts samples up to this and begins anew, after a day."""


class AubioTempo:
    """Feed it mono sound; it gives the beats that aubio has just heard."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._hop = max(32, 1 << round(math.log2(HOP_S * rate)))
        self._tempo = aubio.tempo("default", 2 * self._hop, self._hop, rate)
        self._rest = np.zeros(0, dtype=np.float32)
        self._heard = 0
        """Samples that aubio has got."""
        self.period: float | None = None
        """Seconds a beat, as aubio believes now; None until it has a tempo."""

    def __call__(self, mono: Floats) -> list[float]:
        """float32 (n,) → seconds from the first of these samples to each beat; below 0 for one that fell
        before. A beat is reported when the hop that it falls in is complete."""
        joined = np.concatenate([self._rest, mono])
        begins = self._heard + len(self._rest)
        whole = len(joined) // self._hop * self._hop
        self._rest = joined[whole:]
        beats = []
        for first in range(0, whole, self._hop):
            fell = self._tempo(joined[first : first + self._hop])[0]
            self._heard += self._hop
            if fell:
                beats.append((self._last_beat() - begins) / self.rate)
        if whole:
            tempo = float(self._tempo.get_bpm())
            self.period = 60.0 / tempo if tempo > 0.0 else None
        return beats

    def _last_beat(self) -> int:
        """In samples since the beginning, however long ago that was."""
        ago = (self._heard - int(self._tempo.get_last())) % _COUNTED
        return self._heard - (ago if ago < _COUNTED // 2 else ago - _COUNTED)


def aubio_times(source: AudioSource) -> Doubles:
    """Seconds of all beats that aubio hears in a source, to its end."""
    tempo = AubioTempo(source.rate)
    times = [
        block.time + beat
        for block in iter(source.read, None)
        if len(block.samples)
        for beat in tempo(to_mono(clean(block.samples)))
    ]
    return np.unique(np.maximum(np.array(times, dtype=np.float64), 0.0))
