"""The beat of another program over OSC: a message on each beat, and one that says the tempo."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from realtime.control.osc_dispatch import Take
from realtime.control.rig.beat_count import FASTEST, SLOWEST, BeatCount
from realtime.control.tempo_lead import OnTempo

TEMPO_HOLDS_S = 30.0
"""A tempo that was sent so long ago is not that of today's beats."""


class OscBeat:
    """Follows the messages to two addresses; tempo_address: "" where the tempo is learned from the beats.

    A beat is a message without a value, or with a number above 0: from 1 to `beats_per_bar` it is the
    place in the bar where the sender counts, which shows as soon as it has sent more than 1.
    """

    def __init__(
        self, on_tempo: OnTempo, tempo_address: str, beat_address: str, beats_per_bar: int = 4
    ) -> None:
        self._count = BeatCount(on_tempo, beats_per_bar)
        self._beats_per_bar = beats_per_bar
        self._tempo: tuple[float, float] | None = None
        self._counts = False
        self.takes: Mapping[str, Take] = {
            **({tempo_address: self._take_tempo} if tempo_address else {}),
            beat_address: self._take_beat,
        }

    def _take_tempo(self, arguments: Sequence[object], at: float) -> None:
        if (tempo := _number(arguments)) is not None and SLOWEST <= tempo <= FASTEST:
            self._tempo = at, tempo

    def _take_beat(self, arguments: Sequence[object], at: float) -> None:
        number = _number(arguments)
        if arguments and (number is None or number <= 0.0):
            return  # a button that was let go
        in_bar = None
        if number is not None and number == int(number) and number <= self._beats_per_bar:
            self._counts = self._counts or number > 1.0
            in_bar = int(number) if self._counts else None
        tempo = self._tempo[1] if self._tempo and at - self._tempo[0] < TEMPO_HOLDS_S else None
        self._count.beat(at, tempo, in_bar)


def _number(arguments: Sequence[object]) -> float | None:
    first = arguments[0] if arguments else None
    return float(first) if isinstance(first, (int, float)) and math.isfinite(first) else None
