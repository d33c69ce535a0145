"""Clocks: every stage gets one, none reads the system's time itself."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """Gives the audio time that is being heard now."""

    def now(self) -> float:
        """Seconds on the audio clock (samples consumed / sample rate)."""
        ...


class VirtualClock:
    """A clock that moves only by `set`: for films, tests and `--realtime off`."""

    def __init__(self, start: float = 0.0) -> None:
        self._now = start

    def now(self) -> float:
        return self._now

    def set(self, now: float) -> None:
        """Move to `now` seconds; time never runs backwards."""
        if now < self._now:
            raise ValueError(f"virtual clock cannot go back from {self._now} s to {now} s")
        self._now = now


class WallClock:
    """Seconds since it was made, by the monotonic system clock: a show without sound."""

    def __init__(self) -> None:
        self._start = time.perf_counter()

    def now(self) -> float:
        return time.perf_counter() - self._start
