"""Keeps the mean light and red of whole fields from flashing, though none of their parts does so for itself.

A field is a twelfth of the picture, about 10° of the view, or the whole of it.
Where as many transitions as are allowed have been seen, the light of a field may only fall, or stay a little
above the darkest of the last second: then nothing that is counted can follow, in whichever way it is counted.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from realtime.eyes.lowest import Lowest
from realtime.eyes.margins import (
    FREE_AGAIN_BELOW_S,
    MEANS_NARROWER,
    NARROWER,
    SOFT,
    SOFTENED_AFTER_S,
    WITHIN_S,
    below_a_flash,
)
from realtime.eyes.rules import AREA, COLUMNS, LIGHT, MOST_TRANSITIONS, RED, ROWS, STEP
from realtime.eyes.runs import Runs
from realtime.eyes.transitions import Flags, Transitions, Values

_DOWN, _RIGHT = ROWS // 3, COLUMNS // 4


def _fields() -> tuple[Flags, NDArray[np.float32]]:
    """(bool (n, ROWS · COLUMNS): the parts of each field; float32 (ROWS · COLUMNS, n): their weights in its
    mean)."""
    found = [np.ones((ROWS, COLUMNS), bool)]
    for row in range(0, ROWS, _DOWN):
        for column in range(0, COLUMNS, _RIGHT):
            one = np.zeros((ROWS, COLUMNS), bool)
            one[row : row + _DOWN, column : column + _RIGHT] = True
            found.append(one)
    inside = np.array([one.ravel() for one in found])
    return inside, (inside / inside.sum(axis=1, keepdims=True)).T.astype(np.float32)


_INSIDE, _WEIGHTS = _fields()
_CHANGE = np.array([1e-4, 1e-2], np.float32)[:, None]
"""Of light and red: less is none."""


class FieldMeans:
    """The fields of what is asked for and shown; counted by troughs and peaks, and by runs."""

    def __init__(self) -> None:
        limits = MEANS_NARROWER, WITHIN_S, math.inf
        self._asked, self._shown = ((Transitions(*limits), Runs(*limits)) for _ in range(2))
        self._begin()

    def _begin(self) -> None:
        self._soft: Flags = np.zeros((len(STEP), len(_INSIDE)), bool)
        self._lowest = Lowest()
        self._parts: Values | None = None
        self._time = -math.inf

    def ask(self, time: float, parts: Values) -> None:
        """What is to be shown at `time` (s): float32 (2, ROWS · COLUMNS)."""
        if time < self._time:
            self._begin()
        self._time = time
        means = parts @ _WEIGHTS
        for counter in self._asked:
            counter.add(time, means)
        self._soft &= np.maximum(*(counter.extended_s for counter in self._asked)) >= FREE_AGAIN_BELOW_S

    def show(self, time: float, parts: Values) -> None:
        """What is shown at `time`."""
        self._parts, self._means = parts, parts @ _WEIGHTS
        self._lowest.add(time, self._means)
        for counter in self._shown:
            counter.add(time, self._means)
            self._soft |= counter.extended_s >= SOFTENED_AFTER_S

    def hold(self, parts: Values, least: Values) -> tuple[Values, Flags] | None:
        """How much of `parts` may be shown: gains (ROWS · COLUMNS,) on light, and whose red must be pale.

        None where all may. What has risen above the `least` light that each part had within the last second
        is taken back by the same share everywhere in a field, and nothing below it.
        """
        if self._parts is None:
            return None
        means = parts @ _WEIGHTS
        count = np.maximum(*(counter.count for counter in self._shown))
        rising = np.logical_or(*(counter.rising(means) for counter in self._shown))
        full = count > MOST_TRANSITIONS - 2
        # A small light may blink: the rest of its field stays as it is.
        wide = (np.abs(parts - self._parts) > _CHANGE) @ _WEIGHTS >= NARROWER * AREA
        wide[:, 0] = True  # the mean of the whole counts whatever part of it changes
        blocked = rising & (full | self._soft) & wide
        before, lowest = self._means[LIGHT], self._lowest.values[LIGHT]
        # After the last transition not even a fall may be counted: there must be no rise before it.
        stays = (count[LIGHT] >= MOST_TRANSITIONS) | (before > lowest + SOFT)
        most = np.where(stays, before, below_a_flash(lowest, means[LIGHT]))
        held = (blocked | (full & wide))[LIGHT] & (means[LIGHT] > most)
        pale = np.logical_and(_INSIDE[blocked[RED]].any(axis=0), parts[RED] > 0.0)
        if not held.any():
            return (np.ones_like(least), pale) if pale.any() else None
        light = parts[LIGHT]
        floor = np.minimum(light, least)
        under = floor @ _WEIGHTS
        share = np.clip((most - under) / np.maximum(means[LIGHT] - under, 1e-6), 0.0, 1.0)
        kept = np.where(_INSIDE[held], share[held, None], 1.0).min(axis=0)
        shown = floor + (light - floor) * kept
        gains = np.where(light > 1e-6, np.minimum(shown / np.maximum(light, 1e-6), 1.0), 1.0)
        return gains.astype(np.float32), pale
