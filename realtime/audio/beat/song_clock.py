"""The beats of a song that is known as a whole: those that were found looking back."""

from __future__ import annotations

from bisect import bisect_right

import numpy as np

from realtime.audio.beat.clock import BeatClock
from realtime.audio.beat.offline import SongBeats

# Between two beats that lie further apart than so many of the song's usual ones, no beat is claimed.
_GAP = 2.6
SURE = 0.95
"""Confidence of a beat that is known."""


class SongClock:
    """The beat at any time of a song whose beats are known.

    Where the song has no beats (a gap, before the first, after the last), it coasts with no confidence, so
    that the picture goes on by energy alone.
    """

    def __init__(self, beats: SongBeats) -> None:
        self.times = [float(time) for time in beats.times]
        self.in_bar = [int(number) for number in beats.beat_in_bar]
        self._beats_per_bar = max(1, int(beats.beats_per_bar))
        gaps = np.diff(beats.times)
        self._usual = float(np.median(gaps)) if len(gaps) else 0.5

    def at(self, time: float) -> BeatClock:
        """The beat at `time` s."""
        count = len(self.times)
        if count < 2:
            return BeatClock(beats_per_bar=self._beats_per_bar)
        number = min(max(bisect_right(self.times, time + 1e-9) - 1, 0), count - 2)
        anchor, following = self.times[number], self.times[number + 1]
        period = following - anchor
        whole = period <= _GAP * self._usual
        sure = whole and anchor - self._usual <= time <= following + self._usual
        return BeatClock(
            period=period if whole else self._usual,
            anchor=anchor,
            number=number,
            beat_in_bar=self.in_bar[number],
            beats_per_bar=self._beats_per_bar,
            confidence=SURE if sure else 0.0,
        )


def bar_lines(beats: SongBeats, duration: float) -> list[float]:
    """Seconds of every bar's first beat up to `duration`; every two seconds where there is no beat."""
    lines = [float(time) for time in beats.times[beats.beat_in_bar == 1] if time < duration]
    filled = [0.0]
    for line in [*lines, duration]:
        while line - filled[-1] > 8.0:
            filled.append(filled[-1] + 2.0)
        if line > filled[-1] and line < duration:
            filled.append(line)
    return filled
