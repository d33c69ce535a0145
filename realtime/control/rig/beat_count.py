"""Beats that come one by one, as a song's tempo and position."""

from __future__ import annotations

from collections import deque

import numpy as np

from realtime.control.tempo_lead import OnTempo

SLOWEST, FASTEST = 20.0, 400.0
_PAUSE_S = 3.0
"""After so long a song has ended, and another one begins."""
_LEARNED_BEATS = 8
_STRAY_SHARE = 0.2
"""An interval that is off by more of a beat is another tempo."""


class BeatCount:
    """Counts beats and reports each to `on_tempo`.

    Where a sender says which beat of the bar it is, the count keeps to that; else each song begins with a
    "one". Where it says no tempo, that is learned from the last eight beats, and reported from the third on.
    """

    def __init__(self, on_tempo: OnTempo, beats_per_bar: int = 4) -> None:
        self._on_tempo = on_tempo
        self._beats_per_bar = beats_per_bar
        self._number = 0
        self._points: deque[tuple[int, float]] = deque(maxlen=_LEARNED_BEATS)
        self._period = 0.0

    def beat(self, time: float, tempo: float | None = None, in_bar: int | None = None) -> None:
        """A beat at `time` (s); tempo: bpm; in_bar: from 1."""
        if tempo is not None and not SLOWEST <= tempo <= FASTEST:
            return  # a deck that is held
        if tempo is not None:
            self._period = 60.0 / tempo
        self._count(time)
        if in_bar is not None:
            self._keep_to(in_bar)
        self._points.append((self._number, time))
        if tempo is None and not self._learn():
            return
        heard_at = time if tempo is not None else self._smooth_time()
        self._on_tempo(heard_at, 60.0 / self._period, float(self._number), self._beats_per_bar)

    def _count(self, time: float) -> None:
        passed_s = time - self._points[-1][1] if self._points else _PAUSE_S
        if not 0.0 < passed_s < _PAUSE_S:
            self._points.clear()
            self._number = 0
            return
        passed = passed_s / self._period if self._period else 1.0
        whole = max(round(passed), 1)
        if abs(passed - whole) > _STRAY_SHARE * whole or not self._period:
            # Another tempo: what was learned of the last one does not hold.
            self._points = deque(list(self._points)[-1:], maxlen=_LEARNED_BEATS)
            whole = 1
        self._number += whole

    def _keep_to(self, in_bar: int) -> None:
        """The nearest number that is that beat of a bar."""
        off = (in_bar - 1 - self._number) % self._beats_per_bar
        moved = off - self._beats_per_bar if 2 * off > self._beats_per_bar else off
        self._number += moved
        self._points = deque(((n + moved, at) for n, at in self._points), maxlen=_LEARNED_BEATS)

    def _learn(self) -> bool:
        """The period from the beats that are known; False where they are too few."""
        if len(self._points) < 2:
            return False
        numbers, times = np.array(self._points).T
        self._period = float(np.polyfit(numbers - numbers[0], times, 1)[0])
        return len(self._points) > 2 and self._period > 0.0 and SLOWEST <= 60.0 / self._period <= FASTEST

    def _smooth_time(self) -> float:
        """When the newest beat was, by the line through all of them: networks jitter."""
        numbers, times = np.array(self._points).T
        return float(times.mean() + self._period * (numbers[-1] - numbers.mean()))
