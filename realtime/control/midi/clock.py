"""MIDI clock as an external tempo: 24 pulses a quarter note, start, continue, stop, song position."""

from __future__ import annotations

import math
from collections import deque

import numpy as np

from realtime.control.tempo_lead import OnTempo

PULSES_A_BEAT = 24
PULSES_A_SIXTEENTH = 6
_KEPT_PULSES = 2 * PULSES_A_BEAT
_LEAST_PULSES = 12
_REPORT_EVERY = 6
_LONGEST_GAP_S = 0.5
_STRAY_S, _STRAY_SHARE = 0.005, 0.25
"""So far off the line (the larger of seconds and share of a pulse) a pulse does not count at once."""
_STRAYS_THAT_CONVINCE = 4
_LOCATING = ("start", "continue", "songpos")
_SLOWEST, _FASTEST = 20.0, 400.0


class MidiClock:
    """Decodes clock messages; needs no hardware.

    Tempo and phase are a straight line through the last two beats' pulses, so that a jittery cable does
    not shake the picture; a pulse far off the line counts only if the next ones agree with it. Nothing is
    reported before a start, continue or song position has said where in the song the pulses are, and
    nothing while stopped. The cable knows no bars: `beats_per_bar` quarter notes make one, from the song's
    beginning on.
    """

    def __init__(self, on_tempo: OnTempo, beats_per_bar: int = 4) -> None:
        self._on_tempo = on_tempo
        self._beats_per_bar = beats_per_bar
        self._points: deque[tuple[int, float]] = deque(maxlen=_KEPT_PULSES)
        self._strays: list[tuple[int, float]] = []
        self._count = 0
        self._last = -math.inf
        self._next_pulse = 0
        self._unreported = 0
        self._located = False
        self.running = False

    def feed(self, kind: str, time: float, position: int = 0) -> None:
        """One message at `time` (s): clock, start, continue, stop or songpos (position in sixteenths), as
        mido names them; any other is ignored."""
        if kind == "clock":
            self._pulse(time)
        elif kind == "start":
            self._next_pulse, self._located, self.running = 0, True, True
        elif kind == "continue":
            self._located = self.running = True
        elif kind == "stop":
            self.running = False
        elif kind == "songpos":
            self._next_pulse, self._located = position * PULSES_A_SIXTEENTH, True
        if kind in _LOCATING:
            self._unreported = _REPORT_EVERY

    def idles(self, now: float) -> bool:
        """Are there pulses, but no song that runs? Machines send them while they are stopped, too."""
        return not self.running and abs(now - self._last) < _LONGEST_GAP_S

    def _pulse(self, time: float) -> None:
        if abs(time - self._last) > _LONGEST_GAP_S:
            self._points.clear()
            self._strays.clear()
        self._last = time
        self._count += 1
        self._fit((self._count, time))
        if not self.running:
            return
        pulse = self._next_pulse
        self._next_pulse += 1
        self._unreported += 1
        if self._sure and self._unreported >= _REPORT_EVERY:
            period, smooth_time = self._line(self._count)
            if period > 0.0 and _SLOWEST <= (tempo := 60.0 / (period * PULSES_A_BEAT)) <= _FASTEST:
                self._unreported = 0
                self._on_tempo(smooth_time, tempo, pulse / PULSES_A_BEAT, self._beats_per_bar)

    @property
    def _sure(self) -> bool:
        return self._located and len(self._points) >= _LEAST_PULSES and not self._strays

    def _fit(self, point: tuple[int, float]) -> None:
        if len(self._points) < _LEAST_PULSES:
            self._points.append(point)
            return
        period, expected = self._line(point[0])
        off = point[1] - expected
        if abs(off) <= max(_STRAY_SHARE * period, _STRAY_S):
            self._strays.clear()
            self._points.append(point)
            return
        self._strays.append(point)
        if len(self._strays) == _STRAYS_THAT_CONVINCE:
            self._follow_strays(period)

    def _follow_strays(self, period: float) -> None:
        """Either pulses were lost on the way, then the song is farther on; or the tempo has jumped."""
        strays, self._strays = self._strays, []
        (first, first_time), (last, last_time) = strays[0], strays[-1]
        late = [time - self._line(number)[1] for number, time in strays]
        lost = round(sum(late) / len(late) / period) if period > 0.0 else 0
        own_period = (last_time - first_time) / (last - first)
        if lost >= 1 and abs(own_period - period) < _STRAY_SHARE * period:
            self._count += lost
            self._points.extend((number + lost, time) for number, time in strays)
            if self.running:
                self._next_pulse += lost
        else:
            self._points = deque(strays, maxlen=_KEPT_PULSES)

    def _line(self, number: int) -> tuple[float, float]:
        """(seconds a pulse, time of pulse `number`) by the least-squares line through the newest pulses."""
        numbers, times = np.array(self._points).T
        middle, mean = float(numbers.mean()), float(times.mean())
        offsets = numbers - middle
        slope = float(offsets @ (times - mean) / (offsets @ offsets))
        return slope, mean + slope * (number - middle)
