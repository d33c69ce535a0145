"""MIDI in: clock, knobs and pads of a port found by name, which may be unplugged and come back."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from types import ModuleType
from typing import Any

from realtime.clock import Clock
from realtime.command_name import install_hint
from realtime.control.midi.bindings import MidiBindings
from realtime.control.midi.clock import MidiClock
from realtime.control.table import ParameterTable
from realtime.control.tempo_lead import OnTempo
from realtime.did_you_mean import nearest
from realtime.errors import UserError

log = logging.getLogger(__name__)

CLIENT = "anacrusis"
LOOK_EVERY_S = 1.0
"""How often the list of ports is looked at for what was unplugged or came back."""
_MOST_WAITING = 4096


class MidiIn:
    """Listens to one MIDI port. The driver's thread only stamps and queues; one of our own does the rest.

    name: of the port, or a part of it; table: takes knobs and pads, on `channel` (1..16) or on all;
    on_tempo: takes the MIDI clock's tempo, in bars of `beats_per_bar` quarter notes; clock: gives the
    audio time of each message.
    Raises UserError where there is no MIDI, no such port, or the extra is missing.
    """

    def __init__(
        self,
        name: str,
        table: ParameterTable,
        on_tempo: OnTempo,
        clock: Clock,
        channel: int | None = None,
        beats_per_bar: int = 4,
    ) -> None:
        self._mido, self._rtmidi = _modules()
        self._wanted = name
        self._clock = clock
        self._decoder = MidiClock(on_tempo, beats_per_bar)
        self._bindings = MidiBindings(table, channel)
        self._waiting: deque[tuple[float, list[int]]] = deque(maxlen=_MOST_WAITING)
        self._awake = threading.Event()
        self._stopping = False
        self._port: Any = None
        self.name = name
        # Stays open only to list the ports: a new one each time would cost up to half a second.
        self._lister = _lister(self._rtmidi)
        try:
            self.name = _chosen(name, self._lister.get_ports())
            self._open()
        except OSError as error:
            self._lister.delete()
            raise UserError(f"The MIDI port {self.name!r} cannot be opened: {error}.") from error
        except UserError:
            self._lister.delete()
            raise
        self._thread = threading.Thread(target=self._run, name="midi", daemon=True)
        self._thread.start()

    @property
    def notice(self) -> str:
        """What the operator should know, or nothing."""
        if self._port is None:
            return f"MIDI {self.name} is unplugged"
        if self._decoder.idles(self._clock.now()):
            return f"MIDI clock of {self.name} is stopped: press play over there"
        return ""

    def close(self) -> None:
        """Close the port; safe to call twice."""
        self._stopping = True
        self._awake.set()
        self._thread.join()

    def _receive(self, event: tuple[list[int], float], _: object) -> None:
        """In the driver's thread."""
        self._waiting.append((self._clock.now(), event[0]))
        self._awake.set()

    def _run(self) -> None:
        look_due = time.monotonic() + LOOK_EVERY_S
        while not self._stopping:
            self._awake.wait(max(look_due - time.monotonic(), 0.0))
            self._awake.clear()
            while self._waiting:
                self._take(*self._waiting.popleft())
            if time.monotonic() >= look_due:
                look_due = time.monotonic() + LOOK_EVERY_S
                self._look()
        self._let_go()
        self._lister.delete()

    def _take(self, at: float, data: list[int]) -> None:
        try:
            message = self._mido.Message.from_bytes(data)
        except (ValueError, IndexError):
            # Noise on the cable: the next message is whole again.
            return
        self._decoder.feed(message.type, at, getattr(message, "pos", 0))
        self._bindings.apply(message, at, f"MIDI {self.name}")

    def _look(self) -> None:
        """Close a port that vanished, open it again when it is back (under any number)."""
        try:
            names = self._lister.get_ports()
            if self._port is not None and self.name not in names:
                log.warning("MIDI %s was unplugged; it is taken again when it comes back", self.name)
                self._let_go()
            if self._port is None and (found := _matching(self._wanted, names)):
                self.name = found
                self._open()
                log.warning("MIDI %s is back", self.name)
        except OSError as error:
            log.debug("MIDI ports cannot be listed or opened now: %s", error)

    def _open(self) -> None:
        port = self._rtmidi.MidiIn(self._lister.get_current_api(), CLIENT)
        try:
            names = port.get_ports()
            if self.name not in names:
                raise OSError("it has just vanished")
            port.ignore_types(sysex=True, timing=False, active_sense=True)
            port.set_callback(self._receive)
            port.open_port(names.index(self.name))
        except OSError:
            port.delete()
            raise
        self._port = port

    def _let_go(self) -> None:
        if self._port is not None:
            self._port.close_port()
            self._port.delete()
            self._port = None


def _modules() -> tuple[ModuleType, ModuleType]:
    try:
        import mido
        import rtmidi
    except ImportError as error:
        raise UserError(f"MIDI needs an extra: {install_hint('midi')}") from error
    return mido, rtmidi


def _lister(rtmidi: ModuleType) -> Any:
    """A MIDI client of the machine's own system, or of JACK where that alone is there."""
    try:
        return rtmidi.MidiIn(name=f"{CLIENT} ports")
    except OSError as error:
        if rtmidi.API_UNIX_JACK in rtmidi.get_compiled_api():
            try:
                return rtmidi.MidiIn(rtmidi.API_UNIX_JACK, f"{CLIENT} ports")
            except OSError:
                log.debug("no JACK server either")
        raise UserError(
            "There is no MIDI on this machine: neither ALSA's sequencer (modprobe snd-seq) nor JACK."
        ) from error


def _matching(wanted: str, names: list[str]) -> str | None:
    """The port that is called so, else the first that has it in its name."""
    if wanted in names:
        return wanted
    return next((name for name in names if wanted.lower() in name.lower()), None)


def _chosen(wanted: str, names: list[str]) -> str:
    if found := _matching(wanted, names):
        return found
    if not names:
        raise UserError(
            f"There is no MIDI input {wanted!r}, nor any other: plug the device in or start its program."
        )
    # The nearest first: a name is often typed from memory.
    near = nearest(wanted, names, most=len(names), cutoff=0.0)
    raise UserError(f"There is no MIDI input {wanted!r}. There is: {', '.join(near)}.")
