"""The ear of a film: it knows the whole song, so its beats are those that were found looking back."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from realtime.audio.analyzer import Analyzer
from realtime.audio.beat.clock import Beat
from realtime.audio.beat.offline import SongBeats
from realtime.audio.beat.song_clock import SURE, SongClock
from realtime.audio.features import Features
from realtime.audio.io.block import Block


class SongAnalyzer:
    """Hears all but the beat, which is the song's own.

    rate, block: as Analyzer has them; analyzer: what hears.
    """

    def __init__(self, beats: SongBeats, rate: int = 44100, block: int = 256) -> None:
        self._clock = SongClock(beats)
        self.analyzer = Analyzer(rate, block, clock=self._clock.at)
        self._heard = 0.0

    def feed(self, block: Block) -> Features:
        """The features of the block, with the beat of the whole song."""
        features = self.analyzer.feed(block)
        clock, times = self._clock.at(features.time), self._clock.times
        first, last = bisect_right(times, self._heard), bisect_right(times, features.time)
        self._heard = features.time
        beats = tuple(
            Beat(times[n], times[n], clock.tempo, SURE, self._clock.in_bar[n]) for n in range(first, last)
        )
        return replace(features, clock=clock, beats=beats)
