"""When the next display frame is due: by the wall clock, or by count."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from realtime.clock import Clock, VirtualClock
from realtime.control.pace import Pace as Allowance

# How often a waiting loop checks whether the painter is free.
BETWEEN_S = 0.004
_ABOVE_REFRESH = 1.05
EARLY_PER_S, EARLY_BURST = 10.0, 30.0
"""Frames that come early because a hand has moved: each gesture has the burst, and what sends for ever takes
no more than the rest from the painter."""
# Of the time between two frames, so much passes before another one may come early.
_APART = 0.5


class Pace(Protocol):
    """Waits for the next display frame. interval: seconds from one to the next."""

    interval: float

    def wait(self, between: Callable[[float], None], news: Callable[[float], bool]) -> float:
        """Audio-clock seconds of the frame that is to be drawn now.

        between: is called with the audio-clock time every few milliseconds of real waiting; news: waits so
        many seconds at most, and says at once when there is something to show before the next frame is due.
        """
        ...


class CountedPace:
    """The virtual clock's: frame n is at n / fps, however long drawing takes."""

    def __init__(self, clock: VirtualClock, fps: float) -> None:
        self._clock = clock
        self._fps = fps
        self.interval = 1.0 / fps
        self._frames = 0

    def wait(self, between: Callable[[float], None], news: Callable[[float], bool]) -> float:
        self._clock.set(self._frames / self._fps)
        self._frames += 1
        return self._clock.now()


class TimedPace:
    """`fps` frames a second of wall-clock time; a late frame is drawn at once and none is made up.

    What a hand moves is seen at once: the next frame comes early, within EARLY_PER_S, and those after it
    follow from there, so that none ever comes later for it. Where showing a frame waits for the screen's
    refresh, give a little more than the screen's rate: then the screen sets the pace, and this only holds
    back where there is no refresh to wait for. steady: seconds that only go on; sleep: lets them pass.
    """

    def __init__(
        self,
        clock: Clock,
        fps: float,
        steady: Callable[[], float] = time.perf_counter,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._clock, self._steady, self._sleep = clock, steady, sleep
        self.interval = 1.0 / fps
        self._due = self._soonest = steady()
        self._early = Allowance(EARLY_PER_S, EARLY_BURST)

    def wait(self, between: Callable[[float], None], news: Callable[[float], bool]) -> float:
        while (ahead := self._due - self._steady()) > 0.0:
            if ahead > BETWEEN_S:
                between(self._clock.now())
            if self._rest(news):
                self._due = self._steady()
        now = self._steady()
        self._due = max(self._due + self.interval, now - self.interval)
        self._soonest = now + _APART * self.interval
        return self._clock.now()

    def _rest(self, news: Callable[[float], bool]) -> bool:
        """Wait for a moment; is the frame to come early?"""
        now = self._steady()
        rest_s = max(min(self._due - now, BETWEEN_S), 0.0)
        if now < self._soonest:
            self._sleep(min(rest_s, self._soonest - now))
        elif news(rest_s):
            if not self._early.overdrawn(self._steady(), 1):
                return True
            self._sleep(rest_s)
        return False


def make_pace(clock: Clock, fps: float, on_screen: bool) -> Pace:
    """The pace of a show at `fps` on `clock`. on_screen: its refresh is what is waited for."""
    if isinstance(clock, VirtualClock):
        return CountedPace(clock, fps)
    return TimedPace(clock, fps * (_ABOVE_REFRESH if on_screen else 1.0))
