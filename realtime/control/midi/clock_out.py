"""MIDI clock out: other machines follow the beat that is heard. 24 pulses a beat; start falls on a "one"."""

from __future__ import annotations

import logging
import math
import threading
from types import ModuleType
from typing import Any

from realtime.audio.beat.clock import BeatClock
from realtime.clock import Clock
from realtime.control.midi import ports
from realtime.control.midi.clock import PULSES_A_BEAT
from realtime.errors import UserError

log = logging.getLogger(__name__)

PULSE, START, STOP = 0xF8, 0xFA, 0xFC
LEFT_ALONE_S = 4.0
"""So long after the last trusted beat those who follow are stopped."""
_FASTEST = 2.0
"""Pulses that are behind are caught up with at most so many times their rate: none may be left out."""
_LONGEST_WAIT_S, _SHORTEST_WAIT_S = 0.01, 0.0005


class PulseTrain:
    """What is to be sent when, without a port or a thread. Times are seconds on the audio clock."""

    def __init__(self) -> None:
        self.running = False
        self._zero = 0.0
        """Running number of the beat at which the train began."""
        self._sent = 0
        self._last = -math.inf
        self._trusted = -math.inf

    def due(self, clock: BeatClock, now: float) -> list[int]:
        """Bytes that are to be sent at `now`, at most one pulse; call it often."""
        if clock.trusted:
            self._trusted = now
        elif self.running and now - self._trusted > LEFT_ALONE_S:
            self.running = False
            return [STOP]
        if not self.running:
            return self._begin(clock, now)
        behind = (clock.position(now) - self._zero) * PULSES_A_BEAT - self._sent
        # Whole beats by which the beats were counted anew are nothing to those who count pulses.
        self._zero += round(behind / PULSES_A_BEAT)
        behind -= round(behind / PULSES_A_BEAT) * PULSES_A_BEAT
        if behind < 0.0 or now - self._last < clock.period / PULSES_A_BEAT / _FASTEST:
            return []
        return self._pulse(now)

    def _begin(self, clock: BeatClock, now: float) -> list[int]:
        """Start, where a bar has begun just now."""
        in_bar = clock.bar_position(now)
        if not clock.trusted or in_bar > 1.0 / PULSES_A_BEAT:
            return []
        self.running = True
        self._zero, self._sent = clock.position(now) - in_bar, 0
        return [START, *self._pulse(now)]

    def _pulse(self, now: float) -> list[int]:
        self._sent += 1
        self._last = now
        return [PULSE]


class ClockOut:
    """Sends the clock to the port with `name` in its name, from a thread of its own. Raises UserError where
    there is no such port, or the extra is missing."""

    def __init__(self, name: str, clock: Clock) -> None:
        _, rtmidi = ports.modules()
        self._clock = clock
        self.name, self._port = _opened(rtmidi, name)
        self._beats: BeatClock | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="midi-clock", daemon=True)
        self._thread.start()

    def publish(self, beats: BeatClock) -> None:
        """The newest beat clock; costs nothing."""
        self._beats = beats

    def close(self) -> None:
        """Stop those who follow; safe to call twice."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        train = PulseTrain()
        while not self._stop.is_set():
            beats = self._beats
            wait = _LONGEST_WAIT_S
            if beats is not None:
                for byte in train.due(beats, self._clock.now()):
                    self._send(byte)
                wait = min(wait, beats.period / PULSES_A_BEAT / 16.0)
            self._stop.wait(max(wait, _SHORTEST_WAIT_S))
        if train.running:
            self._send(STOP)
        ports.close_output(self._port)

    def _send(self, byte: int) -> None:
        try:
            self._port.send_message([byte])
        except (OSError, ValueError) as error:
            log.debug("MIDI clock to %s: %s", self.name, error)


def _opened(rtmidi: ModuleType, name: str) -> tuple[str, Any]:
    lister = ports.lister(rtmidi)
    api = lister.get_current_api()
    lister.delete()
    port = rtmidi.MidiOut(api, ports.CLIENT)
    try:
        found = ports.chosen(name, port.get_ports(), "output")
        port.open_port(port.get_ports().index(found))
    except UserError:
        port.delete()
        raise
    except OSError as error:
        port.delete()
        raise UserError(f"The MIDI port {name!r} cannot be opened: {error}.") from error
    return ports.plain(found), port
