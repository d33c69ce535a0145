"""Build-ups and drops: drums and bass leave, the highs rise; then the bass strikes again.

A drop is announced at the strike itself, so it is judged by what came before: bass as steady as drums, a
break that is long for this music, and either a long break, highs that rose in it, or a full stop. Levels are
compared with what they were seconds ago and not by auto-gain, which turns a quiet break up.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

BUILD_S = 0.7
DROP_FALL_S = 2.0
FORGET_SILENCE_S = 3.0
"""Silence this long lies between two pieces of music."""

THERE, STRIKE = 0.45, 0.7
"""Of the usual peak of the bass: from here it plays; from here it strikes."""
STRIKE_S = 0.1
"""From playing to striking, at most: a swell is no drop."""
AWAY_S = 1.0
"""Bass that has not played for so long has left."""
LEAP = 4.0
"""Bass that is so many times as loud as before is where the drums of a song come in."""
STEADY, STEADY_S = 0.6, 10.0
"""Share of the time before the break in which there was a beat and bass in every second of it."""
SHORTEST_BREAK_S, LONG_BREAK_S = 1.5, 4.0
TIMES_USUAL = 2.0
"""A break is so many times longer than the longest pause of the bass lately."""
PAUSE_FORGOTTEN_S = 30.0
RISE, STOP_RISE = 0.6, 1.5
"""How much louder the strike is than what was before it, natural logarithm; so much is enough by itself."""
TENSION = 0.15
"""Of the highs in a short break: natural logarithm of their rise."""
BRIGHTNESS_WEIGHT = 4.0
HIGH_NOW_S, HIGH_USUAL_S = 1.0, 8.0

_USUAL_S, _USUAL_FADES_S = 3.0, 60.0
_TOP_FADES_S = 20.0
_BEFORE_S = 0.5
_BUCKET_S = 0.5
_FAINTEST = 1e-4
_LEAST_HIGH = 0.05


class BuildDrop:
    """Follows the bands' amplitudes and the brightness (0..1) block by block.

    build: how surely a build-up is under way; drop: 1 at a drop, falling within seconds.
    """

    def __init__(self) -> None:
        self.build = 0.0
        self.drop = 0.0
        self._silent_s = 0.0
        self._seconds = 0.0
        self._keeps = _Keeps(0.0)
        self._forget()

    def _forget(self) -> None:
        self._usual = self._longest_s = self._steady = self._gone_s = 0.0
        self._peaks = [0.0, 0.0]  # of the bucket before this one, and of this one
        self._bucket_s = 0.0
        self._high_top = self._tension = 0.0
        self._heard_s = 0.0
        self._high = self._bright = (0.0, 0.0)  # now and usually; the high is a logarithm
        self._before = 0.0
        self._came: tuple[float, float] | None = None  # seconds since bass came back, loudness before

    def __call__(
        self, amplitudes: Sequence[float], brightness: float, beat: bool, silent: bool, seconds: float
    ) -> None:
        """amplitudes: of the bands; beat: is a beat trusted?"""
        if seconds != self._seconds:
            self._seconds, self._keeps = seconds, _Keeps(seconds)
        keeps = self._keeps
        self.drop *= keeps.drop
        self._silent_s = self._silent_s + seconds if silent else 0.0
        self._gone_s += seconds
        if silent:
            self.build *= keeps.build
            if self._silent_s >= FORGET_SILENCE_S:
                self._forget()
            return
        loud = math.log(max(sum(amplitudes), _FAINTEST))
        if self._strikes(amplitudes[0], loud):
            self.drop, self.build, self._tension = 1.0, 0.0, 0.0
        self._before = loud + (self._before - loud) * keeps.before
        if amplitudes[0] > LEAP * self._usual > 0.0:
            self._groove_begins()
        self._learn_bass(amplitudes[0], beat, seconds)
        self._rise(amplitudes[2] + amplitudes[3], brightness)

    def _strikes(self, bass: float, loud: float) -> bool:
        """Is this the bass of a drop?"""
        if self._came is not None:
            since, before = self._came
            self._came = (since + self._seconds, before) if since < STRIKE_S else None
        if bass < THERE * self._usual or self._usual <= 0.0:
            return False
        if self._gone_s >= max(SHORTEST_BREAK_S, TIMES_USUAL * self._longest_s) and self._steady >= STEADY:
            rise = RISE if self._gone_s >= LONG_BREAK_S or self._tension >= TENSION else STOP_RISE
            self._came = 0.0, self._before + rise
        self._longest_s = max(self._longest_s, self._gone_s)
        if self._gone_s > AWAY_S:
            self._groove_begins()
            self._steady *= math.exp((AWAY_S - self._gone_s) / STEADY_S)
        self._gone_s = 0.0
        if self._came is None or bass < STRIKE * self._usual or loud < self._came[1]:
            return False
        self._came = None
        return True

    def _groove_begins(self) -> None:
        """The highs that come with it are no build-up: what is usual is learned anew."""
        self._heard_s = 0.0

    def _learn_bass(self, bass: float, beat: bool, seconds: float) -> None:
        """What its peaks and pauses are like; not while it is away."""
        keeps = self._keeps
        self._bucket_s += seconds
        if self._bucket_s >= _BUCKET_S:
            self._peaks, self._bucket_s = [self._peaks[1], 0.0], 0.0
        self._peaks[1] = max(self._peaks[1], bass)
        self._longest_s *= keeps.pause
        if self._gone_s > AWAY_S and self._usual > 0.0:
            self._usual *= keeps.fading
            return
        peak = max(self._peaks)
        self._usual = peak + (self._usual - peak) * keeps.usual
        self._steady = beat + (self._steady - beat) * keeps.steady

    def _rise(self, high: float, brightness: float) -> None:
        """How the highs rise, and what that means for a build-up."""
        keeps = self._keeps
        self._high_top = max(high, self._high_top * keeps.top)
        level = math.log(max(high, _LEAST_HIGH * self._high_top, _FAINTEST))
        away = self._gone_s > AWAY_S and self._steady >= STEADY
        # Plain means at first, or every beginning would be a build-up.
        self._heard_s += self._seconds
        young = 1.0 - self._seconds / self._heard_s
        keep, keep_usual = min(keeps.high_now, young), min(keeps.high_usual, young)
        (now, usual), (bright, bright_usual) = self._high, self._bright
        self._high = now, usual = level + (now - level) * keep, level + (usual - level) * keep_usual
        self._bright = bright, bright_usual = (
            brightness + (bright - brightness) * keep,
            brightness + (bright_usual - brightness) * keep_usual,
        )
        rising = now - usual + BRIGHTNESS_WEIGHT * (bright - bright_usual)
        self._tension = rising + (self._tension - rising) * keeps.build
        target = min(1.0, max(0.0, rising + (0.3 if away else -0.3)))
        self.build = target + (self.build - target) * keeps.build


class _Keeps:
    """What each smoothed value keeps of itself over a block of `seconds`; blocks are mostly equally long."""

    def __init__(self, seconds: float) -> None:
        self.build = math.exp(-seconds / BUILD_S)
        self.drop = math.exp(-seconds / DROP_FALL_S)
        self.high_now = math.exp(-seconds / HIGH_NOW_S)
        self.high_usual = math.exp(-seconds / HIGH_USUAL_S)
        self.usual = math.exp(-seconds / _USUAL_S)
        self.fading = math.exp(-seconds / _USUAL_FADES_S)
        self.pause = math.exp(-seconds / PAUSE_FORGOTTEN_S)
        self.steady = math.exp(-seconds / STEADY_S)
        self.top = math.exp(-seconds / _TOP_FADES_S)
        self.before = math.exp(-seconds / _BEFORE_S)
