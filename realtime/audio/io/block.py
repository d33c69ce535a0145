"""A block of sound, the unit in which every source delivers."""

from __future__ import annotations

from dataclasses import dataclass

from realtime.arrays import Floats


@dataclass(frozen=True, slots=True)
class Block:
    """samples: float32 (n, 2), about -1..1; time: audio-clock seconds of the first sample; rate: Hz."""

    samples: Floats
    time: float
    rate: int

    @property
    def end(self) -> float:
        """Audio-clock seconds just after the last sample."""
        return self.time + len(self.samples) / self.rate
