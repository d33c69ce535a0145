"""Sound that comes in pieces of any length, cut into blocks."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

import numpy as np

from realtime.arrays import Floats
from realtime.audio.io.block import Block


class Rechunker:
    """Blocks of `block` samples out of `pieces`, float32 (n, 2) at `rate` Hz; the last may be shorter.

    Time counts from 0 at the first block. Pieces are asked for only until the next block is whole.
    """

    def __init__(self, pieces: Iterator[Floats], block: int, rate: int) -> None:
        self.rate = rate
        self._pieces = pieces
        self._block = block
        self._pending: deque[Floats] = deque()
        self._held = 0
        self._position = 0
        self._ended = False
        self._fill()

    @property
    def ended(self) -> bool:
        """True once no block will come."""
        return self._ended or not self._held

    def read(self) -> Block | None:
        """The next block, or None at the end."""
        if self.ended:
            return None
        samples = self._take(min(self._block, self._held))
        block = Block(samples, self._position / self.rate, self.rate)
        self._position += len(samples)
        self._fill()
        return block

    def close(self) -> None:
        """Give no more."""
        self._ended = True

    def _fill(self) -> None:
        """Hold a whole block, or all that is left."""
        while self._held < self._block:
            piece = next(self._pieces, None)
            if piece is None:
                return
            self._pending.append(piece)
            self._held += len(piece)

    def _take(self, count: int) -> Floats:
        samples = np.empty((count, 2), dtype=np.float32)
        filled = 0
        while filled < count:
            piece = self._pending[0]
            part = piece[: count - filled]
            samples[filled : filled + len(part)] = part
            filled += len(part)
            if len(part) == len(piece):
                self._pending.popleft()
            else:
                self._pending[0] = piece[len(part) :]
        self._held -= count
        return samples
