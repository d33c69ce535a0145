"""No flash that could harm, though the music, a route, a shader or the operator ask for one.

Each part of the picture may flash as often as the rules allow. One that has used this up may still rise, but
only a little above the darkest it was within the last second: less than a flash. So a strobe becomes a soft
pulse, a beat is still seen, and falling to dark is never held back. Where two or three flashes a second would
go on for too long, the part stays soft until fewer are asked for. Red that flashes too often is made paler,
by so much that it is no saturated red any more; its light stays. What is held back has no edges: it ends
softly in what rose with it around.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from realtime.eyes.rules import (
    AREA,
    COLUMNS,
    EXTENDED_FROM,
    EXTENDED_S,
    LIGHT,
    MOST_TRANSITIONS,
    RED,
    ROWS,
    SECOND_S,
    STEP,
)
from realtime.eyes.sight import Signals
from realtime.eyes.transitions import Flags, Transitions, Values, fields, with_means, within_fields

# The limits kept here are narrower than the rules': what is shown is a little other than what is reckoned.
_NARROWER = 0.8
# Small steps are seen sooner than whole ones, and must not be forgotten sooner.
_SECOND_S = 1.15 * SECOND_S
_SOFT = 0.72 * np.array(STEP, np.float32)[:, None]
_SOFTENED_AFTER_S, _FREE_AGAIN_BELOW_S = 2.4, 1.0
_BUCKETS = 10
_ALL = np.ones((ROWS, COLUMNS), np.float32)
_SOFTNESS = 2
"""Parts over which what is held back ends."""
_BLUR = np.array([1.0, 4.0, 6.0, 4.0, 1.0], np.float32) / 16.0

Field = NDArray[np.float32]
"""float32 (ROWS, COLUMNS)."""
Gains = NDArray[np.float32]
"""float32 (2, ROWS, COLUMNS): factors 0..1 on the linear light of each part, and the share of its saturated
red that stays as it is: at 0 it is made so pale that it is just no saturated red."""


class FlashLimiter:
    """Looks at each picture before it is shown, and says how much of it may be."""

    def __init__(self) -> None:
        self._asked, self._shown = (Transitions(_NARROWER, _SECOND_S, math.inf) for _ in range(2))
        self._lowest = _Lowest()
        self._soft: Flags = np.zeros((len(STEP), 0), bool)
        self._time = -math.inf

    def limit(self, time: float, signals: Signals) -> Gains | None:
        """The gains with which the picture may be shown; None where it may be shown as it is."""
        asked = with_means(signals)
        if asked.shape != self._soft.shape or time < self._time:
            # The first picture of all is no flash, however bright.
            self._soft = np.zeros(asked.shape, bool)
            self._lowest = _Lowest()
        self._time = time
        self._asked.add(time, asked)
        gains = self._gains(asked)
        shown = asked if gains is None else with_means(held_back(signals, gains))
        self._shown.add(time, shown)
        self._lowest.add(time, shown)
        return gains

    def _gains(self, asked: Values) -> Gains | None:
        shown = self._shown
        if shown.count.shape != asked.shape:
            return None
        self._soft &= self._asked.extended_s >= _FREE_AGAIN_BELOW_S
        self._soft |= shown.extended_s >= _SOFTENED_AFTER_S
        # After a rise there will be a fall, which cannot be held back.
        blocked = shown.rising(asked) & (self._soft | (shown.count > MOST_TRANSITIONS - 2))
        if not blocked.any():
            return None
        held = blocked[:, :-1].reshape(-1, ROWS, COLUMNS) & within_fields(self._flashing(blocked))
        pale = held[RED] | (blocked[RED, -1] & (asked[RED, :-1].reshape(ROWS, COLUMNS) > 0.0))
        light = _ALL
        least, ceiling = self._lowest.values[LIGHT], (self._lowest.values + _SOFT)[LIGHT]
        if held[LIGHT].any():
            kept = _share(ceiling, asked[LIGHT])[:-1].reshape(ROWS, COLUMNS)
            light = np.where(held[LIGHT], kept, np.float32(1.0))
        if blocked[LIGHT, -1]:
            light = np.minimum(light, _for_the_mean(asked[LIGHT], least, ceiling[-1], light))
        if light is _ALL and not pale.any():
            return None
        # Nothing around becomes darker than it just was, or it would flash, too.
        floor = _share(least, asked[LIGHT])[:-1].reshape(ROWS, COLUMNS)
        light = np.maximum(_softened(light), np.minimum(light, floor))
        return np.stack([light, _softened(1.0 - pale.astype(np.float32))])

    def _flashing(self, blocked: Flags) -> Flags:
        """The fields in which so many parts flash too often, or would, that it is too much."""
        shown = self._shown
        often = shown.bound > MOST_TRANSITIONS
        long = (shown.extended_s >= _NARROWER * EXTENDED_S) & (shown.count >= EXTENDED_FROM)
        return fields(blocked | often | long) >= _NARROWER * AREA


def held_back(signals: Signals, gains: Gains) -> Signals:
    """The signals of what is shown with `gains`."""
    light, colour = gains
    # Where the colour is only partly taken, some of its red may be left.
    return np.stack([signals[LIGHT] * light, signals[RED] * light * (colour > 0.1)])


def _softened(field: Field) -> Field:
    """A field of 0..1 without edges, nowhere above what it was."""
    size, count = 2 * _SOFTNESS + 1, _SOFTNESS
    least = np.pad(field, count, mode="edge")
    least = np.lib.stride_tricks.sliding_window_view(least, (size, size)).min(axis=(2, 3))
    wide = np.pad(least, count, mode="edge")
    across = np.lib.stride_tricks.sliding_window_view(wide, size, axis=1) @ _BLUR
    soft: Field = np.lib.stride_tricks.sliding_window_view(across, size, axis=0) @ _BLUR
    return soft


def _share(ceiling: Values, asked: Values) -> Values:
    """0..1 of what is asked that lies below the ceiling; all of what is below it."""
    return np.where(asked <= ceiling, np.float32(1.0), ceiling / np.maximum(asked, np.float32(1e-6)))


def _for_the_mean(asked: Values, least: Values, ceiling: np.float32, gains: Field) -> Field:
    """Gains with which the mean stays below `ceiling`: what has risen above its darkest is taken back by the
    same share everywhere, so that nothing is pushed below what it was."""
    parts = asked[:-1] * gains.ravel()
    floor = np.minimum(parts, least[:-1])
    risen = parts.mean() - floor.mean()
    if risen <= 1e-6:
        return _ALL
    share = np.float32(min(max((ceiling - floor.mean()) / risen, 0.0), 1.0))
    shown = floor + (parts - floor) * share
    return _share(shown, asked[:-1]).reshape(ROWS, COLUMNS)


class _Lowest:
    """The least that each value was within the last second."""

    def __init__(self) -> None:
        self._buckets: dict[int, Values] = {}

    def add(self, time: float, values: Values) -> None:
        number = math.floor(time * _BUCKETS / SECOND_S)
        before = self._buckets.get(number)
        self._buckets[number] = values if before is None else np.minimum(before, values)
        if before is None:
            # One more than a second holds: the oldest one is only partly within it.
            for old in [old for old in self._buckets if not number - _BUCKETS <= old <= number]:
                del self._buckets[old]
        self.values: Values = np.minimum.reduce(list(self._buckets.values()))
