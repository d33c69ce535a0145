"""Build-ups and drops: the highs rise while the bass is away; then the bass is back."""

from __future__ import annotations

import math

BUILD_S = 0.7
DROP_FALL_S = 2.0
BASS_AWAY_S = 1.5
BUILD_REMEMBERED_S = 4.0


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

    def __call__(self, bass: float, high: float, brightness: float, silent: bool, seconds: float) -> None:
        self.drop *= math.exp(-seconds / DROP_FALL_S)
        if silent:
            self.build *= math.exp(-seconds / BUILD_S)
            return
        self._bass_now = _toward(self._bass_now, bass, seconds, 0.25)
        self._bass_usual = max(
            _toward(self._bass_usual, self._bass_now, seconds, 20.0), min(self._bass_now, 0.5) * 0.5
        )
        self._high_now = _toward(self._high_now, high, seconds, 1.0)
        self._high_usual = _toward(self._high_usual, high, seconds, 8.0)
        self._bright_now = _toward(self._bright_now, brightness, seconds, 1.0)
        self._bright_usual = _toward(self._bright_usual, brightness, seconds, 8.0)
        away = self._bass_now < 0.5 * self._bass_usual
        back = self._bass_now > 0.75 * self._bass_usual
        rising = 2.0 * (self._high_now - self._high_usual) + 4.0 * (self._bright_now - self._bright_usual)
        target = min(1.0, max(0.0, rising + (0.3 if away else -0.3)))
        self.build = _toward(self.build, target, seconds, BUILD_S)
        self._since_build_s = 0.0 if self.build > 0.35 else self._since_build_s + seconds
        if away:
            self._away_s += seconds
        elif back:
            if self._away_s >= BASS_AWAY_S and self._since_build_s < BUILD_REMEMBERED_S:
                self.drop = 1.0
                self.build = 0.0
                self._since_build_s = 1e9
            self._away_s = 0.0


def _toward(value: float, target: float, seconds: float, time_s: float) -> float:
    return target + (value - target) * math.exp(-seconds / time_s)
