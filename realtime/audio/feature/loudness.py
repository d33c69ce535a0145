"""Levels with auto-gain, presence, silence: how loud it is, by what this music calls loud."""

from __future__ import annotations

import math
from collections.abc import Sequence

from realtime.audio.feature_table import BANDS

OVERSHOOT_PER_S = 1.21
RECOVERY_PER_S = 0.06
"""cava's auto-gain (−2 % a frame on overshoot, +0.1 % otherwise, at 60 frames/s) as rates a second."""
FAR_BELOW, FAR_BELOW_S = 0.16, 1.8
"""Of full level: what is never louder for so long was turned down, or is another, softer piece."""
STILL_MUSIC = 0.03
"""What is softer than this all the time is the room between two songs."""
LIFT_PER_S, LIFTED = 1.5, 0.8
"""How fast the gain then rises (natural logarithm), and the level at which it has risen."""
LEARNING_S = 1.5
PRESENCE_S = 1.5
SILENCE_ABSOLUTE = 3e-4
SILENCE_RELATIVE = 0.01
SILENCE_AFTER_S = 0.25
LOUDNESS_WEIGHTS = (1.0, 2.0, 6.0, 20.0)
"""Weights of the bands' power in the overall level; music falls off towards the treble."""


class AutoGain:
    """The amplitude that counts as full level, for the whole (row 0) and each band (rows 1–4).

    Slow enough not to pump, quick to yield to overshoot, frozen on silence; in the first seconds of
    sound it jumps, so that a show does not begin blind. Where the whole stays far below, all rows are
    lifted together, so that a band that pauses does not come up alone.
    """

    def __init__(self) -> None:
        self.reference = [0.02] * (1 + len(BANDS))
        self._heard_s = 0.0
        self._far_below_s = self._far_loudest = 0.0
        self._lifting = False

    def __call__(self, amplitudes: Sequence[float], seconds: float, silent: bool) -> list[float]:
        """Five amplitudes over a block of `seconds` → five levels, 0..1."""
        references = self.reference
        if not silent:
            self._heard_s += seconds
            learning = self._heard_s < LEARNING_S
            recovered = math.exp(-self._recovery(amplitudes[0] / references[0], seconds) * seconds)
            least = 1e-4
            for row, amplitude in enumerate(amplitudes):
                reference = references[row]
                if amplitude > reference:
                    over = min(amplitude / reference, 6.0)
                    grown = min(reference * math.exp(OVERSHOOT_PER_S * over * over * seconds), amplitude)
                else:
                    grown = reference * recovered
                if learning and grown < 0.9 * amplitude:
                    grown = 0.9 * amplitude
                if grown < least:
                    grown = least
                references[row] = grown
                if row == 0:
                    least = 0.02 * grown
        return [a / r if a < r else 1.0 for a, r in zip(amplitudes, references, strict=True)]

    def _recovery(self, level: float, seconds: float) -> float:
        """How fast the references fall now, natural logarithm a second."""
        if level < FAR_BELOW:
            self._far_below_s += seconds
            if self._far_below_s > 0.3 * FAR_BELOW_S:  # not the last sound from before
                self._far_loudest = max(self._far_loudest, level)
        else:
            self._far_below_s = self._far_loudest = 0.0
        if self._far_below_s >= FAR_BELOW_S:
            self._lifting = self._far_loudest >= STILL_MUSIC
            self._far_below_s = self._far_loudest = 0.0
        elif level >= LIFTED:
            self._lifting = False
        return LIFT_PER_S if self._lifting else RECOVERY_PER_S


class Loudness:
    """Silence, presence and the long-term peak that silence is measured against."""

    def __init__(self) -> None:
        self._power = 0.0
        self._peak = 0.0
        self._quiet_s = 10.0
        self.presence = 0.0
        self.silent = True

    def hear(self, mean_square: float, seconds: float) -> None:
        """Power of one block."""
        decay = math.exp(-seconds / 0.04)
        self._power = mean_square + (self._power - mean_square) * decay
        amplitude = math.sqrt(max(self._power, mean_square))
        threshold = max(SILENCE_ABSOLUTE, SILENCE_RELATIVE * self._peak)
        if amplitude < threshold:
            self._quiet_s += seconds
        else:
            self._quiet_s = 0.0
        self.silent = self._quiet_s >= SILENCE_AFTER_S
        if not self.silent:
            self._peak = max(self._peak * math.exp(-RECOVERY_PER_S * seconds), amplitude)

    @property
    def quiet_s(self) -> float:
        """For how long there has been nothing to hear."""
        return self._quiet_s

    def dwell(self, level: float, seconds: float) -> None:
        """Presence follows the level within a second and a half."""
        target = 0.0 if self.silent else level
        self.presence = target + (self.presence - target) * math.exp(-seconds / PRESENCE_S)
