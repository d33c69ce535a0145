"""A ring of stereo sound between one writer and one reader, without locks or allocation."""

from __future__ import annotations

import numpy as np

from realtime.arrays import Floats

# The reader stays this share of the ring away from the sample that is overwritten next.
_GUARD = 0.25


class SampleRing:
    """Holds the newest `capacity` frames of float32 stereo, addressed by running position.

    One thread writes, one reads. The writer never waits: a reader that falls a ring behind
    loses the oldest frames (`lost` counts them) and goes on with the newest.
    """

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.lost = 0
        self._frames = np.zeros((capacity, 2), dtype=np.float32)
        self._written = 0
        self._read = 0

    @property
    def written(self) -> int:
        """Frames written since the ring was made."""
        return self._written

    @property
    def available(self) -> int:
        """Frames written and not yet read."""
        return self._written - self._read

    def write(self, samples: Floats) -> None:
        """Append `samples`, (n, 2) or (n, 1) (which is doubled), n at most the capacity."""
        count = len(samples)
        start = self._written % self.capacity
        first = min(count, self.capacity - start)
        self._frames[start : start + first] = samples[:first]
        if first < count:
            self._frames[: count - first] = samples[first:]
        # Last, so that the reader never sees frames that are not there yet.
        self._written += count

    def read(self, count: int) -> tuple[int, Floats] | None:
        """(position of the first frame, float32 (count, 2)), or None while there are fewer."""
        while self._written - self._read >= count:
            behind = self._written - self._read
            if behind > self.capacity * (1 - _GUARD):
                skipped = behind - max(count, self.capacity // 2)
                self.lost += skipped
                self._read += skipped
            position = self._read
            samples = np.empty((count, 2), dtype=np.float32)
            self._copy(position, samples)
            if self._written - position <= self.capacity:  # not overwritten while it was copied
                self._read = position + count
                return position, samples
        return None

    def copy_to(self, position: int, out: Floats) -> int:
        """Fill `out` (n, 2) with the frames from `position` on, silence where there are none.

        Gives the number of frames that were missing.
        """
        count = len(out)
        there = min(max(self._written - position, 0), count)
        if self._written - position > self.capacity:
            there = 0
        if there:
            self._copy(position, out[:there])
        out[there:] = 0.0
        return count - there

    def _copy(self, position: int, out: Floats) -> None:
        start = position % self.capacity
        first = min(len(out), self.capacity - start)
        out[:first] = self._frames[start : start + first]
        if first < len(out):
            out[first:] = self._frames[: len(out) - first]
