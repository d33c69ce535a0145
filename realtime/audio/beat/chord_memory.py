"""What has sounded lately, sixth by sixth of a beat: where do chords change?"""

from __future__ import annotations

import math

import numpy as np

from realtime.arrays import Doubles, Floats

PARTS = 6
"""Of a beat: halves and thirds of it fall on them."""
REMEMBERED_BEATS = 64
_KEPT = 2 * PARTS * REMEMBERED_BEATS
_USUAL_STEPS = 500
_COMPRESSION = 3.0


class ChordMemory:
    """Tell it every step what sounds, and where in the beats that is."""

    def __init__(self) -> None:
        self._sounded = np.zeros((_KEPT + 1, 12))
        """What has sounded of each pitch class up to the beginning of each part, and up to now."""
        self._first = self._count = 0
        """Number of the first part, and how many there are."""
        self._usual, self._steps = 0.0, 0

    def forget(self) -> None:
        """The beat is another from here on."""
        self._count = 0

    def hear(self, position: float, chroma: Floats) -> None:
        """position: running beat number, with fraction; chroma: (12,) energies of the pitch classes."""
        part = math.floor(position * PARTS)
        if not self._count or part - self._first - self._count > PARTS:
            self._first, self._count = part, 1
            self._sounded[:2] = 0.0
        while part >= self._first + self._count:
            if self._count == _KEPT:
                self._sounded[: _KEPT // 2 + 1] = self._sounded[_KEPT // 2 :]
                self._first, self._count = self._first + _KEPT // 2, _KEPT // 2
            self._sounded[self._count + 1] = self._sounded[self._count]
            self._count += 1
        self._steps = min(self._steps + 1, _USUAL_STEPS)
        self._usual += (float(chroma.sum()) / 12.0 - self._usual) / self._steps
        # Compressed, so that one loud hit does not stand for a beat.
        self._sounded[self._count] += np.log1p(chroma * (_COMPRESSION / max(self._usual, 1e-12)))

    @property
    def span(self) -> tuple[float, float]:
        """Between which positions something is remembered."""
        end = self._first + self._count
        return max(self._first, end - PARTS * REMEMBERED_BEATS) / PARTS, end / PARTS

    def changes(self, beats: Doubles) -> Doubles:
        """beats: (n,) positions within `span` → (n − 2,), 0..1: how far what follows each beat but the first
        and last, up to the next, is from what came before."""
        parts = np.rint(beats * PARTS).astype(int) - self._first
        chords = np.diff(self._sounded[parts.clip(0, self._count)], axis=0)
        chords /= np.maximum(np.linalg.norm(chords, axis=1, keepdims=True), 1e-9)
        changes: Doubles = 1.0 - np.einsum("ij,ij->i", chords[1:], chords[:-1])
        return changes
