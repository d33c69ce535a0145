"""The built-in demo track, composed and played by the program itself: its beats are known exactly."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from realtime.arrays import Floats
from realtime.audio.demo.mixer import TAIL_BARS, Mixer
from realtime.audio.demo.score import BARS, BEATS_PER_BAR, TEMPO
from realtime.audio.io.block import Block
from realtime.audio.io.rechunk import Rechunker
from realtime.audio.io.source import NO_LOSSES
from realtime.errors import UserError

_BEAT_S = 60.0 / TEMPO
# After its last bar a song that is not looped rings out for so many.
_RING_OUT_BARS = 2
DURATION = BARS * BEATS_PER_BAR * _BEAT_S


class DemoSource:
    """The demo track as blocks, mixed a bar at a time when it is needed; the same at every run.

    loop: begin again without a seam, for ever (time keeps growing); else it rings out and ends.
    start: seconds into the track at which to begin (rounded down to a bar).
    """

    live = False
    name = "demo track"
    duration = DURATION
    fault: str | None = None
    losses = NO_LOSSES

    def __init__(self, block: int = 256, rate: int = 44100, loop: bool = True, start: float = 0.0) -> None:
        if not 0.0 <= start < DURATION:
            raise UserError(f"the demo track is {DURATION:.0f} s long; it cannot begin at {start:g} s")
        self.rate = rate
        self._loop = loop
        self._mixer = Mixer(rate)
        self._rechunker = Rechunker(self._bars(int(start / (_BEAT_S * BEATS_PER_BAR))), block, rate)

    def read(self) -> Block | None:
        """The next block, or None at the end."""
        return self._rechunker.read()

    @property
    def ended(self) -> bool:
        return self._rechunker.ended

    def close(self) -> None:
        self._rechunker.close()

    def _bars(self, bar: int) -> Iterator[Floats]:
        """Samples of each bar from number `bar` on."""
        if not self._loop:
            for number in range(bar, BARS + _RING_OUT_BARS):
                yield self._mixer.bar(number)
            return
        mixed_before: dict[int, Floats] = {}
        for mixed in itertools.count():
            number = (bar + mixed) % BARS
            samples = mixed_before[number] if number in mixed_before else self._mixer.bar(number)
            yield samples
            # The very first bars lack what rings over from the end; all others repeat exactly.
            if mixed >= TAIL_BARS:
                mixed_before[number] = samples
