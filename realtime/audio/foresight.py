"""What will sound: hits and levels of moments that lie ahead, for whoever must decide now what is seen then.

A painter is asked L seconds before its frame is seen. What was heard at the asking would be seen L late, as
a swell before the next beat; so a request takes only what is foreseen for its own moment. Live it is the
pattern of the last bars that foresees (`realtime/audio/beat/pattern.py`), in a film the song itself
(`realtime/audio/known_sound.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from realtime.audio.beat.clock import BeatClock

Hit = tuple[float, float]
"""(time in seconds, strength 0..1)."""


class Foresight(Protocol):
    """Immutable; asked for times up to a few seconds ahead."""

    def hits(self, clock: BeatClock, band: int, start: float, end: float) -> Sequence[Hit]:
        """Onsets of a band (index into BANDS) foreseen with start < time <= end, in order of time."""
        ...

    def level(self, clock: BeatClock, name: str, time: float) -> float:
        """A fast feature (`feature_table.FAST`) at `time`, 0..1; where its course is not foreseen, its mean
        over the last beat."""
        ...
