"""What was moved on a controller: knobs, faders, encoders, pads and wheels, out of its MIDI messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

SourceKind = Literal["cc", "cc14", "nrpn", "note", "pitch", "program"]
WORDS: dict[SourceKind, str] = {
    "cc": "CC",
    "cc14": "14-bit CC",
    "nrpn": "NRPN",
    "note": "note",
    "pitch": "pitch bend",
    "program": "program change",
}
"""Kinds of sources, in words for people."""

NUMBERS: dict[SourceKind, int] = {"cc": 127, "cc14": 31, "nrpn": 16383, "note": 127, "pitch": 0, "program": 0}
"""Highest number of each kind; pitch bend and program change have none but 0."""

_LSB_OFFSET = 32
_DATA, _DATA_LSB, _UP, _DOWN = 6, 38, 96, 97
_NRPN_LSB, _NRPN, _RPN_LSB, _RPN = 98, 99, 100, 101
_NONE = (127, 127)
_FULL = 16383


@dataclass(frozen=True, slots=True)
class Source:
    """One knob, pad or wheel. number: of the control or note (0..127), of an NRPN (0..16383), of the coarse
    half of a 14-bit pair (0..31); channel: 1..16, None for any."""

    kind: SourceKind
    number: int = 0
    channel: int | None = None

    @property
    def words(self) -> str:
        """As people write it: "CC 21, channel 1"."""
        what = f"{WORDS[self.kind]} {self.number}" if NUMBERS[self.kind] else WORDS[self.kind]
        return what if self.channel is None else f"{what}, channel {self.channel}"

    def on_any_channel(self) -> Source:
        return Source(self.kind, self.number)


@dataclass(frozen=True, slots=True)
class Move:
    """A source moved. share: where it is now, 0..1; raw: the 7-bit value, as relative encoders and buttons
    send it (of finer sources its coarse half; of a program change its number)."""

    source: Source
    share: float
    raw: int

    @property
    def pressed(self) -> bool:
        """For a button: is it down? Notes are down at any velocity but 0, all others from the middle on."""
        return self.raw > 0 if self.source.kind == "note" else self.raw >= 64


class SourceDecoder:
    """Puts the messages of one port together to moves. Remembers, for each channel, which NRPN was chosen.

    pairs: coarse halves of 14-bit pairs, which no message tells from plain controls.
    """

    def __init__(self, pairs: frozenset[Source] = frozenset()) -> None:
        self.pairs = pairs
        self._coarse: dict[Source, int] = {}
        self._chosen: dict[int, tuple[int, int]] = {}
        # Sources whose fine half has been seen: their coarse half alone is no position yet.
        self._fine: set[Source] = set()

    def feed(self, message: Any) -> Move | None:
        """The move that a message of mido's says, or ends; None for one that says none."""
        channel = message.channel + 1 if hasattr(message, "channel") else None
        if message.type == "control_change":
            return self._control(message.control, message.value, channel or 1)
        if message.type == "note_on":
            return Move(Source("note", message.note, channel), message.velocity / 127.0, message.velocity)
        if message.type == "note_off":
            # Its velocity says how fast the key was let go.
            return Move(Source("note", message.note, channel), 0.0, 0)
        if message.type == "pitchwheel":
            value = message.pitch + 8192
            return Move(Source("pitch", 0, channel), fine_share(value), value >> 7)
        if message.type == "program_change":
            return Move(Source("program", 0, channel), message.program / 127.0, message.program)
        return None

    def _control(self, number: int, value: int, channel: int) -> Move | None:
        if number in (_NRPN, _NRPN_LSB, _RPN, _RPN_LSB):
            self._choose(number, value, channel)
            return None
        if number in (_DATA, _DATA_LSB, _UP, _DOWN) and (chosen := self._chosen.get(channel)) is not None:
            return self._data(Source("nrpn", chosen[0] << 7 | chosen[1], channel), number, value)
        halves = ((number, "coarse"), (number - _LSB_OFFSET, "fine")) if self.pairs else ()
        for coarse, half in halves:
            pair = Source("cc14", coarse, channel)
            if pair in self.pairs or pair.on_any_channel() in self.pairs:
                return self._half(pair, half == "coarse", value)
        return Move(Source("cc", number, channel), share(value), value)

    def _choose(self, number: int, value: int, channel: int) -> None:
        if number in (_RPN, _RPN_LSB):
            # A registered parameter is no knob: its data are not for us.
            self._chosen.pop(channel, None)
            return
        high, low = self._chosen.get(channel, (0, 0))
        chosen = (value, low) if number == _NRPN else (high, value)
        if chosen == _NONE:
            self._chosen.pop(channel, None)
        else:
            self._chosen[channel] = chosen

    def _data(self, source: Source, number: int, value: int) -> Move | None:
        if number in (_UP, _DOWN):
            whole = self._coarse.get(source, 0) + (1 if number == _UP else -1)
            return self._at(source, min(max(whole, 0), _FULL))
        return self._half(source, number == _DATA, value)

    def _half(self, source: Source, coarse: bool, value: int) -> Move | None:
        if coarse:
            self._coarse[source] = value << 7
            if source in self._fine:
                return None
        else:
            self._fine.add(source)
            self._coarse[source] = self._coarse.get(source, 0) & ~127 | value
        return self._at(source, self._coarse[source])

    def _at(self, source: Source, whole: int) -> Move:
        self._coarse[source] = whole
        coarse_only = source not in self._fine and not whole & 127
        return Move(source, share(whole >> 7) if coarse_only else fine_share(whole), whole >> 7)


def share(value: int) -> float:
    """0..127 → 0..1; 64, a knob's middle notch, is exactly the half, so that an offset rests at 0."""
    return value / 128.0 if value < 64 else 0.5 + (value - 64) / 126.0


def fine_share(value: int) -> float:
    """0..16383 → 0..1, with the half at 8192, where a pitch wheel rests."""
    return value / 16384.0 if value < 8192 else 0.5 + (value - 8192) / 16382.0
