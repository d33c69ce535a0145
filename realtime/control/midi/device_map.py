"""A controller's map: which knob and pad plays which row of the table, how it is meant, and what it lights.

The file is TOML; docs/osc-and-midi.md shows one. Maps that ship lie in maps/, a user's own in `midi/` of the
folder for settings, where a file for the same device takes the other's place.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from realtime.control.midi.kinds import KINDS, usual_kind
from realtime.control.midi.source import NUMBERS, Source, SourceKind
from realtime.control.parameters import PARAMETERS, Parameter
from realtime.did_you_mean import unknown
from realtime.errors import UserError

ROWS: Mapping[str, Parameter] = {row.name: row for row in PARAMETERS}
"""The rows of every show. Inputs of its shaders are rows, too, by names such as `post.mirror.mirror_axis`."""
_LIGHT_KEYS = ("off", "on", "next", "ready", "channel", "note")
_RING_KEYS = ("cc", "low", "high")
_KEYS = (*NUMBERS, "channel", "to", "kind", "value", "range", "light", "ring")
_TOP = ("name", "device", "init", "exit", "light", "control")


@dataclass(frozen=True, slots=True)
class Light:
    """Values of a button's light: `off`; `on`: active or playing; `next`: the scene that comes; `ready`: a
    scene or snapshot that there is. channel, note: where it is sent, None for the button's own."""

    off: int = 0
    on: int = 127
    next: int = 127
    ready: int = 0
    channel: int | None = None
    note: int | None = None


@dataclass(frozen=True, slots=True)
class Ring:
    """Lights round a knob, or a motor fader: the CC that sets them, and its values at the ends."""

    cc: int
    low: int = 0
    high: int = 127


@dataclass(frozen=True, slots=True)
class Assignment:
    """One line of a map. to: the row that is played; kind: one of KINDS; value: what a press sets; ends: the
    row's values at the knob's ends; light: of the button; ring: shows the value."""

    source: Source
    to: str
    kind: str
    value: float | str | None = None
    ends: tuple[float, float] | None = None
    light: Light | None = None
    ring: Ring | None = None

    @property
    def words(self) -> str:
        """As "CC 21, channel 1 plays strength.gain (pickup)"."""
        return f"{self.source.words} plays {self.target} ({self.kind})"

    @property
    def target(self) -> str:
        """The row, with the value that a press sets: "scene.go 3"."""
        value = f"{self.value:g}" if isinstance(self.value, float) else self.value
        return self.to if value is None else f"{self.to} {value}"


@dataclass(frozen=True, slots=True)
class DeviceMap:
    """name: for people; devices: parts of the names of ports that it is for; init, exit: messages that are
    sent as the device comes and as the show lets it go; path: its file, None for none."""

    name: str
    devices: tuple[str, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    init: tuple[bytes, ...] = ()
    exit: tuple[bytes, ...] = ()
    path: Path | None = field(default=None, compare=False)

    def fits(self, port: str) -> bool:
        """Is this the map for a port of such a name?"""
        return any(part.lower() in port.lower() for part in self.devices)

    @property
    def has_lights(self) -> bool:
        return bool(self.init) or any(one.light or one.ring is not None for one in self.assignments)

    @property
    def pairs(self) -> frozenset[Source]:
        return frozenset(one.source for one in self.assignments if one.source.kind == "cc14")

    def assigned(self, new: Assignment) -> DeviceMap:
        """With `new` in place of what its source did."""
        kept = tuple(one for one in self.assignments if one.source != new.source)
        return replace(self, assignments=(*kept, new))

    def without(self, to: str) -> DeviceMap:
        """Without what plays the row `to`, or `to` with a value ("scene.go 3")."""
        kept = tuple(one for one in self.assignments if to not in (one.to, one.target))
        return replace(self, assignments=kept)


def may_be_input(name: str) -> bool:
    """May a row of this name be in some show, as an input of a shader?"""
    return name.count(".") > 1


def read_map(path: Path) -> DeviceMap:
    """The map in a file. Raises UserError with the file, the assignment and what it should be."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(f"The MIDI map {path} cannot be read: {error}.") from error
    return map_of(found, path)


def map_of(found: Mapping[str, Any], path: Path) -> DeviceMap:
    """The map that a file's tables say. Raises UserError."""
    for key in found:
        if key not in _TOP:
            raise UserError(f"The MIDI map {path}: {unknown('key', key, _TOP)}")
    devices = found.get("device", [])
    devices = [devices] if isinstance(devices, str) else devices
    if not devices or not all(isinstance(one, str) and one for one in devices):
        raise UserError(f'The MIDI map {path} must say for which device it is: device = "part of its name".')
    light = _light(found.get("light"), Light(), f"{path}: light")
    listed = found.get("control", [])
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise UserError(f"The MIDI map {path}: assignments begin with [[control]].")
    assignments = tuple(
        _assignment(one, light if "light" in found else None, f"The MIDI map {path}, control {number}")
        for number, one in enumerate(listed, 1)
    )
    init, leave = (tuple(_messages(found.get(key, []), f"{path}: {key}")) for key in ("init", "exit"))
    name = found.get("name", devices[0])
    if not isinstance(name, str):
        raise UserError(f"The MIDI map {path}: name is a text.")
    return DeviceMap(name, tuple(devices), assignments, init, leave, path)


def _assignment(found: Mapping[str, Any], usual: Light | None, where: str) -> Assignment:
    for key in found:
        if key not in _KEYS:
            raise UserError(f"{where}: {unknown('key', key, _KEYS)}")
    source = _source(found, where)
    to = found.get("to")
    if not isinstance(to, str) or not (to in ROWS or may_be_input(to)):
        raise UserError(f"{where}: {unknown('control', str(to), ROWS)}")
    row = ROWS.get(to, Parameter(to, "float", "", low=-math.inf, high=math.inf))
    name = found.get("kind", usual_kind(source.kind, row.kind))
    kind = KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        raise UserError(f"{where}: {unknown('kind', str(name), KINDS)}")
    if row.kind not in kind.rows or source.kind not in kind.sources:
        fitting = [one.name for one in KINDS.values() if row.kind in one.rows and source.kind in one.sources]
        raise UserError(
            f"{where}: {source.words} cannot play {to} as {name!r}; "
            + (f"it can as {', '.join(fitting)}." if fitting else "it cannot play it at all.")
        )
    value = _value(found.get("value"), row, where)
    if row.kind in ("index", "text") and kind.button and value is None:
        raise UserError(f"{where}: say which: value = {1 if row.kind == 'index' else repr('text')}.")
    light = _light(found["light"], usual or Light(), where) if "light" in found else usual
    ring = _ring(found["ring"], source, where) if "ring" in found else None
    ends = _ends(found.get("range"), where)
    return Assignment(source, to, kind.name, value, ends, light if kind.button else None, ring)


def _source(found: Mapping[str, Any], where: str) -> Source:
    named: list[SourceKind] = [kind for kind in NUMBERS if kind in found]
    if len(named) != 1:
        raise UserError(f"{where}: exactly one of {', '.join(NUMBERS)} says what is moved.")
    kind = named[0]
    number, channel = found[kind], found.get("channel")
    if not NUMBERS[kind]:
        number = 0 if number is True else None
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= NUMBERS[kind]:
        fitting = f"a number from 0 to {NUMBERS[kind]}" if NUMBERS[kind] else "true"
        raise UserError(f"{where}: {kind} is {fitting}.")
    if channel is not None and (isinstance(channel, bool) or channel not in range(1, 17)):
        raise UserError(f"{where}: channel is a number from 1 to 16.")
    return Source(kind, number, channel)


def _value(found: Any, row: Parameter, where: str) -> float | str | None:
    if found is None:
        return None
    if row.kind == "text":
        if isinstance(found, str):
            return found
        raise UserError(f"{where}: value is a text.")
    if isinstance(found, bool) or not isinstance(found, (int, float)):
        raise UserError(f"{where}: value is a number.")
    if row.kind != "bool" and not row.low <= found <= row.high:
        raise UserError(f"{where}: value lies between {row.low:g} and {row.high:g}.")
    return float(found)


def _ends(found: Any, where: str) -> tuple[float, float] | None:
    if found is None:
        return None
    numbers = [one for one in found if isinstance(one, (int, float))] if isinstance(found, list) else []
    if len(numbers) != 2 or len(found) != 2:
        raise UserError(f"{where}: range is two numbers, the values at the knob's ends.")
    return float(numbers[0]), float(numbers[1])


def _light(found: Any, usual: Light, where: str) -> Light:
    if found is None:
        return usual
    if not isinstance(found, dict):
        raise UserError(f"{where}: light is a table, such as {{ off = 0, on = 5 }}.")
    for key, value in found.items():
        if key not in _LIGHT_KEYS:
            raise UserError(f"{where}: {unknown('key', key, _LIGHT_KEYS)}")
        low, high = (1, 16) if key == "channel" else (0, 127)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise UserError(f"{where}: {key} is a number from {low} to {high}.")
    return replace(usual, **found)


def _ring(found: Any, source: Source, where: str) -> Ring:
    if found is True:
        return Ring(source.number)
    numbers = found if isinstance(found, dict) else {}
    if "cc" not in numbers or not set(numbers) <= set(_RING_KEYS):
        raise UserError(f"{where}: ring is true, or a table such as {{ cc = 9, low = 1, high = 13 }}.")
    if any(isinstance(one, bool) or one not in range(128) for one in numbers.values()):
        raise UserError(f"{where}: the numbers of ring lie between 0 and 127.")
    return Ring(**numbers)


def _messages(found: Any, where: str) -> Iterator[bytes]:
    for text in found if isinstance(found, list) else [""]:
        try:
            message = bytes.fromhex(text)
        except (TypeError, ValueError):
            message = b""
        if not message:
            raise UserError(f'The MIDI map {where} is a list of messages in hexadecimal: ["F0 47 … F7"].')
        yield message
