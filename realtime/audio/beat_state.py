"""The running beat clock: follows the tracker without jerks, coasts, numbers the beats, announces them."""

from __future__ import annotations

import math

from realtime.audio.beats import Beat, BeatClock

LEAD_S = 0.02
"""A beat is announced this long before it falls."""
LATE_S = 0.02
REFRACTORY_BEATS = 0.6
PHASE_FOLLOW_S = 0.08
PERIOD_FOLLOW_S = 0.25
JUMP_BEATS = 0.12
JUMP_TEMPO = 0.09
CLAIM_FROM, CLAIM_UNTIL = 0.4, 0.15


class BeatState:
    """Mutable inside, a frozen `BeatClock` outside. All times in audio-clock seconds."""

    def __init__(self) -> None:
        self.period = 0.5
        self.anchor = 0.0
        self.number = 0
        self.downbeat_number = 0
        self.beats_per_bar = 4
        self.confidence = 0.0
        self.nudge = 0.0
        self.claiming = False
        self._last_time = -1e9
        self._last_number = -1

    def position(self, time: float) -> float:
        return self.number + (time - self.anchor) / self.period

    def follow(self, time: float, phase: float, period: float, seconds: float) -> bool:
        """Draw towards the tracker's phase (0..1) and period at `time`; True if it was a jump."""
        error = (phase - self.position(time) + 0.5) % 1.0 - 0.5
        if abs(error) < JUMP_BEATS and abs(math.log(period / self.period)) < JUMP_TEMPO:
            share = 1.0 - math.exp(-seconds / PHASE_FOLLOW_S)
            tempo_share = 1.0 - math.exp(-seconds / PERIOD_FOLLOW_S)
            self._place(
                time, self.position(time) + share * error, self.period + tempo_share * (period - self.period)
            )
            return False
        self._place(time, self.position(time) + error, period)
        return True

    def set(self, time: float, phase: float, period: float) -> None:
        """Be at `phase` at `time`, at once: an operator or an external clock says so."""
        error = (phase - self.position(time) + 0.5) % 1.0 - 0.5
        self._place(time, self.position(time) + error, period)

    def set_one(self, time: float) -> None:
        """The nearest beat to `time` moves there and becomes the bar's first."""
        self.set(time, 0.0, self.period)
        self.downbeat_number = round(self.position(time))

    def shift(self, seconds: float) -> None:
        """Move everything in time, as the audio clock was set."""
        self.anchor += seconds
        self._last_time += seconds

    def beat_in_bar(self, number: int) -> int:
        return (number - self.downbeat_number) % self.beats_per_bar + 1

    def announce(self, now: float, announced: float, confidence: float, allowed: bool) -> list[Beat]:
        """Beats that fall up to `now` + lead and were not told yet."""
        self.confidence = confidence
        self.claiming = allowed and confidence >= (CLAIM_UNTIL if self.claiming else CLAIM_FROM)
        beats = []
        shown_now = now - self.nudge
        number = math.floor(self.position(shown_now + LEAD_S))
        time = self.anchor + (number - self.number) * self.period
        if time > self._last_time + REFRACTORY_BEATS * self.period and time >= shown_now - LATE_S:
            if number <= self._last_number:
                step = self._last_number + 1 - number
                self.number += step
                self.downbeat_number += step
                number += step
            self._last_time, self._last_number = time, number
            if self.claiming:
                beats.append(
                    Beat(
                        time + self.nudge, announced, 60.0 / self.period, confidence, self.beat_in_bar(number)
                    )
                )
        self._place(shown_now, self.position(shown_now), self.period)
        return beats

    def clock(self) -> BeatClock:
        return BeatClock(
            period=self.period,
            anchor=self.anchor + self.nudge,
            number=self.number,
            beat_in_bar=self.beat_in_bar(self.number),
            beats_per_bar=self.beats_per_bar,
            confidence=self.confidence,
        )

    def _place(self, time: float, position: float, period: float) -> None:
        """Anchor on the beat at or before `time`."""
        self.period = min(max(period, 0.2), 2.0)
        self.number = math.floor(position)
        self.anchor = time - (position - self.number) * self.period
