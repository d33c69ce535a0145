"""The beat as the rest of the program sees it: an immutable clock that can be asked about the future."""

from __future__ import annotations

import math
from dataclasses import dataclass

from realtime.smoothstep import smoothstep

# Below the first confidence no beat is claimed, above the second it is trusted in full; half-way, it leads.
UNSURE, SURE = 0.1, 0.5
TRUSTED = 0.3


@dataclass(frozen=True, slots=True)
class Beat:
    """One beat. time: when it falls; announced: audio time at which the program knew (may be earlier);
    tempo in bpm; confidence 0..1; beat_in_bar counts from 1."""

    time: float
    announced: float
    tempo: float
    confidence: float
    beat_in_bar: int


@dataclass(frozen=True, slots=True)
class BeatClock:
    """Tempo and phase, extrapolated in both directions from one anchor beat.

    period: seconds a beat; anchor: time in seconds of a beat; number: that beat's running number;
    beat_in_bar: its place in the bar, from 1; beats_per_bar; confidence 0..1 (0: no beat is claimed).
    """

    period: float = 0.5
    anchor: float = 0.0
    number: int = 0
    beat_in_bar: int = 1
    beats_per_bar: int = 4
    confidence: float = 0.0

    @property
    def trust(self) -> float:
        """0..1: how far the beat is to be believed; it grows straight with the confidence."""
        return min(max((self.confidence - UNSURE) / (SURE - UNSURE), 0.0), 1.0)

    @property
    def eased_trust(self) -> float:
        """The same trust, easing in and out: how far routes follow the beat."""
        return smoothstep(self.trust)

    @property
    def claimed(self) -> bool:
        """There is a beat that may be shown: sent over OSC, printed."""
        return self.confidence >= UNSURE

    @property
    def trusted(self) -> bool:
        """The beat may be foreseen: frames are asked for it."""
        return self.confidence >= TRUSTED

    @property
    def tempo(self) -> float:
        """Beats per minute."""
        return 60.0 / self.period

    def position(self, time: float) -> float:
        """Running beat number at `time`, with fraction: 12.5 is half-way between beats 12 and 13."""
        return self.number + (time - self.anchor) / self.period

    def phase(self, time: float) -> float:
        """0..1 within the beat; 0 is on the beat."""
        return self.position(time) % 1.0

    def bar_position(self, time: float) -> float:
        """Beats since the bar's first beat, 0..beats_per_bar."""
        return (self.position(time) - self.number + self.beat_in_bar - 1) % self.beats_per_bar

    def bar_phase(self, time: float) -> float:
        """0..1 within the bar; 0 is on its first beat ("one")."""
        return self.bar_position(time) / self.beats_per_bar

    def beats_between(self, start: float, end: float) -> list[tuple[float, int]]:
        """(time, beat_in_bar) of every beat with start <= time < end, past or future."""
        first = math.ceil(self.position(start) - 1e-9)
        last = math.ceil(self.position(end) - 1e-9)
        return [
            (
                self.anchor + (number - self.number) * self.period,
                (number - self.number + self.beat_in_bar - 1) % self.beats_per_bar + 1,
            )
            for number in range(first, last)
        ]
