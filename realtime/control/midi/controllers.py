"""All MIDI controllers: plugged in and out as the show goes on, obeyed, learned and lit from one thread."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from realtime.clock import Clock
from realtime.control.midi import ports
from realtime.control.midi.clock import MidiClock
from realtime.control.midi.device import Device
from realtime.control.midi.device_map import Assignment
from realtime.control.midi.learn import Learner, recent
from realtime.control.midi.lights import Stand
from realtime.control.midi.map_files import MapFiles
from realtime.control.midi.source import Move
from realtime.control.midi.state import Assigned, MidiState
from realtime.control.midi.timecode import SongTime
from realtime.control.rejections import NEWS_S
from realtime.control.table import ParameterTable
from realtime.control.tempo_lead import OnTempo
from realtime.control.wanted import wanted
from realtime.errors import UserError
from realtime.notice import Notice

log = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
"""How often the list of ports is looked at for what was unplugged or came back."""
LIGHT_EVERY_S = 1.0 / 30.0
_TELL_EVERY_S = 0.1
_POLL_S = 0.004
"""How often messages are looked for: a small part of a displayed frame."""
_KNOWN_MESSAGES = 4096
_REMEMBERED_MOVES = 12

Follow = Callable[[str], OnTempo]
"""Gives what the clock of a device, by its name, reports to."""


class Controllers:
    """Every controller, or those whose ports are named.

    names: parts of names of ports, whose clock is followed, too, and which must be there; none: every
    controller that is there or comes, whose clock nobody follows. follow: gives what a clock reports to;
    channel: 1..16, the only one whose knobs and pads count; folder: of the user's maps. Raises UserError
    where a port is named that there is not, or the extra is missing.
    """

    def __init__(
        self,
        names: tuple[str, ...],
        table: ParameterTable,
        follow: Follow,
        clock: Clock,
        channel: int | None = None,
        beats_per_bar: int = 4,
        folder: Path | None = None,
    ) -> None:
        mido, self._rtmidi = ports.modules()
        # Knobs say the same again and again.
        self._parsed = lru_cache(_KNOWN_MESSAGES)(mido.Message.from_bytes)
        self._wanted, self._table, self._clock = names, table, clock
        self._channel = channel
        self._maps = MapFiles(folder)
        self._clocks = {name: MidiClock(follow(f"MIDI clock {name}"), beats_per_bar) for name in names}
        self._commands: deque[Callable[[], None]] = deque()
        self._awake = threading.Event()
        self._stopping = False
        self._devices: dict[str, Device] = {}
        self._seen: dict[str, None] = {}
        self._learner = Learner()
        # What was moved last and plays nothing: several messages tell an encoder from a knob.
        self._moved_device: Device | None = None
        self._moves: deque[Move] = deque(maxlen=_REMEMBERED_MOVES)
        self._learned = ""
        self._stand: Stand | None = None
        self._stamps: dict[Path, float] = {}
        self._refused = -NEWS_S, ""
        self.state = MidiState()
        self.song_time: SongTime | None = None
        """Where the song is that another machine plays, by the last time code."""
        # Stays open only to list the ports: a new one each time would cost up to half a second.
        self._lister = ports.lister(self._rtmidi)
        try:
            listed = self._lister.get_ports()
            for name in names:
                self._open(ports.chosen(name, listed), name)
            if not names:
                self._look()
        except (OSError, UserError) as error:
            self._close_all()
            if isinstance(error, UserError):
                raise
            raise UserError(f"A MIDI port cannot be opened: {error}.") from error
        self._tell()
        self._thread = threading.Thread(target=self._run, name="midi", daemon=True)
        self._thread.start()

    @property
    def names(self) -> tuple[str, ...]:
        """Controllers that are plugged in."""
        return tuple(device.name for device in self._devices.values())

    @property
    def notices(self) -> tuple[str, ...]:
        """What the operator should know."""
        here = self.names
        gone = [Notice("MIDI {name} is unplugged", name=name) for name in self._seen if name not in here]
        now = self._clock.now()
        stopped = [
            Notice("MIDI clock of {name} is stopped: press play over there", name=device.name)
            for device in list(self._devices.values())
            if device.clock is not None and device.clock.idles(now)
        ]
        at, refused = self._refused
        news = refused if now - at < NEWS_S else ""
        return tuple(one for one in (*gone, *stopped, self._maps.fault, news) if one)

    def show(self, stand: Stand) -> None:
        """Where the show stands, for lights; costs the display loop nothing."""
        self._stand = stand

    def learn(self, text: str) -> None:
        """Assign what moves next to the control that `text` names; empty: nothing after all."""
        self._later(lambda: self._arm(text))

    def assign(self, text: str) -> None:
        """Assign what was moved last, and plays nothing yet, to the control that `text` names."""
        self._later(lambda: self._assign_moved(text))

    def forget(self, text: str) -> None:
        """Take away every knob and pad that plays the control that `text` names."""
        self._later(lambda: self._forget(text))

    def close(self) -> None:
        """Put out the lights and close all ports; safe to call twice."""
        self._stopping = True
        self._awake.set()
        self._thread.join()

    def _later(self, command: Callable[[], None]) -> None:
        self._commands.append(command)
        self._awake.set()

    # All that follows is done in the thread.

    def _run(self) -> None:
        look_due = light_due = tell_due = 0.0
        while not self._stopping:
            due_s = max(min(light_due, look_due) - time.monotonic(), 0.0)
            self._awake.wait(min(due_s, _POLL_S) if self._devices else due_s)
            self._awake.clear()
            while self._commands:
                self._commands.popleft()()
            for device in self._devices.values():
                # What comes meanwhile is taken the next time: a storm holds nobody up.
                for at, data in list(device.taken(self._clock.now())):
                    self._take(at, device, data)
            self._finish_learning()
            now = time.monotonic()
            if now >= light_due:
                # Lights and a knob that is being learned are looked after even while nothing comes.
                light_due = now + (LIGHT_EVERY_S if self._restless else LOOK_EVERY_S)
                self._light()
            if now >= look_due:
                look_due = now + LOOK_EVERY_S
                self._look()
            if now >= tell_due:
                tell_due = now + _TELL_EVERY_S
                self._tell()
        self._close_all()

    @property
    def _restless(self) -> bool:
        lit = any(device.map.has_lights for device in self._devices.values())
        return lit or self._learner.want is not None or bool(self._moves)

    def _take(self, at: float, device: Device, data: list[int]) -> None:
        try:
            message = self._parsed(tuple(data))
        except (ValueError, IndexError):
            # Noise on the cable: the next message is whole again.
            return
        if device.clock is not None:
            device.clock.feed(message.type, at, getattr(message, "pos", 0))
            if message.type == "quarter_frame":
                found = device.timecode.feed(message.frame_type, message.frame_value, at)
                self.song_time = found or self.song_time
            elif message.type == "sysex":
                self.song_time = device.timecode.locate(message.data, at) or self.song_time
        if self._channel is not None and getattr(message, "channel", None) != self._channel - 1:
            return
        move = device.decoder.feed(message)
        if move is None:
            return
        device.lights.touched(move.source, at)
        if self._learner.want is not None:
            self._learner.take(device, move, at)
        elif not device.bindings.apply(move, at, f"MIDI {device.name}") and (
            move.source.kind != "note" or move.pressed
        ):
            if device is not self._moved_device:
                self._moves.clear()
            self._moved_device = device
            self._moves.append(move)

    # Learning

    def _arm(self, text: str) -> None:
        want = wanted(text, self._table.parameters) if text else None
        if text and want is None:
            self._refuse(Notice("MIDI: there is nothing to learn for {text}.", text=repr(text)))
        self._learner.arm(want)

    def _refuse(self, reason: str) -> None:
        self._refused = self._clock.now(), reason

    def _finish_learning(self) -> None:
        device = self._learner.device
        new = self._learner.learned(self._clock.now())
        if new is not None and isinstance(device, Device):
            self._bind(device, new)

    def _assign_moved(self, text: str) -> None:
        device = self._moved_device
        if device is None or not self._moves:
            self._refuse(Notice("MIDI: move a knob first, then assign it."))
            return
        self._arm(text)
        for move in recent(self._moves):
            self._learner.take(device, move, -1e9)
        self._finish_learning()

    def _bind(self, device: Device, new: Assignment) -> None:
        if self._devices.get(device.port) is not device:
            return
        device.map = self._maps.assign(device.name, device.map, new)
        self._note_stamp(device)
        self._moves.clear()
        self._learned = f"{device.name}: {new.words}"
        log.info("MIDI: learned: %s", self._learned)

    def _forget(self, text: str) -> None:
        for device in self._devices.values():
            if len(device.map.without(text).assignments) != len(device.map.assignments):
                device.map = self._maps.forget(device.name, device.map, text)
                self._note_stamp(device)

    # Lights

    def _light(self) -> None:
        now, stand = self._clock.now(), self._stand
        values = self._table.snapshot()
        for device in self._devices.values():
            device.show(values, stand, now)

    # Ports

    def _look(self) -> None:
        """Close what vanished, open what came (under any number), read maps again that were edited."""
        try:
            listed = self._lister.get_ports()
        except OSError as error:
            log.debug("MIDI ports cannot be listed now: %s", error)
            return
        for port in [port for port in self._devices if port not in listed]:
            device = self._devices.pop(port)
            log.warning("MIDI %s was unplugged; it is taken again when it comes back", device.name)
            device.close(gone=True)
            if device is self._moved_device:
                self._moves.clear()
        for port, name in self._missing(listed):
            try:
                back = ports.plain(port) in self._seen
                self._open(port, name)
                log.log(
                    logging.WARNING if back else logging.INFO,
                    "MIDI %s is %s",
                    ports.plain(port),
                    "back" if back else "there",
                )
            except OSError as error:
                log.debug("MIDI %s cannot be opened now: %s", port, error)
        for device in self._devices.values():
            self._reread(device)
            device.look()

    def _missing(self, listed: list[str]) -> list[tuple[str, str]]:
        """(port, the name by which it was asked for) of what is there and not open."""
        if not self._wanted:
            return [(port, "") for port in listed if ports.is_device(port) and port not in self._devices]
        found = []
        for name in self._wanted:
            if not any(ports.matching(name, [port]) for port in self._devices):
                port = ports.matching(name, listed)
                if port is not None and port not in self._devices:
                    found.append((port, name))
        return found

    def _open(self, port: str, name: str) -> None:
        if port in self._devices:
            return
        found = self._maps.find(ports.plain(port), named=bool(name))
        device = Device(
            self._rtmidi,
            self._lister.get_current_api(),
            port,
            self._table,
            found,
            self._clocks.get(name),
        )
        self._devices[port] = device
        self._seen[device.name] = None
        self._note_stamp(device)

    def _reread(self, device: Device) -> None:
        path = device.map.path
        if path is None or path.parent != self._maps.folder or self._stamp(path) == self._stamps.get(path):
            return
        self._note_stamp(device)
        device.map = self._maps.again(device.name, device.map, named=bool(self._wanted))
        self._note_stamp(device)

    def _note_stamp(self, device: Device) -> None:
        if (path := device.map.path) is not None:
            self._stamps[path] = self._stamp(path)

    @staticmethod
    def _stamp(path: Path) -> float:
        try:
            return path.stat().st_mtime
        except OSError:
            return 0.0

    def _close_all(self) -> None:
        for device in self._devices.values():
            device.close()
        self._devices.clear()
        self._lister.delete()

    def _tell(self) -> None:
        here = {device.name: device.map for device in self._devices.values()}
        devices = tuple(
            (name, here[name].name if name in here and here[name].assignments else "", name in here)
            for name in self._seen
        )
        moved = ""
        if self._moves and self._moved_device is not None:
            moved = f"{self._moves[-1].source.words} of {self._moved_device.name}"
        want = self._learner.want
        state = MidiState(
            devices,
            moved,
            want.words if want is not None else "",
            self._learned,
            tuple(
                Assigned(device.name, one.source.words, one.target, one.kind)
                for device in self._devices.values()
                for one in device.map.assignments
            ),
        )
        if state != self.state:
            self.state = state
