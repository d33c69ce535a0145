"""The similarity filter: a request for the picture that is on the screen already is not painted again."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from realtime.paint.frame import FrameRequest

# Amounts (0..1) nearer than this are the same: half a level of a picture.
SAME = 0.002
# Half-heights of the picture: a fortieth of a pixel at 540 lines.
_SAME_PLACE = 1e-4
_SAME_TIME_S = 1e-4
# The same must have been asked for this long: subjects fade into each other in less.
SETTLE_S = 4.0
# A painter whose picture never rests (its noise wanders) is stopped after this.
AT_MOST_S = 12.0
# Mean change of the last painting, in levels of 255, below which it has settled.
_SETTLED = 0.5
_EVERY = 8  # pixels of this grid are compared


class SimilarityFilter:
    """Watches a painter's requests and pictures. `skipped`: requests that were not worth painting.

    A request is the same as the one before when subject, camera, amounts and inputs are, and the source
    stands still or is not seen (strength 0). As a picture goes on growing out of itself for a while, it
    must also have come to rest.
    """

    def __init__(self) -> None:
        self.skipped = 0
        self.restart()

    def restart(self) -> None:
        """Forget what was painted: the next request is painted in any case."""
        self._first: FrameRequest | None = None  # of the run of requests that ask for the same
        self._grid: np.ndarray | None = None
        self._change = np.inf

    def skip(self, request: FrameRequest) -> bool:
        """True when painting `request` would change nothing; else paint it, and call `painted`."""
        if self._first is None or not same_picture(request, self._first):
            self._first, self._change = request, np.inf
            return False
        lasted = request.time - self._first.time
        if lasted >= AT_MOST_S or (lasted >= SETTLE_S and self._change <= _SETTLED):
            self.skipped += 1
            return True
        return False

    def painted(self, pixels: np.ndarray) -> None:
        """Note what was painted, uint8 (H, W, 4)."""
        grid = pixels[::_EVERY, ::_EVERY, :3].astype(np.int16)
        if self._grid is not None and self._grid.shape == grid.shape:
            self._change = float(np.abs(grid - self._grid).mean())
        self._grid = grid


def same_picture(one: FrameRequest, other: FrameRequest) -> bool:
    """True when both ask for the same picture, regardless of their times."""
    if one.subject != other.subject or "webcam:" in one.subject.source:
        return False  # what a camera sees moves by itself
    amounts = ((r.strength, r.noise, r.style_mix, r.prompt_mix) for r in (one, other))
    return (
        all(abs(a - b) <= SAME for a, b in zip(*amounts, strict=True))
        and _same(one.inputs, other.inputs)
        and _same(one.weights, other.weights)
        and (abs(one.source_time - other.source_time) <= _SAME_TIME_S or one.strength <= 0.0)
        and one.pose.generation == other.pose.generation
        and np.abs(one.pose.matrix - other.pose.matrix).max() <= _SAME_PLACE
    )


def _same(some: Mapping[str, float], others: Mapping[str, float]) -> bool:
    return some.keys() == others.keys() and all(
        abs(value - others[name]) <= SAME for name, value in some.items()
    )
