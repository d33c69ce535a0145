"""A block of sound, the unit in which every source delivers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Block:
    """samples: float32 (n, 2), about -1..1; time: audio-clock seconds of the first sample; rate: Hz."""

    samples: np.ndarray
    time: float
    rate: int

    @property
    def end(self) -> float:
        """Audio-clock seconds just after the last sample."""
        return self.time + len(self.samples) / self.rate
