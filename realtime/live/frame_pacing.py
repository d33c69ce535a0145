"""When the next display frame is due: by the wall clock, or by count."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from realtime.clock import Clock, VirtualClock

# How often a waiting loop checks whether the painter is free.
BETWEEN_S = 0.004
_ABOVE_REFRESH = 1.05


class Pace(Protocol):
    """Waits for the next display frame. interval: seconds from one to the next."""

    interval: float

    def wait(self, between: Callable[[float], None]) -> float:
        """Audio-clock seconds of the frame that is to be drawn now.

        between: is called with the audio-clock time every few milliseconds of real waiting.
        """
        ...


class CountedPace:
    """The virtual clock's: frame n is at n / fps, however long drawing takes."""

    def __init__(self, clock: VirtualClock, fps: float) -> None:
        self._clock = clock
        self._fps = fps
        self.interval = 1.0 / fps
        self._frames = 0

    def wait(self, between: Callable[[float], None]) -> float:
        self._clock.set(self._frames / self._fps)
        self._frames += 1
        return self._clock.now()


class TimedPace:
    """At most `fps` frames a second of wall-clock time; a late frame is drawn at once and none is made up.

    Where showing a frame waits for the screen's refresh, give a little more than the screen's rate:
    then the screen sets the pace, and this only holds back where there is no refresh to wait for.
    """

    def __init__(self, clock: Clock, fps: float) -> None:
        self._clock = clock
        self.interval = 1.0 / fps
        self._due = time.perf_counter()

    def wait(self, between: Callable[[float], None]) -> float:
        while (ahead := self._due - time.perf_counter()) > 0.0:
            if ahead > BETWEEN_S:
                between(self._clock.now())
            time.sleep(max(min(self._due - time.perf_counter(), BETWEEN_S), 0.0))
        self._due = max(self._due + self.interval, time.perf_counter() - self.interval)
        return self._clock.now()


def make_pace(clock: Clock, fps: float, on_screen: bool) -> Pace:
    """The pace of a show at `fps` on `clock`. on_screen: its refresh is what is waited for."""
    if isinstance(clock, VirtualClock):
        return CountedPace(clock, fps)
    return TimedPace(clock, fps * (_ABOVE_REFRESH if on_screen else 1.0))
