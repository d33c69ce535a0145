"""MIDI clock as an external tempo: 24 pulses a quarter note, start, continue, stop, song position."""

from __future__ import annotations

import difflib
from collections import deque
from collections.abc import Callable

import numpy as np

from realtime.clock import Clock
from realtime.errors import UserError

PULSES_A_BEAT = 24
PULSES_A_SIXTEENTH = 6
_KEPT_PULSES = 2 * PULSES_A_BEAT
_LEAST_PULSES = 12
_REPORT_EVERY = 6
_LONGEST_GAP_S = 0.5
_SLOWEST, _FASTEST = 20.0, 400.0

OnTempo = Callable[[float, float, float, int], None]
"""(time in s, tempo in bpm, beats since the song's start at that time, beats a bar)."""


class MidiClock:
    """Decodes clock messages; needs no hardware.

    Tempo and phase are a straight line through the last two beats' pulses, so that a jittery cable does
    not shake the picture. Nothing is reported before a start, continue or song position has said where
    in the song the pulses are, and nothing while stopped.
    """

    def __init__(self, on_tempo: OnTempo, beats_per_bar: int = 4) -> None:
        self._on_tempo = on_tempo
        self._beats_per_bar = beats_per_bar
        self._times: deque[float] = deque(maxlen=_KEPT_PULSES)
        self._next_pulse = 0
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

    def _pulse(self, time: float) -> None:
        if self._times and not 0.0 < time - self._times[-1] < _LONGEST_GAP_S:
            self._times.clear()
        if len(self._times) >= _LEAST_PULSES:
            period, expected = self._line()
            # The tempo has jumped: what was before says nothing of what comes.
            if abs(time - expected - period) > max(0.5 * period, 0.012):
                last = self._times[-1]
                self._times.clear()
                self._times.append(last)
        self._times.append(time)
        if not self.running:
            return
        pulse = self._next_pulse
        self._next_pulse += 1
        if self._located and len(self._times) >= _LEAST_PULSES and pulse % _REPORT_EVERY == 0:
            period, smooth_time = self._line()
            tempo = 60.0 / (period * PULSES_A_BEAT)
            if _SLOWEST <= tempo <= _FASTEST:
                self._on_tempo(smooth_time, tempo, pulse / PULSES_A_BEAT, self._beats_per_bar)

    def _line(self) -> tuple[float, float]:
        """(seconds a pulse, time of the newest pulse) of the least-squares line through the kept pulses."""
        times = np.array(self._times)
        numbers = np.arange(len(times)) - (len(times) - 1) / 2.0
        slope = float(numbers @ times / (numbers @ numbers))
        return slope, float(times.mean()) + slope * (len(times) - 1) / 2.0


class MidiClockInput:
    """Listens to a MIDI port in the driver's own thread. Raises UserError without the extra or the port.

    name: of the port, or a part of it; None takes the first. clock: gives the audio time of each message.
    """

    def __init__(self, on_tempo: OnTempo, clock: Clock, name: str | None = None) -> None:
        decoder = MidiClock(on_tempo)
        mido = _mido()
        try:
            names = mido.get_input_names()
        except (OSError, SystemError, RuntimeError) as error:
            raise UserError(f"MIDI cannot be used here: {error}. Is there an ALSA or JACK server?") from error
        self.name = _chosen(name, names)

        def receive(message) -> None:
            decoder.feed(message.type, clock.now(), getattr(message, "pos", 0))

        try:
            self._port = mido.open_input(self.name, callback=receive)
        except (OSError, SystemError, RuntimeError) as error:
            raise UserError(f"The MIDI port {self.name!r} cannot be opened: {error}.") from error

    def close(self) -> None:
        """Close the port; safe to call twice."""
        self._port.close()


def _mido():
    try:
        import mido
        import rtmidi  # noqa: F401 - mido only finds out when a port is opened
    except ImportError as error:
        raise UserError("MIDI needs the extra: pip install 'anacrusis[midi]'.") from error
    return mido


def _chosen(name: str | None, names: list[str]) -> str:
    if not names:
        raise UserError("There is no MIDI input on this machine: plug a device in, or start its software.")
    if name is None:
        return names[0]
    for known in names:
        if name.lower() in known.lower():
            return known
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.3)
    raise UserError(f"There is no MIDI input {name!r}; there is {', '.join(near or names)}.")
