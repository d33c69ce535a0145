"""Counts transitions, the halves of flashes, in every part of a picture and in its mean.

A value has a transition when it has risen from its last trough, or fallen from its last peak, by a step.
"""

from __future__ import annotations

import math
from collections import deque

import numpy as np
from numpy.typing import NDArray

from realtime.eyes.rules import (
    COLUMNS,
    DARKER,
    EXTENDED_FROM,
    EXTENDED_S,
    EXTENDED_WITHIN_S,
    FIELD,
    MOST_TRANSITIONS,
    ROWS,
    SECOND_S,
    STEP,
)
from realtime.eyes.sight import Signals

Values = NDArray[np.float32]
"""float32 (2, n): luminance and red of n things that are looked at; of a picture's parts, row by row, and as
a rule last their means: (2, ROWS · COLUMNS + 1)."""
Flags = NDArray[np.bool_]

ROUNDING = 1e-5
DARK = np.array(DARKER, np.float32)[:, None]
"""DARKER, beside values."""
_DOWN, _RIGHT = round(FIELD[0] * ROWS), round(FIELD[1] * COLUMNS)
"""Size of a field, in parts."""


def with_means(signals: Signals) -> Values:
    """The signals of the parts and of the whole."""
    flat = signals.reshape(len(signals), -1)
    return np.concatenate([flat, flat.mean(axis=1, keepdims=True)], axis=1)


class Counter:
    """Counts what happens to values over time: what that is, a subclass says.

    narrower: counts changes of this share of a step already; within_s: how long each one counts; most: with
    more of them than these it is no flashing that goes on for long, but too much at once.
    """

    def __init__(
        self, narrower: float = 1.0, within_s: float = SECOND_S, most: float = MOST_TRANSITIONS
    ) -> None:
        self._within_s, self._most = within_s, most
        self._step = np.array(STEP, np.float32)[:, None] * np.float32(narrower) - np.float32(ROUNDING)
        self._time = -math.inf
        self._reset(np.empty((len(STEP), 0), np.float32))

    def _reset(self, values: Values) -> None:
        self._begin(values)
        self.count = np.zeros(values.shape, np.int16)
        """Of each value, within the last `within_s`."""
        self.extended_s = np.zeros(values.shape, np.float32)
        """Of the last EXTENDED_WITHIN_S: with EXTENDED_FROM or more transitions within a second."""
        self._happened: deque[tuple[float, Flags]] = deque()
        self._extended: deque[tuple[float, float, Flags]] = deque()

    def add(self, time: float, values: Values) -> None:
        """What is seen at `time` (s); a clock that was set back begins anew."""
        if values.shape != self.count.shape or time < self._time:
            self._reset(values)
            self._time = time
            return
        lasted, self._time = time - self._time, time
        self._forget(time)
        happened = self._follow(values)
        if happened.any():
            self._happened.append((time, happened))
            self.count += happened
        extended = (self.count >= EXTENDED_FROM) & (self.count <= self._most)
        if extended.any():
            lasted = min(lasted, SECOND_S)
            self._extended.append((time, lasted, extended))
            self.extended_s += np.float32(lasted) * extended

    def _forget(self, time: float) -> None:
        while self._happened and self._happened[0][0] <= time - self._within_s + ROUNDING:
            self.count -= self._happened.popleft()[1]
        while self._extended and self._extended[0][0] <= time - EXTENDED_WITHIN_S + ROUNDING:
            _, lasted, extended = self._extended.popleft()
            self.extended_s -= np.float32(lasted) * extended
        if not self._extended:
            self.extended_s[:] = 0.0  # no rounding is kept for months

    def _begin(self, values: Values) -> None:
        """Nothing was seen before `values`."""
        raise NotImplementedError

    def _follow(self, values: Values) -> Flags:
        """Where it happens with the next values."""
        raise NotImplementedError


class Transitions(Counter):
    """Transitions so far."""

    def _begin(self, values: Values) -> None:
        self._low, self._high = values.copy(), values.copy()
        self._may_rise, self._may_fall = np.ones(values.shape, bool), np.ones(values.shape, bool)

    def _follow(self, values: Values) -> Flags:
        rise, fall = self.rising(values), self._falling(values)
        turned = rise | fall
        self._may_rise, self._may_fall = (self._may_rise | fall) & ~rise, (self._may_fall | rise) & ~fall
        self._low = np.where(turned, values, np.minimum(self._low, values))
        self._high = np.where(turned, values, np.maximum(self._high, values))
        return turned

    def rising(self, values: Values) -> Flags:
        """Where `values` would be a transition upwards."""
        enough = values - self._low >= self._step
        return np.logical_and(enough, (self._low < DARK) & self._may_rise)

    def _falling(self, values: Values) -> Flags:
        enough = self._high - values >= self._step
        return np.logical_and(enough, (values < DARK) & self._may_fall)

    @property
    def bound(self) -> NDArray[np.int16]:
        """As `count`, with the fall that follows a rise sooner or later."""
        bound: NDArray[np.int16] = self.count + ~self._may_rise
        return bound

    @property
    def too_many(self) -> Flags:
        """More than three flashes within the last second."""
        return self.count > MOST_TRANSITIONS

    @property
    def too_long(self) -> Flags:
        """Two or three flashes a second, for too long."""
        return (self.extended_s >= EXTENDED_S - ROUNDING) & (self.count >= EXTENDED_FROM)


def share_of_field(flags: Flags) -> NDArray[np.float32]:
    """Of each signal: the greatest share of any field of 10° that has the flag, 1 where the whole has it.

    flags: bool (2, ROWS · COLUMNS + 1).
    """
    if not flags.any():
        return np.zeros(len(flags), np.float32)
    return np.maximum(fields(flags[:, :-1]).max(axis=(1, 2)), flags[:, -1])


def fields(flags: Flags) -> NDArray[np.float32]:
    """Share of each field, a window that is moved over the picture by parts, that has the flag.

    flags: bool (2, ROWS · COLUMNS).
    """
    parts = flags.reshape(-1, ROWS, COLUMNS)
    sums = np.zeros((len(parts), ROWS + 1, COLUMNS + 1), np.float32)
    np.cumsum(np.cumsum(parts, axis=1), axis=2, out=sums[:, 1:, 1:])
    below = sums[:, _DOWN:, _RIGHT:] - sums[:, _DOWN:, :-_RIGHT]
    above = sums[:, :-_DOWN, _RIGHT:] - sums[:, :-_DOWN, :-_RIGHT]
    return ((below - above) / (_DOWN * _RIGHT)).astype(np.float32)


def within_fields(chosen: Flags) -> Flags:
    """bool (2, ROWS · COLUMNS): the parts that lie in any of the chosen fields."""
    result = np.zeros((len(chosen), ROWS, COLUMNS), bool)
    for signal, row, column in np.argwhere(chosen):
        result[signal, row : row + _DOWN, column : column + _RIGHT] = True
    return result.reshape(len(chosen), -1)
