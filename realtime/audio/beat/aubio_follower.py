"""aubio's tempo as the beat of a show: its beats lead the running clock, and the operator leads both.

In place of `BeatFollower`, with the same methods. The bar's first beat is found as there.
"""

from __future__ import annotations

import math

from realtime.arrays import Doubles, Floats
from realtime.audio.beat.aubio_tempo import AubioTempo
from realtime.audio.beat.bar_features import BarFeatures
from realtime.audio.beat.clock import Beat, BeatClock
from realtime.audio.beat.downbeat import Downbeat
from realtime.audio.beat.follower import ANALYSIS_DELAY_S, FRAME_S, HOLD_BEATS, QUIET_CLAIM_S
from realtime.audio.beat.live_clock import LiveClock
from realtime.audio.beat.tap_tempo import External, TapTempo

CONFIDENCE = 0.8
"""While aubio tells beats; it has no measure of its own that says how sure a beat is."""
_RISE, _FALL = 0.05, 0.01
_FRESH_BEATS = 3.0
"""After so many beats of which aubio has reported none, it has none."""
_ON_BEAT = 0.25
_HALF_OCTAVE = 1.45
_STEADY_BEATS = 2.0


class AubioFollower:
    """Give it the sound (`hear`), then step it once per novelty frame; all times in audio-clock seconds."""

    def __init__(self) -> None:
        self.state = LiveClock()
        self.confidence = 0.0
        self._tempo: AubioTempo | None = None
        self._beat: float | None = None
        """Time of a beat, on which those of the chosen octave lie."""
        self._last_heard = -math.inf
        """When aubio last reported one."""
        self._between = 0
        self._bar_features = BarFeatures()
        self._downbeat = Downbeat()
        self._taps = TapTempo()
        self._external: External | None = None
        self._locked = False
        self._range = self._given_range = (40.0, 220.0)
        self._held_until = -math.inf
        self._quiet_s = 0.0
        self._now = 0.0

    @property
    def clock(self) -> BeatClock:
        return self.state.clock()

    def hear(self, mono: Floats, start: float, rate: int) -> None:
        """float32 (n,), n > 0, whose first sample sounded at `start`."""
        if self._tempo is None or self._tempo.rate != rate:
            self._tempo = AubioTempo(rate)
        for beat in self._tempo(mono):
            self._take(start + beat)

    def step(
        self,
        time: float,
        novelty: Doubles,
        chroma: Floats,
        low: float,
        quiet_s: float,
        announced: float,
    ) -> list[Beat]:
        """One frame that ends at `time`; see `BeatFollower.step`."""
        self._now, self._quiet_s = time, quiet_s
        self.state.steady_s += FRAME_S
        period = self._period()
        fresh = period is not None and time - self._last_heard < _FRESH_BEATS * max(period, 0.5)
        target = CONFIDENCE if fresh and quiet_s < QUIET_CLAIM_S else 0.0
        share = _RISE if target > self.confidence else _FALL
        self.confidence += share * (target - self.confidence)
        external = self._ruling(time)
        if external is not None:
            self._follow_external(external, time)
        elif fresh and period and self._beat is not None and not self._locked and time >= self._held_until:
            self.state.follow(time, (time - self._beat) / period % 1.0, period, FRAME_S)
        self._hear_bar(time - ANALYSIS_DELAY_S, novelty, chroma)
        return self.announce(time, announced)

    def announce(self, now: float, announced: float) -> list[Beat]:
        """Beats that fall within the next moment and were not announced yet."""
        given = self._ruling(now) is not None or now < self._held_until or self._locked
        confidence = max(self.confidence, CONFIDENCE) if given else self.confidence
        return self.state.announce(now, announced, confidence, given or self._quiet_s < QUIET_CLAIM_S)

    def pass_gap(self, seconds: float) -> None:
        """Sound was lost for so long: the clock goes on, and aubio hears what follows as if nothing was."""

    def shift(self, seconds: float) -> None:
        """The audio clock was set forward by this much (back if negative)."""
        self.state.shift(seconds)
        self._last_heard += seconds
        self._held_until += seconds
        self._beat = None if self._beat is None else self._beat + seconds
        self._external = None

    def tap(self, time: float) -> None:
        tapped = self._taps.tap(time)
        if tapped is not None:
            beat, period = tapped
            self._choose_octave(60.0 / period)
            self._set(beat - self.state.nudge, period)

    def resync(self, time: float) -> None:
        self.state.set_one(time - self.state.nudge)
        self._downbeat.set_one(self.state.downbeat_number - self.state.slips)
        self._hold()

    def scale_tempo(self, factor: float) -> None:
        tempo = 60.0 / self.state.period * factor
        if 30.0 <= tempo <= 300.0:
            self._choose_octave(tempo)
            self._set(self.state.anchor, 60.0 / tempo)

    def set_range(self, low: float, high: float) -> None:
        self._range = self._given_range = (low, high)

    def lock(self, on: bool) -> None:
        self._locked = on

    def nudge(self, seconds: float) -> None:
        self.state.nudge += seconds

    def external(self, position: External) -> None:
        self._external = position

    def release(self) -> None:
        """aubio leads again from now on."""
        self._taps = TapTempo()
        self._held_until = -math.inf
        self._range = self._given_range

    def _take(self, beat: float) -> None:
        """aubio has reported a beat. Where only every second one counts, it may lie between."""
        period = self._period()
        self._last_heard = beat
        if period is not None and self._beat is not None:
            beats = (beat - self._beat) / period
            if abs(beats - round(beats)) > _ON_BEAT and self._between < 2:
                self._between += 1
                return
        self._beat, self._between = beat, 0

    def _period(self) -> float | None:
        """aubio's, in the octave that is allowed."""
        period = None if self._tempo is None else self._tempo.period
        if period is None:
            return None
        low, high = self._range
        for _ in range(4):
            if 60.0 / period > 1.015 * high:
                period *= 2.0
            elif 60.0 / period < 0.985 * low:
                period /= 2.0
        return period

    def _choose_octave(self, tempo: float) -> None:
        self._range = (tempo / _HALF_OCTAVE, tempo * _HALF_OCTAVE)

    def _set(self, beat: float, period: float) -> None:
        self.state.set(beat, 0.0, period)
        self._beat = beat
        self._hold()

    def _hold(self) -> None:
        self._held_until = self._now + HOLD_BEATS * self.state.period

    def _ruling(self, now: float) -> External | None:
        """The other clock's newest message, while it is fresh enough to be followed."""
        external = self._external
        return external if external is not None and external.fresh(now) else None

    def _follow_external(self, external: External, now: float) -> None:
        position = external.position(now)
        state = self.state
        state.set(now, position % 1.0, external.period)
        state.beats_per_bar = external.beats_per_bar
        state.downbeat_number = round(state.position(now) - position % external.beats_per_bar)

    def _hear_bar(self, heard: float, novelty: Doubles, chroma: Floats) -> None:
        state = self.state
        if self._quiet_s >= QUIET_CLAIM_S:
            return
        gathered = self._bar_features(state.position(heard) - state.slips, novelty, chroma)
        steady = state.steady_s > _STEADY_BEATS * state.period
        if gathered is None or not (state.claiming and steady):
            return
        jumped = state.steady_s < (_STEADY_BEATS + 1.5) * state.period
        self._downbeat.step(*gathered, 60.0 / state.period, jumped=jumped)
        if self._ruling(self._now) is None:
            state.beats_per_bar = self._downbeat.beats_per_bar
            state.downbeat_number = self._downbeat.downbeat_number + state.slips
