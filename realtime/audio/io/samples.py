"""Samples that are in memory, as a source: for benchmarks, fits and tests."""

from __future__ import annotations

from realtime.arrays import Floats
from realtime.audio.io.block import Block
from realtime.audio.io.source import NO_LOSSES


class SampleSource:
    """samples: float32 (n, channels) or (n,), all of them in one block; rate: Hz."""

    live, fault, losses = False, None, NO_LOSSES

    def __init__(self, samples: Floats, rate: int, name: str = "samples") -> None:
        self.name, self.rate = name, rate
        self._block: Block | None = Block(samples.reshape(len(samples), -1), 0.0, rate)

    @property
    def ended(self) -> bool:
        return self._block is None

    def read(self) -> Block | None:
        """Everything, and then nothing."""
        block, self._block = self._block, None
        return block

    def close(self) -> None:
        self._block = None
