"""The running beat, turned by half a beat where the half-beats have long been the better beats.

The tracker hears frame by frame, where the two look alike. Over a dozen beats they do not
(`offbeat_score`): the steady kick, the accents that alternate, the chords that change, what the network says.
This looks back over the last ones.
"""

from __future__ import annotations

import math
from collections import deque

import numpy as np

from realtime.arrays import Doubles, Floats
from realtime.audio.beat.live_clock import JUMP_BEATS, JUMP_TEMPO
from realtime.audio.beat.offbeat_score import advantage
from realtime.audio.feature.novelty import FRAMES_PER_SECOND, GROUPS

WINDOW_BEATS = 24
LEAST_BEATS = 12
_EVERY_BEATS = 4
_LAST_BEATS = 2
"""What follows these is not known yet."""
_MOVES_IF, _SURE = 0.35, 0.25
"""By how much the half-beats must be better; what goes beyond adds up to the second before the beat turns."""
_BEFORE_FRAMES = 11 * FRAMES_PER_SECOND
_KEPT_FRAMES = 60 * FRAMES_PER_SECOND


class OffbeatCorrection:
    """Step it every frame: `phase`, and where the running beat follows the tracker, `hear`."""

    def __init__(self) -> None:
        self.turned = False
        """Is the running beat half a beat beside the tracker's?"""
        # Twice as much as is used, so that it need not be moved at every frame.
        self._novelty = np.zeros((2 * _KEPT_FRAMES, GROUPS), dtype=np.float32)
        self._chroma = np.zeros((2 * _KEPT_FRAMES, 12), dtype=np.float32)
        self._low = np.zeros(2 * _KEPT_FRAMES, dtype=np.float32)
        self._activation = np.zeros(2 * _KEPT_FRAMES, dtype=np.float32)
        self._end = 0
        self._beats: deque[float] = deque(maxlen=WINDOW_BEATS + _LAST_BEATS)
        self._number: int | None = None
        self._unjudged = 0
        self._against = 0.0
        self._before: tuple[float, float] | None = None

    def settle(self) -> None:
        """The tracker was set to the running beat."""
        self.turned = False
        self._before = None
        self._begin()

    def phase(self, phase: float, interval: float) -> float:
        """Phase of the running beat, from the tracker's phase and interval (frames)."""
        before, self._before = self._before, (phase, interval)
        if before is not None:
            slip = (phase - before[0] - 1.0 / interval + 0.5) % 1.0 - 0.5
            same_tempo = abs(math.log(interval / before[1])) < JUMP_TEMPO
            if not same_tempo or abs(slip) > JUMP_BEATS:
                # Where the tracker itself comes over by half a beat, the running beat stays.
                if not (self.turned and same_tempo and abs(slip) > 0.5 - JUMP_BEATS):
                    self._begin()
                self.turned = False
        return (phase + 0.5 * self.turned) % 1.0

    def hear(
        self,
        position: float,
        period_frames: float,
        novelty: Doubles,
        chroma: Floats,
        low: float,
        activation: float = 0.0,
    ) -> None:
        """position: running beat number of this frame, with fraction; activation: the network's log-odds of a
        beat, 0 where it says nothing."""
        now = self._keep(novelty, chroma, low, activation)
        number = math.floor(position)
        if number == self._number:
            return
        if self._number is not None and number != self._number + 1:
            self._begin()
        self._number = number
        self._beats.append(now - (position - number) * period_frames)
        self._unjudged += 1
        if len(self._beats) >= LEAST_BEATS + _LAST_BEATS and self._unjudged >= _EVERY_BEATS:
            self._unjudged = 0
            self._against = max(0.0, self._against - self._advantage() - _MOVES_IF)
            if self._against > _SURE:
                self.turned = not self.turned
                self._begin()

    def _begin(self) -> None:
        """The beat is another from here on."""
        self._beats.clear()
        self._number = None
        self._unjudged = 0
        self._against = 0.0

    def _advantage(self) -> float:
        beats = np.array(self._beats)[:-_LAST_BEATS]
        first = max(0, int(beats[0]) - _BEFORE_FRAMES)
        near = slice(first, self._end)
        kept = (self._novelty, self._chroma, self._low, self._activation)
        return advantage(beats - first, *(rows[near] for rows in kept))

    def _keep(self, novelty: Doubles, chroma: Floats, low: float, activation: float) -> int:
        """The row that the frame is stored in."""
        if self._end == len(self._low):
            for stored in (self._novelty, self._chroma, self._low, self._activation):
                stored[:_KEPT_FRAMES] = stored[_KEPT_FRAMES:]
            self._end = _KEPT_FRAMES
            self._beats = deque((beat - _KEPT_FRAMES for beat in self._beats), self._beats.maxlen)
        now = self._end
        self._novelty[now], self._chroma[now], self._low[now] = novelty, chroma, low
        self._activation[now] = activation
        self._end += 1
        return now
