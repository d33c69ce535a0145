"""Kicks: bass that strikes and dies away at once, as distinct from bass notes that stay.

Frame by frame a beat and the half-beat between may sound alike, above all where a bass plays off the beat. A
kick on every beat for some time tells them apart.
"""

from __future__ import annotations

from collections import deque

KICK_LAG_FRAMES = 13.6
"""From a beat, as novelty shows it, to when its kick is known."""
RUN_BEATS = 4
"""Kicks must have come evenly for so many beats before they bear on the beat."""

_LATER_FRAMES = 12
_BEFORE_FRAMES = 8
_PEAK_FRAMES = 6
_STAYS = 2.0
"""What is left 120 ms later counts so many times against a kick: it must fall below half."""
_USUAL_FRAMES = 500
_LEAST_PEAK, _LEAST_KICK = 0.5, 0.3
"""Of the usual power of the bass."""
_LITTLE = 0.5
"""Kicks of less than this say little."""
_NEAR_FRAMES, _NEAR_BEATS = 3.0, 0.07
_REMEMBERED_KICKS = 64


class Kicks:
    """Step it every frame."""

    def __init__(self) -> None:
        count = _BEFORE_FRAMES + 1 + _LATER_FRAMES
        self._recent = deque([0.0] * count, maxlen=count)
        self._usual = 0.0
        self._frame = 0
        self._found: deque[tuple[int, float]] = deque(maxlen=_REMEMBERED_KICKS)

    def __call__(self, low: float) -> bool:
        """low: power of the bass. Was there a kick `KICK_LAG_FRAMES` ago?"""
        recent = self._recent
        recent.append(low)
        self._frame += 1
        self._usual += (low - self._usual) / min(self._frame, _USUAL_FRAMES)
        struck = recent[_BEFORE_FRAMES]
        if struck <= _LEAST_PEAK * self._usual or self._frame < len(recent):
            return False
        near = list(recent)
        if struck < max(near[_BEFORE_FRAMES - _PEAK_FRAMES : _BEFORE_FRAMES + _PEAK_FRAMES + 1]):
            return False
        stood, stays = min(near[: _BEFORE_FRAMES - 3]), max(near[-3:])
        kick = (struck - max(stood, _STAYS * stays)) / self._usual
        if kick <= _LEAST_KICK:
            return False
        self._found.append((self._frame, kick))
        return True

    def steadiness(self, interval: float) -> float:
        """−1..1: how much more steadily kicks came every `interval` frames up to the last one than half-way
        between. One beat without a kick breaks the run."""
        near = max(_NEAR_FRAMES, _NEAR_BEATS * interval)
        here, between = [0.0] * RUN_BEATS, [0.0] * RUN_BEATS
        last = self._found[-1][0]
        for frame, kick in self._found:
            ago = (last - frame) / interval
            beat, half = round(ago), int(ago)
            if beat < RUN_BEATS and abs(ago - beat) * interval <= near:
                here[beat] = max(here[beat], kick)
            if half < RUN_BEATS and abs(ago - half - 0.5) * interval <= near:
                between[half] = max(between[half], kick)
        steady, other = min(here), min(between)
        return (steady - other) / (steady + other + _LITTLE)
