"""Learning: the operator names a control, moves a knob or presses a pad, and from then on that plays it.

What kind it is follows from what it sends: a button sends its ends, an absolute knob never the same value
twice, an encoder the same few steps again and again.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field

from realtime.control.midi.device_map import Assignment
from realtime.control.midi.source import Move, Source
from realtime.control.parameters import Parameter
from realtime.control.wanted import Wanted

LISTENS_S = 0.6
"""So long after its first message a knob is listened to, to tell what kind it is."""
_ENOUGH = 6
_FIRST_STEPS = range(1, 16)


@dataclass
class Learner:
    """Takes all moves while it is armed. device: from which the first one came; only its own count on."""

    want: Wanted | None = None
    device: object = None
    since: float = 0.0
    _moves: list[Move] = field(default_factory=list)

    def arm(self, want: Wanted | None) -> None:
        """Learn this next; None: nothing."""
        self.want, self.device, self._moves = want, None, []

    def take(self, device: object, move: Move, now: float) -> None:
        """A move of `device` while something is to be learned."""
        if self.want is None:
            return
        if not self._moves:
            if move.source.kind == "note" and not move.pressed:
                return  # the end of a press that began before
            self.device, self.since = device, now
        if device is self.device:
            self._moves.append(move)

    def learned(self, now: float) -> Assignment | None:
        """What was learned, once that is sure; it is not armed any more then."""
        if self.want is None or not self._moves:
            return None
        first = self._moves[0].source
        plain = first.kind == "cc"
        pair = _pair(self._moves)
        if plain and pair is None and now - self.since < LISTENS_S:
            raws = [move.raw for move in self._moves if move.source == first]
            if len(raws) < _ENOUGH and not (len(raws) > 1 and set(raws) <= {0, 127}):
                return None
        want, source = self.want, pair or first
        kind = _kind(source, want.row, [move.raw for move in self._moves if move.source == first])
        value = want.value
        self.arm(None)
        return Assignment(source, want.row.name, kind, None if kind == "number" else value)


def _kind(source: Source, row: Parameter, raws: list[int]) -> str:
    if source.kind == "program":
        return "number" if row.kind == "index" else "trigger"
    if row.is_command:
        return "trigger"
    button = source.kind == "note" or (source.kind == "cc" and set(raws) <= {0, 127} and raws[0] == 127)
    if button:
        return "latch" if row.kind == "bool" else "momentary"
    return _knob(raws) if source.kind == "cc" else "pickup"


def _knob(raws: list[int]) -> str:
    ways = {(two > one) - (two < one) for one, two in itertools.pairwise(raws)}
    if ways in ({1}, {-1}, set()):
        return "pickup"  # one way, and no value twice
    steps = set(raws)
    low, high = steps & set(_FIRST_STEPS), {raw for raw in steps if raw > 112}
    above = {raw for raw in steps if 65 <= raw < 80}
    below = {raw for raw in steps if 48 < raw < 64}
    if steps == low | high:
        return "relative"
    if low and steps == low | above:
        return "relative-sign"
    if steps == above | below:
        return "relative-offset"
    return "pickup"


def recent(moves: Iterable[Move]) -> list[Move]:
    """Of some moves those of the source that moved last, and of the other half of its pair."""
    listed = list(moves)
    last = listed[-1].source
    near = {last.number, last.number + 32, last.number - 32} if last.kind == "cc" else {last.number}
    return [
        move
        for move in listed
        if (move.source.kind, move.source.channel) == (last.kind, last.channel) and move.source.number in near
    ]


def _pair(moves: list[Move]) -> Source | None:
    """The 14-bit pair that two controls 32 apart are, which are always sent together."""
    numbers = {(move.source.number, move.source.channel) for move in moves if move.source.kind == "cc"}
    for number, channel in sorted(numbers, key=str):
        if number < 32 and (number + 32, channel) in numbers:
            return Source("cc14", number, channel)
    return None
