"""What one controller's moves do: its map, with what is remembered of each knob and button."""

from __future__ import annotations

from realtime.control.midi.device_map import Assignment, DeviceMap
from realtime.control.midi.kinds import KINDS, Grip, Play
from realtime.control.midi.source import Move, Source
from realtime.control.parameters import Parameter
from realtime.control.table import ParameterTable


class MidiBindings:
    """Writes to the table what a controller's moves mean.

    Of two assignments of a source the one on its very channel counts, else that on any.
    """

    def __init__(self, table: ParameterTable, device: DeviceMap) -> None:
        self._table = table
        self._grips: dict[Source, Grip] = {}
        self.device = device

    @property
    def device(self) -> DeviceMap:
        """The map; one that is set keeps what is remembered of the sources that it has, too."""
        return self._device

    @device.setter
    def device(self, device: DeviceMap) -> None:
        self._device = device
        self._by_source = {one.source: one for one in device.assignments}
        self._grips = {source: grip for source, grip in self._grips.items() if self.find(source) is not None}

    def find(self, source: Source) -> Assignment | None:
        """What `source` plays, if anything."""
        return self._by_source.get(source) or self._by_source.get(source.on_any_channel())

    def apply(self, move: Move, time: float | None = None, sender: str = "MIDI") -> bool:
        """Write what a move says; False where nothing is assigned to it. time: when it came in, audio-clock
        seconds (None: now); sender: the device, in words."""
        one = self.find(move.source)
        if one is None:
            return False
        # By the very channel: a bank of faders may be one assignment on any channel, or many knobs.
        grip = self._grips.setdefault(move.source, Grip())
        row, kind = self._table.parameters.get(one.to), KINDS[one.kind]
        if row is None or row.kind not in kind.rows:
            return True  # an input of a shader that this show has not
        if row.is_command:
            self._order(row, one, move, grip, sender, time)
            return True
        press = one.value if isinstance(one.value, float) else None
        ends = one.ends or ((0.0, 1.0) if row.kind == "bool" else (row.low, row.high))
        value = kind.writes(Play(row, ends, self._table.get(one.to), press), move, grip)
        if value is not None:
            self._table.set(one.to, value, sender, time)
            grip.written = self._table.get(one.to)
        return True

    def _order(
        self, row: Parameter, one: Assignment, move: Move, grip: Grip, sender: str, time: float | None
    ) -> None:
        if one.kind == "number":
            self._table.set(one.to, move.raw + 1, sender, time)
            return
        begins = move.pressed and not grip.down
        grip.down = move.pressed
        if not begins:
            return
        if row.kind == "index" and isinstance(one.value, float):
            self._table.set(one.to, round(one.value), sender, time)
        else:
            self._table.set(one.to, one.value if row.kind == "text" else None, sender, time)

    def let_go(self) -> None:
        """The controller has gone: nothing is held any more, and no knob knows where it stands."""
        for source, grip in self._grips.items():
            one = self.find(source)
            if grip.down and one is not None and one.kind in ("momentary", "velocity"):
                released = Move(source, 0.0, 0)
                self.apply(released, sender="MIDI unplugged")
            grip.let_go()
