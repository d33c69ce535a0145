"""An output: takes finished pictures, and never holds up the show that makes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from realtime.audio.features import Features


@dataclass(frozen=True, slots=True)
class Shown:
    """What an output is given with a picture.

    time: audio-clock seconds at which it is seen; features: what the ear heard; light: 0..1, the master fade,
    0 in a blackout; frozen: the picture is held. lines: the head-up display, where an output wants it; scene:
    (number from 1, name); following: the same of the next one, None where there is none.
    """

    time: float = 0.0
    features: Features = field(default_factory=Features)
    light: float = 1.0
    frozen: bool = False
    lines: tuple[str, ...] = ()
    scene: tuple[int, str] = (1, "")
    following: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """The picture that an output takes. size: (width, height) in pixels; crop: the part of the finished
    picture, (left, top, width, height) as shares of it. A part of other proportions is fitted in, black
    beside it; stretched: it fills the size in any proportions. smaller: where a processor draws a smaller
    picture, that is taken as it is, for whoever takes it enlarges it sooner."""

    size: tuple[int, int]
    crop: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    stretched: bool = False
    smaller: bool = False


class Output(Protocol):
    """One output. name: for people, with its kind; wanted: its picture. No method waits."""

    @property
    def name(self) -> str: ...

    @property
    def wanted(self) -> Wanted: ...

    @property
    def dropped(self) -> int:
        """Pictures that it was given and could not pass on in time."""
        ...

    @property
    def error(self) -> str:
        """What is wrong with it now; "" while all is well."""
        ...

    def wants(self, shown: Shown) -> bool:
        """Does it take the picture that is shown then?"""
        ...

    def take(self, picture: np.ndarray, shown: Shown) -> None:
        """picture: uint8 (H, W, 4) RGBA sRGB of the size wanted, or smaller where that is wanted, row 0 at
        the top; valid until this returns."""
        ...

    def close(self) -> None:
        """Let go of what it holds; safe to call twice."""
        ...


class Turns:
    """Says which moments are due for something that happens `fps` times a second at most."""

    def __init__(self, fps: float) -> None:
        self._interval = 1.0 / fps
        self._due: float | None = None

    def due(self, time: float) -> bool:
        """Is it due at `time` (seconds)? If so, the next one is an interval later."""
        early = 0.25 * self._interval  # frames jitter; waiting for the one after would halve the rate
        if self._due is not None and self._due - 2.0 * self._interval < time < self._due - early:
            return False
        late = self._due is None or abs(time - self._due) > self._interval
        self._due = (time if late or self._due is None else self._due) + self._interval
        return True
