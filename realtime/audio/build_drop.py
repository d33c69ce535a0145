"""Build-ups and drops: the highs rise while the bass is away; then the bass is back."""

from __future__ import annotations

import math

BUILD_S = 0.7
DROP_FALL_S = 2.0
BASS_AWAY_S = 1.5
BUILD_REMEMBERED_S = 4.0
BASS_NOW_S, BASS_USUAL_S = 0.25, 20.0
HIGH_NOW_S, HIGH_USUAL_S = 1.0, 8.0
"""Of brightness too."""


class BuildDrop:
    """Follows levels and brightness (0..1 each) block by block."""

    def __init__(self) -> None:
        self.build = 0.0
        self.drop = 0.0
        self._bass_now = 0.0
        self._bass_usual = 0.0
        self._high_now = self._high_usual = 0.0
        self._bright_now = self._bright_usual = 0.0
        self._away_s = 0.0
        self._since_build_s = 1e9
        self._seconds = 0.0
        self._keeps = _Keeps(0.0)

    def __call__(self, bass: float, high: float, brightness: float, silent: bool, seconds: float) -> None:
        if seconds != self._seconds:
            self._seconds, self._keeps = seconds, _Keeps(seconds)
        keeps = self._keeps
        self.drop *= keeps.drop
        if silent:
            self.build *= keeps.build
            return
        self._bass_now = bass + (self._bass_now - bass) * keeps.bass_now
        self._bass_usual = max(
            self._bass_now + (self._bass_usual - self._bass_now) * keeps.bass_usual,
            min(self._bass_now, 0.5) * 0.5,
        )
        self._high_now = high + (self._high_now - high) * keeps.high_now
        self._high_usual = high + (self._high_usual - high) * keeps.high_usual
        self._bright_now = brightness + (self._bright_now - brightness) * keeps.high_now
        self._bright_usual = brightness + (self._bright_usual - brightness) * keeps.high_usual
        away = self._bass_now < 0.5 * self._bass_usual
        back = self._bass_now > 0.75 * self._bass_usual
        rising = 2.0 * (self._high_now - self._high_usual) + 4.0 * (self._bright_now - self._bright_usual)
        target = min(1.0, max(0.0, rising + (0.3 if away else -0.3)))
        self.build = target + (self.build - target) * keeps.build
        self._since_build_s = 0.0 if self.build > 0.35 else self._since_build_s + seconds
        if away:
            self._away_s += seconds
        elif back:
            if self._away_s >= BASS_AWAY_S and self._since_build_s < BUILD_REMEMBERED_S:
                self.drop = 1.0
                self.build = 0.0
                self._since_build_s = 1e9
            self._away_s = 0.0


class _Keeps:
    """What each smoothed value keeps of itself over a block of `seconds`; blocks are mostly equally long."""

    def __init__(self, seconds: float) -> None:
        self.build = math.exp(-seconds / BUILD_S)
        self.drop = math.exp(-seconds / DROP_FALL_S)
        self.bass_now = math.exp(-seconds / BASS_NOW_S)
        self.bass_usual = math.exp(-seconds / BASS_USUAL_S)
        self.high_now = math.exp(-seconds / HIGH_NOW_S)
        self.high_usual = math.exp(-seconds / HIGH_USUAL_S)
