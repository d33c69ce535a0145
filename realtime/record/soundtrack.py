"""Where each block of sound belongs in the file: one rate, no gaps, no overlaps."""

from __future__ import annotations

import av
import numpy as np

from realtime.audio.io.block import Block

# Below this a block's time is only jitter: it is put where the last one ended.
JITTER_S = 0.05
# A pause longer than this is filled piece by piece, so that memory stays small.
_PIECE_S = 1.0


class Soundtrack:
    """Places blocks on one running count of samples at `rate`."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._next = 0
        self._resampler: av.AudioResampler | None = None
        self._resampler_rate = rate

    def place(self, block: Block) -> list[tuple[np.ndarray, int]]:
        """(samples float32 (n, 2), number of the first) to be written for `block`, whose time counts
        from the file's start. Silence fills a gap; what overlaps the sound before is left out."""
        samples = np.nan_to_num(block.samples, nan=0.0, posinf=1.0, neginf=-1.0)
        samples = self._resampled(np.clip(samples, -1.0, 1.0), block.rate)
        placed: list[tuple[np.ndarray, int]] = []
        gap = round(block.time * self.rate) - self._next
        if gap > JITTER_S * self.rate:
            while gap > 0:
                piece = min(gap, round(_PIECE_S * self.rate))
                placed.append(self._put(np.zeros((piece, 2), np.float32)))
                gap -= piece
        elif gap < -JITTER_S * self.rate:
            samples = samples[-gap:]
        if len(samples):
            placed.append(self._put(samples))
        return placed

    def _put(self, samples: np.ndarray) -> tuple[np.ndarray, int]:
        first = self._next
        self._next += len(samples)
        return samples, first

    def _resampled(self, samples: np.ndarray, rate: int) -> np.ndarray:
        if rate == self.rate:
            self._resampler = None
            return samples
        if self._resampler is None or rate != self._resampler_rate:
            self._resampler = av.AudioResampler(format="flt", layout="stereo", rate=self.rate)
            self._resampler_rate = rate
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="flt", layout="stereo")
        frame.sample_rate = rate
        pieces = [piece.to_ndarray().reshape(-1, 2) for piece in self._resampler.resample(frame)]
        return np.concatenate(pieces) if pieces else np.zeros((0, 2), np.float32)
