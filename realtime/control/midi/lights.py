"""What a controller's lights show: switches, scenes, snapshots, the beat on the tap button, values."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from realtime.audio.beat.clock import BeatClock
from realtime.control.midi.device_map import Assignment, DeviceMap, Light, Ring
from realtime.control.midi.source import Source
from realtime.control.parameters import Parameter
from realtime.control.table import ParameterTable, Values

FLASH_BEATS = 0.25
"""The tap button's light is on for this share of each beat."""
_NOTE_ON, _CONTROL = 0x90, 0xB0
_HANDS_OFF_S = 0.3
"""A ring or motor fader is sent nothing for so long after it was touched."""
_ANY_CHANNEL = 1


@dataclass(frozen=True, slots=True)
class Stand:
    """Where the show stands. scene, following: numbers from 1, None where nothing follows; scenes: how many
    there are; snapshots: numbers that values are saved under."""

    clock: BeatClock
    scene: int
    following: int | None
    scenes: int
    snapshots: tuple[int, ...]


class Lights:
    """Gives the messages that bring one controller's lights up to date; what it shows already is not sent
    again. table: whose rows are lit."""

    def __init__(self, device: DeviceMap, table: ParameterTable) -> None:
        self._device, self._table = device, table
        self._shown: dict[tuple[int, int], int] = {}
        self._touched: dict[tuple[int, int], float] = {}

    def touched(self, source: Source, now: float) -> None:
        """A hand has just moved this: the controller may have changed its light by itself."""
        for key in [key for key in self._shown if key[1] == source.number]:
            del self._shown[key]
        self._touched[_CONTROL | (source.channel or _ANY_CHANNEL) - 1, source.number] = now

    def news(self, values: Values, stand: Stand | None, now: float) -> Iterator[bytes]:
        """Messages for all that is shown wrongly at `now` (audio-clock seconds)."""
        rows = self._table.parameters
        for one in self._device.assignments:
            for status, number, value in _wanted(one, rows.get(one.to), values, stand, now):
                key = status, number
                if now - self._touched.get(key, -1e9) < _HANDS_OFF_S or self._shown.get(key) == value:
                    continue
                self._shown[key] = value
                yield bytes((status, number, value))

    def forget(self) -> None:
        """Nothing is known of what it shows."""
        self._shown.clear()

    def dark(self) -> Iterator[bytes]:
        """Messages that put out every light that is on."""
        for (status, number), value in self._shown.items():
            if value:
                yield bytes((status, number, 0))
        self._shown.clear()


def _wanted(
    one: Assignment, row: Parameter | None, values: Values, stand: Stand | None, now: float
) -> Iterator[tuple[int, int, int]]:
    """(status, number, value) of what an assignment lights."""
    channel = one.source.channel or _ANY_CHANNEL
    if row is None:
        return
    if one.ring is not None and one.to in values:
        low, high = one.ends or (row.low, row.high)
        share = (float(values[one.to]) - low) / (high - low) if high != low else 0.0
        yield _CONTROL | channel - 1, one.ring.cc, _ring(one.ring, min(max(share, 0.0), 1.0))
    if one.light is not None and one.source.kind in ("note", "cc"):
        status = _NOTE_ON if one.source.kind == "note" else _CONTROL
        value = _lit(one, one.light, values, stand, now)
        number = one.source.number if one.light.note is None else one.light.note
        yield status | (one.light.channel or channel) - 1, number, value


def _ring(ring: Ring, share: float) -> int:
    """The value that shows a share; the middle of a whole 7-bit range is 64, as a knob sends it."""
    return ring.low + math.ceil(share * (ring.high - ring.low) - 0.5 + 1e-9)


def _lit(one: Assignment, light: Light, values: Values, stand: Stand | None, now: float) -> int:
    if one.to in values:
        return light.on if _active(one, values) else light.off
    if stand is None:
        return light.off
    if one.to == "scene.go" and isinstance(one.value, float):
        number = round(one.value)
        if number == stand.scene:
            return light.on
        if number == stand.following:
            return light.next
        return light.ready if number <= stand.scenes else light.off
    if one.to in ("snapshot.recall", "snapshot.save"):
        return light.ready if one.value in stand.snapshots else light.off
    if one.to == "tempo.tap" and stand.clock.claimed:
        return light.on if stand.clock.phase(now) < FLASH_BEATS else light.off
    return light.off


def _active(one: Assignment, values: Values) -> bool:
    value = values[one.to]
    if isinstance(value, bool):
        return value
    return isinstance(one.value, float) and abs(float(value) - one.value) < 1e-6
