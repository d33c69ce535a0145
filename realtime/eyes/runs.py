"""Counts transitions as IRIS does, Electronic Arts' open analyser: by changes that go on in one direction."""

from __future__ import annotations

import numpy as np

from realtime.eyes.transitions import DARK, Counter, Flags, Values

_REST = np.float32(1e-4)
"""Share of a step: a smaller change may be one of rounding, in either direction."""


class Runs(Counter):
    """Changes of one direction add up until they turn, by however little.

    So a rise with a dip in it is two, where `Transitions` has one, and one that dips all the time is none.
    """

    def _begin(self, values: Values) -> None:
        self._last, self._run = values.copy(), np.zeros_like(values)
        self._done = np.zeros(values.shape, bool)

    def _follow(self, values: Values) -> Flags:
        change = values - self._last
        rests = np.abs(change) <= _REST * self._step
        goes_on = (change * self._run >= 0.0) | rests
        # Another judge may see a turn in what rests: what follows is counted anew.
        done = self._done & goes_on & ~rests
        self._run = np.where(self._done & rests, 0.0, np.where(goes_on, self._run + change, change))
        dark = np.minimum(values, self._last) < DARK
        self._last = values.copy()
        happened = np.logical_and(np.abs(self._run) >= self._step, dark & ~done)
        self._done = done | happened
        return happened

    def rising(self, values: Values) -> Flags:
        """Where `values` would be a transition upwards."""
        change = values - self._last
        goes_on = self._run >= 0.0
        run = np.where(goes_on, self._run + change, change)
        is_new = np.logical_and(change > 0.0, (self._last < DARK) & ~(self._done & goes_on))
        return np.logical_and(run >= self._step, is_new)
