"""Which external clock leads the beat, where there is more than one."""

from __future__ import annotations

import threading
from collections.abc import Callable

from realtime.audio.beat.tap_tempo import EXTERNAL_FRESH_S
from realtime.clock import Clock

OnTempo = Callable[[float, float, float, int], None]
"""(time in s, tempo in bpm, beats since the song's start at that time, beats a bar)."""


class TempoLead:
    """The clock that speaks first leads; another takes over only when it has fallen silent.

    Two clocks that took turns would shake the beat. external: what obeys them (`Analyzer.external`);
    clock: the audio clock.
    """

    def __init__(self, external: OnTempo, clock: Clock) -> None:
        self._external = external
        self._clock = clock
        self._lock = threading.Lock()
        self._leader = ""
        self._details: dict[str, Callable[[], str]] = {}
        self._spoke = float("-inf")

    @property
    def leader(self) -> str:
        """Name of the clock that leads now, and what more it says of itself, or nothing: then the ear
        leads."""
        name = self._leading
        return name + self._details[name]() if name else ""

    @property
    def _leading(self) -> str:
        return self._leader if self._clock.now() - self._spoke < EXTERNAL_FRESH_S else ""

    def follow(self, name: str, details: Callable[[], str] = lambda: "") -> OnTempo:
        """What the clock called `name` reports to; callable from any thread. details: what stands behind its
        name while it leads."""
        self._details[name] = details

        def report(time: float, tempo: float, position: float, beats_per_bar: int) -> None:
            with self._lock:
                if self._leading not in ("", name):
                    return
                self._leader, self._spoke = name, self._clock.now()
            self._external(time, tempo, position, beats_per_bar)

        return report
