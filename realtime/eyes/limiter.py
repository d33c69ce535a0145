"""No flash that could harm, though the music, a route, a shader or the operator ask for one.

Each part of the picture may flash as often as the rules allow. One that has used this up may still rise, but
only a little above the darkest it was within the last second: less than a flash. So a strobe becomes a soft
pulse, a beat is still seen, and falling to dark is never held back. Where two or three flashes a second would
go on for too long, the part stays soft until fewer are asked for. Red that flashes too often is made paler,
by so much that it is no saturated red any more; its light stays. What is held back has no edges: it ends
softly in what rose with it around. The means of larger fields are kept in `field_means`.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from realtime.eyes.field_means import FieldMeans
from realtime.eyes.lowest import Lowest
from realtime.eyes.margins import FREE_AGAIN_BELOW_S, NARROWER, SOFTENED_AFTER_S, WITHIN_S, below_a_flash
from realtime.eyes.rules import (
    AREA,
    COLUMNS,
    EXTENDED_FROM,
    EXTENDED_S,
    LIGHT,
    MOST_TRANSITIONS,
    RED,
    ROWS,
    STEP,
)
from realtime.eyes.sight import Signals
from realtime.eyes.transitions import Flags, Transitions, Values, fields, within_fields

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
        self._asked, self._shown = (Transitions(NARROWER, WITHIN_S, math.inf) for _ in range(2))
        self._fields = FieldMeans()
        self._lowest = Lowest()
        self._soft: Flags = np.zeros((len(STEP), ROWS * COLUMNS), bool)
        self._time = -math.inf

    def limit(self, time: float, signals: Signals) -> Gains | None:
        """The gains with which the picture may be shown; None where it may be shown as it is."""
        asked = signals.reshape(len(signals), -1)
        if time < self._time:
            # The first picture of all is no flash, however bright.
            self._soft = np.zeros_like(self._soft)
            self._lowest = Lowest()
        first, self._time = self._time == -math.inf or time < self._time, time
        self._asked.add(time, asked)
        self._fields.ask(time, asked)
        gains = None if first else self._gains(asked)
        shown = asked if gains is None else held_back(signals, gains).reshape(asked.shape)
        self._shown.add(time, shown)
        self._fields.show(time, shown)
        self._lowest.add(time, shown)
        return gains

    def _gains(self, asked: Values) -> Gains | None:
        shown = self._shown
        self._soft &= self._asked.extended_s >= FREE_AGAIN_BELOW_S
        self._soft |= shown.extended_s >= SOFTENED_AFTER_S
        # After a rise there will be a fall, which cannot be held back.
        blocked = shown.rising(asked) & (self._soft | (shown.count > MOST_TRANSITIONS - 2))
        light, least = np.ones(ROWS * COLUMNS, np.float32), self._lowest.values[LIGHT]
        pale = np.zeros(ROWS * COLUMNS, bool)
        if blocked.any():
            held = blocked & within_fields(self._flashing(blocked))
            pale = held[RED]
            light = np.where(held[LIGHT], _share(below_a_flash(least, asked[LIGHT]), asked[LIGHT]), light)
        further = self._fields.hold(np.stack([asked[LIGHT] * light, asked[RED] * ~pale]), least)
        if further is not None:
            light, pale = light * further[0], pale | further[1]
        if not pale.any() and light.min() == 1.0:
            return None
        # Nothing around becomes darker than it just was, or it would flash, too.
        floor = _share(least, asked[LIGHT])
        soft = np.maximum(_softened(light), np.minimum(light, floor).reshape(ROWS, COLUMNS))
        return np.stack([soft, _softened(1.0 - pale.astype(np.float32))])

    def _flashing(self, blocked: Flags) -> Flags:
        """The fields in which so many parts flash too often, or would, that it is too much."""
        shown = self._shown
        often = shown.bound > MOST_TRANSITIONS
        long = (shown.extended_s >= NARROWER * EXTENDED_S) & (shown.count >= EXTENDED_FROM)
        return fields(blocked | often | long) >= NARROWER * AREA


def held_back(signals: Signals, gains: Gains) -> Signals:
    """The signals of what is shown with `gains`."""
    light, colour = gains
    # Where the colour is only partly taken, some of its red may be left.
    return np.stack([signals[LIGHT] * light, signals[RED] * light * (colour > 0.1)])


def _softened(parts: Values) -> Field:
    """Parts of 0..1 without edges, nowhere above what they were."""
    field = parts.reshape(ROWS, COLUMNS)
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
