"""What a show's displayed frames took while something else went on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from realtime.live.loop import Show

Thing = TypeVar("Thing")


@dataclass
class Frames:
    """Milliseconds from one displayed frame to the next, and those of drawing it."""

    gaps: list[float] = field(default_factory=list)
    drawn: list[float] = field(default_factory=list)

    def figures(self) -> dict[str, object]:
        return {
            "frames": len(self.gaps),
            "between ms p50": float(np.percentile(self.gaps, 50)),
            "between ms p99": float(np.percentile(self.gaps, 99)),
            "drawn ms p50": float(np.percentile(self.drawn, 50)),
            "drawn ms p99": float(np.percentile(self.drawn, 99)),
        }


def in_turn(things: Sequence[Thing], number: int) -> Sequence[Thing]:
    """Backwards each second time: no scene of a show costs as much as the next, so nobody is always first."""
    return things if number % 2 == 0 else things[::-1]


class FrameWatch:
    """Plays a show for a while at a time, and notes its frames."""

    def __init__(self, show: Show) -> None:
        self._show, self._step = show, show.step
        show.step = self._watched
        self._frames: Frames | None = None
        self._last = 0.0
        self._first: Callable[[], object] | None = None

    def play(self, seconds: float, frames: Frames | None = None) -> None:
        """frames: takes what is seen; None where it does not count."""
        self._frames, self._last = frames, 0.0
        self._show.run(self._show.table.now + seconds)

    @contextmanager
    def before_each(self, first: Callable[[], object]) -> Iterator[None]:
        """While this is open, `first` is called before each frame."""
        self._first = first
        try:
            yield
        finally:
            self._first = None

    def _watched(self, now: float) -> None:
        if self._first is not None:
            self._first()
        began = time.perf_counter()
        self._step(now)
        if self._last and self._frames is not None:
            self._frames.gaps.append(1000 * (began - self._last))
            self._frames.drawn.append(1000 * (time.perf_counter() - began))
        self._last = began
