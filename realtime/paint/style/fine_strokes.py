"""Fine patterns keep their size in the picture: they are painted on a small canvas, beside the large one.

The networks' strokes are so many pixels wide, so a larger canvas has finer ones: hatching, shards and
woodcuts would become a grey haze of lines. What is between the strokes, such as a window, still comes sharp
from the source that the painting is graded by.
"""

from __future__ import annotations

import math

import numpy as np

from realtime.paint.style.network import Network, open_network

_PIXELS = 384 * 216  # of the canvas on which such patterns look as they should
_NEAR = 1.3  # a canvas with no more than so many times these pixels does without


class FineStrokes:
    """size: (width, height) of the large pictures; needed: would their strokes be too fine?; small: the size
    at which they are not, or `size` itself; threads: of the network, which is opened when it is first run."""

    def __init__(self, size: tuple[int, int], threads: int) -> None:
        share = math.sqrt(_PIXELS / math.prod(size))
        self.needed = math.prod(size) > _NEAR * _PIXELS
        self.small = (8 * round(size[0] * share / 8), 8 * round(size[1] * share / 8)) if self.needed else size
        self._size, self._threads = size, threads
        self._network: Network | None = None

    def run(self, image: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """float32 (1, 3, H, W): `image`, float32 (3, H, W) 0..1, repainted in styles with `weights` (26,)."""
        if self._network is None:
            self._network = open_network(self.small, self._threads)
        self._network.image[0] = self.shrunk(image)
        self._network.weights[:] = weights
        return self.grown(self._network.run()[0])[None]

    def shrunk(self, image: np.ndarray) -> np.ndarray:
        """float32 (3, h, w): the large `image` at the small size."""
        return _resized(image, self.small) if self.needed else image

    def grown(self, painted: np.ndarray) -> np.ndarray:
        """float32 (3, H, W): what was painted at the small size, at the large one."""
        return _resized(painted, self._size) if self.needed else painted


def _resized(planes: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """float32 (3, H, W) at another size (width, height)."""
    from PIL import Image

    whole = (Image.fromarray(np.ascontiguousarray(plane)) for plane in planes)
    return np.stack([np.asarray(plane.resize(size, Image.Resampling.BICUBIC)) for plane in whole])
