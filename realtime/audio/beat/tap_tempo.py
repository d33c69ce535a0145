"""The operator's hand on the beat clock: taps that become a tempo, and other clocks to follow."""

from __future__ import annotations

import statistics
from collections import deque
from dataclasses import dataclass

TAPS_NEEDED = 3
TAP_PAUSE_S = 2.0
"""A longer pause starts a new count."""
SHORTEST_TAP_S = 0.15
EXTERNAL_FRESH_S = 2.0


@dataclass(frozen=True, slots=True)
class External:
    """A message of MIDI clock or Link: at `time` the song is at `beat_position` beats."""

    time: float
    tempo: float
    beat_position: float
    beats_per_bar: int

    @property
    def period(self) -> float:
        """Seconds a beat."""
        return 60.0 / self.tempo

    def fresh(self, now: float) -> bool:
        """It is new enough to be followed."""
        return now - self.time < EXTERNAL_FRESH_S

    def position(self, now: float) -> float:
        """Where the song is by now, in beats."""
        return self.beat_position + (now - self.time) / self.period


class TapTempo:
    """Three taps give a tempo, each further one makes it surer."""

    def __init__(self) -> None:
        self._taps: deque[float] = deque(maxlen=9)

    def tap(self, time: float) -> tuple[float, float] | None:
        """A tap at `time` → (time of the beat, period in s), or None until there are three."""
        taps = self._taps
        if taps and time - taps[-1] < SHORTEST_TAP_S:
            return None
        if taps and (time - taps[-1] > TAP_PAUSE_S or self._off_beat(time)):
            last = taps[-1]
            taps.clear()
            if time - last <= TAP_PAUSE_S:
                taps.append(last)
        taps.append(time)
        if len(taps) < TAPS_NEEDED:
            return None
        period = self._period()
        # The line through all taps is steadier than the last tap.
        count = len(taps)
        centre = statistics.fmean(taps)
        beat = centre + period * (count - 1) / 2
        return beat, period

    def _period(self) -> float:
        """Least-squares slope of tap time over tap number."""
        count = len(self._taps)
        middle = (count - 1) / 2
        covariance = sum((number - middle) * time for number, time in enumerate(self._taps))
        return covariance / sum((number - middle) ** 2 for number in range(count))

    def _off_beat(self, time: float) -> bool:
        """Does this interval belong to another tempo than the taps so far?"""
        if len(self._taps) < 2:
            return False
        period = self._period()
        return abs(time - self._taps[-1] - period) > 0.3 * period
