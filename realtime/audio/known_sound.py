"""An ear that hears ahead of what it gives, as one can who has the whole song: for films."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from realtime.audio.beat.clock import BeatClock
from realtime.audio.ear import Analyzes, VirtualEar
from realtime.audio.feature_table import BANDS
from realtime.audio.features import Features
from realtime.audio.foresight import Hit
from realtime.audio.io.source import AudioSource, Losses

# Further than any painter is led, and the camera followed while its frame is on show.
LOOK_AHEAD_S = 4.0
BLOCK = 256
"""Samples of a block in which films and their keyframes hear a song: both alike, or they differ."""


class KnownSound:
    """Implements `Foresight`. heard: one `Features` a block, in order, reaching as far
    ahead as the ear has listened.
    """

    def __init__(self, heard: deque[Features]) -> None:
        self._heard = heard

    def hits(self, clock: BeatClock, band: int, start: float, end: float) -> Sequence[Hit]:
        name = BANDS[band]
        return [
            (onset.time, onset.strength)
            for features in self._heard
            for onset in features.onsets
            if onset.band == name and start < onset.time <= end
        ]

    def level(self, clock: BeatClock, name: str, time: float) -> float:
        at = bisect_right(self._heard, time, key=lambda features: features.time)
        features = self._heard[min(max(at, 0), len(self._heard) - 1)]
        return float(getattr(features, name))


class ForeseeingEar:
    """Implements realtime.audio.ear.Ear on the virtual clock: gives the features of now, and with them what
    will be heard within `ahead_s` seconds."""

    def __init__(self, source: AudioSource, analyzer: Analyzes, ahead_s: float = LOOK_AHEAD_S) -> None:
        self._ahead_s = ahead_s
        self._heard: deque[Features] = deque()
        self._ear = VirtualEar(source, analyzer, (lambda block, features: self._heard.append(features),))
        self._known = KnownSound(self._heard)
        self.features = Features()

    @property
    def ended(self) -> bool:
        return self._ear.ended and self._heard_all(self.features.time)

    @property
    def fault(self) -> str | None:
        return self._ear.fault

    @property
    def losses(self) -> Losses:
        return self._ear.losses

    def advance(self, now: float) -> None:
        """After this every block that ended by `now` is given, and those up to `ahead_s` later are known."""
        self._ear.advance(now + self._ahead_s)
        while len(self._heard) > 1 and self._heard[1].time <= now + 1e-9:
            self._heard.popleft()
        if self._heard and self._heard[0].time <= now + 1e-9:
            self.features = replace(self._heard[0], foreseen=self._known)

    def _heard_all(self, time: float) -> bool:
        return not self._heard or self._heard[-1].time <= time + 1e-9

    def close(self) -> None:
        self._ear.close()
