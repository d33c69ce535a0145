"""One controller that is plugged in: its ports, its map, what it moves and what it shows."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from realtime.control.midi import ports
from realtime.control.midi.arrivals import Arrivals
from realtime.control.midi.bindings import MidiBindings
from realtime.control.midi.clock import MidiClock
from realtime.control.midi.device_map import DeviceMap
from realtime.control.midi.lights import Lights, Stand
from realtime.control.midi.source import SourceDecoder
from realtime.control.midi.timecode import TimeCode
from realtime.control.table import ParameterTable, Values

log = logging.getLogger(__name__)

_LIGHTS_AT_ONCE = 64
_TRIES = 5


class Device:
    """Opened by its port's name; for one thread. clock: its own, None where nobody follows it. Raises OSError
    where it cannot be opened."""

    def __init__(
        self,
        rtmidi: ModuleType,
        api: int,
        port: str,
        table: ParameterTable,
        device: DeviceMap,
        clock: MidiClock | None = None,
    ) -> None:
        self._rtmidi, self._api = rtmidi, api
        self.port, self.name = port, ports.plain(port)
        self.clock, self.timecode = clock, TimeCode()
        self._table = table
        self.bindings = MidiBindings(table, device)
        self.decoder = SourceDecoder(device.pairs)
        self._lights = Lights(device, table)
        self._output: Any = None
        self._tries = _TRIES
        self._arrivals = Arrivals()
        self._input = ports.open_input(rtmidi, api, port, exclusive=clock is not None)
        self.look()

    @property
    def map(self) -> DeviceMap:
        return self.bindings.device

    @map.setter
    def map(self, device: DeviceMap) -> None:
        self.bindings.device = device
        self.decoder.pairs = device.pairs
        self._darken()
        self._lights = Lights(device, self._table)
        self._tries = _TRIES
        self.look()

    @property
    def lights(self) -> Lights:
        return self._lights

    def taken(self, now: float) -> Iterator[tuple[float, list[int]]]:
        """(when it came, its bytes) of each message that waits; now: by the clock that stamps them."""
        while (found := self._input.get_message()) is not None:
            message, since_s = found
            yield self._arrivals.at(since_s, now), message
        self._arrivals.looked(now)

    def show(self, values: Values, stand: Stand | None, now: float) -> None:
        """Bring its lights up to date; what is too much at once is left for the next time."""
        if self._output is None:
            return
        for message in itertools.islice(self._lights.news(values, stand, now), _LIGHTS_AT_ONCE):
            self._send(message)

    def close(self, gone: bool = False) -> None:
        """Nothing is held any more. gone: it was unplugged, so there is nobody to say goodbye to."""
        self.bindings.let_go()
        if not gone:
            self._darken()
            for message in self.map.exit:
                self._send(message)
        ports.close(self._input)
        if self._output is not None:
            ports.close_output(self._output)
            self._output = None

    def _darken(self) -> None:
        for message in self._lights.dark():
            self._send(message)

    def look(self) -> None:
        """Open the way to its lights, which may come a moment after the device itself, or never; and tell it
        all again, for what has just been plugged in may not listen yet."""
        if not self.map.has_lights or not self._tries:
            return
        self._tries -= 1
        if self._output is not None:
            self._begin()
            return
        try:
            self._output = ports.open_way_back(self._rtmidi, self._api, self.port)
        except OSError as error:
            if not self._tries:
                log.info("MIDI: the lights of %s cannot be set: %s", self.name, error)
            return
        self._begin()

    def _begin(self) -> None:
        for message in self.map.init:
            self._send(message)
        self._lights.forget()

    def _send(self, message: bytes) -> None:
        if self._output is not None:
            try:
                self._output.send_message(list(message))
            except (OSError, ValueError) as error:
                log.debug("MIDI: %s does not take %s: %s", self.name, message.hex(" "), error)
