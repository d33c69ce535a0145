"""A fixture, or a strip of equal ones: what its channels take from picture and sound."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from realtime.arrays import Floats
from realtime.eyes.rules import LUMA
from realtime.mapping.signals import SIGNALS

COLOURS: Mapping[str, Callable[[Floats], Floats]] = {
    "red": lambda light: light[:, 0],
    "green": lambda light: light[:, 1],
    "blue": lambda light: light[:, 2],
    "white": lambda light: light.min(axis=1),
    "grey": lambda light: light @ np.array(LUMA, np.float32),
    "brightest": lambda light: light.max(axis=1),
}
"""What a channel may take from the picture: float32 (n, 3), linear light 0..1 of n places → (n,)."""


@dataclass(frozen=True, slots=True)
class Fixture:
    """channels: what each takes, in order: a name of COLOURS, of a signal, or a fixed level "0".."255".

    address: of the first channel, from 1; count: so many equal ones, step channels apart; at: the part of the
    picture that they follow, (left, top, width, height), which a strip divides among its fixtures, across or
    down; gamma: how the fixture answers levels, 1 for light in proportion; most: 0..1, its level at full
    light; name: for people.
    """

    name: str
    address: int
    channels: tuple[str, ...]
    at: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    count: int = 1
    step: int = 0
    down: bool = False
    gamma: float = 1.0
    most: float = 1.0

    @property
    def apart(self) -> int:
        """Channels from one of a strip to the next."""
        return self.step or len(self.channels)

    @property
    def last(self) -> int:
        """The last channel, from 1."""
        return self.address + (self.count - 1) * self.apart + len(self.channels) - 1

    @property
    def signals(self) -> tuple[str, ...]:
        """The signals that it follows."""
        return tuple(dict.fromkeys(one for one in self.channels if one in SIGNALS))

    def sampled(self, light: Floats) -> Floats:
        """float32 (count, 3): the mean light of each one's place, of a picture float32 (H, W, 3)."""
        height, width = light.shape[:2]
        left, top, wide, high = self.at
        along, begin, size = (height, top, high) if self.down else (width, left, wide)
        across, first, span = (width, left, wide) if self.down else (height, top, high)
        rows = _covered(across, first, first + span)
        band = (light[:, rows] if self.down else light[rows]).mean(axis=1 if self.down else 0)
        edges = begin + size * np.arange(self.count + 1) / self.count
        parts = [band[_covered(along, one, two)].mean(axis=0) for one, two in pairwise(edges)]
        return np.array(parts, np.float32)


def _covered(pixels: int, begin: float, end: float) -> slice:
    """The pixels from `begin` to `end` (shares of them), at least one."""
    first = min(max(round(begin * pixels), 0), pixels - 1)
    return slice(first, max(round(end * pixels), first + 1))
