"""MIDI clock as an external tempo: 24 pulses a quarter note, start, continue, stop, song position."""

from __future__ import annotations

import math

from realtime.control.midi.pulse_filter import LONGEST_GAP_S, PulseFilter
from realtime.control.tempo_lead import OnTempo

PULSES_A_BEAT = 24
PULSES_A_SIXTEENTH = 6
_REPORT_EVERY = 6
_LOCATING = ("start", "continue", "songpos")
_SLOWEST, _FASTEST = 20.0, 400.0


class MidiClock:
    """Decodes clock messages; needs no hardware.

    Tempo and phase are those of a `PulseFilter`, so that neither a jittery cable nor lost pulses shake the
    picture. Nothing is reported before a start, continue or song position has said where in the song the
    pulses are, nothing while stopped, and nothing while it is not sure whether pulses were lost. The cable
    knows no bars: `beats_per_bar` quarter notes make one, from the song's beginning on.
    """

    def __init__(self, on_tempo: OnTempo, beats_per_bar: int = 4) -> None:
        self._on_tempo = on_tempo
        self._beats_per_bar = beats_per_bar
        self._filter = PulseFilter()
        self._last = -math.inf
        self._next_pulse = 0
        """Of the song, the number of the pulse that comes next, as far as was known when it was set."""
        self._counted = 0
        """How many pulses the filter had counted then."""
        self._unreported = 0
        self._located = False
        self.running = False

    def feed(self, kind: str, time: float, position: int = 0) -> None:
        """One message at `time` (s): clock, start, continue, stop or songpos (position in sixteenths), as
        mido names them; any other is ignored."""
        if kind == "clock":
            self._pulse(time)
        elif kind == "start":
            self._locate(0)
            self._located = self.running = True
        elif kind == "continue":
            if not self.running:
                self._locate(self._next_pulse)
            self._located = self.running = True
        elif kind == "stop":
            if self.running:
                self._locate(self._coming)
            self.running = False
        elif kind == "songpos":
            self._locate(position * PULSES_A_SIXTEENTH)
            self._located = True
        if kind in _LOCATING:
            self._unreported = _REPORT_EVERY

    def idles(self, now: float) -> bool:
        """Are there pulses, but no song that runs? Machines send them while they are stopped, too."""
        return not self.running and abs(now - self._last) < LONGEST_GAP_S

    @property
    def _coming(self) -> int:
        """Number of the song's pulse that comes next."""
        return self._next_pulse + self._filter.count - self._counted

    def _locate(self, pulse: int) -> None:
        """From here on pulses are counted from this one of the song; what was lost before does not count."""
        self._filter.settle()
        self._next_pulse, self._counted = pulse, self._filter.count

    def _pulse(self, time: float) -> None:
        if abs(time - self._last) > LONGEST_GAP_S:
            self._locate(self._coming if self.running else self._next_pulse)
            self._filter.restart()
            self._counted = 0
        self._last = time
        self._filter.feed(time)
        if not self.running:
            return
        self._unreported += 1
        if self._located and self._unreported >= _REPORT_EVERY and self._filter.sure:
            tempo = 60.0 / (self._filter.period * PULSES_A_BEAT)
            if _SLOWEST <= tempo <= _FASTEST:
                self._unreported = 0
                beats = (self._coming - 1) / PULSES_A_BEAT
                self._on_tempo(self._filter.time, tempo, beats, self._beats_per_bar)
