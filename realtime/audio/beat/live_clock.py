"""The running beat clock: follows the tracker without jerks, coasts, numbers the beats, announces them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from realtime.audio.beat.clock import Beat, BeatClock

LEAD_S = 0.02
"""A beat is announced this long before it falls."""
LATE_S = 0.02
REFRACTORY_BEATS = 0.6
PHASE_FOLLOW_S = 0.08
PERIOD_FOLLOW_S = 0.25
JUMP_BEATS = 0.12
JUMP_TEMPO = 0.09
CLAIM_FROM, CLAIM_UNTIL = 0.5, 0.3
"""A beat is claimed from this confidence on; then it may coast down to the other, but not jump."""
CLAIM_AGAIN = 0.35
"""This much will do where there was a beat beyond doubt (`SURE`) within the last `REMEMBERED_S`."""
SURE, REMEMBERED_S = 0.75, 30.0
STEADY_BEATS = 8.0
"""A tempo that held for so long is remembered when it is left, and for how many beats:"""
REMEMBERED_BEATS = 32.0
_SAME_TEMPO, _SAME_PHASE = 0.05, 0.15


@dataclass(frozen=True, slots=True)
class _Past:
    """A steady clock that was left at `until` for another; `number` leaves the slips out."""

    anchor: float
    period: float
    number: int
    until: float


class LiveClock:
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
        self.slips = 0
        """By how much `number` runs ahead of the music: what was counted while the tempo was wrong."""
        self.steady_s = 0.0
        """For how long tempo and phase have not jumped."""
        self._past: _Past | None = None
        self._sure_until = -math.inf
        self._needed = CLAIM_FROM
        self._last_time = -1e9
        self._last_number = -1

    def position(self, time: float) -> float:
        return self.number + (time - self.anchor) / self.period

    def follow(self, time: float, phase: float, period: float, seconds: float) -> None:
        """Draw towards the tracker's phase (0..1) and period at `time`, or jump there if it is far."""
        error = (phase - self.position(time) + 0.5) % 1.0 - 0.5
        if abs(error) < JUMP_BEATS and abs(math.log(period / self.period)) < JUMP_TEMPO:
            share = 1.0 - math.exp(-seconds / PHASE_FOLLOW_S)
            tempo_share = 1.0 - math.exp(-seconds / PERIOD_FOLLOW_S)
            self._place(
                time, self.position(time) + share * error, self.period + tempo_share * (period - self.period)
            )
        else:
            self._jump(time, error, period)

    def set(self, time: float, phase: float, period: float) -> None:
        """Be at `phase` at `time`, at once: an operator or an external clock is obeyed."""
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
        self._sure_until += seconds
        self._past = None

    def beat_in_bar(self, number: int) -> int:
        return (number - self.downbeat_number) % self.beats_per_bar + 1

    def announce(self, now: float, announced: float, confidence: float, allowed: bool) -> list[Beat]:
        """Beats that fall up to `now` + lead and were not announced yet."""
        self.confidence = confidence
        if confidence >= SURE:
            self._sure_until = now + REMEMBERED_S
        self._needed = CLAIM_AGAIN if now < self._sure_until else CLAIM_FROM
        self.claiming = allowed and confidence >= (CLAIM_UNTIL if self.claiming else self._needed)
        beats = []
        shown_now = now - self.nudge
        number = math.floor(self.position(shown_now + LEAD_S))
        time = self.anchor + (number - self.number) * self.period
        if time > self._last_time + REFRACTORY_BEATS * self.period and time >= shown_now - LATE_S:
            if number <= self._last_number:
                step = self._last_number + 1 - number
                self.number += step
                self._slip(step)
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

    def _jump(self, time: float, error: float, period: float) -> None:
        """Another tempo or phase. What comes back after a few bars counts on as if it had never gone."""
        left = _Past(self.anchor, self.period, self.number - self.slips, time)
        one = self.anchor - (self.beat_in_bar(self.number) - 1) * self.period
        self._place(time, self.position(time) + error, period)
        past = self._past
        if past is not None and time - past.until < REMEMBERED_BEATS * past.period:
            beats = (self.anchor - past.anchor) / past.period
            back = abs(math.log(period / past.period)) < _SAME_TEMPO
            if back and abs(beats - round(beats)) < _SAME_PHASE:
                self._slip(self.number - self.slips - past.number - round(beats))
                self._past, self.steady_s = None, STEADY_BEATS * period
                return
        if abs(math.log(period / left.period)) > JUMP_TEMPO:
            # Half or double: the bar's first beat stays where it was.
            away = round(self.position(one)) - self.downbeat_number
            half = self.beats_per_bar // 2
            self._slip((away + half) % self.beats_per_bar - half)
        if self.steady_s > STEADY_BEATS * left.period:
            self._past = left
        self.steady_s = 0.0
        self.claiming = self.claiming and self.confidence >= self._needed

    def _slip(self, beats: int) -> None:
        self.slips += beats
        self.downbeat_number += beats

    def _place(self, time: float, position: float, period: float) -> None:
        """Anchor on the beat at or before `time`."""
        self.period = min(max(period, 0.2), 2.0)
        self.number = math.floor(position)
        self.anchor = time - (position - self.number) * self.period
